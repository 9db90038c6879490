"""Fills the demo's two databases (called recoupe_demo) with one seeded company and lists what is wrong in it on purpose."""
import json
from urllib.parse import urlsplit, urlunsplit

import psycopg
from bson import Decimal128, Int64, ObjectId
from psycopg import sql
from pymongo import MongoClient

DATABASE = "recoupe_demo"
READER = "recoupe_reader"
TABLES = """
CREATE TABLE departments (name text PRIMARY KEY, cost_centre text NOT NULL UNIQUE, head text, budget numeric(14,2));
COMMENT ON TABLE departments IS 'Services de l''entreprise';
CREATE TABLE employees (employee_no bigint PRIMARY KEY, work_email text NOT NULL, full_name text NOT NULL,
  department text NOT NULL REFERENCES departments, job_title text, hired_on date NOT NULL, left_on date,
  salary numeric(10,2), manager_no bigint REFERENCES employees);
COMMENT ON TABLE employees IS 'Salariés, présents et partis';
COMMENT ON COLUMN employees.department IS 'département de rattachement';
CREATE TABLE badges (badge_no text PRIMARY KEY, employee_no bigint NOT NULL REFERENCES employees, site text NOT NULL,
  issued_on date NOT NULL, expires_on date NOT NULL, status text NOT NULL);
COMMENT ON TABLE badges IS 'Badges d''accès aux sites';
CREATE TABLE invoices (invoice_no bigint PRIMARY KEY, supplier text NOT NULL, department text NOT NULL REFERENCES departments,
  amount_net numeric(12,2) NOT NULL, vat numeric(12,2) NOT NULL, amount_total numeric(12,2) NOT NULL, issued_on date NOT NULL,
  due_on date NOT NULL, paid_at timestamptz, status text NOT NULL, approver_email text NOT NULL);
COMMENT ON TABLE invoices IS 'Factures fournisseurs';
COMMENT ON COLUMN invoices.approver_email IS 'adresse de l''utilisateur qui a approuvé';
CREATE INDEX ON employees (lower(work_email));
"""


def with_database(uri, database, user=None, password=None):
    """Gives the URI with another database, and another user where one is given."""
    parts = urlsplit(uri)
    host = parts.netloc.rpartition("@")[2]
    netloc = f"{user}:{password}@{host}" if user else parts.netloc
    return urlunsplit((parts.scheme, netloc, f"/{database}", parts.query, ""))


def load_postgres(owner_uri, company, reader_password):
    """Makes the database anew; gives the URI that recoupe is to use: a role that can only read, where one may be made."""
    with psycopg.connect(owner_uri, autocommit=True) as owner:
        owner.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(DATABASE)))
        owner.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
    database_uri = with_database(owner_uri, DATABASE)
    with psycopg.connect(database_uri) as connection:
        connection.execute(TABLES)
        for table in ("departments", "employees", "badges", "invoices"):
            rows = getattr(company, table)
            columns = list(rows[0])
            copy = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table),
                                                             sql.SQL(", ").join(map(sql.Identifier, columns)))
            with connection.cursor().copy(copy) as writer:
                for row in rows:
                    writer.write_row([row[column] for column in columns])
        if not reader_password:
            return database_uri
        connection.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(READER)))
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(READER), sql.Literal(reader_password)))
        connection.execute(sql.SQL("GRANT SELECT ON ALL TABLES IN SCHEMA public TO {}").format(sql.Identifier(READER)))
    with psycopg.connect(database_uri, autocommit=True) as connection:
        connection.execute("ANALYZE")
    return with_database(owner_uri, DATABASE, READER, reader_password)


def document(user):
    """Gives a user as MongoDB keeps it: ObjectId, Decimal128, int64."""
    stored = dict(user, _id=ObjectId(user["_id"]), quota_gb=Decimal128(user["quota_gb"]))
    if "employee_no" in stored:
        stored["employee_no"] = Int64(stored["employee_no"])
    return stored


def load_mongodb(uri, company):
    with MongoClient(uri, serverSelectionTimeoutMS=5000) as client:
        client.drop_database(DATABASE)
        users = client[DATABASE]["users"]
        users.insert_many([document(user) for user in company.users])
        users.create_index("login", unique=True)
    return with_database(uri, DATABASE)


def load(postgres_uri, mongodb_uri, company, reader_password, anomalies_path):
    uris = {"POSTGRES_URI": load_postgres(postgres_uri, company, reader_password),
            "MONGODB_URI": load_mongodb(mongodb_uri, company)}
    anomalies_path.write_text(json.dumps(company.anomalies, ensure_ascii=False, indent=1))
    return uris
