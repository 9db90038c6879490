"""Plans as Python has them: which text is one, values of parameters and instants as the language writes them."""
import datetime
import decimal
import re

_COMMENTS = re.compile(r"(\s+|--[^\n]*|/\*.*?\*/)*", re.S)


def is_plan(text):
    """Tells a plan from an instruction: "From the users, show …" is English."""
    text = text[_COMMENTS.match(text).end():]
    return text.startswith("FROM ") or bool(re.match(r"from\b", text, re.I) and "|>" in text)


def instant(now):
    """Gives RFC 3339 of a datetime or text; "" for None. A naive datetime is refused: its instant is not known."""
    if now is None or isinstance(now, str):
        return now or ""
    if isinstance(now, datetime.datetime) and now.tzinfo is None:
        raise ValueError("now must carry a time zone, for example datetime.now(timezone.utc)")
    return now.isoformat()


def _written(value):
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (float, decimal.Decimal)):
        return format(decimal.Decimal(repr(value) if isinstance(value, float) else value), "f")
    if isinstance(value, datetime.timedelta):
        return f"{value // datetime.timedelta(seconds=1)} seconds"
    if isinstance(value, (datetime.date, datetime.time)):  # a datetime is a date
        return value.isoformat()
    if isinstance(value, (bytes, bytearray)):
        return value.hex()
    return str(value)


def written_parameters(params):
    """Gives names and values as text, as ``--param`` takes them."""
    return [(name, _written(value)) for name, value in (params or {}).items()]
