#include "sources/mongodb/server/describe.hpp"

#include <algorithm>
#include <utility>

#include "core/limits.hpp"
#include "sources/mql/ejson.hpp"
#include "sources/mql/description.hpp"
#include "sources/mongodb/server/mongo_error.hpp"
#include "sources/mql/seen_value.hpp"
#include "sources/mql/source_error.hpp"

namespace recoupe::sources::mongodb {
namespace {

using core::fail;
using core::Json;

/// Reads a short listing whole as JSON.
core::Result<core::JsonArray> read_listing(Session& session, Json command, const core::Cancel& cancel) {
  core::JsonArray items;
  RECOUPE_TRY(reply, session.run(command, cancel));
  while (true) {
    RECOUPE_CHECK(for_each_document(*reply, [&](const _bson_t& document) {
      if (auto read = json_of(document)) items.push_back(std::move(read->json));
      return core::Status();
    }));
    const std::int64_t id = cursor_id_of(*reply);
    if (id == 0) return items;
    const auto* named = command.if_object()->front().second.if_string();
    Json more = Json::object({{"getMore", mql::ejson::int64(id)}, {"collection", named ? *named : "$cmd.listCollections"}});
    RECOUPE_TRY(next, session.run(more, cancel));
    reply = std::move(next);
  }
}

core::Result<core::JsonArray> read_collections(Session& session, Json filter, const core::Cancel& cancel) {
  const auto ask = [&](bool names_only) {
    return Json::object({{"listCollections", 1}, {"authorizedCollections", names_only}, {"nameOnly", names_only}, {"filter", filter}});
  };
  auto whole = read_listing(session, ask(false), cancel);
  if (whole || !is_unauthorized(whole.error())) return whole;
  return read_listing(session, ask(true), cancel);  // what a user sees who may not list them all
}

core::Error no_such(const std::string& collection, const core::JsonArray& known) {
  core::Error error = mql::source_error(core::Code::unknown_name, core::Origin::user,
                                   {"There is no collection `" + collection + "`.", "Il n'y a pas de collection « " + collection + " »."},
                                   {"Look at list_collections.", "Consultez list_collections."});
  constexpr std::size_t candidates_max = 20;
  for (const Json& item : known)
    if (error.candidates.size() < candidates_max) error.candidates.push_back(item.text("name"));
  return error;
}

/// Gives the paths of each index that lets no value stand twice; _id first.
core::Result<Json> read_keys(Session& session, const std::string& collection, const core::Cancel& cancel) {
  Json keys = Json::array({Json::array({"_id"})});
  auto indexes = read_listing(session, Json::object({{"listIndexes", collection}}), cancel);
  if (!indexes) return is_unauthorized(indexes.error()) ? core::Result<Json>(keys) : fail(indexes.error());
  for (const Json& index : *indexes) {
    const Json* paths = index.find("key");
    if (!index.boolean("unique") || index.find("partialFilterExpression") != nullptr || paths == nullptr) continue;
    Json key = Json::array();
    for (const auto& [path, kind] : *paths->if_object()) key.push(path);
    if (key != Json::array({"_id"})) keys.push(std::move(key));
  }
  return keys;
}

core::Status read_documents(Session& session, const std::string& collection, const std::string& having,
                            std::int64_t row_count, catalog::FieldStats& stats, const core::Cancel& cancel) {
  const auto add = [&](const _bson_t& document) {  // what JSON cannot say counts as unreadable when it is read
    if (const auto read = json_of(document)) stats.add(read->json);
    return core::Status();
  };
  const auto some = [&](int direction, std::int64_t count) {
    Json filter = Json::object();
    if (!having.empty()) filter.set(having, Json::object({{"$exists", true}}));
    Json command = Json::object({{"find", collection}, {"filter", std::move(filter)}});
    command.set("sort", Json::object({{"_id", direction}}));  // fields stand in the order in which they were seen
    command.set("limit", count);
    return read_all(session, std::move(command), cancel, add);
  };
  constexpr std::int64_t all = core::limits::sample_documents_max;
  if (row_count <= all || !having.empty()) return some(1, all);
  RECOUPE_CHECK(some(1, all / 2));
  return some(-1, all - all / 2);
}

}  // namespace

core::Result<Json> list_collections(Session& session, const core::Cancel& cancel) {
  RECOUPE_TRY(found, read_collections(session, Json::object(), cancel));
  std::erase_if(found, [](const Json& item) { return item.text("name").starts_with("system."); });
  std::ranges::sort(found, {}, [](const Json& item) { return item.text("name"); });
  Json collections = Json::array();
  for (const Json& item : found)
    collections.push(Json::object({{"name", item.text("name")}, {"kind", item.text("type", "collection")}}));
  return Json::object({{"collections", std::move(collections)},
                       {"product", session.kind().product},
                       {"database", session.address().database}});
}

core::Result<Json> describe_collection(Session& session, const std::string& collection, const std::string& having,
                                       const core::Cancel& cancel) {
  RECOUPE_TRY(named, read_collections(session, Json::object({{"name", collection}}), cancel));
  if (named.empty()) {
    RECOUPE_TRY(known, read_collections(session, Json::object(), cancel));
    return fail(no_such(collection, known));
  }
  const bool is_collection = named.front().text("type", "collection") == "collection";
  std::int64_t row_count = 0;
  RECOUPE_TRY(counted, session.run(Json::object({{"count", collection}, {"maxTimeMS", max_time_ms}}), cancel));
  RECOUPE_TRY(count, json_of(*counted));
  if (const Json* n = count.json.find("n")) {
    row_count = mql::ejson::read_int(*n).value_or(static_cast<std::int64_t>(mql::ejson::read_float64(*n).value_or(0)));
  }
  catalog::FieldStats stats(mql::seen_value);
  RECOUPE_CHECK(read_documents(session, collection, having, row_count, stats, cancel));
  mql::Described described{.name = collection, .schema = mql::schema_in(named.front()), .row_count = row_count};
  if (is_collection) {
    RECOUPE_TRY(keys, read_keys(session, collection, cancel));
    described.keys = std::move(keys);
  }
  Json out = mql::description_of(described, stats);
  out.set("kind", named.front().text("type", "collection"));
  return out;
}

}  // namespace recoupe::sources::mongodb
