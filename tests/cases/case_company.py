"""The company that the golden cases and docs/language.md speak of: a few rows, each there for a reason."""

import datetime as dt
import os
import uuid
from decimal import Decimal as D

import psycopg
from psycopg import sql
from pymongo import MongoClient
from reference.values import Oid
from reference.world import Int32, TableData, World, bson_of, with_database

NOW = "2026-03-18T10:00:00Z"  # a Wednesday
ZONE = "Europe/Paris"


def at(text):
    return dt.datetime.fromisoformat(text + "+00:00")


def day(text):
    return dt.date.fromisoformat(text)


OID = [Oid(f"65f0c0ffee00000000000{i:03x}") for i in range(8)]
UUID = [uuid.UUID(f"00000000-0000-4000-8000-00000000000{i}") for i in range(4)]

EMPLOYEES = (
    {
        "id": "bigint",
        "email": "text",
        "name": "text",
        "dept": "text",
        "salary": "numeric(10,2)",
        "rate": "numeric",
        "score": "double precision",
        "hired": "date",
        "left_on": "date",
        "active": "boolean",
        "seen": "timestamptz",
        "shift": "time",
        "noted": "timestamp",
        "badge": "uuid",
        "photo": "bytea",
        "user_ref": "text",
        "skills": "text[]",
        "grade": "char(4)",
        "nick": "citext",
    },
    [
        [
            1,
            "ann@x.org",
            "Ann Lee",
            "IT",
            D("3000.00"),
            D("1.0"),
            0.1,
            day("2020-01-31"),
            None,
            True,
            at("2026-03-16T08:00:00"),
            dt.time(9),
            dt.datetime(2026, 3, 16, 9),
            UUID[1],
            b"\x00\xff",
            str(OID[1]),
            ["sql", "go"],
            "A",
            "Ann",
        ],
        [
            2,
            "élodie@x.org",
            "Élodie Martin",
            "HR",
            D("2800.50"),
            D("1.00"),
            0.2,
            day("2021-02-28"),
            day("2026-03-15"),
            True,
            at("2026-03-15T23:00:00"),
            dt.time(23, 59, 59, 999999),
            dt.datetime(2026, 3, 15, 23),
            UUID[2],
            b"",
            str(OID[2]).upper(),
            [],
            "B",
            "elo",
        ],
        [
            3,
            "ÉLODIE@x.org",
            "E\u0301lodie Roux",
            "IT",
            D("2800.50"),
            D("2.50"),
            0.3,
            day("2021-03-01"),
            None,
            False,
            at("2026-03-15T22:59:59.999999"),
            dt.time(12, 30),
            dt.datetime(2026, 3, 15, 22, 59, 59, 999999),
            UUID[2],
            None,
            "x",
            ["sql", None],
            "A",
            "ELO",
        ],
        [
            4,
            None,
            " Zoé ",
            "IT",
            None,
            None,
            None,
            None,
            None,
            None,
            None,
            None,
            None,
            None,
            None,
            None,
            None,
            None,
            None,
        ],
        [
            5,
            "",
            "Max",
            None,
            D("0.00"),
            D("-3"),
            float("nan"),
            day("2024-02-29"),
            None,
            True,
            at("2026-03-29T01:30:00"),
            dt.time(0),
            dt.datetime(2026, 3, 29, 2, 30),
            UUID[3],
            b"abc",
            "",
            ["SQL"],
            "C",
            "max",
        ],
        [
            5,
            "max@x.org",
            "Max",
            "IT",
            D("99999999.99"),
            D("12345678901234567890123456789012345"),
            -0.0,
            day("2026-03-18"),
            day("2026-03-20"),
            True,
            at("2026-10-25T01:30:00"),
            dt.time(1, 2, 3, 4),
            dt.datetime(2026, 10, 25, 2, 30),
            UUID[0],
            b"\x01",
            str(OID[5]),
            ["a", "b", "b"],
            "C",
            "MAX",
        ],
    ],
)

INVOICES = (
    {
        "number": "bigint",
        "series": "text",
        "employee": "bigint",
        "amount": "numeric",
        "vat": "numeric(12,2)",
        "ratio": "double precision",
        "due": "date",
        "paid_at": "timestamptz",
        "status": "text",
    },
    [
        [1, "A", 1, D("10.10"), D("2.02"), 0.1, day("2026-03-10"), at("2026-03-09T12:00:00"), "paid"],
        [2, "A", 1, D("0.20"), D("0.04"), 0.2, day("2026-03-16"), None, "open"],
        [2, "A", 2, D("5"), D("1.00"), 0.3, day("2026-03-22"), None, "open"],
        [5, "A", 2, D("7.5"), D("1.50"), 1e16, day("2026-03-23"), at("2026-03-18T09:59:59"), "paid"],
        [1, "B", None, None, None, None, None, None, None],
        [3, "B", 9, D("-1.00"), D("0.00"), -1e16, day("2025-12-31"), at("2025-12-31T23:30:00"), "late"],
        [9223372036854775807, "C", 3, D("100"), D("20.00"), 1.0, day("2026-04-01"), None, "open"],
    ],
)

