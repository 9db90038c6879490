"""The house's rules (docs: ARCHITECTURE.md), held by the build and by these tests."""
import re
import subprocess
from pathlib import Path

import pytest

from stand import BUILD, ROOT

FOLDERS = ["core", "wire", "monitor", "mcp", "catalog", "evidence", "instruction", "plan", "planner", "physical", "rows", "calls",
           "execute", "result", "render", "run", "serve", "cli"]
SOURCES = [path for path in (ROOT / "src").rglob("*.?pp")]
LINES_MAX = 500
FORBIDDEN_NAMES = re.compile(r"util|helper|common|manager", re.I)


def includes_of(folder):
    """Gives the include flags with which the build compiles a folder's files."""
    commands = (BUILD / "build.ninja").read_text()
    block = next(block for block in commands.split("\nbuild ") if f"/src/{folder}/" in block.split("\n")[0] and ".cpp.o:" in block)
    return re.search(r"^  INCLUDES = (.*)$", block, re.M)[1].split()


@pytest.mark.parametrize("left,right", [("core", "wire"), ("mcp", "catalog"), ("catalog", "plan"), ("evidence", "plan"),
                                        ("plan", "planner"), ("plan", "result"), ("execute", "result"), ("result", "render"),
                                        ("physical", "execute"), ("planner", "run"), ("render", "run"), ("run", "serve"), ("serve", "cli")])
def test_an_include_to_the_right_does_not_compile(tmp_path, left, right):
    header = next((ROOT / "src" / right).glob("*.hpp")).name
    source = tmp_path / "try.cpp"
    command = ["g++", "-std=c++23", "-fsyntax-only", *includes_of(left), str(source)]
    source.write_text(f'#include "{right}/{header}"\n')
    refused = subprocess.run(command, capture_output=True, text=True)
    assert refused.returncode != 0 and "No such file" in refused.stderr
    own = next((ROOT / "src" / left).glob("*.hpp")).name
    source.write_text(f'#include "{left}/{own}"\n')
    assert subprocess.run(command, capture_output=True).returncode == 0


def test_no_stage_includes_sources_models_or_run():
    stages = FOLDERS[:FOLDERS.index("run")]
    for path in SOURCES:
        if path.relative_to(ROOT / "src").parts[0] in stages:
            assert not re.search(r'#include "(sources|models|run)/', path.read_text()), path


SPOKEN = {"sql": {"postgres", "server_postgres", "dbhub", "postgres_mcp"},
          "mql": {"mongodb", "mcp_mongo_server", "mongodb_mcp_server"}}


def test_siblings_see_nothing_of_each_other_but_what_their_kind_of_database_speaks():
    for kind in ("sources", "models"):
        for path in (ROOT / "src" / kind).rglob("*.?pp"):
            own = path.relative_to(ROOT / "src" / kind).parts[0]
            others = set(re.findall(rf'#include "{kind}/(\w+)/', path.read_text()))
            spoken = {language for language, dialects in SPOKEN.items() if own in dialects}
            assert others <= {own, "dialect"} | spoken, path


def test_files_stay_small():
    assert {str(path): n for path in SOURCES if (n := len(path.read_text().splitlines())) > LINES_MAX} == {}


def test_nothing_is_called_utils_helpers_common_or_manager():
    assert [path for path in SOURCES if FORBIDDEN_NAMES.search(path.name)] == []


@pytest.mark.parametrize("header", [path for path in SOURCES if path.suffix == ".hpp"], ids=lambda p: str(p.relative_to(ROOT)))
def test_a_header_opens_by_saying_what_it_takes_and_gives(header):
    assert header.read_text().startswith("//")


def test_third_party_headers_have_one_home():
    homes = {"duckdb.h": "result", "llama.h": "models", "libpq-fe.h": "sources/postgres", "mongoc": "sources/mongodb",
             "pg_query.h": "sources/sql", "nanobind": "bindings", "sodium.h": "core", "unicode/": "core",
             "CLI/CLI.hpp": "cli", "toml++": "run", "zip.h": "evidence",
             "curl/": "wire", "boost/beast": "wire"}
    for path in SOURCES:
        inside = str(path.relative_to(ROOT / "src"))
        for header in re.findall(r"#include <([^>]+)>", path.read_text()):
            for part, home in homes.items():
                if header.startswith(part):
                    assert inside.startswith(home), f"{inside} includes <{header}>"


def test_no_machine_path_or_registry_host_is_committed():
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True).stdout.split()
    for name in files:
        path = ROOT / name
        if path.suffix in (".png", ".ico") or name.startswith("tests/test_house"):
            continue
        text = path.read_text(errors="replace")
        assert not re.search(r"/root/|/home/\w+/|registry\.npmjs\.org|pypi\.org/simple|files\.pythonhosted", text), name
