"""How often TRY_CASTs fail: over the rows that their step takes in, whatever is evaluated of them.

Of a WHERE's rows those count that its conditions without TRY_CAST keep. The steps of one pipeline see the same rows or fewer, so that of one TRY_CAST written in several of them the most
counts; failures in several pipelines add up.
"""

from dataclasses import replace

from .expressions import Expressions
from .periods import Refused
from .values import EvalError


def expressions_of(step):
    """The expressions of a step, each with the side whose names it may use: "left", "right", "both"."""
    kind = step[0]
    if kind in ("where",):
        return [(step[1], "left")]
    if kind in ("extend", "select"):
        return [(expr, "left") for expr, _ in step[1]]
    if kind == "aggregate":
        return [(expr, "left") for expr, _ in [*step[1], *step[2]]]
    if kind == "order":
        return [(expr, "left") for expr, _ in step[1]]
    if kind == "limit":
        return [(expr, "left") for expr in step[2]]
    if kind == "join":
        return [(step[3], "both")]
    if kind == "check":
        return list(of_check(step[1]))
    return []


def of_check(body):
    if body[0] in ("EXISTS", "ABSENT"):
        yield body[2], "both"
        yield from ((expr, "right") for expr, _ in body[3])
    elif body[0] == "MATCH":
        yield body[2], "both"
        yield from of_pairs(body[3])
    elif body[0] == "TOTALS":
        yield from of_pairs(body[2])
        yield from of_pairs(body[3])
    elif body[0] == "UNIQUE":
        yield from ((expr, "left") for expr in body[1])
    elif body[0] == "SEQUENCE":
        yield from ((expr, "left") for expr in [body[1], *body[2]])
    else:
        yield body[1], "left"


def of_pairs(pairs):
    for left, right, _ in pairs:
        yield left, "left"
        yield right, "right"


def try_casts(expr):
    if expr[0] == "call":
        if expr[1] == "TRY_CAST":
            yield expr
        for arg in expr[2]:
            yield from try_casts(arg)


def names_of(expr):
    if expr[0] == "name":
        yield expr
    elif expr[0] == "call":
        for arg in expr[2]:
            yield from names_of(arg)


def holds_any(expr):
    return expr[0] == "call" and (expr[1] == "ANY" or any(map(holds_any, expr[2])))


def text_of(node):
    """What tells one expression from another: all but the source text, the last member."""
    if isinstance(node, tuple) and node and node[0] in ("name", "lit", "interval", "period", "call"):
        return tuple(text_of(part) for part in node[:-1])
    return tuple(map(text_of, node)) if isinstance(node, (list, tuple)) else repr(node)


def note(step, left, right, plan, steps):
    """Counts over the left rows, or with `right` over the right ones."""
    table = right or left
    if step[0] == "where":
        table = replace(table, rows=decided_by_casts(step[1], table, plan))
    for whole, where in expressions_of(step):
        for cast in try_casts(whole):
            if holds_any(cast):
                continue
            count = failures(cast, table, left, right, where, plan)
            if count:
                by = plan.failures.setdefault(text_of(cast), {})
                by[id(steps)] = max(by.get(id(steps), 0), count)


def failures(cast, table, left, right, where, plan):
    names = list(names_of(cast))
    if right and not names or where == ("left" if right else "right"):
        return 0
    if where == "both" and names:
        shift = len(left.scope.columns)
        scopes = [*left.scope.columns, *right.scope.columns] if right else None
        try:
            slots = [type(left.scope)(scopes).find(name[1]) if right else left.scope.find(name[1]) for name in names]
        except Refused:
            return 0
        if right and any(slot < shift for slot in slots):
            return 0
    compiler = Expressions(table.scope, plan)
    try:
        operand, whole = compiler.compile(cast[2][0]), compiler.compile(cast)
    except Refused:
        return 0
    count = 0
    for row in table.rows:
        try:
            count += operand.value(row) is not None and whole.value(row) is None
        except EvalError:  # a row that never comes so far: nothing is known of the others either
            return 0
    return count


def decided_by_casts(condition, table, plan):
    """The rows of a WHERE that its conditions without TRY_CAST keep: those that its TRY_CASTs decide on."""
    compiler = Expressions(table.scope, plan)
    others = [
        compiler.compile(part)
        for part in conjuncts_of(condition)
        if not any(try_casts(part)) and not may_raise(part, compiler)
    ]
    return [row for row in table.rows if all(other.value(row) is True for other in others)]


def conjuncts_of(condition):
    if condition[:2] == ("call", "AND"):
        return [part for arg in condition[2] for part in conjuncts_of(arg)]
    return [condition]


def may_raise(expr, compiler):
    if expr[0] != "call":
        return False
    op, args = expr[1], expr[2]
    if op == "/" or op == "CAST" and cast_may_fail(compiler.compile(args[0]).kind, expr[3]):
        return True
    counts = op in ("+", "-", "*", "NEGATE", "ABS", "ROUND")
    if counts and args[-1][0] != "interval" and compiler.compile(expr).kind == "INT64":
        return True
    return any(may_raise(arg, compiler) for arg in args)


def cast_may_fail(kind, to):
    if kind in (to, "NULL"):
        return False
    return kind in ("MIXED", "STRING") or to == "INT64" and kind in ("NUMERIC", "FLOAT64")
