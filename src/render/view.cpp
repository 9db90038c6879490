#include "render/view.hpp"

#include <algorithm>
#include <set>

#include "plan/plan.hpp"
#include "plan/traverse.hpp"
#include "render/wording.hpp"

namespace recoupe::render {

namespace {

/// What the plan says about columns.
struct Mentions {
  std::set<std::string> names;
  bool all = false;  // the plan names each column of its result
};

void add_name(const plan::Name& name, Mentions& mentions) {
  std::string whole;
  for (const std::string& part : name.parts) whole += (whole.empty() ? "" : ".") + part;
  mentions.names.insert(whole);
  if (!name.parts.empty()) mentions.names.insert(name.parts.back());
}

void add_made_by(const plan::Step& step, Mentions& mentions) {
  const auto add_all = [&](const std::vector<plan::Named>& columns) {
    for (const plan::Named& column : columns) {
      if (!column.name.empty()) mentions.names.insert(column.name);
    }
  };
  if (const auto* extend = plan::if_is<plan::Extend>(step)) add_all(extend->columns);
  if (plan::if_is<plan::Select>(step) || plan::if_is<plan::Aggregate>(step)) mentions.all = true;
  const auto* check = plan::if_is<plan::Check>(step);
  if (check == nullptr) return;
  if (const auto* exists = plan::if_is<plan::Exists>(*check)) add_all(exists->select);
  if (plan::if_is<plan::Totals>(*check)) mentions.all = true;
  if (plan::if_is<plan::Match>(*check)) mentions.names.insert("differences");
  if (plan::if_is<plan::Sequence>(*check)) mentions.names.insert({"gap_from", "gap_to"});
}

Mentions mentions_of(const std::string& plan_text) {
  Mentions mentions;
  const auto plan = plan::parse(plan_text);
  if (!plan) return mentions;
  plan::for_each_expression_in(plan->pipeline, [&](const plan::Expr& expr) {
    if (const auto* name = plan::if_is<plan::Name>(expr)) add_name(*name, mentions);
  });
  for (const plan::Step& step : plan->pipeline.steps) add_made_by(step, mentions);
  return mentions;
}

bool is_bulky(const core::Type& type) {
  using core::Kind;
  return type.kind == Kind::document || type.kind == Kind::array || type.kind == Kind::mixed ||
         type.kind == Kind::bytes || type.kind == Kind::objectid || type.kind == Kind::uuid;
}

Weight weight_of(const plan::OutputColumn& column, const result::Answer& answer, const Mentions& mentions) {
  const auto check = std::ranges::find(answer.findings, column.name, &result::CheckCounts::name);
  if (check != answer.findings.end()) return Weight::finding;
  if (mentions.all || mentions.names.contains(column.name)) return Weight::named;
  return is_bulky(column.type) ? Weight::bulky : Weight::plain;
}

bool is_clean(const rows::Batch& batch, std::size_t row, const std::vector<std::size_t>& findings) {
  return std::ranges::all_of(findings, [&](std::size_t column) {
    const core::Value value = batch.columns[column].value(row);
    const auto* text = std::get_if<std::string>(&value);
    return text == nullptr || *text == "ok";
  });
}

void choose_rows(const result::Answer& answer, std::int64_t rows_max, View& view) {
  std::vector<std::size_t> findings;
  for (const ShownColumn& column : view.columns) {
    if (column.weight == Weight::finding) findings.push_back(column.index);
  }
  const auto count = static_cast<std::size_t>(shown_count(answer, rows_max));
  const bool may_move = !answer.ordered && !findings.empty();
  std::vector<ShownRow> clean;
  for (std::size_t b = 0; b < answer.batches.size() && view.rows.size() < count; ++b) {
    const rows::Batch& batch = answer.batches[b];
    for (std::size_t row = 0; row < batch.row_count() && view.rows.size() < count; ++row) {
      if (!may_move || !is_clean(batch, row, findings)) {
        view.findings_first = view.findings_first || !clean.empty();
        view.rows.push_back({b, row});
      } else if (clean.size() < count) {
        clean.push_back({b, row});
      }
    }
  }
  clean.resize(std::min(clean.size(), count - view.rows.size()));
  view.rows.insert(view.rows.end(), clean.begin(), clean.end());
}

void choose_time_forms(const result::Answer& answer, View& view) {
  for (ShownColumn& column : view.columns) {
    const core::Kind kind = answer.columns[column.index].type.kind;
    if (kind != core::Kind::timestamp && kind != core::Kind::datetime) continue;
    view.has_instants = view.has_instants || kind == core::Kind::timestamp;
    for (const ShownRow& at : view.rows) {
      widen(column.time, answer.batches[at.batch].columns[column.index].value(at.row), view.zone);
    }
  }
}

}  // namespace

View view_of(const Report& report, std::int64_t rows_max) {
  View view;
  if (auto zone = core::TimeZone::find(report.time_zone)) view.zone = *std::move(zone);
  const Mentions mentions = mentions_of(report.plan_text);
  for (std::size_t i = 0; i < report.answer.columns.size(); ++i) {
    view.columns.push_back({i, weight_of(report.answer.columns[i], report.answer, mentions), {}});
  }
  if (!mentions.all) {
    std::ranges::stable_sort(view.columns, {}, [](const ShownColumn& column) {
      return column.weight == Weight::finding ? Weight::named : column.weight;
    });
  }
  choose_rows(report.answer, rows_max, view);
  choose_time_forms(report.answer, view);
  return view;
}

std::string view_words(const View& view, core::Language language) {
  std::string words;
  if (view.findings_first) words += say(language, " · findings first", " · constats d'abord");
  if (view.has_instants) words += std::string(say(language, " · times in ", " · heures : ")) + view.zone.name();
  return words;
}

}  // namespace recoupe::render
