"""The contract of every PostgreSQL dialect: other people's servers, run as their documentation says, held against our own. The same
plans give the same digests; what can't be told exactly is refused by column; no write is sent. Needs tools/fetch_servers. Without
RECOUPE_CONTRACT=whole (make contract) what takes another start of every server is left out."""
import json
import os
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from stand import ROOT, make_project, recoupe, with_database

OWN = "recoupe-postgres"
FOREIGN = ["server_postgres", "dbhub", "dbhub_capped", "postgres_mcp"]
INSTALLED = {"server_postgres": "npm/node_modules/@modelcontextprotocol/server-postgres", "dbhub": "npm/node_modules/@bytebase/dbhub",
             "dbhub_capped": "npm/node_modules/@bytebase/dbhub", "postgres_mcp": "postgres-mcp/.stamp"}
ENVIRONMENT = {"PATH": f"{ROOT / 'tests/bin'}:{os.environ['PATH']}"}
START = {"recoupe.toml": "[budgets]\nstart_timeout_ms = 120000\n"}  # node and Python start slowly where many tests run
whole = pytest.mark.skipif(os.environ.get("RECOUPE_CONTRACT") != "whole", reason="only in make contract: it starts every server anew")
PLANS = {
    "inside jsonb": "FROM postgres.contract.corpus |> SELECT id, doc.k, doc.big, doc.`$oid`, doc.k IS MISSING AS none",
    "all types": "FROM postgres.contract.corpus |> SELECT id, small, big, n, money_like, f, r, b, d, local, tod, u, m, mail, code, doc, js,"
                 " raw, tags, numbers, reals, flags, days, span, addr, t",
    "instants": "FROM postgres.contract.corpus |> SELECT id, at, instants",
    "filters": "FROM postgres.contract.corpus |> WHERE (t LIKE '%quoted%' OR n = 1.1 OR u = UUID '00000000-0000-0000-0000-00000000000a')"
               " AND id < 9 |> SELECT id, t",
    "nasty text": "FROM postgres.contract.corpus |> WHERE t IN ('l''été', '%_\\', ''';--', '$1') |> SELECT id, t",
    "case": "FROM postgres.contract.corpus |> WHERE LOWER(t) = 'ünïcode k' OR m = 'it''s \"fine\"' |> SELECT id, m",
    "a period": "FROM postgres.contract.corpus |> WHERE at DURING PERIOD 'mars 2026' |> SELECT id",
    "pages by key": "FROM postgres.contract.many |> SELECT place, number, amount, note",
    "a filter over pages": "FROM postgres.contract.many |> WHERE number > 500 |> SELECT number",
    "pages without a key": "FROM postgres.contract.keyless |> SELECT n, t",
    "first rows": "FROM postgres.contract.many |> ORDER BY amount DESC |> LIMIT 3",
    "a count": "FROM postgres.contract.many |> AGGREGATE COUNT(*) AS n, SUM(amount) AS total",
    "keys": "FROM postgres.contract.child |> CHECK EXISTS IN postgres.contract.many ON child.place = many.place AND child.number ="
            " many.number SELECT amount |> SELECT id, amount, finding",
    "text keys": "FROM postgres.contract.corpus AS c |> WHERE id < 4 |> CHECK EXISTS IN postgres.contract.seen AS s ON c.t = s.t SELECT id AS i"
                 " |> SELECT t, finding",
    "a view": "FROM postgres.contract.seen",
    "odd names": "FROM postgres.contract.`odd \"name` |> WHERE `select` = '$1' |> SELECT `a$1` AS a",
}


