#include "physical/explain.hpp"

#include <algorithm>

#include "physical/estimate.hpp"
#include "physical/reads.hpp"
#include "plan/text.hpp"

namespace recoupe::physical {

namespace {

std::string source_of(const Fetch& fetch) {
  const std::string schema = fetch.table->schema.empty() ? "" : fetch.table->schema + ".";
  return fetch.server + "." + schema + fetch.table->name;
}

ExplainedFetch explained(const Fetch& fetch) {
  ExplainedFetch out;
  out.id = fetch.id;
  out.server = fetch.server;
  out.source = source_of(fetch);
  out.population = fetch.table->row_count;
  out.estimated_rows = estimated_rows(fetch);
  for (const FetchColumn& column : fetch.columns) out.columns.push_back(catalog::text_of(column.path));
  for (const plan::Expr& filter : fetch.filters) out.filters.push_back({plan::text_of(filter), false});
  if (fetch.keys) out.keys = {plan::text_of(fetch.keys->target), plan::text_of(fetch.keys->source), -1, false};
  for (const OrderHint& hint : fetch.order) {
    const FetchColumn& column = fetch.columns[static_cast<std::size_t>(hint.column)];
    out.order.push_back(catalog::text_of(column.path) + (hint.descending ? " DESC" : ""));
  }
  out.limit = fetch.limit;
  return out;
}

/// Says why a side is read whole where it is.
std::optional<core::Bilingual> why_no_keys(const plan::Step& step, const plan::Side& side, const std::vector<Read>& reads) {
  if (plan::if_is<plan::From>(step)) return std::nullopt;
  const auto* check = plan::if_is<plan::Check>(step);
  if (check && (plan::if_is<plan::Match>(*check) || plan::if_is<plan::Totals>(*check)))
    return core::Bilingual{"keys: the check compares both sides whole", "clés : le contrôle compare les deux côtés entiers"};
  if (plan::if_is<plan::UnionAll>(step))
    return core::Bilingual{"keys: UNION ALL takes its side whole", "clés : UNION ALL prend son côté entier"};
  if (!plain_table_of(side, reads))
    return core::Bilingual{"keys: the side is more than a table that is filtered",
                           "clés : ce côté est plus qu'une table filtrée"};
  return core::Bilingual{"keys: no equality of ON has one side that can travel as a key",
                         "clés : aucune égalité de ON n'a un côté qui puisse voyager comme clé"};
}

/// Gives the fetch that a side reads, through pipelines that begin with another.
std::optional<std::size_t> first_read_of(const plan::Side& side, const std::vector<Read>& reads) {
  if (const auto* table = plan::if_is<plan::TableRef>(side)) return read_index(reads, *table);
  return first_read_of(*plan::side_of(plan::if_is<plan::Pipeline>(side)->steps.front()), reads);
}

/// Completes what a pipeline's sides tell of the fetches: how many keys, or why there are none.
void explain_sides(const plan::Pipeline& at, const std::vector<Read>& reads, Explanation& out) {
  const auto left = first_read_of(*plan::side_of(at.steps.front()), reads);
  for (const plan::Step& step : at.steps) {
    const plan::Side* side = plan::side_of(step);
    const auto read = side ? first_read_of(*side, reads) : std::nullopt;
    if (!read) continue;
    ExplainedFetch& fetch = out.fetches[*read];
    if (fetch.keys) {
      fetch.keys->asked = out.fetches[*left].estimated_rows;
    } else if (auto why = why_no_keys(step, *side, reads)) {
      fetch.reasons.push_back(*std::move(why));
    }
  }
}

/// Says which conditions of WHERE no fetch has.
void explain_filters(const plan::Pipeline& at, const std::vector<Read>& reads, Explanation& out) {
  const Chain chain = chain_of(at, reads);
  const auto left = first_read_of(*plan::side_of(at.steps.front()), reads);
  for (std::size_t i = 1; i < at.steps.size(); ++i) {
    const auto* where = plan::if_is<plan::Where>(at.steps[i]);
    if (!where || (chain.read && i < chain.steps)) continue;
    const std::string text = plan::text_of(where->condition);
    out.fetches[*left].reasons.push_back({"WHERE " + text + ": stands after a step that changes or joins rows",
                                          "WHERE " + text + " : vient après une étape qui change ou joint les lignes"});
  }
}

core::Json filters_of(const ExplainedFetch& fetch) {
  core::Json list = core::Json::array();
  for (const ExplainedFilter& filter : fetch.filters)
    list.push(core::Json::object({{"condition", filter.text}, {"pushed", filter.pushed}}));
  return list;
}

core::Json strings_of(const std::vector<std::string>& texts) {
  core::Json list = core::Json::array();
  for (const std::string& text : texts) list.push(text);
  return list;
}

core::Json json_of(const ExplainedFetch& fetch, core::Language language) {
  core::Json json = core::Json::object({{"fetch", fetch.id}, {"source", fetch.source}});
  if (fetch.population >= 0) json.set("population", fetch.population);
  if (fetch.estimated_rows >= 0) json.set("estimated_rows", fetch.estimated_rows);
  json.set("columns", strings_of(fetch.columns));
  if (!fetch.filters.empty()) json.set("filters", filters_of(fetch));
  if (fetch.keys) {
    core::Json keys = core::Json::object({{"of", fetch.keys->of}, {"from", fetch.keys->from}});
    if (fetch.keys->asked >= 0) keys.set("estimated_keys", fetch.keys->asked);
    keys.set("pushed", fetch.keys->pushed);
    json.set("keys", std::move(keys));
  }
  if (fetch.limit) {
    json.set("order", strings_of(fetch.order));
    json.set("limit", *fetch.limit);
    json.set("limit_pushed", fetch.limit_pushed);
  }
  if (!fetch.statement.empty()) {
    json.set("tool", fetch.tool);
    json.set("statement", fetch.statement);
  }
  if (!fetch.reasons.empty()) {
    core::Json reasons = core::Json::array();
    for (const core::Bilingual& reason : fetch.reasons) reasons.push(reason.in(language));
    json.set("reasons", std::move(reasons));
  }
  return json;
}

}  // namespace

Explanation explain(const PhysicalPlan& plan) {
  Explanation out;
  for (const Fetch& fetch : plan.fetches) out.fetches.push_back(explained(fetch));
  const plan::Pipeline& pipeline = plan.bound.plan.pipeline;
  const std::vector<Read> reads = reads_of(pipeline);
  visit_pipelines(pipeline, [&](const plan::Pipeline& at) {
    explain_sides(at, reads, out);
    explain_filters(at, reads, out);
  });
  for (std::size_t i = 1; i < pipeline.steps.size(); ++i) out.local.push_back(plan::text_of(pipeline.steps[i]));
  return out;
}

core::Json to_json(const Explanation& explanation, core::Language language) {
  core::Json list = core::Json::array();
  for (const ExplainedFetch& fetch : explanation.fetches) list.push(json_of(fetch, language));
  return list;
}

}  // namespace recoupe::physical
