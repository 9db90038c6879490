"""Plan files as people write them: parameters, several plans, formatter, --watch, completion; schema, grammar and editor's
words say what the parser says."""
import datetime as dt
import decimal
import json
import os
import random
import re
import signal
import subprocess
import sys
import time

import pytest

from gbnf import Grammar
from stand import BUILD, PROGRAM, ROOT, recoupe

sys.path.insert(0, str(BUILD / "python"))
FIXTURES = [plan.strip().removesuffix(";") for plan in re.search(
    r'R"plans\((.*?)\)plans"', (ROOT / "src/plan/fixtures.hpp").read_text(), re.S)[1].split(";\n\n")]
MUTANTS = int(os.environ.get("MUTANTS", "150"))
TWO_PLANS = """-- name: admins
FROM mongodb.users
|> WHERE role = @role AND created_at >= @since -- of this kind
|> AGGREGATE COUNT(*) AS n;

FROM postgres.invoices |> WHERE due_on < @since |> AGGREGATE COUNT(*) AS n
"""
GIVEN = ("--param", "role=admin", "--param", "since=2026-01-01")


def alone(*arguments, stdin=None):
    """Runs the program where there is no project."""
    return recoupe("/tmp", *arguments, stdin=stdin)


@pytest.fixture(scope="module")
def grammar():
    return Grammar(alone("plan", "--grammar").out)


def case_plans():
    for path in sorted((ROOT / "tests/cases").glob("*.case")):
        for case in re.split(r"^=== .*\n", path.read_text(), flags=re.M)[1:]:
            plan, *sections = re.split(r"^--- (\w+)\n", case, flags=re.M)
            if "error" not in sections:
                yield plan.strip()


# Schema, grammar, editors

def test_the_grammar_accepts_every_canonical_plan(grammar):
    assert len(FIXTURES) >= 75
    for plan in FIXTURES:
        assert grammar.accepts(plan), plan


def test_the_grammar_accepts_every_case_in_canonical_form(grammar):
    plans = list(case_plans())
    formatted = alone("plan", "--file", "-", "--format", stdin=";\n".join(plans))
    assert formatted.code == 0, formatted.err
    canonical = [plan.removesuffix(";") for plan in formatted.out.strip().split(";\n\n")]
    assert len(canonical) == len(plans) > 200
    for plan in canonical:
        text = re.sub(r"^--.*\n", "", plan, flags=re.M)
        assert grammar.accepts(text), text


@pytest.mark.parametrize("plan", [
    "", "FROM", "FROM users", "FROM a.b.c.d", "WHERE x = 1", "FROM a.b |> DISTINCT", "FROM a.b\n|> WERE x = 1", "from a.b",
    "FROM a.b\n|> WHERE", "FROM a.b\n|> WHERE x == 1", "FROM a.b\n|> WHERE x = 'a", "FROM a.b\n|> WHERE and = 1",
    "FROM a.b\n|> WHERE NOT = 1", "FROM a.b\n|> WHERE x = NOW()", "FROM a.b\n|> SELECT *", "FROM a.b\n|> FROM c.d",
    "FROM a.b\n|> JOIN c.d", "FROM a.b\n|> CHECK EXISTS c.d ON x = y", "FROM a.b\n|> CHECK SUM x", "FROM a.b\n|> DELETE",
    "FROM a.b\n|> WHERE x = @since", "FROM a.b\n|> LIMIT ten", "FROM a.b\n|> WHERE x DURING 'today'", "FROM a.b;",
    "FROM a.b\n|> WHERE x = DATE '1 March'", "FROM a.b\n|> EXTEND ROUND(x, 1, 2) AS y", "FROM a.b\n|> WHERE x = --5",
    "FROM a.b\n|> WHERE CAST(x AS TEXT) = 'a'", "FROM a.b\n|> EXTEND DATE_DIFF(a, b, HOUR) AS c", "FROM a.b -- comment"])
def test_the_grammar_rejects(grammar, plan):
    assert not grammar.accepts(plan)


