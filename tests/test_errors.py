"""What goes wrong gives one clear error in the person's language, the right exit code, and leaves no process behind."""
import json
import os
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from stand import MCP, PROGRAM, make_project, recoupe


def children_left(project):
    """Gives the processes that our program started in this project and left behind."""
    left = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            started = b"recoupe" in (process / "cmdline").read_bytes() and os.readlink(process / "cwd") == str(project)
        except OSError:  # ended meanwhile, or not ours to look at
            continue
        if started:
            left.append(process.name)
    return left


def check_error(answer, code, exit_code):
    error = answer.json["error"]
    assert (error["code"], answer.code) == (code, exit_code), error
    assert error["message"] and error["remedy"]
    assert children_left(answer.project) == []
    return error


def test_an_unreachable_server_is_said_by_name(stand, tmp_path):
    project = make_project(tmp_path / "p", dict(stand.uris, POSTGRES_URI="postgresql://reader:secret@127.0.0.1:1/x"))
    answer = recoupe(project, "ask", "Affiche les badges perdus", "--format", "json")
    error = check_error(answer, "unreachable", 6)
    assert "127.0.0.1:1" in error["message"] and "secret" not in answer.out + answer.err


def test_a_wrong_password_is_an_authentication_error(stand, tmp_path):
    uri = urlsplit(stand.uris["POSTGRES_URI"])
    wrong = uri._replace(netloc=f"{uri.username}:wr0ng@{uri.hostname}:{uri.port}").geturl()
    project = make_project(tmp_path / "p", dict(stand.uris, POSTGRES_URI=wrong))
    answer = recoupe(project, "ask", "Affiche les badges perdus", "--format", "json")
    check_error(answer, "authentication", 4)
    assert "wr0ng" not in answer.out + answer.err


def test_an_unknown_field_is_pointed_at(project):
    plan = "FROM mongodb.users\n|> WHERE roel = 'admin'"
    answer = recoupe(project, "run", "-", "--format", "json", "--lang", "fr", stdin=plan)
    error = check_error(answer, "unknown_name", 2)
    assert "roel" in error["message"] and "role" in json.dumps(error)
    human = recoupe(project, "run", "-", "--lang", "fr", stdin=plan)
    assert "⟪roel⟫" in human.err and "ligne 2, colonne 10" in human.err


@pytest.mark.parametrize("wish", ["Supprime les utilisateurs suspendus", "Delete all suspended users",
                                  "Mets à jour le rôle des admins", "DROP TABLE employees"])
def test_a_wish_to_write_is_refused(project, wish):
    answer = recoupe(project, "ask", wish, "--format", "json")
    check_error(answer, "write_refused", 5)
    assert answer.json["status"] == "refused"


@pytest.mark.parametrize("words", ["blorf zgnutz wibble", "asdf qwer zxcv", "La météo sera-t-elle belle demain à Brest ?"])
def test_gibberish_is_refused(project, words):
    check_error(recoupe(project, "ask", words, "--format", "json"), "not_answerable", 5)


def test_a_broken_mcp_json_is_pointed_at(stand, tmp_path):
    project = make_project(tmp_path / "p", stand.uris, '{"mcpServers": {"mongodb": {"command": "recoupe",}}}')
    error = check_error(recoupe(project, "ask", "x", "--format", "json"), "invalid_config", 2)
    assert ".mcp.json" in error["message"]


def test_an_unset_variable_is_named(stand, tmp_path):
    project = make_project(tmp_path / "p", {"MONGODB_URI": stand.uris["MONGODB_URI"]})
    error = check_error(recoupe(project, "ask", "x", "--format", "json"), "invalid_config", 2)
    assert "POSTGRES_URI" in error["message"]


def test_no_mcp_json_says_what_would_do(tmp_path):
    check_error(recoupe(tmp_path, "ask", "x", "--format", "json"), "invalid_config", 2)


def test_a_program_that_is_not_there_is_unreachable(stand, tmp_path):
    mcp = {"mcpServers": dict(MCP["mcpServers"], postgres={"command": "no-such-program", "args": []})}
    project = make_project(tmp_path / "p", stand.uris, mcp)
    check_error(recoupe(project, "ask", "x", "--format", "json"), "unreachable", 6)


