#!/usr/bin/env python3
"""Measures a linker on the schemas that it was not trained on: apart.py LINKER.bin DUMP-OF-SHARED DUMP-OF-DATA. One line for each
part of data/splits.json; then these without likeness of spelling."""
import json
import sys

import batches
import dump as dumps
import export
from measures import measure
from train import SPLITS


def main():
    weights, _ = export.read(sys.argv[1])
    read = [dumps.read(folder) for folder in sys.argv[2:4]]
    whole = dumps.join(read)
    maker = batches.Maker(whole)
    parts = json.loads(SPLITS.read_text(encoding="utf-8"))
    for spelled in (True, False):
        if not spelled:
            for case in whole.cases:
                case.likeness = case.likeness[:0]
        for name, schemas in parts.items():
            cases = [n for n, case in enumerate(whole.cases) if whole.schemas[case.schema].name in schemas]
            print(json.dumps({"part": name, "likeness": spelled, "cases": len(cases), **measure(weights, maker, cases)}), flush=True)


if __name__ == "__main__":
    main()
