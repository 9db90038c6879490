"""Steps: lists of rows in, lists of rows out.

A column that is hidden (a path inside a shown document) can be named, and is not shown.
"""

from collections import Counter
from dataclasses import dataclass, field, replace

from . import casts, checks, functions
from .counts import add_counts, rename_counts
from .expressions import Expressions
from .logic import AGGREGATES, comparable, element_of
from .parser import parse
from .periods import Refused
from .values import MISSING, group_key, key_of, null, representative, text_key

ORDER_KEPT_BY = {"where", "extend", "select", "limit", "distinct"}
ORDER_KEPT_BY_CHECKS = {"EXISTS", "ABSENT", "UNIQUE", "RULE"}
READ_KEPT_BY_CHECKS = {"EXISTS", "ABSENT", "UNIQUE", "RULE"}


@dataclass
class Column:
    alias: str
    path: tuple
    kind: str
    missable: bool = False
    crosses: bool = False
    hidden: bool = False
    is_finding: bool = False


@dataclass
class Scope:
    columns: list

    def find(self, parts):
        """Where the column of that name stands."""
        parts = tuple(parts)
        if len(parts) > 1:
            first = parts[0]
            if any(c.alias == first for c in self.columns) and any(c.path[0] == first for c in self.columns):
                raise Refused(f"{first} is an alias and a column")
        found = [i for i, c in enumerate(self.columns) if c.path == parts or (c.alias and parts == (c.alias, *c.path))]
        if len(found) != 1:
            raise Refused(f"{'.'.join(parts)} is {'unknown' if not found else 'ambiguous'}")
        return found[0]

    def inside(self, slot):
        outer = self.columns[slot]
        return [
            i
            for i, c in enumerate(self.columns)
            if c.hidden
            and c.alias == outer.alias
            and len(c.path) > len(outer.path)
            and c.path[: len(outer.path)] == outer.path
        ]

    def shown(self):
        return [i for i, c in enumerate(self.columns) if not c.hidden]

    def names(self):
        """Equal names are shown as alias.name."""
        out = []
        for slot in self.shown():
            column = self.columns[slot]
            alike = sum(self.columns[i].path == column.path for i in self.shown())
            name = ".".join(column.path)
            out.append(f"{column.alias}.{name}" if alike > 1 and column.alias else name)
        return out

    def refuse_taken(self, name):
        if any(not c.hidden and c.path == (name,) for c in self.columns):
            raise Refused(f"{name} twice")


@dataclass
class Table:
    scope: Scope
    rows: list
    ordered: bool = False
    read: object = None  # the Read whose rows these are, where they are one table's
    filtered: bool = False  # behind nothing but filters and columns


@dataclass
class Read:
    """What is known of one table that a plan reads."""

    source: str
    population: int
    after_filter: int
    matched: object = None  # how many of its rows met a row of the left side
    unmatched: object = None


@dataclass
class Answer:
    columns: list  # (name, type)
    rows: list
    ordered: bool
    findings: dict  # by column: finding → count
    reads: list
    cast_failures: list  # how often each TRY_CAST failed, 0 left out


@dataclass
class Plan:
    world: object
    now: object
    zone: object
    today: object = None
    findings: list = field(default_factory=list)  # [column, counts, depth of the pipeline]
    depth: int = 0
    reads: list = field(default_factory=list)
    failures: dict = field(default_factory=dict)  # of a TRY_CAST: by pipeline
    running: object = None  # the steps of the pipeline that runs

    def __post_init__(self):
        self.today = functions.local(self.now, self.zone).date()

    def type_word(self, value):
        return self.world.type_word(value)


def extract(document, path):
    """What stands at a path; behind an array, the list of what is found in its items."""
    for depth, part in enumerate(path):
        if isinstance(document, list):
            found = [extract(item, path[depth:]) for item in document]
            return [item for item in found if item is not MISSING]
        if not isinstance(document, dict) or part not in document:
            return MISSING
        document = document[part]
    return document


def held(row, column):
    """A row's value of a column; an array with nothing at the path, where no row has more, is as good as nothing."""
    value = extract(row, column.path)
    crossed = any(isinstance(extract(row, column.path[:depth]), list) for depth in range(1, len(column.path)))
    return MISSING if value == [] and crossed and not column.crosses else value


