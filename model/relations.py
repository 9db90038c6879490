"""Measures which references of DATA's schemas the catalog finds from names and values alone, and what it finds that is none:
`relations.py DATA [SCHEMA…]`."""
import json
import os
import subprocess
import sys
from pathlib import Path

import evaluate
from servers import Servers


def wanted_of(world):
    """Pairs {(source, table, path)} that refer to each other, with whether PostgreSQL was told of it."""
    pairs = {}
    for (source, table), (_, columns, _) in world.tables.items():
        for path, column in columns.items():
            if "ref" in column and "[]" not in path:
                pairs[frozenset([(source, table, path), tuple(column["ref"].split(".", 2))])] = column
    return pairs


def found_in(catalog):
    end = lambda field: (field["server"], field["table"], ".".join(field["path"]))  # noqa: E731
    return {frozenset([end(one["left"]), end(one["right"])]): one for one in catalog["relations"]}


def main():
    data, wanted = Path(sys.argv[1]), sys.argv[2:]
    started = Servers(evaluate.ROOT / "build" / f"relations-{os.getpid()}")
    totals = dict.fromkeys(("wanted", "found", "false"), 0)
    try:
        servers = {"postgres": started.start_postgres(), "mongodb": started.start_mongodb()}
        for path in sorted((data / "schemas").glob("*.json")):
            if wanted and path.stem not in wanted:
                continue
            world, project = evaluate.load(servers, started.folder, json.loads(path.read_text()))
            done = subprocess.run([str(evaluate.PROGRAM), "catalog", "--format", "json", "--quiet"], cwd=project,
                                  capture_output=True, text=True, check=True)
            found, known = found_in(json.loads(done.stdout)["catalog"]), wanted_of(world)
            missed = [pair for pair in known if pair not in found]
            false = {pair: one for pair, one in found.items() if pair not in known and one["why"] != "foreign key"}
            totals["wanted"] += len(known)
            totals["found"] += len(known) - len(missed)
            totals["false"] += len(false)
            print(f"{path.stem:20} {len(known) - len(missed)}/{len(known)} found, {len(false)} that are none")
            for pair in missed:
                print("   missed ", " = ".join(sorted(".".join(end) for end in pair)))
            for pair, one in sorted(false.items(), key=lambda item: -item[1]["confidence"])[:4]:
                print(f"   none    {' = '.join(sorted('.'.join(end) for end in pair))}  {one['confidence']:.2f} {one['why']}")
    finally:
        started.remove()
    print(totals)


if __name__ == "__main__":
    main()