def entry_of(server, uri, folder):
    """Gives the entry of .mcp.json as the server's own documentation writes it, with this address."""
    if server == OWN:
        return {"command": "recoupe", "args": ["mcp", "postgres"], "env": {"POSTGRES_URI": uri}}
    if server == "server_postgres":
        return {"command": "npx", "args": ["-y", "@modelcontextprotocol/server-postgres", uri]}
    if server == "dbhub":
        return {"command": "npx", "args": ["@bytebase/dbhub@1.4.0", "--transport", "stdio", "--dsn", uri + "?sslmode=disable"]}
    if server == "postgres_mcp":
        return {"command": "uvx", "args": ["postgres-mcp", "--access-mode=restricted"], "env": {"DATABASE_URI": uri}}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "dbhub.toml").write_text(f'[[sources]]\nid = "capped"\ndsn = "{uri}?sslmode=disable"\n\n'
                                       '[[tools]]\nname = "execute_sql"\nsource = "capped"\nreadonly = true\nmax_rows = 3\n')
    return {"command": "npx", "args": ["-y", "@bytebase/dbhub", "--transport", "stdio", "--config", str(folder / "dbhub.toml")]}


def project_of(folder, server, uri):
    if server in INSTALLED and not (ROOT / ".deps/servers" / INSTALLED[server]).exists():
        pytest.skip(f"{server} is not installed: .deps/venv/bin/python tools/fetch_servers")
    project = make_project(folder / "project", {}, {"mcpServers": {"postgres": entry_of(server, uri, folder)}})
    for name, text in START.items():
        (project / name).write_text(text)
    return project


def run_all(project, plans):
    """Runs plans in one go; gives each one's answer with the digest that its evidence holds."""
    (project / "plans.sql").write_text(";\n\n".join(plans))
    done = recoupe(project, "run", "plans.sql", "--format", "json", "--tz", "Europe/Paris", "--now", "2026-03-15T12:00:00Z",
                   environment=ENVIRONMENT, timeout=280)
    answers = [json.loads(line) for line in done.out.splitlines()]
    assert len(answers) == len(plans), done.out + done.err
    for answer in answers:
        log = Path(answer["evidence"]["path"], "log.jsonl").read_text().splitlines()
        answer["records"] = [json.loads(line) for line in log]
        answer["digest"] = next((r["body"]["digest"] for r in answer["records"] if r["kind"] == "result"), None)
    return answers


@pytest.fixture(scope="module")
def database(stand):
    """A database with the corpus, and a URI of its owner: what these servers are given in their tutorials."""
    owner = stand.owner["POSTGRES_URI"]
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS contract")
        connection.execute("CREATE DATABASE contract")
    uri = with_database(owner, "contract")
    with psycopg.connect(uri, autocommit=True) as connection:
        connection.execute((ROOT / "tests/contract_corpus.sql").read_text())
    yield uri
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("DROP DATABASE contract WITH (FORCE)")


@pytest.fixture(scope="module")
def ours(database, tmp_path_factory):
    project = project_of(tmp_path_factory.mktemp("ours"), OWN, database)
    return dict(zip(PLANS, run_all(project, PLANS.values()))), catalog_of(project)


@pytest.fixture(scope="module", params=FOREIGN)
def theirs(request, database, tmp_path_factory):
    folder = tmp_path_factory.mktemp(request.param)
    project = project_of(folder, request.param, database)
    return request.param, project, dict(zip(PLANS, run_all(project, PLANS.values())))


def catalog_of(project):
    done = recoupe(project, "catalog", "--refresh", "--format", "json", environment=ENVIRONMENT, timeout=280)
    assert done.code == 0, done.out + done.err
    return {name: value for name, value in done.json.items() if name != "read_at"}


def test_our_own_server_answers_every_plan(ours):
    for name, answer in ours[0].items():
        assert answer["status"] == "ok" and answer["digest"], (name, answer.get("error"))
    assert ours[0]["all types"]["coverage"][0]["unreadable"] == 1  # the infinite date


def test_the_catalog_is_the_one_that_our_own_server_gives(ours, theirs):
    assert catalog_of(theirs[1]) == ours[1]


@pytest.mark.parametrize("plan", PLANS)
def test_every_plan_gives_the_digest_that_our_own_server_gives(ours, theirs, plan):
    mine, other = ours[0][plan], theirs[2][plan]
    assert other["status"] == "ok", other.get("error")
    assert other["columns"] == mine["columns"] and other["rows"] == mine["rows"]
    assert other["digest"] == mine["digest"]
    assert [c["unreadable"] for c in other["coverage"]] == [c["unreadable"] for c in mine["coverage"]]
    assert [c["population"] for c in other["coverage"]] == [c["population"] for c in mine["coverage"]]


