"""Every call is seen: on the console, in Python's logging, in files; and `recoupe doctor` says what each server is and lacks."""
import json
import logging
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent / "faults"))
from misbehaving import SHORT_MS, Misbehaving  # noqa: E402
from stand import DATABASE, MCP, PROGRAM, make_project, recoupe, with_database  # noqa: E402

PLAN = """FROM mongodb.users
|> WHERE role = 'admin'
|> CHECK EXISTS IN postgres.public.employees ON LOWER(users.email) = LOWER(work_email) SELECT department"""


def run(project, *options, plan=PLAN):
    return recoupe(project, "run", "-", "--format", "json", *options, stdin=plan)


def events(project):
    return [json.loads(line) for line in (project / ".recoupe/log/recoupe.jsonl").read_text().splitlines()]


def test_the_console_is_silent_unless_it_is_asked(project):
    assert run(project).err == ""


def test_each_call_is_a_line_on_the_console(project):
    recoupe(project, "catalog")
    answer = run(project, "--log-level", "info")
    lines = [line for line in answer.err.splitlines() if "tools/call" in line]
    assert len(lines) == len(answer.json["calls"])
    for line, call in zip(lines, answer.json["calls"]):
        assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z info tools/call ", line)
        assert f"server={call['server']} tool={call['tool']} rows={call['rows']} bytes={call['bytes']} status=ok ms=" in line
    assert "admin" not in answer.err and "SELECT" not in answer.err and "@" not in answer.err


def test_the_catalogs_calls_are_seen_too(project):
    answer = recoupe(project, "catalog", "--refresh", "--log-level", "info")
    assert {"mongodb", "postgres"} == set(re.findall(r"tools/call .* ?server=(\w+)", answer.err))


def test_statements_are_shown_at_debug_alone(project):
    assert "work_email" in run(project, "--log-level", "debug").err
    assert "tools/list" not in run(project, "--log-level", "info").err


def test_files_hold_runs_and_calls_of_one_trace(project):
    recoupe(project, "catalog")
    answer = run(project)
    seen = [event for event in events(project) if event.get("run_id") == answer.json["run_id"]]
    calls, (whole,) = [e for e in seen if e["event"].startswith("tools/call ")], [e for e in seen if e["event"] == "recoupe.run"]
    assert [(e["recoupe.server"], e["recoupe.rows"]) for e in calls] == [(c["server"], c["rows"]) for c in answer.json["calls"]]
    assert len({event["trace_id"] for event in seen}) == 1 and len({event["span_id"] for event in seen}) == len(seen)
    for call in calls:
        assert call["parent_span_id"] == whole["span_id"] and re.fullmatch("[0-9a-f]{16}", call["span_id"])
        assert call["mcp.method.name"] == "tools/call" and call["gen_ai.tool.name"] == call["recoupe.tool"]
        assert call["gen_ai.operation.name"] == "execute_tool" and call["jsonrpc.request.id"].isdigit()
        assert call["mcp.protocol.version"] == "2026-07-28" and call["level"] == "info"
    assert whole["recoupe.status"] == "ok" and whole["recoupe.rows"] == answer.json["row_count"]
    text = (project / ".recoupe/log/recoupe.jsonl").read_text()
    assert "admin" not in text and "LOWER" not in text and "reader:" not in text
    assert (project / ".recoupe/log/recoupe.jsonl").stat().st_mode & 0o777 == 0o600


def test_files_are_bounded_and_can_be_turned_off(project):
    (project / "recoupe.toml").write_text('[log]\nfolder = "watch"\nfiles = 2\nfile_mb = 1\n')
    for number in (0, 1):  # as if much had been logged
        (project / "watch").mkdir(exist_ok=True)
        (project / "watch" / ("recoupe.jsonl" if number == 0 else "recoupe.1.jsonl")).write_text("x" * 1024 * 1024)
    run(project)
    assert {path.name for path in (project / "watch").glob("*.jsonl")} == {"recoupe.jsonl", "recoupe.1.jsonl"}
    assert (project / "watch/recoupe.jsonl").stat().st_size < 1024 * 1024
    (project / "recoupe.toml").write_text('[log]\nfolder = "nothing"\nfile_level = "none"\n')
    run(project)
    assert not (project / "nothing").exists()


@pytest.mark.parametrize("text", ['level = "loud"', "files = 0", "file_mb = -1", 'colour = "red"'])
def test_a_wrong_setting_is_refused(project, text):
    (project / "recoupe.toml").write_text(f"[log]\n{text}\n")
    assert run(project).json["error"]["code"] == "invalid_config"


def test_a_log_that_cannot_be_written_stops_nothing(project):
    (project / "recoupe.toml").write_text('[log]\nfolder = "/proc/no/such/folder"\n')
    answer = run(project, "--log-level", "warning")
    assert answer.json["status"] == "ok" and "recoupe.log_lost" in answer.err


