"""Models of the Hub, against a local server that speaks its protocol."""
import hashlib
import json
import os
import signal
import subprocess
import time
from pathlib import Path

from hub.fixtures import COMMIT, DIGEST, WEIGHTS, hub, lone, project, warm  # noqa: F401
from hub.hub_server import Repository
from stand import PROGRAM, ROOT, recoupe

GEMMA = "a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818"
WEIGHED = ("Quels utilisateurs n'ont pas d'employé ?", "Users without an employee", "Which employees have no user?", "Users and their employees",
           "invoices over 1000 unpaid", "users with no department")


def variables(hub, home, **more):
    return {"HF_ENDPOINT": hub.url, "HF_HOME": str(home), "HF_TOKEN": "", "HF_TOKEN_PATH": "", "HF_HUB_CACHE": "", "HF_HUB_OFFLINE": "", **more}


def fetch(hub, project, name="hf://acme/small-GGUF/small.gguf", **more):
    home = project / "hf"
    return recoupe(project, "model", "fetch", name, "--format", "json", environment=variables(hub, home, **more))


def error_of(answer):
    return answer.json["error"]


def test_a_file_of_the_hub_lies_in_the_shared_cache_layout_with_its_digest(hub, lone):
    answer = fetch(hub, lone)
    assert answer.code == 0, answer.out
    assert answer.json["digest"] == f"sha256:{DIGEST}"
    assert answer.json["name"] == f"hf://acme/small-GGUF/small.gguf@{COMMIT}"
    folder = lone / "hf/hub/models--acme--small-GGUF"
    link = folder / "snapshots" / COMMIT / "small.gguf"
    assert Path(answer.json["path"]) == link and link.is_symlink()
    assert os.readlink(link) == f"../../blobs/{DIGEST}" and link.read_bytes() == WEIGHTS
    assert (folder / "refs/main").read_text() == COMMIT
    assert (lone / "hf/hub/.locks/models--acme--small-GGUF" / f"{DIGEST}.lock").exists()
    assert not list((folder / "blobs").glob("*.incomplete"))
    assert ("HEAD", "/acme/small-GGUF/resolve/main/small.gguf") in [request[:2] for request in hub.requests]
    assert all(headers["Accept-Encoding"] == "identity" for *_, headers in hub.requests)


def test_a_repository_alone_names_its_only_gguf_and_several_are_listed(hub, lone):
    assert fetch(hub, lone, "hf://acme/small-GGUF").json["digest"] == f"sha256:{DIGEST}"
    hub.add("acme/many", Repository({"b-Q8_0.gguf": b"8", "b-Q5_0.gguf": b"5"}))
    error = error_of(fetch(hub, lone, "hf://acme/many"))
    assert error["code"] == "model_unavailable" and "b-Q8_0.gguf" in error["remedy"]
    hub.add("acme/usual", Repository({"b-Q8_0.gguf": b"8", "b-Q4_K_M.gguf": b"4", "mmproj.gguf": b"m"}))
    assert fetch(hub, lone, "hf://acme/usual").json["name"].endswith(f"b-Q4_K_M.gguf@{COMMIT}")


def test_safetensors_alone_are_answered_with_how_to_convert_or_serve(hub, lone):
    hub.add("acme/tensors", Repository({"model.safetensors": b"x", "config.json": b"{}"}))
    for language, words in (("en", "holds safetensors"), ("fr", "contient des safetensors")):
        answer = recoupe(lone, "--lang", language, "model", "fetch", "hf://acme/tensors", environment=variables(hub, lone / "hf"))
        assert answer.code == 6 and words in answer.err
        assert "convert_hf_to_gguf.py" in answer.err and "vllm serve acme/tensors" in answer.err and "hf-router://acme/tensors" in answer.err


def test_the_token_goes_to_the_hub_and_never_to_where_files_lie(hub, lone):
    hub.add("acme/private", Repository({"p.gguf": b"private weights"}, private=True))
    (lone / "token").write_text("hf_secret_of_a_test\n")
    for given in ({"HF_TOKEN": hub.token}, {"HF_TOKEN_PATH": str(lone / "token")}):
        answer = fetch(hub, lone, "hf://acme/private/p.gguf", **given)
        assert answer.code == 0 and hub.token not in answer.out + answer.err
    (lone / "hf/token").write_text("hf_secret_of_a_test")
    assert fetch(hub, lone, "hf://acme/private/p.gguf@main").code == 0
    assert all(headers["Authorization"] == f"Bearer {hub.token}" for *_, headers in hub.requests)
    assert hub.store.requests and not any("Authorization" in headers for _, headers in hub.store.requests)


