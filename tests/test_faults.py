"""Servers that misbehave: each fault is bounded in time and memory, gives one clear error, and leaves nothing behind."""
import json
import sys
from pathlib import Path

import psycopg
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent / "faults"))
from misbehaving import SHORT_MS, Misbehaving  # noqa: E402
from stand import DATABASE, make_project, recoupe, with_database  # noqa: E402

PLAN = {"postgres": "FROM postgres.public.employees", "mongodb": "FROM mongodb.users"}
TOOL = {"postgres": "query", "mongodb": "find"}
LEDGER_ROWS = 12_000  # three pages
LEDGER = "FROM postgres.public.faults_ledger"
MEMORY_MB = 700  # of a frame's limit, its parsed tree, and the program itself
STOP_S = 15  # to make a server that does not listen go, and for the program's own start, on a busy machine


@pytest.fixture(scope="module")
def ledger(stand):
    """A table of three pages, for as long as these tests last."""
    with psycopg.connect(with_database(stand.owner["POSTGRES_URI"], DATABASE), autocommit=True) as owner:
        owner.execute("CREATE TABLE faults_ledger AS SELECT n AS id, 'line ' || n AS label FROM generate_series(1, %s) AS n"
                      % LEDGER_ROWS)
        owner.execute("GRANT SELECT ON faults_ledger TO PUBLIC")
        yield
        owner.execute("DROP TABLE faults_ledger")


@pytest.fixture(scope="module")
def snapshots(stand, ledger, tmp_path_factory):
    """The catalog of each server, read once while it behaves."""
    paths = {}
    for kind in PLAN:
        mcp = {"mcpServers": {kind: {"command": "recoupe", "args": ["mcp", kind], "env": {f"{kind.upper()}_URI": f"${{{kind.upper()}_URI}}"}}}}
        project = make_project(tmp_path_factory.mktemp("catalog") / kind, stand.uris, mcp)
        read = recoupe(project, "catalog")
        assert read.code == 0, read.err
        paths[kind] = project / ".recoupe/catalog.json"
    return paths


@pytest.fixture
def misbehaving(stand, snapshots, tmp_path):
    made = []

    def make(fault, kind="postgres", **settings):
        settings.setdefault("tool", TOOL[kind])
        snapshot = settings.pop("snapshot", snapshots[kind])
        made.append(Misbehaving(tmp_path / f"p{len(made)}", stand.uris, kind, fault, snapshot, **settings))
        return made[-1]
    yield make
    for server in made:
        server.stop()
        assert server.left() == []


@pytest.fixture(params=PLAN)
def kind(request):
    return request.param


def check_error(outcome, code, *words, seconds=STOP_S):
    """One clear error, in bounds, with the evidence whole and nothing asked twice."""
    error = outcome.error
    assert error and error["code"] in (("server_exited", "unreachable") if code == LOST else (code,)), outcome.json
    assert outcome.code == (4 if code == "authentication" else 6) and outcome.json["status"] == "error"
    assert error["origin"] == "source" and error["stage"]
    assert outcome.server.kind in error["message"] and error["remedy"]
    for word in words:
        assert word in error["message"], error["message"]
    assert outcome.json["rows"] == [] and outcome.json["row_count"] == 0
    check_bounds(outcome, seconds)
    asked = [(call["tool"], json.dumps(call["arguments"])) for call in outcome.server.calls() if call["tool"] != "next_page"]
    assert len(set(asked)) == len(asked)
    return outcome.check_evidence()


def timeouts_for(code):
    """Gives a call time to come to any other end than running out of time."""
    return {"call_ms": SHORT_MS, "start_ms": SHORT_MS} if code == TIMEOUT else {}


def check_bounds(outcome, seconds=STOP_S):
    assert outcome.seconds < seconds and outcome.memory_mb < MEMORY_MB, (outcome.seconds, outcome.memory_mb)


def check_unharmed(outcome, rows, **bounds):
    assert outcome.json["status"] == "ok" and outcome.json["row_count"] == rows, outcome.json.get("error")
    check_bounds(outcome, **bounds)
    outcome.check_evidence()


