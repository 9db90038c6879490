"""Hosted models against an endpoint that speaks the OpenAI API; answers given by hand; the choice of a model."""
import json
from pathlib import Path

import pytest

from hub.fixtures import lone, project, warm  # noqa: F401
from hub.openai_server import OpenAi
from stand import recoupe

SENTENCE = "Affiche les utilisateurs admins créés cette semaine dans MongoDB et vérifie leur département dans PostgreSQL"
PLAN = """FROM mongodb.users
|> WHERE role = 'admin' AND created_at DURING PERIOD 'cette semaine'
|> CHECK EXISTS IN postgres.public.employees ON LOWER(users.email) = LOWER(work_email) SELECT department"""


def hosted(project, server, *arguments, language="en", environment=None, model="acme/big", timeout=60):
    return recoupe(project, "--model", f"{server.url}/v1#{model}", "--lang", language, "--format", "json", *arguments,
                   environment=environment, timeout=timeout)


def payloads(project, answer, name):
    """What a run recorded under that name, in order."""
    folder = Path(answer.json["evidence"]["path"])
    records = [json.loads(line) for line in (folder / "log.jsonl").read_text().splitlines()]
    return [(record, (folder / "payloads" / record["payloads"][name]["id"]).read_text())
            for record in records if name in record.get("payloads", {})]


def test_a_hosted_model_writes_the_plan_and_gives_the_result_of_the_same_plan_by_hand(project):
    with OpenAi([{"plan": PLAN}]) as server:
        answer = hosted(project, server, "ask", SENTENCE)
        assert answer.code == 0, answer.out + answer.err
        (project / "plan.sql").write_text(PLAN)
        by_hand = recoupe(project, "run", "plan.sql", "--format", "json")
        assert answer.json["findings"] == by_hand.json["findings"] and answer.json["row_count"] == by_hand.json["row_count"] > 0
        assert answer.json["plan"]["digest"] == by_hand.json["plan"]["digest"]
        [body] = server.asked
        assert server.probes == ["json_schema"] and body["response_format"]["json_schema"]["schema"]["$defs"]["pipeline"]
        assert body["model"] == "acme/big" and body["temperature"] == 0
        [(asked, prompt)] = payloads(project, answer, "prompt")
        [(answered, text)] = payloads(project, answer, "answer")
        assert asked["body"]["model"] == {"name": "acme/big", "endpoint": f"{server.url}/v1"}
        assert json.loads(prompt)["system"] == body["messages"][0]["content"] and json.loads(text) == {"plan": PLAN}
        assert answered["body"]["tokens"] == 50 and answered["body"]["tokens_read"] == 1000
        assert recoupe(project, "verify", "last").code == 0
        assert SENTENCE not in (Path(answer.json["evidence"]["path"]) / "log.jsonl").read_text()


def test_a_model_is_sent_names_and_types_and_values_only_where_allowed(project):
    with OpenAi([{"plan": PLAN}, {"plan": PLAN}]) as server:
        assert hosted(project, server, "plan", SENTENCE).code == 0
        (project / "recoupe.toml").write_text("[model]\nsend_values = true\n")
        assert hosted(project, server, "plan", SENTENCE).code == 0
        sparing, open_handed = (body["messages"][0]["content"].split("# Catalog")[1] for body in server.asked)
    for text in (sparing, open_handed):
        assert "mongodb.users\n" in text and "  role STRING" in text and "postgres.public.employees" in text
        assert "mongodb.users.email -> postgres.public.employees.work_email" in text
    assert '"admin"' not in sparing and " values " not in sparing and " comment " not in sparing
    assert '  role STRING values ' in open_handed and '"admin"' in open_handed
    assert SENTENCE in server.asked[0]["messages"][1]["content"] and "Now: " in server.asked[0]["messages"][1]["content"]


@pytest.mark.parametrize("forms, seen", [(("json_schema", "tools"), ["json_schema"]), (("tools",), ["tools"]), ((), ["plain"])])
def test_what_an_endpoint_can_do_is_tried_once(project, forms, seen):
    with OpenAi([{"plan": PLAN}, {"plan": PLAN}], forms) as server:
        for _ in range(2):
            answer = hosted(project, server, "plan", SENTENCE)
            assert answer.code == 0 and answer.json["plan"]["text"] == PLAN
        assert server.probes == seen
        assert all(("response_format" in body, "tools" in body) == ("json_schema" in seen, "tools" in seen) for body in server.asked)


