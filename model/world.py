"""One schema made real: rows by seed, loaded into PostgreSQL and MongoDB, with a recoupe project folder beside them."""
import datetime as dt
import json
import uuid
from decimal import Decimal

import psycopg
from bson import Binary, Decimal128, Int64, ObjectId
from psycopg import sql
from pymongo import MongoClient
from values import NOW, Values

ROWS_MAX = 260  # of one table: enough for conditions to meet, quick to load
TYPES = {"INT64": "bigint", "NUMERIC": "numeric(16,2)", "FLOAT64": "double precision", "STRING": "text", "BOOL": "boolean",
         "DATE": "date", "TIMESTAMP": "timestamptz", "UUID": "uuid", "OBJECTID": "text", "ARRAY<STRING>": "text[]",
         "ARRAY<INT64>": "bigint[]"}
MISSING = object()


class World:
    """Rows of every table of a schema: rows[(source, table)] is a list of {path: value}."""

    def __init__(self, schema, seed=1):
        self.schema = schema
        self.values = Values(schema["name"], seed)
        self.tables = {}
        for source, group, inner in (("postgres", "tables", "columns"), ("mongodb", "collections", "fields")):
            for table, body in schema.get(source, {}).get(group, {}).items():
                self.tables[(source, table)] = (body.get("rows", body.get("count", 100)), body[inner], body.get("comment"))
        self.rows = {}
        for table in self.order():
            self.make(table)

    def order(self):
        """Tables, those referred to first; a circle is cut where it is met."""
        done, order = set(), []

        def visit(table):
            if table in done:
                return
            done.add(table)
            for column in self.tables[table][1].values():
                if "ref" in column:
                    target = tuple(column["ref"].split(".")[:2])
                    if target in self.tables:
                        visit(target)
            order.append(table)

        for table in self.tables:
            visit(table)
        return order

    def make(self, table):
        """Row by row, so that a table may refer to itself."""
        count, columns, _ = self.tables[table]
        made = self.rows[table] = []
        size = self.values.random.randint(ROWS_MAX // 2, ROWS_MAX)
        start = self.values.random.choice((1, 1, 1, 1000, 20_000))
        for index in range(min(count, size)):
            made.append(self.row(columns, index, start))

    def row(self, columns, index, start):
        row = {}
        for path, column in columns.items():
            if "[]" not in path:
                row[path] = self.cell(path, column, index, start)
        for path, column in columns.items():
            if column["type"] == "ARRAY<DOCUMENT>" and row.get(path) is not MISSING:
                inner = {name[len(path) + 3:]: spec for name, spec in columns.items() if name.startswith(path + "[].")}
                row[path] = [{name: self.cell(name, spec, index, start) for name, spec in inner.items()}
                             for _ in range(self.values.random.choice((0, 1, 2, 2, 3)))]
        return row

    def cell(self, path, column, index, start):
        chance = self.values.random.random()
        if chance < column.get("missing", 0):
            return MISSING
        if chance < column.get("missing", 0) + column.get("null", 0):
            return None
        if "ref" in column:
            source, table, target = column["ref"].split(".", 2)
            rows = self.rows.get((source, table), [])
            return self.values.reference([row.get(target) for row in rows if row.get(target) is not MISSING], column)
        if column.get("key"):
            return self.values.key(path, column["type"], index, start)
        return self.values.plain(path, column)

    # --- PostgreSQL ---------------------------------------------------------------------------------------------------

    def load_postgres(self, uri):
        with psycopg.connect(uri, autocommit=True) as connection:
            for (source, table), (_, columns, comment) in self.tables.items():
                if source == "postgres":
                    self.create(connection, table, columns, comment)
            for (source, table), rows in self.rows.items():
                if source == "postgres":
                    self.insert(connection, table, rows)
            for (source, table), (_, columns, _) in self.tables.items():
                if source == "postgres":
                    self.add_foreign_keys(connection, table, columns)
            connection.execute("ANALYZE")

    def create(self, connection, table, columns, comment):
        parts = []
        primary = next((name for name, column in columns.items() if column.get("key") and not column.get("null")), None)
        for name, column in columns.items():
            rule = sql.SQL(" PRIMARY KEY" if name == primary else " UNIQUE" if column.get("key") else "")
            parts.append(sql.Identifier(name) + sql.SQL(" " + TYPES[column["type"]]) + rule)
        connection.execute(sql.SQL("CREATE TABLE {} ({})").format(sql.Identifier(table), sql.SQL(", ").join(parts)))
        if comment:
            connection.execute(sql.SQL("COMMENT ON TABLE {} IS {}").format(sql.Identifier(table), sql.Literal(comment)))
        for name, column in columns.items():
            if column.get("comment"):
                connection.execute(sql.SQL("COMMENT ON COLUMN {}.{} IS {}").format(
                    sql.Identifier(table), sql.Identifier(name), sql.Literal(column["comment"])))

    def insert(self, connection, table, rows):
        if not rows:
            return
        names = list(rows[0])
        copy = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, names)))
        with connection.cursor().copy(copy) as writer:
            for row in rows:
                writer.write_row([None if row[name] is MISSING else row[name] for name in names])

    def add_foreign_keys(self, connection, table, columns):
        """Declares those references that a database would hold: same types, no orphans, a key on the other side."""
        for name, column in columns.items():
            if "ref" not in column or column.get("orphans") or column.get("case"):
                continue
            source, other, target = column["ref"].split(".", 2)
            key = self.tables.get((source, other), (0, {}, None))[1].get(target, {})
            if source == "postgres" and key.get("key") and key["type"] == column["type"]:
                connection.execute(sql.SQL("ALTER TABLE {} ADD FOREIGN KEY ({}) REFERENCES {} ({})").format(
                    sql.Identifier(table), sql.Identifier(name), sql.Identifier(other), sql.Identifier(target)))

    # --- MongoDB ------------------------------------------------------------------------------------------------------

    def load_mongodb(self, uri, database):
        with MongoClient(uri) as client:
            client.drop_database(database)
            for (source, table), rows in self.rows.items():
                if source == "mongodb" and rows:
                    columns = self.tables[(source, table)][1]
                    client[database][table].insert_many([document(row, columns) for row in rows])


