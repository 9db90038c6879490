"""Random plans over a world: each step is written over the columns that the steps before give. A seed gives one plan."""
import datetime as dt
import random
import re
import uuid
from decimal import Decimal

from . import interpreter
from .expressions import NUMBERS, Refused, comparable, element_of
from .interpreter import Plan, Unordered
from .parser import parse
from .values import MISSING, EvalError, Oid, decimal_plain, null, text_of_instant
from .world import NOWS

ROWS_MAX = 2500
RESERVED = {"NOT", "AND", "OR", "IN", "IS", "LIKE", "TRUE", "FALSE", "NULL", "BETWEEN", "CASE", "CURRENT_DATE", "DISTINCT"}
PERIODS = ["today", "hier", "this week", "cette semaine", "last month", "le mois dernier", "this year", "l'an dernier", "last 90 days", "depuis 400 jours",
           "next 10 days", "in 2026", "en mars 2026", "in March", "Q1 2026", "au T3", "since 28 March 2020", "entre le 1er et le 29 mars 2026", "ce trimestre"]
SCALARS = ["BOOL", "INT64", "NUMERIC", "FLOAT64", "STRING", "DATE", "TIMESTAMP", "DATETIME", "TIME", "BYTES", "UUID", "OBJECTID"]
CASTS = {"STRING": ["INT64", "NUMERIC", "FLOAT64", "DATE", "BOOL", "OBJECTID"], "MIXED": ["STRING", "INT64", "NUMERIC", "FLOAT64", "BOOL", "TIMESTAMP"],
         "INT64": ["NUMERIC", "FLOAT64", "STRING"], "NUMERIC": ["INT64", "FLOAT64", "STRING"], "FLOAT64": ["INT64", "NUMERIC", "STRING"],
         "TIMESTAMP": ["DATE", "DATETIME", "TIME", "STRING"], "DATETIME": ["DATE", "TIMESTAMP", "TIME", "STRING"],
         "DATE": ["TIMESTAMP", "DATETIME", "STRING"]}


def written(part, first=False):
    plain = re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", part)
    return part if plain and not (first and part.upper() in RESERVED) else "`" + part.replace("`", "``") + "`"


