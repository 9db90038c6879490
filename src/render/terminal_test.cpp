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

finding : 1 conforme · 2 absents

  email             balance  seen_at               finding
  ────────────────  ───────  ────────────────────  ───────
  ana@example.org     12.50  2026-11-23 09:12:00Z  ok
  李雷@example.org    -3.00  manquant              missing
  … 1 ligne de plus (--rows all)
  3 lignes

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

TEST_CASE("a_narrow_terminal_cuts_the_widest_columns") {
  render::Report report = render::sample_report(Language::en);
  render::add_column(report, "note", core::Kind::string,
                     {Value(std::string(500, 'x')), Value(std::string("y")), Value()});
  const std::string shown = render::to_terminal(report, {.colour = false, .width = 80}, -1);
  std::size_t begin = shown.find("  email");
  const std::string table = shown.substr(begin, shown.find("3 rows") - begin);
  for (std::size_t at = 0; at < table.size();) {
    const std::size_t end = std::min(table.find('\n', at), table.size());
    CHECK(render::width_of(table.substr(at, end - at)) <= 80);
    at = end + 1;
  }
  CHECK(table.find("x…") != std::string::npos);
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
  CHECK(render::cut_to("李雷李雷", 5) == "李雷…");
  CHECK(render::cut_to("abc", 3) == "abc");
  CHECK(render::cut_to("abcd", 3) == "ab…");
  CHECK(render::visible("\xc0\xaf") == "\uFFFD\uFFFD");
  CHECK(render::visible("tab\there") == "tab␉here");
}
