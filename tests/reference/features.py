"""What of the language a plan uses: steps, checks, operators, functions, casts, literals, periods, types of columns."""

from .parser import parse
from .random_expressions import PERIODS

TYPES = [
    "BOOL", "INT64", "NUMERIC", "FLOAT64", "STRING", "DATE", "TIMESTAMP", "DATETIME", "TIME", "BYTES", "UUID", "OBJECTID",
]  # fmt: skip
FEATURES = {
    "step": [
        "from", "from alias", "from pipeline", "where", "extend", "select", "aggregate", "aggregate all", "group by",
        "order", "desc", "limit", "limit per", "distinct", "join", "left join", "join pipeline", "unnest", "left unnest",
        "union", "having",
    ],
    "check": [
        "EXISTS", "EXISTS select", "ABSENT", "MATCH", "TOTALS", "UNIQUE", "SEQUENCE", "PARTITION BY", "RULE", "named",
        "tolerance", "tolerance %", "several compared", "several keys", "pipeline side", "second check",
    ],
    "operator": [
        "=", "!=", "<", "<=", ">", ">=", "AND", "OR", "NOT", "IN", "BETWEEN", "LIKE", "IS NULL", "IS MISSING", "IS TRUE",
        "IS FALSE", "+", "-", "*", "/", "NEGATE", "DURING", "BEFORE", "AFTER",
    ],
    "function": [
        "ABS", "ROUND", "LENGTH", "CONCAT", "SUBSTR", "LOWER", "UPPER", "UNACCENT", "TRIM", "COALESCE", "CASE", "NULLIF",
        "CAST", "TRY_CAST", "TYPE", "DATE", "DATE_TRUNC", "EXTRACT", "DATE_DIFF", "TIMESTAMP_DIFF", "CURRENT_DATE",
        "ARRAY_LENGTH", "ANY",
    ],
    "aggregate": ["COUNT(*)", "COUNT", "COUNT(DISTINCT)", "SUM", "AVG", "MIN", "MAX"],
    "literal": [*(kind for kind in TYPES if kind != "FLOAT64"), "NULL", "INTERVAL"],
    "interval": ["SECOND", "MINUTE", "HOUR", "DAY", "WEEK", "MONTH", "QUARTER", "YEAR"],
    "unit": [
        f"{function} {unit}"
        for function, units in {
            "EXTRACT": "DAY WEEK MONTH QUARTER YEAR DAYOFWEEK DAYOFYEAR HOUR MINUTE SECOND",
            "DATE_TRUNC": "DAY WEEK MONTH QUARTER YEAR",
            "DATE_DIFF": "DAY WEEK MONTH QUARTER YEAR",
            "TIMESTAMP_DIFF": "SECOND MINUTE HOUR DAY",
        }.items()
        for unit in units.split()
    ],
    "cast to": TYPES,
    "period": PERIODS,
    "column": [
        *TYPES, *(f"ARRAY<{kind}>" for kind in (*TYPES, "DOCUMENT")), "DOCUMENT", "MIXED", "inside a document",
        "through an array",
    ],
}  # fmt: skip
AGGREGATES = FEATURES["aggregate"]
OPERATORS = FEATURES["operator"]


def features_of(text, world):
    """Gives a set of (kind, name)."""
    found = set()
    pipeline(parse(text), world, found)
    return found


def pipeline(steps, world, found):
    checks = 0
    for index, step in enumerate(steps):
        kind = step[0]
        found.add(("step", kind)) if kind not in ("check", "join", "unnest") else None
        if kind == "from":
            side(step[1], world, found, "from")
        elif kind == "where":
            expression(step[1], found)
            if any(before[0] == "aggregate" for before in steps[:index]):
                found.add(("step", "having"))
        elif kind in ("extend", "select"):
            listed(step[1], found)
        elif kind == "aggregate":
            found.add(("step", "group by" if step[2] else "aggregate all"))
            listed([*step[1], *step[2]], found)
        elif kind == "order":
            listed(step[1], found)
            if any(descending for _, descending in step[1]):
                found.add(("step", "desc"))
        elif kind == "limit":
            if step[2]:
                found.add(("step", "limit per"))
            listed([(expr, "") for expr in step[2]], found)
        elif kind == "join":
            found.add(("step", "left join" if step[1] else "join"))
            side(step[2], world, found, "join")
            expression(step[3], found)
        elif kind == "unnest":
            found.add(("step", "left unnest" if step[1] else "unnest"))
        elif kind == "union":
            side(step[1], world, found, "union")
        elif kind == "check":
            checks += 1
            check(step[1], world, found)
            if step[2]:
                found.add(("check", "named"))
    if checks > 1:
        found.add(("check", "second check"))


def side(given, world, found, by):
    source, what, alias = given
    if by == "from" and alias:
        found.add(("step", "from alias"))
    if source == "pipeline":
        if by in ("from", "join"):
            found.add(("step", f"{by} pipeline"))
        if by == "check":
            found.add(("check", "pipeline side"))
        return pipeline(what, world, found)
    for path, kind, _, crosses in world.find_table(what).fields:
        found.add(("column", kind)) if kind in FEATURES["column"] else None
        if len(path) > 1:
            found.add(("column", "through an array" if crosses else "inside a document"))


def listed(exprs, found):
    for expr, _ in exprs:
        expression(expr, found)


def check(body, world, found):
    kind = body[0]
    found.add(("check", kind))
    if kind in ("EXISTS", "ABSENT", "MATCH", "TOTALS"):
        side(body[1], world, found, "check")
    if kind in ("EXISTS", "ABSENT", "MATCH"):
        expression(body[2], found)
    if kind == "EXISTS" and body[3]:
        found.add(("check", "EXISTS select"))
        listed(body[3], found)
    if kind in ("MATCH", "TOTALS"):
        if len(body[3]) > 1:
            found.add(("check", "several compared"))
        for left, right, tolerance in body[3]:
            expression(left, found)
            expression(right, found)
            if tolerance:
                found.add(("check", "tolerance %" if tolerance[1] else "tolerance"))
    if kind == "TOTALS" and len(body[2]) > 1 or kind == "UNIQUE" and len(body[1]) > 1:
        found.add(("check", "several keys"))
    if kind == "UNIQUE":
        listed([(expr, "") for expr in body[1]], found)
    if kind == "SEQUENCE":
        if body[2]:
            found.add(("check", "PARTITION BY"))
        listed([(expr, "") for expr in [body[1], *body[2]]], found)
    if kind == "RULE":
        expression(body[1], found)


def expression(expr, found):
    kind = expr[0]
    if kind == "lit":
        found.add(("literal", expr[1]))
    elif kind == "interval":
        found.add(("literal", "INTERVAL"))
        found.add(("interval", expr[2]))
    elif kind == "period":
        found.add(("period", expr[1]))
    elif kind == "call":
        op, args, extra = expr[1], expr[2], expr[3]
        found.add(("aggregate" if op in AGGREGATES else "operator" if op in OPERATORS else "function", op))
        if op in ("CAST", "TRY_CAST"):
            found.add(("cast to", extra))
        elif extra:
            found.add(("unit", f"{op} {extra}"))
        for arg in args:
            expression(arg, found)
