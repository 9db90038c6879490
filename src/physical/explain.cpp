#include "physical/explain.hpp"

#include "plan/text.hpp"

namespace recoupe::physical {

namespace {

using core::Json;

Json columns_of(const Fetch& fetch) {
  Json columns = Json::array();
  for (const FetchColumn& column : fetch.columns) columns.push(catalog::text_of(column.path));
  return columns;
}

Json order_of(const Fetch& fetch) {
  Json order = Json::array();
  for (const OrderHint& hint : fetch.order) {
    const FetchColumn& column = fetch.columns[static_cast<std::size_t>(hint.column)];
    order.push(catalog::text_of(column.path) + (hint.descending ? " DESC" : ""));
  }
  return order;
}

Json explained(const Fetch& fetch) {
  const std::string schema = fetch.table->schema.empty() ? "" : fetch.table->schema + ".";
  Json json = Json::object({{"fetch", fetch.id}, {"source", fetch.server + "." + schema + fetch.table->name}});
  if (fetch.table->row_count >= 0) json.set("population", fetch.table->row_count);
  json.set("columns", columns_of(fetch));
  if (!fetch.filters.empty()) {
    Json filters = Json::array();
    for (const plan::Expr& filter : fetch.filters) filters.push(plan::text_of(filter));
    json.set("filters", std::move(filters));
  }
  if (fetch.keys) {
    json.set("keys", Json::object({{"of", plan::text_of(fetch.keys->target)},
                                   {"from", plan::text_of(fetch.keys->source)}}));
  }
  if (fetch.limit) {
    json.set("order", order_of(fetch));
    json.set("limit", *fetch.limit);
  }
  return json;
}

}  // namespace

Json explain_json(const PhysicalPlan& plan) {
  Json list = Json::array();
  for (const Fetch& fetch : plan.fetches) list.push(explained(fetch));
  return list;
}

}  // namespace recoupe::physical