def document(row, columns, prefix=""):
    """A row as MongoDB keeps it: nested paths, exact numbers, nothing at all where a field is missing."""
    out = {}
    for path, value in row.items():
        if value is MISSING:
            continue
        at = out
        *parents, last = path.split(".")
        for parent in parents:
            at = at.setdefault(parent, {})
        at[last] = stored(value, columns.get(prefix + path, {}).get("type"), columns, prefix + path + "[].")
    return out


def stored(value, kind, columns, prefix):
    if isinstance(value, list):
        return [document(item, columns, prefix) if isinstance(item, dict) else stored(item, None, columns, "") for item in value]
    if kind == "OBJECTID" and isinstance(value, str):
        return ObjectId(value)
    if isinstance(value, uuid.UUID):
        return Binary.from_uuid(value)
    if isinstance(value, Decimal):
        return Decimal128(value)
    if isinstance(value, bool) or value is None or isinstance(value, (str, float, dt.datetime)):
        return value
    if isinstance(value, dt.date):
        return dt.datetime(value.year, value.month, value.day, tzinfo=dt.UTC)
    return Int64(value)


def make_project(folder, postgres_uri, mongodb_uri):
    """Writes .mcp.json and .env of a project that reads this world."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ".env").write_text(f"POSTGRES_URI={postgres_uri}\nMONGODB_URI={mongodb_uri}\n")
    servers = {name: {"command": "recoupe", "args": ["mcp", name], "env": {variable: "${" + variable + "}"}}
               for name, variable in (("mongodb", "MONGODB_URI"), ("postgres", "POSTGRES_URI"))}
    (folder / ".mcp.json").write_text(json.dumps({"mcpServers": servers}))
    return folder


__all__ = ["NOW", "World", "make_project"]