def test_a_model_that_takes_no_temperature_is_asked_without(project):
    with OpenAi([{"plan": PLAN}], takes_temperature=False) as server:
        assert hosted(project, server, "plan", SENTENCE).code == 0
        assert server.probes == ["json_schema"] and "temperature" not in server.asked[0]


@pytest.mark.parametrize("answer", [PLAN, f"```sql\n{PLAN}\n```", f"Voici le plan :\n```\n{PLAN}\n```\nBonne journée.",
                                    json.dumps({"plan": PLAN, "refuse": None}), "<think>FROM nothing</think>\n" + json.dumps({"plan": PLAN})])
def test_a_plan_is_read_from_the_forms_in_which_models_give_one(project, answer):
    with OpenAi([answer], forms=()) as server:
        assert hosted(project, server, "plan", SENTENCE).json["plan"]["text"] == PLAN
        assert len(server.asked) == 1


def test_the_json_form_of_a_plan_passes_the_same_validation(project):
    (project / "plan.sql").write_text(PLAN)
    form = recoupe(project, "plan", "--file", "plan.sql", "--format", "json").json["plan"]["json"]
    with OpenAi([{"plan": form}]) as server:
        assert hosted(project, server, "plan", SENTENCE).json["plan"]["json"] == form
    form["steps"][1]["e"]["args"][0]["args"][1] = "root"
    with OpenAi([{"plan": form}] * 3) as server:
        error = hosted(project, server, "plan", SENTENCE).json["error"]
        assert error["code"] == "model_invalid_answer" and "'root'" in error["message"]


def test_an_answer_that_does_not_hold_is_sent_back_with_what_is_wrong(project):
    unknown = PLAN.replace("created_at", "created_on")
    with OpenAi(["I would be glad to help!", {"plan": unknown}, {"plan": PLAN}]) as server:
        answer = hosted(project, server, "ask", SENTENCE)
        assert answer.code == 0 and answer.json["plan"]["text"] == PLAN
        first, second, third = (body["messages"] for body in server.asked)
        assert [len(messages) for messages in (first, second, third)] == [2, 4, 6]
        assert second[2] == {"role": "assistant", "content": "I would be glad to help!"}
        assert "is no plan" in second[3]["content"] and "created_on" in third[5]["content"] and "created_at" in third[5]["content"]
        assert len(payloads(project, answer, "prompt")) == len(payloads(project, answer, "answer")) == 3


def test_after_the_last_repair_the_error_says_what_does_not_hold(project):
    with OpenAi(["prose"] * 4) as server:
        for language, words in (("en", "After 3 answers"), ("fr", "Après 3 réponses")):
            server.answers = ["prose"] * 3
            answer = hosted(project, server, "ask", SENTENCE, language=language)
            assert answer.code == 6 and answer.json["error"]["code"] == "model_invalid_answer"
            assert words in answer.json["error"]["message"] and "prose" in answer.json["error"]["message"]
        assert len(server.asked) == 6


