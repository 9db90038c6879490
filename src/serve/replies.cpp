#include "serve/replies.hpp"

#include <algorithm>
#include <utility>

#include "mcp/server.hpp"

namespace recoupe::serve {

namespace {

using core::Json;

Json text_item(std::string words) { return Json::array({Json::object({{"type", "text"}, {"text", std::move(words)}})}); }

void cut_statements(render::Report& report) {
  for (execute::CallRecord& call : report.calls) {
    if (call.statement.size() <= statement_bytes_max) continue;
    std::size_t end = statement_bytes_max;
    while (end > 0 && (static_cast<unsigned char>(call.statement[end]) & 0xC0) == 0x80) --end;  // a character stays whole
    call.statement.resize(end);
    call.statement += "…";
  }
}

Json* member(Json& object, std::string_view key) { return const_cast<Json*>(std::as_const(object).find(key)); }

template <class Keep>
void keep_if(Json& object, std::string_view key, Keep keep) {
  if (Json* list = member(object, key); list != nullptr && list->if_array()) {
    std::erase_if(*list->if_array(), [&](const Json& item) { return !keep(item); });
  }
}

bool is_wanted(const Json& table, const std::string& name) {
  return name.empty() || table.text("name") == name || table.text("schema") + "." + table.text("name") == name;
}

/// Keeps the wanted servers and tables, and the relations that touch them; gives whether any is left.
bool narrow(Json& catalog, const CatalogWish& wish) {
  keep_if(catalog, "sources", [&](const Json& source) { return wish.server.empty() || source.text("server") == wish.server; });
  for (Json& source : *member(catalog, "sources")->if_array())
    keep_if(source, "tables", [&](const Json& table) { return is_wanted(table, wish.table); });
  if (!wish.table.empty())
    keep_if(catalog, "sources", [](const Json& source) { return !source.find("tables")->if_array()->empty(); });
  keep_if(catalog, "relations", [&](const Json& relation) {
    return std::ranges::any_of(std::array{relation.find("left"), relation.find("right")}, [&](const Json* side) {
      const Json as_table = Json::object({{"schema", side->text("schema")}, {"name", side->text("table")}});
      return (wish.server.empty() || side->text("server") == wish.server) && is_wanted(as_table, wish.table);
    });
  });
  return !member(catalog, "sources")->if_array()->empty();
}

void leave_out_fields(Json& catalog) {
  for (Json& source : *member(catalog, "sources")->if_array())
    for (Json& table : *member(source, "tables")->if_array())
      std::erase_if(*table.if_object(), [](const core::JsonMember& each) { return each.first == "fields" || each.first == "keys"; });
}

core::Error nothing_called(const CatalogWish& wish) {
  const std::string name = wish.server.empty() ? wish.table : wish.server + (wish.table.empty() ? "" : "." + wish.table);
  return {.code = core::Code::unknown_name,
          .origin = core::Origin::user,
          .stage = "serve",
          .message = {"The catalog has nothing called " + name + ".", "Le catalogue n'a rien qui s'appelle " + name + "."},
          .remedy = {"Call catalog without server and table to see all names.",
                     "Appelez catalog sans server ni table pour voir tous les noms."}};
}

}  // namespace

mcp::ToolResult reply_of(const render::Report& report, std::int64_t rows) {
  render::Report shown = report;
  cut_statements(shown);
  mcp::ToolResult result = mcp::structured_result(render::to_json(shown, rows));
  while (rows > 0 && result.structured.dump().size() > reply_bytes_max) {
    rows /= 2;
    result.structured = render::to_json(shown, rows);
  }
  result.is_error = report.error && report.status != render::Status::clarify;
  if (result.is_error)
    result.content = text_item(report.error->message.in(report.language) + "\n→ " + report.error->remedy.in(report.language));
  return result;
}

mcp::ToolResult reply_of(const core::Error& error, core::Language language) {
  mcp::ToolResult result = mcp::structured_result(Json::object({{"error", render::to_json(error, language)}}));
  result.is_error = true;
  result.content = text_item(error.message.in(language) + "\n→ " + error.remedy.in(language));
  return result;
}

core::Result<mcp::ToolResult> reply_of(const catalog::Snapshot& snapshot, const CatalogWish& wish) {
  Json catalog = catalog::to_json(snapshot.catalog);
  if (!narrow(catalog, wish)) return core::fail(nothing_called(wish));
  Json reply = Json::object({{"digest", snapshot.digest}, {"read_at", core::text_of(snapshot.read_at)}});
  const bool is_long = catalog.dump().size() > reply_bytes_max;
  if (is_long) leave_out_fields(catalog);
  reply.set("sources", std::move(*member(catalog, "sources")));
  reply.set("relations", is_long ? Json::array() : std::move(*member(catalog, "relations")));
  reply.set("fields_left_out", is_long);
  return mcp::structured_result(std::move(reply));
}

}  // namespace recoupe::serve
