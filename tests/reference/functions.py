"""Functions on values: text, numbers, dates. A function is only called with values that are there."""

import calendar
import datetime as dt
import decimal
import math
import re
import unicodedata
import uuid
from decimal import Decimal
from fractions import Fraction

from .values import EXACT, INT64_MAX, INT64_MIN, UTC, EvalError, Oid, decimal_plain, digest_form, float_text

# Unicode's property White_Space.
WHITE = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
QUOTIENT_SCALE = 12


def int64(value):
    if not INT64_MIN <= value <= INT64_MAX:
        raise EvalError("INT64 left")
    return value


def scale_of(value):
    return max(0, -value.as_tuple().exponent)


def plain(value):
    """No exponent above zero, no negative zero."""
    if value.is_finite():
        if value.as_tuple().exponent > 0:
            value = value.quantize(Decimal(1), context=EXACT)
        if value == 0:
            value = value.copy_abs()
    return value


def unaccent(text):
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.category(c).startswith("M"))


def substr(text, start, count=None):
    """Places before the first one count but hold nothing, as in SQL."""
    end = len(text) + 1 if count is None else start + max(count, 0)
    return text[max(start, 1) - 1 : max(end - 1, 0)] if end > max(start, 1) else ""


def like(text, pattern):
    parts = [".*" if c == "%" else "." if c == "_" else re.escape(c) for c in pattern]
    return re.fullmatch("".join(parts), text, re.DOTALL) is not None


def half(value, digits, rounding):
    return plain(value.quantize(Decimal(1).scaleb(-digits), rounding=rounding, context=EXACT))


def round_number(value, digits):
    """Half away from zero; to `digits` fractional digits, which the result then has."""
    if isinstance(value, float):
        if not math.isfinite(value):
            return value
        return float(decimal_plain(round_number(plain(Decimal(float_text(value))), digits)))
    if isinstance(value, int):
        return int64(int(round_number(Decimal(value), digits)))
    if not value.is_finite():
        return value
    return half(value, digits, decimal.ROUND_HALF_UP)


def divide(left, right):
    """At least 12 fractional digits, half even; zeros at the end fall down to the larger of both scales."""
    if not (left.is_finite() and right.is_finite()):
        return EXACT.divide(left, right)
    larger = max(scale_of(left), scale_of(right))
    return fit(Fraction(left) / Fraction(right), max(larger, QUOTIENT_SCALE), larger)


def fit(fraction, digits, kept):
    """Rounds a fraction half even to `digits` fractional digits and drops zeros down to `kept`."""
    units = round(fraction * 10**digits)  # round() of a Fraction is half even
    while digits > kept and units % 10 == 0:
        units, digits = units // 10, digits - 1
    return plain(Decimal(units).scaleb(-digits, context=EXACT))


def float_sum(values):
    """The exact sum, rounded once."""
    special = [v for v in values if not math.isfinite(v)]
    if special:
        return sum(special)
    try:
        return math.fsum(values)
    except OverflowError:
        return float("inf") if sum(map(Fraction, values)) > 0 else float("-inf")


def float_average(values):
    special = [v for v in values if not math.isfinite(v)]
    if special:
        return sum(special)
    exact = sum(map(Fraction, values)) / len(values)
    return exact.numerator / exact.denominator


def local(value, zone):
    """The clock of the plan's zone."""
    return value.astimezone(zone).replace(tzinfo=None, fold=0)


def midnight(day, zone):
    return at_clock(dt.datetime(day.year, day.month, day.day), zone)


def at_clock(value, zone):
    """The instant of a local time."""
    return value.replace(tzinfo=zone).astimezone(UTC)


def truncate(unit, day):
    if unit == "WEEK":
        return day - dt.timedelta(days=day.weekday())
    if unit == "MONTH":
        return day.replace(day=1)
    if unit == "QUARTER":
        return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    if unit == "YEAR":
        return day.replace(month=1, day=1)
    return day


def part(unit, value):
    if unit == "WEEK":
        return value.isocalendar()[1]
    if unit == "QUARTER":
        return (value.month - 1) // 3 + 1
    if unit == "DAYOFWEEK":
        return value.isoweekday()
    if unit == "DAYOFYEAR":
        return value.timetuple().tm_yday
    return getattr(value, unit.lower())


