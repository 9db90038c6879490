#!/usr/bin/env python3
"""Trains on a made-up dump where words name items outright, and checks that linking is learnt, that a stopped run goes on and
that the written file gives the same answers: selfcheck.py FOLDER."""
import json
import subprocess
import sys
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
NAMES = {"roles": ["subject", "checked", "joined", "equals", "is_null", "is", "is_not"], "flags": ["exists_missing", "count"],
         "answers": ["plan", "clarify", "not_in_schema", "write", "injection"], "word_flags": ["small", "cued", "content"],
         "item_flags": ["table", "field", "value", "has_comment"], "channels": ["name", "gloss", "opposite", "strength"], "dim": 384}
SCHEMAS, CASES, TABLES, FIELDS = 40, 20, 4, 5
DIRECTIONS = 40  # in which the made-up strings differ


def made_up(folder, rng):
    folder.mkdir(parents=True, exist_ok=True)
    strings, words, schemas, cases = [], [], [], []
    directions = rng.standard_normal((DIRECTIONS, 384))

    def meaning():
        return rng.standard_normal(DIRECTIONS) @ directions

    for number in range(SCHEMAS):
        items = []
        for table in range(TABLES):
            items.append({"kind": "table", "name": f"t{table}", "parent": table, "flags": [1, 0, 0, 0], "text": len(strings), "comment": -1})
            strings.append(meaning())
        for table in range(TABLES):
            for field in range(FIELDS):
                items.append({"kind": "field", "name": f"t{table}.f{field}", "parent": table, "flags": [0, 1, 0, 0], "text": len(strings),
                              "comment": -1, "table": items[table]["text"]})
                strings.append(meaning())
        schemas.append({"schema": f"s{number:02}", "items": items})
        for case in range(CASES):
            table = int(rng.integers(TABLES))
            field = TABLES + table * FIELDS + int(rng.integers(FIELDS))
            at = len(words)
            words += [strings[items[place]["text"]] + 0.3 * meaning() for place in (table, field)]
            words += [meaning() for _ in range(5)]
            flags = [[0, 0, 1]] * 2 + [[1, 0, 0]] * 5
            cases.append({"id": f"s{number:02}-{case:03}", "schema": f"s{number:02}", "lang": "fr", "answer": "plan", "about": "",
                          "words": [{"text": f"w{i}", "flags": f} for i, f in enumerate(flags)], "word_at": at, "likeness": [],
                          "gold": [{"atoms": [[table, 0], [field, 4]], "flags": [0]}]})
    (folder / "names.json").write_text(json.dumps(NAMES))
    for name, rows in (("schemas", schemas), ("cases", cases)):
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    for name, rows in (("strings", strings), ("words", words)):
        rows = np.array(rows)
        (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float16).tofile(folder / f"{name}.f16")


def train(run, dump, *options):
    subprocess.run([sys.executable, str(HERE / "train.py"), str(run), str(dump), "--epochs", "8", *options], check=True)
    return [json.loads(line) for line in (run / "curve.jsonl").read_text().splitlines()]


def main():
    folder = Path(sys.argv[1])
    made_up(folder / "dump", np.random.default_rng(7))
    stopped = train(folder / "run", folder / "dump", "--minutes", "0.02")
    curve = train(folder / "run", folder / "dump")
    assert len(stopped) < len(curve), "a stopped run did not go on"
    last = curve[-1]["valid"]
    assert last["subject"] > 0.8 and last["conditions"] > 0.5 and last["answer"] == 1, f"linking is not learnt: {last}"
    import export
    weights, header = export.read(folder / "run" / "linker.bin")
    assert header["roles"] == NAMES["roles"]
    assert weights["y.text"].shape == (384, 128)
    print("selfcheck: linking is learnt, a stopped run goes on, the file is read back")


if __name__ == "__main__":
    main()
