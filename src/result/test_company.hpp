// A small company's rows, and a plan's text run over them from parse to answer. Included by tests of result only.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "result/engine.hpp"

namespace recoupe::result {

using Cells = std::vector<core::Value>;

/// Tables with their rows; fields and values stand in the same order.
struct Company {
  catalog::Catalog catalog;
  std::map<std::string, std::vector<Cells>> rows;

  void add(const std::string& server, catalog::SourceKind kind, const std::string& table,
           std::vector<catalog::Field> fields, std::vector<Cells> cells) {
    auto source = std::ranges::find(catalog.sources, server, &catalog::Source::server);
    if (source == catalog.sources.end()) {
      catalog.sources.push_back({server, kind, "", {}});
      source = catalog.sources.end() - 1;
    }
    catalog::Table made;
    made.schema = kind == catalog::SourceKind::postgres ? "public" : "";
    made.name = table;
    made.fields = std::move(fields);
    source->tables.push_back(std::move(made));
    rows[table] = std::move(cells);
  }
};

inline catalog::Field field(catalog::FieldPath path, core::Type type, bool may_be_missing = false) {
  catalog::Field out;
  out.path = std::move(path);
  out.type = std::move(type);
  out.may_be_missing = may_be_missing;
  return out;
}

inline core::Value instant(std::string_view text) { return core::Value(*core::parse_timestamp(text)); }
inline core::Value day(std::string_view text) { return core::Value(*core::parse_date(text)); }
inline core::Value decimal(std::string text) { return core::Value(core::Decimal{std::move(text)}); }
inline core::Value text(std::string value) { return core::Value(std::move(value)); }
inline core::Value number(std::int64_t value) { return core::Value(value); }

inline const core::Timestamp test_now = *core::parse_timestamp("2026-03-18T10:00:00Z");  // a Wednesday

/// A plan ready to run, its tables filled.
struct Run {
  std::unique_ptr<Company> company;  // the plan points into its catalog
  std::unique_ptr<physical::PhysicalPlan> plan;
  std::unique_ptr<Engine> engine;
  execute::Executed executed;

  static Run start(Company given, std::string_view text, const physical::Passes& passes = {},
                   std::int64_t memory_bytes_max = 512'000'000) {
    Run run;
    run.company = std::make_unique<Company>(std::move(given));
    const Company& company = *run.company;
    auto parsed = plan::parse(text);
    INFO((parsed ? "" : parsed.error().message.en));
    REQUIRE(parsed);
    auto validated = plan::validate(*parsed, company.catalog);
    INFO((validated ? "" : validated.error().message.en));
    REQUIRE(validated);
    auto bound = plan::bind(*validated, test_now, *core::TimeZone::find("Europe/Paris"), "sha256:00");
    REQUIRE(bound);
    auto physical = physical::plan_fetches(*bound, passes);
    REQUIRE(physical);
    run.plan = std::make_unique<physical::PhysicalPlan>(std::move(*physical));
    auto engine = Engine::open(*run.plan, memory_bytes_max);
    INFO((engine ? "" : engine.error().message.en));
    REQUIRE(engine);
    run.engine = std::move(*engine);
    for (const physical::Fetch& fetch : run.plan->fetches) run.fill(fetch, company.rows.at(fetch.table->name));
    return run;
  }

  void fill(const physical::Fetch& fetch, const std::vector<Cells>& cells) {
    REQUIRE(engine->create(fetch));
    rows::Batch batch;
    for (const physical::FetchColumn& column : fetch.columns) {
      const auto at = std::ranges::find(fetch.table->fields, column.path, &catalog::Field::path);
      batch.columns.push_back(rows::make_column(catalog::text_of(column.path), column.type));
      for (const Cells& row : cells) {
        REQUIRE(batch.columns.back().append(row[static_cast<std::size_t>(at - fetch.table->fields.begin())]));
      }
    }
    batch.rows_without_columns = cells.size();
    REQUIRE(engine->append(fetch.id, batch));
    execute::FetchRecord record;
    record.fetch_id = fetch.id;
    record.source = fetch.server + "." + fetch.table->name;
    record.read = static_cast<std::int64_t>(cells.size());
    record.population = record.read;
    executed.fetches.push_back(record);
  }

