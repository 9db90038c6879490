#!/usr/bin/env python3
"""Fits the weights of the planner's features: fit.py FEATURES.jsonl WEIGHTS.cpp (FEATURES: planner_eval --features).

Listwise: the right drafts of a pair against all its drafts, ridge, schemas kept apart for the check. Needs numpy.
"""
import json
import sys

import numpy as np

RIDGE = 2e-3
STEPS = 400
FOLDS = 4
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


def scores(weights, pair):
    _, right, rows, columns, values = pair
    return np.bincount(rows, weights=weights[columns] * values, minlength=len(right)) if len(rows) else np.zeros(len(right))


def fit(pairs, size):
    pairs = [p for p in pairs if p[1].any() and not p[1].all()]
    weights, first, second = np.zeros(size), np.zeros(size), np.zeros(size)
    for step in range(1, STEPS + 1):
        slope = RIDGE * weights
        for pair in pairs:
            _, right, rows, columns, values = pair
            raw = scores(weights, pair)
            share = np.exp(raw - raw.max())
            share /= share.sum()
            good = np.where(right, share, 0)
            pull = share - good / good.sum()
            slope += np.bincount(columns, weights=pull[rows] * values, minlength=size) / len(pairs)
        first = 0.9 * first + 0.1 * slope
        second = 0.99 * second + 0.01 * slope**2
        weights -= 0.03 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
    return weights


def right_share(weights, pairs):
    return np.mean([len(p[1]) > 0 and bool(p[1][np.argmax(scores(weights, p))]) for p in pairs])


def main(features, target):
    pairs, names = read(features)
    schemas = sorted({p[0] for p in pairs})
    found = []
    for fold in range(FOLDS):
        apart = set(schemas[fold::FOLDS])
        weights = fit([p for p in pairs if p[0] not in apart], len(names))
        found.append(right_share(weights, [p for p in pairs if p[0] in apart]))
    weights = fit(pairs, len(names))
    print(f"right: {np.mean(found):.3f} on schemas kept apart, {right_share(weights, pairs):.3f} on all; "
          f"a right draft exists for {np.mean([p[1].any() for p in pairs]):.3f}")
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