def test_gated_missing_and_private_repositories_revisions_and_files_are_told_apart(hub, lone):
    hub.add("acme/gated", Repository({"g.gguf": b"g"}, gated=True))
    told = {}
    for name, more in {"hf://acme/gated/g.gguf": {}, "hf://acme/none/x.gguf": {}, "hf://acme/none/y.gguf": {"HF_TOKEN": hub.token},
                       "hf://acme/small-GGUF/small.gguf@v9": {}, "hf://acme/small-GGUF/other.gguf": {},
                       "hf://acme/small-GGUF": {"HF_TOKEN": "hf_wrong"}}.items():
        answer = fetch(hub, lone, name, **more)
        told[name] = (answer.code, error_of(answer)["code"], error_of(answer)["message"], error_of(answer)["remedy"])
        assert "hf_wrong" not in answer.out and hub.token not in answer.out
    assert told["hf://acme/gated/g.gguf"][:2] == (4, "authentication") and "gated" in told["hf://acme/gated/g.gguf"][2]
    assert "hf auth login" in told["hf://acme/gated/g.gguf"][3]
    assert "no public repository" in told["hf://acme/none/x.gguf"][2] and "hf auth login" in told["hf://acme/none/x.gguf"][3]
    assert "that this token may see" in told["hf://acme/none/y.gguf"][2]
    assert "no revision v9" in told["hf://acme/small-GGUF/small.gguf@v9"][2]
    assert "no file other.gguf" in told["hf://acme/small-GGUF/other.gguf"][2]
    assert told["hf://acme/small-GGUF"][:2] == (4, "authentication") and "hf auth login" in told["hf://acme/small-GGUF"][3]
    assert len({message for _, _, message, _ in told.values()}) == len(told)


def test_a_download_goes_on_where_its_connection_was_cut(hub, lone):
    hub.store.cuts = [1_000_000, 500_000]
    assert fetch(hub, lone).json["digest"] == f"sha256:{DIGEST}"
    assert [headers.get("Range") for _, headers in hub.store.requests] == [None, "bytes=1000000-", "bytes=1500000-"]


def test_a_download_given_up_is_kept_and_taken_up_by_the_next_start(hub, lone):
    hub.store.cuts = [1_000_000, 0]
    answer = fetch(hub, lone)
    assert answer.code == 6 and error_of(answer)["code"] == "unreachable" and "1000000 / 3000000" in error_of(answer)["message"]
    [left] = (lone / "hf/hub/models--acme--small-GGUF/blobs").iterdir()
    assert left.name.startswith(DIGEST) and left.name.endswith(".incomplete") and left.stat().st_size == 1_000_000
    assert not (lone / "hf/hub/models--acme--small-GGUF/snapshots").exists()
    assert fetch(hub, lone).json["digest"] == f"sha256:{DIGEST}"
    assert hub.store.requests[-1][1]["Range"] == "bytes=1000000-" and not left.exists()


def test_a_server_that_does_not_resume_is_read_from_the_start(hub, lone):
    hub.store.cuts, hub.store.resumes = [1_000_000], False
    assert fetch(hub, lone).json["digest"] == f"sha256:{DIGEST}"


def test_a_file_with_another_digest_is_thrown_away(hub, lone):
    hub.store.spoils = True
    answer = fetch(hub, lone)
    assert answer.code == 6 and "SHA-256" in error_of(answer)["message"]
    assert not list((lone / "hf/hub/models--acme--small-GGUF/blobs").iterdir())
    hub.store.spoils = False
    assert fetch(hub, lone).code == 0


def test_a_cached_file_that_was_damaged_is_refused(hub, lone):
    assert fetch(hub, lone).code == 0
    blob = lone / "hf/hub/models--acme--small-GGUF/blobs" / DIGEST
    blob.write_bytes(b"x" + WEIGHTS[1:])
    answer = fetch(hub, lone)
    assert answer.code == 6 and "has not the SHA-256 in its name" in error_of(answer)["message"]


def test_offline_answers_from_the_cache_alone(hub, lone):
    answer = fetch(hub, lone, HF_HUB_OFFLINE="1")
    assert answer.code == 6 and "HF_HUB_OFFLINE" in error_of(answer)["message"] and not hub.requests
    assert fetch(hub, lone).code == 0
    seen = len(hub.requests)
    for name in ("hf://acme/small-GGUF/small.gguf", "hf://acme/small-GGUF"):
        assert fetch(hub, lone, name, HF_HUB_OFFLINE="1").json["digest"] == f"sha256:{DIGEST}"
    assert fetch(hub, lone, f"hf://acme/small-GGUF/small.gguf@{COMMIT}").code == 0  # a commit never changes: nothing to ask
    assert len(hub.requests) == seen


