#!/usr/bin/env python3
"""Compares engine and reference on many random plans: `make soak`, or `soak.py PLANS [WORKERS] [FIRST_WORLD]`.

Prints what disagreed, with the numbers that make it again (`soak.py --again WORLD PLAN`), and a summary.
`soak.py --uses PLANS` prints how many plans use what of the language, and what none uses.
"""

import multiprocessing
import os
import random
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "demo")]
PLANS_PER_WORLD = 200
SHOWN_MAX = 4  # of one kind of disagreement, by each worker
GOOD = ("agreed", "both failed", "both refused", "unordered")


def passes_off(number):
    """Which passes a plan runs without: all, none, and each alone take turns."""
    from reference import harness

    return [(), tuple(harness.PASSES), (), *((name,) for name in harness.PASSES), ()][number % 8]


def scratch():
    """A folder in memory where there is one: logs are written with fsync."""
    return Path(tempfile.mkdtemp(prefix="recoupe-soak-", dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None))


def one(project, world, number):
    """Makes and compares one plan. Gives (verdict, report)."""
    from reference import harness
    from reference.plans import Maker

    text, now, without = "", "", passes_off(number)
    try:
        text, now = Maker(world, number).make()
        verdict, details = harness.compare(project, text, now, without)
    except KeyboardInterrupt:
        raise
    except Exception as error:
        verdict, details = f"crash: {type(error).__name__}", traceback.format_exc()
    circumstances = f"now {now}, {world.zone}, without {', '.join(without) or 'nothing'}"
    report = f"=== world {world.seed}, plan {number}: {verdict} ({circumstances})\n{text}\n{details}"
    return verdict, report


def run_worlds(seeds, plans, uris, folder, report):
    """Gives the tally of `plans` plans over each world."""
    from reference.harness import Project
    from reference.world import World

    tally = Counter()
    for seed in seeds:
        world = World(seed)
        project = Project(world, folder / f"world-{seed}", *uris)
        try:
            for number in range(plans):
                verdict, text = one(project, world, number)
                tally[verdict] += 1
                if verdict not in GOOD and tally[verdict] <= SHOWN_MAX:
                    report(text)
        finally:
            project.remove()
    return tally


def worker(arguments):
    seeds, plans, uris, folder = arguments
    return run_worlds(seeds, plans, uris, folder, lambda text: print(text[:4000], flush=True))


def main():
    from servers import Servers

    folder = scratch()
    if os.environ.get("POSTGRES_URI") and os.environ.get("MONGODB_URI"):
        servers, uris = None, (os.environ["POSTGRES_URI"], os.environ["MONGODB_URI"])
    else:
        servers = Servers(folder / "servers")
        uris = (servers.start_postgres(), servers.start_mongodb())
    try:
        if sys.argv[1:2] == ["--uses"]:
            return uses(int(sys.argv[2]) if sys.argv[2:] else 2_000, uris, folder)
        if sys.argv[1:2] == ["--again"]:
            return again(int(sys.argv[2]), int(sys.argv[3]), uris, folder)
        plans = int(sys.argv[1]) if sys.argv[1:] else 20_000
        workers = int(sys.argv[2]) if sys.argv[2:] else max(1, os.cpu_count() or 1)
        first = int(sys.argv[3]) if sys.argv[3:] else random.SystemRandom().randrange(1_000, 1_000_000)
        worlds = -(-plans // PLANS_PER_WORLD)
        started, tally = time.monotonic(), Counter()
        jobs = [([first + i], min(PLANS_PER_WORLD, plans - i * PLANS_PER_WORLD), uris, folder) for i in range(worlds)]
        with multiprocessing.get_context("spawn").Pool(workers) as pool:
            for done, part in enumerate(pool.imap_unordered(worker, jobs), 1):
                tally += part
                if done % 10 == 0:
                    print(
                        f"… {sum(tally.values())} plans, {time.monotonic() - started:.0f} s: {dict(tally)}",
                        flush=True,
                    )
        bad = sum(count for verdict, count in tally.items() if verdict not in GOOD)
        print(
            f"{sum(tally.values())} plans over {worlds} worlds from {first}, {time.monotonic() - started:.0f} s: "
            f"{tally['agreed']} agreed, {bad} disagreed; {dict(tally)}"
        )
        return 1 if bad else 0
    finally:
        if servers:
            servers.remove()
        shutil.rmtree(folder, ignore_errors=True)


def again(seed, number, uris, folder):
    from reference.harness import Project
    from reference.world import World

    world = World(seed)
    project = Project(world, folder / "again", *uris)
    try:
        verdict, report = one(project, world, number)
        print(report)
        return 0 if verdict in GOOD else 1
    finally:
        project.remove()


def uses(plans, uris, folder):
    """Prints how many of so many plans use what of the language; fails where something is never used."""
    from reference.features import FEATURES, features_of
    from reference.harness import Project
    from reference.plans import Maker
    from reference.world import World

    tally, made = Counter(), 0
    while made < plans:
        project = Project(world := World(made // PLANS_PER_WORLD), folder / "uses", *uris)
        try:
            for number in range(min(PLANS_PER_WORLD, plans - made)):
                tally.update(features_of(Maker(world, number).make()[0], world))
                made += 1
        finally:
            project.remove()
    for kind, names in FEATURES.items():
        print(f"{kind}: " + ", ".join(f"{name} {tally[kind, name]}" for name in names))
    unused = [f"{kind} {name}" for kind, names in FEATURES.items() for name in names if not tally[kind, name]]
    unlisted = sorted(f"{kind} {name}" for kind, name in tally if name not in FEATURES.get(kind, ()))
    print(f"{made} plans; never used: {', '.join(unused) or 'nothing'}" + (f"; not listed: {unlisted}" if unlisted else ""))
    return 1 if unused or unlisted else 0


if __name__ == "__main__":
    sys.exit(main())
