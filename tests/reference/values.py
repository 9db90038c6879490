"""Values of the language as Python's own, their order, and how EVIDENCE.md writes them.

BOOL bool, INT64 int, NUMERIC Decimal, FLOAT64 float, STRING str, DATE date, TIMESTAMP datetime with UTC,
DATETIME datetime without zone, TIME time, BYTES bytes, UUID uuid.UUID, OBJECTID Oid, ARRAY list, DOCUMENT dict,
NULL None, and MISSING.
"""

import datetime as dt
import decimal
import hashlib
import json
import math
import uuid
from decimal import Decimal

EXACT = decimal.Context(prec=60_000, Emax=decimal.MAX_EMAX, Emin=decimal.MIN_EMIN, traps=[])
UTC = dt.timezone.utc
INT64_MIN, INT64_MAX = -(2**63), 2**63 - 1


class Missing:
    def __repr__(self):
        return "MISSING"


MISSING = Missing()


class Oid(str):
    """An ObjectId: 24 lower-case hex digits."""


class EvalError(Exception):
    """A value for which the language has an error, not NULL: division by zero, a CAST that fails, INT64 left."""


def null(value):
    """A missing field reads as NULL."""
    return None if value is MISSING else value


def decimal_plain(value):
    """A decimal in plain notation with its scale."""
    if value.is_nan():
        return "NaN"
    if value.is_infinite():
        return "Infinity" if value > 0 else "-Infinity"
    if value == 0 and value.is_signed():
        value = value.copy_abs()
    return format(value, "f")


def float_text(value):
    """The shortest text that reads back the same, as JavaScript writes it."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == 0:
        return "-0" if math.copysign(1, value) < 0 else "0"
    sign, digits, exponent = Decimal(repr(value)).as_tuple()
    digits = "".join(map(str, digits)).rstrip("0") or "0"
    point = len(Decimal(repr(value)).as_tuple().digits) + exponent
    head = "-" if sign else ""
    if len(digits) <= point <= 21:
        return head + digits + "0" * (point - len(digits))
    if 0 < point <= 21:
        return head + digits[:point] + "." + digits[point:]
    if -6 < point <= 0:
        return head + "0." + "0" * -point + digits
    mantissa = digits[0] + ("." + digits[1:] if len(digits) > 1 else "")
    return f"{head}{mantissa}e{'+' if point > 0 else '-'}{abs(point - 1)}"


def text_of_instant(value):
    out = f"{value.year:04d}-{value.month:02d}-{value.day:02d}T{value:%H:%M:%S.%f}"
    return out + ("Z" if value.tzinfo else "")


def digest_form(value):
    """A value as the result digest writes it, before JSON."""
    if value is None or isinstance(value, bool):
        return value
    if value is MISSING:
        return {"$missing": True}
    if isinstance(value, int):
        return str(int(value))
    if isinstance(value, Decimal):
        return decimal_plain(value)
    if isinstance(value, float):
        return float_text(value)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, dt.datetime):
        return text_of_instant(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dt.time):
        return f"{value:%H:%M:%S.%f}"
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, list):
        return [digest_form(item) for item in value]
    if isinstance(value, dict):
        return {name: digest_form(item) for name, item in value.items()}
    raise TypeError(f"no form for {type(value)}")


def canonical(value):
    """RFC 8785 of what digest_form gives: strings, booleans, null, lists, objects."""
    if isinstance(value, dict):
        members = sorted(value.items(), key=lambda item: item[0].encode("utf-16-be"))
        return "{" + ",".join(canonical(name) + ":" + canonical(item) for name, item in members) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def lines_of(columns, rows):
    """The result digest's lines: the columns, then a line per row."""
    head = canonical([{"name": name, "type": kind} for name, kind in columns])
    return head, [canonical([digest_form(value) for value in row]) for row in rows]


def digest_of(columns, rows, ordered):
    """Gives "sha256:…" over the columns and the sorted rows, and over the unsorted ones where they have an order."""
    head, lines = lines_of(columns, rows)

    def over(parts):
        return hashlib.sha256("".join(part + "\n" for part in parts).encode()).hexdigest()

    text = [head, *sorted(lines, key=lambda line: line.encode())]
    if ordered:
        text.append("ordered:" + over([head, *lines]))
    return "sha256:" + over(text)


def key_of(value):
    """What two values share when they are equal, and what orders them: NaN is equal to NaN and greatest, 0 is -0."""
    if isinstance(value, bool):
        return value
    if isinstance(value, float):
        return (1, 0.0) if math.isnan(value) else (0, value + 0.0)
    if isinstance(value, Decimal):
        if value.is_nan():
            return (1, Decimal(0))
        return (0, value)
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, list):
        return tuple((1, 0) if item is None else (0, key_of(item)) for item in value)
    if isinstance(value, dict):
        return canonical(digest_form(value))
    return value


def group_key(value):
    """A key in which NULL (and missing) is a value of its own. MIXED values are the same in type and value only."""
    value = null(value)
    return ("", None) if value is None else (type(value).__name__, key_of(value))


def text_key(value):
    """Tells equal values of another look apart: 1.0 from 1.00, 0 from -0."""
    if isinstance(value, Decimal):
        return decimal_plain(value)
    if isinstance(value, float):
        return "-0.0" if value == 0 and math.copysign(1, value) < 0 else repr(value)
    if isinstance(value, list):
        return "[" + ", ".join("NULL" if item is None else text_key(item) for item in value) + "]"
    return ""


def representative(values):
    """The value that stands for a group of equal ones: the one whose text comes first."""
    known = [v for v in map(null, values) if v is not None]
    return min(known, key=text_key) if known else None
