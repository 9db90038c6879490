#include "sources/mongodb_mcp_server/forms.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/limits.hpp"
#include "mcp/tool_error.hpp"
#include "sources/mql/page_errors.hpp"

namespace recoupe::sources::mongodb_mcp_server {
namespace {

using core::Json;
using mql::Argument;

// Its own limit is 100 documents unless its configuration raises it; what it cuts is continued.
constexpr std::int64_t page_documents = 2'000;
constexpr std::string_view connection_id = "preconfigured";  // the connection string that it was started with

constexpr Argument connection = {"connectionId", mql::check_text, true};
constexpr Argument database = {"database", mql::check_text, true};
constexpr Argument collection_ = {"collection", mql::check_collection, true};

constexpr auto read_tools = std::to_array<mql::ReadTool>({
    {"aggregate",
     {connection, database, collection_, Argument{"pipeline", mql::check_made_pipeline, true},
      Argument{"responseBytesLimit", mql::check_count}}},
    {"count", {connection, database, collection_}},
    {"list-databases", {connection}},
    {"list-collections", {connection, database}},
});

constexpr auto untold = std::to_array<std::string_view>({"javascriptWithScope", "dbPointer"});
constexpr auto own_databases = std::to_array<std::string_view>({"admin", "config", "local"});

core::Result<core::JsonArray> list(mcp::Client& client, const std::string& tool, Json arguments, const char* name, const core::Cancel& cancel) {
  RECOUPE_CHECK(mql::check_call(read_tools, tool, arguments));
  RECOUPE_TRY(reply, client.call_tool(tool, std::move(arguments), {.cancel = cancel, .on_progress = {}}));
  if (reply.is_error) return core::fail(mcp::error_in(reply, client.server(), tool));
  const Json* items = reply.structured.find(name);
  if (items == nullptr || items->if_array() == nullptr) return core::fail(mql::not_a_page(client.server()));
  return *items->if_array();
}

}  // namespace

Json Forms::place(const mql::Collection& collection) const {
  return Json::object({{"connectionId", connection_id},
                       {"database", database_.empty() ? collection.database : database_},
                       {"collection", collection.name}});
}

std::span<const mql::ReadTool> Forms::tools() const { return read_tools; }

mql::Invocation Forms::aggregate(const mql::Collection& collection, Json pipeline) const {
  Json arguments = place(collection);
  arguments.set("pipeline", std::move(pipeline));
  arguments.set("responseBytesLimit", core::limits::page_bytes_max);
  return {"aggregate", std::move(arguments)};
}

mql::Invocation Forms::count(const mql::Collection& collection) const { return {"count", place(collection)}; }

core::Result<std::vector<mql::Collection>> Forms::collections(mcp::Client& client, const core::Cancel& cancel) const {
  std::vector<std::string> databases;
  if (database_.empty()) {
    RECOUPE_TRY(found, list(client, "list-databases", Json::object({{"connectionId", connection_id}}), "databases", cancel));
    for (const Json& item : found) databases.push_back(item.text("name"));
    std::erase_if(databases, [](const std::string& name) { return std::ranges::find(own_databases, name) != own_databases.end(); });
    std::ranges::sort(databases);
  } else {
    databases.push_back(database_);
  }
  std::vector<mql::Collection> out;
  for (const std::string& name : databases) {
    RECOUPE_TRY(found, list(client, "list-collections", Json::object({{"connectionId", connection_id}, {"database", name}}), "collections", cancel));
    std::ranges::sort(found, {}, [](const Json& item) { return item.text("name"); });
    for (const Json& item : found) out.push_back({database_.empty() ? name : std::string(), item.text("name")});
  }
  return out;
}

std::optional<mql::Page> Forms::page_in(const Json& reply) const {
  const Json* documents = reply.find("documents");
  const Json* limits = reply.find("appliedLimits");
  if (documents == nullptr || documents->if_array() == nullptr || limits == nullptr || limits->if_array() == nullptr) return std::nullopt;
  mql::Page page{.documents = *documents->if_array(), .total = {}};
  if (const Json* count = reply.find("count")) page.total = count->as_int64();  // "indeterminate": not known
  page.capped = !limits->if_array()->empty();
  return page;
}

std::optional<std::int64_t> Forms::count_in(const Json& reply) const {
  const Json* count = reply.find("documents") == nullptr ? reply.find("count") : nullptr;
  return count == nullptr ? std::nullopt : count->as_int64();
}

std::optional<Json> Forms::filter(const Json& filter, const catalog::Table&) const { return filter; }
std::optional<Json> Forms::constant(const Json& value) const { return Json::object({{"$literal", value}}); }
std::int64_t Forms::page_rows() const { return page_documents; }
std::span<const std::string_view> Forms::untold_types() const { return untold; }

}  // namespace recoupe::sources::mongodb_mcp_server
