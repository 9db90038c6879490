"""Starts and stops the demo's two database servers: private, on free ports of the loopback, kept in a state folder.

PostgreSQL: $POSTGRES_URI when set, else a private cluster. MongoDB: $MONGODB_URI when set, else `mongod` on the PATH, else the
stand-in of the project's Python environment (secantusdb: speaks MongoDB's wire protocol over WiredTiger).
"""
import hashlib
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

START_TIMEOUT_S = 60


def free_port(wish=0):
    """Gives the wished port where it is free, so that addresses stay as they were, else any free one."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", wish or 0))
        except OSError:
            probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_alive(pid):
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_for_port(port, pid, log):
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if not is_alive(pid):
            break
        time.sleep(0.05)
    sys.exit(f"the server on port {port} did not start:\n{Path(log).read_text()[-2000:]}")


class Servers:
    """Both servers of one state folder; `state.json` there says what runs."""

    def __init__(self, folder):
        self.folder = Path(folder).resolve()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.path = self.folder / "state.json"
        self.state = json.loads(self.path.read_text()) if self.path.exists() else {}

    def save(self):
        self.path.touch(mode=0o600)
        self.path.write_text(json.dumps(self.state, indent=2))

    # --- PostgreSQL ---------------------------------------------------------------------------------------------------

    def postgres_home(self):
        """Gives a folder for the cluster that its user can reach: initdb refuses to run as root."""
        if "postgres_home" in self.state:
            return Path(self.state["postgres_home"])
        home = self.folder / "postgres"
        if os.getuid() == 0:
            home.mkdir(exist_ok=True)
            shutil.chown(home, "postgres", "postgres")
            if self.as_postgres(["test", "-w", str(home)], check=False).returncode:
                home.rmdir()
                name = hashlib.sha256(str(self.folder).encode()).hexdigest()[:12]
                home = Path("/var/tmp") / f"recoupe-demo-{name}"
        home.mkdir(mode=0o700, exist_ok=True)
        if os.getuid() == 0:
            shutil.chown(home, "postgres", "postgres")
        self.state["postgres_home"] = str(home)
        self.save()
        return home

    def as_postgres(self, command, check=True):
        if os.getuid() == 0:
            command = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "env", "HOME=/tmp",
                       "LC_ALL=C.UTF-8", *command]
        return subprocess.run(command, cwd="/", check=check, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    @staticmethod
    def postgres_bin():
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
        if not found:
            sys.exit("no PostgreSQL server in /usr/lib/postgresql: run make setup")
        return found[-1]

    def start_postgres(self):
        """Gives the owner's URI of a running PostgreSQL."""
        if os.environ.get("POSTGRES_URI"):
            return os.environ["POSTGRES_URI"]
        home, binaries = self.postgres_home(), self.postgres_bin()
        if not (home / "data").exists():
            self.state["postgres_password"] = secrets.token_hex(12)
            password = home / "password"
            password.write_text(self.state["postgres_password"])
            if os.getuid() == 0:
                shutil.chown(password, "postgres", "postgres")
            self.as_postgres([f"{binaries}/initdb", "-D", f"{home}/data", "-U", "postgres", "-E", "UTF8",
                              "--locale=C.UTF-8", "-A", "scram-sha-256", f"--pwfile={password}", "-N"])
            password.unlink()
        if not self.postgres_is_up():
            self.state["postgres_port"] = port = free_port(self.state.get("postgres_port"))
            self.save()
            options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
            done = self.as_postgres([f"{binaries}/pg_ctl", "-D", f"{home}/data", "-l", f"{home}/log", "-w", "-t",
                                     str(START_TIMEOUT_S), "-o", options, "start"], check=False)
            if done.returncode:
                sys.exit(f"PostgreSQL did not start:\n{done.stdout[-2000:]}")
        return f"postgresql://postgres:{self.state['postgres_password']}@127.0.0.1:{self.state['postgres_port']}/postgres"

    def postgres_is_up(self):
        home = Path(self.state["postgres_home"])
        return self.as_postgres([f"{self.postgres_bin()}/pg_ctl", "-D", f"{home}/data", "status"], check=False).returncode == 0

    # --- MongoDB ------------------------------------------------------------------------------------------------------

    def mongodb_command(self, port):
        data = self.folder / "mongodb"
        data.mkdir(exist_ok=True)
        mongod = shutil.which("mongod")
        if mongod:
            return "mongod", [mongod, "--bind_ip", "127.0.0.1", "--port", str(port), "--dbpath", str(data)]
        stand_in = Path(sys.executable).parent / "secantusd-py"
        return "secantusdb (stand-in for mongod)", [str(stand_in), "--host", "127.0.0.1", "--port", str(port),
                                                    "--storage-path", str(data)]

    def start_mongodb(self):
        """Gives the URI of a running server that speaks MongoDB's wire protocol."""
        if os.environ.get("MONGODB_URI"):
            return os.environ["MONGODB_URI"]
        if not is_alive(self.state.get("mongodb_pid", 0) or -1):
            port = free_port(self.state.get("mongodb_port"))
            name, command = self.mongodb_command(port)
            log = self.folder / "mongodb.log"
            with open(log, "w") as out:
                server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True)
            self.state.update(mongodb_port=port, mongodb_pid=server.pid, mongodb_server=name)
            self.save()
            wait_for_port(port, server.pid, log)
        return f"mongodb://127.0.0.1:{self.state['mongodb_port']}/?directConnection=true"

    def stop(self):
        pid = self.state.pop("mongodb_pid", None)
        if pid and is_alive(pid):
            os.kill(pid, signal.SIGTERM)
            deadline = time.monotonic() + 20
            while is_alive(pid) and time.monotonic() < deadline:
                try:
                    os.waitpid(pid, os.WNOHANG)  # our own child becomes a zombie until asked for
                except ChildProcessError:
                    pass
                time.sleep(0.05)
        if "postgres_home" in self.state and (Path(self.state["postgres_home"]) / "data").exists() and self.postgres_is_up():
            self.as_postgres([f"{self.postgres_bin()}/pg_ctl", "-D", f"{self.state['postgres_home']}/data", "-m", "fast",
                              "-w", "stop"])
        self.save()

    def remove(self):
        """Stops both and removes all that they left."""
        self.stop()
        if "postgres_home" in self.state:
            shutil.rmtree(self.state["postgres_home"], ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)