def test_pages_follow_one_another_and_each_tells_what_it_saw(theirs):
    for plan, rows in (("pages by key", 11000), ("pages without a key", 7000)):
        answer = theirs[2][plan]
        assert answer["row_count"] == rows and len(answer["calls"]) == -(-rows // 5000)
        complete = next(r["body"] for r in answer["records"] if r["kind"] == "fetch_complete")
        assert complete["whole"] and complete["population"] == rows and complete["snapshot"]


@whole
def test_filters_and_keys_kept_at_home_change_nothing(ours, theirs):
    plans = ("filters", "nasty text", "keys", "first rows")
    (theirs[1] / "plans.sql").write_text(";\n\n".join(PLANS[name] for name in plans))
    done = recoupe(theirs[1], "run", "plans.sql", "--format", "json", "--tz", "Europe/Paris", "--no-pass", "push_filters", "--no-pass",
                   "push_keys", "--no-pass", "push_limits", environment=ENVIRONMENT, timeout=280)
    answers = [json.loads(line) for line in done.out.splitlines()]
    assert [answer["rows"] for answer in answers] == [ours[0][name]["rows"] for name in plans]


@whole
def test_a_text_that_hangs_on_the_session_is_refused_by_column(database, theirs):
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("ALTER DATABASE contract SET timezone = 'Europe/Paris'")
        connection.execute("ALTER DATABASE contract SET datestyle = 'SQL, DMY'")
        connection.execute("ALTER DATABASE contract SET search_path = contract, pg_catalog")
    try:
        spans, times = run_all(theirs[1], ["FROM postgres.contract.spans", PLANS["instants"]])
        assert spans["error"]["code"] == "value_unreadable" and "spans.span" in spans["error"]["message"], spans
        assert times["digest"] == theirs[2]["instants"]["digest"]  # instants are exact in any zone and style
    finally:
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute("ALTER DATABASE contract RESET ALL")


@whole
def test_functions_of_somebodys_own_do_not_stand_in_for_postgresqls(database, theirs):
    """CVE-2018-1058: a better fitting operator in public would be called, were names not pinned to pg_catalog."""
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("CREATE TABLE contract.called (n int);"
                           "CREATE TABLE contract.fitted (id int PRIMARY KEY, v varchar); INSERT INTO contract.fitted VALUES (1, 'a');"
                           "CREATE FUNCTION public.lies(varchar, text) RETURNS bool LANGUAGE sql AS 'SELECT false';"
                           "CREATE OPERATOR public.= (LEFTARG = varchar, RIGHTARG = text, FUNCTION = public.lies)")
    try:
        recoupe(theirs[1], "catalog", "--refresh", environment=ENVIRONMENT, timeout=280)
        [answer] = run_all(theirs[1], ["FROM postgres.contract.fitted |> WHERE v = 'a' |> SELECT id"])
        assert answer["rows"] == [["1"]] or answer["rows"] == [[1]], answer
    finally:
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute("DROP OPERATOR public.= (varchar, text); DROP FUNCTION public.lies; DROP TABLE contract.called, contract.fitted")
        recoupe(theirs[1], "catalog", "--refresh", environment=ENVIRONMENT, timeout=280)


@whole
def test_errors_of_the_database_are_errors_here(database, theirs):
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("ALTER TABLE contract.spans RENAME TO gone")
    try:
        [missing] = run_all(theirs[1], ["FROM postgres.contract.spans |> SELECT id"])
        assert missing["status"] == "error" and missing["error"]["origin"] == "source", missing
        assert "spans" in missing["error"]["message"] and missing["rows"] == []
    finally:
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute("ALTER TABLE contract.gone RENAME TO spans")


@whole
def test_a_statement_that_takes_too_long_is_an_error(database, theirs):
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("ALTER DATABASE contract SET statement_timeout = '1'")
    try:
        [slow] = run_all(theirs[1], [PLANS["pages without a key"]])
        assert slow["status"] == "error" and "timeout" in slow["error"]["message"], slow
    finally:
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute("ALTER DATABASE contract RESET statement_timeout")


@whole
def test_a_backend_that_dies_under_a_statement_is_an_error_in_time(database, theirs):
    """The statement waits for a lock; what waits is terminated."""
    killed = []
    with psycopg.connect(database) as holder:
        holder.execute("LOCK TABLE contract.keyless IN ACCESS EXCLUSIVE MODE")

        def kill():
            with psycopg.connect(database, autocommit=True) as connection:
                for _ in range(600):
                    killed.extend(connection.execute(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'contract' AND wait_event_type = 'Lock'").fetchall())
                    if killed:
                        return
                    time.sleep(0.1)

        killer = threading.Thread(target=kill)
        killer.start()
        [answer] = run_all(theirs[1], [PLANS["pages without a key"]])
        killer.join()
        holder.rollback()
    assert killed and answer["status"] == "error" and answer["error"]["origin"] == "source", answer
    assert answer["rows"] == [] and answer["digest"] is None
    [again] = run_all(theirs[1], [PLANS["pages without a key"]])
    assert again["digest"] == theirs[2]["pages without a key"]["digest"]


def test_the_password_is_in_nothing_that_was_written(database, theirs):
    password = urlsplit(database).password
    if not password:
        pytest.skip("this PostgreSQL trusts its users: there is no password")
    for file in (theirs[1] / ".recoupe").rglob("*"):
        assert not file.is_file() or password.encode() not in file.read_bytes(), file


@whole
def test_doctor_says_what_each_server_can_not_do(theirs):
    done = recoupe(theirs[1], "doctor", "--lang", "en", environment=ENVIRONMENT, timeout=280)
    assert "one snapshot over several pages" in done.out, done.out + done.err


@whole
def test_a_server_of_another_name_is_described_in_recoupe_toml(database, tmp_path):
    """The same program under a name that nobody knows: its one tool query{sql} may be any database's."""
    project = project_of(tmp_path, "server_postgres", database)
    entry = json.loads((project / ".mcp.json").read_text())["mcpServers"]["postgres"]
    renamed = project / "renamed.py"
    renamed.write_text("import subprocess, sys\n"
                       "child = subprocess.Popen(sys.argv[1:], stdin=sys.stdin, stdout=subprocess.PIPE)\n"
                       "for line in child.stdout:\n"
                       "    sys.stdout.buffer.write(line.replace(b'example-servers/postgres', b'somebody-s'))\n"
                       "    sys.stdout.buffer.flush()\n")
    make_project(project, {}, {"mcpServers": {"postgres": {"command": "python3", "args": [str(renamed), entry["command"], *entry["args"]]}}})
    renamed.write_text("import subprocess, sys\n"
                       "child = subprocess.Popen(sys.argv[1:], stdin=sys.stdin, stdout=subprocess.PIPE)\n"
                       "for line in child.stdout:\n"
                       "    sys.stdout.buffer.write(line.replace(b'example-servers/postgres', b'somebody-s'))\n"
                       "    sys.stdout.buffer.flush()\n")
    (project / "recoupe.toml").write_text(START["recoupe.toml"])
    unknown = recoupe(project, "catalog", "--refresh", "--lang", "en", environment=ENVIRONMENT, timeout=200)
    assert unknown.code == 5 and "somebody-s" in unknown.err and "recoupe.toml" in unknown.err and "server_postgres" in unknown.err
    (project / "recoupe.toml").write_text(START["recoupe.toml"] + '[servers.postgres]\ndialect = "server_postgres"\n')
    assert catalog_of(project)
    (project / "recoupe.toml").write_text(START["recoupe.toml"] + '[servers.postgres]\ndialect = "db2"\n')
    wrong = recoupe(project, "catalog", "--refresh", "--lang", "fr", environment=ENVIRONMENT, timeout=200)
    assert wrong.code == 2 and "db2" in wrong.err and "dbhub" in wrong.err
