"""Measures the planner through the real program: `evaluate.py DATA [SCHEMA…]` loads each schema of DATA into real servers, has
`recoupe model eval` answer its cases and compare answers, and prints the figures (docs/planner.md tells how they are counted)."""
import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from math import sqrt
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "demo"))
import psycopg  # noqa: E402
from load import with_database  # noqa: E402
from psycopg import sql  # noqa: E402
from servers import Servers  # noqa: E402
from world import NOW, World, make_project  # noqa: E402

PROGRAM = Path(os.environ.get("RECOUPE_BUILD", ROOT / "build/release")) / "recoupe"
OUTCOMES = ("right", "wrong", "asked_right", "asked_wrong", "refused", "failed")


def interval(count, total):
    """95% interval of a share (Wilson), in percent."""
    if not total:
        return 0.0, 0.0
    share, z = count / total, 1.96
    middle = (share + z * z / (2 * total)) / (1 + z * z / total)
    half = z * sqrt(share * (1 - share) / total + z * z / (4 * total * total)) / (1 + z * z / total)
    return 100 * max(0, middle - half), 100 * min(1, middle + half)


def load(servers, folder, schema):
    """Loads one schema into databases of its own; gives the world and its project folder."""
    name = "eval_" + schema["name"].lower()
    world = World(schema)
    owner = servers["postgres"]
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    world.load_postgres(with_database(owner, name))
    world.load_mongodb(servers["mongodb"], name)
    return world, make_project(folder / name, with_database(owner, name), with_database(servers["mongodb"], name))


def measure(servers, folder, schema, cases, options):
    """Gives what `recoupe model eval` says of each case of a schema."""
    _, project = load(servers, folder, schema)
    path = project / "cases.jsonl"
    path.write_text("".join(json.dumps(case, ensure_ascii=False) + "\n" for case in cases))
    done = subprocess.run([str(PROGRAM), "model", "eval", "cases.jsonl", "--now", NOW.isoformat(), "--tz", "Europe/Paris",
                           "--format", "json", "--quiet", *options], cwd=project, capture_output=True, text=True, timeout=3600)
    if done.returncode:
        sys.exit(f"{schema['name']}: {done.stderr or done.stdout}")
    return [{**json.loads(line), "schema": schema["name"]} for line in done.stdout.splitlines()]


def share(rows, outcome):
    count = sum(row["outcome"] == outcome for row in rows)
    low, high = interval(count, len(rows))
    return f"{100 * count / max(len(rows), 1):5.1f}% [{low:4.1f}–{high:4.1f}]"


def table(title, groups):
    print(f"\n{title:24}     n  " + "".join(f"{outcome:>21}" for outcome in OUTCOMES))
    for name, rows in groups.items():
        print(f"{name:24} {len(rows):5}  " + "".join(f"{share(rows, outcome):>21}" for outcome in OUTCOMES))


def report(results):
    answerable = [row for row in results if row["kind"] == "plan"]
    by = {"language": defaultdict(list), "schema": defaultdict(list), "form": defaultdict(list), "sources": defaultdict(list)}
    for row in answerable:
        for key, groups in by.items():
            groups[str(row[key])].append(row)
    table("answerable", {"all": answerable})
    for key, groups in by.items():
        table(f"by {key}", dict(sorted(groups.items())))
    others = defaultdict(list)
    for row in results:
        if row["kind"] != "plan":
            others[row["kind"] + (":" + row["reason"] if row.get("reason") else "")].append(row)
    table("not to be answered", dict(sorted(others.items())))
    times = sorted(row["ms"] for row in results)
    print(f"\nms from instruction to plan: p50 {times[len(times) // 2]}, p95 {times[int(len(times) * 0.95)]}; "
          f"answers compared on no row at all: {sum(row.get('empty', False) for row in answerable)}")
    print("outcomes:", dict(Counter(row["outcome"] for row in results)))


def main():
    arguments = [one for one in sys.argv[1:] if not one.startswith("--")]
    options = [one for one in sys.argv[1:] if one.startswith("--")]
    data, wanted = Path(arguments[0]), arguments[1:]
    folder = ROOT / "build" / f"model-eval-{os.getpid()}"
    started = Servers(folder)
    results = []
    try:
        servers = {"postgres": started.start_postgres(), "mongodb": started.start_mongodb()}
        for path in sorted((data / "schemas").glob("*.json")):
            if wanted and path.stem not in wanted:
                continue
            schema = json.loads(path.read_text())
            cases = [json.loads(line) for line in (data / "pairs" / f"{path.stem}.jsonl").read_text().splitlines() if line]
            results += measure(servers, folder, schema, cases, options)
            print(".", end="", flush=True, file=sys.stderr)
    finally:
        started.remove()
    out = os.environ.get("OUT")
    if out:
        Path(out).write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in results))
    report(results)


if __name__ == "__main__":
    main()
