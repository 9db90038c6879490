#include "sources/mongodb/server/role.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

namespace recoupe::sources::mongodb {
namespace {

using core::Json;

/// What the built-in role `read` may do.
constexpr std::array<std::string_view, 11> reading = {"changeStream", "collStats",       "dbHash",      "dbStats",
                                                      "find",         "killCursors",     "listIndexes", "listCollections",
                                                      "listDatabases", "listSearchIndexes", "planCacheRead"};

std::string named(const Json& who) { return who.text("user") + "@" + who.text("db"); }

std::string place_of(const Json& resource) {
  if (resource.boolean("anyResource")) return "anything";
  if (resource.boolean("cluster")) return "the cluster";
  const std::string database = resource.text("db"), collection = resource.text("collection");
  return (database.empty() ? "*" : database) + "." + (collection.empty() ? "*" : collection);
}

/// Gives what one privilege allows beyond reading, "insert, update on shop.*"; "": nothing.
std::string excess_of(const Json& privilege) {
  const Json* actions = privilege.find("actions");
  const Json* resource = privilege.find("resource");
  if (actions == nullptr || !actions->if_array() || resource == nullptr) return {};
  std::string names;
  for (const Json& action : *actions->if_array())
    if (action.if_string() && std::ranges::find(reading, *action.if_string()) == reading.end())
      names += (names.empty() ? "" : ", ") + *action.if_string();
  return names.empty() ? names : names + " on " + place_of(*resource);
}

Json privilege_of(std::string_view name, std::string_view en, std::string_view fr, const std::vector<std::string>& objects) {
  Json shown = Json::array();
  for (std::size_t i = 0; i < objects.size() && i < role_objects_shown_max; ++i) shown.push(objects[i]);
  return Json::object({{"name", name},
                       {"message", Json::object({{"en", en}, {"fr", fr}})},
                       {"objects", std::move(shown)},
                       {"object_count", static_cast<std::int64_t>(objects.size())}});
}

/// Writes the command that makes a user who may only read this database.
std::string command_for(const std::string& database) {
  const std::string name = Json(database).dump();
  return "db.getSiblingDB(" + name + ").createUser({user: \"recoupe_reader\", pwd: passwordPrompt(), roles: [{role: \"read\", db: " +
         name + "}]})";
}

}  // namespace

Json role_of(const Json& auth_info, const std::string& database) {
  const Json* users = auth_info.find("authenticatedUsers");
  const bool has_user = users != nullptr && users->if_array() && !users->if_array()->empty();
  Json privileges = Json::array();
  if (!has_user) {
    privileges.push(privilege_of("no_access_control", "the server does not ask who connects: whoever reaches it may write",
                                 "le serveur ne demande pas qui se connecte : quiconque l'atteint peut écrire", {}));
  } else if (const Json* held = auth_info.find("authenticatedUserPrivileges"); held != nullptr && held->if_array()) {
    std::vector<std::string> excess;
    for (const Json& privilege : *held->if_array())
      if (std::string text = excess_of(privilege); !text.empty()) excess.push_back(std::move(text));
    if (!excess.empty())
      privileges.push(privilege_of("beyond_reading", "may do more than read", "peut faire plus que lire", excess));
  }
  const bool safe = privileges.if_array()->empty();
  return Json::object({{"role", has_user ? named(users->if_array()->front()) : ""},
                       {"safe", safe},
                       {"access_control", has_user},
                       {"privileges", std::move(privileges)},
                       {"grants", command_for(database)}});
}

core::Result<Json> check_role(Session& session, const core::Cancel& cancel) {
  RECOUPE_TRY(reply, session.run(Json::object({{"connectionStatus", 1}, {"showPrivileges", true}}), cancel));
  RECOUPE_TRY(read, json_of(*reply));
  const Json* info = read.json.find("authInfo");
  return role_of(info != nullptr ? *info : Json::object(), session.address().database);
}

}  // namespace recoupe::sources::mongodb
