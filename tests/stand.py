"""A test stand: the demo's company on private servers, in a recoupe project folder of its own, and the program to run there."""
import datetime as dt
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = Path(os.environ.get("RECOUPE_BUILD", ROOT / "build/release"))
PROGRAM = BUILD / "recoupe"
sys.path.insert(0, str(ROOT / "demo"))
from company import Company  # noqa: E402
from load import DATABASE, load, with_database  # noqa: E402,F401
from servers import Servers  # noqa: E402

MCP = {"mcpServers": {
    "mongodb": {"command": "recoupe", "args": ["mcp", "mongodb"], "env": {"MONGODB_URI": "${MONGODB_URI}"}},
    "postgres": {"command": "recoupe", "args": ["mcp", "postgres"], "env": {"POSTGRES_URI": "${POSTGRES_URI}"}}}}


class Stand:
    """Starts both servers in build/stand-<seed>-<process> and fills them; reader roles are made, as in the demo."""

    def __init__(self, seed):
        self.seed = seed
        self.folder = ROOT / "build" / f"stand-{seed}-{os.getpid()}"
        self.servers = Servers(self.folder)
        self.owner = {"POSTGRES_URI": self.servers.start_postgres(), "MONGODB_URI": self.servers.start_mongodb()}
        self.now = dt.datetime.now().astimezone()
        self.company = Company(seed, self.now)
        password = None if os.environ.get("POSTGRES_URI") else "reader"
        self.uris = load(self.owner["POSTGRES_URI"], self.owner["MONGODB_URI"], self.company, password,
                         self.folder / "anomalies.json")
        self.project = make_project(self.folder / "project", self.uris)

    def stop(self):
        self.servers.remove()


def make_project(folder, uris, mcp=MCP):
    """Makes a project folder: .mcp.json and .env."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / ".env").write_text("".join(f"{name}={uri}\n" for name, uri in uris.items()))
    (folder / ".mcp.json").write_text(mcp if isinstance(mcp, str) else json.dumps(mcp))
    return folder


class Answer:
    """What one run of the program gave."""

    def __init__(self, done, project):
        self.project = project
        self.code, self.out, self.err = done.returncode, done.stdout, done.stderr

    @property
    def json(self):
        return json.loads(self.out)


def recoupe(project, *arguments, environment=None, stdin=None, timeout=60):
    """Runs the program in a project folder, without the variables that the servers are found by."""
    clean = {name: value for name, value in os.environ.items() if name not in ("POSTGRES_URI", "MONGODB_URI")}
    clean.update(environment or {})
    return Answer(subprocess.run([str(PROGRAM), *map(str, arguments)], cwd=project, env=clean, input=stdin,
                                 capture_output=True, text=True, timeout=timeout), project)
