"""Checks hand-written cases: `check.py DATA [SCHEMA…] [--against=DATA]` runs every plan of DATA in its world and tells which
fail, which give no row and which readings of a case say the same; counts the shares that the evaluation asks for; reports
wordings that are alike, also with another folder's. Needs no planner: only plans are run."""
import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import evaluate
from servers import Servers
from world import NOW

ALIKE = 0.7  # token Jaccard above which two wordings count as one
REASONS = {"not_in_schema", "write", "injection", "not_a_question"}
KINDS = {"plan": ("plan",), "clarify": ("readings", "about"), "refuse": ("reason", "about")}
LEAST = {"both databases": 40, "period": 25, "aggregate or totals": 25, "nested or array": 25, "three tables or more": 10,
         "negation or null": 10, "refuse": 10, "clarify": 5}
TABLE = re.compile(r"\b(postgres|mongodb)\.(\w+)")
NEGATION = re.compile(r"\bNOT\b|!=(?! 'ok')|IS NULL|IS MISSING")
ARRAY = re.compile(r"\b(UNNEST|ANY|ARRAY_LENGTH)\(")


def plans_of(case):
    return [plan for plan in (case.get("plan"), *case.get("readings", ()), *case.get("also_right", ())) if plan]


def traits_of(case, nested):
    """What the shares are counted by: the first plan of a case, and its kind."""
    traits = {case["kind"], case["lang"]}
    first = next(iter(plans_of(case)), "")
    tables = set(TABLE.findall(first))
    found = {"both databases": len({server for server, _ in tables}) == 2, "three tables or more": len(tables) >= 3,
             "period": " PERIOD " in first, "aggregate or totals": re.search(r"AGGREGATE|CHECK TOTALS", first),
             "nested or array": ARRAY.search(first) or any(re.search(rf"(?<!\w){re.escape(path)}\b", first) for path in nested),
             "negation or null": NEGATION.search(first)}
    return traits | {name for name, holds in found.items() if holds}


def nested_paths(schema):
    return [path for body in schema.get("mongodb", {}).get("collections", {}).values() for path in body["fields"]
            if "." in path and "[]" not in path]


def wrong_form(cases, schema):
    """Says what is wrong with the form of a schema's cases."""
    for number, case in enumerate(cases, 1):
        missing = [key for key in ("instruction", *KINDS.get(case.get("kind"), ("kind",))) if not case.get(key)]
        if missing:
            yield f"{case['id']}: no {', '.join(missing)}"
        if case["id"] != f"{schema}-{number:03}" or case["schema"] != schema or case["lang"] not in ("fr", "en"):
            yield f"{case['id']}: id, schema or lang"
        if case.get("reason", "write") not in REASONS:
            yield f"{case['id']}: reason {case['reason']}"
        if case.get("kind") == "clarify" and not 2 <= len(case.get("readings", ())) <= 3:
            yield f"{case['id']}: two or three readings"


def run_plans(cases, project):
    """Runs all plans of a schema; gives (id, plan, report) each, or stops where one can't be read."""
    plans = [(case["id"], plan) for case in cases for plan in plans_of(case)]
    (project / "plans.sql").write_text(";\n".join(plan for _, plan in plans) + "\n")
    done = subprocess.run([str(evaluate.PROGRAM), "run", "plans.sql", "--now", NOW.isoformat(), "--tz", "Europe/Paris",
                           "--rows", "all", "--format", "json", "--quiet"], cwd=project, capture_output=True, text=True, timeout=3600)
    reports = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    if len(reports) != len(plans):
        error = reports[0].get("error", {}) if reports else {"message": done.stderr or done.stdout}
        line = error.get("place", {}).get("line", 0)
        where, plan = plans[line - 1] if line else (project.name, "")
        sys.exit(f"{where}: {error.get('message')}\n  {plan}")
    return [(id, plan, report) for (id, plan), report in zip(plans, reports, strict=True)]


def tell_runs(runs):
    """Prints failures and answers without rows; gives their counts."""
    counts = Counter(plans=len(runs))
    for id, plan, report in runs:
        if report.get("error"):
            counts["failed"] += 1
            print(f"  failed {id}: {report['error']['message']}\n         {plan}")
        elif not report["row_count"]:
            counts["empty"] += 1
            print(f"  empty  {id}: {plan}")
    return counts


def tell_same_readings(cases, runs):
    """Prints cases that are said to be ambiguous though two of their readings give the same rows."""
    rows = {plan: sorted(json.dumps(row) for row in report.get("rows", [])) for _, plan, report in runs}
    for case in cases:
        readings = [rows[plan] for plan in case.get("readings", ())]
        if any(one in readings[:index] for index, one in enumerate(readings)):
            print(f"  same   {case['id']}: {case['instruction']}")


def tokens(text):
    return set(re.findall(r"\w+", text.lower()))


def alike(cases, others):
    """Pairs of cases with nearly the same words, each pair once."""
    bags = [(case["id"], tokens(case["instruction"])) for case in cases]
    beside = [(case["id"], tokens(case["instruction"])) for case in others]
    for index, (id, bag) in enumerate(bags):
        for other, words in bags[index + 1:] + beside:
            share = len(bag & words) / max(len(bag | words), 1)
            if share > ALIKE:
                yield id, other, share


def read(data, wanted=()):
    """Gives {schema name: (schema, cases)} of a data folder."""
    found = {}
    for path in sorted((data / "schemas").glob("*.json")):
        pairs = data / "pairs" / f"{path.stem}.jsonl"
        if (not wanted or path.stem in wanted) and pairs.exists():
            cases = [json.loads(line) for line in pairs.read_text().splitlines() if line]
            found[path.stem] = (json.loads(path.read_text()), cases)
    return found


def tell_shares(title, cases, schemas):
    counts = Counter(trait for case in cases for trait in traits_of(case, nested_paths(schemas[case["schema"]][0])))
    few = [name for name, least in LEAST.items() if 100 * counts[name] < least * len(cases)]
    shares = ", ".join(f"{name} {100 * counts[name] / max(len(cases), 1):.0f}%" for name in LEAST)
    print(f"{title}: {len(cases)} cases, {counts['fr']} French; {shares}" + (f"; TOO FEW: {few}" if few else ""))


def main():
    arguments = [one for one in sys.argv[1:] if not one.startswith("--")]
    against = [Path(one.removeprefix("--against=")) for one in sys.argv[1:] if one.startswith("--against=")]
    schemas = read(Path(arguments[0]), arguments[1:])
    everything = [case for _, cases in schemas.values() for case in cases]
    started = Servers(evaluate.ROOT / "build" / f"check-{os.getpid()}")
    totals = Counter()
    try:
        servers = {"postgres": started.start_postgres(), "mongodb": started.start_mongodb()}
        for name, (schema, cases) in schemas.items():
            tell_shares(name, cases, schemas)
            wrong = list(wrong_form(cases, name))
            totals["form"] += len(wrong)
            print("".join(f"  form   {one}\n" for one in wrong), end="")
            _, project = evaluate.load(servers, started.folder, schema)
            runs = run_plans(cases, project)
            totals += tell_runs(runs)
            tell_same_readings(cases, runs)
    finally:
        started.remove()
    others = [case for folder in against for _, cases in read(folder).values() for case in cases]
    for id, other, share in alike(everything, others):
        totals["alike"] += 1
        print(f"  alike  {id} and {other}: {share:.2f}")
    tell_shares("all", everything, schemas)
    print(dict(totals))
    sys.exit(1 if totals["failed"] or totals["form"] else 0)


if __name__ == "__main__":
    main()
