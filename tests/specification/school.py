"""A school: reserved words, upper-case, accented and blank names, composite keys, char(n) and citext in PostgreSQL; marks in MongoDB, as
arrays of arrays and under names with blanks, dollars and dots."""
import datetime as dt

from bson import Int64

NOW = "2026-09-01T06:00:00Z"  # a Tuesday
ZONE = "Europe/Paris"

POSTGRES = {"postgres": """
CREATE EXTENSION IF NOT EXISTS citext;
CREATE SCHEMA "Rentrée 2026";
CREATE TABLE "Rentrée 2026"."Élèves" ("N°" integer PRIMARY KEY, "Nom de l'élève" text, "order" integer, "group" char(3), "select" boolean,
  "E-Mail" citext, "née le" date, "quote""d" text);
INSERT INTO "Rentrée 2026"."Élèves" VALUES
 (1, 'Zoé',   3, '6A',  true,  'Zoe@Ecole.FR', '2014-02-28', 'x'),
 (2, 'Zoé', 2, '6A',  false, 'zoe@ecole.fr', '2014-03-01', 'y'),
 (3, 'ZOE',   1, '6B',  NULL,  NULL,           NULL,         NULL),
 (4, 'İpek',  NULL, NULL, true, 'ipek@ecole.fr', '2012-02-29', '');
CREATE TABLE "order" ("from" text, "where" integer, "check" text, PRIMARY KEY ("from", "where"));
INSERT INTO "order" VALUES ('a', 1, 'p'), ('a', 2, 'q'), ('b', 1, NULL);
CREATE TABLE "Select" ("Select" integer, "select" integer);
INSERT INTO "Select" VALUES (1, 2), (3, 3);
CREATE TABLE enrolments (pupil integer, course text, year integer, mark numeric(4,1), PRIMARY KEY (pupil, course, year));
INSERT INTO enrolments VALUES (1, 'maths', 2026, 12.5), (1, 'bio', 2026, 8), (2, 'maths', 2026, 12.50), (2, 'maths', 2025, 7.5),
  (3, 'maths', 2026, NULL), (9, 'maths', 2026, 20.0);
CREATE TABLE rooms (code char(5), label varchar(10));
INSERT INTO rooms VALUES ('A1', 'A1'), ('A1   ', 'A1   '), ('B%', 'B_'), ('b%', NULL);
CREATE TABLE no_rows (id integer, label text, day date);
"""}


def at(text):
    return dt.datetime.fromisoformat(text + "+00:00")


MONGODB = {"mongodb": {
    "class.marks": [
        {"_id": Int64(1), "pupil no": 1, "$weight": 2, "moyenne générale": 12.5, "trimestres": [[10, 12], [15]], "a.b": "dotted",
         "course": "maths", "year": 2026},
        {"_id": Int64(2), "pupil no": 1, "$weight": 1, "moyenne générale": 8.0, "trimestres": [[8]], "a.b": None,
         "course": "bio", "year": 2026},
        {"_id": Int64(3), "pupil no": 2, "$weight": None, "moyenne générale": 12.0, "trimestres": [], "course": "maths", "year": 2026},
        {"_id": Int64(4), "pupil no": 3, "moyenne générale": None, "trimestres": [[], [1]], "course": "maths", "year": 2026},
        {"_id": Int64(5), "pupil no": 4, "moyenne générale": 20.0, "course": "maths", "year": 2026},
    ],
    "group": [{"_id": 1, "order": "first", "by": {"limit": {"desc": 7}}}, {"_id": "1", "order": "second"}, {"_id": 2.5, "order": None}],
}}
