"""An energy supplier: meters and readings by the hour over the nights on which clocks change; bills in PostgreSQL, readings in MongoDB."""
import datetime as dt

from bson import Decimal128

NOW = "2026-10-25T10:00:00Z"  # the Sunday on which Paris goes back to winter time
ZONE = "Europe/Paris"

POSTGRES = {"postgres": """
CREATE TABLE meters (id uuid PRIMARY KEY, serial text UNIQUE, kind text, installed timestamptz, factor real);
INSERT INTO meters VALUES ('00000000-0000-0000-0000-00000000000a', 'E-1', 'gas', '2026-03-28T23:00:00Z', 1.5),
 ('00000000-0000-0000-0000-00000000000b', 'E-2', 'power', '2026-03-29T22:00:00Z', 0.1), ('00000000-0000-0000-0000-00000000000c', 'E-3', NULL, NULL, NULL);
CREATE TABLE bills (meter uuid, month date, kwh numeric(12,3), eur numeric(10,2));
INSERT INTO bills VALUES ('00000000-0000-0000-0000-00000000000a', '2026-10-01', 6.000, 1.20), ('00000000-0000-0000-0000-00000000000b', '2026-10-01', 100.5, 20.00),
 ('00000000-0000-0000-0000-00000000000c', '2026-10-01', 1, 0.20), (NULL, '2026-10-01', 2, NULL);
CREATE TABLE hours (at timestamptz, naive timestamp, kwh double precision);
INSERT INTO hours SELECT t, t AT TIME ZONE 'Europe/Paris', 0.1 FROM generate_series('2026-10-24T21:00Z'::timestamptz, '2026-10-26T00:00Z', '1 hour') t;
INSERT INTO hours SELECT t, t AT TIME ZONE 'Europe/Paris', 1e16 FROM generate_series('2026-03-28T22:00Z'::timestamptz, '2026-03-29T23:00Z', '1 hour') t;
"""}


def at(text):
    return dt.datetime.fromisoformat(text + "+00:00")


import uuid  # noqa: E402

from bson.binary import Binary, UuidRepresentation  # noqa: E402


def meter(last):
    return Binary.from_uuid(uuid.UUID(f"00000000-0000-0000-0000-00000000000{last}"), UuidRepresentation.STANDARD)


MONGODB = {"mongodb": {"readings": [
    {"_id": 1, "meter": meter("a"), "at": at("2026-10-24T22:00:00"), "kwh": 1.5, "exact": Decimal128("1.5"), "raw": b"\x00\xff"},
    {"_id": 2, "meter": meter("a"), "at": at("2026-10-25T00:30:00"), "kwh": 2.5, "exact": Decimal128("2.5"), "raw": b""},
    {"_id": 3, "meter": meter("a"), "at": at("2026-10-25T01:30:00"), "kwh": 2.0, "exact": Decimal128("2.00"), "raw": None},
    {"_id": 4, "meter": meter("b"), "at": at("2026-10-25T22:59:59.999"), "kwh": 0.1, "exact": Decimal128("100"), "raw": b"\x01"},
    {"_id": 5, "meter": meter("b"), "at": at("2026-10-25T23:00:00"), "kwh": 0.2, "exact": Decimal128("1E-3")},
    {"_id": 6, "meter": None, "at": at("2026-10-24T21:59:59.999"), "kwh": float("inf"), "exact": None},
    {"_id": 7, "meter": meter("d"), "at": None, "kwh": -0.0, "exact": Decimal128("-0.0")},
]}}
