"""Gemma 3 270M over cards and questions, computed as llama.cpp's gemma3 does, with low-rank changes (LoRA) from layer FIRST on.

Two streams of tokens, each flat and padded to a bucket. Cards: the BOS at position 0 (column 0), the mark at question_at − 1
(column 1), then the cards, each from position 1 on; a card's token sees the BOS and its own card so far. Questions: each from
question_at on; a question's token sees the whole stream of cards and its own question so far. `own` numbers the sequence that
a token is in (−1: padding). Tokens are cut into chunks; as no sequence reaches back further than `reach` chunks, a chunk's queries need
these chunks' keys and their own alone."""
import jax
import jax.numpy as jnp
import numpy as np

from gemma_weights import HEAD, HEADS, INNER, LAYERS, MATRICES, SIZES, WIDTH

FIRST = 4  # the layers below keep their weights
EPS, FAR = 1e-6, -1e30
CHUNK = 64
LONGEST = 255  # tokens of one sequence: so the sliding window of 512 hides nothing
BASE_NEAR, BASE_FAR, FAR_EVERY = 10_000.0, 1_000_000.0, 6


def initial(rank, seed, first=FIRST):
    """The low-rank matrices of the layers from `first` on: "N.matrix.a" [in, rank each], "N.part.b" [rank, out]."""
    rng = np.random.default_rng(seed)
    made = {}
    for number in range(first, LAYERS):
        for matrix, parts in MATRICES.items():
            width = SIZES[parts[0]][0]
            made[f"{number}.{matrix}.a"] = (rng.standard_normal((width, rank * len(parts))) / np.sqrt(width)).astype(np.float32)
            for part in parts:
                made[f"{number}.{part}.b"] = np.zeros((rank, SIZES[part][1]), np.float32)
    return made


def rms_norm(x, gain):
    return x * jax.lax.rsqrt((x * x).mean(-1, keepdims=True) + EPS) * gain


def turns(positions, base):
    """Cosines and sines of rotary positions, each [n, 1, HEAD / 2]."""
    angle = positions[:, None, None].astype(jnp.float32) * (base ** (-np.arange(0, HEAD, 2, dtype=np.float32) / HEAD))
    return jnp.cos(angle), jnp.sin(angle)


def turned(x, turn):
    cos, sin = turn
    one, two = x[..., :HEAD // 2], x[..., HEAD // 2:]
    return jnp.concatenate([one * cos - two * sin, two * cos + one * sin], -1)


def linear(layer, lora, number, matrix, x, scale):
    """x through a matrix and its low-rank change, cut into the matrices that stand side by side in it."""
    parts = MATRICES[matrix]
    ends = np.cumsum([SIZES[part][1] for part in parts])[:-1]
    made = jnp.split(x @ layer[matrix], ends, axis=-1)
    if f"{number}.{matrix}.a" not in lora:
        return made
    low = jnp.split(x @ lora[f"{number}.{matrix}.a"] * scale, len(parts), axis=-1)
    return [y + small @ lora[f"{number}.{part}.b"] for y, small, part in zip(made, low, parts, strict=True)]


def chunks(x, reach):
    """[n, …] as [n / CHUNK, (reach + 1) · CHUNK, …]: of each chunk, those before it and itself."""
    padded = jnp.concatenate([jnp.full((reach * CHUNK, *x.shape[1:]), -1, x.dtype), x])
    count = x.shape[0] // CHUNK
    blocks = padded.reshape(count + reach, CHUNK, *x.shape[1:])
    return jnp.concatenate([blocks[n:n + count] for n in range(reach + 1)], 1)


def nearby(own, reach):
    """What a token sees of its own sequence, as a bias [chunks, CHUNK, 1, keys]."""
    before = jnp.arange((reach + 1) * CHUNK)[None, :] <= jnp.arange(CHUNK)[:, None] + reach * CHUNK
    seen = (own.reshape(-1, CHUNK)[:, :, None] == chunks(own, reach)[:, None, :]) & before[None]
    return jnp.where(seen, 0.0, FAR)[:, :, None, :]


def attention(q, k, v, near, shared_k, shared_v, shared):
    """q [n, HEADS, HEAD] over own keys nearby and over keys that are shared; `shared` is their bias [n|1, 1, m]."""
    n, reach = q.shape[0], near.shape[-1] // CHUNK - 1
    blocks = q.reshape(-1, CHUNK * HEADS, HEAD)
    close = jnp.einsum("cqd,ckd->cqk", blocks, chunks(k, reach)).reshape(-1, CHUNK, HEADS, near.shape[-1]) + near
    wide = (q.reshape(-1, HEAD) @ shared_k.T).reshape(n, HEADS, -1) + shared
    highest = jax.lax.stop_gradient(jnp.maximum(close.max(-1).reshape(n, HEADS), wide.max(-1)))[..., None]
    close, wide = jnp.exp(close - highest.reshape(-1, CHUNK, HEADS, 1)), jnp.exp(wide - highest)
    total = close.sum(-1).reshape(n, HEADS, 1) + wide.sum(-1)[..., None]
    seen = jnp.einsum("cqk,ckd->cqd", close.reshape(-1, CHUNK * HEADS, close.shape[-1]), chunks(v, reach)).reshape(n, HEADS, HEAD)
    seen = seen + (wide.reshape(n * HEADS, -1) @ shared_v).reshape(n, HEADS, HEAD)
    return (seen / total).reshape(n, HEADS * HEAD)


def forward(weights, lora, scale, batch):
    """Gives the questions' last vectors [n, WIDTH]. batch: x (both streams' embeddings, cards first), positions, card_own [c], own [n],
    reach (an array as long as the chunks that a sequence reaches back)."""
    layers, last = weights
    cards, reach = batch["card_own"].shape[0], batch["reach"].shape[0]
    x = batch["x"] * np.float32(np.sqrt(WIDTH))
    near = nearby(batch["card_own"], reach), nearby(batch["own"], reach)
    # Sequence 0 is the BOS and 1 the mark: the BOS sees itself among its own, and the mark sees nothing else.
    bos = jnp.where(batch["card_own"] > 1, 0.0, FAR)[:, None, None]
    shared = jnp.where(batch["card_own"] >= 0, 0.0, FAR)[None, None, :]
    near_turn, far_turn = turns(batch["positions"], BASE_NEAR), turns(batch["positions"], BASE_FAR)
    for number, layer in enumerate(layers):
        turn = far_turn if number % FAR_EVERY == FAR_EVERY - 1 else near_turn
        q, k, v = linear(layer, lora, number, "qkv", rms_norm(x, layer["before_attention"]), scale)
        q = turned(rms_norm(q.reshape(-1, HEADS, HEAD), layer["q_norm"]), turn) * np.float32(HEAD ** -0.5)
        k = turned(rms_norm(k[:, None, :], layer["k_norm"]), turn)[:, 0]
        seen = attention(q[cards:], k[cards:], v[cards:], near[1], k[:cards], v[:cards], shared)
        if number + 1 < LAYERS:
            seen = jnp.concatenate([attention(q[:cards], k[:cards], v[:cards], near[0], k[:1], v[:1], bos), seen])
        else:  # nobody looks at the cards any more
            x = x[cards:]
        x = x + rms_norm(linear(layer, lora, number, "o", seen, scale)[0], layer["after_attention"])
        gate, up = linear(layer, lora, number, "gate_up", rms_norm(x, layer["before_ffn"]), scale)
        inner = jax.nn.gelu(gate, approximate=True) * up
        x = x + rms_norm(linear(layer, lora, number, "down", inner, scale)[0], layer["after_ffn"])
    return rms_norm(x, last)