def toward_zero(count, by):
    return -(-count // by) if count < 0 else count // by


def date_diff(unit, a, b):
    """Whole units from b to a."""
    days = (a - b).days
    if unit == "DAY":
        return days
    if unit == "WEEK":
        return toward_zero(days, 7)
    later, earlier = max(a, b), min(a, b)
    months = (later.year - earlier.year) * 12 + later.month - earlier.month - (later.day < earlier.day)
    months = months if a >= b else -months
    return toward_zero(months, {"MONTH": 1, "QUARTER": 3, "YEAR": 12}[unit])


SECONDS = {"SECOND": 1, "MINUTE": 60, "HOUR": 3600, "DAY": 86400}


def timestamp_diff(unit, a, b):
    return toward_zero((a - b) // dt.timedelta(microseconds=1), SECONDS[unit] * 1_000_000)


def add_months(day, count):
    month = day.year * 12 + day.month - 1 + count
    year, month = divmod(month, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, calendar.monthrange(year, month + 1)[1]))


def shift(value, count, unit, zone):
    """Hours and less are lengths; days and more move the calendar in the plan's zone."""
    if unit == "WEEK":
        count, unit = 7 * count, "DAY"
    months = {"MONTH": 1, "QUARTER": 3, "YEAR": 12}.get(unit)
    move = (
        (lambda v: add_months(v, months * count))
        if months
        else (lambda v: v + dt.timedelta(seconds=SECONDS[unit] * count))
    )
    if isinstance(value, dt.datetime) and value.tzinfo and (months or unit == "DAY"):
        return at_clock(move(local(value, zone)), zone)
    return move(value)


NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?|[+-]?(nan|inf|infinity)", re.IGNORECASE)
INTEGER = re.compile(r"[+-]?\d+")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
CLOCK = re.compile(r"\d{2}:\d{2}:\d{2}(\.\d{1,6})?")
INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d{1,6})?([Zz]|[+-]\d{2}:\d{2})")


def cast_text(text, to):
    """Gives None where the text is none of the type."""
    try:
        if to == "BOOL":
            return {"true": True, "false": False}.get(text.lower())
        if to == "INT64":
            value = int(text) if INTEGER.fullmatch(text) and text.isascii() else None
            return value if value is not None and INT64_MIN <= value <= INT64_MAX else None
        if to in ("NUMERIC", "FLOAT64"):
            if not NUMBER.fullmatch(text) or not text.isascii():
                return None
            return plain(Decimal(text)) if to == "NUMERIC" else float(text)
        if to == "DATE":
            return dt.date.fromisoformat(text) if DAY.fullmatch(text) else None
        if to == "TIMESTAMP":
            return (
                dt.datetime.fromisoformat(text.upper().replace("Z", "+00:00")).astimezone(UTC)
                if INSTANT.fullmatch(text)
                else None
            )
        if to == "DATETIME":
            return dt.datetime.fromisoformat(text.upper()) if INSTANT.fullmatch(text + "Z") else None
        if to == "TIME":
            return dt.time.fromisoformat(text) if CLOCK.fullmatch(text) else None
        if to == "BYTES":
            return bytes.fromhex(text) if re.fullmatch(r"([0-9a-fA-F]{2})*", text) else None
        if to == "UUID":
            return (
                uuid.UUID(text) if re.fullmatch(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", text) else None
            )
        if to == "OBJECTID":
            return Oid(text.lower()) if re.fullmatch(r"[0-9a-fA-F]{24}", text) else None
    except (ValueError, decimal.InvalidOperation):
        return None
    return None


def cast(value, to, zone):
    """Gives None where the value can't become one of the type: nothing is rounded to fit."""
    if to == "STRING":
        if isinstance(value, str) and not isinstance(value, Oid):
            return value
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, (list, dict)):
            return None
        return digest_form(value)
    if isinstance(value, Oid):
        return value if to == "OBJECTID" else None
    if isinstance(value, str):
        return cast_text(value, to)
    if isinstance(value, bool):
        return value if to == "BOOL" else None
    if isinstance(value, (int, float, Decimal)):
        return cast_number(value, to)
    if isinstance(value, dt.datetime):
        return cast_instant(value, to, zone)
    if isinstance(value, dt.date):
        if to == "TIMESTAMP":
            return midnight(value, zone)
        return {"DATE": value, "DATETIME": dt.datetime(value.year, value.month, value.day)}.get(to)
    own = {dt.time: "TIME", bytes: "BYTES", uuid.UUID: "UUID"}.get(type(value))
    return value if own == to else None


def cast_number(value, to):
    if to == "FLOAT64":
        return float(value)
    if isinstance(value, int):
        return {"INT64": int(value), "NUMERIC": Decimal(int(value))}.get(to)
    exact = plain(Decimal(float_text(value))) if isinstance(value, float) else value
    if to == "NUMERIC":
        return exact
    if to == "INT64" and exact.is_finite() and exact == exact.to_integral_value():
        return int(exact) if INT64_MIN <= exact <= INT64_MAX else None
    return None


def cast_instant(value, to, zone):
    if value.tzinfo:
        if to == "TIMESTAMP":
            return value
        value = local(value, zone)
    elif to == "TIMESTAMP":
        return at_clock(value, zone)
    return {"DATETIME": value, "DATE": value.date(), "TIME": value.time()}.get(to)
