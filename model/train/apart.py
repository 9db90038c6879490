#!/usr/bin/env python3
"""Measures a linker on the schemas that it was not trained on: apart.py LINKER.bin DUMP-OF-SHARED DUMP-OF-DATA. One line for each
part: those that chose the epoch, and those that the planner's weights are fitted on; then these without likeness of spelling."""
import json
import sys

import batches
import dump as dumps
import export
from measures import measure
from train import RANK, VALID, parts_of


def main():
    weights, _ = export.read(sys.argv[1])
    read = [dumps.read(folder) for folder in sys.argv[2:4]]
    sizes = [len(d.schemas) for d in read]
    whole = dumps.join(read)
    maker, part = batches.Maker(whole), parts_of(whole, sizes)
    groups = {"chose the epoch (shared)": lambda s: part[s] == VALID, "ranker's (shared)": lambda s: part[s] == RANK and s < sizes[0],
              "ranker's (data)": lambda s: part[s] == RANK and s >= sizes[0]}
    for spelled in (True, False):
        if not spelled:
            for case in whole.cases:
                case.likeness = case.likeness[:0]
        for name, holds in groups.items():
            cases = [n for n, case in enumerate(whole.cases) if holds(case.schema)]
            print(json.dumps({"part": name, "likeness": spelled, "cases": len(cases), **measure(weights, maker, cases)}), flush=True)


if __name__ == "__main__":
    main()
