#include "sources/sql/carried_dialect.hpp"

#include "core/limits.hpp"
#include "sources/sql/carried.hpp"
#include "sources/sql/carried_compiler.hpp"
#include "sources/sql/carried_decoder.hpp"
#include "sources/sql/carried_reader.hpp"
#include "sources/sql/refusals.hpp"
#include "wire/redact.hpp"

namespace recoupe::sources::sql {
namespace {

using core::Json;

core::Error something_else(const std::string& server, core::Bilingual what) {
  return unexpected_reply(server, std::move(what),
                          {"check which program and version the entry runs (docs/servers.md)",
                           "vérifiez quel programme et quelle version l'entrée lance (docs/servers.md)"});
}

}  // namespace

dialect::Dialect carried_dialect(const SqlTool& tool) {
  return {std::make_unique<CarriedCompiler>(tool), std::make_unique<CarriedDecoder>(tool), std::make_unique<CarriedReader>(tool)};
}

core::Result<std::string> only_text(const core::Json& content, const std::string& server) {
  const auto* items = content.if_array();
  const Json* text = items && items->size() == 1 ? (*items)[0].find("text") : nullptr;
  if (text && text->if_string()) return *text->if_string();
  return core::fail(something_else(server, {"it is not one text", "ce n'est pas un seul texte"}));
}

core::Result<std::string> only_value(const core::Json& rows, const std::string& server) {
  const auto* list = rows.if_array();
  const Json* value = list && list->size() == 1 ? (*list)[0].find(carried_column) : nullptr;
  if (value && value->if_string()) return *value->if_string();
  return core::fail(something_else(server, {"it is not the one row that was asked for", "ce n'est pas la seule ligne demandée"}));
}

core::Error told_error(const std::string& server, const std::string& words) {
  const std::string shown = wire::last_words(words, {}, core::limits::foreign_text_bytes_max);
  return {.code = core::Code::server_error,
          .origin = core::Origin::source,
          .stage = "sources/sql",
          .message = {"the server " + server + " said: " + shown, "le serveur " + server + " a répondu : " + shown},
          .remedy = {"look at what it says; the statement stands in the run's evidence",
                     "voyez ce qu'il dit ; l'instruction est dans les preuves de l'exécution"}};
}

}  // namespace recoupe::sources::sql
