#!/usr/bin/env python3
"""Composes schemas and instructions with plans from the phrase bank: generate.py FOLDER [--first N] [--schemas N] [--each N] [--seed N].
Writes FOLDER/schemas/*.json and FOLDER/pairs/*.jsonl, in the form of model/data; the same seed writes the same."""
import argparse
import json
import random
import shutil
from pathlib import Path

import bank
from wishes import Wishes
from world import Composer

TRIES = 400  # for one schema


def main():
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("folder", type=Path)
    told.add_argument("--first", type=int, default=0)
    told.add_argument("--schemas", type=int, default=320)
    told.add_argument("--each", type=int, default=28)
    told.add_argument("--seed", type=int, default=11)
    told = told.parse_args()
    entities = bank.entities()
    trades = sorted(bank.by_trade(entities).items())
    for part in ("schemas", "pairs"):
        shutil.rmtree(told.folder / part, ignore_errors=True)
        (told.folder / part).mkdir(parents=True)
    made = 0
    for number in range(told.first, told.first + told.schemas):
        rng = random.Random(f"{told.seed}/{number}")
        name = f"made{number:03}"
        world = Composer(rng).compose(name, [rows for _, rows in trades])
        (told.folder / "schemas" / f"{name}.json").write_text(json.dumps(world.as_json(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        wishes, cases, seen = Wishes(rng, world, entities), [], set()
        for _ in range(TRIES):
            if len(cases) == told.each:
                break
            lang = "fr" if len(cases) % 2 == 0 else "en"
            case = wishes.make(lang)
            if case and case["instruction"].casefold() not in seen:
                seen.add(case["instruction"].casefold())
                cases.append({"id": f"{name}-{len(cases) + 1:03}", "schema": name, "lang": lang, **case})
        (told.folder / "pairs" / f"{name}.jsonl").write_text("".join(json.dumps(c, ensure_ascii=False) + "\n" for c in cases), encoding="utf-8")
        made += len(cases)
    print(f"{told.schemas} schemas, {made} cases, from {len(entities)} entities of {len(trades)} trades")


if __name__ == "__main__":
    main()
