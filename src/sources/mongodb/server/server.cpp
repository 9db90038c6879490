#include "sources/mongodb/server/server.hpp"

#include <algorithm>
#include <utility>

#include "sources/mongodb/gate.hpp"
#include "sources/mongodb/server/describe.hpp"
#include "sources/mongodb/server/open_cursors.hpp"
#include "sources/mongodb/server/role.hpp"
#include "sources/mongodb/server/sample.hpp"
#include "sources/mongodb/server/tools.hpp"

namespace recoupe::sources::mongodb {
namespace {

using core::Json;
using core::Result;

constexpr const char* version = "0.1.0";
constexpr const char* instructions =
    "Reads one MongoDB database and never writes. Start with list_collections and describe_collections, then ask with "
    "find or aggregate.";

/// What the tools share. Arguments come here after the gate, which knows their forms.
class Database {
 public:
  explicit Database(Address address) : connections_(std::make_shared<Connections>(std::move(address))) {}

  Result<Json> list(const Json&, const core::Cancel& cancel) {
    RECOUPE_TRY(session, Session::open(connections_, false, cancel));
    return list_collections(*session, cancel);
  }

  Result<Json> describe(const Json& arguments, const core::Cancel& cancel) {
    RECOUPE_TRY(session, Session::open(connections_, false, cancel));
    std::vector<std::string> names;
    if (const Json* asked = arguments.find("collections")) {
      for (const Json& name : *asked->if_array()) names.push_back(*name.if_string());
    } else {
      RECOUPE_TRY(listed, list_collections(*session, cancel));
      for (const Json& item : *listed.find("collections")->if_array()) names.push_back(item.text("name"));
    }
    Json out = Json::array();
    for (const auto& name : names) {
      RECOUPE_TRY(described, describe_collection(*session, name, arguments.text("having"), cancel));
      out.push(std::move(described));
    }
    return Json::object({{"collections", std::move(out)}});
  }

  Result<Json> sample(const Json& arguments, const core::Cancel& cancel) {
    SampleRequest request{.collection = arguments.text("collection"), .paths = {}};
    for (const Json& path : *arguments.find("paths")->if_array()) request.paths.push_back(*path.if_string());
    request.values_max = std::clamp<std::int64_t>(arguments.integer("values_max", sample_values_max), 1, sample_values_max);
    RECOUPE_TRY(session, Session::open(connections_, false, cancel));
    return sample_paths(*session, request, cancel);
  }

  Result<Json> check_role(const Json&, const core::Cancel& cancel) {
    RECOUPE_TRY(session, Session::open(connections_, false, cancel));
    return mongodb::check_role(*session, cancel);
  }

  Result<Json> count(const Json& arguments, const core::Cancel& cancel) {
    const Json* filter = arguments.find("filter");
    RECOUPE_TRY(session, Session::open(connections_, true, cancel));
    RECOUPE_TRY(counted, count_documents(*session, arguments.text("collection"), filter ? *filter : Json::object(), cancel));
    return Json::object({{"count", counted}, {"snapshot", session->snapshot()}});
  }

  Result<Json> find(const Json& arguments, const core::Cancel& cancel) {
    Json command = Json::object({{"find", arguments.text("collection")}});
    for (const char* name : {"filter", "projection", "sort", "limit"})
      if (const Json* given = arguments.find(name)) command.set(name, *given);
    return cursors_.open(connections_, request_of(arguments, std::move(command)), cancel);
  }

  Result<Json> aggregate(const Json& arguments, const core::Cancel& cancel) {
    Json command = Json::object({{"aggregate", arguments.text("collection")}, {"pipeline", *arguments.find("pipeline")}});
    return cursors_.open(connections_, request_of(arguments, std::move(command)), cancel);
  }

  Result<Json> next_page(const Json& arguments, const core::Cancel& cancel) {
    return cursors_.next_page(arguments.text("cursor"), cancel);
  }

  Result<Json> close(const Json& arguments, const core::Cancel&) {
    return Json::object({{"closed", cursors_.close(arguments.text("cursor"))}});
  }

 private:
  static ReadRequest request_of(const Json& arguments, Json command) {
    return {.collection = arguments.text("collection"),
            .command = std::move(command),
            .page_rows = arguments.integer("page_rows", core::limits::page_rows_max),
            .population = arguments.boolean("population")};
  }

  std::shared_ptr<Connections> connections_;
  OpenCursors cursors_;
};

using Method = Result<Json> (Database::*)(const Json& arguments, const core::Cancel& cancel);

mcp::ServedTool served(mcp::Tool tool, const std::shared_ptr<Database>& database, Method method) {
  const std::string name = tool.name;
  return {std::move(tool),
          [name, database, method](const Json& arguments, const mcp::CallContext& context) -> Result<mcp::ToolResult> {
            RECOUPE_CHECK(check_call(name, arguments));
            RECOUPE_TRY(answer, ((*database).*method)(arguments, context.cancel));
            return mcp::structured_result(std::move(answer));
          }};
}

std::string uri_among(const wire::Variables& variables) {
  const auto found = std::ranges::find(variables, "MONGODB_URI", &wire::Variables::value_type::first);
  return found == variables.end() ? std::string() : found->second;
}

}  // namespace

core::Result<std::shared_ptr<const mcp::Server>> make_server(const std::string& uri, const wire::Variables& variables) {
  RECOUPE_TRY(address, read_address(uri.empty() ? uri_among(variables) : uri));
  const auto database = std::make_shared<Database>(std::move(address));
  auto server = std::make_shared<mcp::Server>();
  server->self = {std::string(server_name), version};
  server->instructions = instructions;
  server->tools = {served(list_collections_tool(), database, &Database::list),
                   served(describe_collections_tool(), database, &Database::describe),
                   served(sample_tool(), database, &Database::sample),
                   served(check_role_tool(), database, &Database::check_role),
                   served(count_tool(), database, &Database::count),
                   served(find_tool(), database, &Database::find),
                   served(aggregate_tool(), database, &Database::aggregate),
                   served(next_page_tool(), database, &Database::next_page),
                   served(close_tool(), database, &Database::close)};
  return server;
}

}  // namespace recoupe::sources::mongodb
