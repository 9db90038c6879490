"""The Python package: the contract's four lines, tables without a changed value, errors in two lines, interrupts."""
import asyncio
import os
import signal
import subprocess
import sys
import threading

import pytest

from stand import BUILD

SENTENCE = "Affiche les utilisateurs admins créés cette semaine dans MongoDB et vérifie leur département dans PostgreSQL"
PLAN = """FROM mongodb.users
|> WHERE role = 'admin' AND created_at DURING PERIOD 'cette semaine'
|> CHECK EXISTS IN postgres.public.employees ON LOWER(users.email) = LOWER(work_email) SELECT department"""


@pytest.fixture
def client(project, monkeypatch):
    monkeypatch.chdir(project)
    for name in ("POSTGRES_URI", "MONGODB_URI"):
        monkeypatch.delenv(name, raising=False)
    import recoupe
    return recoupe.connect()


def test_execute_gives_the_contracts_fields(client):
    result = client.execute(SENTENCE)
    assert result.status == "ok" and result.language == "fr"
    assert result.understood.startswith("J'ai compris : ")
    assert len(result) == result.row_count == len(result.rows)
    assert sum(result.findings["finding"].values()) == result.row_count
    bundle = result._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html", "application/vnd.recoupe.result+json"}
    assert "<table" in bundle["text/html"] and "<script" not in bundle["text/html"]


def test_tables_keep_every_value(client):
    result = client.run("FROM postgres.public.invoices |> ORDER BY invoice_no |> LIMIT 50")
    table = result.to_arrow()
    assert str(table.schema.field("amount_total").type).startswith("decimal")
    rows = [dict(zip([c["name"] for c in result.columns], row)) for row in result.rows]
    assert [str(v) for v in table["amount_total"].to_pylist()] == [row["amount_total"] for row in rows]
    frame = result.to_pandas()
    assert len(frame) == 50 and str(frame["paid_at"].dtype).endswith("UTC]")
    import pyarrow
    assert pyarrow.RecordBatchReader.from_stream(result).read_all().num_rows == 50


def test_columns_and_rows_are_at_hand(client):
    result = client.run("FROM postgres.public.departments |> ORDER BY name |> LIMIT 3")
    assert result["name"] == [row["name"] for row in result] and len(result["name"]) == 3
    assert "name" in result._ipython_key_completions_() and "rows" in dir(result)
    with pytest.raises(KeyError, match="there is no column 'nom'"):
        result["nom"]
    with pytest.raises(AttributeError, match="a result has no 'colonnes'"):
        result.colonnes


def test_an_output_holds_no_more_rows_than_people_scroll_through(client):
    result = client.run("FROM mongodb.users |> SELECT login")
    assert len(result) > 1000 and len(result.rows) == len(result)
    bundle = result._repr_mimebundle_()
    kept = bundle["application/vnd.recoupe.result+json"]
    assert len(kept["rows"]) == 200 and kept["truncated"] and kept["row_count"] == len(result)
    assert bundle["text/html"].count("<tr>") == 201
    assert len(bundle["text/html"]) < 100_000 and len(bundle["text/plain"]) < 10_000


def test_progress_is_told_to_whoever_asks_and_its_errors_stop_the_run(project, monkeypatch):
    monkeypatch.chdir(project)
    import recoupe
    told = []
    threads = set()
    def tell(words):
        told.append(words)
        threads.add(threading.current_thread())
    assert recoupe.connect(progress=tell).run(PLAN).status == "ok"
    assert told and threads == {threading.current_thread()}

    def fail(words):
        raise LookupError(words)
    with pytest.raises(LookupError):
        recoupe.connect(progress=fail).run(PLAN)


def test_a_cancelled_run_says_so(client):
    import recoupe
    client.plan("Affiche les badges perdus")
    run = client.start(SENTENCE)
    run.cancel()
    with pytest.raises(recoupe.RecoupeError) as raised:
        run.result(30)
    assert raised.value.code == "interrupted" and run.done()


def test_plot_without_matplotlib_says_what_to_install(client, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", None)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    result = client.run("FROM postgres.public.employees |> CHECK UNIQUE BY work_email")
    with pytest.raises(ImportError, match="pip install matplotlib"):
        result.plot()
    with pytest.raises(ValueError, match="no check"):
        client.run("FROM postgres.public.departments").plot()


def test_a_refusal_is_an_error_of_two_lines(client):
    import recoupe
    with pytest.raises(recoupe.RecoupeError) as raised:
        client.execute("Supprime les utilisateurs suspendus")
    assert raised.value.code == "write_refused" and raised.value.result.status == "refused"
    assert len(raised.value._render_traceback_()) == 2


def test_aexecute_and_start_answer_too(client):
    assert asyncio.run(client.aexecute(SENTENCE)).status == "ok"
    assert client.start(SENTENCE).result(60).status == "ok"


def test_replay_gives_the_same(client):
    assert client.run(PLAN).replay()["same"] is True


INTERRUPTED = """
import os, signal, threading, time
import recoupe
{before}
def interrupt():
    global at
    time.sleep({after_s})
    at = time.monotonic()
    os.kill(os.getpid(), signal.SIGINT)
threading.Thread(target=interrupt, daemon=True).start()
try:
    {work}
    print("finished")
except KeyboardInterrupt:
    print("interrupted", time.monotonic() - at)
"""
WARM = "client = recoupe.connect()\nclient.plan('Affiche les badges perdus')     # servers, catalog and model are warm"
PAIRS = ("FROM mongodb.users |> JOIN (FROM mongodb.users) AS o ON users.login != o.login "
         "|> JOIN (FROM mongodb.users) AS p ON users.login != p.login |> AGGREGATE COUNT(*) AS n")


@pytest.mark.parametrize("before,work,after_s", [
    (WARM, f"client.run({PAIRS!r})", 1.0),
    (WARM, f"client.execute({SENTENCE!r})", 0.3),
    ("client = recoupe.connect()", f"client.execute({SENTENCE!r})", 0.1),
    ("client = recoupe.connect()", f"client.execute({SENTENCE!r})", 0.6),
], ids=["while it joins", "while the model scores", "while servers start", "while the catalog is read"])
def test_ctrl_c_acts_within_a_second(project, before, work, after_s):
    clean = {name: value for name, value in os.environ.items() if name not in ("POSTGRES_URI", "MONGODB_URI")}
    clean["PYTHONPATH"] = str(BUILD / "python")
    for _ in range(6):  # a quick machine may be done before the signal: then it comes sooner
        program = INTERRUPTED.format(before=before, work=work, after_s=after_s)
        done = subprocess.run([sys.executable, "-c", program], cwd=project, env=clean, capture_output=True, text=True,
                              timeout=120)
        word, _, seconds = done.stdout.strip().partition(" ")
        if word != "finished":
            break
        after_s /= 2
    assert word == "interrupted", done.stdout + done.stderr
    assert float(seconds) < 1.0


def test_what_is_no_text_is_refused_in_clear_words(client):
    with pytest.raises(TypeError, match="the instruction must be text, not NoneType"):
        client.execute(None)
    with pytest.raises(TypeError, match="the plan must be text, not int"):
        client.run(123)
    with pytest.raises(ValueError, match="the instruction is empty"):
        client.execute(" ")


def test_a_plan_that_was_not_run_tells_of_no_rows(client):
    proposed = client.plan(PLAN, language="en")
    bundle = proposed._repr_mimebundle_()
    assert "No rows" not in repr(proposed) and "0 rows" not in bundle["text/html"] and "users of mongodb" in repr(proposed)
