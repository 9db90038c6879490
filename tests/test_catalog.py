"""What the catalog does not know yet: fields and tables newer than its snapshot, paths that its sample has not seen."""
import datetime as dt
import json
from pathlib import Path

import psycopg
import pymongo
import pytest
from stand import DATABASE, recoupe, with_database

RARE = 20_000  # documents of the collection: only 5,000 of them are sampled, the first and the last


@pytest.fixture(scope="module")
def events(stand):
    """A collection of which one document in the middle has a path that no other has."""
    database = pymongo.MongoClient(stand.owner["MONGODB_URI"])[DATABASE]
    database.events.insert_many([{"_id": n, "kind": "visit"} for n in range(RARE)])
    database.events.update_one({"_id": RARE // 2}, {"$set": {"device": {"serial": "X-1", "battery": 77}}})
    yield database.events
    database.events.drop()


def run(project, plan):
    return recoupe(project, "run", "-", "--format", "json", stdin=plan)


def age_catalog(project):
    path = project / ".recoupe" / "catalog.json"
    snapshot = json.loads(path.read_text())
    snapshot["read_at"] = (dt.datetime.now(dt.UTC) - dt.timedelta(minutes=2)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    path.write_text(json.dumps(snapshot))


def test_a_path_that_the_sample_has_not_seen_is_looked_for_before_it_is_refused(project, events):
    recoupe(project, "catalog", "--refresh")
    known = recoupe(project, "catalog").out
    assert "events" in known and "serial" not in known
    answer = run(project, "FROM mongodb.events |> WHERE device.serial = 'X-1' |> SELECT _id, device.battery")
    assert answer.code == 0, answer.err
    assert answer.json["rows"] == [[RARE // 2, 77]] and answer.json["coverage"][0]["population"] == RARE
    assert "device.serial" in recoupe(project, "catalog").out  # kept for the next time
    missing = run(project, "FROM mongodb.events |> WHERE device.serial IS MISSING |> AGGREGATE COUNT(*) AS n")
    assert missing.json["rows"] == [[RARE - 1]]


def test_a_path_that_no_document_has_is_refused_with_what_is_near(project, events):
    answer = run(project, "FROM mongodb.events |> WHERE knd = 'visit'")
    assert answer.code == 2 and answer.json["error"]["code"] == "unknown_name"
    assert answer.json["error"]["candidates"][0] == "kind"


def test_the_evidence_holds_the_catalog_that_the_plan_was_bound_to(project, events):
    recoupe(project, "catalog", "--refresh")
    answer = run(project, "FROM mongodb.events |> WHERE device.battery > 1 |> SELECT _id")
    path = Path(answer.json["evidence"]["path"])
    kinds = [json.loads(line)["kind"] for line in (path / "log.jsonl").read_text().splitlines()]
    assert kinds.count("catalog") == 2 and kinds.index("plan_bound") > kinds.index("catalog")
    assert recoupe(project, "verify", path).code == 0
    assert recoupe(project, "replay", answer.json["run_id"]).code == 0


def test_a_table_newer_than_the_catalog_is_found_once_the_catalog_is_old(stand, project):
    recoupe(project, "catalog", "--refresh")
    with psycopg.connect(with_database(stand.owner["POSTGRES_URI"], DATABASE), autocommit=True) as connection:
        connection.execute("CREATE TABLE newcomers (id int PRIMARY KEY); INSERT INTO newcomers VALUES (7)")
        connection.execute("GRANT SELECT ON newcomers TO PUBLIC")
        try:
            assert run(project, "FROM postgres.newcomers").json["error"]["code"] == "unknown_name"
            age_catalog(project)
            assert run(project, "FROM postgres.newcomers").json["rows"] == [[7]]
        finally:
            connection.execute("DROP TABLE newcomers")
