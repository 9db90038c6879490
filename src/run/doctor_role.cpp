// What the role that a server connects with may do beyond reading.
#include <algorithm>

#include "mcp/tool_error.hpp"
#include "run/doctor_checks.hpp"

namespace recoupe::run {
namespace {

using core::Bilingual;
using core::Json;

constexpr std::size_t objects_named_max = 5;  // of one privilege; doctor's reader wants the kind, not the list

std::string some_of(const Json& privilege) {
  const Json* objects = privilege.find("objects");
  if (objects == nullptr || !objects->if_array()) return {};
  std::string names;
  const std::size_t shown = std::min(objects->if_array()->size(), objects_named_max);
  for (std::size_t i = 0; i < shown; ++i) {
    const std::string* object = (*objects->if_array())[i].if_string();
    if (object != nullptr) names += (names.empty() ? "" : ", ") + *object;
  }
  const std::int64_t more = privilege.integer("object_count") - static_cast<std::int64_t>(shown);
  if (more > 0) names += ", … (+" + std::to_string(more) + ")";
  return names.empty() ? names : " (" + names + ")";
}

/// "mongodb's user", where the server has no name for who connects.
Bilingual named(const std::string& role) { return role.empty() ? Bilingual{"whoever connects", "quiconque se connecte"} : Bilingual{role, role}; }

Bilingual excess_in(const Json& reply) {
  const Bilingual role = named(reply.text("role"));
  Bilingual seen;
  const Json* privileges = reply.find("privileges");
  if (privileges == nullptr || !privileges->if_array()) return role;
  for (const Json& privilege : *privileges->if_array()) {
    const Json* message = privilege.find("message");
    if (message == nullptr) continue;
    seen.en += (seen.en.empty() ? "" : "; ") + message->text("en") + some_of(privilege);
    seen.fr += (seen.fr.empty() ? "" : " ; ") + message->text("fr") + some_of(privilege);
  }
  if (reply.text("role").empty()) return seen;
  return {role.en + ": " + seen.en, role.fr + " : " + seen.fr};
}

Bilingual safe_role_for(catalog::SourceKind kind) {
  if (kind == catalog::SourceKind::mongodb)
    return {"Ask db.runCommand({connectionStatus: 1, showPrivileges: true}) as that user: it should have the role read on the one "
            "database and no other.",
            "Demandez db.runCommand({connectionStatus: 1, showPrivileges: true}) avec cet utilisateur : il devrait avoir le rôle read "
            "sur la seule base, et aucun autre."};
  return {"Connect with a role that has been granted SELECT and no more (docs/configuration.md), and is no superuser; `recoupe mcp "
          "postgres` on the same connection lets doctor check it.",
          "Connectez-le avec un rôle qui n'a reçu que SELECT (docs/configuration.md) et n'est pas superutilisateur ; `recoupe mcp "
          "postgres` sur la même connexion permet à doctor de le vérifier."};
}

}  // namespace

CheckUp examine_role(const OpenServer& server, const std::vector<mcp::Tool>& tools, const std::string& name,
                     const core::Cancel& cancel) {
  constexpr const char* check = "role";
  if (std::ranges::find(tools, "check_role", &mcp::Tool::name) == tools.end())
    return {.server = name,
            .check = check,
            .verdict = Verdict::note,
            .seen = {"this server can't be asked what its role may do", "on ne peut pas demander à ce serveur ce que son rôle peut faire"},
            .remedy = safe_role_for(server.quirks->kind)};
  auto reply = server.client->call_tool("check_role", Json::object(), {.cancel = cancel});
  if (!reply) return failed(name, check, reply.error());
  if (reply->is_error) return failed(name, check, mcp::error_in(*reply, name, "check_role"));
  const Json& role = reply->structured;
  if (role.boolean("safe")) {
    const Bilingual who = named(role.text("role"));
    return {.server = name, .check = check, .seen = {who.en + " can only read", who.fr + " ne peut que lire"}};
  }
  const std::string grants = role.text("grants");
  // A server without access control has no role that could be narrower: recoupe's own layers are what there is.
  return {.server = name,
          .check = check,
          .verdict = role.boolean("access_control", true) ? Verdict::failure : Verdict::warning,
          .seen = excess_in(role),
          .remedy = {"Use a role that can only read:\n" + grants, "Prenez un rôle qui ne peut que lire :\n" + grants}};
}

}  // namespace recoupe::run