@pytest.fixture
def rows_of(stand):
    return {"postgres": len(stand.company.employees), "mongodb": len(stand.company.users)}


EXITED = "server_exited"
PROTOCOL = "server_protocol"
LOST = "exited or unreachable"  # a connection that breaks is tried anew once, and nothing is sent on it again
TIMEOUT = "timeout"
ANSWERS = {"asks_ping": lambda answer: answer["result"] == {}, "asks_elicitation": lambda answer: answer["result"] == {"action": "decline"},
           "asks_sampling": lambda answer: answer["error"]["code"] == -32601, "asks_roots": lambda answer: answer["error"]["code"] == -32601}

# --- what a server may do and a run survives ---------------------------------------------------------------------------------

@pytest.mark.parametrize("fault", ["none", "latency", "duplicate", "changed_duplicate", "banner", "stderr_flood", "case_variant_key",
                                   "nul_key", "asks_sampling", "asks_elicitation", "asks_roots", "asks_ping"])
def test_what_can_be_lived_with_changes_nothing(misbehaving, rows_of, kind, fault):
    server = misbehaving(fault, kind, litter=fault == "none")
    check_unharmed(server.run(PLAN[kind]), rows_of[kind])
    assert len(server.calls()) == 1
    answers = [event["message"] for event in server.events("answered")]
    if fault in ANSWERS:
        assert len(answers) == 1 and answers[0]["id"] == "server-1"
        assert ANSWERS[fault](answers[0]), answers[0]


def test_a_server_that_wants_a_person_before_it_answers_is_declined_once(misbehaving, rows_of, kind):
    """The protocol's own second round: the same call with the refusal, and no third."""
    server = misbehaving("asks_back_elicitation", kind)
    check_unharmed(server.run(PLAN[kind]), rows_of[kind])
    first, second = server.calls()
    assert first["arguments"] == second["arguments"] and first["inputs"] is None
    assert second["inputs"] == {"who": {"action": "decline"}}


def test_a_server_that_never_stops_asking_back_is_left(misbehaving):
    server = misbehaving("asks_back_elicitation", for_ever=True)
    error = server.run(PLAN["postgres"]).error
    assert error["code"] == PROTOCOL and "without end" in error["message"]
    assert len(server.calls()) <= 10


# --- what ends a run ---------------------------------------------------------------------------------------------------------

ENDS = {"hang": (TIMEOUT, str(SHORT_MS)), "half_frame": (TIMEOUT, str(SHORT_MS)), "stopped": (TIMEOUT, str(SHORT_MS)),
        "wrong_id": (TIMEOUT,), "id_as_text": (TIMEOUT,),
        "cut": (EXITED, "3"), "killed": (EXITED, "9"), "closed_output": (EXITED,), "half_frame_then_cut": (EXITED,),
        "rubbish": (PROTOCOL, "oops"), "rubbish_flood": (PROTOCOL,), "nested": (PROTOCOL,), "duplicate_key": (PROTOCOL,),
        "lone_surrogate": (PROTOCOL,), "nested_in_text": (PROTOCOL,), "other_shape": (PROTOCOL,), "no_result": (PROTOCOL,),
        "asks_back_sampling": (PROTOCOL, "sampling/createMessage"),
        "vanished_tool": ("server_error", "Unknown tool"), "tool_error": ("server_error", "disk on fire")}


@pytest.mark.parametrize("fault", ENDS)
def test_what_cannot_be_lived_with_is_one_clear_error(misbehaving, kind, fault):
    code, *words = ENDS[fault]
    litter = fault in ("hang", "cut", "killed", "stopped", "closed_output")
    server = misbehaving(fault, kind, litter=litter, **timeouts_for(code))
    outcome = server.run(PLAN[kind])
    check_error(outcome, code, *words, seconds=SHORT_MS / 1000 + STOP_S)
    assert len(server.calls()) == 1
    assert "\x1b" not in outcome.error["message"]


