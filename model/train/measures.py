"""How well the linker does on schemas that it was not trained on."""
import jax
import numpy as np

from network import forward

CONDITIONS = ("equals", "is_true", "is_false", "is_null", "is_present", "greater", "less", "during")
TABLES = ("subject", "checked", "joined")
HALF = 0.5


class Counts:
    """True positives, claimed, wanted."""

    def __init__(self):
        self.both = self.claimed = self.wanted = 0

    def add(self, claimed, wanted):
        self.both += int((claimed & wanted).sum())
        self.claimed += int(claimed.sum())
        self.wanted += int(wanted.sum())

    def f1(self):
        return 2 * self.both / max(self.claimed + self.wanted, 1)


def measure(weights, maker, cases):
    names = maker.dump.names
    roles = names["roles"]
    tables, conditions = np.isin(roles, TABLES), np.isin(roles, CONDITIONS)
    subject, value = roles.index("subject"), roles.index("is")
    counted = {name: Counts() for name in ("tables", "conditions", "values")}
    hits = {name: [] for name in ("subject", "value_first", "flags", "answer", "whole")}
    key = jax.random.PRNGKey(0)
    for group in maker.groups(cases):
        batch = maker.make(group)
        out = {name: np.asarray(value) for name, value in forward(weights, batch, key).items()}
        for place, number in enumerate(group):
            case = maker.dump.cases[number]
            hits["answer"].append(out["answers"][place].argmax() == case.answer)
            if not case.atoms:
                continue
            asked = batch["kind_roles"] * batch["item_there"][place][:, None] > 0
            logits = np.where(asked, out["roles"][place], -np.inf)
            claimed, gold = logits > 0, batch["gold"][place] > 0
            hits["subject"].append(bool(gold[logits[:, subject].argmax(), subject]))
            for name, columns in (("tables", tables), ("conditions", conditions), ("values", [value])):
                counted[name].add(claimed[:, columns], gold[:, columns])
            if gold[:, value].any():
                hits["value_first"].append(bool(gold[logits[:, value].argmax(), value]))
            hits["flags"].append(bool(((out["flags"][place] > 0) == (batch["marks"][place] > HALF)).all()))
            hits["whole"].append(any(same(claimed, atoms) for atoms in case.atoms))
    made = {name: float(np.mean(values)) if values else 0.0 for name, values in hits.items()}
    made.update({name: count.f1() for name, count in counted.items()})
    return {name: round(value, 4) for name, value in made.items()}


def same(claimed, atoms):
    wanted = np.zeros_like(claimed)
    wanted[atoms[:, 0], atoms[:, 1]] = True
    return bool((claimed == wanted).all())


def worth(made):
    """One figure to choose an epoch by."""
    return made["subject"] + made["tables"] + 2 * made["conditions"] + made["values"] + made["flags"] + made["answer"] + made["whole"]