def test_what_the_grammar_accepts_parses(grammar):
    """Words taken out, doubled and swapped: the grammar may be stricter than the parser, which takes any case and spacing,
    and looser only where it says so (plan/grammar.hpp): NOT behind ANY."""
    source = random.Random(5)
    accepted = 0
    for _ in range(MUTANTS):
        words = re.findall(r"'(?:''|[^'])*'|\n\|>|\w+|\s|[^\w\s]", source.choice(FIXTURES))
        place = source.randrange(len(words))
        kind = source.randrange(3)
        if kind == 0:
            del words[place]
        elif kind == 1:
            words.insert(place, words[place])
        else:
            other = source.randrange(len(words))
            words[place], words[other] = words[other], words[place]
        plan = "".join(words)
        if not grammar.accepts(plan):
            continue
        accepted += 1
        read = alone("plan", "--file", "-", "--format", stdin=plan)
        assert read.code == 0 or "ANY" in read.err or "NULL” is never" in read.err, plan + read.err
    assert accepted > MUTANTS // 20


def test_the_schema_is_json_schema_and_takes_the_plans_of_runs(project):
    import jsonschema
    schema = alone("plan", "--schema")
    assert schema.code == 0
    jsonschema.Draft202012Validator.check_schema(schema.json)
    plan = "FROM mongodb.users |> WHERE created_at DURING PERIOD 'this week' |> CHECK UNIQUE BY LOWER(email) AS once"
    shown = recoupe(project, "plan", "--file", "-", "--format", "json", stdin=plan)
    jsonschema.validate(shown.json["plan"]["json"], schema.json)
    broken = json.loads(json.dumps(shown.json["plan"]["json"]).replace('"unique"', '"uniq"'))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(broken, schema.json)


def test_the_editors_grammar_has_the_words_of_the_language():
    """Every word of the language is coloured, and no other word is."""
    written = json.loads((ROOT / "editors/recoupe.tmLanguage.json").read_text())
    patterns = []

    def collect(node):
        if isinstance(node, dict):
            patterns.extend(node[key] for key in ("match", "begin", "end") if key in node)
            node = list(node.values())
        for below in node if isinstance(node, list) else []:
            collect(below)

    collect(written["repository"])
    for pattern in patterns:
        re.compile(re.sub(r"\(\?<=\\bAS \)", "", pattern))
    coloured = {word for pattern in patterns for word in re.findall(r"[A-Z][A-Z0-9_]+", re.sub(r"\[A-Z[^]]*\]", "", pattern))}
    text = "\n".join(line for line in alone("plan", "--grammar").out.splitlines() if not line.startswith(("bare", "name", "word")))
    language = {word for quoted in re.findall(r'"((?:\\.|[^"\\])*)"', text) for word in re.findall(r"[A-Z][A-Z0-9_]+", quoted)}
    assert coloured == language | {"EXISTS", "DISTINCT"}


# Parameters

def test_parameters_take_their_type_from_what_they_are_compared_with(project):
    (project / "two.sql").write_text(TWO_PLANS)
    shown = recoupe(project, "--tz", "Europe/Paris", "plan", "--file", "two.sql", *GIVEN, "--format", "json")
    assert shown.code == 0, shown.out
    first, second = (json.loads(line) for line in shown.out.splitlines())
    assert "role = 'admin' AND created_at >= TIMESTAMP '2025-12-31T23:00:00.000000Z'" in first["plan"]["text"]
    assert "due_on < DATE '2026-01-01'" in second["plan"]["text"]


def test_the_digest_is_that_of_the_plan_with_its_literals(project):
    written = "FROM mongodb.users |> WHERE role = 'admin' |> AGGREGATE COUNT(*) AS n"
    plain = recoupe(project, "run", "-", "--format", "json", stdin=written).json
    given = recoupe(project, "run", "-", "--param", "r=admin", "--format", "json", stdin=written.replace("'admin'", "@r")).json
    assert given["plan"]["digest"] == plain["plan"]["digest"] and given["rows"] == plain["rows"]
    assert recoupe(project, "verify", given["run_id"]).code == 0
    assert recoupe(project, "replay", given["run_id"]).code == 0


@pytest.mark.parametrize("given, place, fr, en", [
    ((), "3, column 17", "le paramètre @role n'a pas de valeur", "the parameter @role has no value"),
    (("role=admin", "sinse=2026-01-01"), "3, column 41", "vouliez-vous dire since ?", "did you mean since?"),
    (("role=admin", "since=2026-01-01", "untill=x"), None, "n'a pas de paramètre @untill", "has no parameter @untill"),
    (("role=admin", "since=soon"), "3, column 41", "« soon », n'est pas de type TIMESTAMP", "“soon”, is no TIMESTAMP"),
    (("role=admin", "role=x", "since=2026-01-01"), None, "a deux valeurs", "has two values"),
    (("role",), None, "n'est pas un paramètre", "is no parameter"),
])
def test_wrong_parameters_are_said_with_their_place_in_both_languages(project, given, place, fr, en):
    (project / "two.sql").write_text(TWO_PLANS)
    options = [word for one in given for word in ("--param", one)]
    english = recoupe(project, "run", "two.sql", *options, "--lang", "en")
    french = recoupe(project, "run", "two.sql", *options, "--lang", "fr")
    assert english.code == french.code == 2
    assert en in english.err and fr in french.err
    assert place is None or f"line {place}" in english.err
    assert not (project / ".recoupe/runs").exists() or not list((project / ".recoupe/runs").iterdir())