@pytest.mark.parametrize("fault", ["hang", "cut", "huge", "nested", "vanished_tool"])
def test_errors_are_in_french_where_french_is_asked(misbehaving, fault):
    error = misbehaving(fault, mib=100, **timeouts_for(TIMEOUT if fault == "hang" else "")).run(PLAN["postgres"], language="fr").error
    assert "erveur « postgres »" in error["message"] and "server" not in error["message"].lower()
    assert any(word in error["remedy"] for word in ("Vérifiez", "Demandez", "Relancez", "Les mots"))


@pytest.mark.parametrize("mib", [100, 1024])
def test_a_reply_beyond_the_frame_limit_is_not_kept_in_memory(misbehaving, mib):
    outcome = misbehaving("huge", mib=mib).run(PLAN["postgres"])
    check_error(outcome, PROTOCOL, "67108864", seconds=STOP_S)
    assert outcome.memory_mb < 250


def test_a_reply_below_the_frame_limit_is_read_within_bounds(misbehaving):
    check_error(misbehaving("huge", mib=60).run(PLAN["postgres"]), PROTOCOL, seconds=STOP_S)


@pytest.mark.parametrize("nth,tool", [(1, "next_page"), (2, "next_page")])
@pytest.mark.parametrize("fault,code", [("cut", EXITED), ("hang", TIMEOUT), ("vanished_tool", "server_error"), ("half_frame_then_cut", EXITED),
                                        ("other_shape", PROTOCOL), ("fewer_columns", PROTOCOL)])
def test_pages_that_came_before_the_fault_are_never_a_result(misbehaving, fault, code, nth, tool):
    server = misbehaving(fault, tool=tool, nth=nth, **timeouts_for(code))
    records = check_error(server.run(LEDGER), code, seconds=SHORT_MS / 1000 + STOP_S)
    returned = sum(record["kind"] == "call_returned" for record in records)
    assert returned == nth
    assert len(server.calls("next_page")) == returned
    assert not any(record["kind"] == "fetch_complete" for record in records)


def test_the_pages_come_whole_where_nothing_goes_wrong(misbehaving):
    check_unharmed(misbehaving("none").run(LEDGER), LEDGER_ROWS)


@pytest.mark.parametrize("fault", ["changed_schema", "tool_leaves_the_list"])
def test_a_tool_that_changes_or_leaves_between_two_calls_is_not_called(misbehaving, fault):
    """Nobody has agreed to the new one: what it does may be anything."""
    server = misbehaving(fault)
    outcome = server.run(LEDGER)
    assert outcome.error["code"] == ("policy" if fault == "changed_schema" else "server_error"), outcome.error
    assert "next_page" in outcome.error["message"] and "postgres" in outcome.error["message"] and outcome.error["remedy"]
    assert server.calls("next_page") == [] and outcome.json["rows"] == []
    outcome.check_evidence()


# --- over HTTP ---------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("fault", ["none", "latency", "case_variant_key", "nul_key"])
def test_what_can_be_lived_with_over_http_too(misbehaving, rows_of, kind, fault):
    server = misbehaving(fault, kind, http=True)
    check_unharmed(server.run(PLAN[kind]), rows_of[kind])
    assert len(server.calls()) == 1


OVER_HTTP = {"hang": (TIMEOUT,), "half_frame": (PROTOCOL,), "stopped": (TIMEOUT,), "silent_stream": (TIMEOUT,),
             "dropped": (EXITED,), "cut": (LOST,), "killed": (LOST,), "half_frame_then_cut": (EXITED,), "redirect": ("unreachable",),
             "rubbish": (PROTOCOL,), "nested": (PROTOCOL,), "duplicate_key": (PROTOCOL,), "lone_surrogate": (PROTOCOL,),
             "other_shape": (PROTOCOL,), "no_result": (PROTOCOL,), "endless_event": (PROTOCOL,), "huge": (PROTOCOL,),
             "html_page": ("server_error", "502"), "broken": ("server_error", "500"), "gone": (PROTOCOL, "404"), "forbidden": ("authentication",),
             "unauthorized": ("authentication",), "vanished_tool": ("server_error", "Unknown tool"), "tool_error": ("server_error", "disk on fire")}


