"""Runs a plan in the engine and in the reference, and says whether they agree."""

import datetime as dt
import json
import os
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from zoneinfo import ZoneInfo

from . import interpreter
from .interpreter import Unordered
from .parser import Syntax
from .periods import Refused
from .values import EvalError, digest_of, float_text, lines_of

ROOT = Path(__file__).resolve().parent.parent.parent
BUILD = Path(os.environ.get("RECOUPE_BUILD", ROOT / "build/release"))
PASSES = ["prune_columns", "push_filters", "push_keys", "push_limits"]
MCP = {
    "mcpServers": {
        "mongodb": {"command": "recoupe", "args": ["mcp", "mongodb"], "env": {"MONGODB_URI": "${MONGODB_URI}"}},
        "postgres": {"command": "recoupe", "args": ["mcp", "postgres"], "env": {"POSTGRES_URI": "${POSTGRES_URI}"}},
    }
}
RUNS_KEPT = 200


class Project:
    """A project folder on a world's databases, with a warm client."""

    def __init__(self, world, folder, postgres_owner, mongodb):
        self.world, self.folder, self.owner, self.mongodb = world, Path(folder), postgres_owner, mongodb
        shutil.rmtree(folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        uris = world.load(postgres_owner, mongodb)
        (self.folder / ".env").write_text("".join(f"{name}={uri}\n" for name, uri in uris.items()))
        (self.folder / ".mcp.json").write_text(json.dumps(MCP))
        (self.folder / "recoupe.toml").write_text(f'model = "none"\ntime_zone = "{world.zone}"\n')
        clean = {name: value for name, value in os.environ.items() if name not in ("POSTGRES_URI", "MONGODB_URI")}
        out = subprocess.run(
            [str(BUILD / "recoupe"), "catalog", "--format", "json"],
            cwd=self.folder,
            env=clean,
            capture_output=True,
            text=True,
        )
        if out.returncode:
            raise RuntimeError(out.stdout + out.stderr)
        world.learn(json.loads(out.stdout)["catalog"])
        self.client = None
        self.runs = 0

    def connect(self):
        import recoupe

        for name in ("POSTGRES_URI", "MONGODB_URI"):
            os.environ.pop(name, None)
        self.client = recoupe.connect(self.folder / ".mcp.json")

    def engine(self, text, now, without=()):
        """Gives ("ok", Result, digest), ("error", code, message)."""
        import recoupe

        if self.client is None:
            self.connect()
        self.runs += 1
        if self.runs % RUNS_KEPT == 0:
            shutil.rmtree(self.folder / ".recoupe", ignore_errors=True)
            self.connect()
        try:
            result = self.client.run(text, now=now, language="en", without=without)
        except recoupe.RecoupeError as error:
            return ("error", error.code, str(error))
        return ("ok", result, recorded_digest(result.evidence["path"]))

    def remove(self):
        self.client = None
        self.world.drop(self.owner, self.mongodb)
        shutil.rmtree(self.folder, ignore_errors=True)


def recorded_digest(path):
    for line in (Path(path) / "log.jsonl").read_text().splitlines():
        record = json.loads(line)
        if record["kind"] == "result":
            return record["body"]["digest"]
    raise AssertionError("no result in the log")


def reference(text, world, now):
    """Gives ("ok", Answer), ("error", why), ("refused", why), ("unordered", "")."""
    try:
        return (
            "ok",
            interpreter.run(text, world, dt.datetime.fromisoformat(now.replace("Z", "+00:00")), ZoneInfo(world.zone)),
        )
    except EvalError as error:
        return ("error", str(error))
    except Refused as error:
        return ("refused", str(error))
    except Unordered:
        return ("unordered", "")


def compare(project, text, now, without=()):
    """Gives (verdict, details): agreed, refused (by the engine alone), error (both), or what differs."""
    expected = reference(text, project.world, now)
    got = project.engine(text, now, without)
    if expected[0] == "unordered":
        return ("unordered", "")
    if got[0] == "error":
        if expected[0] == "error" and got[1] in (
            "division_by_zero",
            "value_unreadable",
            "out_of_range",
            "number_out_of_range",
            "invalid_value",
        ):
            return ("both failed", "")
        if expected[0] == "refused" and got[1] in (
            "invalid_plan",
            "type_mismatch",
            "unknown_name",
            "ambiguous_name",
            "duplicate_name",
            "invalid_period",
        ):
            return ("both refused", "")
        return (
            "engine " + got[1],
            f"reference: {expected[0]} {expected[1] if expected[0] != 'ok' else ''}\nengine: {got[2]}",
        )
    if expected[0] != "ok":
        return ("reference " + expected[0], str(expected[1]))
    verdict = differing(expected[1], got[1], got[2], without)
    return canonical_means_the_same(project, text, now, expected[1], got[1]) if verdict[0] == "agreed" else verdict


def canonical_means_the_same(project, text, now, answer, result):
    """The engine's canonical text of the plan is read by the reference, and answers alike."""
    canonical = result.plan["text"]
    try:
        again = reference(canonical, project.world, now)
    except Syntax as error:
        return ("canonical text", f"{canonical}\n{error}")
    same = again[0] == "ok" and again[1].columns == answer.columns and again[1].findings == answer.findings
    if same and digest_of(again[1].columns, again[1].rows, again[1].ordered) == digest_of(
        answer.columns, answer.rows, answer.ordered
    ):
        return ("agreed", "")
    return ("canonical text", f"{canonical}\nreads as {again}"[:2000])


def differing(answer, result, digest, without=()):
    columns = [(column["name"], column["type"]) for column in result.columns]
    if columns != answer.columns:
        return ("columns", f"reference: {answer.columns}\nengine:    {columns}")
    findings = {name: counts for name, counts in answer.findings.items()}
    if findings != {name: dict(counts) for name, counts in result.findings.items()}:
        return ("findings", f"reference: {findings}\nengine:    {result.findings}")
    if len(answer.rows) != result.row_count:
        return ("row count", f"reference: {len(answer.rows)}\nengine:    {result.row_count}\n{shown(answer, result)}")
    if digest_of(answer.columns, answer.rows, answer.ordered) != digest:
        return ("rows", shown(answer, result))
    failures = sorted((getattr(result, "cast_failures", None) or {}).values())
    if failures != answer.cast_failures:
        return ("cast failures", f"reference: {answer.cast_failures}\nengine:    {failures}")
    return differing_coverage(answer, result, without)


def differing_coverage(answer, result, without):
    """What was read, table by table. Where less than the whole table came, the engine may not know a number: null."""
    sources = [line["source"] for line in result.coverage]
    if sources != [read.source for read in answer.reads]:
        return ("coverage", f"reference: {[read.source for read in answer.reads]}\nengine:    {sources}")
    everything = set(PASSES) <= set(without)
    for read, line in zip(answer.reads, result.coverage):
        expected = {name: getattr(read, name) for name in ("population", "after_filter", "matched", "unmatched")}
        unasked = line["read"] == 0  # no key to ask for: nothing was sent
        unknown = () if everything else ("after_filter", "unmatched", *(["population"] if unasked else []))
        wrong = [
            name for name, value in expected.items() if line[name] != value and not (line[name] is None and name in unknown)
        ]
        if not read.after_filter <= line["read"] <= read.population and line["after_filter"] is not None:
            wrong.append("read")
        if everything and line["read"] != read.population or line["unreadable"]:
            wrong.append("read")
        if wrong:
            return ("coverage", f"{wrong} of {read.source}\nreference: {expected}\nengine:    {line}")
    return ("agreed", "")


def shown(answer, result):
    """The rows that only one has; the engine's in the contract's form."""
    _, lines = lines_of(answer.columns, answer.rows)

    def loose(value):
        """What the contract's JSON can't show: null for missing, members in any order."""
        if value == {"$missing": True}:
            return None
        if isinstance(value, list):
            return [loose(item) for item in value]
        return {name: loose(item) for name, item in sorted(value.items())} if isinstance(value, dict) else value

    def typed(value, kind):
        if isinstance(value, list) and kind.startswith("ARRAY<"):
            return [typed(item, kind[6:-1]) for item in value]
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return value
        return float_text(float(value)) if kind == "FLOAT64" else str(value)

    kinds = [kind for _, kind in answer.columns]
    mine = Counter(json.dumps(loose(json.loads(line)), ensure_ascii=False) for line in lines)
    theirs = Counter(
        json.dumps([loose(typed(value, kind)) for value, kind in zip(row, kinds)], ensure_ascii=False)
        for row in result.rows
    )
    only_mine, only_theirs = mine - theirs, theirs - mine
    if not only_mine and not only_theirs:
        return (
            "the same rows, in another order or with null for missing:\n"
            + "\n".join(lines[:12])
            + "\n---\n"
            + "\n".join(json.dumps(row, ensure_ascii=False) for row in result.rows[:12])
        )
    return "\n".join(
        [
            "only in the reference:",
            *list(only_mine.elements())[:5],
            "only in the engine:",
            *list(only_theirs.elements())[:5],
        ]
    )
