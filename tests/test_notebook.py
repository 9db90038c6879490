"""The demo's notebook runs as it stands, and its outputs survive a notebook's sanitiser."""
import os
import re
import shutil
import subprocess

import pytest

from stand import BUILD, ROOT


@pytest.fixture(scope="module")
def executed(stand):
    import nbformat
    from nbclient import NotebookClient
    document = nbformat.read(ROOT / "examples/demo.ipynb", as_version=4)
    for name in ("POSTGRES_URI", "MONGODB_URI"):
        os.environ.pop(name, None)
    os.environ["PYTHONPATH"] = str(BUILD / "python")
    NotebookClient(document, timeout=120, kernel_name="python3",
                   resources={"metadata": {"path": str(stand.project)}}).execute()
    return document


def test_the_notebook_runs_and_shows_the_answer(executed):
    outputs = [output for cell in executed.cells if cell.cell_type == "code" for output in cell.outputs]
    assert not [output for output in outputs if output.output_type == "error"]
    html = "".join(output.data.get("text/html", "") for output in outputs if "data" in output)
    assert "J'ai compris" in html.replace("&#39;", "'").replace("&#x27;", "'") and "dataframe" in html


def test_its_html_needs_nothing_that_a_sanitiser_drops(executed):
    for cell in executed.cells:
        for output in cell.get("outputs", []):
            html = output.get("data", {}).get("text/html", "")
            assert not re.search(r"<script|<iframe|onclick|onerror=|javascript:", html)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_is_drawn_in_chromium(executed, tmp_path, theme):
    chromium = shutil.which("chromium")
    if not chromium:
        pytest.skip("chromium is not installed")
    from nbconvert import HTMLExporter
    body, _ = HTMLExporter(theme=theme).from_notebook_node(executed)
    page = tmp_path / "demo.html"
    page.write_text(body)
    picture = BUILD / f"notebook-{theme}.png"
    subprocess.run([chromium, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic",
                    "--disable-background-networking", "--no-first-run", f"--user-data-dir={tmp_path / 'profile'}",
                    "--window-size=1100,1600", f"--screenshot={picture}", page.as_uri()], check=True, capture_output=True,
                   timeout=120)
    assert picture.stat().st_size > 20_000
