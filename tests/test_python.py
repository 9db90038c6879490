"""The Python package: the contract's four lines, tables without a changed value, errors in two lines, interrupts."""
import asyncio
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time

import pytest

from stand import BUILD

SENTENCE = "Affiche les utilisateurs admins créés cette semaine dans MongoDB et vérifie leur département dans PostgreSQL"


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
    assert set(bundle) == {"text/plain", "text/html", "application/json"}
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
    assert client.execute(SENTENCE).replay()["same"] is True


def test_ctrl_c_acts_within_a_second(project):
    program = textwrap.dedent("""
        import os, sys, threading, time, signal
        import recoupe
        client = recoupe.connect()
        client.plan("Affiche les badges perdus")     # servers, catalog and model are warm
        plan = "FROM mongodb.users |> JOIN (FROM mongodb.users) AS o ON users.login != o.login |> JOIN (FROM mongodb.users) AS p ON users.login != p.login |> AGGREGATE COUNT(*) AS n"
        def interrupt():
            time.sleep(1.0)
            global at
            at = time.monotonic()
            os.kill(os.getpid(), signal.SIGINT)
        threading.Thread(target=interrupt, daemon=True).start()
        try:
            client.run(plan)
            print("finished")
        except KeyboardInterrupt:
            print("interrupted", time.monotonic() - at)
    """)
    clean = {name: value for name, value in os.environ.items() if name not in ("POSTGRES_URI", "MONGODB_URI")}
    clean["PYTHONPATH"] = str(BUILD / "python")
    done = subprocess.run([sys.executable, "-c", program], cwd=project, env=clean, capture_output=True, text=True, timeout=120)
    word, _, seconds = done.stdout.strip().partition(" ")
    assert word == "interrupted", done.stdout + done.stderr
    assert float(seconds) < 1.0
