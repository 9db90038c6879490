"""`recoupe plan --explain`: what would be read, what is sent and why not more, before anything is read."""
from stand import recoupe

PLAN = """FROM mongodb.users
|> WHERE role = 'admin' AND LENGTH(display_name) > 3
|> CHECK EXISTS IN postgres.employees ON LOWER(users.email) = LOWER(work_email) SELECT department
|> WHERE finding != 'ok'
|> SELECT email, department, finding"""


def explained(project, *options):
    return recoupe(project, "plan", "--file", "-", "--explain", *options, stdin=PLAN)


def test_each_fetch_shows_what_is_sent_what_stays_here_and_why(project):
    users, employees = explained(project, "--format", "json").json["fetches"]
    assert [(one["condition"], one["pushed"]) for one in users["filters"]] == [
        ("role = 'admin'", True), ("LENGTH(display_name) > 3", False)]
    assert users["estimated_rows"] < users["population"] == 2400
    assert users["statement"].startswith('{"find":"users"') and '"role"' in users["statement"]
    assert any("finding != 'ok'" in reason for reason in users["reasons"])
    assert len(users["reasons"]) == 2  # the filter on LENGTH, the filter behind the check
    assert employees["keys"]["of"] == "LOWER(work_email)" and employees["keys"]["pushed"]
    assert employees["columns"] == ["work_email", "department"]


def test_a_pass_that_is_off_leaves_its_part_out(project):
    users, employees = explained(project, "--format", "json", "--no-pass", "push_filters", "--no-pass", "push_keys").json["fetches"]
    assert "filters" not in users and "keys" not in employees
    assert users["estimated_rows"] == users["population"]


def test_the_words_are_the_persons_and_name_the_budgets(project):
    french = explained(project, "--lang", "fr").out.replace("\u202f", " ")
    assert "2 400 lignes, environ" in french and "non poussé" in french and "5 000 000 lignes" in french
    english = explained(project, "--lang", "en").out
    assert "by keys" in english and "Budgets" in english and "memory" in english


def test_nothing_is_read_and_no_log_is_written(project):
    assert explained(project).code == 0
    assert recoupe(project, "runs", "--format", "json").out.strip() in ("", "[]")