@pytest.mark.parametrize("fault", OVER_HTTP)
def test_what_cannot_be_lived_with_over_http_is_one_clear_error(misbehaving, fault):
    code, *words = OVER_HTTP[fault]
    server = misbehaving(fault, http=True, mib=100, **timeouts_for(code))
    outcome = server.run(PLAN["postgres"])
    check_error(outcome, code, *words)
    assert len(server.calls()) == 1 and outcome.memory_mb < 300


@pytest.mark.parametrize("fault", ["dropped", "cut", "hang", "half_frame_then_cut"])
def test_pages_over_http_that_came_before_the_fault_are_never_a_result(misbehaving, fault):
    code = OVER_HTTP[fault][0]
    server = misbehaving(fault, http=True, tool="next_page", **timeouts_for(code))
    records = check_error(server.run(LEDGER), code)
    assert sum(record["kind"] == "call_returned" for record in records) == 1 == len(server.calls("next_page"))


# --- at the start ------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("fault,code,words", [
    ("exit_at_start", EXITED, ("7", "left-pad")), ("hang_at_start", TIMEOUT, ("licence key",)),
    ("future_era", PROTOCOL, ("2030-01-01",)), ("unknown_version", PROTOCOL, ("1999-01-01",)),
    ("empty_answers", PROTOCOL, ()), ("refuses_all", "server_error", ("Method not found",))])
def test_a_server_that_cannot_be_spoken_to_is_said_at_once(misbehaving, fault, code, words):
    server = misbehaving(fault, litter=True, **timeouts_for(code))
    check_error(server.run(PLAN["postgres"]), code, *words, seconds=(SHORT_MS + 2_000) / 1000 + STOP_S)
    assert server.calls() == []


@pytest.mark.parametrize("fault", ["exit_at_start", "cut"])
def test_the_catalog_is_not_written_by_a_server_that_fails(misbehaving, fault):
    server = misbehaving(fault, tool="describe_tables", snapshot=None)
    answer = recoupe(server.project, "catalog", "--format", "json")
    assert answer.code == 6 and answer.json["error"]["code"] == EXITED
    assert not (server.project / ".recoupe/catalog.json").exists()


# --- over several runs of one session ----------------------------------------------------------------------------------------

@pytest.fixture
def session(misbehaving, monkeypatch):
    for name in ("POSTGRES_URI", "MONGODB_URI"):
        monkeypatch.delenv(name, raising=False)

    def open_one(fault, **settings):
        import recoupe
        server = misbehaving(fault, **settings)
        return server, recoupe.connect(server.project / ".mcp.json")
    return open_one


def code_of(client, plan):
    from recoupe import RecoupeError
    with pytest.raises(RecoupeError) as raised:
        client.run(plan)
    return raised.value.code


def test_a_late_answer_is_not_taken_for_that_of_the_next_call(session, rows_of):
    server, client = session("late", late_s=SHORT_MS / 1000 + 0.5, **timeouts_for(TIMEOUT))
    assert code_of(client, LEDGER) == TIMEOUT
    assert client.run(PLAN["postgres"]).row_count == rows_of["postgres"]
    assert len(server.calls("query")) == 2


@pytest.mark.parametrize("fault,code", [("cut", EXITED), ("killed", EXITED), ("hang", TIMEOUT), ("stopped", TIMEOUT), ("huge", PROTOCOL),
                                        ("rubbish", PROTOCOL)])
def test_a_session_goes_on_after_a_fault(session, rows_of, fault, code):
    """The next run, which is a person's wish and no retry, gets an answer: from a server started anew where the old is lost."""
    server, client = session(fault, mib=100, **timeouts_for(code))
    assert code_of(client, PLAN["postgres"]) == code
    assert len(server.calls("query")) == 1
    assert client.run(PLAN["postgres"]).row_count == rows_of["postgres"]
    assert len(server.calls("query")) == 2
