#!/usr/bin/env python3
"""Writes linker.bin and the small case that the C++ must reproduce: export.py LINKER.bin DUMP GOLDEN.json."""
import json
import struct
import sys
from pathlib import Path

import numpy as np

import network

MAGIC = b"RCPLINK1"
NAMES = ("roles", "flags", "answers", "word_flags", "item_flags", "channels")
WORDS, ITEMS = 6, 8  # of the golden case


def write(path, weights, names, trained):
    tensors, data, at = [], [], 0
    for name in sorted(weights):
        made = np.asarray(weights[name], np.float16)
        tensors.append({"name": name, "shape": list(made.shape), "offset": at})
        data.append(made.tobytes())
        at += made.nbytes
    header = {"d": network.D, "heads": network.HEADS, "blocks": network.BLOCKS, "ffn": network.FFN, "hidden": network.HIDDEN,
              **{name: names[name] for name in NAMES}, "tensors": tensors, "trained": trained}
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    part = Path(path).with_suffix(".part")
    part.write_bytes(MAGIC + struct.pack("<I", len(text)) + text + b"".join(data))
    part.replace(path)


def read(path):
    """Weights as float32, and the header."""
    whole = Path(path).read_bytes()
    if whole[:8] != MAGIC:
        raise SystemExit(f"{path} is no linker")
    size = struct.unpack("<I", whole[8:12])[0]
    header = json.loads(whole[12:12 + size])
    weights = {}
    for tensor in header["tensors"]:
        count = int(np.prod(tensor["shape"]))
        rows = np.frombuffer(whole, np.float16, count, 12 + size + tensor["offset"])
        weights[tensor["name"]] = rows.reshape(tensor["shape"]).astype(np.float32)
    return weights, header


def golden(weights, dump):
    """The first words of the first plan over the first items of its schema that hold a table, its fields and their values."""
    case = next(c for c in dump.cases if c.atoms and len(c.words) >= WORDS)
    schema = dump.schemas[case.schema]
    rows = small(schema)
    places = {int(row): place for place, row in enumerate(rows)}
    strings = schema.strings[rows]
    texts = np.unique(strings[strings >= 0])
    strings = np.where(strings < 0, -1, np.searchsorted(texts, strings))
    vectors = np.round(dump.strings[texts].astype(np.float32), 4)
    words = np.round(dump.words[case.word_at:case.word_at + WORDS].astype(np.float32), 4)
    likeness = [[0, 0, 0, 0.5], [1, 2, 1, 0.25], [2, ITEMS - 1, 3, 1.0]]
    likeness += [[int(i), places[int(j)], int(c), float(v)] for i, j, c, v in case.likeness.tolist()
                 if i < WORDS and int(j) in places and [int(i), places[int(j)], int(c)] not in [row[:3] for row in likeness]]
    parents = [places[int(schema.parents[row])] for row in rows]
    dense = np.zeros((1, WORDS, ITEMS, len(dump.names["channels"])), np.float32)
    for i, j, c, v in likeness:
        dense[0, i, j, c] = v
    batch = {"item_flags": schema.flags[rows], "parents": np.array(parents, np.int32),
             "strings": np.stack([vectors[np.maximum(strings[:, part], 0)] for part in range(4)]),
             "has": (strings.T >= 0).astype(np.float32), "words": words[None], "word_flags": case.flags[None, :WORDS],
             "word_there": np.ones((1, WORDS), bool), "item_there": np.ones((1, ITEMS), bool), "likeness": dense}
    out = {name: np.asarray(value)[0] for name, value in network.forward(weights, batch, np.zeros(2, np.uint32)).items()}
    share = np.exp(out["links"] - out["links"].max(-1, keepdims=True))
    share /= share.sum(-1, keepdims=True)

    def rounded(values):
        return np.round(values, 3).astype(float).tolist()

    return {"words": WORDS, "items": ITEMS, "word_vectors": rounded4(words), "word_flags": case.flags[:WORDS].tolist(),
            "texts": rounded4(vectors), **{part: strings[:, n].tolist() for n, part in enumerate(network.STRING_PARTS)},
            "kinds": [("table", "field", "value")[schema.kinds[row]] for row in rows], "parents": parents,
            "item_flags": schema.flags[rows].tolist(), "likeness": sorted(likeness), "links": rounded(share[:, :-2]),
            "none": rounded(share[:, -2]), "unknown": rounded(share[:, -1]), "roles": rounded(out["roles"]),
            "flags": rounded(out["flags"]), "answers": rounded(out["answers"])}


def rounded4(rows):
    return [[round(float(value), 4) for value in row] for row in rows]


def small(schema):
    """Two tables, then fields of them, then values of these."""
    values = np.flatnonzero(schema.kinds == 2)[:2]
    fields = np.unique(schema.parents[values])
    tables = list(np.unique(schema.tables()[values]))
    tables += [table for table in np.flatnonzero(schema.kinds == 0) if table not in tables][:2 - len(tables)]
    more = [f for f in np.flatnonzero(schema.kinds == 1) if schema.parents[f] in tables and f not in fields]
    rows = sorted(tables) + sorted([*fields, *more[:ITEMS - len(tables) - len(values) - len(fields)]]) + sorted(values)
    return np.array(rows)


def main():
    import dump as dumps
    file, folder, target = sys.argv[1:4]
    weights, _ = read(file)
    made = golden(weights, dumps.read(folder))
    Path(target).parent.mkdir(parents=True, exist_ok=True)
    Path(target).write_text(json.dumps(made, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
