#!/usr/bin/env python3
"""Fits the weights of the planner's features: fit.py FEATURES.jsonl WEIGHTS.cpp (FEATURES: planner_eval --features).

Listwise: the right drafts of a pair against all its drafts, ridge. Every fourth schema is kept apart: it takes no part in the
fit, its share of right first drafts is what the fit is judged by. Needs numpy.
"""
import json
import sys

import numpy as np

RIDGE = 2e-3
STEPS = 400
APART_EVERY = 4  # schemas[3::4] are kept apart
WORTH_MIN = 0.02  # smaller weights are left out

HEAD = """#include "planner/weights.hpp"

#include <algorithm>
#include <iterator>

namespace recoupe::planner {

namespace {

struct Weight {
  std::string_view feature;
  double worth;
};

// Sorted by name. Written by tools/planner_eval/fit.py.
constexpr Weight weights[] = {
"""
TAIL = """};

}  // namespace

double weight_of(std::string_view feature) {
  const auto* found = std::lower_bound(std::begin(weights), std::end(weights), feature,
                                       [](const Weight& w, std::string_view f) { return w.feature < f; });
  return found != std::end(weights) && found->feature == feature ? found->worth : 0;
}

}  // namespace recoupe::planner
"""


def read(path):
    pairs, names = [], {}
    for line in open(path, encoding="utf-8"):
        pair = json.loads(line)
        rows, columns, values = [], [], []
        for row, draft in enumerate(pair["drafts"]):
            for name, value in draft["f"].items():
                rows.append(row), columns.append(names.setdefault(name, len(names))), values.append(value)
        right = np.array([d["right"] for d in pair["drafts"]], dtype=bool)
        pairs.append((pair["id"].rsplit("-", 1)[0], right, np.array(rows), np.array(columns), np.array(values, dtype=float)))
    return pairs, names


class Lists:
    """All drafts of all pairs in a row, so that one pass of numpy weighs them."""

    def __init__(self, pairs):
        self.starts = np.cumsum([0] + [len(p[1]) for p in pairs[:-1]])
        sizes = [len(p[1]) for p in pairs]
        self.pair = np.repeat(np.arange(len(pairs)), sizes)
        self.right = np.concatenate([p[1] for p in pairs])
        self.rows = np.concatenate([p[2] + start for p, start in zip(pairs, self.starts)]).astype(int)
        self.columns = np.concatenate([p[3] for p in pairs]).astype(int)
        self.values = np.concatenate([p[4] for p in pairs])

    def scores(self, weights):
        return np.bincount(self.rows, weights=weights[self.columns] * self.values, minlength=len(self.right))

    def shares(self, raw):
        share = np.exp(raw - np.maximum.reduceat(raw, self.starts)[self.pair])
        return share / np.add.reduceat(share, self.starts)[self.pair]


def fit(pairs, size):
    lists = Lists([p for p in pairs if p[1].any() and not p[1].all()])
    weights, first, second = np.zeros(size), np.zeros(size), np.zeros(size)
    for step in range(1, STEPS + 1):
        share = lists.shares(lists.scores(weights))
        good = np.where(lists.right, share, 0)
        pull = share - good / np.add.reduceat(good, lists.starts)[lists.pair]
        slope = RIDGE * weights + np.bincount(lists.columns, weights=pull[lists.rows] * lists.values, minlength=size) / len(lists.starts)
        first = 0.9 * first + 0.1 * slope
        second = 0.99 * second + 0.01 * slope**2
        weights -= 0.03 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
    return weights


def right_share(weights, pairs):
    """The share of pairs whose best draft is right."""
    filled = [p for p in pairs if len(p[1])]
    lists = Lists(filled)
    raw = lists.scores(weights)
    ends = np.append(lists.starts[1:], len(raw))
    best = [start + np.argmax(raw[start:end]) for start, end in zip(lists.starts, ends)]
    return lists.right[best].sum() / len(pairs)


def main(features, target):
    pairs, names = read(features)
    schemas = sorted({p[0] for p in pairs})
    apart = set(schemas[APART_EVERY - 1::APART_EVERY])
    known, unseen = [p for p in pairs if p[0] not in apart], [p for p in pairs if p[0] in apart]
    weights = fit(known, len(names))
    for words, some in (("fitted on", known), ("kept apart", unseen)):
        print(f"{words}: {len(some)} pairs, first draft right {right_share(weights, some):.3f}, "
              f"a right draft exists {np.mean([p[1].any() for p in some]):.3f}")
    line, lines = "   ", []
    for name, index in sorted(names.items()):
        if abs(weights[index]) < WORTH_MIN:
            continue
        item = f' {{"{name}", {weights[index]:.2f}}},'
        if len(line) + len(item) > 118:
            lines.append(line)
            line = "   "
        line += item
    lines.append(line)
    with open(target, "w", encoding="utf-8") as out:
        out.write(HEAD + "\n".join(lines) + "\n" + TAIL)


if __name__ == "__main__":
    main(*sys.argv[1:])