def run(text, world, now, zone):
    """Gives the Answer of a plan. `world` has find_table(parts) and type_word(value)."""
    plan = Plan(world, now, zone)
    table = pipeline(parse(text), plan)
    shown = table.scope.shown()
    rows = [[row[slot] for slot in shown] for row in table.rows]
    kinds = [table.scope.columns[slot].kind for slot in shown]
    findings = {name: dict(counts) for name, counts, _ in plan.findings}
    failures = sorted(count for count in (sum(by.values()) for by in plan.failures.values()) if count)
    return Answer(list(zip(table.scope.names(), kinds)), rows, table.ordered, findings, plan.reads, failures)


def pipeline(steps, plan):
    table = None
    for index, step in enumerate(steps):
        if (step[0] == "from") != (index == 0):
            raise Refused("FROM stands first, and only there")
        if step[0] == "limit" and not table.ordered:
            raise Refused("LIMIT without ORDER BY")
        ordered = table.ordered if table else False
        if table:
            casts.note(step, table, None, plan, steps)
        plan.running = steps
        table = STEPS[step[0]](table, plan, *step[1:])
        if step[0] not in ("from", "where", "extend", "select"):
            table.filtered = False
        if table.filtered and table.read:
            table.read.after_filter = len(table.rows)
        if step[0] == "check":
            table.ordered = ordered and step[1][0] in ORDER_KEPT_BY_CHECKS
        elif step[0] not in ("from", "order"):
            table.ordered = ordered and step[0] in ORDER_KEPT_BY
    return table


def side(given, plan):
    source, what, alias = given
    if source == "pipeline":
        plan.depth += 1
        table = pipeline(what, plan)
        plan.depth -= 1
        if alias:
            table = replace(table, scope=Scope([replace(c, alias=alias) for c in table.scope.columns]))
        return table
    found = plan.world.find_table(what)
    columns = []
    for path, kind, missable, crosses in found.fields:
        hidden = any(len(other) < len(path) and path[: len(other)] == other for other, *_ in found.fields)
        columns.append(Column(alias or what[-1], path, kind, missable, crosses, hidden))
    read = Read(".".join(filter(None, (found.server, found.schema, found.name))), len(found.rows), len(found.rows))
    plan.reads.append(read)
    return Table(Scope(columns), [[held(row, c) for c in columns] for row in found.rows], read=read, filtered=True)


def refuse_clash(left, right):
    for column in right.columns:
        if not column.hidden and any(
            not c.hidden and (c.alias, c.path) == (column.alias, column.path) for c in left.columns
        ):
            raise Refused(f"two columns {column.alias}.{column.path}")


def refuse_repeated(scope):
    shown = [(scope.columns[i].alias, scope.columns[i].path) for i in scope.shown()]
    if len(set(shown)) < len(shown):
        raise Refused("a side with two columns of one name")


def joined(left, right):
    refuse_repeated(right)
    refuse_clash(left, right)
    return Scope([*left.columns, *right.columns])


# --- steps ------------------------------------------------------------------------------------------------------------


def from_(_, plan, given):
    table = side(given, plan)
    for counted in plan.findings:
        counted[2] = min(counted[2], plan.depth)  # its checks are this pipeline's own
    refuse_repeated(table.scope)
    return table


def where(table, plan, condition):
    test = Expressions(table.scope, plan).condition(condition)
    return replace(table, rows=[row for row in table.rows if test.value(row) is True])


def name_of(expr, alias):
    if alias:
        return alias
    if expr[0] == "name":
        return expr[1][-1]
    raise Refused("needs a name")


def made_columns(table, plan, listed, shift=0, alias=""):
    """The columns that SELECT and EXTEND make: (Column, function of a row), then what can be named inside them."""
    compiler = Expressions(table.scope, plan, shift)
    shown, hidden = [], []
    for expr, given in listed:
        typed = compiler.compile(expr)
        name = name_of(expr, given)
        if any(c.path == (name,) for c, _ in shown):
            raise Refused(f"{name} twice")
        column = Column(alias, (name,), typed.kind)
        if expr[0] == "name":
            source = table.scope.columns[typed.slot - shift]
            if source.crosses:
                raise Refused("goes through an array")
            column = replace(source, alias=alias, path=(name,), hidden=False)
            for inner in table.scope.inside(typed.slot - shift):
                below = table.scope.columns[inner]
                at = inner + shift
                hidden.append(
                    (
                        replace(below, alias=alias, path=(name, *below.path[len(source.path) :])),
                        lambda row, at=at: row[at],
                    )
                )
        shown.append((column, typed.of))
    return shown, hidden


