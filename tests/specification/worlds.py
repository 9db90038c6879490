"""Loads the worlds of this folder: a module each, with NOW, ZONE, POSTGRES {server: statements}, MONGODB {server: {collection: documents}}
and VIEWS {server: {view: (collection, pipeline)}}; and reads their cases (`<world>.case`)."""

import importlib
import json
import re
import shutil
import sys
from pathlib import Path

import psycopg
from psycopg import sql
from pymongo import MongoClient

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent.parent / "demo"))
from load import with_database  # noqa: E402

NAMES = sorted(path.stem for path in FOLDER.glob("*.case"))


class World:
    """One world on the given servers, and a project folder whose `.mcp.json` names its servers as the plans do."""

    def __init__(self, name, project, postgres_uri, mongodb_uri):
        sys.path.insert(0, str(FOLDER))
        module = importlib.import_module(name)
        self.now, self.zone, self.project = module.NOW, module.ZONE, Path(project)
        servers = {}
        for server, statements in module.POSTGRES.items():
            uri = self.load_postgres(postgres_uri, f"spec_{name}_{server}", statements)
            servers[server] = {"command": "recoupe", "args": ["mcp", "postgres"], "env": {"POSTGRES_URI": uri}}
        for server, collections in module.MONGODB.items():
            views = getattr(module, "VIEWS", {}).get(server, {})
            uri = self.load_mongodb(mongodb_uri, f"spec_{name}_{server}", collections, views)
            servers[server] = {"command": "recoupe", "args": ["mcp", "mongodb"], "env": {"MONGODB_URI": uri}}
        shutil.rmtree(self.project, ignore_errors=True)
        self.project.mkdir(parents=True)
        (self.project / ".mcp.json").write_text(json.dumps({"mcpServers": servers}))

    @staticmethod
    def load_postgres(owner_uri, database, statements):
        with psycopg.connect(owner_uri, autocommit=True) as owner:
            owner.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))
            owner.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database)))
        uri = with_database(owner_uri, database)
        with psycopg.connect(uri, autocommit=True) as connection:
            connection.execute("SET TIME ZONE 'UTC'")
            connection.execute(statements)
            connection.execute("ANALYZE")
        return uri

    @staticmethod
    def load_mongodb(uri, database, collections, views):
        with MongoClient(uri, serverSelectionTimeoutMS=5000) as client:
            client.drop_database(database)
            for name, documents in collections.items():
                client[database].create_collection(name)
                if documents:
                    client[database][name].insert_many(documents)
            for name, (collection, pipeline) in views.items():
                client[database].create_collection(name, viewOn=collection, pipeline=pipeline)
        return with_database(uri, database)


class Case:
    """A sentence of the page, a plan, and what must come of it."""

    def __init__(self, title, text):
        self.title = title
        parts = re.split(r"^--- (\w+)\n", text, flags=re.MULTILINE)
        lines = parts[0].strip().split("\n")
        self.options = [word for line in lines if line.startswith("? ") for word in line[2:].split()]
        self.plan = "\n".join(line for line in lines if not line.startswith("? "))
        self.sections = {name: body.strip("\n") for name, body in zip(parts[1::2], parts[2::2])}


def cases_of(name):
    """Gives a world's cases in their order."""
    _, *cases = re.split(r"^=== (.*)\n", (FOLDER / f"{name}.case").read_text(), flags=re.MULTILINE)
    return [Case(title, text) for title, text in zip(cases[::2], cases[1::2])]


def differences(case, report, words):
    """Gives what an answer (the program's JSON, in French and English words) has other than the case says."""
    out = []
    error = report.get("error")
    wanted = case.sections.get("error")
    if (wanted is None) != (error is None):
        return [f"error: {json.dumps(error, ensure_ascii=False)}, expected {wanted}"]
    if wanted is not None:
        code, *parts = wanted.split("\n")
        if error["code"] != code:
            out.append(f"error code {error['code']}, expected {code}")
        text = "\n".join(words)
        place = error.get("place")
        text += f"\nat {place['line']}:{place['column']}" if place else ""
        out += [f"not said: {part}\n  in {text}" for part in parts if part not in text]
        return out
    if "columns" in case.sections:
        seen = ", ".join(f"{column['name']} {column['type']}" for column in report["columns"])
        if seen != case.sections["columns"]:
            out.append(f"columns: {seen}\n  expected {case.sections['columns']}")
    for section, order in (("rows", sorted), ("ordered", list)):
        if section in case.sections:
            seen = [json.dumps(row, ensure_ascii=False, sort_keys=True) for row in report["rows"]]
            wish = [json.dumps(json.loads(line), ensure_ascii=False, sort_keys=True) for line in case.sections[section].split("\n") if line]
            if order(seen) != order(wish):
                out.append("rows:\n  " + "\n  ".join(order(seen)) + "\n expected\n  " + "\n  ".join(order(wish)))
    if "findings" in case.sections:
        seen = "\n".join(f"{name}: " + ", ".join(f"{key} {count}" for key, count in sorted(counts.items()) if count)
                         for name, counts in sorted(report["findings"].items()))
        if seen != case.sections["findings"]:
            out.append(f"findings: {seen}\n  expected {case.sections['findings']}")
    if "coverage" in case.sections:
        for line in case.sections["coverage"].split("\n"):
            source, wish = line.split(" ", 1)
            wish = {key: None if value == "null" else int(value) for key, value in (pair.split("=") for pair in wish.split())}
            seen = [entry for entry in report["coverage"] if entry["source"] == source]
            if not any(all(entry[key] == value for key, value in wish.items()) for entry in seen):
                out.append(f"coverage of {source}: {report['coverage']}\n  expected {wish}")
    for line in case.sections.get("words", "").split("\n"):
        if line and not any(line in text for text in words):
            out.append(f"not in words: {line}\n  in " + "\n  in ".join(words))
    return out
