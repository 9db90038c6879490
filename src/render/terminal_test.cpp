#include <doctest/doctest.h>

#include "render/sample_report.hpp"
#include "render/visible_text.hpp"
#include "render/wording.hpp"

using namespace recoupe;
using core::Language;
using core::Value;

TEST_CASE("terminal_shows_a_report_in_french") {
  const std::string expected =
      R"(J'ai compris : les utilisateurs admins de MongoDB, avec leur département dans PostgreSQL.

finding : 1 conforme (ok) · 2 absents (missing)

  email             balance  seen_at   finding
  ────────────────  ───────  ────────  ───────
  李雷@example.org    -3.00  manquant  missing
  zoé@example.org      null  null      missing
  … 1 ligne de plus (--rows all)
  3 lignes · constats d'abord · heures : Europe/Paris

Ce qui a été lu
  mongodb.users : 2)" "\u202F" R"(400 enregistrements, 3 retenus par le filtre, 3 lus, 1 avec
  correspondance, 2 sans correspondance
  postgres.public.employees : taille inconnue, 1 lu

Appels
  mongodb.query : 3 lignes, 4,2 Ko, 12 ms  {"role":"admin"}
  postgres.query : 1 ligne, 300 o, 7 ms  SELECT department FROM public.employees

Preuve
  .recoupe/runs/20261125T080000Z-00112233aabbccdd
  sha256:cc
)";
  CHECK(render::to_terminal(render::sample_report(Language::fr), {.colour = false, .width = 90}, 2) == expected);
}

TEST_CASE("terminal_never_sends_what_data_says_to_a_terminal") {
  render::Report report = render::sample_report(Language::en);
  const std::string evil = "\x1b]0;owned\x07\x1b[2J\xc2\x9b" "31m\xe2\x80\xae" "a\nb\xff";
  render::add_column(report, evil, core::Kind::string, {Value(evil), Value(evil), Value(evil)});
  report.calls[0].statement = evil;
  report.understood = evil;
  report.unexplained = {evil};
  report.answer.coverage[0].source = evil;
  report.evidence_path = evil;
  const std::string shown = render::to_terminal(report, {.colour = false, .width = 200}, -1);
  CHECK(shown.find('\x1b') == std::string::npos);
  CHECK(shown.find('\x07') == std::string::npos);
  CHECK(shown.find("\xc2\x9b") == std::string::npos);
  CHECK(shown.find("\xe2\x80\xae") == std::string::npos);
  CHECK(shown.find('\xff') == std::string::npos);
  CHECK(shown.find("␛]0;owned␇") != std::string::npos);
}

