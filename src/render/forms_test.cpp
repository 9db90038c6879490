#include <doctest/doctest.h>

#include "render/chart.hpp"
#include "render/sample_report.hpp"

using namespace recoupe;
using core::Language;
using core::Value;

TEST_CASE("json_has_the_contracts_fields_in_order") {
  const render::Report report = render::sample_report(Language::fr);
  const core::Json json = render::to_json(report, 2);
  std::string keys;
  for (const auto& [key, value] : *json.if_object()) keys += key + " ";
  CHECK(keys ==
        "run_id status language instruction understood unexplained plan now time_zone columns rows row_count truncated "
        "findings coverage calls evidence ");
  CHECK(json.boolean("truncated"));
  CHECK(json.integer("row_count") == 3);
  CHECK(json.find("rows")->if_array()->size() == 2);
  CHECK(json.find("findings")->dump() == R"({"finding":{"ok":1,"missing":2}})");
  CHECK((*json.find("coverage")->if_array())[1].dump() ==
        R"({"source":"postgres.public.employees","population":null,"after_filter":null,"read":1,"matched":null,)"
        R"("unmatched":null,"unreadable":0})");
  CHECK((*json.find("calls")->if_array())[0].dump() ==
        R"({"server":"mongodb","tool":"query","statement":"{\"role\":\"admin\"}","rows":3,"bytes":4200,"ms":12,)"
        R"("status":"ok"})");
  CHECK((*json.find("columns")->if_array())[1].dump() == R"({"name":"balance","type":"NUMERIC"})");
  CHECK_FALSE(render::to_json(report, -1).boolean("truncated"));
}

TEST_CASE("json_of_a_question_and_of_a_refusal") {
  render::Report report;
  report.status = render::Status::clarify;
  report.question = "Which one?";
  report.choices = {{"users", "FROM mongodb.users"}};
  const core::Json asked = render::to_json(report, -1);
  CHECK(asked.find("question")->dump() ==
        R"({"text":"Which one?","choices":[{"label":"users","plan":"FROM mongodb.users"}]})");
  CHECK(asked.find("plan")->is_null());
  CHECK(asked.find("evidence")->is_null());
  report.status = render::Status::refused;
  report.error = core::Error{.code = core::Code::write_refused,
                             .origin = core::Origin::user,
                             .stage = "planner",
                             .message = {"no", "non"},
                             .remedy = {"read", "lire"}};
  report.language = Language::fr;
  CHECK(render::to_json(report, -1).find("error")->dump() ==
        R"({"code":"write_refused","origin":"user","stage":"planner","message":"non","remedy":"lire"})");
}

TEST_CASE("csv_quotes_and_makes_formulas_inert") {
  render::Report report;
  render::add_column(report, "=1+1", core::Kind::string,
                     {Value(std::string("=HYPERLINK(\"http://x\",\"y\")")), Value(std::string(" +1")),
                      Value(std::string("＝1")), Value(std::string("a,b\r\nc")), Value(std::string("\x1b[2J")),
                      Value(std::string("")), Value()});
  render::add_column(report, "n", core::Kind::int64,
                     {Value(std::int64_t{-1}), Value(std::int64_t{2}), Value(), Value(), Value(), Value(), Value()});
  CHECK(render::to_csv(report) ==
        "\"'=1+1\",n\r\n"
        "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\",-1\r\n"
        "\"' +1\",2\r\n"
        "\"'＝1\",\r\n"
        "\"a,b\r\nc\",\r\n"
        "␛[2J,\r\n"
        "\"\",\r\n"
        ",\r\n");
}

TEST_CASE("html_holds_no_element_that_data_brought") {
  render::Report report = render::sample_report(Language::fr);
  const std::string evil = "<img src=x onerror=alert(1)>\"'><script>alert(2)</script>\x1b[2J";
  render::add_column(report, evil, core::Kind::string, {Value(evil), Value(evil), Value(evil)});
  report.understood = report.plan_text = report.instruction = evil;
  report.unexplained = {evil};
  report.calls[0].statement = report.calls[0].server = evil;
  report.answer.coverage[0].source = report.evidence_path = evil;
  report.answer.findings[0].name = evil;
  report.answer.findings[0].counts.emplace_back(evil, 1);
  report.answer.cast_failures = {{evil, 1}};
  for (const std::string& html : {render::to_html(report, -1), render::to_html_page(report, -1)}) {
    CHECK(html.find("<script") == std::string::npos);
    CHECK(html.find("<img src=x") == std::string::npos);
    CHECK(html.find('\x1b') == std::string::npos);
    CHECK(html.find("&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&gt;") != std::string::npos);
  }
  CHECK(render::findings_svg(report.answer.findings[0]).find("<script") == std::string::npos);
}

