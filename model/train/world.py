"""Composes a schema from entities of the phrase bank: names in a team's habit, keys of different types, tables spread over
PostgreSQL and MongoDB that refer to each other."""
import random
import re
from dataclasses import dataclass, field

from bank import pick, values_of

COMMENTS = (0.0, 0.5, 1.0)  # shares of comments that a team writes
HABIT = 0.75  # how often a team keeps to one way of naming
MONGO = 0.45
FIELDS_MOST, TABLES_LEAST, TABLES_MOST = 7, 3, 6
EXTRA_COLUMNS = {"fr": ["cree_le", "maj_le", "dt_saisie", "remarque", "libelle"], "en": ["created_at", "updated_on", "note", "label", "entered_by"]}
EXTRA_TYPES = {"cree_le": "TIMESTAMP", "maj_le": "TIMESTAMP", "dt_saisie": "DATE", "created_at": "TIMESTAMP", "updated_on": "DATE"}


@dataclass
class Column:
    path: str
    type: str
    entity_field: dict | None = None
    spec: dict = field(default_factory=dict)

    @property
    def sql(self):
        """How a plan writes the path."""
        return ".".join(part.removesuffix("[]") for part in self.path.split("."))

    @property
    def crosses(self):
        return "[]" in self.path or self.type.startswith("ARRAY")


@dataclass
class Table:
    name: str
    server: str
    entity: dict
    columns: list
    comment: str | None
    key: Column | None = None

    @property
    def at(self):
        return f"{self.server}.{self.name}"

    def speaking(self):
        return [c for c in self.columns if c.entity_field]


@dataclass
class Reference:
    """left.column refers to right.key."""
    left: Table
    column: Column
    right: Table
    how: str  # same, cast_key, cast_column, lower

    def on(self, left_alias, right_alias):
        return self.equality(f"{left_alias}.{self.column.sql}", f"{right_alias}.{self.right.key.sql}")

    def equality(self, column, key):
        if self.how == "cast_key":
            key = f"CAST({key} AS STRING)"
        if self.how == "cast_column":
            column = f"CAST({column} AS STRING)"
        if self.how == "lower":
            column, key = f"LOWER({column})", f"LOWER({key})"
        return f"{column} = {key}"


@dataclass
class World:
    name: str
    lang: str
    trade: str
    tables: list
    references: list

    def as_json(self):
        made = {"name": self.name, "lang": self.lang, "trade": self.trade}
        for server, group, part in (("postgres", "tables", "columns"), ("mongodb", "collections", "fields")):
            tables = {}
            for table in self.tables:
                if table.server == server:
                    body = {"comment": table.comment} if table.comment else {}
                    body[part] = {c.path: c.spec | {"type": c.type} for c in table.columns}
                    tables[table.name] = body
            if tables:
                made[server] = {group: tables}
        return made


def clash(one, other):
    """Whether two paths can't stand in one table: the same, or one a plain value where the other has parts."""
    one, other = sorted((one, other), key=len)
    return one == other or other.startswith((one + ".", one + "[]"))


def word_of(name):
    return re.sub(r"\W", "_", name)


