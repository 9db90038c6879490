#!/usr/bin/env python3
"""Trains Gemma to write plans: plans_train.py RUN --data FOLDER:WEIGHT … [--apart data/splits.json] [--minutes N] [--resume] …

RUN gets curve.jsonl, checkpoint.pickle and adapter.gguf. The rate follows the share of the minutes that is used up, so a run
of any length ends annealed. `touch RUN/reload`: the folders are read again before the next step."""
import argparse
import json
import math
import os
import pickle
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=true intra_op_parallelism_threads=2")

import jax  # noqa: E402
import numpy as np  # noqa: E402
import optax  # noqa: E402

import gemma  # noqa: E402
import plans_export  # noqa: E402
from gemma_weights import Weights  # noqa: E402
from plans_batches import Maker  # noqa: E402
from plans_data import Data  # noqa: E402
from plans_steps import evaluate, programs  # noqa: E402

ROOT = Path(__file__).parents[2]
jax.config.update("jax_compilation_cache_dir", str(ROOT / "build" / "model-data" / "compiled"))
jax.config.update("jax_persistent_cache_min_compile_time_secs", 1)

WARM_UP, LAST_SHARE, CHECKS_MOST, SAID_EVERY = 30, 0.1, 96, 10


def arguments():
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("run", type=Path)
    told.add_argument("--data", nargs="+", required=True, help="FOLDER or FOLDER:WEIGHT")
    told.add_argument("--apart", type=Path, help="data/splits.json: schemas that are not learnt from")
    told.add_argument("--weights", type=Path, default=ROOT / ".deps/models/gemma-3-270m-q4_k_m.gguf")
    told.add_argument("--minutes", type=float, default=60, help="of the whole run, what went before --resume included")
    told.add_argument("--every", type=float, default=10, help="minutes between two measurements")
    told.add_argument("--rate", type=float, default=1e-3)
    told.add_argument("--rank", type=int, default=24)
    told.add_argument("--alpha", type=float, help="twice the rank unless told")
    told.add_argument("--first", type=int, default=gemma.FIRST, help="the first layer that changes")
    told.add_argument("--cases", type=int, default=28, help="at most, in a pack")
    told.add_argument("--packs", type=int, default=2, help="side by side")
    told.add_argument("--seed", type=int, default=1)
    told.add_argument("--resume", action="store_true")
    return told.parse_args()


def rate_at(step, share, peak):
    """Warms up by steps, then falls by the share of the time that is used up."""
    fallen = LAST_SHARE + (1 - LAST_SHARE) * 0.5 * (1 + math.cos(math.pi * min(share, 1.0)))
    return np.float32(peak * fallen * min(1.0, (step + 1) / WARM_UP))


class Run:
    """One training: what it knows, and what it writes."""

    def __init__(self, told):
        self.told, self.weights = told, Weights(told.weights)
        self.layers = jax.device_put((self.weights.layers, self.weights.last))
        self.rank, self.alpha = told.rank, told.alpha or 2.0 * told.rank
        self.lora, self.step, self.before, self.done = gemma.initial(self.rank, told.seed, told.first), 0, 0.0, 0
        self.optimiser = optax.chain(optax.clip_by_global_norm(1.0), optax.scale_by_adam(b2=0.99))
        self.state = self.optimiser.init(self.lora)
        self.checkpoint = told.run / "checkpoint.pickle"
        if told.resume and self.checkpoint.exists():
            kept = pickle.loads(self.checkpoint.read_bytes())
            self.lora, self.state, self.step, self.before, self.done, self.rank, self.alpha = (
                kept[name] for name in ("lora", "state", "step", "seconds", "done", "rank", "alpha"))
        self.slope, self.change, self.judge = programs(self.optimiser, np.float32(self.alpha / self.rank))
        self.threads = ThreadPoolExecutor(told.packs)  # packs side by side: much of a step keeps one core busy only
        self.begun = time.monotonic()
        self.load()

    def seconds(self):
        return self.before + time.monotonic() - self.begun

    def apart(self):
        """Schemas that chances are fitted on, or that choose an epoch; those that the linker's weights need are learnt from."""
        if self.told.apart is None:
            return set()
        splits = json.loads(self.told.apart.read_text(encoding="utf-8"))
        return {*splits["epoch"], *splits["chances"]}

    def load(self):
        folders = [(name, float(weight or 1)) for name, _, weight in (text.partition(":") for text in self.told.data)]
        apart = self.apart()
        data = Data(folders, apart, self.weights)
        self.maker = Maker(data, self.told.cases)
        self.checks = self.maker.checks(CHECKS_MOST, self.told.seed)
        print(data.report(), flush=True)

    def reload(self):
        asked = self.told.run / "reload"
        if asked.exists():
            asked.unlink()
            try:
                self.load()
            except (OSError, ValueError, KeyError) as failure:
                print(f"not read again: {failure!r}", flush=True)

    def slope_of(self, batch):
        loss, slope = self.slope(self.lora, self.layers, self.maker.written, self.maker.there, batch)
        return float(loss), jax.block_until_ready(slope)

    def advance(self):
        """One step; gives its loss."""
        drawn = [self.maker.draw((self.told.seed, self.step, number)) for number in range(self.told.packs)]
        made = list(self.threads.map(self.slope_of, [batch for batch, _ in drawn]))
        losses = [loss for loss, _ in made]
        self.done += sum(count for _, count in drawn)
        rate = rate_at(self.step, self.seconds() / (self.told.minutes * 60), self.told.rate)
        for _, slope in made:  # one after the other: what is stale by one pack costs less than half as many changes would
            self.lora, self.state = self.change(self.lora, self.state, slope, rate)
        self.step += 1
        return float(np.mean(losses))

    def keep(self, losses):
        """Measures, and writes the curve's line, the checkpoint and the adapter."""
        line = {"step": self.step, "seconds": round(self.seconds()), "cases": self.done, "train": round(float(np.mean(losses)), 4)}
        if self.checks[0]:
            line["apart"] = evaluate(self.judge, self.lora, self.layers, self.maker, self.checks)
        print(json.dumps(line), flush=True)
        with open(self.told.run / "curve.jsonl", "a", encoding="utf-8") as curve:
            curve.write(json.dumps(line) + "\n")
        lora, state = jax.tree.map(np.asarray, (self.lora, self.state))
        kept = {"lora": lora, "state": state, "step": self.step, "seconds": self.seconds(), "done": self.done, "rank": self.rank,
                "alpha": self.alpha}
        self.checkpoint.with_suffix(".part").write_bytes(pickle.dumps(kept))
        self.checkpoint.with_suffix(".part").replace(self.checkpoint)
        plans_export.write(self.told.run / "adapter.gguf", lora, self.rank, self.alpha)


def main():
    told = arguments()
    told.run.mkdir(parents=True, exist_ok=True)
    run = Run(told)
    losses, kept, said = [], run.seconds(), (run.seconds(), run.done)
    while run.seconds() < told.minutes * 60:
        run.reload()
        losses.append(run.advance())
        if run.step % SAID_EVERY == 0:
            now = run.seconds()
            pace = (run.done - said[1]) / (now - said[0]) * 3600
            print(f"step {run.step} at {now:.0f} s: loss {np.mean(losses[-SAID_EVERY:]):.3f}, {pace:.0f} cases an hour", flush=True)
            said = now, run.done
        if run.seconds() - kept > told.every * 60:
            run.keep(losses)
            losses, kept = [], run.seconds()
    if losses:
        run.keep(losses)


if __name__ == "__main__":
    sys.exit(main())