LITERALS = [  # instruction, plan, the literal that is refused, or nothing
    ("Users whose role is admin", "FROM mongodb.users |> WHERE role = 'admin'", None),
    ("Users who may do everything", "FROM mongodb.users |> WHERE role = 'admin'", None),  # a known value
    ("Users whose login is jdoe", "FROM mongodb.users |> WHERE login = 'jdoe'", None),
    ("Users whose login begins with jd", "FROM mongodb.users |> WHERE login LIKE 'jd%'", None),
    ("Users of Paris", "FROM mongodb.users |> WHERE login = 'root'", "'root'"),
    ("Users", "FROM mongodb.users |> WHERE login LIKE '%root%'", "'%root%'"),
    ("Users without a login", "FROM mongodb.users |> WHERE login = '' OR login IS NULL", None),
    ("Factures de plus de dix mille euros", "FROM postgres.public.invoices |> WHERE amount_total > 10000", None),
    ("Invoices above 1,500.50", "FROM postgres.public.invoices |> WHERE amount_total > 1500.50", None),
    ("Large invoices", "FROM postgres.public.invoices |> WHERE amount_total > 5000", "5000"),
    ("Negative invoices", "FROM postgres.public.invoices |> WHERE amount_total < 0", None),
    ("Users created within two hours", "FROM mongodb.users |> WHERE TIMESTAMP_DIFF(created_at, created_at, SECOND) < 7200", None),
    ("Users created within three hours", "FROM mongodb.users |> WHERE TIMESTAMP_DIFF(created_at, created_at, SECOND) < 7200", "7200"),
    ("The 5 latest users", "FROM mongodb.users |> ORDER BY created_at DESC |> LIMIT 5", None),
    ("The latest users", "FROM mongodb.users |> ORDER BY created_at DESC |> LIMIT 20", "20"),
    ("Users created this week", "FROM mongodb.users |> WHERE created_at DURING PERIOD 'cette semaine'", None),
    ("Users created this week", "FROM mongodb.users |> WHERE created_at DURING PERIOD 'last month'", "PERIOD 'last month'"),
    ("Overdue invoices", "FROM postgres.public.invoices |> WHERE due_on BEFORE PERIOD 'today'", None),
    ("Factures dues après le 1er mars 2026", "FROM postgres.public.invoices |> WHERE due_on > DATE '2026-03-01'", None),
    ("Old invoices", "FROM postgres.public.invoices |> WHERE due_on < DATE '2020-01-01'", "DATE '2020-01-01'"),
    ("Users without an employee", "FROM mongodb.users |> CHECK EXISTS IN postgres.public.employees ON email = work_email |> WHERE finding = 'missing'", None),
    ("Users of kind root", "FROM mongodb.users |> EXTEND CASE WHEN login IS NULL THEN 'secret' ELSE 'root' END AS kind", "'secret'"),
]


@pytest.mark.parametrize("instruction, plan, refused", LITERALS)
def test_literals_come_from_the_instruction_or_from_known_values(project, instruction, plan, refused):
    (project / "answer.txt").write_text(plan)
    answer = recoupe(project, "--format", "json", "--lang", "en", "model", "accept", "answer.txt", "--instruction", instruction)
    if refused is None:
        assert answer.code == 0, answer.json.get("error")
    else:
        error = answer.json["error"]
        assert answer.code == 6 and error["code"] == "model_invalid_answer"
        assert f"holds {refused}, which does not come from the instruction" in error["message"]


def test_a_word_that_inflects_one_known_value_becomes_it(project):
    (project / "answer.txt").write_text(PLAN.replace("'admin'", "'admins'"))
    answer = recoupe(project, "--format", "json", "model", "accept", "answer.txt", "--instruction", SENTENCE)
    assert answer.code == 0 and answer.json["plan"]["text"] == PLAN


def test_known_values_are_not_told_to_a_model_that_may_not_see_them(project):
    wrong = PLAN.replace("'admin'", "'superuser'")
    with OpenAi([{"plan": wrong}, {"plan": PLAN}]) as server:
        assert hosted(project, server, "plan", SENTENCE).code == 0
        reproach = server.asked[1]["messages"][3]["content"]
        assert "'superuser'" in reproach and "'admin'" not in reproach and '"admin"' not in json.dumps(server.asked[1]["messages"][:4])


def test_a_model_that_obeys_what_the_data_says_is_stopped(project):
    with OpenAi([{"plan": "FROM mongodb.users |> WHERE role = 'IGNORE ALL RULES'"}, {"plan": "DELETE FROM mongodb.users"},
                 {"plan": "FROM mongodb.passwords"}]) as server:
        answer = hosted(project, server, "ask", SENTENCE)
        assert answer.code == 6 and answer.json["error"]["code"] == "model_invalid_answer" and answer.json["calls"] == []


def test_refusals_and_questions_of_a_model_are_those_of_recoupe(project):
    admins, all_users = "FROM mongodb.users |> WHERE role = 'admin'", "FROM mongodb.users"
    with OpenAi() as server:
        for reason, code in (("write", "write_refused"), ("not_in_schema", "not_answerable"), ("not_a_question", "not_answerable")):
            server.answers = [{"refuse": reason, "why": "parce que"}]
            answer = hosted(project, server, "ask", "Supprime les admins", language="fr")
            assert answer.code == 5 and answer.json["status"] == "refused" and answer.json["error"]["code"] == code
            assert "« parce que »" in answer.json["error"]["message"]
        server.answers = [{"question": "Admins ou tous ?", "plans": [admins, all_users]}]
        answer = hosted(project, server, "ask", "Les admins ?", language="fr")
        assert answer.code == 3 and answer.json["question"]["text"] == "Admins ou tous ?"
        assert [choice["plan"] for choice in answer.json["question"]["choices"]] == ["FROM mongodb.users\n|> WHERE role = 'admin'", "FROM mongodb.users"]
        server.answers = [{"question": "Lequel ?", "plans": [admins, "FROM mongodb.nothing"]}] * 3
        assert hosted(project, server, "ask", "Les admins ?").json["error"]["code"] == "model_invalid_answer"


