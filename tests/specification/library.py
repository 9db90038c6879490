"""Two branches of a library, each with servers of its own: PostgreSQL joins PostgreSQL, MongoDB joins MongoDB."""
import datetime as dt

from bson import ObjectId

NOW = "2024-02-29T23:30:00Z"  # a leap day; in Paris it is already Friday, 1 March
ZONE = "Europe/Paris"

POSTGRES = {
    "north": """
CREATE TABLE books (isbn char(13) PRIMARY KEY, title text, copies integer, bought date, price numeric(8,2));
INSERT INTO books VALUES ('9780000000001', 'Dune', 2, '2023-02-28', 9.90), ('9780000000002', 'Émile', 1, '2024-02-29', 12.00),
  ('9780000000003', 'Dune', 0, '2024-01-31', NULL), ('978000000004', 'Short', 5, NULL, 1);
CREATE TABLE loans (id integer PRIMARY KEY, isbn text, reader text, lent date, due date, back timestamp);
INSERT INTO loans VALUES (1, '9780000000001', 'r1', '2024-02-01', '2024-02-15', '2024-02-14 17:00'), (2, '9780000000001', 'r2', '2024-02-10', '2024-02-24', NULL),
  (3, '9780000000002', 'r1', '2024-02-29', '2024-03-14', NULL), (4, '9780000000009', NULL, '2023-12-31', '2024-01-14', '2024-01-20 09:30:00.000001'),
  (5, NULL, 'r3', '2024-03-01', '2024-03-15', NULL);
""",
    "south": """
CREATE TABLE books (isbn text, title text, copies bigint, price numeric);
INSERT INTO books VALUES ('9780000000001', 'dune', 2, 9.9), ('9780000000002', 'Émile', 2, 12), ('9780000000002', 'Emile', 2, 12), (NULL, 'Nobody', 1, 0),
  ('9780000000005', 'Alone', 3, 3.3);
CREATE TABLE loans (id integer, isbn text, reader text);
""",
}

MONGODB = {
    "readers_north": {"readers": [
        {"_id": "r1", "name": "Ann", "card": ObjectId("65e000000000000000000001"), "tags": ["staff", "kid"]},
        {"_id": "r2", "name": "Bob", "card": ObjectId("65e000000000000000000002"), "tags": []},
        {"_id": "r3", "name": "Cy", "tags": None}, {"_id": "r4", "name": None, "card": None}]},
    "readers_south": {"readers": [
        {"_id": ObjectId("65e000000000000000000001"), "name": "ann", "since": dt.datetime(2024, 2, 28, 23, 0, tzinfo=dt.timezone.utc)},
        {"_id": ObjectId("65e000000000000000000003"), "name": "Zed", "since": dt.datetime(2024, 2, 29, 22, 59, 59, tzinfo=dt.timezone.utc)}]},
}
