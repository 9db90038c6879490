#!/usr/bin/env python3
"""Fits how sure the planner may be of its best plan, and of its best three: calibrate.py OUT.jsonl [--apart-every N] (OUT:
planner_eval --out).

Logistic over the signals of src/planner/confidence.cpp, on the schemas that the weights are fitted on (all but every Nth, as
fit.py); by folds of schemas it prints what each threshold would give. The numbers go into confidence.cpp by hand. Needs numpy.
"""
import json
import sys

import numpy as np

FOLDS = 5
RIDGE = 0.02
REFUSE_WEIGHT = 3  # of a pair that is not to be answered: it is rarer among the pairs than it is dear


def features(record):
    return list(record["signals"].values())


def fit(x, y, weight):
    weights = np.zeros(x.shape[1])
    for _ in range(60):  # Newton's steps
        p = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (weight * (p - y)) / len(y) + RIDGE * weights * np.r_[0, np.ones(x.shape[1] - 1)]
        curve = (x * (weight * p * (1 - p))[:, None]).T @ x / len(y) + RIDGE * np.eye(x.shape[1])
        weights -= np.linalg.solve(curve, slope)
    return weights


def sure(x, weights):
    return 1 / (1 + np.exp(-x @ weights))


def outcome(kind, rank, one, three, plan_min, ask_min):
    if one >= plan_min:
        return "right" if rank == 0 else "wrong"
    if three >= ask_min:
        return "asked" if kind == "refuse" else "asked-right" if 0 <= rank < 3 else "asked-wrong"
    return "refused"


def main(path, apart_every=4):
    records = [r for r in map(json.loads, open(path, encoding="utf-8"))]
    schemas = sorted({r["id"].rsplit("-", 1)[0] for r in records})
    apart = set(schemas[apart_every - 1::apart_every]) if apart_every else set()
    rows = []
    for r in records:
        if r["kind"] == "clarify" or r["kind"] in ("refuse:write", "refuse:injection"):
            continue
        kind = "refuse" if r["kind"].startswith("refuse") else "plan"
        rows.append((r["id"].rsplit("-", 1)[0], kind, r["rank"] if kind == "plan" else -1, features(r) if r["got"] else None))
    known = [r for r in rows if r[0] not in apart and r[3]]
    own = [s for s in schemas if s not in apart]

    def pair(some):
        x = np.array([r[3] for r in some])
        weight = np.array([REFUSE_WEIGHT if r[1] == "refuse" else 1 for r in some], float)
        return fit(x, np.array([r[2] == 0 for r in some], float), weight), fit(x, np.array([0 <= r[2] < 3 for r in some], float), weight)

    guessed = {}
    for fold in range(FOLDS):
        out = set(own[fold::FOLDS])
        one, three = pair([r for r in known if r[0] not in out])
        for i, r in enumerate(rows):
            if r[0] in out and r[3]:
                guessed[i] = (sure(np.array(r[3]), one), sure(np.array(r[3]), three))
    one, three = pair(known)
    print("one  ", [round(float(w), 3) for w in one])
    print("three", [round(float(w), 3) for w in three])
    for i, r in enumerate(rows):
        if r[0] in apart and r[3]:
            guessed[i] = (sure(np.array(r[3]), one), sure(np.array(r[3]), three))
    for name, chosen in (("by folds", lambda s: s not in apart), ("kept apart", lambda s: s in apart)):
        if not any(chosen(r[0]) for r in rows):
            continue
        for plan_min in (0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6):
            for ask_min in (0.2, 0.3, 0.4, 0.5):
                tally = {"plan": {}, "refuse": {}}
                for i, r in enumerate(rows):
                    if not chosen(r[0]):
                        continue
                    what = outcome(r[1], r[2], *guessed[i], plan_min, ask_min) if i in guessed else "refused"
                    tally[r[1]][what] = tally[r[1]].get(what, 0) + 1
                n, m = sum(tally["plan"].values()), sum(tally["refuse"].values())
                t = {k: 100 * v / n for k, v in tally["plan"].items()}
                asked = t.get("asked-right", 0) + t.get("asked-wrong", 0)
                print(f"{name:10} plan {plan_min:.2f} ask {ask_min:.2f}: right {t.get('right', 0):.1f} wrong {t.get('wrong', 0):.1f} "
                      f"asked {asked:.1f} (right {t.get('asked-right', 0):.1f}) refused {t.get('refused', 0):.1f}; "
                      f"unanswerable refused {100 * tally['refuse'].get('refused', 0) / m:.1f}")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[3]) if "--apart-every" in sys.argv else 4)