TABLES = {
    ("public", "employees"): EMPLOYEES,
    ("public", "invoices"): INVOICES,
    ("public", "Odd Names"): (
        {"first name": "text", "order": "bigint", "finding": "text", "not": "boolean"},
        [["Ann", 1, "lost", True], ["Bob", 2, None, False]],
    ),
    ("public", "nothing"): ({"id": "bigint", "note": "text"}, []),
    ("public", "teams"): ({"team": "text"}, [["blue"]]),
    ("public", "payloads"): (
        {"id": "bigint", "body": "jsonb"},
        [
            [1, {"$oid": "65f0c0ffee00000000000001"}],
            [2, {"price": D("1.10"), "of": {"$numberDecimal": "2.50"}}],
            [3, D("12345678901234567890123456789012.345")],
            [4, "12"],
            [5, None],
        ],
    ),
    ("hr", "teams"): ({"team": "text"}, [["red"]]),
    ("hr", "payroll"): (
        {"employee": "bigint", "paid": "numeric(10,2)"},
        [[1, D("3000.00")], [2, D("2800.51")], [2, D("2800.50")], [7, D("1.00")], [None, D("5.00")]],
    ),
}

COLLECTIONS = {
    "users": [
        {
            "_id": OID[1],
            "email": "Ann@X.org",
            "role": "admin",
            "created_at": at("2026-03-16T08:00:00"),
            "logins": 2**53 + 1,
            "quota": D("1.0"),
            "score": 0.1,
            "active": True,
            "tags": ["vip", "old"],
            "contact": {"city": "Paris", "phone": {"mobile": "06"}},
            "legacy": Int32(12),
            "employee": 1,
            "lines": [{"sku": "s1", "qty": 2}, {"sku": "s2", "qty": 3}],
            "device": UUID[1],
            "key": b"\x00\xff",
            "scores": [1, 5],
        },
        {
            "_id": OID[2],
            "email": "élodie@x.org",
            "role": "admin",
            "created_at": at("2026-03-15T23:00:00"),
            "logins": 0,
            "quota": D("1.00"),
            "score": 0.2,
            "active": False,
            "tags": [],
            "contact": {"city": None},
            "legacy": "12",
            "employee": 2,
            "lines": [],
            "scores": [],
        },
        {
            "_id": OID[3],
            "email": "bob@x.org",
            "role": "user",
            "created_at": at("2026-03-15T22:59:59"),
            "logins": -1,
            "quota": D("2.50"),
            "score": 0.3,
            "active": None,
            "tags": ["vip"],
            "contact": {"phone": {"mobile": None}},
            "legacy": "abc",
            "employee": 9,
            "lines": [{"sku": "s1", "qty": 1}],
        },
        {
            "_id": OID[4],
            "email": None,
            "role": "admin",
            "created_at": at("2026-03-17T00:00:00"),
            "tags": None,
            "contact": None,
            "legacy": None,
            "employee": None,
            "lines": [{"sku": "s3"}, {"qty": None}],
        },
        {
            "_id": OID[5],
            "role": "Admin",
            "created_at": at("2026-03-18T09:00:00"),
            "logins": 2**63 - 1,
            "quota": D("-3"),
            "score": 1e300,
            "legacy": True,
        },
        {
            "_id": OID[6],
            "email": "",
            "role": "",
            "created_at": at("2026-10-25T00:30:00"),
            "logins": 5,
            "quota": D("NaN"),
            "score": float("nan"),
            "tags": ["VIP", None],
            "contact": {"city": "Lyon"},
            "legacy": 1.5,
            "employee": 5,
            "lines": [{"sku": "s2", "qty": 0}],
            "scores": [10],
        },
    ],
    "orders": [
        {"_id": 1, "ref": "o-1", "client": "ann@x.org", "total": D("10.10"), "placed": at("2026-03-10T10:00:00")},
        {"_id": 2, "ref": "o-2", "client": "ann@x.org", "total": D("0.2"), "placed": at("2026-03-16T10:00:00")},
        {"_id": 3, "ref": "o-3", "client": "ghost@x.org", "total": D("7"), "placed": at("2026-03-17T22:59:59.999")},
        {"_id": 5, "ref": "o-5", "client": None, "placed": at("2026-03-18T23:00:00")},
    ],
    "app.logs": [{"_id": "l1", "finding": "seen", "level": "warn"}, {"_id": "l2", "level": "info"}],
}


class Company(World):
    def __init__(self):
        self.seed, self.zone = "cases", ZONE
        self.database = f"recoupe_cases_{os.getpid()}"
        self.tables = [
            TableData("postgres", schema, name, [], [dict(zip(ddl, row)) for row in rows], ddl)
            for (schema, name), (ddl, rows) in TABLES.items()
        ]
        self.tables += [TableData("mongodb", "", name, [], rows, {}) for name, rows in COLLECTIONS.items()]

    def load(self, postgres_owner, mongodb):
        with psycopg.connect(postgres_owner, autocommit=True) as owner:
            owner.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(self.database)))
            owner.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(self.database)))
        with psycopg.connect(with_database(postgres_owner, self.database)) as connection:
            connection.execute("CREATE EXTENSION IF NOT EXISTS citext; CREATE SCHEMA hr")
            for table in self.tables:
                if table.server == "postgres":
                    connection.execute(sql.SQL("SET search_path TO {}, public").format(sql.Identifier(table.schema)))
                    self.load_table(connection, table)
        with MongoClient(mongodb, serverSelectionTimeoutMS=5000) as client:
            client.drop_database(self.database)
            for table in self.tables:
                if table.server == "mongodb":
                    client[self.database][table.name].insert_many([bson_of(row) for row in table.rows])
        return {
            "POSTGRES_URI": with_database(postgres_owner, self.database),
            "MONGODB_URI": with_database(mongodb, self.database),
        }

    def learn(self, catalog):
        known = {
            (source["server"], table["schema"], table["name"]): table
            for source in catalog["sources"]
            for table in source["tables"]
        }
        for table in self.tables:
            fields = known[table.server, table.schema, table.name]["fields"]
            table.fields = [
                (tuple(f["path"]), f["type"], bool(f.get("may_be_missing")), bool(f.get("crosses_array")))
                for f in fields
            ]
