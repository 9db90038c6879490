import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))
from stand import Stand, make_project  # noqa: E402


@pytest.fixture(scope="session")
def stand():
    made = Stand(seed=11)
    yield made
    made.stop()


@pytest.fixture
def project(stand, tmp_path):
    """A fresh project folder on the stand's servers."""
    return make_project(tmp_path / "project", stand.uris)
