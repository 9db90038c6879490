"""Values that are awkward, by kind: random worlds are made of them."""

import datetime as dt
import uuid
from decimal import Decimal
from zoneinfo import ZoneInfo

from .values import UTC, Oid

ZONES = ["Europe/Paris", "America/New_York", "Asia/Kathmandu", "UTC"]
NOWS = [
    "2026-03-29T00:30:00Z",
    "2026-03-29T22:30:00Z",
    "2026-10-25T00:15:00Z",
    "2026-11-01T05:30:00Z",
    "2026-06-30T23:59:59.999999Z",
    "2026-12-31T23:30:00Z",
    "2026-01-01T00:00:00Z",
    "2028-02-29T12:00:00Z",
    "2026-10-24T22:30:00Z",
    "2026-11-01T04:30:00Z",
    "2026-06-30T18:30:00Z",
    "2026-03-08T06:59:59.999999Z",
]
TEXTS = [
    "A1",
    "a1",
    "A2",
    "B",
    "b",
    "ab",
    "ab ",
    " ab",
    "",
    "É1",
    "É1",
    "é1",
    "e1",
    "É1",
    "ß",
    "SS",
    "İ",
    "ﬁ",
    "x%y",
    "x_y",
    "xzy",
    "\\",
    "a\\_b",
    "O'Brien",
    "10",
    "9",
    "1.0",
    "1.50",
    "-7",
    "2026-03-29",
    "true",
    "日本",
    "😀",
    "\u00a0nbsp\u00a0",
    "tab\t",
    "line\nbreak",
    "NULL",
    "Z",
]
INTS = [0, 1, 1, 2, 2, 3, 4, 5, 6, 7, 9, 10, -1, -7, 2**53 + 1, -(2**53) - 1, 2**63 - 1, -(2**63), 2**31]
SMALL = [0, 1, 1, 2, 2, 3, 4, 5, 6, 7, 9, 10, -1, -7]
DECIMALS = [
    "0",
    "0.00",
    "1",
    "1.0",
    "1.00",
    "1.10",
    "1.1",
    "-1.50",
    "2.5",
    "3.14",
    "0.1",
    "0.2",
    "0.30",
    "100.00",
    "99.99",
    "-0.01",
    "7",
    "12345678901234567890123456789012.345",
    "0.000000000001",
]
FLOATS = [0.0, -0.0, 1.0, 1.5, 0.1, 0.2, 0.30000000000000004, -1.5, 2.0, 1e16, -1e16, 1e300, 5e-324, 3.0, 100.0, 7.0]
JSONS = [
    {"$oid": "65f0c0ffee00000000000000"},
    {"$numberDecimal": "1.10"},
    {"$date": "2026-03-29T00:00:00Z"},
    {"$document": {"a": "x"}},
    {"a": [1, Decimal("1.10"), None, "x", {"$numberLong": "7"}], "É": {"b": {}}},
    [],
    [{"$uuid": "x"}, "É"],
    "A1",
    "",
    "12",
    5,
    -(2**63),
    Decimal("1.10"),
    Decimal("12345678901234567890123456789012.345"),
    Decimal("98765432109876543210987654321098765"),
    True,
]
MOODS = ["b", "A1", "É1", "a1", "ab ", "ß"]  # an enum's own order is not that of its texts
SPECIALS = [float("nan"), float("inf"), float("-inf")]
OIDS = [Oid(f"65f0c0ffee0000000000{i:04x}") for i in range(6)]
UUIDS = [uuid.UUID(int=i * 0x1111_2222_3333) for i in range(1, 6)]
BYTES = [b"", b"\x00", b"\x00\xff", b"abc", b"\xff"]
TIMES = [dt.time(0), dt.time(9, 30), dt.time(23, 59, 59, 999999), dt.time(12, 0, 0, 1)]


# Local times that are skipped, or come twice, in Paris and in New York.
CLOCK_CHANGES = [
    dt.datetime(2026, 3, 29, 2, 30),
    dt.datetime(2026, 10, 25, 2, 30),
    dt.datetime(2026, 3, 8, 2, 30),
    dt.datetime(2026, 11, 1, 1, 30),
]


class Int32(int):
    """An int that MongoDB keeps in four bytes."""


def around(zone):
    """Instants near midnights and clock changes of a zone."""
    out = []
    for text in [
        "2026-03-28",
        "2026-03-29",
        "2026-03-30",
        "2026-10-25",
        "2026-11-01",
        "2026-03-08",
        "2025-12-31",
        "2026-01-01",
        "2026-06-30",
    ]:
        midnight = dt.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
        out += [midnight + dt.timedelta(microseconds=m) for m in (-1000, 0, 1000, 3_600_000_000, 9_000_000_000)]
    return out


def days():
    return [
        dt.date.fromisoformat(text)
        for text in [
            "2026-03-28",
            "2026-03-29",
            "2026-03-30",
            "2026-03-31",
            "2026-02-28",
            "2025-12-31",
            "2026-01-01",
            "2024-02-29",
            "2026-06-30",
            "2026-10-25",
            "1999-12-31",
        ]
    ]


def pool_of(kind, zone, rng):
    """Values of a kind: a few, so that rows meet."""
    if kind == "TIMESTAMP":
        pool = around(zone)
    elif kind == "DATETIME":
        pool = [value.replace(tzinfo=None) + dt.timedelta(microseconds=1) for value in around("UTC")] + CLOCK_CHANGES
    else:
        pool = {
            "STRING": TEXTS,
            "INT64": rng.choice([INTS, SMALL, SMALL]),
            "NUMERIC": [Decimal(text) for text in DECIMALS + rng.choice([[], [], ["NaN", "Infinity", "-Infinity"]])],
            "FLOAT64": FLOATS + rng.choice([[], SPECIALS]),
            "BOOL": [True, False],
            "DATE": days(),
            "TIME": TIMES,
            "UUID": UUIDS,
            "BYTES": BYTES,
            "OBJECTID": OIDS,
        }[kind]
    return rng.sample(pool, min(len(pool), rng.randint(3, 12)))