namespace {

/// Gives the lines from the table's heads to the count of rows.
std::vector<std::string> table_of(const std::string& shown) {
  std::vector<std::string> lines;
  const std::size_t rule = shown.find("──");
  std::size_t at = shown.rfind('\n', shown.rfind('\n', rule) - 1) + 1;
  while (at < shown.size() && shown[at] != '\n') {
    const std::size_t end = std::min(shown.find('\n', at), shown.size());
    lines.push_back(shown.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

}  // namespace

TEST_CASE("no_line_of_a_table_is_wider_than_the_terminal") {
  render::Report report = render::sample_report(Language::en);
  render::add_column(report, "note", core::Kind::string,
                     {Value(std::string(500, 'x')), Value(std::string("李雷李雷 👍 é شكرا")), Value()});
  for (const int width : {40, 60, 80, 100, 200}) {
    for (const std::string& line : table_of(render::to_terminal(report, {.colour = false, .width = width}, -1))) {
      CHECK(render::width_of(line) <= width);
    }
  }
  const std::string shown = render::to_terminal(report, {.colour = false, .width = 80}, -1);
  CHECK(shown.find("x…") != std::string::npos);
}

TEST_CASE("columns_that_the_plan_names_are_shown_first_and_what_does_not_fit_is_named") {
  render::Report report = render::sample_report(Language::en);
  render::add_column(report, "document", core::Kind::document,
                     {Value(core::ValueDocument{{"city", Value(std::string(60, 'c'))}}), Value(), Value()});
  render::add_column(report, "department", core::Kind::string,
                     {Value(std::string("Finance")), Value(std::string("Ventes")), Value()});
  for (const char* name : {"one", "two", "three", "four", "five"})
    render::add_column(report, name, core::Kind::string, {Value(std::string(20, 'v')), Value(), Value()});
  report.plan_text =
      "FROM mongodb.users\n|> WHERE email IS NOT NULL\n"
      "|> CHECK EXISTS IN postgres.employees ON users.email = work_email SELECT department";
  const std::vector<std::string> table = table_of(render::to_terminal(report, {.colour = false, .width = 90}, -1));
  CHECK(table[0] == "  email             finding  department  balance  seen_at           one");
  CHECK(table[5] == "  … 5 columns do not fit: two, three, four, five, document (--format json|csv|html)");
  report.plan_text += "\n|> SELECT document, email";
  const std::string all_named = table_of(render::to_terminal(report, {.colour = false, .width = 200}, -1))[0];
  CHECK(all_named.find("document") > all_named.find("finding"));
  CHECK(all_named.find("document") < all_named.find("department"));
}

TEST_CASE("rows_with_findings_come_first_unless_the_plan_orders_them") {
  render::Report report = render::sample_report(Language::en);
  const auto first_row = [&] { return table_of(render::to_terminal(report, {.colour = false}, 1))[2]; };
  CHECK(first_row().starts_with("  李雷@example.org"));
  report.answer.ordered = true;
  CHECK(first_row().starts_with("  ana@example.org"));
}

TEST_CASE("times_are_written_in_the_plans_zone_as_short_as_the_column_allows") {
  const auto written = [](std::vector<std::string> instants) {
    render::Report report = render::sample_report(Language::en);
    report.answer = {};
    std::vector<Value> values;
    for (const std::string& instant : instants) values.emplace_back(*core::parse_timestamp(instant));
    render::add_column(report, "t", core::Kind::timestamp, values);
    std::string rows;
    const std::vector<std::string> table = table_of(render::to_terminal(report, {.colour = false}, -1));
    for (std::size_t i = 2; i < 2 + instants.size(); ++i) rows += table[i];
    CHECK(table.back().ends_with("times in Europe/Paris"));
    return rows;
  };
  CHECK(written({"2026-11-22T23:00:00Z", "2026-07-01T22:00:00Z"}) == "  2026-11-23  2026-07-02");
  CHECK(written({"2026-11-22T23:00:00Z", "2026-11-23T08:05:00Z"}) == "  2026-11-23 00:00  2026-11-23 09:05");
  CHECK(written({"2026-11-23T08:05:09Z"}) == "  2026-11-23 09:05:09");
  CHECK(written({"2026-11-23T08:05:09.12Z"}) == "  2026-11-23 09:05:09.120");
  CHECK(written({"2026-11-23T08:05:09.123456Z"}) == "  2026-11-23 09:05:09.123456");
  CHECK(written({"2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"}) ==
        "  2026-10-25 02:30+02:00  2026-10-25 02:30+01:00");
}

TEST_CASE("an_answer_without_rows_says_so") {
  render::Report report = render::sample_report(Language::fr);
  report.answer.batches.clear();
  report.answer.row_count = 0;
  report.answer.findings = {{"finding", {}}};
  const std::string shown = render::to_terminal(report, {.colour = false}, -1);
  CHECK(shown.find("finding : rien à contrôler\n\n  Aucune ligne\n\nCe qui a été lu") != std::string::npos);
}

TEST_CASE("a_question_is_no_error_and_its_readings_begin_with_what_tells_them_apart") {
  render::Report report;
  report.language = Language::fr;
  report.status = render::Status::clarify;
  report.question = "Laquelle ?";
  report.choices = {{"J'ai compris : les users de « mongodb ».", "FROM mongodb.users"}};
  report.error = core::Error{.stage = "planner", .message = {"Which?", "Laquelle ?"}, .remedy = {}};
  CHECK(render::to_terminal(report, {.colour = false}, -1) == "Laquelle ?\n\n  1. les users de « mongodb ».\n");
  CHECK(render::wrapped("il vaut « admin » ici", 12) == "il vaut\n« admin »\nici\n");
}

TEST_CASE("an_error_takes_three_lines_and_marks_its_place") {
  core::Error error{.code = core::Code::unknown_name,
                    .origin = core::Origin::user,
                    .stage = "plan",
                    .message = {"There is no column rolee.", "Il n'y a pas de colonne rolee.\nVraiment."},
                    .remedy = {"Did you mean role?", "Vouliez-vous dire role ?"}};
  const std::string text = "FROM mongodb.users\n|> WHERE rolee = 'admin'\n";
  error.span = core::Span{28, 33, 2, 10};
  CHECK(render::to_terminal(error, Language::fr, {.colour = false}, text) ==
        "Erreur : Il n'y a pas de colonne rolee. — Vraiment.\n"
        "  ligne 2, colonne 10 : |> WHERE ⟪rolee⟫ = 'admin'\n"
        "  → Vouliez-vous dire role ?\n");
  error.span.reset();
  error.code = core::Code::write_refused;
  CHECK(render::to_terminal(error, Language::en, {.colour = false}) ==
        "Refused: There is no column rolee.\n  → Did you mean role?\n");
}

TEST_CASE("numbers_follow_the_language") {
  CHECK(render::number(-1234567, Language::en) == "-1,234,567");
  CHECK(render::number(1234567, Language::fr) == "1\u202F234\u202F567");
  CHECK(render::number(-123, Language::en) == "-123");
  CHECK(render::size_words(999, Language::fr) == "999 o");
  CHECK(render::size_words(4'200, Language::fr) == "4,2 Ko");
  CHECK(render::size_words(2'000'000'000, Language::en) == "2 GB");
  CHECK(render::rows_words(0, Language::fr) == "0 ligne");
  CHECK(render::rows_words(0, Language::en) == "0 rows");
}

TEST_CASE("text_is_measured_and_cut_by_display_width") {
  CHECK(render::width_of("é") == 1);
  CHECK(render::width_of("e\u0301") == 1);
  CHECK(render::width_of("李雷") == 4);
  CHECK(render::width_of("👍✅") == 4);
  CHECK(render::width_of("شُكْرًا") == 4);
  CHECK(render::width_of("\u1112\u1161\u11AB") == 2);
  CHECK(render::cut_to("李雷李雷", 5) == "李雷…");
  CHECK(render::cut_to("abc", 3) == "abc");
  CHECK(render::cut_to("abcd", 3) == "ab…");
  CHECK(render::visible("\xc0\xaf") == "\uFFFD\uFFFD");
  CHECK(render::visible("tab\there") == "tab␉here");
}

TEST_CASE("no_column_is_shown_before_one_that_stands_to_its_left") {
  render::Report report = render::sample_report(Language::en);
  report.answer = {};
  report.plan_text.clear();
  render::add_column(report, "login", core::Kind::string, {Value(std::string("u1"))});
  render::add_column(report, "email", core::Kind::string, {Value(std::string(60, 'e'))});
  render::add_column(report, "mail", core::Kind::string, {Value(std::string(60, 'm'))});
  render::add_column(report, "mfa", core::Kind::bool_, {Value(true)});
  CHECK(table_of(render::to_terminal(report, {.colour = false, .width = 46}, -1))[0] == "  login  email");
}
