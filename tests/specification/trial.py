"""A clinical trial: visits in PostgreSQL against a registry in MongoDB; tables without rows and without keys, arrays, an empty registry."""
import datetime as dt
import uuid

from bson import Int64
from bson.binary import Binary, UuidRepresentation

NOW = "2026-11-25T09:00:00Z"  # a Wednesday
ZONE = "America/New_York"

POSTGRES = {"postgres": """
CREATE SCHEMA trial; CREATE SCHEMA archive;
CREATE TABLE trial.subjects (subject uuid PRIMARY KEY, arm text, site smallint, doses integer[], codes text[], consent date, info jsonb);
INSERT INTO trial.subjects VALUES
 ('11111111-1111-1111-1111-111111111111', 'A', 1, '{1,2,3}', '{a,b}', '2026-11-23', '{"bmi": 22.5, "tags": ["x"], "smoker": false}'),
 ('22222222-2222-2222-2222-222222222222', 'A', 2, '{}', NULL, '2026-11-22', '{"bmi": null, "smoker": true}'),
 ('33333333-3333-3333-3333-333333333333', 'B', 1, '{5,NULL}', '{c}', '2026-11-25', '{"bmi": 30}'),
 ('44444444-4444-4444-4444-444444444444', NULL, NULL, NULL, '{}', NULL, NULL);
CREATE TABLE trial.visits (subject uuid, visit_no integer, at timestamptz, weight real, ok boolean, note text);
INSERT INTO trial.visits VALUES
 ('11111111-1111-1111-1111-111111111111', 1, '2026-11-23T05:00:00Z', 70.1, true, 'fine'), ('11111111-1111-1111-1111-111111111111', 2, '2026-11-23T04:59:59Z', 70.2, true, NULL),
 ('11111111-1111-1111-1111-111111111111', 4, '2026-11-26T04:59:59Z', NULL, false, 'late'), ('22222222-2222-2222-2222-222222222222', 1, '2026-11-01T05:30:00Z', 80, NULL, ''),
 ('22222222-2222-2222-2222-222222222222', 1, '2026-11-01T06:30:00Z', 80, true, 'again'), ('33333333-3333-3333-3333-333333333333', 3, NULL, 60.5, true, 'x'),
 (NULL, 1, '2026-11-24T12:00:00Z', 1, true, 'who'), ('99999999-9999-9999-9999-999999999999', 1, '2025-11-25T12:00:00Z', 99, true, 'gone');
CREATE TABLE trial.empty (subject uuid, n bigint, x numeric, at timestamptz, d date, b boolean, arr text[]);
CREATE TABLE trial.samples (id integer PRIMARY KEY, doc jsonb, list jsonb);
INSERT INTO trial.samples VALUES
 (1, '{"dose": 12345678901234567890123456789012345, "price": 1.10, "lab": {"city": "Łódź"}, "tests": [{"name": "crp", "value": 5}, {"name": "hb", "value": 1.50}], "code": "7", "grid": [[1, 2], [3]], "$oid": "x", "a.b": true}', '["a", "b"]'),
 (2, '{"dose": 0.5, "price": null, "lab": null, "tests": [], "code": 7}', '[]'),
 (3, '{"lab": {}, "tests": [{"name": "crp"}]}', NULL),
 (4, NULL, '["b"]');
CREATE TABLE archive.visits (subject uuid, visit_no integer);
INSERT INTO archive.visits VALUES ('11111111-1111-1111-1111-111111111111', 1), ('11111111-1111-1111-1111-111111111111', 2);
"""}


def person(digit):
    return Binary.from_uuid(uuid.UUID(f"{digit * 8}-{digit * 4}-{digit * 4}-{digit * 4}-{digit * 12}"), UuidRepresentation.STANDARD)


def at(text):
    return dt.datetime.fromisoformat(text + "+00:00")


MONGODB = {"mongodb": {
    "registry": [
        {"_id": person("1"), "arm": "A", "visits": [{"n": 1, "w": 70.1}, {"n": 2, "w": 70.3}, {"n": 4}], "site": Int64(1), "flags": [True, False]},
        {"_id": person("2"), "arm": "B", "visits": [{"n": 1, "w": 80.0}], "site": Int64(2), "flags": [True]},
        {"_id": person("3"), "arm": None, "visits": [], "site": None, "flags": []},
        {"_id": person("5"), "visits": [{"n": 1, "w": 5.5}], "site": Int64(9)},
    ],
    "nothing": [],
}}
