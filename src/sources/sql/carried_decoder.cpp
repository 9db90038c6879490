#include "sources/sql/carried_decoder.hpp"

#include <utility>

#include "mcp/tool_error.hpp"
#include "sources/sql/carried.hpp"
#include "sources/sql/cells.hpp"
#include "sources/sql/refusals.hpp"
#include "sources/sql/text_cell.hpp"

namespace recoupe::sources::sql {
namespace {

using core::Json;

/// A column whose text the session would write in another way can't be read exactly through this server.
core::Error not_exact(const physical::Fetch& fetch, const SqlColumn& sql, const NeededSetting& needed, const std::string& is) {
  const std::string where = fetch.server + "." + fetch.table->schema + "." + fetch.table->name + "." + sql.name;
  const std::string setting = std::string(needed.name) + " = '" + std::string(needed.wanted) + "'";
  return {.code = core::Code::value_unreadable,
          .origin = core::Origin::source,
          .stage = "sources/sql",
          .message = {where + " (" + sql.native_type + ") can't be read exactly through this server: its text hangs on " +
                          std::string(needed.name) + ", which is '" + is + "' in this session",
                      where + " (" + sql.native_type + ") ne peut être lu exactement par ce serveur : son texte dépend de " +
                          std::string(needed.name) + ", qui vaut '" + is + "' dans cette session"},
          .remedy = {"Leave the column out, or ALTER ROLE … SET " + setting + ", or use `recoupe mcp postgres`.",
                     "Écartez la colonne, ou ALTER ROLE … SET " + setting + ", ou prenez `recoupe mcp postgres`."}};
}

core::Status check_settings(const physical::Fetch& fetch, const std::vector<SqlColumn>& cells, const Json& body) {
  const Json* settings = body.find("settings");
  for (const SqlColumn& column : cells) {
    for (const NeededSetting& needed : text_cell(column).needs) {
      const std::string is = settings ? settings->text(needed.name) : "";
      if (!serves(needed, is)) return core::fail(not_exact(fetch, column, needed, is));
    }
  }
  return {};
}

core::Error changed_meanwhile(const physical::Fetch& fetch) {
  const std::string table = fetch.table->schema + "." + fetch.table->name;
  return {.code = core::Code::server_error,
          .origin = core::Origin::source,
          .stage = "sources/sql",
          .message = {"the database changed while " + table + " was read page by page: it has no key to follow",
                      "la base a changé pendant la lecture de " + table + " page par page : elle n'a pas de clé à suivre"},
          .remedy = {"Run again when less is written, filter to fewer rows, or use `recoupe mcp postgres`, which keeps one snapshot.",
                     "Relancez quand on écrit moins, filtrez davantage, ou prenez `recoupe mcp postgres`, qui garde un seul instantané."},
          .retryable = true};
}

/// Array columns come as the JSON list of their texts.
core::Result<core::JsonArray> cells_of(const std::vector<SqlColumn>& columns, const Json& row, const std::string& server) {
  core::JsonArray cells;
  const auto* given = row.if_array();
  if (!given || given->size() < columns.size()) return cells;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const Json& cell = (*given)[i];
    if (!columns[i].is_array() || !cell.if_string()) {
      cells.push_back(cell);
      continue;
    }
    auto list = Json::parse(*cell.if_string());
    if (!list) {
      return core::fail(unexpected_reply(server, {"an array is no list", "un tableau n'est pas une liste"},
                                         {"please report this with the run's evidence", "merci de le signaler avec les preuves de l'exécution"}));
    }
    cells.push_back(*std::move(list));
  }
  return cells;
}

}  // namespace

core::Result<rows::Decoded> CarriedDecoder::decode(const physical::Fetch& fetch, const mcp::ToolResult& reply) {
  if (reply.is_error) return core::fail(mcp::error_in(reply, fetch.server, tool_.name));
  RECOUPE_TRY(text, tool_.text_in(reply.structured.is_null() ? reply.content : reply.structured, fetch.server));
  RECOUPE_TRY(body, body_of(text, fetch.server));
  if (!body.boolean("same", true)) return core::fail(changed_meanwhile(fetch));
  const RowReader reader(fetch);
  RECOUPE_CHECK(check_settings(fetch, reader.cells(), body));
  rows::Decoded out;
  out.batch = empty_batch(fetch);
  out.population = body.integer("population", -1);
  out.snapshot = body.text("snapshot") + " at " + body.text("opened_at");
  const Json* rows = body.find("rows");
  const core::JsonArray none;
  const core::JsonArray& all = rows && rows->if_array() ? *rows->if_array() : none;
  for (const Json& row : all) {
    RECOUPE_TRY(cells, cells_of(reader.cells(), row, fetch.server));
    RECOUPE_CHECK(reader.append(out, cells));
  }
  out.complete = static_cast<std::int64_t>(all.size()) == body.integer("found", -1);
  return out;
}

}  // namespace recoupe::sources::sql