def literal(value):
    """A value as a literal of its type; None where there is none."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return str(int(value)) if value > -2**63 else None
    if isinstance(value, Decimal):
        return decimal_plain(value) if value.is_finite() else None
    if isinstance(value, float):
        return decimal_plain(Decimal(repr(value))) if value == value and abs(value) < 1e15 and (abs(value) > 1e-9 or not value) else None
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
        return [text for slot, text, column in self.by_name
                if column.kind in kinds and not (column.crosses and element_of(column.kind) is None) and (slots is None or slot in slots)]


class Maker:
    def __init__(self, world, seed):
        self.world, self.rng = world, random.Random(f"plan-{world.seed}-{seed}")
        from zoneinfo import ZoneInfo
        self.now = self.rng.choice(NOWS)
        self.plan = Plan(world, dt.datetime.fromisoformat(self.now.replace("Z", "+00:00")), ZoneInfo(world.zone))
        self.names = 0
        self.failed = False
        self.pools = {}
        for table in world.tables:
            for row in table.rows:
                self.gather(row)

    def gather(self, value):
        if isinstance(value, dict):
            for item in value.values():
                self.gather(item)
        elif isinstance(value, list):
            for item in value:
                self.gather(item)
        elif value is not None:
            kind = {bool: "BOOL", int: "INT64", Decimal: "NUMERIC", float: "FLOAT64", str: "STRING", Oid: "OBJECTID", dt.date: "DATE", dt.time: "TIME",
                    bytes: "BYTES", uuid.UUID: "UUID"}.get(type(value))
            if isinstance(value, dt.datetime):
                kind = "TIMESTAMP" if value.tzinfo else "DATETIME"
            if kind:
                self.pools.setdefault(kind, []).append(value)

    def name(self, prefix="x"):
        self.names += 1
        return f"{prefix}{self.names}"

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
        return {"STRING": "'A1'", "NUMERIC": "1.50", "FLOAT64": "0.5", "DATE": "DATE '2026-03-29'", "TIMESTAMP": "TIMESTAMP '2026-03-29T01:00:00Z'",
                "DATETIME": "DATETIME '2026-03-29T01:00:00'", "TIME": "TIME '09:30:00'", "BYTES": "BYTES '00ff'", "INT64": "1",
                "UUID": "UUID '00000000-0000-0000-0000-111122223333'", "OBJECTID": "OBJECTID '65f0c0ffee00000000000001'"}[kind]

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
            return f"CASE WHEN {self.condition(see, depth, slots)} THEN {sub(kind)}" + (f" ELSE {self.nullable(sub(kind))} END" if self.chance(0.7) else " END")
        if self.chance(0.12):
            sources = [k for k, targets in CASTS.items() if kind in targets and see.of([k], slots)]
            if sources:
                source = rng.choice(sources)
                safe = source in ("TIMESTAMP", "DATETIME", "DATE") or kind == "STRING" and source != "MIXED" or (source, kind) in (
                    ("INT64", "NUMERIC"), ("INT64", "FLOAT64"), ("NUMERIC", "FLOAT64"))
                return f"{'CAST' if safe and self.chance(0.7) else 'TRY_CAST'}({rng.choice(see.of([source], slots))} AS {kind})"
        if kind == "BOOL":
            return self.condition(see, depth, slots)
        if kind == "STRING":
            choice = rng.choice(["LOWER", "UPPER", "UNACCENT", "TRIM", "CONCAT", "SUBSTR", "TYPE"])
            if choice == "CONCAT":
                return f"CONCAT({sub('STRING')}, {sub('STRING')})"
            if choice == "SUBSTR":
                return f"SUBSTR({sub('STRING')}, {rng.randint(-1, 3)}" + (f", {rng.randint(0, 3)})" if self.chance(0.7) else ")")
            if choice == "TYPE":
                mixed = see.of(["MIXED"], slots)
                return f"TYPE({rng.choice(mixed)})" if mixed else None
            return f"{choice}({sub('STRING')})"
        if kind == "INT64":
            choice = rng.choice(["+", "-", "*", "ABS", "LENGTH", "ARRAY_LENGTH", "EXTRACT", "DATE_DIFF", "TIMESTAMP_DIFF", "ROUND", "NEGATE"])
            if choice == "LENGTH":
                return f"LENGTH({sub('STRING')})"
            arrays = [text for text in see.of([f"ARRAY<{k}>" for k in (*SCALARS, "DOCUMENT")], slots)]
            if choice == "ARRAY_LENGTH":
                return f"ARRAY_LENGTH({rng.choice(arrays)})" if arrays else None
            if choice == "EXTRACT":
                of = rng.choice(["DATE", "TIMESTAMP", "DATETIME"])
                unit = rng.choice(["DAY", "WEEK", "MONTH", "QUARTER", "YEAR", "DAYOFWEEK", "DAYOFYEAR"] + (["HOUR", "MINUTE", "SECOND"] if of != "DATE" else []))
                return f"EXTRACT({unit} FROM {sub(of)})"
            if choice == "DATE_DIFF":
                return f"DATE_DIFF({sub('DATE')}, {sub('DATE')}, {rng.choice(['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'])})"
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
                return f"{self.operand('DATE', see, depth, slots)} {rng.choice('+-')} INTERVAL '{rng.randint(0, 40)} {rng.choice(['days', 'weeks', 'months', 'years'])}'"
            of = rng.choice(["DATE", "TIMESTAMP", "DATETIME"])
            return f"DATE({sub(of)})" if choice == "DATE" else f"DATE_TRUNC('{rng.choice(['day', 'week', 'month', 'quarter', 'year'])}', {sub(of)})"
        if kind in ("TIMESTAMP", "DATETIME"):
            return f"{self.operand(kind, see, depth, slots)} {rng.choice('+-')} INTERVAL '{rng.randint(0, 30)} {rng.choice(['hours', 'days', 'weeks', 'months', 'minutes'])}'"
        return None

    def kind_seen(self, see, slots=None, among=SCALARS):
        kinds = [column.kind for slot, _, column in see.by_name if column.kind in among and (slots is None or slot in slots)]
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
            return f"{self.operand(kind, see, depth - 1, slots)} {rng.choice(['DURING', 'DURING', 'BEFORE', 'AFTER'])} PERIOD '{phrase}'"
        left = self.operand(kind, see, depth - 1, slots)
        if roll < 0.5:
            return f"{left} {rng.choice(['', 'NOT '])}IN ({', '.join(self.nullable(self.expr(kind, see, 0, slots) if self.chance(0.2) else self.constant(kind)) for _ in range(rng.randint(1, 3)))})"
        if roll < 0.57:
            return f"{left} {rng.choice(['', 'NOT '])}BETWEEN {self.constant(kind)} AND {self.constant(kind)}"
        if roll < 0.65 and kind == "STRING":
            pattern = rng.choice(["A%", "a%", "%1", "x_y", "%", "", "_1", "%\\%", "É%"])
            return f"{left} {rng.choice(['', 'NOT '])}LIKE '{pattern}'"
        if roll < 0.72 and kind == "BOOL":
            return f"({left}) IS {rng.choice(['', 'NOT '])}{rng.choice(['TRUE', 'FALSE'])}"
        other = kind
        if kind in NUMBERS and self.chance(0.3):
            other = rng.choice(NUMBERS)
        right = self.constant(other) if self.chance(0.6) else self.operand(other, see, depth - 1, slots)
        return f"{left} {rng.choice(['=', '=', '=', '!=', '<', '<=', '>', '>='])} {right}"

    # --- sides --------------------------------------------------------------------------------------------------------

    def table_name(self, table):
        parts = [table.server, *([table.schema] if table.schema and self.chance(0.3) else []), table.name]
        return ".".join(written(part) for part in parts)

    def side(self, depth):
        """Text of a side and its Table."""
        table = self.rng.choice(self.world.tables)
        alias = self.name("s")
        text = f"{self.table_name(table)} AS {alias}"
        if self.chance(0.4):
            steps = [f"FROM {self.table_name(table)}"]
            made = self.apply(None, steps[0])
            if depth > 1 and self.chance(0.15):
                steps, made = self.from_side(steps, made, depth - 1)
            for _ in range(self.rng.randint(0, 2)):
                made = self.more(steps, made, depth)
            text = f"({' |> '.join(steps)}) AS {alias}"
        return text, interpreter.side(parse(f"FROM {text}")[0][1], self.scratch())

    def from_side(self, steps, made, depth):
        """FROM a pipeline where that is valid, else what is there."""
        try:
            other = [f"FROM {self.side(depth)[0]}"]
            return other, self.apply(None, other[0])
        except Refused:
            return steps, made

    def scratch(self):
        return Plan(self.world, self.plan.now, self.plan.zone)

    def on(self, left, right, equality):
        """A condition over two sides."""
        rng = self.rng
        see = Visible(left, right)
        count = len(left.columns)
        lefts, rights = set(range(count)), set(range(count, len(see.scope.columns)))
        kinds = [k for k in SCALARS if see.of([k], lefts) and see.of([k], rights)]
        if not kinds:
            return None
        kind = rng.choice([k for k in kinds if k in ("STRING", "INT64")] or kinds) if self.chance(0.6) else rng.choice(kinds)
        depth = 1 if self.chance(0.25) else 0

        def key(of, slots):
            columns = see.of([of], slots)
            text = rng.choice(columns)
            if of == "STRING" and self.chance(0.35):
                return f"{rng.choice(['LOWER', 'UNACCENT', 'TRIM', 'UPPER'])}({text})"
            return self.operand(of, see, 1, slots) if depth and self.chance(0.5) else text
        a, b = key(kind, lefts), key(kind, rights)
        if kind in NUMBERS and self.chance(0.3):
            others = [k for k in NUMBERS if see.of([k], rights)]
            b = key(rng.choice(others), rights)
        if kind == "STRING" and self.chance(0.15) and see.of(["OBJECTID", "INT64", "UUID"], rights):
            b = f"CAST({rng.choice(see.of(['OBJECTID', 'INT64', 'UUID'], rights))} AS STRING)"
        parts = [f"{b} = {a}" if self.chance(0.3) else f"{a} = {b}"]
        if not equality and self.chance(0.15):
            parts = [f"{a} {rng.choice(['<', '!=', '>='])} {b}"]
        if self.chance(0.3):
            parts.append(self.atom(see, 1, rng.choice([None, lefts, rights])))
        if self.chance(0.15):
            parts.append(f"{key(kind, lefts)} = {key(kind, rights)}")
        return " AND ".join(parts)

    # --- steps --------------------------------------------------------------------------------------------------------

    def columns(self, see, low, high, aliased=0.5):
        """A list for SELECT or EXTEND."""
        out, taken = [], set()
        for _ in range(self.rng.randint(low, high)):
            if self.chance(aliased):
                kind = self.kind_seen(see)
                text = f"{self.expr(kind, see)} AS {self.name()}"
            else:
                _, text, column = self.rng.choice(see.by_name)
                if column.crosses or column.path[-1] in taken:
                    continue
                taken.add(column.path[-1])
            out.append(text)
        return ", ".join(out)

    def write(self, kind, table, depth):
        rng = self.rng
        see = Visible(table.scope)
        if not see.by_name:
            return None
        if kind == "where":
            return f"WHERE {self.condition(see)}"
        if kind == "extend":
            return f"EXTEND {self.columns(see, 1, 2, 1)}"
        if kind == "select":
            return f"SELECT {self.columns(see, 2, 6)}"
        if kind == "aggregate":
            aggregates = []
            for _ in range(rng.randint(1, 3)):
                aggregates.append(f"{self.aggregate(see)} AS {self.name('a')}")
            keys = []
            for _ in range(rng.choice([0, 1, 1, 2])):
                of = self.kind_seen(see)
                keys.append(f"{self.expr(of, see, 1)} AS {self.name('g')}")
            return f"AGGREGATE {', '.join(aggregates)}" + (f" GROUP BY {', '.join(keys)}" if keys else "")
        if kind == "order":
            text = "ORDER BY " + ", ".join(f"{self.expr(self.kind_seen(see), see, 1)}{rng.choice(['', ' DESC'])}" for _ in range(rng.randint(1, 2)))
            if self.chance(0.6):
                text += f" |> LIMIT {rng.randint(0, 6)}"
                if self.chance(0.5):
                    text += f" PER {self.expr(self.kind_seen(see), see, 1)}"
            return text
        if kind == "distinct":
            return "DISTINCT"
        if kind == "unnest":
            arrays = see.of([f"ARRAY<{k}>" for k in (*SCALARS, "DOCUMENT")])
            return f"{rng.choice(['', 'LEFT '])}JOIN UNNEST({rng.choice(arrays)}) AS {self.name('e')}" if arrays else None
        if kind == "union":
            return self.union(table)
        if kind == "join":
            text, right = self.side(depth - 1)
            on = self.on(table.scope, right.scope, False)
            return f"{rng.choice(['', 'LEFT '])}JOIN {text} ON {on}" if on else None
        return self.check(table, see, depth)

    def aggregate(self, see):
        rng = self.rng
        choice = rng.choice(["COUNT(*)", "COUNT", "COUNT(DISTINCT", "SUM", "AVG", "MIN", "MAX", "SUM", "AVG"])
        if choice == "COUNT(*)":
            return choice
        kind = self.kind_seen(see, among=NUMBERS if choice in ("SUM", "AVG") else SCALARS)
        if choice in ("SUM", "AVG") and kind not in NUMBERS:
            kind = "INT64"
        text = self.expr(kind, see, 1)
        return f"COUNT(DISTINCT {text})" if choice == "COUNT(DISTINCT" else f"{choice}({text})"

    def union(self, table):
        """The same columns once more: of another table where kinds allow, else of the same rows filtered."""
        see = Visible(table.scope)
        other = self.rng.choice(self.world.tables)
        right = self.apply(None, f"FROM {self.table_name(other)}")
        there = Visible(right.scope)
        columns, mine = [], []
        for _, text, column in see.by_name:
            found = there.of([column.kind])
            if column.hidden or column.crosses or not found or len(mine) > 3:
                continue
            name = self.name("u")
            mine.append(f"{text} AS {name}")
            columns.append(f"{self.rng.choice(found)} AS {name}")
        if not mine:
            return None
        return f"SELECT {', '.join(mine)} |> UNION ALL (FROM {self.table_name(other)} |> SELECT {', '.join(columns)})"

    def check(self, table, see, depth):
        rng = self.rng
        kind = rng.choice(["EXISTS", "EXISTS", "ABSENT", "MATCH", "TOTALS", "UNIQUE", "SEQUENCE", "RULE"])
        name = f" AS {self.name('c')}" if self.chance(0.2) else ""
        if kind == "UNIQUE":
            return f"CHECK UNIQUE BY {', '.join(self.expr(self.kind_seen(see), see, 1) for _ in range(rng.randint(1, 2)))}{name}"
        if kind == "RULE":
            return f"CHECK RULE {self.condition(see)}{name}"
        if kind == "SEQUENCE":
            by = self.expr(self.kind_seen(see, among=["INT64", "DATE"]), see, 0)
            partition = f" PARTITION BY {self.expr(self.kind_seen(see), see, 0)}" if self.chance(0.5) else ""
            return f"CHECK SEQUENCE BY {by}{partition}{name}"
        text, right = self.side(depth - 1)
        there = Visible(right.scope)
        if not there.by_name:
            return None
        if kind == "TOTALS":
            return self.totals(text, see, there, name)
        on = self.on(table.scope, right.scope, True)
        if not on:
            return None
        if kind == "ABSENT":
            return f"CHECK ABSENT IN {text} ON {on}{name}"
        if kind == "EXISTS":
            columns = self.columns(there, 1, 3, 0.3) if self.chance(0.7) else ""
            if columns:
                columns = f" SELECT {columns}"
                if name and " AS " not in columns.rsplit(",", 1)[-1]:
                    name = ""
            return f"CHECK EXISTS IN {text} ON {on}{columns}{name}"
        return f"CHECK MATCH WITH {text} ON {on} COMPARE {self.compared(see, there, False)}{name}"

    def tolerance(self, kind):
        if kind not in NUMBERS or self.chance(0.5):
            return ""
        return f" TOLERANCE {self.rng.choice(['0', '0.01', '1', '0.5 %', '10 %', '50 %'])}"

    def compared(self, see, there, grouped):
        out = []
        for _ in range(self.rng.randint(1, 2)):
            kinds = [k for k in SCALARS if see.of([k]) and there.of([k])]
            kind = self.rng.choice(kinds or ["INT64"])
            left = self.rng.choice(see.of([kind]) or [self.constant(kind)])
            right = self.rng.choice(there.of([kind]) or [self.constant(kind)])
            if grouped:
                aggregate = self.rng.choice(["COUNT(*)", "COUNT", "MIN", "MAX", *(["SUM", "AVG", "SUM"] if kind in NUMBERS else [])])
                kind = "INT64" if aggregate.startswith("COUNT") else kind
                left, right = (aggregate if aggregate == "COUNT(*)" else f"{aggregate}({side})" for side in (left, right))
            out.append(f"{left} = {right}{self.tolerance(kind)}")
        return ", ".join(out)

    def totals(self, text, see, there, name):
        kinds = [k for k in SCALARS if see.of([k]) and there.of([k])]
        if not kinds:
            return None
        by = []
        for _ in range(self.rng.choice([1, 1, 2])):
            kind = self.rng.choice(kinds)
            by.append(f"{self.rng.choice(see.of([kind]))} = {self.rng.choice(there.of([kind]))} AS {self.name('k')}")
        return f"CHECK TOTALS WITH {text} BY {', '.join(by)} COMPARE {self.compared(see, there, True)}{name}"

    # --- the whole ----------------------------------------------------------------------------------------------------

    def apply(self, table, text):
        """Runs one step's text in the reference."""
        for step in parse(text if table is None else f"FROM _ |> {text}")[0 if table is None else 1:]:
            before = table
            table = interpreter.STEPS[step[0]](table, self.plan, *step[1:])
            if step[0] in ("order", "limit") and before is not None:
                table.ordered = True
        return table

    def more(self, steps, table, depth):
        """Adds a step that is valid."""
        kinds = ["where"] * 5 + ["extend"] * 2 + ["select"] * 2 + ["aggregate", "order", "order", "distinct", "unnest"]
        if depth > 0:
            kinds += ["join"] * 2 + ["union"] + ["check"] * 6
        for _ in range(6):
            kind = self.rng.choice(kinds)
            try:
                text = self.write(kind, table, depth)
                if not text or text.endswith(("SELECT ", "EXTEND ")):
                    continue
                made = self.apply(table, text)
            except EvalError:
                if depth == 2 and self.chance(0.15):   # what fails must fail in both
                    steps.append(text)
                    self.failed = True
                    return table
                continue
            except (Refused, Unordered, OverflowError):
                continue
            if len(made.rows) > ROWS_MAX:
                continue
            steps.append(text)
            return made
        return table

    def make(self):
        """Gives (text, now)."""
        table = self.rng.choice(self.world.tables)
        steps = [f"FROM {self.table_name(table)}" + (f" AS {self.name('s')}" if self.chance(0.3) else "")]
        made = self.apply(None, steps[0])
        if self.chance(0.1):
            steps, made = self.from_side(steps, made, 2)
        for _ in range(self.rng.choice([1, 2, 2, 3, 3, 4, 5])):
            if not self.failed:
                made = self.more(steps, made, 2)
        return "\n|> ".join(steps), self.now
