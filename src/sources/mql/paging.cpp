#include "sources/mql/paging.hpp"

#include <algorithm>
#include <utility>

#include "sources/mql/tagged.hpp"

namespace recoupe::sources::mql {
namespace {

using core::Json;

Json stage(const char* name, Json argument) { return Json::object({{name, std::move(argument)}}); }

Json literal(std::int64_t value) { return Json::object({{"$literal", value}}); }

const std::string& name_of(const Json& stage) { return stage.if_object()->front().first; }
Json& argument_of(Json& stage) { return stage.if_object()->front().second; }

/// The stage that begins where the page before ended; a filter's own stands in $and.
bool is_page_match(const Json& stage) { return name_of(stage) == "$match" && stage.if_object()->front().second.find("$expr") != nullptr; }

}  // namespace

Json first_pipeline(const PageRequest& request, std::int64_t page_rows) {
  Json pipeline = Json::array();
  if (!request.filter.is_null()) pipeline.push(stage("$match", Json::object({{"$and", Json::array({request.filter})}})));
  pipeline.push(stage("$sort", Json::object({{"_id", request.descending ? -1 : 1}})));
  if (request.limit) pipeline.push(stage("$limit", *request.limit));
  pipeline.push(stage("$limit", page_rows));
  if (!request.projection.is_null()) pipeline.push(stage("$project", request.projection));
  pipeline.push(stage("$replaceWith", Json::object({{"d", tagged_expression("$$ROOT", request.levels)}, {"rows", literal(page_rows)}})));
  return pipeline;
}

std::optional<Json> next_pipeline(const Json& pipeline, const Json& last_id, const Page& page) {
  core::JsonArray stages = *pipeline.if_array();
  const bool is_first = !is_page_match(stages.front());
  const auto sort = std::ranges::find(stages, "$sort", name_of);
  const bool descending = argument_of(*sort).integer("_id") < 0;
  auto limit = sort + 1;
  if (name_of(*(limit + 1)) == "$limit") {  // that of the whole reading
    const std::int64_t asked = argument_of(*limit).as_int64().value_or(0) - (is_first ? 0 : 1);
    const std::int64_t new_rows = new_rows_of(page);
    if (asked <= new_rows) return std::nullopt;
    argument_of(*limit) = Json(asked - new_rows + 1);
    ++limit;
  }
  const std::int64_t given = static_cast<std::int64_t>(page.documents.size());
  const std::int64_t rows = page.capped ? given + 1 : argument_of(*limit).as_int64().value_or(0) + (is_first ? 1 : 0);
  argument_of(*limit) = Json(rows);
  argument_of(stages.back()).set("rows", literal(rows)).set("again", Json::object({{"$eq", Json::array({"$_id", last_id})}}));
  Json from = Json::object({{descending ? "$lte" : "$gte", Json::array({"$_id", last_id})}});
  Json match = stage("$match", Json::object({{"$expr", std::move(from)}}));
  if (is_first) {
    stages.insert(stages.begin(), std::move(match));
  } else {
    stages.front() = std::move(match);
  }
  return Json(std::move(stages));
}

std::int64_t repeated_rows_of(const Page& page) {
  return std::ranges::count_if(page.documents, [](const Json& document) { return document.boolean("again"); });
}

std::int64_t new_rows_of(const Page& page) {
  return static_cast<std::int64_t>(page.documents.size()) - repeated_rows_of(page);
}

bool may_go_on(const Page& page) {
  const auto count = static_cast<std::int64_t>(page.documents.size());
  if (page.capped || page.total.value_or(count) != count) return true;
  if (count == 0) return false;
  return !page.total || count >= page.documents.front().integer("rows");
}

std::optional<Json> last_id_of(const Page& page) {
  if (page.documents.empty()) return std::nullopt;
  const Json* tagged = page.documents.back().find("d");
  const auto* parts = tagged == nullptr ? nullptr : tagged->if_array();
  const auto* pairs = parts == nullptr || parts->size() != 2 ? nullptr : parts->back().if_array();
  if (pairs == nullptr) return std::nullopt;
  for (const Json& item : *pairs) {
    const auto* pair = item.if_array();
    if (pair == nullptr || pair->size() != 2 || pair->front() != Json("_id")) continue;
    auto id = value_of_tagged(pair->back(), Untold::refused);
    const bool orders = id && id->if_array() == nullptr;  // arrays are ordered by an element and compared as a whole
    return orders ? id : std::nullopt;
  }
  return std::nullopt;
}

}  // namespace recoupe::sources::mql