def test_words_that_a_plan_leaves_out_are_said(project):
    with OpenAi([{"plan": "FROM mongodb.users |> WHERE role = 'admin'"}]) as server:
        assert "département" in hosted(project, server, "plan", SENTENCE).json["unexplained"]


@pytest.mark.parametrize("answer, code, exit_code, words", [
    ((429, '{"error":{"message":"slow down"}}', {"Retry-After": "17"}), "model_unavailable", 6, ("slow down", "17")),
    ((500, "oops"), "model_unavailable", 6, ("HTTP 500", "nothing was sent again")),
    ((402, '{"error":"no credit"}'), "model_unavailable", 6, ("no credit", "credit")),
    ((404, '{"error":{"message":"unknown model"}}'), "model_unavailable", 6, ("unknown model", "/v1")),
    ((400, '{"error":{"message":"context length exceeded"}}'), "model_unavailable", 6, ("context length exceeded", "model prompt")),
    ((200, "<html>"), "server_protocol", 6, ("chat completion", "/v1")),
    ((307, "", {"Location": "http://127.0.0.1:9/v1"}), "unreachable", 6, ("127.0.0.1:9", "where nothing was sent")),
    (2.5, "timeout", 6, ("within 1 s", "timeout_s")),
])
def test_what_goes_wrong_at_an_endpoint_is_one_clear_error_and_nothing_is_sent_twice(project, answer, code, exit_code, words):
    (project / "recoupe.toml").write_text("[model]\ntimeout_s = 1\n")
    with OpenAi([answer]) as server:
        given = hosted(project, server, "ask", SENTENCE)
        assert given.code == exit_code and given.json["error"]["code"] == code
        said = given.json["error"]["message"] + given.json["error"]["remedy"]
        assert all(word in said for word in words), said
        assert len(server.asked) == 1


def test_the_key_is_sent_and_shown_nowhere(project):
    (project / "recoupe.toml").write_text('[model]\nkey_env = "ACME_KEY"\n')
    key = "sk-acme-0123456789"
    with (project / ".env").open("a") as env:
        env.write(f"ACME_KEY={key}\n")
    with OpenAi([{"plan": PLAN}], key=key) as server:
        assert hosted(project, server, "ask", SENTENCE).code == 0
        assert all(headers["Authorization"] == f"Bearer {key}" for headers in server.headers)
        server.key = "sk-another"
        answer = hosted(project, server, "ask", SENTENCE)
        assert answer.code == 4 and "ACME_KEY" in answer.json["error"]["remedy"] and "***" in answer.json["error"]["message"]
    with OpenAi([], key=key) as server:
        (project / "recoupe.toml").unlink()
        answer = hosted(project, server, "ask", SENTENCE)
        assert answer.code == 4 and "key_env" in answer.json["error"]["remedy"]
        assert "Authorization" not in server.headers[0]
    shown = recoupe(project, "config", "show").out + answer.out + answer.err
    assert key not in shown
    for path in (project / ".recoupe").rglob("*"):
        assert not path.is_file() or key.encode() not in path.read_bytes(), path


def test_hf_router_asks_the_router_with_the_token_of_the_hub(project):
    with OpenAi([{"plan": PLAN}], key="hf_router_token") as server:
        answer = recoupe(project, "--model", "hf-router://acme/big:fastest", "--format", "json", "plan", SENTENCE,
                         environment={"RECOUPE_HF_ROUTER": f"{server.url}/v1", "HF_TOKEN": "hf_router_token"})
        assert answer.code == 0 and server.asked[0]["model"] == "acme/big:fastest"
        server.key = "other"
        answer = recoupe(project, "--model", "hf-router://acme/big", "--format", "json", "plan", SENTENCE,
                         environment={"RECOUPE_HF_ROUTER": f"{server.url}/v1", "HF_TOKEN": "hf_router_token"})
        assert answer.code == 4 and "hf auth login" in answer.json["error"]["remedy"]


