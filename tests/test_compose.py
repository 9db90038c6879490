"""compose.yaml, the images that it builds and the .mcp.json files of other servers' documentation, read and checked. No
container engine is needed: what only one can show is tried by people (docs/containers.md)."""
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from stand import PROGRAM, ROOT

CONTAINERS = ROOT / "containers"
# Read by Debian's PyYAML, since the project's own environment needs none; a key that stands twice is refused.
READ_YAML = """
import json, sys, yaml
class Loader(yaml.SafeLoader):
    def construct_mapping(self, node, deep=False):
        keys = [self.construct_object(key) for key, value in node.value if key.tag != "tag:yaml.org,2002:merge"]
        if len(keys) != len(set(keys)):
            raise yaml.constructor.ConstructorError(None, None, "a key twice", node.start_mark)
        return super().construct_mapping(node, deep)
json.dump(yaml.load(sys.stdin, Loader), sys.stdout)
"""


@pytest.fixture(scope="module")
def compose():
    read = subprocess.run(["/usr/bin/python3", "-c", READ_YAML], input=(ROOT / "compose.yaml").read_text(), text=True,
                          capture_output=True)
    if "No module named 'yaml'" in read.stderr:
        pytest.skip("Debian's python3-yaml is not installed (tools/packages_test.txt)")
    assert read.returncode == 0, read.stderr
    return json.loads(read.stdout)


def images_of(dockerfile):
    return re.findall(r"^FROM (\S+)", dockerfile.read_text(), re.MULTILINE)


def is_pinned(image):
    """A version with at least two numbers, or a digest: what is pulled tomorrow is what was tried."""
    tag = image.rpartition(":")[2] if ":" in image else ""
    return "@sha256:" in image or bool(re.match(r"v?\d+\.\d+", tag))


def test_every_service_is_one_the_documentation_names(compose):
    assert {"postgres", "mongodb", "recoupe-postgres", "recoupe-mongodb", "notebook"} <= set(compose["services"])
    text = (ROOT / "docs/containers.md").read_text()
    for name in compose["services"]:
        assert f"`{name}`" in text, name


def test_ports_are_open_to_this_machine_alone(compose):
    for name, service in compose["services"].items():
        for port in service.get("ports", []):
            assert port.startswith("127.0.0.1:"), (name, port)
        assert "network_mode" not in service and not service.get("privileged"), name
    assert compose["networks"]["databases"] == {"internal": True}
    for name in ("postgres", "mongodb"):
        assert compose["services"][name]["networks"] == ["databases"] and "ports" not in compose["services"][name]


def test_images_are_pinned(compose):
    for name, service in compose["services"].items():
        assert is_pinned(service["image"]), (name, service["image"])
    for dockerfile in CONTAINERS.glob("*.Dockerfile"):
        for image in images_of(dockerfile):
            assert is_pinned(image), (dockerfile.name, image)
    for package in re.findall(r"\S+@\S+", (CONTAINERS / "npm-servers.Dockerfile").read_text()):
        assert re.search(r"@\d+\.\d+\.\d+$", package), package


def test_images_that_are_built_are_built_from_files_that_are_there(compose):
    built = {service["image"] for service in compose["services"].values() if "build" in service}
    for name, service in compose["services"].items():
        if "build" in service:
            context = ROOT / service["build"]["context"]
            dockerfile = context / service["build"]["dockerfile"]
            assert dockerfile.is_file(), name
            for source in re.findall(r"^COPY (?!--from)(\S+) \S+$", dockerfile.read_text(), re.MULTILINE):
                assert (context / source).exists(), (name, source)
        elif service["image"].startswith("recoupe"):
            assert service["image"] in built, name


def test_services_are_watched(compose):
    for name, service in compose["services"].items():
        check = service["healthcheck"]
        assert check.get("test") or ("demo" in service["profiles"] and check == {"disable": True}), name
        for other, condition in service.get("depends_on", {}).items():
            assert other in compose["services"] and condition["condition"].startswith("service_"), (name, other)
            if condition["condition"] == "service_healthy":
                assert compose["services"][other]["healthcheck"].get("test"), other


def test_no_password_stands_in_any_file(compose):
    """Secrets come from .env: every variable whose name says that it is one is taken from there, and fails when unset."""
    for name, service in compose["services"].items():
        for variable, value in service.get("environment", {}).items():
            secret = re.search(r"PASSWORD|TOKEN|SECRET", variable)
            if secret:
                assert re.fullmatch(r"\$\{\w+:\?[^}]+\}", value), (name, variable)
            with_user = re.search(r"://[^:/@]+:(?P<password>[^@]*)@", value)
            if with_user:
                assert re.fullmatch(r"\$\{\w+:\?[^}]+\}", with_user["password"]), (name, variable)
        words = " ".join(map(str, service.get("command") or []))
        assert "://" not in words and "${" not in words, name  # arguments are seen by every user of a machine
    for line in (CONTAINERS / "example.env").read_text().splitlines():
        assert line.startswith("#") or line.endswith("="), line
    assert "/.env" in (ROOT / ".gitignore").read_text().splitlines()
    assert ".env" in (ROOT / ".dockerignore").read_text().splitlines()
    asked = set(re.findall(r"\$\{(\w+)", (ROOT / "compose.yaml").read_text()))
    given = set(re.findall(r"^(\w+)=", (CONTAINERS / "example.env").read_text(), re.MULTILINE))
    assert asked == given