def select(table, plan, listed):
    shown, hidden = made_columns(table, plan, listed)
    made = [*shown, *hidden]
    return replace(table, scope=Scope([c for c, _ in made]), rows=[[of(row) for _, of in made] for row in table.rows])


def extend(table, plan, listed):
    shown, hidden = made_columns(table, plan, listed)
    for column, _ in shown:
        table.scope.refuse_taken(column.path[0])
    made = [*shown, *hidden]
    scope = Scope([*table.scope.columns, *(c for c, _ in made)])
    return replace(table, scope=scope, rows=[[*row, *(of(row) for _, of in made)] for row in table.rows])


def groups_of(rows, keys):
    groups = {}
    for row in rows:
        groups.setdefault(tuple(group_key(key.value(row)) for key in keys), []).append(row)
    return groups


def holds_aggregate(expr):
    return expr[0] == "call" and (expr[1] in AGGREGATES or any(holds_aggregate(arg) for arg in expr[2]))


def aggregate(table, plan, aggregates, keys):
    compiler = Expressions(table.scope, plan)
    key_columns = [compiler.compile(expr) for expr, _ in keys]
    values = [compiler.compile(expr, grouped=True) for expr, _ in aggregates]
    if not all(holds_aggregate(expr) for expr, _ in aggregates) or not all(comparable(k.kind) for k in key_columns):
        raise Refused("no aggregate")
    names = [name_of(*named) for named in [*keys, *aggregates]]
    if len(set(names)) < len(names):
        raise Refused("a name twice")
    groups = groups_of(table.rows, key_columns) if keys else {(): table.rows}
    rows = [
        [
            *(representative([key.value(row) for row in group]) for key in key_columns),
            *(value.value(group) for value in values),
        ]
        for group in groups.values()
    ]
    columns = [Column("", (name,), typed.kind) for name, typed in zip(names, [*key_columns, *values])]
    for column, (expr, _) in zip(columns, keys):
        if expr[0] == "name":
            column.is_finding = table.scope.columns[table.scope.find(expr[1])].is_finding
    return Table(Scope(columns), rows)


class Descending:
    def __init__(self, key):
        self.key = key

    def __lt__(self, other):
        return other.key < self.key

    def __eq__(self, other):
        return other.key == self.key


class Unordered(Exception):
    """The order of such values is the engine's own affair; plans that ask for it are not compared."""


def order(table, plan, keys):
    compiler = Expressions(table.scope, plan)
    typed = [(compiler.compile(expr), descending) for expr, descending in keys]
    if not all(comparable(key.kind) for key, _ in typed):
        raise Refused("ordered by what does not compare")
    for slot in table.scope.shown():
        kind = table.scope.columns[slot].kind
        if kind in ("MIXED", "DOCUMENT") or element_of(kind) in ("DOCUMENT", "MIXED"):
            raise Unordered

    def place(row):
        out = []
        for key, descending in typed:
            value = key.value(row)
            out.append((1, 0) if value is None else (0, Descending(key_of(value)) if descending else key_of(value)))
        for slot in table.scope.shown():
            value = null(row[slot])
            out.append(
                (1, 0, "", row[slot] is MISSING) if value is None else (0, key_of(value), text_key(value), False)
            )
        return out

    return replace(table, rows=sorted(table.rows, key=place), ordered=True)


def limit(table, plan, count, per):
    compiler = Expressions(table.scope, plan)
    keys = [compiler.compile(expr) for expr in per]
    seen, rows = Counter(), []
    for row in table.rows:
        key = tuple(group_key(each.value(row)) for each in keys)
        seen[key] += 1
        if seen[key] <= count:
            rows.append(row)
    return replace(table, rows=rows)


