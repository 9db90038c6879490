#!/usr/bin/env python3
"""Fits the weights of the planner's features: fit.py FEATURES.jsonl FOLDER NAME (FEATURES: planner_eval --features; FOLDER: src/planner;
NAME: decision_weights of drafts that no linker has judged, linked_weights of those that it has).

linked_weights are drawn to decision_weights, which more schemas speak for; features of the linker are free of that.

Listwise: the right drafts of a pair against all its drafts, ridge. Every fourth schema is kept apart (`--apart-every 2`: every
second; 0: none): it takes no part in the fit. `--folds N` tells what the
fit is worth on schemas of its own that it has not seen. Needs numpy.
"""
import argparse
import json
import re

import numpy as np

RIDGE = 1e-3
PULL = 3e-3  # towards the weights that are there, in place of RIDGE
STEPS = 350
WORTH_MIN = 0.04  # smaller weights are left out
PAIRS_MIN = 4  # a feature of fewer pairs is not learnt

FILE = """#include "planner/weights.hpp"

namespace recoupe::planner {

namespace {

// Written by tools/planner_eval/fit.py.
constexpr Weight weights[] = {
%s
};

}  // namespace

Weights %s() { return weights; }

}  // namespace recoupe::planner
"""


def read(path):
    pairs, names, seen = [], {}, {}
    for line in open(path, encoding="utf-8"):
        pair = json.loads(line)
        rows, columns, values = [], [], []
        for row, draft in enumerate(pair["drafts"]):
            for name, value in draft["f"].items():
                rows.append(row), columns.append(names.setdefault(name, len(names))), values.append(value)
        right = np.array([d["right"] for d in pair["drafts"]], dtype=bool)
        pairs.append((pair["id"].rsplit("-", 1)[0], right, np.array(rows, dtype=np.int32), np.array(columns, dtype=np.int32),
                      np.array(values, dtype=np.float32)))
    return pairs, names


class Lists:
    """All drafts of all pairs in a row, so that one pass of numpy weighs them."""

    def __init__(self, pairs):
        self.starts = np.cumsum([0] + [len(p[1]) for p in pairs[:-1]])
        sizes = [len(p[1]) for p in pairs]
        self.pair = np.repeat(np.arange(len(pairs)), sizes)
        self.right = np.concatenate([p[1] for p in pairs])
        self.rows = np.concatenate([p[2] + start for p, start in zip(pairs, self.starts)]).astype(np.int64)
        self.columns = np.concatenate([p[3] for p in pairs]).astype(np.int64)
        self.values = np.concatenate([p[4] for p in pairs])

    def scores(self, weights):
        return np.bincount(self.rows, weights=weights[self.columns] * self.values, minlength=len(self.right))

    def shares(self, raw):
        share = np.exp(raw - np.maximum.reduceat(raw, self.starts)[self.pair])
        return share / np.add.reduceat(share, self.starts)[self.pair]


def known_weights(path):
    with open(path, encoding="utf-8") as text:
        return {name: float(worth) for name, worth in re.findall(r'\{"([^"]+)", (-?[0-9.]+)\}', text.read())}


def fit(pairs, names, known=None):
    size = len(names)
    origin = np.array([(known or {}).get(name, 0.0) for name in names])
    ridge = np.array([PULL if known and not name.startswith("linker/") else RIDGE for name in names])
    lists = Lists([p for p in pairs if p[1].any() and not p[1].all()])
    # How many pairs a feature tells apart drafts in.
    told = np.zeros(size)
    for start, end in zip(lists.starts, np.append(lists.starts[1:], len(lists.right))):
        low, high = np.searchsorted(lists.rows, [start, end])
        told[np.unique(lists.columns[low:high])] += 1
    free = told >= PAIRS_MIN
    weights, first, second = origin.copy(), np.zeros(size), np.zeros(size)
    for step in range(1, STEPS + 1):
        share = lists.shares(lists.scores(weights))
        good = np.where(lists.right, share, 0)
        pull = share - good / np.add.reduceat(good, lists.starts)[lists.pair]
        slope = ridge * (weights - origin) + np.bincount(lists.columns, weights=pull[lists.rows] * lists.values, minlength=size) / len(lists.starts)
        slope[~free] = 0
        first = 0.9 * first + 0.1 * slope
        second = 0.99 * second + 0.01 * slope**2
        rate = 0.05 if step < STEPS * 0.7 else 0.015
        weights -= rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
    return weights


def right_share(weights, pairs):
    """The share of pairs whose best draft is right."""
    filled = [p for p in pairs if len(p[1])]
    lists = Lists(filled)
    raw = lists.scores(weights)
    ends = np.append(lists.starts[1:], len(raw))
    best = [start + np.argmax(raw[start:end]) for start, end in zip(lists.starts, ends)]
    return lists.right[best].sum() / len(pairs)


def write(folder, name, chosen):
    line, lines = "   ", []
    for feature, worth in sorted(chosen):
        item = f' {{"{feature}", {worth:.2f}}},'
        if len(line) + len(item) > 118:
            lines.append(line)
            line = "   "
        line += item
    lines.append(line)
    with open(f"{folder}/{name}.cpp", "w", encoding="utf-8") as out:
        out.write(FILE % ("\n".join(lines), name))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("features")
    parser.add_argument("folder")
    parser.add_argument("name", choices=("decision_weights", "linked_weights"))
    parser.add_argument("--apart-every", type=int, default=4)
    parser.add_argument("--folds", type=int, default=0)
    asked = parser.parse_args()
    pairs, names = read(asked.features)
    schemas = sorted({p[0] for p in pairs})
    apart = set(schemas[asked.apart_every - 1::asked.apart_every]) if asked.apart_every else set()
    known, unseen = [p for p in pairs if p[0] not in apart], [p for p in pairs if p[0] in apart]
    own = sorted({p[0] for p in known})
    there = known_weights(f"{asked.folder}/decision_weights.cpp") if asked.name == "linked_weights" else None
    for fold in range(asked.folds):
        out = set(own[fold::asked.folds])
        weights = fit([p for p in known if p[0] not in out], names, there)
        rest = [p for p in known if p[0] in out]
        print(f"fold {fold}: first draft right {right_share(weights, rest):.3f}, exists {np.mean([p[1].any() for p in rest]):.3f}")
    weights = fit(known, names, there)
    for words, some in (("fitted on", known), ("kept apart", unseen)):
        if not some:
            continue
        print(f"{words}: {len(some)} pairs, first draft right {right_share(weights, some):.3f}, "
              f"a right draft exists {np.mean([p[1].any() for p in some]):.3f}")
    write(asked.folder, asked.name, [(n, weights[i]) for n, i in names.items() if abs(weights[i]) >= WORTH_MIN])


if __name__ == "__main__":
    main()