def test_an_endpoint_out_of_reach_is_said(project):
    answer = recoupe(project, "--model", "http://127.0.0.1:9/v1#x", "--format", "json", "ask", SENTENCE)
    assert answer.code == 6 and answer.json["error"]["code"] == "unreachable"


# By hand, and the choice

def test_the_prompt_is_exactly_what_a_model_is_sent(project):
    fixed = ("--now", "2026-11-25T09:00:00Z", "--tz", "Europe/Paris")
    with OpenAi([{"plan": PLAN}]) as server:
        printed = hosted(project, server, *fixed, "model", "prompt", SENTENCE)
        assert printed.code == 0 and not server.headers  # nothing was sent
        assert hosted(project, server, *fixed, "plan", SENTENCE).code == 0
        assert printed.json == {"url": f"{server.url}/v1/chat/completions", "body": server.asked[0]}
    text = recoupe(project, *fixed, "model", "prompt", SENTENCE).out
    assert [text[:40], text[-40:]] == [server.asked[0]["messages"][0]["content"][:40], (server.asked[0]["messages"][1]["content"] + "\n")[-40:]]
    assert "Now: 2026-11-25T10:00 in Europe/Paris" in text


def test_an_answer_given_by_hand_is_validated_and_run(project):
    (project / "answer.txt").write_text(f"Sure:\n```json\n{json.dumps({'plan': PLAN})}\n```\n")
    shown = recoupe(project, "--lang", "fr", "model", "accept", "answer.txt", "--instruction", SENTENCE)
    assert shown.code == 0 and shown.out.startswith("J'ai compris : ") and PLAN in shown.out
    ran = recoupe(project, "--format", "json", "model", "accept", "answer.txt", "--instruction", SENTENCE, "--run")
    assert ran.code == 0 and ran.json["row_count"] > 0 and ran.json["instruction"] == SENTENCE
    [(asked, _)] = payloads(project, ran, "prompt")
    assert asked["body"]["model"] == {"name": "an answer given by hand"}
    # Without the instruction it is a plan that a person wrote: its literals are their own.
    other = PLAN.replace("'admin'", "'nobody'")
    assert recoupe(project, "--format", "json", "model", "accept", "-", stdin=other).json["plan"]["text"] == other
    assert recoupe(project, "model", "accept", "-", "--instruction", SENTENCE, stdin=other).code == 6


def test_the_choice_of_a_model_is_written_where_people_look_for_it(lone):
    (lone / "recoupe.toml").write_text('# ours\nlanguage = "fr"\n')
    used = recoupe(lone, "--lang", "en", "model", "use", "permissive")
    assert used.code == 0 and '+ model = "permissive"' in used.out and "MIT" in used.out
    assert (lone / "recoupe.toml").read_text() == '# ours\nmodel = "permissive"\nlanguage = "fr"\n'
    assert "permissive  (recoupe.toml)" in recoupe(lone, "--lang", "en", "model", "show").out
    assert recoupe(lone, "model", "use", "https://user:secret@host/v1#m").code == 2
    assert recoupe(lone, "model", "use", "ftp://host/m").code == 2
    assert "permissive" in (lone / "recoupe.toml").read_text()
    shown = recoupe(lone, "--lang", "fr", "--model", "local", "model", "show").out
    assert "Gemma Terms of Use" in shown and "conditions d'utilisation de Gemma" in shown
    assert "* permissive" in recoupe(lone, "model", "list").out


def test_permissive_plans_without_gemma(project):
    answer = recoupe(project, "--model", "permissive", "--format", "json", "ask", SENTENCE)
    assert answer.code == 0 and answer.json["row_count"] > 0
    assert not payloads(project, answer, "scores")


def test_the_examples_that_a_model_is_shown_are_plans(lone):
    lines = [line for line in recoupe(lone, "model", "prompt", "x").out.splitlines() if line.startswith('{"plan": ') and "…" not in line]
    assert len(lines) == 2
    for line in lines:
        plan = json.loads(line)["plan"]
        assert recoupe(lone, "plan", "--file", "-", "--format", "plan", stdin=plan).out.strip() == plan