def test_a_failed_call_says_how_and_a_server_hears_of_its_span(stand, tmp_path):
    server = Misbehaving(tmp_path / "p", stand.uris, "postgres", "hang", tool="query", call_ms=SHORT_MS)
    assert recoupe(server.project, "catalog").code == 0
    outcome = server.run("FROM postgres.public.departments")
    assert outcome.error["code"] == "timeout"
    (failed,) = [e for e in events(server.project) if e["event"] == "tools/call query"]
    assert failed["error.type"] == "timeout" and failed["level"] == "warning" and failed["network.transport"] == "pipe"
    assert failed["recoupe.status"] == "failed" and failed["duration_ms"] >= SHORT_MS
    (asked,) = server.calls("query")
    assert asked["meta"]["traceparent"] == f"00-{failed['trace_id']}-{failed['span_id']}-01"
    (whole,) = [e for e in events(server.project) if e["event"] == "recoupe.run"]
    assert whole["level"] == "error" and whole["error.type"] == "timeout"


def test_pythons_logging_gets_the_same(project, caplog, monkeypatch):
    for name in ("POSTGRES_URI", "MONGODB_URI"):
        monkeypatch.delenv(name, raising=False)
    import recoupe as package
    caplog.set_level(logging.INFO, logger="recoupe")
    result = package.connect(project / ".mcp.json").run(PLAN)
    calls = [record for record in caplog.records if record.name == "recoupe" and record.recoupe["event"].startswith("tools/call")
             and "recoupe.rows" in record.recoupe]
    assert [record.recoupe["recoupe.rows"] for record in calls] == [call["rows"] for call in result.calls]
    assert all(record.levelno == logging.INFO and "server=" in record.getMessage() for record in calls)
    assert "admin" not in caplog.text


def test_python_is_silent_where_nobody_listens(project):
    code = f"import recoupe; recoupe.connect({str(project / '.mcp.json')!r}).run('FROM postgres.public.departments')"
    clean = {name: value for name, value in os.environ.items() if name not in ("POSTGRES_URI", "MONGODB_URI")}
    done = subprocess.run([sys.executable, "-c", code], env=clean, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0 and done.stderr == done.stdout == ""


# --- doctor ------------------------------------------------------------------------------------------------------------------

def doctor(project, *options):
    answer = recoupe(project, "doctor", "--format", "json", *options)
    return answer, {(check["server"], check["check"]): check for check in answer.json}


def test_doctor_finds_the_stand_well(project):
    answer, checks = doctor(project)
    assert answer.code == 0
    for server in ("mongodb", "postgres"):
        assert "2026-07-28" in checks[server, "reachable"]["seen"] and "modern" in checks[server, "reachable"]["seen"]
        assert "check_role" in checks[server, "tools"]["seen"] and checks[server, "reading"]["verdict"] == "ok"
        assert checks[server, "writes"]["verdict"] == "note"
    assert checks["postgres", "role"]["verdict"] == "ok" and "can only read" in checks["postgres", "role"]["seen"]
    assert {checks[None, "model"]["verdict"], checks[None, "evidence"]["verdict"], checks[None, "log"]["verdict"]} == {"ok"}


def test_doctor_says_that_a_mongodb_without_access_control_asks_nobody(project):
    _, checks = doctor(project, "--lang", "fr")
    role = checks["mongodb", "role"]
    assert role["verdict"] == "warning" and role["passes"] and "quiconque" in role["seen"] and 'role: "read"' in role["remedy"]


def test_doctor_names_what_a_role_may_do_beyond_reading(stand, tmp_path):
    uris = dict(stand.uris, POSTGRES_URI=with_database(stand.owner["POSTGRES_URI"], DATABASE))
    project = make_project(tmp_path / "p", uris)
    for language, word in (("en", "superuser"), ("fr", "superutilisateur")):
        answer, checks = doctor(project, "--lang", language)
        role = checks["postgres", "role"]
        assert answer.code == 6 and role["verdict"] == "failure" and word in role["seen"]
        assert "CREATE ROLE recoupe_reader" in role["remedy"] and "GRANT SELECT" in role["remedy"]


def test_doctor_goes_on_to_the_others_where_a_server_fails(stand, tmp_path):
    server = Misbehaving(tmp_path / "p", stand.uris, "postgres", "exit_at_start", tool="")
    mcp = json.loads((server.project / ".mcp.json").read_text())
    mcp["mcpServers"]["mongodb"] = MCP["mcpServers"]["mongodb"]
    (server.project / ".mcp.json").write_text(json.dumps(mcp))
    answer, checks = doctor(server.project)
    assert answer.code == 6 and checks["postgres", "reachable"]["verdict"] == "failure" and checks["postgres", "reachable"]["remedy"]
    assert checks["mongodb", "reachable"]["verdict"] == "ok" and ("postgres", "role") not in checks


def test_doctor_sees_a_password_in_the_arguments_of_a_process(stand, tmp_path):
    uri = stand.uris["POSTGRES_URI"]
    mcp = {"mcpServers": {"postgres": {"command": "env", "args": [str(PROGRAM), "mcp", "postgres", "${POSTGRES_URI}"]}}}
    project = make_project(tmp_path / "p", stand.uris, mcp)
    answer, checks = doctor(project)
    secret = checks["postgres", "secrets"]
    assert secret["verdict"] == "warning" and "POSTGRES_URI" in secret["remedy"]
    password = uri.split("@")[0].rpartition(":")[2]
    assert f":{password}@" not in answer.out


def test_doctors_text_is_french_where_french_is_asked(project):
    text = recoupe(project, "doctor", "--lang", "fr").out
    assert "serveur postgres, rôle : " in text and "ne peut que lire" in text and "ère moderne" in text
