#include "sources/mql/reading.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "core/limits.hpp"
#include "sources/mql/predicate.hpp"
#include "sources/mql/source_error.hpp"

namespace recoupe::sources::mql {
namespace {

using core::Json;

core::Error no_table() {
  return source_error(core::Code::internal, core::Origin::internal,
                      {"A fetch names no collection.", "Une lecture ne nomme pas de collection."},
                      {"Report this.", "Signalez-le."});
}

/// The paths that are needed, without those below another one; nothing when some path can't be named: then documents
/// come whole.
std::optional<Json> projection_of(const physical::Fetch& fetch) {
  std::set<catalog::FieldPath> wanted;
  for (const auto& column : fetch.columns) wanted.insert(column.path);
  Json projection = Json::object();
  const catalog::FieldPath* last = nullptr;  // sorted, so that what is below a path follows it
  for (const auto& path : wanted) {
    const bool below = last != nullptr && path.size() > last->size() && std::equal(last->begin(), last->end(), path.begin());
    if (below) continue;
    const auto name = dotted(path);
    if (!name) return std::nullopt;
    projection.set(*name, 1);
    last = &path;
  }
  if (projection.if_object()->empty()) {
    projection.set("_id", 1);
  } else if (!wanted.contains({"_id"})) {
    projection.set("_id", 0);
  }
  return projection;
}

struct Pushing {
  core::JsonArray conditions;
  calls::Pushed pushed;
};

void push_filters(const physical::Fetch& fetch, const Rewrite& rewrite, Pushing& pushing) {
  for (const auto& filter : fetch.filters) {
    auto pushed = superset_of(filter, fetch);
    if (pushed && rewrite) pushed = rewrite(*pushed);
    pushing.pushed.filters.push_back(pushed.has_value());
    if (pushed) {
      pushing.conditions.push_back(*std::move(pushed));
    } else {
      pushing.pushed.reasons.emplace_back("a filter has no MongoDB form that surely keeps every row");
    }
  }
}

void push_keys(const physical::Fetch& fetch, const rows::Column& keys, const Rewrite& rewrite, Pushing& pushing) {
  const auto target = target_of(fetch.keys->target, fetch);
  std::vector<core::Value> values;
  for (std::size_t i = 0; target && i < keys.size(); ++i) values.push_back(keys.value(i));
  auto filter = target ? one_of(*target, values) : std::nullopt;
  auto said = filter && rewrite ? rewrite(filter->filter) : filter ? std::optional(std::move(filter->filter)) : std::nullopt;
  if (!said) {
    pushing.pushed.reasons.emplace_back("the keys have no MongoDB form that surely keeps every row");
    return;
  }
  pushing.conditions.push_back(*std::move(said));
  pushing.pushed.keys = true;
  pushing.pushed.keys_exact = filter->exact;
}

/// A limit goes along only where MongoDB's order is ours: by an _id of one type, which is unique and always there.
bool limit_can_go(const physical::Fetch& fetch) {
  if (!fetch.limit || !fetch.filters.empty() || fetch.keys || fetch.order.size() != 1 || fetch.table->sampled) return false;
  const auto& column = fetch.columns[static_cast<std::size_t>(fetch.order[0].column)];
  const bool orders_alike = column.type.kind == core::Kind::objectid || column.type.kind == core::Kind::int64;
  return column.path == catalog::FieldPath{"_id"} && orders_alike;
}

Json conjunction(core::JsonArray conditions) {
  if (conditions.size() == 1) return std::move(conditions.front());
  return Json::object({{"$and", Json(std::move(conditions))}});
}

}  // namespace

core::Result<Reading> reading_of(const physical::Fetch& fetch, const rows::Column* keys, const Rewrite& rewrite) {
  if (fetch.table == nullptr) return core::fail(no_table());
  Pushing pushing;
  push_filters(fetch, rewrite, pushing);
  if (fetch.keys && keys != nullptr) push_keys(fetch, *keys, rewrite, pushing);
  Reading reading;
  if (!pushing.conditions.empty()) reading.filter = conjunction(std::move(pushing.conditions));
  reading.projection = projection_of(fetch);
  reading.pushed = std::move(pushing.pushed);
  if (limit_can_go(fetch)) {
    reading.sort = Json::object({{"_id", fetch.order[0].descending ? -1 : 1}});
    reading.limit = fetch.limit;
    reading.pushed.limit = true;
  } else if (fetch.limit) {
    reading.pushed.reasons.emplace_back("MongoDB's order is not proven equal, so the limit stays here");
  }
  return reading;
}

// Reading some hundred thousand documents takes seconds. Asking by key costs a pass over the collection where no index
// serves it, and on some servers keys × documents; it pays on large collections, for few keys.
bool keys_pay(const physical::Fetch& fetch, std::int64_t key_count) {
  const auto target = fetch.keys ? target_of(fetch.keys->target, fetch) : std::nullopt;
  if (!target || target->form == Form::day) return false;
  if (key_count <= keys_always_pay_max) return true;
  const std::int64_t documents = fetch.table == nullptr ? -1 : fetch.table->row_count;
  if (documents <= read_whole_max || key_count > documents / documents_per_key_min) return false;
  return target->form == Form::plain || target->form == Form::as_text || key_count <= core::limits::keys_per_call_max;
}

}  // namespace recoupe::sources::mql
