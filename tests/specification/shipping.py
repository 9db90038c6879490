"""A shipping line: a partitioned table, money as numeric without precision, numbered bills with gaps; containers in MongoDB, some with
lines, and a view."""
import datetime as dt

from bson import Decimal128, Int64

NOW = "2026-12-31T23:30:00Z"  # in Paris 2027 has begun, in New York it has not
ZONE = "Europe/Paris"

POSTGRES = {"postgres": """
CREATE TABLE bills (no bigint, port text, issued date, amount numeric, currency char(3), paid boolean) PARTITION BY RANGE (issued);
CREATE TABLE bills_2025 PARTITION OF bills FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE bills_2026 PARTITION OF bills FOR VALUES FROM ('2026-01-01') TO ('2028-01-01');
INSERT INTO bills VALUES
 (101, 'LEH', '2025-12-30', 10.10, 'EUR', true), (102, 'LEH', '2025-12-31', 20.20, 'EUR', true), (105, 'LEH', '2026-01-01', 30, 'EUR', false),
 (105, 'LEH', '2026-01-01', 30.000, 'EUR', NULL), (107, 'LEH', '2026-12-31', -5.5, 'USD', false),
 (1, 'RTM', '2026-06-30', 123456789012345678901234567890.123456789, 'EUR', true), (3, 'RTM', '2026-07-01', 0.1, 'EUR', false),
 (9223372036854775807, 'SIN', '2027-01-01', NULL, 'SGD', false), (NULL, 'SIN', NULL, 'NaN', NULL, NULL);
""".replace("(NULL, 'SIN', NULL, 'NaN', NULL, NULL)", "(NULL, 'SIN', '2026-02-28', 'NaN', NULL, NULL)") + """
CREATE TABLE ports (code text PRIMARY KEY, name text, lat double precision, opened interval, tags text[], tariff jsonb);
INSERT INTO ports VALUES ('LEH', 'Le Havre', 49.49, '1 day', '{deep,"con,tainer"}', '{"base": 1.10, "steps": [1, 2], "by": {"kg": 5}}'),
 ('RTM', 'Rotterdam', 51.9, NULL, '{}', '{"base": null}'), ('SIN', 'Singapore', NULL, '02:00', NULL, NULL), ('ANT', 'Antwerp', '-0', '1 mon', '{deep,NULL}', '[]');
CREATE MATERIALIZED VIEW paid_bills AS SELECT no, port FROM bills WHERE paid;
CREATE TABLE events (id integer PRIMARY KEY, body jsonb);
INSERT INTO events SELECT i, jsonb_build_object('kind', 'k' || i % 3) FROM generate_series(1, 5000) i;
INSERT INTO events VALUES (5001, '{"kind": "late", "rare": {"deep": 7.50}}'), (5002, '{"rare": {"deep": null}}');
"""}


def at(text):
    return dt.datetime.fromisoformat(text + "+00:00")


MONGODB = {"mongodb": {
    "containers": [
        {"_id": "C1", "bill": Int64(101), "port": "LEH", "lines": [{"sku": "x", "qty": 2, "price": Decimal128("1.05")}, {"sku": "y", "qty": 1, "price": Decimal128("8.00")}],
         "sealed": at("2026-12-31T22:59:59.999")},
        {"_id": "C2", "bill": Int64(102), "port": "LEH", "lines": [{"sku": "x", "qty": 4, "price": Decimal128("5.05")}], "sealed": at("2026-12-31T23:00:00")},
        {"_id": "C3", "bill": Int64(105), "port": "LEH", "lines": [], "sealed": at("2027-01-01T04:59:59.999")},
        {"_id": "C4", "bill": Int64(9223372036854775807), "port": "SIN", "lines": [{"sku": None, "qty": None, "price": None}, {"qty": 3}],
         "sealed": at("2027-01-01T05:00:00")},
        {"_id": "C5", "bill": Int64(106), "port": "leh", "sealed": None},
        {"_id": "C6", "port": "RTM", "lines": None},
    ],
    "empty": [],
    "legs": [
        {"_id": 1, "from": "LEH", "to": "RTM", "days": 2}, {"_id": 2, "from": "RTM", "to": "SIN", "days": 30},
        {"_id": 3, "from": "SIN", "to": "LEH", "days": None}, {"_id": 4, "from": "LEH", "to": "LEH"}],
}}
VIEWS = {"mongodb": {"long_legs": ("legs", [{"$match": {"days": {"$gte": 3}}}])}}
