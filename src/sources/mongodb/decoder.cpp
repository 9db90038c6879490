#include "sources/mongodb/decoder.hpp"

#include "mcp/tool_error.hpp"
#include "sources/mql/documents.hpp"
#include "sources/mql/source_error.hpp"
#include "sources/mongodb/tool_names.hpp"

namespace recoupe::sources::mongodb {
namespace {

using core::Json;

core::Error not_a_page(const std::string& server) {
  return mql::source_error(core::Code::server_protocol, core::Origin::source,
                      {"The server \"" + server + "\" did not answer with documents.",
                       "Le serveur « " + server + " » n'a pas répondu par des documents."},
                      {"Check its version.", "Vérifiez sa version."});
}

/// Names what was seen in one word: "snapshot rs0@1795593741:2005".
std::string snapshot_name(const Json* snapshot) {
  if (snapshot == nullptr) return {};
  const std::string where = snapshot->text("replica_set", snapshot->text("host"));
  return snapshot->text("consistency") + " " + where + "@" + snapshot->text("cluster_time", snapshot->text("opened_at"));
}

}  // namespace

core::Result<rows::Decoded> Decoder::decode(const physical::Fetch& fetch, const mcp::ToolResult& reply) {
  if (reply.is_error) return core::fail(mcp::error_in(reply, fetch.server, std::string(tool::find)));
  const Json* documents = reply.structured.find("documents");
  const Json* complete = reply.structured.find("complete");
  const bool is_page = documents != nullptr && documents->if_array() != nullptr && complete != nullptr && complete->if_bool() != nullptr;
  if (!is_page) return core::fail(not_a_page(fetch.server));

  rows::Decoded out = mql::columns_of(fetch, *documents->if_array());
  out.complete = *complete->if_bool();
  out.unreadable += reply.structured.integer("unreadable");
  out.population = reply.structured.integer("population", -1);
  out.snapshot = snapshot_name(reply.structured.find("snapshot"));
  return out;
}

}  // namespace recoupe::sources::mongodb
