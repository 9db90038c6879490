"""The compiled programs of plans_train: slopes of the loss, a change of the low-rank matrices, and a judgement of cases apart."""
from collections import defaultdict

import jax
import jax.numpy as jnp
import numpy as np
import optax

from gemma import FAR, forward


def programs(optimiser, scale):
    """Gives slope(lora, layers, written, there, batch), change(lora, state, slopes, rate) and judge(as slope)."""
    def tokens(lora, layers, written, there, batch):
        logits = jnp.where(there, forward(layers, lora, scale, batch) @ written.T, FAR)
        right = jnp.take_along_axis(logits, batch["next"][:, None], -1)[:, 0]
        return jax.nn.logsumexp(logits, axis=-1) - right, logits, right

    def lost(lora, layers, written, there, batch):
        loss, _, _ = tokens(lora, layers, written, there, batch)
        return (loss * batch["wanted"]).sum() / batch["wanted"].sum()

    @jax.jit
    def change(lora, state, slopes, rate):
        steps, state = optimiser.update(slopes, state, lora)
        return optax.apply_updates(lora, jax.tree.map(lambda s: -rate * s, steps)), state

    @jax.jit
    def judge(lora, layers, written, there, batch):
        loss, logits, right = tokens(lora, layers, written, there, batch)
        return loss, right >= logits.max(-1)

    return jax.jit(jax.value_and_grad(lost)), change, judge


def evaluate(judge, lora, layers, maker, checks):
    """The mean loss of the first answers' tokens, and the share of cases, one of whose answers is foretold token by token."""
    batches, kinds = checks
    first, exact = {}, defaultdict(bool)
    for batch, numbers in batches:
        loss, highest = (np.asarray(part) for part in judge(lora, layers, maker.written, maker.there, batch))
        for pair, number in enumerate(numbers):
            mine = (batch["own"] == pair) & (batch["wanted"] > 0)
            first.setdefault(number, loss[mine])
            exact[number] |= bool(highest[mine].all())
    by_kind = defaultdict(list)
    for number, kind in enumerate(kinds):
        by_kind[kind].append(exact[number])
    return {"loss": round(float(np.concatenate(list(first.values())).mean()), 4), "exact": round(float(np.mean(list(exact.values()))), 4),
            "cases": len(kinds), "kinds": {kind: [sum(right), len(right)] for kind, right in sorted(by_kind.items())}}
