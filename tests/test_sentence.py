"""The contract's sentence, other wordings of it and other questions, against queries written by hand in SQL and MongoDB."""
import datetime as dt

import psycopg
import pytest
from pymongo import MongoClient

from stand import Stand, recoupe

WORDINGS = [
    "Affiche les utilisateurs admins créés cette semaine dans MongoDB et vérifie leur département dans PostgreSQL",
    "Montre-moi les administrateurs ajoutés cette semaine et contrôle leur département côté PostgreSQL",
    "Quels comptes admin ont été créés cette semaine ? Vérifier le service de chacun dans Postgres",
    "Liste les admins de cette semaine dans MongoDB avec leur département des employés PostgreSQL",
    "Show the admin users created this week in MongoDB and check their department in PostgreSQL",
    "List administrators added this week and verify which department they belong to in Postgres",
    "Which admin accounts were created this week? Check the department of each staff member in PostgreSQL",
]


def expected_findings(stand):
    """Gives {login: (finding, department)} by two plain queries and a merge in Python."""
    today = dt.datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    monday = today - dt.timedelta(days=today.weekday())
    with psycopg.connect(stand.uris["POSTGRES_URI"]) as postgres:
        rows = postgres.execute("SELECT lower(work_email), department FROM employees").fetchall()
    departments = {}
    for email, department in rows:
        departments.setdefault(email, set()).add(department)
    with MongoClient(stand.uris["MONGODB_URI"], tz_aware=True) as mongodb:
        users = list(mongodb["recoupe_demo"]["users"].find(
            {"role": "admin", "created_at": {"$gte": monday, "$lt": monday + dt.timedelta(days=7)}}))
    found = {}
    for user in users:
        email = user.get("email")
        known = departments.get(email.lower(), set()) if email else set()
        finding = "no_key" if not email else "missing" if not known else "ambiguous" if len(known) > 1 else "ok"
        found[user["login"]] = (finding, next(iter(known)) if finding == "ok" else None)
    return found


def findings_of(answer):
    names = [column["name"] for column in answer["columns"]]
    rows = [dict(zip(names, row)) for row in answer["rows"]]
    return {row["login"]: (row["finding"], row["department"]) for row in rows}


@pytest.mark.parametrize("seed", [21, 22])
def test_the_sentence_gives_what_two_plain_queries_give(seed):
    stand = Stand(seed)
    try:
        answer = recoupe(stand.project, "ask", WORDINGS[0], "--format", "json").json
        assert answer["status"] == "ok", answer.get("error")
        assert findings_of(answer) == expected_findings(stand)
        findings = {finding for finding, _ in expected_findings(stand).values()}
        assert findings == {"ok", "missing", "no_key", "ambiguous"}
    finally:
        stand.stop()


@pytest.mark.parametrize("wording", WORDINGS)
def test_another_wording_gives_the_same_answer(stand, project, wording):
    answer = recoupe(project, "ask", wording, "--format", "json").json
    assert answer["status"] == "ok", answer
    assert findings_of(answer) == expected_findings(stand)


def test_a_sentence_about_badges_gives_the_badges(stand, project):
    answer = recoupe(project, "ask", "Affiche les badges perdus du site de Lyon", "--format", "json").json
    assert answer["status"] == "ok", answer
    with psycopg.connect(stand.uris["POSTGRES_URI"]) as postgres:
        expected = postgres.execute("SELECT badge_no FROM badges WHERE status = 'lost' AND site = 'Lyon'").fetchall()
    names = [column["name"] for column in answer["columns"]]
    assert {row[names.index("badge_no")] for row in answer["rows"]} == {badge for badge, in expected}
    assert expected


def test_a_sentence_about_invoices_gives_their_count_by_status(stand, project):
    answer = recoupe(project, "ask", "How many invoices are there per status?", "--format", "json").json
    assert answer["status"] == "ok", answer
    with psycopg.connect(stand.uris["POSTGRES_URI"]) as postgres:
        expected = dict(postgres.execute("SELECT status, count(*) FROM invoices GROUP BY 1").fetchall())
    assert {row[0]: int(row[1]) for row in answer["rows"]} == expected
