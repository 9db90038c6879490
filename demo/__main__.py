"""The demo: `python demo up` starts both servers and fills them, `run` answers the sentence and executes the notebook,
`down` stops the servers, `clean` removes everything. State: .demo/ of the project, a recoupe project folder of its own.
"""
import argparse
import datetime as dt
import hashlib
import json
import os
import secrets
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(Path(__file__).resolve().parent))
from company import Company  # noqa: E402
from load import load  # noqa: E402
from servers import Servers  # noqa: E402

SENTENCE = ("Affiche les utilisateurs admins créés cette semaine dans MongoDB et vérifie leur département dans PostgreSQL")
MCP = {"mcpServers": {
    "mongodb": {"command": "recoupe", "args": ["mcp", "mongodb"], "env": {"MONGODB_URI": "${MONGODB_URI}"}},
    "postgres": {"command": "recoupe", "args": ["mcp", "postgres"], "env": {"POSTGRES_URI": "${POSTGRES_URI}"}}}}


def say(words):
    print(words, flush=True)


def up(folder, seed):
    """Starts what does not run, fills what is not filled for this seed and day, writes the project's configuration."""
    started = time.monotonic()
    servers = Servers(folder)
    postgres, mongodb = servers.start_postgres(), servers.start_mongodb()
    now = dt.datetime.now().astimezone()
    recipe = hashlib.sha256(b"".join((ROOT / "demo" / name).read_bytes() for name in ("company.py", "load.py"))).hexdigest()
    loaded = [seed, now.date().isoformat(), postgres, mongodb, recipe]
    if servers.state.get("loaded") != loaded:
        say(f"    filling both with the demo's company (SEED={seed})")
        # A server of somebody else keeps its roles: only a private one gets a reader of ours.
        password = None if os.environ.get("POSTGRES_URI") else secrets.token_hex(12)
        uris = load(postgres, mongodb, Company(seed, now), password, folder / "anomalies.json")
        (folder / ".env").touch(mode=0o600)
        (folder / ".env").write_text("".join(f"{name}={uri}\n" for name, uri in uris.items()))
        (folder / ".mcp.json").write_text(json.dumps(MCP, indent=2) + "\n")
        servers.state["loaded"] = loaded
        servers.save()
    say(f"    ready in {time.monotonic() - started:.1f} s; MongoDB: {servers.state.get('mongodb_server', 'yours')}")
    return servers


def recoupe(folder, *arguments):
    return subprocess.run([str(ROOT / "build/release/recoupe"), *arguments], cwd=folder).returncode


def notebook(folder):
    """Executes examples/demo.ipynb in the demo's folder."""
    import nbformat
    from nbclient import NotebookClient
    document = nbformat.read(ROOT / "examples/demo.ipynb", as_version=4)
    os.environ["PYTHONPATH"] = f"{ROOT / 'build/release/python'}:{os.environ.get('PYTHONPATH', '')}"
    NotebookClient(document, timeout=120, kernel_name="python3", extra_arguments=["--log-level=ERROR"], resources={"metadata": {"path": str(folder)}}).execute()
    target = folder / "demo.ipynb"
    nbformat.write(document, target)
    return target


def run(folder, seed):
    say("[1/3] PostgreSQL and MongoDB")
    servers = up(folder, seed)
    try:
        say(f"[2/3] recoupe ask \"{SENTENCE}\"\n")
        code = recoupe(folder, "ask", SENTENCE)
        say("\n[3/3] The same in a notebook")
        say(f"    executed: {notebook(folder).relative_to(ROOT)}")
        say("    open it with: jupyter lab .demo/demo.ipynb" if os.environ.get("KEEP") == "1" else
            "    KEEP=1 make demo leaves the servers running, to ask your own questions in .demo/")
        return code
    finally:
        if os.environ.get("KEEP") != "1":
            servers.stop()


def main():
    parser = argparse.ArgumentParser(prog="demo")
    parser.add_argument("verb", choices=["up", "run", "down", "clean"])
    parser.add_argument("--folder", type=Path, default=ROOT / ".demo")
    parser.add_argument("--seed", type=int, default=int(os.environ.get("SEED", "1")))
    options = parser.parse_args()
    folder = options.folder.resolve()
    if options.verb == "up":
        up(folder, options.seed)
    elif options.verb == "run":
        sys.exit(run(folder, options.seed))
    elif folder.exists():
        Servers(folder).remove() if options.verb == "clean" else Servers(folder).stop()


if __name__ == "__main__":
    main()
