"""An insurer: claims and payments to be matched, policies whose fields hold several types, money as Decimal128 against numeric(12,2)."""
import datetime as dt

from bson import Decimal128, Int64, ObjectId

NOW = "2026-01-01T00:30:00Z"  # New Year's night
ZONE = "UTC"

POSTGRES = {"postgres": """
CREATE TABLE claims (claim_no text PRIMARY KEY, policy text, amount numeric(12,2), opened date, closed timestamptz, status text);
INSERT INTO claims VALUES ('K-1', 'A', 100.00, '2025-12-31', NULL, 'open'), ('K-2', 'A', 250.50, '2025-12-01', '2025-12-31T23:59:59Z', 'closed'),
 ('K-3', 'B', 0.01, '2025-10-01', '2026-01-01T00:00:00Z', 'closed'), ('K-4', NULL, 33.33, '2026-01-01', NULL, 'open'), ('K-5', 'Z', NULL, NULL, NULL, NULL);
CREATE TABLE rates (code text, from_day date, to_day date, rate numeric(6,4), PRIMARY KEY (code, from_day));
INSERT INTO rates VALUES ('auto', '2025-01-01', '2025-06-30', 0.0500), ('auto', '2025-07-01', '2025-12-31', 0.0550), ('home', '2025-01-01', NULL, 0.1);
"""}


def at(text):
    return dt.datetime.fromisoformat(text + "+00:00")


MONGODB = {"mongodb": {
    "payments": [
        {"_id": ObjectId("65a000000000000000000001"), "claim": "K-1", "paid": Decimal128("100.0"), "on": at("2025-12-31T12:00:00")},
        {"_id": ObjectId("65a000000000000000000002"), "claim": "k-2", "paid": Decimal128("250.49"), "on": at("2025-12-31T23:30:00")},
        {"_id": ObjectId("65a000000000000000000003"), "claim": "K-3", "paid": Decimal128("0.02"), "on": at("2026-01-01T00:00:00")},
        {"_id": ObjectId("65a000000000000000000004"), "claim": "K-3", "paid": Decimal128("0.01"), "on": at("2025-09-30T00:00:00")},
        {"_id": ObjectId("65a000000000000000000005"), "claim": "K-9", "paid": Decimal128("5"), "on": None},
        {"_id": ObjectId("65a000000000000000000006"), "claim": None, "paid": Decimal128("7.77")},
        {"_id": ObjectId("65a000000000000000000007"), "paid": None},
        {"_id": ObjectId("65a000000000000000000008"), "claim": "K-5", "paid": None},
    ],
    "policies": [
        {"_id": 1, "code": "A", "premium": 100, "holder": {"id": {"kind": "person", "no": 7}}, "rate": "0.05"},
        {"_id": Int64(2), "code": "B", "premium": "120,50", "holder": {"id": {"kind": "firm", "no": "77"}}, "rate": Decimal128("0.0500")},
        {"_id": 3.5, "code": "C", "premium": "99", "holder": None, "rate": None},
        {"_id": "4", "code": "D", "premium": True, "holder": {"id": None}},
        {"_id": ObjectId("65a00000000000000000000a"), "code": None, "premium": None, "rate": 0.05},
        {"_id": at("2025-01-01T00:00:00"), "premium": at("2025-06-01T00:00:00"), "code": "E", "rate": "abc"},
    ],
}}
