"""Golden cases: sentences of the language as plans with their answers, and the examples of docs/language.md.

A case of tests/cases/*.case is a plan, and sections that say what comes of it: columns, rows (canonical JSON as in the
result digest, sorted unless the plan orders them), findings, words in both languages, or an error. ACCEPT=1 writes the
sections anew where engine and reference agree.
"""

import json
import os
import re
import sys
from pathlib import Path

import pytest
from reference import harness
from reference.soak import scratch
from reference.values import digest_of, lines_of

FOLDER = Path(__file__).resolve().parent / "cases"
DOCUMENT = FOLDER.parent.parent / "docs" / "language.md"
sys.path.insert(0, str(FOLDER))
from case_company import NOW, Company  # noqa: E402

ACCEPT = os.environ.get("ACCEPT") == "1"


class Case:
    def __init__(self, title, text):
        self.title = title
        parts = re.split(r"^--- (\w+)\n", text, flags=re.MULTILINE)
        self.plan = parts[0].strip()
        self.sections = {name: body.strip("\n") for name, body in zip(parts[1::2], parts[2::2])}

    def written(self):
        out = f"=== {self.title}\n{self.plan}\n"
        return out + "".join(f"--- {name}\n{body}\n" for name, body in self.sections.items() if body)


def read(path):
    """Gives the head of a file and its cases."""
    head, *cases = re.split(r"^=== (.*)\n", path.read_text(), flags=re.MULTILINE)
    return head, [Case(title, text) for title, text in zip(cases[::2], cases[1::2])]


CASES = [(path.stem, case) for path in sorted(FOLDER.glob("*.case")) for case in read(path)[1]]


@pytest.fixture(scope="session")
def company(stand):
    project = harness.Project(Company(), scratch(), stand.owner["POSTGRES_URI"], stand.owner["MONGODB_URI"])
    yield project
    project.remove()  # its folder is the scratch folder itself


def words_of(project, plan):
    """The plan in words, French and English."""
    import recoupe

    out = []
    for language in ("fr", "en"):
        try:
            result = project.client._answer("propose", "", plan, NOW, language, recoupe._native.Cancel())
            out.append(result.understood)
        except recoupe.RecoupeError as error:
            out.append(f"{error.result.error['message']} {error.result.error['remedy']}")
    return out


def error_of(project, plan):
    """The error of a plan that is run: its code, and its words in both languages."""
    import recoupe

    out = []
    for language in ("fr", "en"):
        try:
            project.client.run(plan, now=NOW, language=language)
        except recoupe.RecoupeError as error:
            out += [error.code] if not out else []
            out.append(f"{error.result.error['message']} {error.result.error['remedy']}")
    return "\n".join(out)


def outcome(project, plan):
    """What a plan gives, as sections; engine and reference have to agree on it."""
    got = project.engine(plan, NOW)
    if got[0] == "error":
        try:
            expected = harness.reference(plan, project.world, NOW)
        except Exception as error:  # the tiny parser knows no good errors
            expected = ("refused", str(error))
        assert expected[0] != "ok", f"the reference answers, the engine says {got[1]}: {got[2]}"
        return {"error": error_of(project, plan)}
    expected = harness.reference(plan, project.world, NOW)
    assert expected[0] == "ok", f"reference: {expected[0]} {expected[1]}"
    answer, result = expected[1], got[1]
    verdict, details = harness.differing(answer, result, got[2])
    assert verdict == "agreed", f"{verdict}\n{details}"
    assert digest_of(answer.columns, answer.rows, answer.ordered) == got[2]
    _, lines = lines_of(answer.columns, answer.rows)
    sections = {
        "columns": ", ".join(f"{name} {kind}" for name, kind in answer.columns),
        "rows": "\n".join(lines if answer.ordered else sorted(lines, key=str.encode)),
    }
    if answer.findings:
        sections["findings"] = "\n".join(
            f"{name}: " + ", ".join(f"{finding} {count}" for finding, count in sorted(counts.items()))
            for name, counts in answer.findings.items()
        )
    failures = getattr(result, "cast_failures", None) if "cast_failures" in result._fields else None
    if failures:
        sections["failures"] = "\n".join(f"{text}: {count}" for text, count in failures.items())
    sections["words"] = "\n".join(words_of(project, plan))
    return sections


@pytest.mark.parametrize(("file", "case"), CASES, ids=[f"{file}: {case.title}" for file, case in CASES])
def test_case(company, file, case):
    if company.client is None:
        company.connect()
    sections = outcome(company, case.plan)
    if ACCEPT:
        path = FOLDER / f"{file}.case"
        head, cases = read(path)
        for each in cases:
            if each.title == case.title:
                each.sections = sections
        path.write_text(head + "\n".join(each.written() for each in cases))
        return
    assert case.sections == {name: body for name, body in sections.items() if body}


def test_titles_are_unique():
    titles = [(file, case.title) for file, case in CASES]
    assert len(set(titles)) == len(titles)


def examples():
    """Gives (plan, rows or None) of the page's blocks: ```recoupe, and the ```rows that may follow."""
    text = DOCUMENT.read_text() if DOCUMENT.exists() else ""
    blocks = re.findall(r"```(recoupe|refused|rows)\n(.*?)```", text, re.DOTALL)
    out = []
    for kind, body in blocks:
        if kind == "rows":
            out[-1][2] = body.strip()
        else:
            out.append([kind, body.strip(), None])
    return out


@pytest.mark.parametrize(
    ("kind", "plan", "rows"), examples(), ids=[plan.splitlines()[-1][:60] for _, plan, _ in examples()]
)
def test_example_of_the_page(company, kind, plan, rows):
    if company.client is None:
        company.connect()
    sections = outcome(company, plan)
    assert ("error" in sections) == (kind == "refused"), sections
    if rows is not None:
        shown = [json.loads(line) for line in sections["rows"].splitlines()]
        if ACCEPT:
            text = DOCUMENT.read_text()
            made = "\n".join(json.dumps(row, ensure_ascii=False) for row in shown)
            head = f"```recoupe\n{plan}\n```\n```rows\n"
            DOCUMENT.write_text(text.replace(head + (rows and rows + "\n") + "```", head + made + "\n```"))
        else:
            assert [json.loads(line) for line in rows.splitlines()] == shown
