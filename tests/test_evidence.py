"""The log proves the run: same plan, same digest; one changed byte is found; a killed run verifies as aborted."""
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from stand import PROGRAM, ROOT, recoupe

PLAN = """FROM mongodb.users
|> WHERE role = 'admin' AND created_at DURING PERIOD 'this week'
|> CHECK EXISTS IN postgres.public.employees ON LOWER(users.email) = LOWER(work_email) SELECT department
"""


def digest_of(project, run_id):
    records = recoupe(project, "show", run_id, "--format", "json").json["records"]
    return next(record["body"]["digest"] for record in records if record["kind"] == "result")


def run_plan(project, *arguments, environment=None):
    answer = recoupe(project, "run", "-", "--format", "json", *arguments, stdin=PLAN, environment=environment)
    assert answer.code == 0, answer.out + answer.err
    return answer.json


def test_the_same_plan_gives_the_same_result_digest(project):
    first, second = run_plan(project), run_plan(project)
    assert first["run_id"] != second["run_id"]
    assert digest_of(project, first["run_id"]) == digest_of(project, second["run_id"])
    assert first["plan"]["digest"] == second["plan"]["digest"]


def test_locale_and_host_zone_do_not_change_the_digest(project):
    runs = [run_plan(project, "--tz", "Europe/Paris", environment=environment)
            for environment in ({"LC_ALL": "C"}, {"LC_ALL": "fr_FR.UTF-8", "TZ": "Asia/Kathmandu"})]
    assert len({digest_of(project, run["run_id"]) for run in runs}) == 1


def test_french_and_english_periods_are_one_plan(project):
    english = recoupe(project, "plan", "--file", "-", "--format", "json", stdin=PLAN).json
    french = recoupe(project, "plan", "--file", "-", "--format", "json", stdin=PLAN.replace("this week", "cette semaine")).json
    assert english["plan"]["digest"] == french["plan"]["digest"]


def test_a_run_verifies_here_and_with_the_independent_verifier(project):
    run = run_plan(project)
    verified = recoupe(project, "verify", run["run_id"], "--format", "json")
    assert verified.code == 0 and verified.json["verifies"] and verified.json["end"] == "sealed"
    independent = subprocess.run([sys.executable, ROOT / "tests/independent_verifier.py", run["evidence"]["path"]],
                                 capture_output=True, text=True)
    assert independent.returncode == 0, independent.stdout + independent.stderr


@pytest.mark.parametrize("record", [0, 3, -2])
def test_one_changed_byte_is_found_and_placed(project, record):
    run = run_plan(project)
    log = Path(run["evidence"]["path"]) / "log.jsonl"
    lines = log.read_bytes().splitlines(keepends=True)
    line = bytearray(lines[record])
    at = line.index(b'"kind":"') + len(b'"kind":"')
    line[at] ^= 1
    lines[record] = bytes(line)
    log.write_bytes(b"".join(lines))
    answer = recoupe(project, "verify", run["run_id"], "--format", "json")
    assert answer.code == 7
    assert answer.json["faults"][0]["record"] == record % len(lines)


def test_a_cut_tail_is_found(project):
    run = run_plan(project)
    log = Path(run["evidence"]["path"]) / "log.jsonl"
    log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[:-1]))
    assert recoupe(project, "verify", run["run_id"]).code == 7


def test_replay_gives_the_same_result(project):
    run = run_plan(project)
    replayed = recoupe(project, "replay", run["run_id"], "--format", "json")
    assert replayed.code == 0 and replayed.json["replay"]["same"]


def kill_in_the_middle(project):
    """Runs the plan and kills the program once a call is in its log; gives the run's id."""
    started = subprocess.Popen([str(PROGRAM), "run", "-"], cwd=project, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL, start_new_session=True)
    runs = project / ".recoupe/runs"
    known = set(runs.iterdir()) if runs.exists() else set()
    started.stdin.write(PLAN.encode())
    started.stdin.close()
    log = None
    while started.poll() is None and not (log and b'"call_sent"' in log.read_bytes()):
        log = next((path for path in runs.glob("*/log.jsonl") if path.parent not in known), None)
    os.kill(started.pid, signal.SIGKILL)
    started.wait()
    return next(path.name for path in runs.iterdir() if path not in known)


def test_a_run_killed_in_the_middle_verifies_as_aborted(project):
    recoupe(project, "catalog")  # read beforehand, so that the kill falls into the run
    for _ in range(5):  # a quick machine may be done before the kill
        run_id = kill_in_the_middle(project)
        answer = recoupe(project, "verify", run_id, "--format", "json")
        if answer.json["end"] != "sealed":
            break
    assert answer.code == 0 and answer.json["end"].startswith("aborted")
    run_plan(project)  # the next start marks it
    records = recoupe(project, "show", run_id, "--format", "json").json["records"]
    assert records[-1]["kind"] == "aborted"
    assert recoupe(project, "verify", run_id).code == 0


def test_nothing_personal_stands_in_the_chain(project):
    run = run_plan(project)
    log = (Path(run["evidence"]["path"]) / "log.jsonl").read_text()
    for secret in ("admin", "exemple.fr", "reader:"):
        assert secret not in json.dumps([json.loads(line)["body"] for line in log.splitlines() if '"run_started"' not in line])
