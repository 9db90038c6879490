"""The demo's sentence through every pair of servers, ours and other people's: one result digest. Needs tools/fetch_servers; without
RECOUPE_CONTRACT=whole (make contract) two pairs stand for all."""
import os

import pytest

import test_contract as postgres
import test_mongo_servers as mongodb
from stand import make_project, recoupe

SENTENCE = "Affiche les utilisateurs admins créés cette semaine dans MongoDB et vérifie leur département dans PostgreSQL"
POSTGRES = [postgres.OWN, *postgres.FOREIGN]
MONGODB = [mongodb.OWN, *mongodb.FOREIGN]
PAIRS = [(right, left) for right in POSTGRES for left in MONGODB if (right, left) != (postgres.OWN, mongodb.OWN)]
BOUNDED = [("postgres_mcp", mongodb.KILICZSH), ("server_postgres", mongodb.OFFICIAL)]


def answer_of(folder, right, left, stand, plan):
    """Runs the plan through a pair of servers; gives the answer with its digest."""
    postgres.project_of(folder / "installed", right, stand.uris["POSTGRES_URI"])
    entries = {"mongodb": mongodb.entry_of(left, stand.uris["MONGODB_URI"]),
               "postgres": postgres.entry_of(right, stand.uris["POSTGRES_URI"], folder)}
    project = make_project(folder / "project", {}, {"mcpServers": entries})
    for name, text in postgres.START.items():
        (project / name).write_text(text)
    [answer] = postgres.run_all(project, [plan])
    return answer


@pytest.fixture(scope="module")
def ours(stand, tmp_path_factory):
    proposed = recoupe(stand.project, "plan", SENTENCE, "--format", "json", "--model", "none", timeout=280).json
    plan = proposed["plan"]["text"]
    answer = answer_of(tmp_path_factory.mktemp("ours"), postgres.OWN, mongodb.OWN, stand, plan)
    assert answer["status"] == "ok" and answer["row_count"] > 0 and answer["digest"], answer
    return plan, answer


@pytest.mark.parametrize("right,left", PAIRS if os.environ.get("RECOUPE_CONTRACT") == "whole" else BOUNDED)
def test_the_sentence_gives_one_digest_through_every_pair(stand, tmp_path, ours, right, left):
    plan, mine = ours
    theirs = answer_of(tmp_path, right, left, stand, plan)
    assert theirs["status"] == "ok", theirs["error"]
    assert theirs["columns"] == mine["columns"] and theirs["rows"] == mine["rows"] and theirs["findings"] == mine["findings"]
    assert theirs["digest"] == mine["digest"]
