// The contract's JSON object (DESIGN.md, "What comes back").
#include "render/cells.hpp"
#include "render/report.hpp"

namespace recoupe::render {

namespace {

using core::Json;

Json text_or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }
Json count_or_null(std::int64_t count) { return count < 0 ? Json() : Json(count); }

Json columns_of(const result::Answer& answer) {
  Json columns = Json::array();
  for (const plan::OutputColumn& column : answer.columns) {
    columns.push(Json::object({{"name", column.name}, {"type", core::name_of(column.type)}}));
  }
  return columns;
}

Json rows_of(const result::Answer& answer, std::int64_t rows_max) {
  Json rows = Json::array();
  for_each_row(answer, rows_max, [&](const rows::Batch& batch, std::size_t row) {
    Json cells = Json::array();
    for (const rows::Column& column : batch.columns) cells.push(core::display_json(column.value(row)));
    rows.push(std::move(cells));
  });
  return rows;
}

Json findings_of(const result::Answer& answer) {
  Json findings = Json::object();
  for (const result::CheckCounts& check : answer.findings) {
    Json counts = Json::object();
    for (const auto& [finding, count] : check.counts) counts.set(finding, count);
    findings.set(check.name, std::move(counts));
  }
  return findings;
}

Json coverage_of(const result::Answer& answer) {
  Json list = Json::array();
  for (const result::Coverage& source : answer.coverage) {
    list.push(Json::object({{"source", source.source},
                            {"population", count_or_null(source.population)},
                            {"after_filter", count_or_null(source.after_filter)},
                            {"read", source.read},
                            {"matched", count_or_null(source.matched)},
                            {"unmatched", count_or_null(source.unmatched)},
                            {"unreadable", source.unreadable}}));
  }
  return list;
}

Json calls_of(const Report& report) {
  Json list = Json::array();
  for (const execute::CallRecord& call : report.calls) {
    list.push(Json::object({{"server", call.server},
                            {"tool", call.tool},
                            {"statement", call.statement},
                            {"rows", call.rows},
                            {"bytes", call.bytes},
                            {"ms", call.ms},
                            {"status", call.status}}));
  }
  return list;
}

Json question_of(const Report& report) {
  Json choices = Json::array();
  for (const Choice& choice : report.choices) {
    choices.push(Json::object({{"label", choice.label}, {"plan", choice.plan}}));
  }
  return Json::object({{"text", report.question}, {"choices", std::move(choices)}});
}

Json strings_of(const std::vector<std::string>& texts) {
  Json list = Json::array();
  for (const std::string& text : texts) list.push(text);
  return list;
}

}  // namespace

Json to_json(const core::Error& error, core::Language language) {
  Json json = Json::object({{"code", core::name_of(error.code)},
                            {"origin", core::name_of(error.origin)},
                            {"stage", error.stage},
                            {"message", error.message.in(language)},
                            {"remedy", error.remedy.in(language)}});
  if (error.span) {
    json.set("place", Json::object({{"line", static_cast<std::int64_t>(error.span->line)},
                                    {"column", static_cast<std::int64_t>(error.span->column)}}));
  }
  if (!error.candidates.empty()) json.set("candidates", strings_of(error.candidates));
  return json;
}

Json to_json(const Report& report, std::int64_t rows_max) {
  const result::Answer& answer = report.answer;
  Json json = Json::object({{"run_id", report.run_id},
                            {"status", name_of(report.status)},
                            {"language", core::code_of(report.language)},
                            {"instruction", text_or_null(report.instruction)},
                            {"understood", text_or_null(report.understood)},
                            {"unexplained", strings_of(report.unexplained)}});
  json.set("plan", report.plan_text.empty() ? Json()
                                            : Json::object({{"text", report.plan_text},
                                                            {"json", report.plan_json},
                                                            {"digest", report.plan_digest},
                                                            {"bound_digest", report.bound_digest}}));
  json.set("now", core::text_of(report.now));
  json.set("time_zone", report.time_zone);
  json.set("columns", columns_of(answer));
  json.set("rows", rows_of(answer, rows_max));
  json.set("row_count", answer.row_count);
  json.set("truncated", shown_count(answer, rows_max) < answer.row_count);
  json.set("findings", findings_of(answer));
  json.set("coverage", coverage_of(answer));
  if (!answer.cast_failures.empty()) {
    Json failures = Json::object();
    for (const auto& [expression, count] : answer.cast_failures) failures.set(expression, count);
    json.set("cast_failures", std::move(failures));
  }
  json.set("calls", calls_of(report));
  if (report.status == Status::clarify) json.set("question", question_of(report));
  if (report.error) json.set("error", to_json(*report.error, report.language));
  json.set("evidence", report.evidence_path.empty()
                           ? Json()
                           : Json::object({{"path", report.evidence_path}, {"head", report.evidence_head}}));
  return json;
}

}  // namespace recoupe::render