TEST_CASE("html_shows_question_and_error") {
  render::Report report;
  report.status = render::Status::clarify;
  report.question = "Which <one>?";
  report.choices = {{"users", "FROM mongodb.users"}};
  CHECK(render::to_html(report, -1).find("<strong>Which &lt;one&gt;?</strong>") != std::string::npos);
  report.status = render::Status::error;
  report.error = core::Error{.stage = "run", .message = {"broken <pipe>", "tuyau"}, .remedy = {"mend", "réparer"}};
  const std::string html = render::to_html(report, -1);
  CHECK(html.find("broken &lt;pipe&gt;<br>→ mend") != std::string::npos);
  CHECK(html.find("<table") == std::string::npos);
}

TEST_CASE("html_table_is_a_dataframe_with_types_and_absences") {
  const std::string html = render::to_html(render::sample_report(Language::fr), 2);
  CHECK(html.find("<table class=\"dataframe\">") != std::string::npos);
  CHECK(html.find("<th scope=\"col\" title=\"NUMERIC\" style=\"text-align: right\">balance</th>") != std::string::npos);
  CHECK(html.find(">manquant</em></td>") != std::string::npos);
  CHECK(html.find("3 lignes, dont 2 affichées") != std::string::npos);
  CHECK(html.find("<img alt=\"finding: 1 conforme, 2 absents\" src=\"data:image/svg+xml;base64,") != std::string::npos);
}

TEST_CASE("html_keeps_the_surroundings_text_colour_and_is_whole_without_its_style") {
  render::Report report = render::sample_report(Language::fr);
  report.understood = "J'ai compris : ce qui vaut « admin ».";
  std::string html = render::to_html(report, -1);
  const std::size_t begin = html.find("<style>");
  const std::size_t end = html.find("</style>");
  REQUIRE(begin != std::string::npos);
  for (const std::string& part : {html.substr(begin, end - begin), std::string(html).erase(begin, end - begin)}) {
    for (const char* hard : {"{ color:", "; color:", " color:", "\"color:", "var(--jp-ui-font"}) {
      CHECK(part.find(hard) == std::string::npos);
    }
  }
  html.erase(begin, end - begin);
  CHECK(html.find("style=\"background-color: rgba(209, 73, 91, 0.22)\"><strong>missing</strong>") != std::string::npos);
  CHECK(html.find("style=\"overflow: auto; max-height: 34em\"") != std::string::npos);
  CHECK(html.find("<strong>J&#39;ai compris\u00A0:</strong> ce qui vaut «\u00A0admin\u00A0».") != std::string::npos);
}

TEST_CASE("html_is_accessible") {
  const std::string html = render::to_html(render::sample_report(Language::fr), -1);
  CHECK(html.starts_with("<div class=\"recoupe\" lang=\"fr\">"));
  CHECK(html.find(">3 lignes · constats d&#39;abord · heures : Europe/Paris</caption>") != std::string::npos);
  CHECK(html.find("tabindex=\"0\" role=\"region\" aria-label=\"3 lignes") != std::string::npos);
  CHECK(html.find("<th>") == std::string::npos);
}

TEST_CASE("html_writes_long_values_short_and_marks_the_cut") {
  render::Report report = render::sample_report(Language::en);
  render::add_column(report, "note", core::Kind::string, {Value(std::string(100'000, 'x')), Value(), Value()});
  const std::string html = render::to_html(report, -1);
  CHECK(html.find("x…</td>") != std::string::npos);
  CHECK(html.size() < 20'000);
}

TEST_CASE("html_in_python_says_how_to_answer_and_how_to_have_all_rows") {
  render::Report report = render::sample_report(Language::en);
  CHECK(render::to_html(report, 1, render::Reader::python).find("3 rows, 1 shown (.to_pandas())") != std::string::npos);
  CHECK(render::to_html(report, 1).find("3 rows, 1 shown (--rows all)") != std::string::npos);
  report.status = render::Status::clarify;
  report.choices = {{"I understood: users.", "FROM mongodb.users"}};
  CHECK(render::to_html(report, 1, render::Reader::python).find("users. <code>.choose(1)</code>") != std::string::npos);
}
