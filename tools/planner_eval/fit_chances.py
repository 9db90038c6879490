#!/usr/bin/env python3
"""Fits chances on the signs of contenders.cpp: fit_chances.py CONTEST.jsonl… (planner_eval --adapter FILE --out CONTEST.jsonl, on
schemas that neither adapter nor linker was trained on). Prints the weights in the order of the signs, and by folds of schemas
what thresholds would give. Needs numpy.
"""
import json
import sys
from collections import Counter

import numpy as np

from calibrate import fit, sure

FOLDS = 6
REFUSE_WEIGHT = 2  # of an instruction that is not to be answered: rarer among the pairs than it is dear
THREE = 3


class Fit:
    """Weights of plans and of refusals, fitted on records."""

    def __init__(self, records):
        rows = [(c["signs"], c["right"] and r["kind"] != "refuse", REFUSE_WEIGHT if r["kind"] == "refuse" else 1)
                for r in records for c in r["contenders"]]
        self.plan = fit(np.array([list(s.values()) for s, _, _ in rows]), np.array([y for _, y, _ in rows], float),
                        np.array([w for _, _, w in rows], float))
        signs = np.array([self.refusal_signs(r) for r in records])
        self.refusal = fit(signs, np.array([r["kind"] == "refuse" for r in records], float), np.ones(len(records)))

    def chances(self, record):
        if not record["contenders"]:
            return np.zeros(0)
        return sure(np.array([list(c["signs"].values()) for c in record["contenders"]]), self.plan)

    def refusal_signs(self, record):
        return list((record["refusal"] | {"chance": max(self.chances(record), default=0)}).values())

    def judged(self, record):
        """Chances of the best three, whether these are right, and the chance of a refusal."""
        chances = self.chances(record)
        order = np.argsort(-chances, kind="stable")[:THREE]
        return chances[order], [record["contenders"][i]["right"] for i in order], sure(np.array(self.refusal_signs(record)), self.refusal)


def outcome(record, judged, plan_min, ask_min, refusal_min):
    chances, right, refusal = judged
    one = chances[0] if len(chances) else 0
    if not (refusal >= refusal_min and refusal > one):
        if one >= plan_min:
            return "wrong" if record["kind"] == "refuse" or not right[0] else "right"
        if len(chances) > 1 and min(1, chances.sum()) >= ask_min:
            return "asked" if record["kind"] == "refuse" else "asked-right" if any(right) else "asked-wrong"
    return "refused"


def main(paths):
    records = [json.loads(line) for path in paths for line in open(path, encoding="utf-8")]
    schemas = sorted({r["id"].rsplit("-", 1)[0] for r in records})
    judged = {}
    for fold in range(FOLDS):
        out = set(schemas[fold::FOLDS])
        fitted = Fit([r for r in records if r["id"].rsplit("-", 1)[0] not in out])
        judged |= {r["id"]: fitted.judged(r) for r in records if r["id"].rsplit("-", 1)[0] in out}
    whole = Fit(records)
    names = list(next(r for r in records if r["contenders"])["contenders"][0]["signs"])
    print("of_plan   ", ", ".join(f"{w:.3f}" for w in whole.plan))
    print("          ", ", ".join(f"{n} {w:.2f}" for n, w in zip(names, whole.plan)))
    print("of_refusal", ", ".join(f"{w:.3f}" for w in whole.refusal))
    print("          ", ", ".join(f"{n} {w:.2f}" for n, w in zip(records[0]["refusal"], whole.refusal)))
    plans = [r for r in records if r["kind"] == "plan"]
    print(f"{len(plans)} plans; right among the contenders {np.mean([any(c['right'] for c in r['contenders']) for r in plans]):.3f}, "
          f"first {np.mean([bool(judged[r['id']][1][:1] and judged[r['id']][1][0]) for r in plans]):.3f}, "
          f"of three {np.mean([any(judged[r['id']][1]) for r in plans]):.3f}")
    for refusal_min in (0.4, 0.5, 0.6, 0.7):
        for plan_min in (0.3, 0.4, 0.5, 0.6, 0.7):
            for ask_min in (0.1, 0.2):
                tally = {"plan": Counter(), "refuse": Counter(), "clarify": Counter()}
                for r in records:
                    tally[r["kind"]][outcome(r, judged[r["id"]], plan_min, ask_min, refusal_min)] += 1
                print(f"refusal {refusal_min} plan {plan_min} ask {ask_min}: " + "; ".join(
                    f"{kind} " + " ".join(f"{name} {100 * count / sum(some.values()):.1f}" for name, count in sorted(some.items()))
                    for kind, some in tally.items()))


if __name__ == "__main__":
    main(sys.argv[1:])