class Composer:
    def __init__(self, rng: random.Random):
        self.rng = rng

    def compose(self, name, trades):
        rng = self.rng
        lang, habit, share = pick(rng, ["fr", "en"]), rng.randrange(3), pick(rng, COMMENTS)
        chosen = list(pick(rng, trades))
        while len(chosen) < TABLES_LEAST or rng.random() < 0.3:
            chosen += pick(rng, trades)
        if len(chosen) > TABLES_MOST:
            chosen = chosen[:3] + rng.sample(chosen[3:], TABLES_MOST - 3)
        tables = []
        for entity in chosen:
            table = self.table(entity, lang, habit, share)
            if table.name not in [t.name for t in tables]:
                tables.append(table)
        return World(name, lang, chosen[0]["trade"], tables, self.references(tables, lang))

    def comment(self, thing, lang, share):
        told = thing.get("comment")
        if not told or self.rng.random() >= share:
            return None
        return told if isinstance(told, str) else told.get(lang) or next(iter(told.values()), None)

    def named(self, names, habit):
        return names[habit % len(names)] if self.rng.random() < HABIT else pick(self.rng, names)

    def table(self, entity, lang, habit, share):
        rng = self.rng
        server = "mongodb" if rng.random() < MONGO else "postgres"
        table = Table(word_of(self.named(entity["names"], habit)), server, entity, [], self.comment(entity, lang, share))
        self.give_key(table, lang)
        fields = entity["fields"] if len(entity["fields"]) <= FIELDS_MOST else rng.sample(entity["fields"], FIELDS_MOST)
        for told in fields:
            self.give_column(table, told, lang, habit, share)
        if rng.random() < 0.5:
            extra = pick(rng, EXTRA_COLUMNS[lang])
            if all(c.path != extra for c in table.columns):
                table.columns.append(Column(extra, EXTRA_TYPES.get(extra, "STRING")))
        return table

    def give_key(self, table, lang):
        rng = self.rng
        short = table.name.split("_")[0].lower()[:6].rstrip("s") or "ref"
        if table.server == "mongodb":
            table.columns.append(Column("_id", "OBJECTID", None, {"key": True}))
            if rng.random() < 0.5:
                table.key = table.columns[0]
                return
        name = pick(rng, ["id", f"{short}_id", f"id_{short}", f"{short}_no", f"num_{short}", f"{short}Id", f"{short}_ref", f"code_{short}", f"no_{short}"])
        table.key = Column(name, pick(rng, ["INT64", "STRING"]), None, {"key": True})
        table.columns.append(table.key)

    def give_column(self, table, told, lang, habit, share):
        names = told["names"]
        if table.server == "postgres":
            names = [n.replace(".", "_") for n in names if "[]" not in n]
        if not names:
            return
        path = self.named(names, habit)
        if any(clash(c.path, path) for c in table.columns):
            return
        if "[]" in path:
            array = path.split("[]")[0]
            if all(c.path != array for c in table.columns):
                table.columns.append(Column(array, "ARRAY<DOCUMENT>"))
        spec = {}
        comment = self.comment(told, lang, share)
        if comment:
            spec["comment"] = comment
        values = values_of(told)
        if values and told["type"] in ("STRING", "ARRAY<STRING>"):
            spec["values"] = values
        kinds = [s["is"] for s in told.get("states", ())]
        if "null" in kinds:
            spec["missing" if table.server == "mongodb" and self.rng.random() < 0.5 else "null"] = 0.3
        table.columns.append(Column(path, told["type"], told, spec))

    def references(self, tables, lang):
        made, linked = [], set()
        for table in tables:
            for other in tables:
                if other is not table and set(other.entity["names"]) & set(table.entity.get("refers", ())):
                    made.append(self.reference(table, other))
                    linked |= {id(table), id(other)}
        for table in tables:  # nobody stands alone
            if id(table) not in linked:
                other = pick(self.rng, [t for t in tables if t is not table])
                made.append(self.reference(table, other))
                linked |= {id(table), id(other)}
        return [r for r in made if r]

    def reference(self, table, other):
        rng = self.rng
        key = other.key
        stem = re.sub(r"s$", "", pick(rng, other.entity["names"]).split(".")[-1])
        name = pick(rng, [f"{stem}_id", f"ref_{stem}", f"{stem}Id", f"id_{stem}", stem, f"{stem}_no", f"num_{stem}", key.path.lstrip("_") if key.path not in ("_id", "id") else f"{stem}_ref"])
        name = word_of(name)
        if any(c.path == name for c in table.columns):
            return None
        spec, how, kind = {"ref": f"{other.at}.{key.path}"}, "same", key.type
        if key.type == "OBJECTID":
            if table.server == "postgres" or rng.random() < 0.5:
                how, kind = "cast_key", "STRING"
        elif key.type == "INT64" and rng.random() < 0.4:
            how, kind = "cast_key", "STRING"
        elif key.type == "STRING" and rng.random() < 0.3:
            how, spec["case"] = "lower", pick(rng, ["lower", "upper"])
        if rng.random() < 0.3:
            spec["orphans"] = 0.05
        column = Column(name, kind, None, spec)
        table.columns.append(column)
        return Reference(table, column, other, how)
