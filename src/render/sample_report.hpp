// A small report for tests: three rows, one check, two sources, two calls. Included by tests of render only.
#pragma once

#include "render/report.hpp"

namespace recoupe::render {

inline void add_column(Report& report, const std::string& name, const core::Type& type,
                       std::vector<core::Value> values) {
  plan::OutputColumn output;
  output.name = name;
  output.type = type;
  report.answer.columns.push_back(output);
  if (report.answer.batches.empty()) report.answer.batches.emplace_back();
  rows::Column column = rows::make_column(name, type);
  for (core::Value& value : values) {
    if (!column.append(value)) column.append_null();
  }
  report.answer.row_count = static_cast<std::int64_t>(column.size());
  report.answer.batches.front().columns.push_back(std::move(column));
}

inline Report sample_report(core::Language language) {
  using core::Value;
  Report report;
  report.run_id = "20261125T080000Z-00112233aabbccdd";
  report.language = language;
  report.instruction = "Affiche les admins et vérifie leur département";
  report.understood = "J'ai compris : les utilisateurs admins de MongoDB, avec leur département dans PostgreSQL.";
  report.plan_text = "FROM mongodb.users\n|> SELECT email";
  report.plan_json = core::Json::object({{"version", 1}});
  report.plan_digest = "sha256:aa";
  report.bound_digest = "sha256:bb";
  report.now = *core::parse_timestamp("2026-11-25T08:00:00Z");
  report.time_zone = "Europe/Paris";
  add_column(report, "email", core::Kind::string,
             {Value(std::string("ana@example.org")), Value(std::string("李雷@example.org")),
              Value(std::string("zoé@example.org"))});
  add_column(report, "balance", core::Kind::numeric,
             {Value(core::Decimal{"12.50"}), Value(core::Decimal{"-3.00"}), Value()});
  add_column(report, "seen_at", core::Kind::timestamp,
             {Value(*core::parse_timestamp("2026-11-23T09:12:00Z")), Value(core::Missing{}), Value()});
  add_column(report, "finding", core::Kind::string,
             {Value(std::string("ok")), Value(std::string("missing")), Value(std::string("missing"))});
  report.answer.findings = {{"finding", {{"ok", 1}, {"missing", 2}}}};
  result::Coverage users;
  users.source = "mongodb.users";
  users.population = 2400;
  users.after_filter = 3;
  users.read = 3;
  users.matched = 1;
  users.unmatched = 2;
  result::Coverage employees;
  employees.source = "postgres.public.employees";
  employees.read = 1;
  report.answer.coverage = {users, employees};
  report.calls = {{"mongodb", "query", R"({"role":"admin"})", 3, 4200, 12, "ok"},
                  {"postgres", "query", "SELECT department FROM public.employees", 1, 300, 7, "ok"}};
  report.evidence_path = ".recoupe/runs/20261125T080000Z-00112233aabbccdd";
  report.evidence_head = "sha256:cc";
  return report;
}

}  // namespace recoupe::render
