"""Seeded values for the columns of a schema (form: model/data/GUIDE.md): plausible, with the gaps that the schema asks for."""
import datetime as dt
import random
import re
import uuid
from decimal import Decimal

NOW = dt.datetime(2026, 11, 18, 9, 0, tzinfo=dt.UTC)  # the instant that stands for now in every evaluation
FIRST = "Alice Benoît Chloé David Élodie Farid Gaëlle Hugo Inès Jonas Karim Léa Marc Nadia Oscar Paula Quentin Rosa Samir Théo".split()
LAST = "Martin Dubois Lefèvre Moreau Garcia Nguyen Rossi Schmidt Diallo Petit Lambert Fontaine Mercier Blanc Faure Girard".split()
WORDS = "alpha nord sud central lot vert bleu rapide standard premium atelier quai dossier retour local urgent".split()
FUTURE = re.compile(r"due|exp|ech|éch|until|valid|fin|end|next|proch|limite|deadline|renew", re.I)
EMPTY_SHARE = 0.03  # of texts without known values


class Values:
    """Makes values of one schema; the same seed makes the same ones."""

    def __init__(self, name, seed):
        self.random = random.Random(f"{name}/{seed}")

    def name(self):
        return f"{self.random.choice(FIRST)} {self.random.choice(LAST)}"

    def key(self, path, kind, index, start=1):
        """A value that no other row has; whole numbers count from `start`."""
        prefix = re.sub(r"[^A-Za-z]", "", path.split(".")[-1])[:2].upper() or "K"
        if kind == "STRING":
            return self.email(index) if re.search(r"mail|courriel", path, re.I) else f"{prefix}{index * 7 + 1000:05d}"
        if kind == "INT64":
            return start + index + index // 40  # a gap now and then
        if kind == "UUID":
            return uuid.UUID(int=self.random.getrandbits(128))
        if kind == "OBJECTID":
            return f"{self.random.getrandbits(96):024x}"
        return self.plain(path, {"type": kind})

    def email(self, index):
        first, last = self.random.choice(FIRST), self.random.choice(LAST)
        plain = f"{first}.{last}".lower().translate(str.maketrans("îéëèç", "ieeec"))
        return f"{plain}{index}@example.org"

    def instant(self, path):
        """Most are recent; those whose name speaks of an end often lie ahead."""
        ahead = 0.45 if FUTURE.search(path) else 0.06
        if self.random.random() < ahead:
            days = self.random.expovariate(1 / 30)
        else:
            days = -self.random.expovariate(1 / (60 if self.random.random() < 0.8 else 400))
        return (NOW + dt.timedelta(days=days)).replace(microsecond=self.random.randrange(1000) * 1000)

    def number(self, column, default):
        low, high = column.get("range", default)
        return self.random.uniform(low, high)

    def plain(self, path, column):
        """A value that may stand in several rows."""
        kind = column["type"]
        if kind == "STRING":
            return self.text(path, column)
        if kind == "INT64":
            return round(self.number(column, (0, 120)))
        if kind == "NUMERIC":
            return Decimal(round(self.number(column, (0, 2500)) * 100)) / 100
        if kind == "FLOAT64":
            return round(self.number(column, (0, 100)), 3)
        if kind == "BOOL":
            return self.random.random() < 0.4
        if kind == "DATE":
            return self.instant(path).date()
        if kind == "TIMESTAMP":
            return self.instant(path)
        if kind == "ARRAY<DOCUMENT>":
            return []  # its elements have columns of their own
        if kind.startswith("ARRAY<"):
            return self.items(path, column, kind[6:-1])
        return self.key(path, kind, self.random.randrange(10**6))

    def text(self, path, column):
        if column.get("values"):
            return self.random.choice(column["values"])
        if self.random.random() < EMPTY_SHARE:
            return ""
        if re.search(r"mail|courriel", path, re.I):
            return self.email(self.random.randrange(60))
        if re.search(r"name|nom|by|par$|auteur|owner|agent", path, re.I):
            return self.name()
        return f"{self.random.choice(WORDS)} {self.random.choice(WORDS)} {self.random.randrange(40)}"

    def items(self, path, column, kind):
        wanted = self.random.choice((0, 1, 1, 2, 3))
        pool = column.get("values")
        if pool:
            return self.random.sample(pool, min(wanted, len(pool)))
        return [self.plain(path, {**column, "type": kind}) for _ in range(wanted)]

    def reference(self, targets, column):
        """A value of the column that is referred to, in this column's type and case; sometimes one that is not there."""
        known = [value for value in targets if value is not None]
        if not known:
            return None
        if self.random.random() < column.get("orphans", 0):
            return self.unknown_reference(known[0], column)
        return self.as_type(self.random.choice(known), column)

    def unknown_reference(self, sample, column):
        if isinstance(sample, int) or column["type"] == "INT64":
            return self.as_type(self.random.randrange(800_000, 900_000), column)
        if isinstance(sample, str) and "@" in sample:
            return self.as_type(f"inconnu{self.random.randrange(10**5)}@example.net", column)
        if column["type"] == "OBJECTID" or (isinstance(sample, str) and re.fullmatch(r"[0-9a-f]{24}", sample)):
            return f"{self.random.getrandbits(96):024x}"
        if column["type"] == "UUID" or isinstance(sample, uuid.UUID):
            return self.as_type(uuid.UUID(int=self.random.getrandbits(128)), column)
        return self.as_type(f"ZZ{self.random.randrange(10**5):05d}", column)

    def as_type(self, value, column):
        if column["type"] == "STRING":
            value = str(value)
            return value.upper() if column.get("case") == "upper" else value.lower() if column.get("case") == "lower" else value
        return int(value) if column["type"] == "INT64" else value