@pytest.mark.parametrize("language,word", [("fr", "supprim"), ("en", "delete")])
def test_errors_speak_the_language_of_the_instruction(project, language, word):
    wish = {"fr": "Supprime les utilisateurs suspendus", "en": "Delete the suspended users"}[language]
    answer = recoupe(project, "ask", wish, "--format", "json").json
    assert answer["language"] == language
    french = any(mark in answer["error"]["message"].lower() for mark in ("ne ", "n'", "é", "lecture"))
    assert french == (language == "fr"), answer["error"]["message"]


def test_servers_run_as_processes_answer_and_leave_none_behind(stand, tmp_path):
    """The same servers behind `env`, so that they are children: an answer, then a wrong password."""
    mcp = {"mcpServers": {name: dict(entry, command="env", args=[str(PROGRAM), *entry["args"]])
                          for name, entry in MCP["mcpServers"].items()}}
    project = make_project(tmp_path / "p", stand.uris, mcp)
    answer = recoupe(project, "run", "-", "--format", "json", stdin="FROM postgres.public.departments")
    assert answer.code == 0 and answer.json["row_count"] == len(stand.company.departments), answer.out
    uri = urlsplit(stand.uris["POSTGRES_URI"])
    wrong = uri._replace(netloc=f"{uri.username}:wr0ng@{uri.hostname}:{uri.port}").geturl()
    project = make_project(tmp_path / "q", dict(stand.uris, POSTGRES_URI=wrong), mcp)
    check_error(recoupe(project, "ask", "Affiche les badges perdus", "--format", "json"), "authentication", 4)


@pytest.mark.parametrize("verb", [["run"], ["plan", "--file"]])
def test_a_file_that_is_no_plan_says_why(project, verb):
    (project / "folder").mkdir(exist_ok=True)
    (project / "big.sql").write_text(" " * 300_000)
    for name, word in (("folder", "is a folder"), ("nofile.sql", "there is no file"), ("big.sql", "262144 bytes")):
        answer = recoupe(project, *verb, name)
        assert answer.code == 2 and word in answer.err, answer.err


def test_an_empty_instruction_is_said_to_be_empty(project):
    answer = recoupe(project, "ask", " ")
    assert answer.code == 2 and "the instruction is empty" in answer.err


def test_an_unknown_command_names_the_nearest(project):
    answer = recoupe(project, "asq", "hello")
    assert answer.code == 2 and "there is no command asq" in answer.err and "ask?" in answer.err


@pytest.mark.parametrize("text,words", [('time_zone = "Mars/X"', "time_zone"), ('language = "de"', "language"),
                                        ('[log]\nlevel = "loud"', "log.level"),
                                        ('[budgets]\nrows = "x"', "rows is not a whole number")])
def test_a_refused_setting_names_its_file_and_field(stand, tmp_path, text, words):
    project = make_project(tmp_path / "p", stand.uris)
    (project / "recoupe.toml").write_text(text + "\n")
    code = "invalid_time_zone" if words == "time_zone" else "invalid_config"
    error = check_error(recoupe(project, "ask", "x", "--format", "json"), code, 2)
    assert "recoupe.toml" in error["message"] and words in error["message"]


def test_doctor_warns_of_a_project_without_servers(stand, tmp_path):
    project = make_project(tmp_path / "p", stand.uris, {"mcpServers": {}})
    checks = recoupe(project, "doctor", "--format", "json").json
    assert [check["verdict"] for check in checks if check["check"] == "servers"] == ["warning"]


def test_replay_of_a_refused_run_says_that_it_has_no_result(project):
    assert recoupe(project, "ask", "Delete all suspended users").code == 5
    answer = recoupe(project, "replay", "last", "--lang", "en")
    assert answer.code == 2 and "ended without a result" in answer.err and "log breaks" not in answer.err
    assert "Delete all suspended users" in recoupe(project, "runs").out.splitlines()[0]


def test_a_model_file_that_is_not_there_is_said(project):
    answer = recoupe(project, "--model", "/nope.gguf", "ask", "Affiche les badges perdus", "--format", "json")
    error = check_error(answer, "model_unavailable", 6)
    assert "/nope.gguf" in error["message"] and "make setup" not in error["remedy"]
