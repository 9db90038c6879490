// Our mcp::Client as the official conformance suite wants to see it: the suite starts this program with its server's
// address as last argument and the scenario in the environment; each scenario is what a user of the client would do.
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <string>

#include "mcp/client.hpp"
#include "mcp/http_transport.hpp"
#include "wire/environment.hpp"

namespace recoupe::mcp {
namespace {

using core::Json;
using core::Status;

/// A value of the type that a property's schema asks for.
Json value_for(const Json& schema) {
  if (const Json* given = schema.find("default")) return *given;
  const std::string type = schema.text("type");
  if (type == "integer" || type == "number") return 2;
  if (type == "boolean") return true;
  if (type == "string") return "text";
  return Json::object();
}

Json arguments_for(const Tool& tool) {
  Json arguments = Json::object();
  const Json* properties = tool.input_schema.find("properties");
  if (properties && properties->if_object()) {
    for (const auto& [name, schema] : *properties->if_object()) arguments.set(name, value_for(schema));
  }
  return arguments;
}

/// Fills a form as a person would who leaves everything as it is.
std::optional<Json> accept(const std::string& method, const Json& params) {
  if (method != "elicitation/create") return std::nullopt;
  Json content = Json::object();
  const Json* schema = params.find("requestedSchema");
  const Json* properties = schema ? schema->find("properties") : nullptr;
  if (properties && properties->if_object()) {
    for (const auto& [name, property] : *properties->if_object()) content.set(name, value_for(property));
  }
  return Json::object({{"action", "accept"}, {"content", std::move(content)}});
}

Status list_only(Client& client) {
  RECOUPE_TRY(tools, client.list_tools());
  std::cout << tools.size() << " tools\n";
  return {};
}

Status call_every_tool(Client& client) {
  RECOUPE_TRY(tools, client.list_tools());
  for (const Tool& tool : tools) {
    RECOUPE_TRY(result, client.call_tool(tool.name, arguments_for(tool)));
    std::cout << tool.name << ": " << result.content.dump() << "\n";
  }
  return {};
}

Status use_everything(Client& client) {
  RECOUPE_CHECK(call_every_tool(client));
  RECOUPE_TRY(resources, client.list_resources());
  for (const Resource& resource : resources) RECOUPE_CHECK(client.read_resource(resource.uri));
  return {};
}

/// Makes the calls that the suite's context names.
Status call_as_told(Client& client) {
  RECOUPE_CHECK(list_only(client));
  const auto context = Json::parse(wire::process_variable("MCP_CONFORMANCE_CONTEXT").value_or("{}"));
  const Json* calls = context ? context->find("toolCalls") : nullptr;
  for (const Json& call : calls && calls->if_array() ? *calls->if_array() : core::JsonArray()) {
    RECOUPE_CHECK(client.call_tool(call.text("name"), *call.find("arguments")));
  }
  return {};
}

/// Gives a schema back as it was received.
Status echo_schema(Client& client) {
  RECOUPE_TRY(tools, client.list_tools());
  for (const Tool& tool : tools) {
    if (tool.name == "json_schema_2020_12_tool") {
      RECOUPE_CHECK(client.call_tool("json_schema_echo", Json::object({{"schema", tool.input_schema}})));
    }
  }
  return {};
}

Status run(const std::string& url, const std::string& scenario) {
  const std::map<std::string, std::function<Status(Client&)>> scenarios = {
      {"initialize", list_only},
      {"tools_call", call_every_tool},
      {"elicitation-sep1034-client-defaults", call_every_tool},
      {"sse-retry", call_every_tool},
      {"request-metadata", list_only},
      {"sep-2322-client-request-state", call_every_tool},
      {"http-standard-headers", use_everything},
      {"http-custom-headers", call_as_told},
      {"http-invalid-tool-headers", call_every_tool},
      {"json-schema-ref-no-deref", list_only},
      {"json-schema-2020-12-preservation", echo_schema}};
  const auto found = scenarios.find(scenario);
  if (found == scenarios.end()) {
    return core::fail({.code = core::Code::usage, .stage = "tests", .message = {"unknown scenario " + scenario, "scénario inconnu " + scenario}, .remedy = {}});
  }
  RECOUPE_TRY(client, Client::connect(make_http_transport({.server = "conformance", .url = url}),
                                      {.server = "conformance",
                                       .discover_timeout_ms = core::limits::start_timeout_ms,
                                       .capabilities = Json::object({{"elicitation", Json::object()}}),
                                       .answer = accept}));
  std::cout << client->server_info().name << " " << client->protocol_version() << "\n";
  return found->second(*client);
}

}  // namespace
}  // namespace recoupe::mcp

int main(int argc, char** argv) {
  const auto done = recoupe::mcp::run(argv[argc - 1], recoupe::wire::process_variable("MCP_CONFORMANCE_SCENARIO").value_or(""));
  if (!done) std::cerr << done.error().message.en << "\n";
  return done ? 0 : 1;
}
