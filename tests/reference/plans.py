"""Random plans over a world: each step is written over the columns that the steps before give; a seed gives a plan."""

import datetime as dt
import random
import uuid
from decimal import Decimal

from . import interpreter
from .interpreter import Plan, Unordered
from .logic import NUMBERS
from .parser import parse
from .periods import Refused
from .random_expressions import SCALARS, ExpressionMaker, Visible, written
from .values import EvalError, Oid
from .pools import NOWS

ROWS_MAX = 2500


class Maker(ExpressionMaker):
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
            kind = {
                bool: "BOOL",
                int: "INT64",
                Decimal: "NUMERIC",
                float: "FLOAT64",
                str: "STRING",
                Oid: "OBJECTID",
                dt.date: "DATE",
                dt.time: "TIME",
                bytes: "BYTES",
                uuid.UUID: "UUID",
            }.get(type(value))
            if isinstance(value, dt.datetime):
                kind = "TIMESTAMP" if value.tzinfo else "DATETIME"
            if kind:
                self.pools.setdefault(kind, []).append(value)

    def name(self, prefix="x"):
        self.names += 1
        return f"{prefix}{self.names}"

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
        kind = (
            rng.choice([k for k in kinds if k in ("STRING", "INT64")] or kinds)
            if self.chance(0.6)
            else rng.choice(kinds)
        )
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
            text = "ORDER BY " + ", ".join(
                f"{self.expr(self.kind_seen(see), see, 1)}{rng.choice(['', ' DESC'])}" for _ in range(rng.randint(1, 2))
            )
            if self.chance(0.6):
                text += f" |> LIMIT {rng.randint(0, 6)}"
                if self.chance(0.5):
                    text += f" PER {self.expr(self.kind_seen(see), see, 1)}"
            return text
        if kind == "distinct":
            return "DISTINCT"
        if kind == "unnest":
            arrays = see.of([f"ARRAY<{k}>" for k in (*SCALARS, "DOCUMENT")])
            return (
                f"{rng.choice(['', 'LEFT '])}JOIN UNNEST({rng.choice(arrays)}) AS {self.name('e')}" if arrays else None
            )
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
            by = ", ".join(self.expr(self.kind_seen(see), see, 1) for _ in range(rng.randint(1, 2)))
            return f"CHECK UNIQUE BY {by}{name}"
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
                aggregate = self.rng.choice(
                    ["COUNT(*)", "COUNT", "MIN", "MAX", *(["SUM", "AVG", "SUM"] if kind in NUMBERS else [])]
                )
                kind = "INT64" if aggregate.startswith("COUNT") else kind
                left, right = (
                    aggregate if aggregate == "COUNT(*)" else f"{aggregate}({side})" for side in (left, right)
                )
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
        for step in parse(text if table is None else f"FROM _ |> {text}")[0 if table is None else 1 :]:
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
                if depth == 2 and self.chance(0.15):  # what fails must fail in both
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
