#!/usr/bin/env python3
"""Trains the linker: train.py RUN DUMP… [--epochs N] [--seed N] [--minutes N] [--begin LINKER.bin] [--rate R] [--without likeness].

RUN: a folder for checkpoints and the learning curve; a run that stopped goes on. The schemas that data/splits.json names are
left to choose the epoch and to fit the planner's weights and chances. All others train."""
import argparse
import json
import os
import pickle
import sys
import time
from pathlib import Path

os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=true intra_op_parallelism_threads=2")

import jax  # noqa: E402
import numpy as np  # noqa: E402
import optax  # noqa: E402

import batches  # noqa: E402
import dump as dumps  # noqa: E402
import export  # noqa: E402
from losses import losses  # noqa: E402
from measures import measure, worth  # noqa: E402
from network import FIXED, forward, initial  # noqa: E402

jax.config.update("jax_compilation_cache_dir", str(Path(__file__).parents[2] / "build" / "model-data" / "compiled"))

RATE, WARM_UP, DECAY, DROPPED, CLIP, KEPT = 1e-3, 100, 0.02, 0.1, 1.0, 0.995
SPLITS = Path(__file__).parents[1] / "data" / "splits.json"
SAMPLE = 8000  # strings that the likeness projection is made from


def moments(strings, words):
    made = {}
    for name, rows in (("string", strings.astype(np.float32)), ("word", words.astype(np.float32))):
        made[f"{name}_mean"], made[f"{name}_std"] = rows.mean(0), rows.std(0) + np.float32(1e-4)
    return made


def split(whole):
    """Case numbers: (train, valid). What is fitted on the linker's say is on schemas that it does not train on."""
    kept = json.loads(SPLITS.read_text(encoding="utf-8"))
    apart = {name for names in kept.values() for name in names}
    named = [(number, whole.schemas[case.schema].name) for number, case in enumerate(whole.cases)]
    return [n for n, name in named if name not in apart], [n for n, name in named if name in kept["epoch"]]


def beginning(told, whole, rng):
    """The moments of the vectors, which stay, and the weights, which learn."""
    if told.begin:
        weights, _ = export.read(told.begin)
        return {name: weights[name] for name in FIXED}, {name: w for name, w in weights.items() if name not in FIXED}
    fixed = moments(whole.strings, whole.words)
    sample = (whole.strings[rng.permutation(len(whole.strings))[:SAMPLE]] - fixed["string_mean"]) / fixed["string_std"]
    return fixed, {name: w for name, w in initial(whole.names, fixed, sample, told.seed).items() if name not in FIXED}


def stepper(optimiser, content):
    def lost(free, fixed, batch, key):
        return losses(forward({**free, **fixed}, batch, key, DROPPED), batch, content)

    @jax.jit
    def step(free, fixed, state, kept, batch, key, share):
        (total, parts), slope = jax.value_and_grad(lost, has_aux=True)(free, fixed, batch, key)
        change, state = optimiser.update(slope, state, free)
        free = optax.apply_updates(free, change)
        kept = jax.tree.map(lambda old, new: share * old + (1 - share) * new, kept, free)
        return free, state, kept, {"total": total, **parts}
    return step


def save(path, data):
    path.with_suffix(".part").write_bytes(pickle.dumps(data))
    path.with_suffix(".part").replace(path)


def arguments():
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("run", type=Path)
    told.add_argument("dumps", nargs="+", type=Path)
    told.add_argument("--epochs", type=int, default=12)
    told.add_argument("--seed", type=int, default=1)
    told.add_argument("--minutes", type=float, default=60)
    told.add_argument("--rate", type=float, default=RATE)
    told.add_argument("--begin", type=Path, help="weights to go on from, rather than likeness alone")
    told.add_argument("--without", choices=["likeness"], default=None)
    return told.parse_args()


def main():
    told = arguments()
    told.run.mkdir(parents=True, exist_ok=True)
    read = [dumps.read(folder) for folder in told.dumps]
    whole = dumps.join(read)
    if told.without == "likeness":
        for case in whole.cases:
            case.likeness = case.likeness[:0]
    train, valid = split(whole)
    maker = batches.Maker(whole)
    rng = np.random.default_rng(told.seed)
    fixed, free = beginning(told, whole, rng)
    steps = told.epochs * len(maker.groups(train))
    optimiser = optax.chain(optax.clip_by_global_norm(CLIP),
                            optax.adamw(optax.warmup_cosine_decay_schedule(0, told.rate, WARM_UP, steps, told.rate / 20), weight_decay=DECAY))
    state, kept, first, best, done = optimiser.init(free), free, 0, -1.0, 0
    checkpoint = told.run / "checkpoint.pickle"
    if checkpoint.exists():
        free, state, kept, first, best, done, rng = pickle.loads(checkpoint.read_bytes())
    step = stepper(optimiser, maker.columns.content)
    print(f"{len(train)} cases train, {len(valid)} choose; {steps} steps; from epoch {first}", flush=True)
    begun = time.monotonic()
    for epoch in range(first, told.epochs):
        seen = []
        for number, group in enumerate(maker.groups(train, rng)):
            done += 1
            share = np.float32(min(KEPT, done / (done + 9)))
            key = jax.random.PRNGKey(told.seed * 1_000_003 + epoch * 100_003 + number)
            free, state, kept, parts = step(free, fixed, state, kept, maker.make(group, rng), key, share)
            seen.append({name: float(value) for name, value in parts.items()})
            if time.monotonic() - begun > told.minutes * 60:
                break
        mean = {name: round(float(np.mean([s[name] for s in seen])), 3) for name in seen[0]}
        made = measure({**kept, **fixed}, maker, valid)
        line = {"epoch": epoch + 1, "seconds": round(time.monotonic() - begun), "train": mean, "valid": made, "worth": round(worth(made), 4)}
        print(json.dumps(line), flush=True)
        with open(told.run / "curve.jsonl", "a", encoding="utf-8") as curve:
            curve.write(json.dumps(line) + "\n")
        if worth(made) > best:
            best = worth(made)
            trained = {"dumps": [d.digest for d in read], "cases": len(train), "seed": told.seed, "epochs": epoch + 1, "valid": made}
            if told.begin:
                trained["before"] = export.read(told.begin)[1]["trained"]
            export.write(told.run / "linker.bin", {**kept, **fixed}, whole.names, trained)
        save(checkpoint, (*jax.tree.map(np.asarray, (free, state, kept)), epoch + 1, best, done, rng))
        if time.monotonic() - begun > told.minutes * 60:
            return


if __name__ == "__main__":
    sys.exit(main())
