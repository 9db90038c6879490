"""The linker as src/planner/linker computes it: words and items look at each other, then each word points at an item and each
item says which roles it has. Matrices are [in, out]; a group of cases shares the items of one schema."""
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np

D, HEADS, BLOCKS, FFN, HIDDEN = 128, 4, 2, 256, 128
EPS = 1e-5
FAR = -1e9  # a logit of what is not there
STRING_PARTS = ("text", "comment", "table", "field")
PART_SHARE = (1.0, 0.5, 0.3, 0.3)  # how much of the likeness projection each part begins with
BETA_START = 1.0
GAMMA_START = 2.0
RARE = -5.0  # the logit that a role begins with


def projection(strings, width):
    """The directions in which strings differ most, so that likeness is there before anything is learnt."""
    _, _, turned = np.linalg.svd(strings - strings.mean(0), full_matrices=False)
    return turned[:width].T.astype(np.float32)


def initial(names, moments, sample, seed):
    """Weights to begin with. moments: string_mean, string_std, word_mean, word_std; sample: standardised strings."""
    rng = np.random.default_rng(seed)
    alike = projection(sample, D)
    channels, roles = len(names["channels"]), len(names["roles"])

    def dense(*shape, gain=1.0):
        return (rng.standard_normal(shape) * gain / np.sqrt(shape[0])).astype(np.float32)

    weights = dict(moments)
    weights.update({"x.word": alike, "x.flags": dense(len(names["word_flags"]), D, gain=0.3), "x.bias": np.zeros(D, np.float32),
                    "y.flags": dense(len(names["item_flags"]), D, gain=0.3), "y.bias": np.zeros(D, np.float32)})
    for part, share in zip(STRING_PARTS, PART_SHARE, strict=True):
        weights[f"y.{part}"] = alike * np.float32(share)

    def norm(name):
        weights[f"{name}.gain"], weights[f"{name}.bias"] = np.ones(D, np.float32), np.zeros(D, np.float32)

    for name in ("x.norm", "y.norm", "x.final", "y.final"):
        norm(name)
    for number in range(BLOCKS):
        block = f"block{number}"
        for part in ("self", "items", "words"):
            norm(f"{block}.{part}.norm")
            for matrix in "qkvo":
                weights[f"{block}.{part}.{matrix}"] = dense(D, D, gain=0.5 if matrix == "o" else 1.0)
                weights[f"{block}.{part}.{matrix}_bias"] = np.zeros(D, np.float32)
            if part != "self":
                norm(f"{block}.{part}.source_norm")
                weights[f"{block}.{part}.beta"] = np.full((HEADS, channels), BETA_START, np.float32)
                # One head begins as likeness of the projections, as the last layer does.
                for matrix in "qk":
                    weights[f"{block}.{part}.{matrix}"][:, :D // HEADS] += np.eye(D, dtype=np.float32)[:, :D // HEADS]
        norm(f"{block}.parent.norm")
        weights[f"{block}.parent.weight"], weights[f"{block}.parent.bias"] = dense(D, D, gain=0.5), np.zeros(D, np.float32)
        for part in ("items_ffn", "words_ffn"):
            norm(f"{block}.{part}.norm")
            weights[f"{block}.{part}.w1"], weights[f"{block}.{part}.b1"] = dense(D, FFN), np.zeros(FFN, np.float32)
            weights[f"{block}.{part}.w2"], weights[f"{block}.{part}.b2"] = dense(FFN, D, gain=0.5), np.zeros(D, np.float32)
    weights["link.p"], weights["link.q"] = np.eye(D, dtype=np.float32), np.eye(D, dtype=np.float32)
    weights["link.gamma"] = np.full(channels, GAMMA_START, np.float32)
    for name in ("none", "unknown"):
        weights[f"link.{name}"], weights[f"link.{name}_bias"] = dense(D, gain=0.3), np.zeros(1, np.float32)
    weights["role.weight"], weights["role.bias"] = dense(D + 1, roles, gain=0.3), np.full(roles, RARE, np.float32)
    weights["summary.w1"], weights["summary.b1"] = dense(2 * D, HIDDEN), np.zeros(HIDDEN, np.float32)
    for name, count in (("flags", len(names["flags"])), ("answers", len(names["answers"]))):
        weights[f"{name}.weight"], weights[f"{name}.bias"] = dense(HIDDEN, count, gain=0.5), np.zeros(count, np.float32)
    return weights


FIXED = ("string_mean", "string_std", "word_mean", "word_std")


def layer_norm(weights, name, x):
    centred = x - x.mean(-1, keepdims=True)
    spread = jnp.sqrt((centred * centred).mean(-1, keepdims=True) + EPS)
    return centred / spread * weights[f"{name}.gain"] + weights[f"{name}.bias"]


def attention(weights, name, queries, sources, bias):
    """queries [b,q,d], sources [b,k,d], bias [b,heads|1,q,k]."""
    def heads(matrix, x):
        made = x @ weights[f"{name}.{matrix}"] + weights[f"{name}.{matrix}_bias"]
        return made.reshape(*made.shape[:2], HEADS, D // HEADS).transpose(0, 2, 1, 3)
    q, k, v = heads("q", queries), heads("k", sources), heads("v", sources)
    share = jax.nn.softmax(q @ k.transpose(0, 1, 3, 2) / np.sqrt(D // HEADS) + bias, axis=-1)
    seen = (share @ v).transpose(0, 2, 1, 3).reshape(queries.shape)
    return seen @ weights[f"{name}.o"] + weights[f"{name}.o_bias"]


def ffn(weights, name, x):
    inner = jax.nn.gelu(layer_norm(weights, f"{name}.norm", x) @ weights[f"{name}.w1"] + weights[f"{name}.b1"], approximate=True)
    return inner @ weights[f"{name}.w2"] + weights[f"{name}.b2"]


def dropped(key, x, rate):
    return x if rate == 0 else x * jax.random.bernoulli(key, 1 - rate, x.shape) / (1 - rate)


def begin(weights, batch):
    """Words and items before they have seen each other: x [b,n,d], y [m,d]."""
    word = (batch["words"] - weights["word_mean"]) / weights["word_std"]
    x = word @ weights["x.word"] + batch["word_flags"] @ weights["x.flags"] + weights["x.bias"]
    y = batch["item_flags"] @ weights["y.flags"] + weights["y.bias"]
    for number, part in enumerate(STRING_PARTS):
        there = batch["has"][number][:, None]
        y = y + there * (((batch["strings"][number] - weights["string_mean"]) / weights["string_std"]) @ weights[f"y.{part}"])
    return layer_norm(weights, "x.norm", x), layer_norm(weights, "y.norm", y)


@partial(jax.jit, static_argnames="rate")
def forward(weights, batch, key, rate=0.0):
    """Gives links [b,n,m+2] (logits; the last two: none, unknown), roles [b,m,r], flags [b,f], answers [b,a]."""
    x, y = begin(weights, batch)
    y = jnp.broadcast_to(y, (x.shape[0], *y.shape))
    keys = iter(jax.random.split(key, 2 + 6 * BLOCKS))
    x, y = dropped(next(keys), x, rate), dropped(next(keys), y, rate)
    no_word = jnp.where(batch["word_there"], 0.0, FAR)[:, None, None, :]
    no_item = jnp.where(batch["item_there"], 0.0, FAR)[:, None, None, :]
    alike = batch["likeness"]  # [b,n,m,c]
    parents = batch["parents"]
    for number in range(BLOCKS):
        block = f"block{number}"
        own = layer_norm(weights, f"{block}.self.norm", x)
        x = x + dropped(next(keys), attention(weights, f"{block}.self", own, own, no_word), rate)
        bias = jnp.einsum("bijc,hc->bhji", alike, weights[f"{block}.items.beta"]) + no_word
        y = y + dropped(next(keys), attention(weights, f"{block}.items", layer_norm(weights, f"{block}.items.norm", y),
                                              layer_norm(weights, f"{block}.items.source_norm", x), bias), rate)
        bias = jnp.einsum("bijc,hc->bhij", alike, weights[f"{block}.words.beta"]) + no_item
        x = x + dropped(next(keys), attention(weights, f"{block}.words", layer_norm(weights, f"{block}.words.norm", x),
                                              layer_norm(weights, f"{block}.words.source_norm", y), bias), rate)
        above = layer_norm(weights, f"{block}.parent.norm", y)[:, parents, :]
        y = y + dropped(next(keys), above @ weights[f"{block}.parent.weight"] + weights[f"{block}.parent.bias"], rate)
        y = y + dropped(next(keys), ffn(weights, f"{block}.items_ffn", y), rate)
        x = x + dropped(next(keys), ffn(weights, f"{block}.words_ffn", x), rate)
    return heads_of(weights, batch, layer_norm(weights, "x.final", x), layer_norm(weights, "y.final", y))


def heads_of(weights, batch, x, y):
    items = (x @ weights["link.p"]) @ (y @ weights["link.q"]).transpose(0, 2, 1) / np.sqrt(D) + batch["likeness"] @ weights["link.gamma"]
    items = jnp.where(batch["item_there"][:, None, :], items, FAR)
    beside = [(x @ weights[f"link.{name}"] + weights[f"link.{name}_bias"])[..., None] for name in ("none", "unknown")]
    most = jnp.where(batch["word_there"][:, :, None], items, FAR).max(1)
    most = jnp.where(batch["item_there"], most, 0.0)
    roles = jnp.concatenate([y, most[..., None]], -1) @ weights["role.weight"] + weights["role.bias"]
    there = batch["word_there"][..., None]
    mean = (x * there).sum(1) / there.sum(1)
    highest = jnp.where(there, x, FAR).max(1)
    summary = jax.nn.gelu(jnp.concatenate([mean, highest], -1) @ weights["summary.w1"] + weights["summary.b1"], approximate=True)
    return {"links": jnp.concatenate([items, *beside], -1), "roles": roles,
            "flags": summary @ weights["flags.weight"] + weights["flags.bias"],
            "answers": summary @ weights["answers.weight"] + weights["answers.bias"]}
