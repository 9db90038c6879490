"""The specification, read by a stranger: plans over schemas that nothing else here knows, with answers worked out by hand.

Each world of tests/specification/ is a trade of its own (a module: schemas and data) with its cases (`<world>.case`: a
sentence of the language, a plan, what must come of it). The real program runs each, and every second one once
more in another form or setting (canonical text, JSON, one pass off, another host zone and locale), which must give the
same digest. `periods.table` says what days each phrase means.
"""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from stand import recoupe

FOLDER = Path(__file__).resolve().parent / "specification"
sys.path.insert(0, str(FOLDER))
import worlds  # noqa: E402

AT_ONCE = 4
HOST = {"TZ": "Asia/Tokyo", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"}


@pytest.fixture(scope="module")
def world(stand, tmp_path_factory):
    made = {}

    def one(name):
        if name not in made:
            folder = tmp_path_factory.mktemp(name)
            made[name] = worlds.World(name, folder / "p", stand.owner["POSTGRES_URI"], stand.owner["MONGODB_URI"])
        return made[name]

    return one


def run(world, plan, options=(), language="en", environment=None):
    """The program's answer to a plan, as JSON."""
    now = [] if "--now" in options else ["--now", world.now]
    zone = [] if "--tz" in options else ["--tz", world.zone]
    asked = ["run", "-", "--format", "json", "--rows", "all", "--lang", language, *now, *zone, *options]
    answer = recoupe(world.project, *asked, stdin=plan, environment=environment)
    assert answer.out, answer.err
    return json.loads(answer.out)


def said(report):
    error = report.get("error")
    return f"{error['message']} {error.get('remedy') or ''}" if error else report["understood"]


def digest_of(report):
    """The result digest that the run's log keeps."""
    log = Path(report["evidence"]["path"]) / "log.jsonl"
    for line in log.read_text().splitlines():
        record = json.loads(line)
        if record["kind"] == "result":
            return record["body"]
    raise AssertionError(f"no result: {report.get('error')}")


def same_again(world, case, report, turn):
    """Runs the plan in another form or setting; gives what differs."""
    ways = {
        "canonical text": (report["plan"]["text"], case.options, None),
        "JSON": (json.dumps(report["plan"]["json"]), case.options, None),
        "another host": (case.plan, case.options, HOST),
    }
    for name in ("prune_columns", "push_filters", "push_keys", "push_limits"):
        ways[f"without {name}"] = (case.plan, [*case.options, "--no-pass", name], None)
    way = sorted(ways)[turn % len(ways)]
    plan, options, environment = ways[way]
    again = run(world, plan, options, environment=environment)
    if again.get("error"):
        return [f"{way}: {said(again)}"]
    out = []
    texts = {again["plan"]["text"], report["plan"]["text"]}  # from JSON, a period's words are English
    if again["plan"]["digest"] != report["plan"]["digest"] or (way != "JSON" and len(texts) > 1):
        out.append(f"{way}: another plan, {again['plan']['text']}")
    if digest_of(again)["digest"] != digest_of(report)["digest"]:
        out.append(f"{way}: another digest, rows {again['rows']}")
    return out


def judged(world, case, turn):
    report = run(world, case.plan, case.options)
    words = [said(report)]
    out = worlds.differences(case, report, words)
    if out and ("error" in case.sections or "words" in case.sections):  # some of what must be said is French
        out = worlds.differences(case, report, [*words, said(run(world, case.plan, case.options, "fr"))])
    if not report.get("error") and turn % 2 == 0:
        out += same_again(world, case, report, turn // 2)
    return [f"{case.title}\n{case.plan}\n{difference}" for difference in out]


@pytest.mark.parametrize("name", worlds.NAMES)
def test_plans_give_the_answers_worked_out_by_hand(world, name):
    cases = worlds.cases_of(name)
    here = world(name)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = list(pool.map(lambda turn: judged(here, cases[turn], turn), range(len(cases))))
    differences = [each for one in found for each in one]
    assert not differences, "\n\n".join(differences)


def periods():
    """Gives [(now, zone, [(phrase, first, last)])] of periods.table."""
    sections = []
    for line in (FOLDER / "periods.table").read_text().splitlines():
        if line.startswith("@"):
            _, now, zone = line.split()
            sections.append((now, zone, []))
        elif line and not line.startswith("#"):
            sections[-1][2].append(tuple(part.strip() for part in line.split("|")))
    return sections


@pytest.mark.parametrize("now, zone, phrases", periods())
def test_periods_mean_these_days(world, now, zone, phrases):
    here = world("calendar_days")
    for at in range(0, len(phrases), 40):
        part = phrases[at : at + 40]
        columns = []
        for i, (phrase, _, _) in enumerate(part):
            inside = f"CASE WHEN d DURING PERIOD '{phrase.replace(chr(39), chr(39) * 2)}' THEN d END"
            columns += [f"MIN({inside}) AS first_{i}", f"MAX({inside}) AS last_{i}"]
        report = run(here, "FROM postgres.days |> AGGREGATE " + ", ".join(columns), ["--now", now, "--tz", zone])
        assert not report.get("error"), said(report)
        [row] = report["rows"]
        for i, (phrase, first, last) in enumerate(part):
            ends = [row[2 * i].replace("2019-01-01", "-"), row[2 * i + 1].replace("2031-12-31", "-")]
            assert ends == [first, last], phrase


# Paris loses an hour on 29 March 2026 and gains one on 25 October; New York loses one on 8 March; Kathmandu never does.
@pytest.mark.parametrize(
    "now, zone, first, last, quarters",
    [
        ("2026-03-29T10:00:00Z", "Europe/Paris", "2026-03-28T23:00", "2026-03-29T21:45", 92),
        ("2026-10-25T10:00:00Z", "Europe/Paris", "2026-10-24T22:00", "2026-10-25T22:45", 100),
        ("2026-03-08T10:00:00Z", "America/New_York", "2026-03-08T05:00", "2026-03-09T03:45", 92),
        ("2026-03-29T10:00:00Z", "Asia/Kathmandu", "2026-03-28T18:15", "2026-03-29T18:00", 96),
        ("2026-03-29T10:00:00Z", "UTC", "2026-03-29T00:00", "2026-03-29T23:45", 96),
    ],
)
def test_days_begin_at_the_zones_midnights(world, now, zone, first, last, quarters):
    plan = "FROM postgres.quarters |> WHERE t DURING PERIOD 'today' |> AGGREGATE MIN(t) AS a, MAX(t) AS b, COUNT(*) AS n"
    report = run(world("calendar_days"), plan, ["--now", now, "--tz", zone])
    assert report["rows"] == [[f"{first}:00.000000Z", f"{last}:00.000000Z", quarters]]


def test_every_world_has_cases_and_every_case_says_something():
    modules = {path.stem for path in FOLDER.glob("*.py")} - {"worlds", "calendar_days"}
    assert modules == set(worlds.NAMES)
    for name in worlds.NAMES:
        cases = worlds.cases_of(name)
        assert len({case.title for case in cases}) == len(cases)
        for case in cases:
            said_of = [body for body in case.sections if body in ("rows", "ordered", "error", "words")]
            assert said_of, case.title
