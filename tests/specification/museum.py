"""A museum: works from the year 1 to the year 9999, before 1970, with names in many scripts; loans and a table without a key."""
import datetime as dt

from bson import Decimal128, Int64

NOW = "2026-05-31T21:59:00Z"  # still 31 May in Paris, already 1 June in Kathmandu
ZONE = "Asia/Kathmandu"

POSTGRES = {"postgres": """
CREATE TABLE public."Œuvres" (inv text, "TITRE" text, made date, value numeric(30,10), seen timestamptz, hash bytea, room integer);
INSERT INTO public."Œuvres" VALUES ('I-1', 'Straße', '0001-01-01', 0.0000000001, '1969-12-31T23:59:59.999999Z', '\\x00ff'),
 ('I-2', 'STRASSE', '9999-12-31', 99999999999999999999.9999999999, '9999-12-31T23:59:59.999999Z', '\\x'),
 ('I-3', E'a\\tb\\nc', '1582-10-10', -1, '0001-01-01T00:00:00Z', NULL), ('I-3', E'a\\tb\\nc', '1582-10-10', -1, '0001-01-01T00:00:00Z', NULL),
 ('i-4', 'ǅ', '2026-05-31', 1.5, '2026-05-31T18:14:59Z', '\\xdeadbeef'), (NULL, '', '2026-06-01', 2.50, '2026-05-31T18:15:00Z', '\\x00FF'),
 ('I-6', '100%_', NULL, NULL, NULL, NULL);
UPDATE public."Œuvres" SET room = length("TITRE") WHERE inv <> 'I-6';
CREATE TABLE rooms (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, w integer, h integer, area integer GENERATED ALWAYS AS (w * h) STORED, code varchar);
INSERT INTO rooms (w, h, code) VALUES (2, 3, 'one'), (5, NULL, 'two'), (7, 1, NULL);
"""}


def at(text):
    return dt.datetime.fromisoformat(text + "+00:00")


MONGODB = {"mongodb": {
    "works": [
        {"_id": "I-1", "title": "strasse", "dim": {"cm": {"w": 10, "h": 20.5}}, "made": at("0001-01-01T00:00:00"), "price": Decimal128("1E-10")},
        {"_id": "I-2", "title": "STRASSE", "dim": {"cm": {"w": None}}, "made": at("9999-12-31T23:59:59.999"), "price": Decimal128("1E+2")},
        {"_id": "I-3", "title": "a\tb\nc", "dim": {}, "made": at("1969-12-31T23:59:59.999"), "price": Decimal128("-0")},
        {"_id": "I-4", "title": "Ǆ", "made": at("2026-05-31T18:15:00"), "price": Decimal128("NaN")},
        {"_id": "I-5", "title": "e\u0301t\u00e9", "dim": None, "made": None, "big": Int64(-9223372036854775808)},
        {"_id": "I-6", "title": "  é\u00a0", "big": Int64(9007199254740993), "price": Decimal128("Infinity")},
    ],
    "expositions d'été": [{"_id": 1, "titre": "A", "œuvres": [{"inv": "I-1", "notes": ["x", "y"]}, {"inv": "I-2", "notes": []}, {"inv": None}]},
                          {"_id": 2, "titre": "B", "œuvres": []}, {"_id": 3, "titre": None}],
}}
