"""Random expressions over the columns that can be seen."""

import datetime as dt
import re
import uuid
from decimal import Decimal

from . import interpreter
from .logic import NUMBERS, element_of
from .parser import RESERVED
from .periods import Refused
from .values import Oid, decimal_plain, text_of_instant

PERIODS = [
    "today",
    "hier",
    "this week",
    "cette semaine",
    "last month",
    "le mois dernier",
    "this year",
    "l'an dernier",
    "last 90 days",
    "depuis 400 jours",
    "next 10 days",
    "in 2026",
    "en mars 2026",
    "in March",
    "Q1 2026",
    "au T3",
    "since 28 March 2020",
    "entre le 1er et le 29 mars 2026",
    "ce trimestre",
    "aujourd'hui",
    "yesterday",
    "tomorrow",
    "demain",
    "last week",
    "la semaine dernière",
    "next week",
    "this month",
    "ce mois-ci",
    "next month",
    "this quarter",
    "last quarter",
    "last year",
    "cette année",
    "last 3 weeks",
    "last 7 months",
    "les 2 dernières semaines",
    "les 3 derniers mois",
    "depuis 90 jours",
    "les 30 prochains jours",
    "next 2 weeks",
    "since Monday",
    "depuis lundi",
    "since August",
    "depuis août",
    "since 1 September",
    "depuis le 1er septembre",
    "in 2025",
    "Q3",
    "T3",
    "between 1 and 15 March",
    "entre le 1er et le 15 mars",
]
SCALARS = [
    "BOOL",
    "INT64",
    "NUMERIC",
    "FLOAT64",
    "STRING",
    "DATE",
    "TIMESTAMP",
    "DATETIME",
    "TIME",
    "BYTES",
    "UUID",
    "OBJECTID",
]
CASTS = {
    "STRING": ["INT64", "NUMERIC", "FLOAT64", "DATE", "BOOL", "OBJECTID", "TIMESTAMP", "DATETIME", "TIME", "BYTES", "UUID"],
    "MIXED": ["STRING", "INT64", "NUMERIC", "FLOAT64", "BOOL", "TIMESTAMP", "DATE"],
    "BOOL": ["STRING"],
    "TIME": ["STRING"],
    "BYTES": ["STRING"],
    "UUID": ["STRING"],
    "OBJECTID": ["STRING"],
    "INT64": ["NUMERIC", "FLOAT64", "STRING"],
    "NUMERIC": ["INT64", "FLOAT64", "STRING"],
    "FLOAT64": ["INT64", "NUMERIC", "STRING"],
    "TIMESTAMP": ["DATE", "DATETIME", "TIME", "STRING"],
    "DATETIME": ["DATE", "TIMESTAMP", "TIME", "STRING"],
    "DATE": ["TIMESTAMP", "DATETIME", "STRING"],
}


def written(part, first=False):
    plain = re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", part)
    return part if plain and not (first and part.upper() in RESERVED) else "`" + part.replace("`", "``") + "`"