def test_a_plan_with_parameters_and_no_values_is_not_run(project):
    result = recoupe(project, "run", "-", stdin="FROM mongodb.users |> WHERE role = @role")
    assert result.code == 2 and "--param role=" in result.err


# Several plans

def test_each_plan_of_a_file_is_a_run_with_its_evidence(project):
    (project / "two.sql").write_text(TWO_PLANS)
    done = recoupe(project, "run", "two.sql", *GIVEN, "--format", "json")
    results = [json.loads(line) for line in done.out.splitlines()]
    assert done.code == 0 and [one["status"] for one in results] == ["ok", "ok"]
    assert len({one["run_id"] for one in results}) == 2
    for one in results:
        assert recoupe(project, "verify", one["run_id"]).code == 0
    human = recoupe(project, "run", "two.sql", *GIVEN)
    assert "plan 1/2: admins" in human.out and "plan 2/2\n" in human.out


def test_the_exit_code_is_the_highest_and_later_plans_are_run(project):
    text = "FROM mongodb.users |> AGGREGATE COUNT(*) AS n;\nFROM postgres.nothing;\nFROM postgres.departments |> AGGREGATE COUNT(*) AS n;"
    done = recoupe(project, "run", "-", "--format", "json", stdin=text)
    assert [json.loads(line)["status"] for line in done.out.splitlines()] == ["ok", "error", "ok"]
    assert done.code == 2
    human = recoupe(project, "run", "-", stdin=text)
    assert "line 2, column 6" in human.err and "⟪postgres.nothing⟫" in human.err and human.code == 2


def test_several_results_go_to_one_file_and_never_into_one_table(project):
    (project / "two.sql").write_text(TWO_PLANS)
    (project / "out.jsonl").write_text("old")
    assert recoupe(project, "run", "two.sql", *GIVEN, "--format", "json", "-o", "out.jsonl").code == 0
    assert [json.loads(line)["status"] for line in (project / "out.jsonl").read_text().splitlines()] == ["ok", "ok"]
    table = recoupe(project, "run", "two.sql", *GIVEN, "--format", "csv")
    assert table.code == 2 and "2 plans" in table.err and table.out == ""


# Formatter

def test_the_formatter_prints_canonical_text_with_comments_and_parameters():
    done = alone("plan", "--file", "-", "--format", stdin=TWO_PLANS)
    assert done.code == 0
    assert done.out == TWO_PLANS.replace(" |> WHERE due_on < @since |> AGGREGATE COUNT(*) AS n", "\n|> WHERE due_on < @since\n|> AGGREGATE COUNT(*) AS n;")
    assert alone("plan", "--file", "-", "--format=plan", stdin=done.out).out == done.out


def test_check_tells_and_write_writes(tmp_path):
    file = tmp_path / "plan.sql"
    file.write_text("from a.b |> where x=1 -- one")
    assert recoupe(tmp_path, "plan", "--file", "plan.sql", "--check", "--lang", "fr").code == 1
    assert "forme canonique" in recoupe(tmp_path, "plan", "--file", "plan.sql", "--check", "--lang", "fr").err
    assert recoupe(tmp_path, "plan", "--file", "plan.sql", "--write").code == 0
    assert file.read_text() == "FROM a.b\n|> WHERE x = 1 -- one\n"
    assert recoupe(tmp_path, "plan", "--file", "plan.sql", "--check").code == 0
    file.write_text("FROM a.b |> WERE x")
    broken = recoupe(tmp_path, "plan", "--file", "plan.sql", "--write")
    assert broken.code == 2 and "line 1, column 13" in broken.err and file.read_text() == "FROM a.b |> WERE x"
    assert alone("plan", "--file", "-", "--write", stdin="from a.b").code == 2


# --watch

