"""Fixtures of the tests of models: a Hub with one small repository, a project without a database, one whose catalog was read."""
import hashlib
import random
import shutil
from pathlib import Path

import pytest

from hub.hub_server import Hub, Repository, Store
from stand import make_project, recoupe

WEIGHTS = random.Random(7).randbytes(3_000_000)
DIGEST = hashlib.sha256(WEIGHTS).hexdigest()
COMMIT = "a" * 40


@pytest.fixture(scope="session")
def warm(stand, tmp_path_factory):
    """A project on the stand's servers whose catalog was read."""
    made = make_project(tmp_path_factory.mktemp("warm") / "project", stand.uris)
    assert recoupe(made, "catalog").code == 0
    return made


@pytest.fixture
def project(warm, tmp_path):
    return Path(shutil.copytree(warm, tmp_path / "project"))


@pytest.fixture
def hub(tmp_path):
    with Store() as store, Hub(store) as served:
        served.add("acme/small-GGUF", Repository({"README.md": b"# small", "small.gguf": WEIGHTS}))
        yield served


@pytest.fixture
def lone(tmp_path):
    """A project without a database."""
    return make_project(tmp_path / "lone", {}, {"mcpServers": {}})
