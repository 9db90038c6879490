"""A hospital: stays and wards in PostgreSQL (two schemas, an enum, a domain, a view, a materialised view), patients and observations in
MongoDB (nested three deep, arrays of documents, arrays of arrays)."""
import datetime as dt

from bson import Decimal128, Int64, ObjectId

NOW = "2026-03-18T10:00:00Z"  # a Wednesday
ZONE = "Europe/Paris"

POSTGRES = {"postgres": """
CREATE SCHEMA care;
CREATE SCHEMA admin;
CREATE TYPE care.triage AS ENUM ('low', 'medium', 'high');
CREATE DOMAIN care.ward_code AS varchar(8) CHECK (VALUE ~ '^[A-Z0-9-]+$');
CREATE TABLE care.wards (code care.ward_code PRIMARY KEY, name text NOT NULL, beds integer, floor smallint, opens time, closes time);
INSERT INTO care.wards VALUES ('CARD', 'Cardiologie', 20, 2, '06:00', '22:00:00.5'), ('NEURO', 'Neurologie', 12, 3, '00:00', '24:00'),
  ('PED', 'Pédiatrie', NULL, 1, NULL, NULL), ('MAT-1', 'Maternité', 0, 1, '08:30', '20:00');
CREATE TABLE care.stays (
  id bigint PRIMARY KEY, nhs char(10), ward care.ward_code REFERENCES care.wards, level care.triage, admitted_at timestamptz NOT NULL,
  left_at timestamptz, bed text, weight numeric, temp double precision, planned timestamp, cost numeric(12,2));
INSERT INTO care.stays VALUES
 (1, 'P001',       'CARD',  'high',   '2026-03-16T00:30:00+01', '2026-03-17T10:00:00+01', 'C1', 71.50,   38.5, '2026-03-16 00:00', 1200.00),
 (2, 'P002',       'CARD',  'low',    '2026-03-15T23:59:59+01', NULL,                     'C2', 71.5,    37,   '2026-03-15 12:00', 99.90),
 (3, 'P003',       'NEURO', 'medium', '2026-03-18T09:00:00+01', NULL,                     'N1', 0.1,     NULL, NULL,               0),
 (4, 'P001',       'PED',   NULL,     '2026-02-01T12:00:00+01', '2026-02-03T11:59:59+01', NULL, NULL,    36.6, '2026-02-01 12:00', NULL),
 (5, NULL,         NULL,    'high',   '2025-12-31T23:30:00Z',   '2026-01-01T00:00:00Z',   '',   100,     'NaN', '2025-12-31 23:30', 10.10),
 (6, 'P999',       'CARD',  'low',    '2026-03-29T01:30:00Z',   '2026-03-29T03:30:00Z',   'C1', 1e3,     41,   '2026-03-29 03:30', 10.1);
CREATE TABLE admin.staff (no integer PRIMARY KEY, name text, ward text, manager integer REFERENCES admin.staff, since date);
INSERT INTO admin.staff VALUES (1, 'Dr House', 'CARD', NULL, '2010-05-01'), (2, 'Nurse Joy', 'PED', 1, '2024-02-29'),
  (3, 'Dr Zoé', 'NEURO', 1, '2026-03-01'), (4, 'M. Blanc', NULL, 3, '2025-12-31'), (5, 'Nurse joy', 'GER', 9, NULL) ;
""".replace("integer REFERENCES admin.staff", "integer") + """
CREATE VIEW care.open_stays AS SELECT id, ward, admitted_at FROM care.stays WHERE left_at IS NULL;
CREATE MATERIALIZED VIEW admin.ward_costs AS SELECT ward::text AS ward, count(*) AS stays, sum(cost) AS cost FROM care.stays GROUP BY ward;
CREATE TABLE admin.wards (code text, budget numeric(14,2));
INSERT INTO admin.wards VALUES ('CARD', 1300.00), ('NEURO', 0.00), ('PED', 10.00), ('GER', 5.00);
"""}


def at(text):
    return dt.datetime.fromisoformat(text + "+00:00")


MONGODB = {"mongodb": {
    "patients": [
        {"_id": "P001", "name": {"first": "Ada", "last": "Roux"}, "born": at("1950-05-05T00:00:00"),
         "contact": {"address": {"city": "Lyon", "zip": "69001"}, "phones": ["06", "07"]},
         "stays": [{"stay": Int64(1), "drugs": [{"code": "A1", "mg": 5}, {"code": "B2", "mg": 10}]}, {"stay": Int64(4), "drugs": []}],
         "vitals": [[120, 80], [130, 85]], "allergies": ["latex"], "score": 1},
        {"_id": "P002", "name": {"first": "Bob", "last": None}, "born": at("1969-12-31T23:59:59.999"),
         "contact": {"address": {"city": None}, "phones": []}, "stays": [{"stay": Int64(2)}], "vitals": [], "allergies": [], "score": 2.5},
        {"_id": "P003", "name": {"first": "Élise", "last": "Noël"}, "born": None, "contact": None, "stays": None, "vitals": None,
         "allergies": None, "score": "3"},
        {"_id": "P004", "name": {"first": "Dan"}, "stays": [], "vitals": [[110]], "allergies": ["latex", "nuts"], "score": None},
    ],
    "observations": [
        {"_id": ObjectId("65f000000000000000000001"), "patient": "P001", "stay": Int64(1), "pulse": 80, "at": at("2026-03-16T08:00:00"),
         "fee": Decimal128("1.10")},
        {"_id": ObjectId("65f000000000000000000002"), "patient": "P001", "stay": Int64(1), "pulse": 90, "at": at("2026-03-16T09:00:00"),
         "fee": Decimal128("1198.90")},
        {"_id": ObjectId("65f000000000000000000003"), "patient": "P002", "stay": Int64(2), "pulse": None, "at": at("2026-03-15T23:00:00"),
         "fee": Decimal128("99.9")},
        {"_id": ObjectId("65f000000000000000000004"), "patient": "P777", "stay": Int64(77), "pulse": 60, "at": at("2025-12-31T23:00:00"),
         "fee": Decimal128("0E+3")},
        {"_id": ObjectId("65f000000000000000000005"), "stay": None, "pulse": 61, "at": at("2026-03-18T22:59:59.999"),
         "fee": None},
    ],
}}
