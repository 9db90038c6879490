"""Types that meet, comparison, and three-valued logic: TRUE, FALSE, None."""

from decimal import Decimal

from .periods import Refused
from .values import key_of

NUMBERS = ("INT64", "NUMERIC", "FLOAT64")
DAYS = ("DATE", "TIMESTAMP", "DATETIME")
COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
AGGREGATES = ("COUNT(*)", "COUNT", "COUNT(DISTINCT)", "SUM", "AVG", "MIN", "MAX")
TYPE_WORDS = {
    "BOOL": "bool",
    "INT64": "long",
    "NUMERIC": "decimal",
    "FLOAT64": "double",
    "STRING": "string",
    "TIMESTAMP": "date",
    "BYTES": "binData",
    "UUID": "binData",
    "OBJECTID": "objectId",
    "DOCUMENT": "object",
    "DATE": "day",
    "DATETIME": "datetime",
    "TIME": "time",
}


def element_of(kind):
    return kind[6:-1] if kind.startswith("ARRAY<") else None


def comparable(kind):
    return kind not in ("DOCUMENT", "MIXED") and not element_of(kind)


def common(left, right):
    """The one type in which two values meet."""
    if left == right or right == "NULL":
        return left
    if left == "NULL":
        return right
    if left in NUMBERS and right in NUMBERS:
        return "FLOAT64" if "FLOAT64" in (left, right) else "NUMERIC"
    raise Refused(f"{left} and {right} do not meet")


def convert(value, kind):
    if value is None:
        return None
    if kind == "NUMERIC" and isinstance(value, int):
        return Decimal(value)
    if kind == "FLOAT64" and isinstance(value, (int, Decimal)):
        return float(value)
    return value


def compare(op, left, right, kind):
    """Gives TRUE, FALSE or None."""
    left, right = convert(left, kind), convert(right, kind)
    if left is None or right is None:
        return None
    a, b = key_of(left), key_of(right)
    return {"=": a == b, "!=": a != b, "<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[op]


def both(left, right):
    """AND; `right` is only looked at where it matters."""
    if left is False:
        return False
    other = right()
    if other is False:
        return False
    return None if left is None or other is None else True


def negate(value):
    return None if value is None else not value