def literal(value):
    """A value as a literal of its type; None where there is none."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return str(int(value)) if value > -(2**63) else None
    if isinstance(value, Decimal):
        return decimal_plain(value) if value.is_finite() else None
    if isinstance(value, float):
        return (
            decimal_plain(Decimal(repr(value)))
            if value == value and abs(value) < 1e15 and (abs(value) > 1e-9 or not value)
            else None
        )
    if isinstance(value, Oid):
        return f"OBJECTID '{value}'"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    if isinstance(value, dt.datetime):
        return ("TIMESTAMP '" if value.tzinfo else "DATETIME '") + text_of_instant(value) + "'"
    if isinstance(value, dt.date):
        return f"DATE '{value.isoformat()}'"
    if isinstance(value, dt.time):
        return f"TIME '{value:%H:%M:%S.%f}'"
    if isinstance(value, bytes):
        return f"BYTES '{value.hex()}'"
    if isinstance(value, uuid.UUID):
        return f"UUID '{value}'"
    return None


class Visible:
    """Columns that can be named here, by how they are written."""

    def __init__(self, *scopes):
        self.scope = interpreter.Scope([c for scope in scopes for c in scope.columns])
        self.by_name = []
        for slot, column in enumerate(self.scope.columns):
            for parts in (column.path, (column.alias, *column.path)):
                if not parts[0]:
                    continue
                try:
                    if self.scope.find(parts) == slot:
                        self.by_name.append((slot, ".".join(written(p, i == 0) for i, p in enumerate(parts)), column))
                        break
                except Refused:
                    continue

    def of(self, kinds, slots=None):
        return [
            text
            for slot, text, column in self.by_name
            if column.kind in kinds
            and not (column.crosses and element_of(column.kind) is None)
            and (slots is None or slot in slots)
        ]


class ExpressionMaker:
    """Writes expressions; has `rng`, and `pools`: values by kind."""

    def chance(self, share):
        return self.rng.random() < share

    # --- expressions --------------------------------------------------------------------------------------------------

    def constant(self, kind):
        for _ in range(5):
            if kind == "INT64":
                value = self.rng.choice([0, 1, 2, 3, -1, *self.pools.get(kind, [])[:40]])
            elif kind == "STRING" and self.chance(0.2):
                value = self.rng.choice(["", "A1", "zzz"])
            elif kind == "BOOL":
                value = self.chance(0.5)
            else:
                value = self.rng.choice(self.pools.get(kind) or [None])
            if value is not None and (text := literal(value)):
                return text
        return {
            "STRING": "'A1'",
            "NUMERIC": "1.50",
            "FLOAT64": "0.5",
            "DATE": "DATE '2026-03-29'",
            "TIMESTAMP": "TIMESTAMP '2026-03-29T01:00:00Z'",
            "DATETIME": "DATETIME '2026-03-29T01:00:00'",
            "TIME": "TIME '09:30:00'",
            "BYTES": "BYTES '00ff'",
            "INT64": "1",
            "UUID": "UUID '00000000-0000-0000-0000-111122223333'",
            "OBJECTID": "OBJECTID '65f0c0ffee00000000000001'",
        }[kind]

    def expr(self, kind, see, depth=2, slots=None):
        """An expression of a type; with columns of `slots` alone, where given."""
        columns = see.of([kind], slots)
        if columns and (depth <= 0 or self.chance(0.6)):
            return self.rng.choice(columns)
        if depth <= 0 or self.chance(0.15):
            return self.constant(kind)
        made = self.function(kind, see, depth - 1, slots)
        return made or (self.rng.choice(columns) if columns else self.constant(kind))

    def operand(self, kind, see, depth, slots):
        """What may stand beside an operator without parentheses."""
        text = self.expr(kind, see, depth, slots)
        bare = kind == "BOOL" and " " not in text
        return text if bare or (kind != "BOOL" and not re.search(r" [-+*/] |^-", text)) else f"({text})"

    def nullable(self, text):
        return "NULL" if self.chance(0.1) else text

    def function(self, kind, see, depth, slots):
        rng = self.rng

        def sub(of):
            return self.expr(of, see, depth, slots)

        if kind != "BOOL" and self.chance(0.15):
            choice = rng.choice(["COALESCE", "CASE", "NULLIF"])
            if choice == "COALESCE":
                return f"COALESCE({self.nullable(sub(kind))}, {sub(kind)})"
            if choice == "NULLIF":
                return f"NULLIF({sub(kind)}, {self.constant(kind)})"
            return f"CASE WHEN {self.condition(see, depth, slots)} THEN {sub(kind)}" + (
                f" ELSE {self.nullable(sub(kind))} END" if self.chance(0.7) else " END"
            )
        if self.chance(0.15):
            sources = [k for k, targets in CASTS.items() if kind in targets and see.of([k], slots)]
            if sources:
                source = rng.choice(sources)
                safe = (
                    source in ("TIMESTAMP", "DATETIME", "DATE")
                    or kind == "STRING"
                    and source != "MIXED"
                    or (source, kind) in (("INT64", "NUMERIC"), ("INT64", "FLOAT64"), ("NUMERIC", "FLOAT64"))
                )
                cast = "CAST" if safe and self.chance(0.7) else "TRY_CAST"
                return f"{cast}({rng.choice(see.of([source], slots))} AS {kind})"
        if kind == "BOOL":
            return self.condition(see, depth, slots)
        if kind == "STRING":
            choice = rng.choice(["LOWER", "UPPER", "UNACCENT", "TRIM", "CONCAT", "SUBSTR", "TYPE"])
            if choice == "CONCAT":
                return f"CONCAT({sub('STRING')}, {sub('STRING')})"
            if choice == "SUBSTR":
                return f"SUBSTR({sub('STRING')}, {rng.randint(-1, 3)}" + (
                    f", {rng.randint(0, 3)})" if self.chance(0.7) else ")"
                )
            if choice == "TYPE":
                mixed = see.of(["MIXED"], slots)
                return f"TYPE({rng.choice(mixed)})" if mixed else None
            return f"{choice}({sub('STRING')})"
        if kind == "INT64":
            choice = rng.choice(
                [
                    "+",
                    "-",
                    "*",
                    "ABS",
                    "LENGTH",
                    "ARRAY_LENGTH",
                    "EXTRACT",
                    "DATE_DIFF",
                    "TIMESTAMP_DIFF",
                    "ROUND",
                    "NEGATE",
                ]
            )
            if choice == "LENGTH":
                return f"LENGTH({sub('STRING')})"
            arrays = [text for text in see.of([f"ARRAY<{k}>" for k in (*SCALARS, "DOCUMENT")], slots)]
            if choice == "ARRAY_LENGTH":
                return f"ARRAY_LENGTH({rng.choice(arrays)})" if arrays else None
            if choice == "EXTRACT":
                of = rng.choice(["DATE", "TIMESTAMP", "DATETIME"])
                unit = rng.choice(
                    ["DAY", "WEEK", "MONTH", "QUARTER", "YEAR", "DAYOFWEEK", "DAYOFYEAR"]
                    + (["HOUR", "MINUTE", "SECOND"] if of != "DATE" else [])
                )
                return f"EXTRACT({unit} FROM {sub(of)})"
            if choice == "DATE_DIFF":
                unit = rng.choice(["DAY", "WEEK", "MONTH", "QUARTER", "YEAR"])
                return f"DATE_DIFF({sub('DATE')}, {sub('DATE')}, {unit})"
            if choice == "TIMESTAMP_DIFF":
                of = rng.choice(["TIMESTAMP", "DATETIME"])
                return f"TIMESTAMP_DIFF({sub(of)}, {sub(of)}, {rng.choice(['SECOND', 'MINUTE', 'HOUR', 'DAY'])})"
        if kind in NUMBERS:
            choice = rng.choice(["+", "-", "*", "/", "ABS", "ROUND", "NEGATE"]) if kind != "INT64" else choice
            other = rng.choice([k for k in NUMBERS if NUMBERS.index(k) <= NUMBERS.index(kind)])
            a, b = self.operand(kind, see, depth, slots), self.operand(other, see, depth, slots)
            if choice == "/":
                return f"{a} / {rng.choice(['2', '3', '0.7', '-4', f'NULLIF({b}, 0)', f'({b})'])}"
            if choice == "ABS":
                return f"ABS({a})"
            if choice == "ROUND":
                return f"ROUND({a}, {rng.randint(-2, 3)})"
            if choice == "NEGATE":
                return f"-({a})"
            return f"{a} {choice} {b}"
        if kind == "DATE":
            choice = rng.choice(["DATE", "DATE_TRUNC", "CURRENT_DATE", "+"])
            if choice == "CURRENT_DATE":
                return choice
            if choice == "+":
                return self.shifted("DATE", ["days", "weeks", "months", "quarters", "years"], see, depth, slots)
            of = rng.choice(["DATE", "TIMESTAMP", "DATETIME"])
            return (
                f"DATE({sub(of)})"
                if choice == "DATE"
                else f"DATE_TRUNC('{rng.choice(['day', 'week', 'month', 'quarter', 'year'])}', {sub(of)})"
            )
        if kind in ("TIMESTAMP", "DATETIME"):
            return self.shifted(kind, ["seconds", "minutes", "hours", "days", "weeks", "months", "quarters", "years"], see, depth, slots)
        return None

    def shifted(self, kind, units, see, depth, slots):
        length = f"{self.rng.randint(0, 40)} {self.rng.choice(units)}"
        return f"{self.operand(kind, see, depth, slots)} {self.rng.choice('+-')} INTERVAL '{length}'"

    def kind_seen(self, see, slots=None, among=SCALARS):
        kinds = [
            column.kind for slot, _, column in see.by_name if column.kind in among and (slots is None or slot in slots)
        ]
        return self.rng.choice(kinds) if kinds else self.rng.choice(["INT64", "STRING"])

    def condition(self, see, depth=2, slots=None):
        rng = self.rng
        roll = rng.random()
        if depth > 0 and roll < 0.25:
            parts = [self.atom(see, depth, slots) for _ in range(rng.choice([2, 2, 3]))]
            joined = f" {rng.choice(['AND', 'OR'])} ".join(parts)
            return f"({joined})"
        if depth > 0 and roll < 0.35:
            return f"NOT ({self.condition(see, depth - 1, slots)})"
        return self.atom(see, depth, slots)

    def atom(self, see, depth, slots):
        rng = self.rng
        kind = self.kind_seen(see, slots)
        roll = rng.random()
        days = [k for k in ("DATE", "TIMESTAMP", "DATETIME") if see.of([k], slots)]
        if days and self.chance(0.1):
            kind, roll = rng.choice(days), 0.35
        arrays = [(text, k) for k in SCALARS for text in see.of([f"ARRAY<{k}>"], slots)]
        if arrays and roll < 0.15:
            text, kind = rng.choice(arrays)
            left = f"ANY({text})"
            front = rng.choice(["", "NOT "])
            choice = rng.choice(["=", "=", "!=", "<", "IN", "LIKE", "BETWEEN", "IS"])
            if choice == "BETWEEN":
                return f"{front}{left} BETWEEN {self.constant(kind)} AND {self.expr(kind, see, 0, slots)}"
            if choice == "IS":
                return f"ARRAY_LENGTH({text}) IS NOT NULL AND {front}{left} >= {self.expr(kind, see, 0, slots)}"
            if choice == "IN":
                return f"{front}{left} IN ({self.constant(kind)}, {self.constant(kind)})"
            if choice == "LIKE" and kind == "STRING":
                return f"{front}{left} LIKE '{rng.choice(['A%', '%1', '_', '%'])}'"
            return f"{front}{left} {'=' if choice == 'LIKE' else choice} {self.constant(kind)}"
        if roll < 0.3:
            names = see.of([*SCALARS, "MIXED", "DOCUMENT"], slots)
            if names:
                return f"{rng.choice(names)} IS {rng.choice(['', 'NOT '])}{rng.choice(['NULL', 'MISSING'])}"
        if roll < 0.4 and kind in ("DATE", "TIMESTAMP", "DATETIME"):
            phrase = rng.choice(PERIODS).replace("'", "''")
            word = rng.choice(["DURING", "DURING", "BEFORE", "AFTER"])
            return f"{self.operand(kind, see, depth - 1, slots)} {word} PERIOD '{phrase}'"
        left = self.operand(kind, see, depth - 1, slots)
        if roll < 0.5:
            items = [
                self.expr(kind, see, 0, slots) if self.chance(0.2) else self.constant(kind)
                for _ in range(rng.randint(1, 3))
            ]
            return f"{left} {rng.choice(['', 'NOT '])}IN ({', '.join(map(self.nullable, items))})"
        if roll < 0.57:
            return f"{left} {rng.choice(['', 'NOT '])}BETWEEN {self.constant(kind)} AND {self.constant(kind)}"
        if roll < 0.65 and kind == "STRING":
            if self.chance(0.1):
                return f"{left} LIKE {self.operand('STRING', see, 0, slots)}"
            pattern = rng.choice(["A%", "a%", "%1", "x_y", "%", "", "_1", "%\\%", "É%"])
            return f"{left} {rng.choice(['', 'NOT '])}LIKE '{pattern}'"
        if roll < 0.72 and kind == "BOOL":
            return f"({left}) IS {rng.choice(['', 'NOT '])}{rng.choice(['TRUE', 'FALSE'])}"
        other = kind
        if kind in NUMBERS and self.chance(0.3):
            other = rng.choice(NUMBERS)
        right = self.constant(other) if self.chance(0.6) else self.operand(other, see, depth - 1, slots)
        return f"{left} {rng.choice(['=', '=', '=', '!=', '<>', '<', '<=', '>', '>='])} {right}"
