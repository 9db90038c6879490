"""The seven checks. Each gives the scope and the rows; the finding is each row's last value."""

from dataclasses import replace
from decimal import Decimal

from .expressions import Expressions
from .functions import cast
from .logic import common, convert
from .periods import Refused
from .values import EXACT, MISSING, group_key, key_of, null, representative

WITH_SIDE = ("EXISTS", "ABSENT", "MATCH", "TOTALS")


def interpreter():
    from . import interpreter as module

    return module


def key_sides(on, left, right, plan):
    """The pairs of ON's equalities that have the left side on one hand and the right side on the other."""
    conjuncts = []

    def gather(expr):
        if expr[0] == "call" and expr[1] == "AND":
            for arg in expr[2]:
                gather(arg)
        else:
            conjuncts.append(expr)

    gather(on)
    both = interpreter().Scope([*left.columns, *right.columns])
    count = len(left.columns)

    def sides(expr):
        if expr[0] == "name":
            return {both.find(expr[1]) >= count}
        return set().union(*(sides(arg) for arg in expr[2])) if expr[0] == "call" else set()

    compiler = Expressions(both, plan)
    pairs = []
    for expr in conjuncts:
        if expr[0] != "call" or expr[1] != "=" or expr[2][0][:2] == ("call", "ANY"):
            continue
        a, b = sides(expr[2][0]), sides(expr[2][1])
        if a == {False} and b == {True}:
            pairs.append((compiler.compile(expr[2][0]), compiler.compile(expr[2][1])))
        if a == {True} and b == {False}:
            pairs.append((compiler.compile(expr[2][1]), compiler.compile(expr[2][0])))
    if not pairs:
        raise Refused("ON without an equality between the sides")
    return pairs


class Meeting:
    """Which rows of both sides meet by ON, and whether a row has no key."""

    def __init__(self, table, right, plan, on):
        scope = interpreter().Scope([*table.scope.columns, *right.scope.columns])
        self.test = Expressions(scope, plan).condition(on)
        self.pairs = key_sides(on, table.scope, right.scope, plan)
        self.no_left = [None] * len(table.scope.columns)
        self.no_right = [None] * len(right.scope.columns)
        self.right = right
        self.matched = set()

    def of(self, row):
        met = [other for other in self.right.rows if self.test.value([*row, *other]) is True]
        self.matched |= set(map(id, met))
        return met

    def left_has_no_key(self, row):
        return any(left.value([*row, *self.no_right]) is None for left, _ in self.pairs)

    def right_has_no_key(self, other):
        return any(right.value([*self.no_left, *other]) is None for _, right in self.pairs)


def exists(table, right, plan, on, listed):
    meeting = Meeting(table, right, plan, on)
    shown, hidden = interpreter().made_columns(right, plan, listed)
    aliases = {c.alias for c in right.scope.columns}
    made = []
    for (column, of), (expr, _) in zip(shown, listed):
        alias = (
            right.scope.columns[right.scope.find(expr[1])].alias
            if expr[0] == "name"
            else aliases.pop()
            if len(aliases) == 1
            else ""
        )
        made.append((replace(column, alias=alias), of))
    interpreter().refuse_clash(table.scope, interpreter().Scope([c for c, _ in made]))
    shown_count = len(made)
    made += hidden
    rows = []
    for row in table.rows:
        met = meeting.of(row)
        values = [[of(other) for other in met] for _, of in made]
        agree = all(len({group_key(value) for value in each}) <= 1 for each in values[:shown_count])
        finding = "no_key" if meeting.left_has_no_key(row) else "missing" if not met else "ok" if agree else "ambiguous"
        added = [picked(each) if met and agree else None for each in values]
        rows.append([*row, *added, finding])
    interpreter().note_matches(right, meeting.matched)
    return interpreter().Scope([*table.scope.columns, *(c for c, _ in made)]), rows


def picked(values):
    """One of equal values; missing where all are."""
    return MISSING if all(value is MISSING for value in values) else representative(values)


def absent(table, right, plan, on, _):
    meeting = Meeting(table, right, plan, on)
    rows = [
        [*row, "no_key" if meeting.left_has_no_key(row) else "present" if meeting.of(row) else "ok"]
        for row in table.rows
    ]
    interpreter().note_matches(right, meeting.matched)
    return table.scope, rows


def name_of(expr):
    return expr[1][-1] if expr[0] == "name" else expr[-1]


def equal(left, right, kind, tolerance):
    """NULL equals NULL and differs from any value; missing equals NULL."""
    left, right = null(left), null(right)
    if left is None or right is None:
        return left is right
    if key_of(convert(left, kind)) == key_of(convert(right, kind)):
        return True
    if not tolerance:
        return False
    amount, percent = tolerance
    left, right = cast(left, "NUMERIC", None), cast(right, "NUMERIC", None)
    apart = EXACT.subtract(left, right).copy_abs()
    if not apart.is_finite():
        return False
    if percent:
        return EXACT.multiply(apart, Decimal(100)) <= EXACT.multiply(left.copy_abs(), amount)
    return apart <= amount


class Comparison:
    """COMPARE's pairs over two rows (or two groups)."""

    def __init__(self, compared, left, right, grouped=False):
        self.pairs = []
        for l, r, tolerance in compared:
            a, b = left.compile(l, grouped), right.compile(r, grouped)
            self.pairs.append((name_of(l), a, b, common(a.kind, b.kind), tolerance))

    def differences(self, left, right):
        out = []
        for name, a, b, kind, tolerance in self.pairs:
            x, y = a.value(left), b.value(right)
            if not equal(x, y, kind, tolerance):
                out.append({"column": name, "left": x, "right": y})
        return out