def test_a_hub_out_of_reach_leaves_what_was_had_last(hub, lone):
    assert fetch(hub, lone).code == 0
    away = {"HF_ENDPOINT": "http://127.0.0.1:9"}
    assert fetch(hub, lone, **away).json["name"].endswith(COMMIT)
    answer = fetch(hub, lone, "hf://acme/other/x.gguf", **away)
    assert answer.code == 6 and error_of(answer)["code"] == "unreachable"


def test_a_branch_that_moved_is_read_anew_and_the_cache_of_another_tool_is_used(hub, lone):
    assert fetch(hub, lone).code == 0
    newer = b"newer weights"
    hub.repositories["acme/small-GGUF"].commits["b" * 40] = {"small.gguf": newer}
    hub.repositories["acme/small-GGUF"].refs["main"] = "b" * 40
    hub.add("acme/small-GGUF", hub.repositories["acme/small-GGUF"])
    assert fetch(hub, lone).json["digest"] == "sha256:" + hashlib.sha256(newer).hexdigest()
    folder = lone / "other/models--acme--theirs"  # as Hugging Face's own tools leave it
    (folder / "blobs").mkdir(parents=True)
    (folder / "refs").mkdir()
    (folder / "snapshots" / COMMIT).mkdir(parents=True)
    (folder / "refs/main").write_text(COMMIT)
    (folder / "blobs" / DIGEST).write_bytes(WEIGHTS)
    (folder / "snapshots" / COMMIT / "t.gguf").symlink_to(f"../../blobs/{DIGEST}")
    answer = fetch(hub, lone, "hf://acme/theirs", HF_HUB_CACHE=str(lone / "other"), HF_HUB_OFFLINE="1")
    assert answer.json["digest"] == f"sha256:{DIGEST}"


def test_names_that_lead_out_of_the_cache_are_refused(hub, lone):
    for name in ("hf://acme/../x.gguf", "hf://acme/small/../../x.gguf", "hf://acme/small@../../x", "hf://acme", "hf://acme/small/x.bin", "hf:///a/b"):
        answer = fetch(hub, lone, name)
        assert answer.code == 2 and error_of(answer)["code"] == "invalid_config", name
    assert not hub.requests


def test_an_interrupted_download_is_kept(hub, lone):
    hold = hub.store.answer

    def stall(handler, method):  # sends a part and says no more
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(WEIGHTS)))
        handler.end_headers()
        handler.wfile.write(WEIGHTS[:2_000_000])
        time.sleep(4)
    hub.store.answer = stall
    environment = {**os.environ, **variables(hub, lone / "hf")}
    with subprocess.Popen([PROGRAM, "model", "fetch", "hf://acme/small-GGUF"], cwd=lone, env=environment, stdout=subprocess.PIPE) as running:
        blobs = lone / "hf/hub/models--acme--small-GGUF/blobs"
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline and not (blobs.exists() and any(blob.stat().st_size for blob in blobs.iterdir())):
            time.sleep(0.05)
        time.sleep(0.2)
        running.send_signal(signal.SIGINT)
        assert running.wait(10) == 130
    hub.store.answer = hold
    assert fetch(hub, lone).json["digest"] == f"sha256:{DIGEST}"
    assert "Range" in hub.store.requests[-1][1]


def test_a_model_of_the_hub_weighs_plans_and_evidence_names_it(project, hub):
    folder = project / "hf/hub/models--acme--gemma-GGUF"  # as a download leaves it
    for name in ("blobs", "refs", f"snapshots/{COMMIT}"):
        (folder / name).mkdir(parents=True)
    (folder / "refs/main").write_text(COMMIT)
    (folder / "blobs" / GEMMA).symlink_to(ROOT / ".deps/models/gemma-3-270m-q4_k_m.gguf")
    (folder / "snapshots" / COMMIT / "gemma.gguf").symlink_to(f"../../blobs/{GEMMA}")
    environment = variables(hub, project / "hf", HF_HUB_OFFLINE="1")
    asked = []
    for instruction in WEIGHED:  # it is asked where plans lie close together
        answer = recoupe(project, "--model", "hf://acme/gemma-GGUF", "--format", "json", "ask", instruction, environment=environment)
        records = [json.loads(line) for line in (Path(answer.json["evidence"]["path"]) / "log.jsonl").read_text().splitlines()]
        asked += [record["body"]["model"] for record in records if record["kind"] == "model_asked" and "model" in record["body"]]
        if asked:
            break
    assert asked == [{"name": f"hf://acme/gemma-GGUF/gemma.gguf@{COMMIT}", "digest": f"sha256:{GEMMA}"}]
