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
