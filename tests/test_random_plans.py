"""Random plans over random worlds: the engine and the plain reference (tests/reference) give the same answers.

A bounded number here; `make soak` runs many, and `tests/reference/soak.py --again WORLD PLAN` makes one again.
"""

import os
import shutil
from collections import Counter

import pytest
from reference import soak

WORLDS = range(4)
PLANS = int(os.environ.get("RANDOM_PLANS", "75"))  # of each world
AGREED_SHARE_MIN = 0.95  # the rest fails or is refused in both


@pytest.mark.parametrize("seed", WORLDS)
def test_engine_and_reference_agree(stand, seed):
    reports = []
    folder = soak.scratch()
    uris = (stand.owner["POSTGRES_URI"], stand.owner["MONGODB_URI"])
    try:
        tally = soak.run_worlds([seed], PLANS, uris, folder, reports.append)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    assert not reports, "\n".join(reports)
    assert tally["agreed"] >= AGREED_SHARE_MIN * PLANS, Counter(tally)