  core::Result<Answer> answer() { return engine->answer(executed, {}); }
};

/// Writes an answer's rows as canonical JSON arrays of digest values, one a line.
inline std::string lines_of(const Answer& answer) {
  std::string out;
  for (const rows::Batch& batch : answer.batches) {
    for (std::size_t row = 0; row < batch.row_count(); ++row) {
      core::Json line = core::Json::array();
      for (const rows::Column& column : batch.columns) line.push(core::digest_json(column.value(row)));
      out += core::canonical(line) + "\n";
    }
  }
  return out;
}

inline Answer answer_of(const Company& company, std::string_view text, const physical::Passes& passes = {}) {
  Run run = Run::start(company, text, passes);
  auto answer = run.answer();
  INFO(text);
  INFO((answer ? "" : answer.error().message.en));
  REQUIRE(answer);
  return *answer;
}

inline std::string rows_of(const Company& company, std::string_view text) { return lines_of(answer_of(company, text)); }

/// Users in MongoDB, employees and invoices in PostgreSQL.
inline Company test_company() {
  using core::Kind;
  const core::Value null;
  const core::Value missing(core::Missing{});
  const auto tags = [](std::initializer_list<const char*> names) {
    core::ValueArray items;
    for (const char* name : names) items.emplace_back(std::string(name));
    return core::Value(std::move(items));
  };
  const auto line = [](const char* sku, std::int64_t quantity) {
    core::ValueDocument document;
    document.emplace_back("sku", core::Value(std::string(sku)));
    document.emplace_back("quantity", core::Value(quantity));
    return core::Value(std::move(document));
  };
  const auto lines = [](std::initializer_list<core::Value> items) { return core::Value(core::ValueArray(items)); };
  catalog::Field sku = field({"lines", "sku"}, core::Type::array_of(Kind::string));
  sku.crosses_array = true;
  catalog::Field quantity = field({"lines", "quantity"}, core::Type::array_of(Kind::int64));
  quantity.crosses_array = true;
  const auto skus = [](std::initializer_list<const char*> names) {
    core::ValueArray items;
    for (const char* name : names) items.emplace_back(std::string(name));
    return core::Value(std::move(items));
  };
  const auto counts = [](std::initializer_list<std::int64_t> numbers) {
    core::ValueArray items;
    for (const std::int64_t each : numbers) items.emplace_back(each);
    return core::Value(std::move(items));
  };
  Company company;
  company.add("mongodb", catalog::SourceKind::mongodb, "users",
              {field({"email"}, Kind::string, true), field({"role"}, Kind::string), field({"created_at"}, Kind::timestamp),
               field({"balance"}, Kind::numeric), field({"score"}, Kind::float64), field({"tags"}, core::Type::array_of(Kind::string), true),
               field({"legacy"}, Kind::mixed, true), field({"lines"}, core::Type::array_of(Kind::document)), sku, quantity},
              {{text("Ann@X.org"), text("admin"), instant("2026-03-16T08:00:00Z"), decimal("1.0"), core::Value(0.1),
                tags({"a", "b"}), number(12), lines({line("s1", 2), line("s2", 3)}), skus({"s1", "s2"}), counts({2, 3})},
               {text("bob@x.org"), text("admin"), instant("2026-03-15T22:59:59Z"), decimal("1.00"), core::Value(0.2),
                tags({"b"}), text("12"), lines({}), skus({}), counts({})},
               {text("Élodie@x.org"), text("admin"), instant("2026-03-15T23:00:00Z"), decimal("2.50"), core::Value(0.3),
                tags({}), text("abc"), lines({line("s1", 1)}), skus({"s1"}), counts({1})},
               {null, text("admin"), instant("2026-03-17T00:00:00Z"), null, null, null, null, lines({}), skus({}), counts({})},
               {missing, text("user"), instant("2026-03-17T00:00:00Z"), decimal("-3"), core::Value(1e300), missing, missing,
                lines({}), skus({}), counts({})},
               {text("eve@x.org"), text("admin"), instant("2026-03-18T09:00:00Z"), decimal("10"), core::Value(-1e300),
                tags({"c"}), core::Value(true), lines({}), skus({}), counts({})}});
  company.add("postgres", catalog::SourceKind::postgres, "employees",
              {field({"id"}, Kind::int64), field({"work_email"}, Kind::string), field({"department"}, Kind::string),
               field({"hired_on"}, Kind::date), field({"rate"}, Kind::numeric)},
              {{number(1), text("ann@x.org"), text("IT"), day("2020-01-31"), decimal("1.0")},
               {number(2), text("élodie@x.org"), text("HR"), day("2021-02-28"), decimal("2")},
               {number(3), text("ÉLODIE@x.org"), text("IT"), day("2021-03-01"), decimal("2.00")},
               {number(4), text("zoe@x.org"), text("IT"), null, null}});
  company.add("postgres", catalog::SourceKind::postgres, "invoices",
              {field({"number"}, Kind::int64), field({"employee_id"}, Kind::int64), field({"amount"}, Kind::numeric)},
              {{number(1), number(1), decimal("10.10")},
               {number(2), number(1), decimal("0.20")},
               {number(2), number(2), decimal("5")},
               {number(5), number(2), decimal("7.5")},
               {number(6), null, null}});
  return company;
}

}  // namespace recoupe::result