class Watching:
    def __init__(self, project, file, *options):
        clean = {name: value for name, value in os.environ.items() if name not in ("POSTGRES_URI", "MONGODB_URI")}
        self.process = subprocess.Popen([PROGRAM, "run", file, "--watch", *options], cwd=project, env=clean, text=True,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def wait_for(self, words, stream):
        deadline = time.monotonic() + 40
        seen = ""
        while words not in seen:
            assert time.monotonic() < deadline and self.process.poll() is None, seen
            seen += stream.readline()
        return seen


def test_watch_runs_again_on_save_shows_errors_and_ends_with_ctrl_c(project):
    file = project / "plan.sql"
    file.write_text("FROM mongodb.users |> AGGREGATE COUNT(*) AS first_count")
    watching = Watching(project, "plan.sql", "--lang", "en")
    try:
        watching.wait_for("first_count", watching.process.stdout)
        watching.wait_for("runs again when it is saved", watching.process.stderr)
        file.write_text("FROM mongodb.users |> WERE x = 1")
        watching.wait_for("found “WERE”", watching.process.stderr)
        watching.wait_for("runs again when it is saved", watching.process.stderr)
        replacement = project / "plan.sql.new"  # as editors save: a new file in the old one's place
        replacement.write_text("FROM mongodb.users |> AGGREGATE COUNT(*) AS second_count")
        replacement.rename(file)
        watching.wait_for("second_count", watching.process.stdout)
        watching.wait_for("runs again when it is saved", watching.process.stderr)
        watching.process.send_signal(signal.SIGINT)
        assert watching.process.wait(timeout=20) == 130
    finally:
        watching.process.kill()
        watching.process.communicate()


def test_standard_input_cannot_be_watched(project):
    french = recoupe(project, "run", "-", "--watch", "--lang", "fr", stdin="FROM mongodb.users")
    assert french.code == 2 and "surveillée" in french.err


# Completion

def completed(project, text, *options):
    place = text.index("<>")
    line, column = text.count("\n", 0, place) + 1, place - (text.rfind("\n", 0, place) + 1) + 1
    done = recoupe(project, "plan", "--file", "-", "--complete", "--at", f"{line}:{column}", *options, stdin=text.replace("<>", ""))
    assert done.code == 0, done.err
    return [one["text"] for one in done.json["candidates"]]


def test_the_program_completes_names_from_the_catalog(project):
    assert "mongodb.users" in completed(project, "FROM <>")
    assert completed(project, "FROM mongodb.users\n|> WHERE cont<>")[:1] == ["contact"]
    assert completed(project, "-- é\nFROM mongodb.users |> WHERE role = 'au<>") == ["auditor'"]
    assert "cette semaine'" in completed(project, "FROM mongodb.users |> WHERE created_at DURING PERIOD '<>", "--lang", "fr")
    assert completed(project, "FROM mongodb.users\n|> CHECK EXISTS IN postgres.employees AS e ON e.work<>") == ["e.work_email"]
    wrong = recoupe(project, "plan", "--file", "-", "--complete", "--at", "here", "--lang", "fr", stdin="FROM ")
    assert wrong.code == 2 and "LIGNE:COLONNE" in wrong.err


@pytest.fixture
def shell(project, monkeypatch):
    """An IPython with the extension, in the project."""
    for name in ("POSTGRES_URI", "MONGODB_URI"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(project)
    from IPython.core.interactiveshell import InteractiveShell
    from recoupe import completer, connect, magics
    client = connect()
    for module in (completer, magics):
        monkeypatch.setattr(module, "mcp_client", client)
    made = InteractiveShell.instance()
    made.run_line_magic("load_ext", "recoupe")
    made.run_line_magic("reload_ext", "recoupe")
    yield made
    InteractiveShell.clear_instance()


def suggestions(shell, code):
    from IPython.core.completer import provisionalcompleter
    place = code.index("<>")
    with provisionalcompleter():
        return [(code[:one.start] + one.text + code.replace("<>", "")[one.end:], one.type)
                for one in shell.Completer.completions(code.replace("<>", ""), place)]


def test_ipython_completes_plans_in_the_magics(shell):
    assert suggestions(shell, "%%recoupe\nFROM mongodb.us<>") == [("%%recoupe\nFROM mongodb.users", "table")]
    assert suggestions(shell, "%%recoupe kept\n-- été\nFROM mongodb.users\n|> WHERE crea<> = 1") == [
        ("%%recoupe kept\n-- été\nFROM mongodb.users\n|> WHERE created_at = 1", "field")]
    assert ("%recoupe FROM mongodb.users |> WHERE role = 'admin'", "value") in suggestions(
        shell, "%recoupe FROM mongodb.users |> WHERE role = 'adm<>")
    assert ("%%recoupe\nFROM mongodb.users |> WHERE", "keyword") in suggestions(shell, "%%recoupe\nFROM mongodb.users |> WH<>")


def test_ipython_completes_elsewhere_as_before(shell):
    shell.user_ns["some_variable"] = 1
    assert "some_variable" in [text for text, _ in suggestions(shell, "some_var<>")]
    assert not any(kind == "table" for _, kind in suggestions(shell, "%%recoupe\nShow the <>"))


def test_the_magic_takes_parameters_from_the_notebook(shell):
    shell.user_ns.update(role="admin", since=dt.date(2020, 1, 1))
    result = shell.run_cell_magic("recoupe", "kept", "-- from variables\nFROM mongodb.users\n|> WHERE role = @role AND created_at > @since")
    assert result is shell.user_ns["kept"] and "role = 'admin'" in result.plan["text"] and "TIMESTAMP '20" in result.plan["text"]


def test_bash_completes_verbs_and_options(tmp_path):
    script = tmp_path / "recoupe.bash"
    script.write_text(alone("completion", "bash").out)

    def words(*typed):
        command = (f"source {script}; COMP_WORDS=({' '.join(typed)}); COMP_CWORD={len(typed) - 1}; _recoupe; "
                   'printf "%s\\n" "${COMPREPLY[@]}"')
        return subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True).stdout.split()

    assert words("recoupe", "pl") == ["plan"]
    assert "postgres" in words("recoupe", "mcp", '""')
    assert words("recoupe", "plan", "--gra") == ["--grammar"]
    assert words("recoupe", "run", "--wa") == ["--watch"]
    for name in ("zsh", "fish"):
        assert "--watch" in alone("completion", name).out
    assert alone("completion", "tcsh").code == 2


# Python

@pytest.fixture
def client(project, monkeypatch):
    for name in ("POSTGRES_URI", "MONGODB_URI"):
        monkeypatch.delenv(name, raising=False)
    import recoupe as package
    return package.connect(project / ".mcp.json", time_zone="Europe/Paris", language="fr")


def test_python_gives_parameters_as_values(client):
    plan = "FROM postgres.invoices |> WHERE due_on >= @d AND amount_total > @x AND status IN (@s, 'paid') AND @yes |> AGGREGATE COUNT(*) AS n"
    shown = client.plan(plan, params={"d": dt.date(2026, 1, 1), "x": decimal.Decimal("1E+2"), "s": "unpaid", "yes": True})
    assert "due_on >= DATE '2026-01-01' AND amount_total > 100 AND status IN ('unpaid', 'paid') AND TRUE" in shown.plan["text"]
    result = client.run(plan, params={"d": "2026-01-01", "x": 0.5, "s": "it's", "yes": False})
    assert result.rows == [["0"]] or result.rows == [[0]]
    assert "0.5" in result.plan["text"] and "'it''s'" in result.plan["text"]
    late = client.plan("FROM mongodb.users |> WHERE created_at < @t AND last_login > created_at + @gap",
                       params={"t": dt.datetime(2026, 7, 1, 12, tzinfo=dt.timezone.utc), "gap": dt.timedelta(hours=2)})
    assert "TIMESTAMP '2026-07-01T12:00:00.000000Z'" in late.plan["text"] and "INTERVAL '7200 seconds'" in late.plan["text"]


def test_python_says_what_is_wrong_with_parameters(client):
    import recoupe as package
    with pytest.raises(package.RecoupeError) as failure:
        client.run("FROM mongodb.users |> WHERE role = @role")
    assert failure.value.code == "usage" and "@role" in str(failure.value) and "params=" in failure.value.remedy
    with pytest.raises(package.RecoupeError) as failure:
        client.run("FROM mongodb.users |> WHERE created_at > @t", params={"t": "bientôt"})
    assert failure.value.code == "type_mismatch" and "bientôt" in str(failure.value)


def test_python_tells_plans_from_instructions():
    from recoupe.plans import is_plan
    assert is_plan("FROM a.b") and is_plan("-- why\n/* b */ from a.b |> DISTINCT")
    assert not is_plan("From the users, show the admins") and not is_plan("-- FROM a.b")
