#include "sources/mongodb/decoder.hpp"

#include <utility>

#include "mcp/tool_error.hpp"
#include "sources/mongodb/cell.hpp"
#include "sources/mongodb/path_value.hpp"
#include "sources/mongodb/source_error.hpp"
#include "sources/mongodb/tool_names.hpp"

namespace recoupe::sources::mongodb {
namespace {

using core::Json;

core::Error not_a_page(const std::string& server) {
  return source_error(core::Code::server_protocol, core::Origin::source,
                      {"The server \"" + server + "\" did not answer with documents.",
                       "Le serveur « " + server + " » n'a pas répondu par des documents."},
                      {"Check its version.", "Vérifiez sa version."});
}

/// Whether each column's path goes through an array in some document: then it is one in every document.
std::vector<bool> crossing_columns(const physical::Fetch& fetch) {
  std::vector<bool> crossing;
  for (const auto& column : fetch.columns) {
    const catalog::Field* field = fetch.table == nullptr ? nullptr : fetch.table->find(column.path);
    crossing.push_back(field != nullptr && field->crosses_array);
  }
  return crossing;
}

bool append(rows::Column& column, const Json& document, const catalog::FieldPath& path, bool crosses) {
  Found found = find_path(document, path);
  if (found.many) return append_cell(column, Json(*std::move(found.many)));
  if (found.value == nullptr) {
    column.append_missing();
    return true;
  }
  const bool alone = crosses && column.type.kind == core::Kind::array;
  return append_cell(column, alone ? Json::array({*found.value}) : *found.value);
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

  rows::Decoded out;
  out.complete = *complete->if_bool();
  out.unreadable = reply.structured.integer("unreadable");
  out.population = reply.structured.integer("population", -1);
  out.snapshot = snapshot_name(reply.structured.find("snapshot"));
  for (const auto& column : fetch.columns)
    out.batch.columns.push_back(rows::make_column(catalog::text_of(column.path), column.type));
  const std::vector<bool> crossing = crossing_columns(fetch);
  std::size_t rows = 0;
  for (const Json& document : *documents->if_array()) {
    bool readable = true;
    for (std::size_t i = 0; i < fetch.columns.size() && readable; ++i)
      readable = append(out.batch.columns[i], document, fetch.columns[i].path, crossing[i]);
    if (readable) {
      ++rows;
      continue;
    }
    ++out.unreadable;
    for (auto& column : out.batch.columns)
      if (column.size() > rows || column.type.kind == core::Kind::array) cut_to(column, rows);
  }
  if (fetch.columns.empty()) out.batch.rows_without_columns = rows;
  return out;
}

}  // namespace recoupe::sources::mongodb
