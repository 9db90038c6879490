"""A random company of tables and collections, in real databases and in memory: what is awkward is common in it."""

import datetime as dt
import json
import os
import random
import uuid
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlsplit, urlunsplit

import psycopg
from bson import Binary, Decimal128, Int64, ObjectId
from psycopg import sql
from pymongo import MongoClient

from .pools import BYTES, DECIMALS, Int32, JSONS, MOODS, OIDS, SMALL, ZONES, pool_of
from .values import UTC, Oid


@dataclass
class TableData:
    server: str
    schema: str
    name: str
    fields: list  # (path, kind, missable, crosses)
    rows: list  # dicts
    ddl: dict  # PostgreSQL: column → type


WHOLE_AS = {"FLOAT64": float, "NUMERIC": Decimal, "INT64": int}  # what a whole number is in a column of the type


class World:
    """Tables with their rows. `fields` of collections come from the catalog: it is what the language starts from."""

    def __init__(self, seed):
        self.seed = seed
        self.database = f"recoupe_random_{seed}_{os.getpid()}"
        rng = random.Random(f"world-{seed}")
        self.zone = ZONES[seed % len(ZONES)]
        self.pools = {}
        self.rng = rng
        self.tables = [self.table(name) for name in rng.sample(["orders", "clients", "parts", "Odd Name"], 3)]
        self.tables += [self.collection(name) for name in rng.sample(["users", "events", "app.logs"], 2)]
        del self.rng

    def pool(self, kind):
        if kind not in self.pools or self.rng.random() < 0.15:
            self.pools[kind] = pool_of(kind, self.zone, self.rng)
        return self.pools[kind]

    # --- PostgreSQL ---------------------------------------------------------------------------------------------------

    COLUMNS = {
        "code": ("text", "STRING"),
        "name": ("varchar(40)", "STRING"),
        "ch": ("char(6)", "CHAR"),
        "ci": ("citext", "STRING"),
        "n": ("bigint", "INT64"),
        "k": ("integer", "SMALL"),
        "amt": ("numeric", "NUMERIC"),
        "price": ("numeric(10,2)", "MONEY"),
        "f": ("double precision", "FLOAT64"),
        "r": ("real", "REAL"),
        "flag": ("boolean", "BOOL"),
        "d": ("date", "DATE"),
        "at": ("timestamptz", "TIMESTAMP"),
        "ldt": ("timestamp", "DATETIME"),
        "tm": ("time", "TIME"),
        "u": ("uuid", "UUID"),
        "by": ("bytea", "BYTES"),
        "oid_text": ("text", "OID"),
        "tags": ("text[]", "ARRAY<STRING>"),
        "nums": ("bigint[]", "ARRAY<INT64>"),
        "fs": ("double precision[]", "ARRAY<FLOAT64>"),
        "amts": ("numeric[]", "ARRAY<NUMERIC>"),
        "ats": ("timestamptz[]", "ARRAY<TIMESTAMP>"),
        "i2": ("smallint", "SMALL"),
        "stamp": ("timestamptz(3)", "TIMESTAMP"),
        "order": ("text", "STRING"),
        "Mixed Case": ("integer", "SMALL"),
        "finding_of": ("text", "STRING"),
        "jb": ("jsonb", "JSON"),
        "js": ("jsonb", "JSON"),
        "mood": ("mood", "ENUM"),
        "dom": ("code_domain", "STRING"),
        "dom_ci": ("folded_domain", "STRING"),
        "dom_n": ("number_domain", "SMALL"),
        "big": ("numeric(38,0)", "BIG"),
        "us": ("uuid[]", "ARRAY<UUID>"),
        "ds": ("date[]", "ARRAY<DATE>"),
        "bits": ("boolean[]", "ARRAY<BOOL>"),
        "ldts": ("timestamp[]", "ARRAY<DATETIME>"),
        "tms": ("time[]", "ARRAY<TIME>"),
        "chs": ("char(4)[]", "ARRAY<CHAR>"),
        "moods": ("mood[]", "ARRAY<ENUM>"),
        "bys": ("bytea[]", "ARRAY<BYTES>"),
    }
    KINDS = {
        "CHAR": "STRING",
        "SMALL": "INT64",
        "MONEY": "NUMERIC",
        "BIG": "NUMERIC",
        "REAL": "FLOAT64",
        "OID": "STRING",
        "ENUM": "STRING",
        "JSON": "MIXED",
        "ARRAY<CHAR>": "ARRAY<STRING>",
        "ARRAY<ENUM>": "ARRAY<STRING>",
    }

    def table(self, name):
        rng = self.rng
        chosen = ["id", *rng.sample(sorted(self.COLUMNS), rng.randint(6, 11))]
        makers, fields, ddl = {}, [], {}
        for column in chosen:
            native, kind = ("bigint", "ID") if column == "id" else self.COLUMNS[column]
            ddl[column] = native
            makers[column] = self.maker(kind)
            fields.append(((column,), {"ID": "INT64"}.get(kind, self.KINDS.get(kind, kind)), False, False))
        rows = []
        for _ in range(rng.choice([0, 6, 10, 14, 18])):
            rows.append({column: None if rng.random() < 0.15 else make() for column, make in makers.items()})
        rows += [dict(row) for row in rng.sample(rows, min(len(rows), 2))]
        return TableData("postgres", "public", name, fields, rows, ddl)

    def maker(self, kind):
        rng = self.rng
        if kind == "ID":
            return lambda: rng.randint(1, 14)
        if kind.startswith("ARRAY"):
            make = self.maker(kind[6:-1])
            return lambda: [None if rng.random() < 0.1 else make() for _ in range(rng.choice([0, 1, 2, 3]))]
        if kind == "JSON":
            return lambda: rng.choice(JSONS)
        if kind == "ENUM":
            return lambda: rng.choice(MOODS)
        if kind == "BIG":
            return lambda: Decimal(rng.choice(["0", "1", "7", "-10", "12345678901234567890123456789012345"]))
        if kind == "SMALL":
            return lambda: rng.choice(SMALL)
        if kind == "MONEY":
            pool = [Decimal(text).quantize(Decimal("0.01")) for text in DECIMALS[:17]]
            return lambda: rng.choice(pool)
        if kind == "REAL":
            return lambda: rng.choice([0.0, -0.0, 1.5, 2.0, -1.5, 0.5, 3.0, 100.0])
        if kind == "OID":
            return lambda: rng.choice([*map(str, OIDS), OIDS[0].upper(), "x"])
        pool = self.pool("STRING" if kind == "CHAR" else kind)
        if kind == "CHAR":
            return lambda: rng.choice(pool)[:4].rstrip(" ")
        return lambda: rng.choice(pool)

    # --- MongoDB ------------------------------------------------------------------------------------------------------

    def collection(self, name):
        rng = self.rng
        chosen = rng.sample(
            ["code", "name", "n", "small", "amt", "f", "flag", "at", "ref", "u", "by", "mixnum", "mixdec"], rng.randint(5, 9)
        )
        kinds = {
            "code": "STRING",
            "name": "STRING",
            "n": "INT64",
            "small": "SMALL",
            "amt": "NUMERIC",
            "f": "FLOAT64",
            "flag": "BOOL",
            "at": "TIMESTAMP",
            "ref": "OBJECTID",
            "u": "UUID",
            "by": "BYTES",
            "mixnum": "SMALL",
            "mixdec": "SMALL",
        }
        makers = {column: self.maker(kinds[column]) for column in chosen}
        instants = self.pool("TIMESTAMP")

        def at():
            value = rng.choice(instants)
            return value.replace(microsecond=value.microsecond // 1000 * 1000)

        if "at" in makers:
            makers["at"] = at
        decimals = [Decimal(text) for text in [*DECIMALS[:17], "-0.00", *rng.choice([[], ["NaN", "-Infinity"]])]]
        if "amt" in makers:
            makers["amt"] = lambda: rng.choice(decimals)
        for mixed, others in (("mixnum", [1.5, -0.0, 2.0, float("inf")]), ("mixdec", [*decimals, 2**63 - 1])):
            if mixed in makers:
                makers[mixed] = lambda others=others: (
                    rng.choice(others) if rng.random() < 0.5 else rng.choice([Int32, int])(rng.choice(SMALL))
                )
        texts, smalls = self.pool("STRING"), SMALL
        extras = {
            "tags": lambda: [
                rng.choice(texts) if rng.random() < 0.9 else None for _ in range(rng.choice([0, 1, 2, 3]))
            ],
            "nums": lambda: [rng.choice(smalls) for _ in range(rng.choice([0, 1, 2]))],
            "addr": lambda: self.some({"city": lambda: rng.choice(texts), "zip": lambda: rng.choice(smalls)}),
            "oids": lambda: [rng.choice(OIDS) for _ in range(rng.choice([0, 1, 2]))],
            "whens": lambda: [at() for _ in range(rng.choice([0, 1, 2]))],
            "geo": lambda: self.some(
                {"pos": lambda: self.some({"lat": lambda: rng.choice([1.5, -0.0, 2.0]), "ok": lambda: rng.random() < 0.5})}
            ),
            "grid": lambda: [[rng.choice(smalls) for _ in range(rng.choice([0, 1, 2]))] for _ in range(rng.choice([0, 1, 2]))],
            "lines": lambda: [
                self.some({"sku": lambda: rng.choice(texts), "qty": lambda: rng.choice(smalls)})
                for _ in range(rng.choice([0, 1, 2]))
            ],
            "mx": lambda: rng.choice(
                [
                    rng.choice(texts),
                    Int32(5),
                    2**53 + 1,
                    1.5,
                    True,
                    Decimal("1.50"),
                    "5",
                    dt.datetime(2026, 3, 29, 1, tzinfo=UTC),
                ]
            ),
        }
        for column in rng.sample(sorted(extras), rng.randint(2, 5)):
            makers[column] = extras[column]
        ids = self.maker(rng.choice(["OBJECTID", "ID", "STRING"]))
        rows, seen = [], set()
        for index in range(rng.choice([8, 12, 16])):
            row = {"_id": ids()}
            if row["_id"] in seen:
                row["_id"] = (
                    Oid(f"{index:024x}")
                    if isinstance(row["_id"], Oid)
                    else 100 + index
                    if isinstance(row["_id"], int)
                    else f"#{index}"
                )
            seen.add(row["_id"])
            for column, make in makers.items():
                fate = rng.random()
                if index == 0 or fate > 0.25:  # the first has all, so that each field has its type
                    row[column] = make()
                elif fate > 0.12:
                    row[column] = None
            if index == 0:
                for column, full in (
                    ("tags", ["A1"]),
                    ("nums", [1]),
                    ("addr", {"city": "B", "zip": 1}),
                    ("lines", [{"sku": "A1", "qty": 2}]),
                    ("oids", [OIDS[0]]),
                    ("whens", [dt.datetime(2026, 3, 29, 1, tzinfo=UTC)]),
                    ("geo", {"pos": {"lat": 1.5, "ok": True}}),
                    ("grid", [[1]]),
                ):
                    if column in makers:
                        row[column] = full
            rows.append(row)
        return TableData("mongodb", "", name, [], rows, {})

    def some(self, makers):
        """A document in which a member may be missing or null."""
        out = {}
        for name, make in makers.items():
            fate = self.rng.random()
            if fate > 0.2:
                out[name] = make()
            elif fate > 0.1:
                out[name] = None
        return out

    # --- what the interpreter asks ------------------------------------------------------------------------------------

    def find_table(self, parts):
        found = [
            t
            for t in self.tables
            if t.server == parts[0] and t.name == parts[-1] and (len(parts) == 2 or t.schema == parts[1])
        ]
        if len(found) != 1:
            from .periods import Refused

            raise Refused(f"no table {parts}")
        return found[0]

    @staticmethod
    def type_word(value):
        for kind, word in (
            (bool, "bool"),
            (Int32, "int"),
            (int, "long"),
            (float, "double"),
            (Decimal, "decimal"),
            (Oid, "objectId"),
            (str, "string"),
            (dt.datetime, "date"),
            (list, "array"),
            (dict, "object"),
            (uuid.UUID, "binData"),
            (bytes, "binData"),
        ):
            if isinstance(value, kind):
                return word
        raise TypeError(type(value))

    # --- loading ------------------------------------------------------------------------------------------------------

    def load(self, postgres_owner, mongodb):
        """Makes the databases anew; gives the URIs that recoupe is to use."""
        database = self.database
        with psycopg.connect(postgres_owner, autocommit=True) as owner:
            owner.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))
            owner.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database)))
        with psycopg.connect(with_database(postgres_owner, database)) as connection:
            connection.execute("CREATE EXTENSION IF NOT EXISTS citext")
            labels = sql.SQL(", ").join(map(sql.Literal, MOODS))
            connection.execute(sql.SQL("CREATE TYPE mood AS ENUM ({})").format(labels))
            connection.execute("CREATE DOMAIN code_domain AS text CHECK (VALUE <> 'never')")
            connection.execute("CREATE DOMAIN folded_domain AS citext")
            connection.execute("CREATE DOMAIN number_domain AS integer CHECK (VALUE > -1000)")
            for table in self.tables:
                if table.server == "postgres":
                    self.load_table(connection, table)
        with MongoClient(mongodb, serverSelectionTimeoutMS=5000) as client:
            client.drop_database(database)
            for table in self.tables:
                if table.server == "mongodb":
                    client[database][table.name].insert_many([bson_of(row) for row in table.rows])
        return {
            "POSTGRES_URI": with_database(postgres_owner, database),
            "MONGODB_URI": with_database(mongodb, database),
        }

    def drop(self, postgres_owner, mongodb):
        database = self.database
        with psycopg.connect(postgres_owner, autocommit=True) as owner:
            owner.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))
        with MongoClient(mongodb, serverSelectionTimeoutMS=5000) as client:
            client.drop_database(database)

    @staticmethod
    def load_table(connection, table):
        columns = sql.SQL(", ").join(
            sql.SQL("{} {}").format(sql.Identifier(name), sql.SQL(kind)) for name, kind in table.ddl.items()
        )
        connection.execute(sql.SQL("CREATE TABLE {} ({})").format(sql.Identifier(table.name), columns))
        places = sql.SQL(", ").join(sql.SQL("%s::{}").format(sql.SQL(kind)) for kind in table.ddl.values())
        statement = sql.SQL("INSERT INTO {} VALUES ({})").format(sql.Identifier(table.name), places)
        for row in table.rows:
            values = (json_text(v) if table.ddl[c] == "jsonb" and v is not None else v for c, v in row.items())
            connection.execute(statement, [str(v) if isinstance(v, Oid) else v for v in values])

    def learn(self, catalog):
        """Takes the fields of collections and inside jsonb from the catalog and checks the tables' columns against what was made."""
        known = {
            (source["server"], table["name"]): table for source in catalog["sources"] for table in source["tables"]
        }
        for table in self.tables:
            fields = [
                (tuple(f["path"]), f["type"], bool(f.get("may_be_missing")), bool(f.get("crosses_array")))
                for f in known[table.server, table.name]["fields"]
            ]
            if table.server == "postgres":
                columns = [f[:2] for f in fields if len(f[0]) == 1]
                seen = [(path, "MIXED" if table.ddl[path[0]] == "jsonb" else kind) for path, kind in columns]
                assert seen == [f[:2] for f in table.fields], (fields, table.fields)
            table.fields = fields
            for path, kind, _, _ in fields:
                if kind in WHOLE_AS and len(path) == 1:
                    for row in table.rows:
                        if isinstance(row.get(path[0]), int):  # among doubles, among decimals, of four bytes and of eight
                            row[path[0]] = WHOLE_AS[kind](row[path[0]])
                        if isinstance(row.get(path[0]), Decimal) and row[path[0]].is_zero():  # NUMERIC has no -0
                            row[path[0]] = row[path[0]].copy_abs()


def with_database(uri, database):
    parts = urlsplit(uri)
    return urlunsplit((parts.scheme, parts.netloc, f"/{database}", parts.query, ""))


def json_text(value):
    """JSON that keeps a decimal's digits."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(name)}: {json_text(item)}" for name, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(json_text, value)) + "]"
    return str(value) if isinstance(value, Decimal) else json.dumps(value)


def bson_of(value):
    if isinstance(value, dict):
        return {name: bson_of(item) for name, item in value.items()}
    if isinstance(value, list):
        return [bson_of(item) for item in value]
    if isinstance(value, Oid):
        return ObjectId(value)
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, Int32):
        return int(value)
    if isinstance(value, int):
        return Int64(value)
    if isinstance(value, Decimal):
        return Decimal128(value)
    if isinstance(value, uuid.UUID):
        return Binary.from_uuid(value)
    return value