def column(name, kind):
    return interpreter().Column("", (name,), kind)


def match(table, right, plan, on, compared):
    scope = interpreter().joined(table.scope, right.scope)
    meeting = Meeting(table, right, plan, on)
    comparison = Comparison(compared, Expressions(table.scope, plan), Expressions(right.scope, plan))
    rows, met_right = [], set()
    for row in table.rows:
        met = meeting.of(row)
        for other in met:
            met_right.add(id(other))
            differences = comparison.differences(row, other)
            rows.append([*row, *other, differences, "mismatch" if differences else "ok"])
        if not met:
            rows.append([*row, *meeting.no_right, [], "no_key" if meeting.left_has_no_key(row) else "only_left"])
    for other in right.rows:
        if id(other) not in met_right:
            rows.append([*meeting.no_left, *other, [], "no_key" if meeting.right_has_no_key(other) else "only_right"])
    interpreter().note_matches(right, meeting.matched)
    scope.refuse_taken("differences")
    return interpreter().Scope([*scope.columns, column("differences", "ARRAY<DOCUMENT>")]), rows


def totals(table, right, plan, by, compared):
    l, r = Expressions(table.scope, plan), Expressions(right.scope, plan)
    keys = [(l.compile(a), r.compile(b), interpreter().name_of(a, name)) for a, b, name in by]
    comparison = Comparison(compared, l, r, grouped=True)
    kinds = [common(a.kind, b.kind) for a, b, _ in keys]

    def groups(rows, which):
        out = {}
        for row in rows:
            values = [convert(key[which].value(row), kind) for key, kind in zip(keys, kinds)]
            out.setdefault(tuple(map(group_key, values)), []).append((values, row))
        return out

    lefts, rights = groups(table.rows, 0), groups(right.rows, 1)
    rows = []
    for key in {**lefts, **rights}:
        here = lefts.get(key) or rights[key]
        out = [representative([values[i] for values, _ in here]) for i in range(len(keys))]
        a, b = ([row for _, row in side[key]] if key in side else None for side in (lefts, rights))
        for _, x, y, _, _ in comparison.pairs:
            out += [x.value(a) if a else None, y.value(b) if b else None]
        differences = comparison.differences(a, b) if a and b else []
        finding = "only_left" if not b else "only_right" if not a else "mismatch" if differences else "ok"
        rows.append([*out, differences, finding])
    columns = [column(name, kind) for (_, _, name), kind in zip(keys, kinds)]
    for number, (_, x, y, _, _) in enumerate(comparison.pairs, 1):
        columns += [column(f"left_{number}", x.kind), column(f"right_{number}", y.kind)]
    columns.append(column("differences", "ARRAY<DOCUMENT>"))
    if len({c.path for c in columns}) < len(columns):
        raise Refused("a name twice")
    return interpreter().Scope(columns), rows


def unique(table, _, plan, by):
    compiler = Expressions(table.scope, plan)
    keys = [compiler.compile(expr) for expr in by]
    counts = {key: len(rows) for key, rows in interpreter().groups_of(table.rows, keys).items()}
    rows = []
    for row in table.rows:
        values = [key.value(row) for key in keys]
        several = counts[tuple(map(group_key, values))] > 1
        rows.append([*row, "no_key" if None in values else "duplicate" if several else "ok"])
    return table.scope, rows


def sequence(table, _, plan, by, partition):
    compiler = Expressions(table.scope, plan)
    key = compiler.compile(by)
    if key.kind not in ("INT64", "DATE"):
        raise Refused("a sequence of what does not count")
    parts = [compiler.compile(expr) for expr in partition]
    kept = {part.slot for part, expr in zip(parts, partition) if expr[0] == "name"}
    ordinal = (lambda value: value.toordinal()) if key.kind == "DATE" else (lambda value: value)
    back = (lambda number: type(sample).fromordinal(number)) if key.kind == "DATE" else (lambda number: number)
    rows, gaps = [], []
    for group in interpreter().groups_of(table.rows, parts).values():
        values = [key.value(row) for row in group]
        for row, value in zip(group, values):
            rows.append([*row, None, None, "duplicate" if value is not None and values.count(value) > 1 else "ok"])
        known = sorted({value for value in values if value is not None})
        for before, after in zip(known, known[1:]):
            sample = before
            if ordinal(after) - ordinal(before) > 1:
                pairs = [row for row, value in zip(group, values) if value is not None]
                last = [representative([row[i] for row in pairs]) if i in kept else None for i in range(len(pairs[0]))]
                gaps.append([*last, back(ordinal(before) + 1), back(ordinal(after) - 1), "gap"])
    for name in ("gap_from", "gap_to"):
        table.scope.refuse_taken(name)
    scope = interpreter().Scope([*table.scope.columns, column("gap_from", key.kind), column("gap_to", key.kind)])
    return scope, rows + gaps


def rule(table, _, plan, condition):
    test = Expressions(table.scope, plan).condition(condition)
    words = {True: "ok", False: "violation", None: "unknown"}
    return table.scope, [[*row, words[test.value(row)]] for row in table.rows]
