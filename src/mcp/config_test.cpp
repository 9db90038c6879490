#include <doctest/doctest.h>

#include <unistd.h>

#include <fstream>

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

TEST_CASE("windsurf_says_serverUrl") {
  const auto config = parse(R"({"mcpServers":{"w":{"type":"sse","serverUrl":"http://h/sse"}}})");
  REQUIRE(config.has_value());
  CHECK(config->servers.front().url == "http://h/sse");
  CHECK(config->servers.front().kind == EntryKind::sse);
}

TEST_CASE("http_entries_are_read_and_checked") {
  const auto config = parse(R"({"mcpServers":{"h":{"type":"http","url":"https://${HOST}/mcp","headers":{"A":"Bearer ${TOKEN:-t}"}},
    "s":{"command":"x"},"bare":{"url":"http://h"},"stream":{"type":"streamable-http","url":"http://h"},"old":{"type":"sse","url":"http://h"},
    "file":{"type":"http","url":"file:///etc/passwd"},"split":{"url":"http://h","headers":{"A":"b\r\nHost: evil"}}}})");
  REQUIRE(config.has_value());
  CHECK(config->servers[0].url == "https://db.example/mcp");
  CHECK(config->servers[0].headers == wire::Variables{{"A", "Bearer t"}});
  CHECK(config->find("bare")->kind == EntryKind::http);
  CHECK(config->find("stream")->kind == EntryKind::http);
  CHECK(config->find("old")->kind == EntryKind::sse);
  for (const char* name : {"h", "s", "bare", "stream", "old"}) CHECK(check_reachable(*config->find(name)).has_value());
  for (const char* name : {"file", "split"}) {
    const auto checked = check_reachable(*config->find(name));
    REQUIRE(!checked.has_value());
    CHECK(checked.error().code == core::Code::invalid_config);
    CHECK(checked.error().message.en.find("evil") == std::string::npos);
  }
}

TEST_CASE("the_form_of_vs_code_is_read_with_inputs_workspace_and_a_file_of_variables") {
  const std::filesystem::path folder = std::filesystem::temp_directory_path() / ("recoupe_config_" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "extra.env") << "A=file\nB=file\n";
  const auto with_input = [](std::string_view name) -> std::optional<std::string> {
    return name == "INPUT_API_KEY" ? std::optional<std::string>("k-123") : lookup(name);
  };
  const auto config = parse_config(R"({"inputs":[{"id":"api-key","type":"promptString","password":true},{"id":"mode","type":"pickString","default":"ro"}],
    "servers":{"a":{"type":"stdio","command":"${workspaceFolder}/run","args":["--mode=${input:mode}","${env:HOST}"],"envFile":"${workspaceFolder}/extra.env",
    "env":{"B":"entry"}},"b":{"type":"http","url":"https://h","headers":{"K":"${input:api-key}"}}}})", "mcp.json", with_input, folder);
  REQUIRE_MESSAGE(config.has_value(), (config ? "" : config.error().message.en));
  CHECK(config->servers[0].command == folder.string() + "/run");
  CHECK(config->servers[0].args == std::vector<std::string>{"--mode=ro", "db.example"});
  CHECK(config->servers[0].env == wire::Variables{{"A", "file"}, {"B", "entry"}});
  CHECK(config->servers[1].headers == wire::Variables{{"K", "k-123"}});
  const auto unasked = parse_config(R"({"servers":{"b":{"url":"https://h","headers":{"K":"${input:api-key}"}}}})", "mcp.json", lookup, folder);
  REQUIRE(!unasked.has_value());
  CHECK(unasked.error().code == core::Code::invalid_config);
  CHECK(unasked.error().remedy.en.find("INPUT_API_KEY") != std::string::npos);
  const auto absent = parse_config(R"({"servers":{"a":{"command":"x","envFile":"no.env"}}})", "mcp.json", lookup, folder);
  REQUIRE(!absent.has_value());
  CHECK(absent.error().message.en.find("servers.a.envFile") != std::string::npos);
  std::filesystem::remove_all(folder);
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
