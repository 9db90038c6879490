#include "sources/postgres/decoder.hpp"

#include <utility>

#include "mcp/tool_error.hpp"
#include "sources/postgres/refusals.hpp"
#include "sources/postgres/tool_names.hpp"
#include "sources/sql/cells.hpp"

namespace recoupe::sources::postgres {
namespace {

using core::Json;

std::string snapshot_name(const Json* snapshot) {
  if (!snapshot || !snapshot->if_object()) return {};
  return snapshot->text("snapshot") + " at " + snapshot->text("wal_lsn") + ", " + snapshot->text("opened_at");
}

}  // namespace

core::Result<rows::Decoded> Decoder::decode(const physical::Fetch& fetch, const mcp::ToolResult& reply) {
  if (reply.is_error) return core::fail(mcp::error_in(reply, fetch.server, std::string(tool::query)));
  const Json* rows = reply.structured.find("rows");
  const Json* complete = reply.structured.find("complete");
  if (!rows || !rows->if_array() || !complete || !complete->if_bool()) {
    return core::fail(unexpected_reply(fetch.server, {"it holds no rows", "elle ne contient pas de lignes"}));
  }
  rows::Decoded out;
  out.complete = *complete->if_bool();
  out.population = reply.structured.integer("population", -1);
  out.snapshot = snapshot_name(reply.structured.find("snapshot"));
  out.batch = sql::empty_batch(fetch);
  const sql::RowReader reader(fetch);
  const core::JsonArray no_cells;
  for (const Json& row : *rows->if_array()) {
    RECOUPE_CHECK(reader.append(out, row.if_array() ? *row.if_array() : no_cells));
  }
  return out;
}

}  // namespace recoupe::sources::postgres
