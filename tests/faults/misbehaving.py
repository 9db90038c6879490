"""A project whose one server misbehaves, and what a run against it came to: its answer, its time and memory, what the server
was asked, what is left of it, and the evidence."""
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from stand import PROGRAM, make_project, recoupe

SERVER = Path(__file__).resolve().parent / "server.py"
URI = {"postgres": "POSTGRES_URI", "mongodb": "MONGODB_URI"}
PATIENT_MS = 30_000  # where no time is to run out, however busy the machine
SHORT_MS = 1_500     # where it is


def entry_of(kind, log, fault, **settings):
    fault = dict(settings, fault=fault, kind=kind, log=str(log), program=str(PROGRAM))
    return {"command": sys.executable, "args": [str(SERVER)],
            "env": {URI[kind]: "${" + URI[kind] + "}", "FAULT": json.dumps(fault)}}


class Misbehaving:
    """A project folder with one such server, its catalog read beforehand from the well-behaved one."""

    def __init__(self, folder, uris, kind, fault, snapshot=None, call_ms=PATIENT_MS, start_ms=PATIENT_MS, http=False, **settings):
        self.kind = kind
        self.log = folder.parent / f"{folder.name}.log"
        self.process = None
        entry = entry_of(kind, self.log, fault, http=http, **settings)
        if http:
            entry = self.listen(dict(entry["env"], **{URI[kind]: uris[URI[kind]]}))
        self.project = make_project(folder, uris, {"mcpServers": {kind: entry}})
        (folder / "recoupe.toml").write_text(f"[budgets]\ncall_timeout_ms = {call_ms}\nstart_timeout_ms = {start_ms}\n")
        if snapshot:
            (folder / ".recoupe").mkdir(mode=0o700)
            shutil.copy(snapshot, folder / ".recoupe/catalog.json")

    def listen(self, environment):
        """Starts the server, which for HTTP is not the program's to start; gives the entry that names it."""
        self.process = subprocess.Popen([sys.executable, str(SERVER)], env=dict(os.environ, **environment), start_new_session=True,
                                        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        while not self.events("port"):
            assert self.process.poll() is None
            time.sleep(0.02)
        return {"type": "http", "url": f"http://127.0.0.1:{self.events('port')[0]['port']}/mcp"}

    def stop(self):
        """Ends a server that the program did not start."""
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            while self.left():  # killed, and not gone yet
                time.sleep(0.02)

    def events(self, event):
        if not self.log.exists():
            return []
        return [found for line in self.log.read_text().splitlines() if (found := json.loads(line))["event"] == event]

    def calls(self, tool=None):
        return [got for got in self.events("got") if got["method"] == "tools/call" and tool in (None, got["tool"])]

    def left(self):
        """Gives the processes of the server's groups and sessions that still live."""
        marks = {event[name] for event in self.events("start") for name in ("pid", "group", "session")} - {os.getsid(0)}
        found = []
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if fields[0] != "Z" and (int(fields[2]) in marks or int(fields[3]) in marks):
                found.append((int(stat.parent.name), (stat.parent / "cmdline").read_bytes()))
        return found

    def run(self, plan, language="en", timeout_s=60):
        return Outcome(self, plan, language, timeout_s)


class Outcome:
    """One run of a plan."""

    def __init__(self, server, plan, language, timeout_s):
        self.server = server
        clean = {name: value for name, value in os.environ.items() if name not in URI.values()}
        began = time.monotonic()
        with open(server.project / "out", "w+") as out, open(server.project / "err", "w+") as err:
            process = subprocess.Popen([str(PROGRAM), "run", "-", "--format", "json", "--lang", language], cwd=server.project,
                                       env=clean, stdin=subprocess.PIPE, stdout=out, stderr=err)
            process.stdin.write(plan.encode())
            process.stdin.close()
            done, status = 0, 0
            while not done and time.monotonic() - began < timeout_s:
                done, status, usage = os.wait4(process.pid, os.WNOHANG)
                time.sleep(0.01)
            if not done:
                process.kill()
                process.wait()
                raise AssertionError(f"the run did not end within {timeout_s} s")
        process.returncode = os.waitstatus_to_exitcode(status)
        self.code, self.seconds, self.memory_mb = process.returncode, time.monotonic() - began, usage.ru_maxrss / 1024
        self.json = json.loads((server.project / "out").read_text())
        self.error = self.json.get("error")

    def records(self):
        return recoupe(self.server.project, "show", self.json["run_id"], "--format", "json").json["records"]

    def check_evidence(self):
        """The log verifies, says how it ended, and pairs every call that left with what became of it."""
        verified = recoupe(self.server.project, "verify", self.json["run_id"], "--format", "json")
        assert verified.code == 0 and verified.json["end"] == "sealed", verified.out
        records = self.records()
        sent = [record["body"]["call"] for record in records if record["kind"] == "call_sent"]
        ended = [record["body"]["call"] for record in records if record["kind"] in ("call_returned", "call_failed")]
        assert sent == ended and len(set(sent)) == len(sent)
        heads = [json.loads(line) for line in (self.server.project / ".recoupe/heads.jsonl").read_text().splitlines()]
        assert [head["outcome"] for head in heads if head["run_id"] == self.json["run_id"]] == [self.json["status"]]
        kinds = [record["kind"] for record in records]
        if self.error:
            assert "result" not in kinds and "refused" in kinds
            assert not any(record["kind"] == "fetch_complete" and record["body"]["whole"] for record in records)
        return records