def test_folders_of_this_machine_are_only_read(compose):
    for name, service in compose["services"].items():
        for volume in service.get("volumes", []):
            source, _, target = volume.partition(":")
            if source.startswith((".", "/")):
                assert target.endswith(":ro") and (ROOT / source).exists(), (name, volume)
            else:
                assert source in compose["volumes"], (name, volume)


def test_what_does_not_store_data_has_a_file_system_that_is_only_read(compose):
    for name, service in compose["services"].items():
        if name in ("postgres", "mongodb"):
            continue
        assert service["read_only"] and service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name


def test_servers_read_as_the_reader_alone(compose):
    for name, service in compose["services"].items():
        if name in ("postgres", "mongodb", "fill"):
            continue
        for variable, value in service.get("environment", {}).items():
            if "://" in value:
                assert "://recoupe_reader" in value, (name, variable)


def test_our_servers_ask_for_a_token_and_know_their_names(compose):
    for name in ("recoupe-postgres", "recoupe-mongodb"):
        service = compose["services"][name]
        assert "RECOUPE_MCP_TOKEN" in service["environment"]
        command = service["command"]
        assert command[command.index("--allow-host") + 1] == name
        told = subprocess.run([PROGRAM, *command[:2], "--help"], capture_output=True, text=True, check=True).stdout
        for option in (word for word in command if word.startswith("--")):
            assert option in told, option


@pytest.mark.parametrize("file", ["10-reader.sh"])
def test_the_scripts_of_the_images_are_well_formed(file):
    assert subprocess.run(["sh", "-n", CONTAINERS / "postgres" / file]).returncode == 0


def test_healthchecks_tell_whether_something_listens(stand):
    port = stand.owner["MONGODB_URI"].split(":")[2].split("/")[0]
    node = shutil.which("node")
    checks = [[CONTAINERS / "listens"]] + ([[node, CONTAINERS / "listens.js"]] if node else [])
    for check in checks:
        assert subprocess.run([*check, port], stderr=subprocess.DEVNULL).returncode == 0
        assert subprocess.run([*check, "1"], stderr=subprocess.DEVNULL).returncode != 0


def servers_read(folder):
    """Gives the names of the servers that our configuration reader finds in a folder."""
    environment = {**os.environ, "MCP_HTTP_AUTH_TOKEN": "t", "RECOUPE_MCP_TOKEN": "t", "INPUT_DATABASE_URI": "postgresql://h/d"}
    shown = subprocess.run([PROGRAM, "config", "show"], cwd=folder, env=environment, capture_output=True, text=True)
    assert shown.returncode == 0, shown.stderr
    return set(re.findall(r"^server  (\S+)", shown.stdout, re.MULTILINE))


def mcp_files():
    return [*sorted((ROOT / "examples/mcp").glob("*.json")), *sorted(CONTAINERS.glob("notebook/*.json")),
            *sorted(CONTAINERS.glob("notebook/.mcp.json"))]


@pytest.mark.parametrize("file", mcp_files(), ids=lambda file: f"{file.parent.name}/{file.name}")
def test_files_of_other_servers_documentation_are_read_as_they_are(file, tmp_path):
    shutil.copy(file, tmp_path / ".mcp.json")
    written = json.loads(file.read_text())
    assert servers_read(tmp_path) == set(written.get("mcpServers") or written["servers"])


def test_the_notebook_reaches_services_that_there_are(compose):
    for file in [CONTAINERS / "notebook/.mcp.json", CONTAINERS / "notebook/others.mcp.json"]:
        for entry in json.loads(file.read_text())["mcpServers"].values():
            host, port = re.fullmatch(r"http://([\w-]+):(\d+)/mcp", entry["url"]).groups()
            service = compose["services"][host]
            assert any(port in str(word) for word in service["command"]), (file.name, host)
            assert set(service["networks"]) & set(compose["services"]["notebook"]["networks"])


def test_a_container_engine_reads_it_the_same_way():
    docker = shutil.which("docker")
    if not docker or subprocess.run([docker, "compose", "version"], capture_output=True).returncode:
        pytest.skip("no docker compose here")
    names = re.findall(r"^(\w+)=", (CONTAINERS / "example.env").read_text(), re.MULTILINE)
    done = subprocess.run([docker, "compose", "--profile", "others", "--profile", "demo", "config", "--quiet"], cwd=ROOT,
                          env={**os.environ, **dict.fromkeys(names, "x")}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
