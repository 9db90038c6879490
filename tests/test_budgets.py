"""Every budget ends a run in an error that names it; what a run spills goes with it, also after a kill."""

import os
import signal
import subprocess
import time

import psycopg
import pytest
from stand import PROGRAM, make_project, recoupe, with_database

ROWS = 20_000
ALL_PAIRS = """FROM postgres.many AS a
|> JOIN postgres.many AS b ON a.id < b.id AND UPPER(a.text) != UPPER(b.text)
|> JOIN postgres.many AS c ON b.id < c.id AND UPPER(b.text) != UPPER(c.text)
|> AGGREGATE COUNT(*) AS n"""
WIDE = """FROM postgres.many AS a
|> JOIN postgres.many AS b ON a.part = b.part"""


@pytest.fixture(scope="module")
def many(stand):
    """The URIs of a database of its own, in which a table has many rows."""
    uri = with_database(stand.owner["POSTGRES_URI"], "budgets")
    with psycopg.connect(stand.owner["POSTGRES_URI"], autocommit=True) as owner:
        owner.execute("CREATE DATABASE budgets")
        with psycopg.connect(uri) as connection:
            connection.execute(
                "CREATE TABLE many AS SELECT i AS id, i % 400 AS part, repeat('x', 200) || i AS text "
                f"FROM generate_series(1, {ROWS}) i"
            )
        yield {**stand.uris, "POSTGRES_URI": uri}
        owner.execute("DROP DATABASE budgets WITH (FORCE)")


def run_with(uris, folder, budgets, plan):
    project = make_project(folder, uris)
    (project / "recoupe.toml").write_text(f"[budgets]\n{budgets}\n")
    return recoupe(project, "run", "-", "--format", "json", stdin=plan)


@pytest.mark.parametrize(
    ("budget", "plan"),
    [
        ("rows = 100", "FROM postgres.many"),
        ("bytes = 100000", "FROM postgres.many"),
        ("memory_mb = 100", WIDE),
        ("time_s = 2", ALL_PAIRS),
    ],
    ids=["rows", "bytes", "memory", "time"],
)
def test_a_budget_that_is_reached_is_named(many, tmp_path, budget, plan):
    answer = run_with(many, tmp_path / "p", budget, plan)
    error = answer.json["error"]
    assert (error["code"], answer.code) == ("budget_reached", 6), error
    assert budget.split()[0] in error["message"] and budget.split()[0] in error["remedy"], error


@pytest.mark.parametrize("budget", ["rows = 0", "time_s = -1", "memory_mb = 99999999999999"])
def test_a_budget_out_of_bounds_is_refused(many, tmp_path, budget):
    answer = run_with(many, tmp_path / "p", budget, "FROM postgres.many")
    assert (answer.json["error"]["code"], answer.code) == ("invalid_config", 2)


def test_what_a_killed_run_left_is_removed_by_the_next(many, tmp_path):
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    environment = {**os.environ, "TMPDIR": str(temporary)}
    for name in ("POSTGRES_URI", "MONGODB_URI"):
        environment.pop(name, None)
    project = make_project(tmp_path / "p", many)
    (project / "plan.sql").write_text(ALL_PAIRS)
    process = subprocess.Popen([PROGRAM, "run", "plan.sql"], cwd=project, env=environment, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    until = time.monotonic() + 30
    while not list(temporary.glob("recoupe-*/lock")) and time.monotonic() < until:
        time.sleep(0.05)
    assert list(temporary.glob("recoupe-*/lock"))
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert list(temporary.glob("recoupe-*"))
    done = subprocess.run([PROGRAM, "run", "-"], cwd=project, env=environment, input="FROM postgres.many |> WHERE id = 1",
                          capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert not list(temporary.glob("recoupe-*"))


WAITING = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'recoupe' AND datname = 'budgets' AND state = 'active'"


def count_until(connection, wanted, timeout_s=10):
    """Gives how many statements of ours run, once they are as many as wanted or the time is over."""
    deadline = time.monotonic() + timeout_s
    while (count := connection.execute(WAITING).fetchone()[0]) != wanted and time.monotonic() < deadline:
        time.sleep(0.05)
    return count


@pytest.mark.parametrize("stop", ["interrupt", "time budget"])
def test_a_run_that_is_stopped_leaves_no_statement_running_on_a_server(many, tmp_path, stop):
    project = make_project(tmp_path / "p", many)
    assert recoupe(project, "catalog").code == 0
    (project / "recoupe.toml").write_text("[budgets]\ntime_s = 3\n" if stop == "time budget" else "")
    with psycopg.connect(many["POSTGRES_URI"]) as holder, psycopg.connect(many["POSTGRES_URI"], autocommit=True) as watcher:
        holder.execute("LOCK TABLE many IN ACCESS EXCLUSIVE MODE")
        run = subprocess.Popen([str(PROGRAM), "run", "-", "--format", "json"], cwd=project, stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, text=True)
        run.stdin.write("FROM postgres.many |> AGGREGATE COUNT(*) AS n")
        run.stdin.close()
        assert count_until(watcher, 1) == 1
        if stop == "interrupt":
            run.send_signal(signal.SIGINT)
        assert run.wait(timeout=20) == (130 if stop == "interrupt" else 6)
        assert count_until(watcher, 0) == 0
        holder.rollback()
