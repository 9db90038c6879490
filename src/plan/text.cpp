#include <utility>

#include "plan/keywords.hpp"
#include "plan/literals.hpp"
#include "plan/plan.hpp"
#include "plan/text.hpp"
#include "plan/traverse.hpp"

namespace recoupe::plan {

namespace {

constexpr std::string_view between_steps = "\n|> ";
constexpr std::string_view between_inner_steps = " |> ";

std::string with_name(std::string text, const std::string& name) {
  return name.empty() ? text : text + " AS " + written_name(name);
}

std::string text_of(const Named& column) { return with_name(text_of(column.expr), needed_name(column)); }

std::string text_of(const OrderKey& key) { return text_of(key.expr) + (key.descending ? " DESC" : ""); }

std::string key_pair_text(const Pair& pair) {
  return with_name(operand_text(pair.left) + " = " + operand_text(pair.right), pair.name);
}

std::string compare_pair_text(const Pair& pair) {
  std::string out = operand_text(pair.left) + " = " + operand_text(pair.right);
  if (!pair.tolerance.decimal.empty()) out += " TOLERANCE " + pair.tolerance.decimal + (pair.tolerance.percent ? " %" : "");
  return out;
}

template <class T, class F>
std::string listed(const std::vector<T>& items, F&& text) {
  std::string out;
  for (const T& item : items) {
    if (!out.empty()) out += ", ";
    out += text(item);
  }
  return out;
}

constexpr auto as_text = [](const auto& item) { return text_of(item); };

std::string pipeline_text(const Pipeline& pipeline, std::string_view separator) {
  std::string out;
  for (const Step& step : pipeline.steps) {
    if (!out.empty()) out += separator;
    out += text_of(step);
  }
  return out;
}

std::string check_text(const Exists& check) {
  std::string out = "EXISTS IN " + text_of(check.side) + " ON " + text_of(check.on);
  if (!check.select.empty()) out += " SELECT " + listed(check.select, as_text);
  return out;
}
std::string check_text(const Absent& check) { return "ABSENT IN " + text_of(check.side) + " ON " + text_of(check.on); }
std::string check_text(const Match& check) {
  return "MATCH WITH " + text_of(check.side) + " ON " + text_of(check.on) + " COMPARE " +
         listed(check.compare, compare_pair_text);
}
std::string check_text(const Totals& check) {
  return "TOTALS WITH " + text_of(check.side) + " BY " + listed(check.by, key_pair_text) + " COMPARE " +
         listed(check.compare, compare_pair_text);
}
std::string check_text(const Unique& check) { return "UNIQUE BY " + listed(check.by, as_text); }
std::string check_text(const Sequence& check) {
  std::string out = "SEQUENCE BY " + text_of(check.by);
  if (!check.partition.empty()) out += " PARTITION BY " + listed(check.partition, as_text);
  return out;
}
std::string check_text(const Rule& check) { return "RULE " + text_of(check.condition); }

// A name for the check stands after the selected columns: the last of them then needs its own AS, so that it is not taken
// for it.
std::string text_of(const Check& check) {
  std::string out = "CHECK " + std::visit([](const auto& one) { return check_text(one); }, check.check);
  if (check.name.empty()) return out;
  const Exists* exists = if_is<Exists>(check);
  if (exists && !exists->select.empty() && needed_name(exists->select.back()).empty()) {
    if (const Name* path = if_is<Name>(exists->select.back().expr)) out = with_name(std::move(out), path->parts.back());
  }
  return with_name(std::move(out), check.name);
}

std::string limit_text(const Limit& limit) {
  std::string out = "LIMIT " + std::to_string(limit.count);
  if (!limit.per.empty()) out += " PER " + listed(limit.per, as_text);
  return out;
}

std::string aggregate_text(const Aggregate& step) {
  std::string out = "AGGREGATE " + listed(step.aggregates, as_text);
  if (!step.groups.empty()) out += " GROUP BY " + listed(step.groups, as_text);
  return out;
}

}  // namespace

std::string text_of(const Side& side) {
  std::string out;
  if (const TableRef* table = if_is<TableRef>(side)) {
    out = written_name(table->server) + ".";
    if (!table->schema.empty()) out += written_name(table->schema) + ".";
    out += written_name(table->table);
    if (side.alias == table->table) return out;
  } else if (const Pipeline* below = if_is<Pipeline>(side)) {
    out = "(" + pipeline_text(*below, between_inner_steps) + ")";
  }
  return with_name(std::move(out), side.alias);
}

std::string text_of(const Step& step) {
  return std::visit(
      Overloaded{
          [](const From& s) { return "FROM " + text_of(s.side); },
          [](const Where& s) { return "WHERE " + text_of(s.condition); },
          [](const Extend& s) { return "EXTEND " + listed(s.columns, as_text); },
          [](const Select& s) { return "SELECT " + listed(s.columns, as_text); },
          [](const Aggregate& s) { return aggregate_text(s); },
          [](const OrderBy& s) { return "ORDER BY " + listed(s.keys, as_text); },
          [](const Limit& s) { return limit_text(s); },
          [](const Distinct&) { return std::string("DISTINCT"); },
          [](const Join& s) {
            return std::string(s.left ? "LEFT " : "") + "JOIN " + text_of(s.side) + " ON " + text_of(s.on);
          },
          [](const Unnest& s) {
            return with_name(std::string(s.left ? "LEFT " : "") + "JOIN UNNEST(" + text_of(s.path) + ")", s.alias);
          },
          [](const UnionAll& s) { return "UNION ALL " + text_of(s.side); },
          [](const Check& s) { return text_of(s); },
      },
      step.step);
}

std::string text_of(const Plan& plan) { return pipeline_text(plan.pipeline, between_steps); }

}  // namespace recoupe::plan
