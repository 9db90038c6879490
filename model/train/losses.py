"""What the linker is taught: roles of items, marks and answer of the whole, and which words may point where."""
import jax
import jax.numpy as jnp

NONE_SHARE = 0.3  # how much of `none` counts as right for a content word of an answerable case
TINY = 1e-6
WEIGHTS = {"roles": 1.0, "flags": 0.3, "answer": 0.5, "words": 0.3, "said": 0.3, "about": 0.5, "unknown": 0.3}


def bce(logits, target):
    return jnp.maximum(logits, 0) - logits * target + jnp.log1p(jnp.exp(-jnp.abs(logits)))


def losses(out, batch, content):
    """Each a mean over the cases that it is about. content: the column of word_flags. Roles are summed over items with no
    reweighing: their bias begins at what is rare, and a probability then means what it says."""
    planned, case = batch["planned"], batch["case"]
    plans, cases = jnp.maximum(planned.sum(), 1), jnp.maximum(case.sum(), 1)
    asked = batch["kind_roles"][None] * batch["item_there"][..., None] * (1 - batch["doubt"]) * planned[:, None, None]
    made = {"roles": (bce(out["roles"], batch["gold"]) * asked).sum() / plans,
            "flags": (bce(out["flags"], batch["marks"]).sum(-1) * planned).sum() / plans}
    answers = jax.nn.log_softmax(out["answers"])
    made["answer"] = -(jnp.take_along_axis(answers, batch["answer"][:, None], -1)[:, 0] * case).sum() / cases

    share = jax.nn.softmax(out["links"])
    items, none, unknown = share[..., :-2], share[..., -2], share[..., -1]
    there = batch["word_there"].astype(jnp.float32)
    means = there * batch["word_flags"][..., content]
    on_used = (items * batch["used"][:, None, :]).sum(-1)
    right = on_used + none * jnp.where(means > 0, NONE_SHARE, 1.0)
    taught = there * planned[:, None]
    made["words"] = -(jnp.log(right + TINY) * taught).sum() / plans
    made["unknown"] = -(jnp.log(1 - unknown + TINY) * taught).sum() / plans
    missed = jnp.log1p(-items * (1 - TINY) * taught[..., None]).sum(1)  # log of the chance that no word points there
    made["said"] = -(jnp.log(1 - jnp.exp(missed) + TINY) * batch["said"] * planned[:, None]).sum() / plans
    about = batch["about"] * there
    made["about"] = -(jnp.log(unknown + TINY) * about).sum() / jnp.maximum(about.sum(), 1)
    return sum(WEIGHTS[name] * value for name, value in made.items()), made