def distinct(table, plan):
    shown = table.scope.shown()
    groups = {}
    for row in table.rows:
        groups.setdefault(tuple(group_key(row[slot]) for slot in shown), []).append(row)
    rows = [
        [representative([row[slot] for row in group]) for slot in range(len(table.scope.columns))]
        for group in groups.values()
    ]
    scope = Scope([replace(c, missable=False) for c in table.scope.columns])
    return replace(table, scope=scope, rows=rows, read=None)


def join(table, plan, left, given, on):
    steps = plan.running
    right = side(given, plan)
    scope = joined(table.scope, right.scope)
    test = Expressions(scope, plan).condition(on)
    casts.note(("join", left, given, on), table, right, plan, steps)
    rows, matched = [], set()
    for row in table.rows:
        met = [other for other in right.rows if test.value([*row, *other]) is True]
        matched |= set(map(id, met))
        rows += [[*row, *other] for other in met or ([[None] * len(right.scope.columns)] if left else [])]
    note_matches(right, matched)
    return Table(scope, rows)


def note_matches(right, matched):
    if right.read:
        right.read.matched, right.read.unmatched = len(matched), len(right.rows) - len(matched)


def unnest(table, plan, left, path, alias):
    slot = table.scope.find(path)
    outer = table.scope.columns[slot]
    kind = element_of(outer.kind)
    if not kind:
        raise Refused("UNNEST of no array")
    table.scope.refuse_taken(alias)
    inner = []
    for below in (table.scope.columns[i] for i in table.scope.inside(slot)):
        inner.append(Column("", (alias, *below.path[len(outer.path) :]), element_of(below.kind), True, False, True))
    rows = []
    for row in table.rows:
        items = null(row[slot]) or []
        for item in items or ([None] if left else []):
            rows.append([*row, item, *(None if item is None else extract(item, c.path[1:]) for c in inner)])
    return Table(Scope([*table.scope.columns, Column("", (alias,), kind), *inner]), rows)


def union(table, plan, given):
    right = side(given, plan)
    mine, theirs = table.scope.shown(), right.scope.shown()
    a, b = [table.scope.columns[i] for i in mine], [right.scope.columns[i] for i in theirs]
    if [c.path for c in a] != [c.path for c in b]:
        raise Refused("UNION ALL of other names")
    columns = []
    for x, y in zip(a, b):
        if x.kind != y.kind and "NULL" not in (x.kind, y.kind):
            raise Refused("UNION ALL of other types")
        columns.append(
            replace(
                x,
                alias=x.alias if x.alias == y.alias else "",
                kind=y.kind if x.kind == "NULL" else x.kind,
                missable=x.missable or y.missable,
                is_finding=x.is_finding and y.is_finding,
            )
        )
    return Table(
        Scope(columns),
        [[row[i] for i in mine] for row in table.rows] + [[row[i] for i in theirs] for row in right.rows],
    )


def check(table, plan, body, name):
    steps = plan.running
    right = side(body[1], plan) if body[0] in checks.WITH_SIDE else None
    if right:
        casts.note(("check", body, name), table, right, plan, steps)
    scope, rows = getattr(checks, body[0].lower())(table, right, plan, *(body[2:] if right else body[1:]))
    columns = list(scope.columns)
    if name is None:
        for i, column in enumerate(columns):
            if column.hidden or column.path != ("finding",):
                continue
            if not column.is_finding:
                raise Refused("a column is called finding")
            number = 1
            while any(not c.hidden and c.path == (f"finding_{number}",) for c in columns):
                number += 1
            columns[i] = replace(column, path=(f"finding_{number}",))
            if i < len(table.scope.columns):
                rename_counts(plan.findings, "finding", f"finding_{number}", plan.depth)
    else:
        scope.refuse_taken(name)
    columns.append(Column("", (name or "finding",), "STRING", is_finding=True))
    add_counts(plan.findings, name or "finding", Counter(row[-1] for row in rows), plan.depth)
    return Table(Scope(columns), rows, read=table.read if body[0] in READ_KEPT_BY_CHECKS else None)


STEPS = {
    "from": from_,
    "where": where,
    "extend": extend,
    "select": select,
    "aggregate": aggregate,
    "order": order,
    "limit": limit,
    "distinct": distinct,
    "join": join,
    "unnest": unnest,
    "union": union,
    "check": check,
}
