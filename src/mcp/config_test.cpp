#include <doctest/doctest.h>

#include "mcp/config.hpp"

namespace recoupe::mcp {
namespace {

std::optional<std::string> lookup(std::string_view name) {
  if (name == "HOST") return "db.example";
  if (name == "EMPTY") return "";
  return std::nullopt;
}

core::Result<Config> parse(std::string_view text) { return parse_config(text, ".mcp.json", lookup); }

}  // namespace

TEST_CASE("entries_are_read_with_their_variables_expanded") {
  const auto config = parse(R"({"mcpServers":{
    "postgres":{"command":"/usr/bin/recoupe","args":["mcp","postgres"],"env":{"POSTGRES_URI":"postgresql://${HOST}/d"}},
    "mongodb":{"command":"recoupe","args":["mcp","mongodb","mongodb://${PORT:-x}:27017/app"]},
    "other":{"command":"npx","args":["-y","$HOST","${EMPTY:-d}","${EMPTY}"]}}})");
  REQUIRE(config.has_value());
  REQUIRE(config->servers.size() == 3);
  const ServerEntry& postgres = config->servers[0];
  CHECK(postgres.own() == OwnServer::postgres);
  CHECK(postgres.own_uri() == "postgresql://db.example/d");
  CHECK(config->find("mongodb")->own() == OwnServer::mongodb);
  CHECK(config->find("mongodb")->own_uri() == "mongodb://x:27017/app");
  const ServerEntry& other = config->servers[2];
  CHECK(!other.own());
  CHECK(other.args == std::vector<std::string>{"-y", "$HOST", "d", ""});
  CHECK(config->find("absent") == nullptr);
}

TEST_CASE("an_unset_variable_is_refused_by_name") {
  const auto config = parse(R"({"mcpServers":{"a":{"command":"x","env":{"K":"${SECRET_KEY}"}}}})");
  REQUIRE(!config.has_value());
  CHECK(config.error().code == core::Code::invalid_config);
  CHECK(config.error().message.en.find("SECRET_KEY") != std::string::npos);
  CHECK(config.error().message.fr.find("mcpServers.a.env.K") != std::string::npos);
}

TEST_CASE("broken_json_is_refused_with_line_and_column") {
  const auto config = parse("{\n  \"mcpServers\": {\n    \"a\": nope\n  }\n}");
  REQUIRE(!config.has_value());
  CHECK(config.error().code == core::Code::invalid_config);
  REQUIRE(config.error().span.has_value());
  CHECK(config.error().span->line == 3);
  CHECK(config.error().message.en.find("line 3") != std::string::npos);
  CHECK(config.error().message.fr.find("ligne 3") != std::string::npos);
}

TEST_CASE("http_entries_are_read_and_said_to_be_out_of_reach") {
  const auto config = parse(R"({"mcpServers":{"h":{"type":"http","url":"https://${HOST}/mcp","headers":{"A":"b"}},"s":{"command":"x"}}})");
  REQUIRE(config.has_value());
  CHECK(config->servers[0].url == "https://db.example/mcp");
  CHECK(config->servers[0].headers.size() == 1);
  CHECK(check_reachable(config->servers[0]).error().code == core::Code::invalid_config);
  CHECK(check_reachable(config->servers[1]).has_value());
}

TEST_CASE("entries_of_the_wrong_form_are_refused_with_their_place") {
  for (const char* text : {R"({})", R"({"mcpServers":[]})", R"({"mcpServers":{"a":1}})", R"({"mcpServers":{"a":{}}})",
                           R"({"mcpServers":{"a":{"command":"x","args":"y"}}})", R"({"mcpServers":{"a":{"command":"x","args":[1]}}})",
                           R"({"mcpServers":{"a":{"command":"x","env":{"A":1}}}})", R"({"mcpServers":{"a":{"type":"odd","command":"x"}}})"}) {
    const auto config = parse(text);
    REQUIRE(!config.has_value());
    CHECK(config.error().code == core::Code::invalid_config);
    CHECK(config.error().message.fr.find(".mcp.json") != std::string::npos);
  }
}

}  // namespace recoupe::mcp
