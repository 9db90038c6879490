#include <doctest/doctest.h>

#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "mcp/client.hpp"
#include "mcp/stdio_transport.hpp"

namespace recoupe::mcp {
namespace {

using core::Json;

core::Result<std::unique_ptr<Client>> connect_to(const std::string& script, wire::Variables variables = {},
                                                 std::vector<std::string> more = {}) {
  StdioOptions options;
  options.server = "theirs";
  options.command = {"sh", {"-c", script, "sh"}, std::move(variables)};
  options.command.args.insert(options.command.args.end(), more.begin(), more.end());
  options.stop_timeout_ms = 900;
  return Client::connect(make_stdio_transport(std::move(options)),
                         {.server = "theirs", .start_timeout_ms = 2'000, .discover_timeout_ms = 300});
}

// Answers discover with an error, initialize, and every later request with the same tool result.
constexpr const char* legacy_server = R"(
read -r a; echo '{"jsonrpc":"2.0","id":1,"error":{"code":-32000,"message":"what?"}}'
read -r a; echo '{"jsonrpc":"2.0","id":2,"result":{"protocolVersion":"2025-06-18","capabilities":{},"serverInfo":{"name":"old","version":"3"}}}'
read -r a
n=3
while read -r a; do
  echo 'a banner in the way'
  echo "{\"jsonrpc\":\"2.0\",\"id\":$n,\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"hi\"}]}}"
  n=$((n+1))
done)";

bool is_gone(pid_t pid) {
  for (int i = 0; i < 200; ++i) {
    if (::kill(pid, 0) != 0) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

}  // namespace

TEST_CASE("a_server_that_refuses_discover_is_spoken_to_in_the_legacy_era") {
  auto client = connect_to(legacy_server);
  REQUIRE_MESSAGE(client.has_value(), (client ? "" : client.error().message.en));
  CHECK((*client)->protocol_version() == "2025-06-18");
  CHECK((*client)->server_info().name == "old");
  const auto result = (*client)->call_tool("any", Json::object());
  REQUIRE(result.has_value());
  CHECK((*result->content.if_array())[0].text("text") == "hi");
}

TEST_CASE("a_server_that_says_nothing_to_discover_is_asked_to_initialize") {
  auto client = connect_to(R"(read -r a; read -r a
echo '{"jsonrpc":"2.0","id":2,"result":{"protocolVersion":"2024-11-05","capabilities":{},"serverInfo":{"name":"slow","version":"1"}}}'
read -r a; read -r a)");
  REQUIRE_MESSAGE(client.has_value(), (client ? "" : client.error().message.en));
  CHECK((*client)->protocol_version() == "2024-11-05");
}

TEST_CASE("a_program_that_is_not_there_is_unreachable") {
  StdioOptions options;
  options.server = "theirs";
  options.command.program = "/no/such/program";
  const auto client = Client::connect(make_stdio_transport(std::move(options)), {.server = "theirs"});
  REQUIRE(!client.has_value());
  CHECK(client.error().code == core::Code::unreachable);
  CHECK(client.error().message.fr.find("theirs") != std::string::npos);
}

TEST_CASE("the_last_words_of_a_server_that_exits_are_told_without_its_secrets") {
  const auto client = connect_to("echo \"cannot reach $POSTGRES_URI with $API_TOKEN\" >&2; exit 3",
                                 {{"POSTGRES_URI", "postgresql://u:hunter2secret@h/d"}, {"API_TOKEN", "tok-1234567"}});
  REQUIRE(!client.has_value());
  CHECK(client.error().code == core::Code::server_exited);
  CHECK(client.error().message.en.find("cannot reach") != std::string::npos);
  CHECK(client.error().message.en.find("exit code 3") != std::string::npos);
  CHECK(client.error().message.en.find("hunter2secret") == std::string::npos);
  CHECK(client.error().message.fr.find("tok-1234567") == std::string::npos);
}

TEST_CASE("a_server_killed_during_a_call_gives_a_bounded_error") {
  auto client = connect_to(std::string(legacy_server).replace(std::string(legacy_server).find("while"), std::string::npos,
                                                              "read -r a; kill -9 $$"));
  REQUIRE(client.has_value());
  const auto result = (*client)->call_tool("any", Json::object());
  REQUIRE(!result.has_value());
  CHECK(result.error().code == core::Code::server_exited);
}

TEST_CASE("a_child_gets_a_short_environment_and_what_its_entry_gives") {
  ::setenv("RECOUPE_TEST_CANARY", "canary", 1);
  const auto client = connect_to("env >&2; exit 1", {{"GIVEN", "yes"}});
  ::unsetenv("RECOUPE_TEST_CANARY");
  REQUIRE(!client.has_value());
  CHECK(client.error().message.en.find("GIVEN=yes") != std::string::npos);
  CHECK(client.error().message.en.find("canary") == std::string::npos);
}

TEST_CASE("nothing_of_a_server_stays_behind_its_grandchildren_included") {
  const std::string file = "/tmp/recoupe_stdio_test_" + std::to_string(::getpid());
  auto client = connect_to("sleep 300 & echo $! > \"$1\"\n" + std::string(legacy_server), {}, {file});
  REQUIRE(client.has_value());
  pid_t grandchild = 0;
  std::ifstream(file) >> grandchild;
  REQUIRE(grandchild > 0);
  client->reset();
  CHECK(is_gone(grandchild));
  ::unlink(file.c_str());
}

TEST_CASE("a_server_that_ignores_the_end_and_sigterm_is_killed") {
  const auto begin = std::chrono::steady_clock::now();
  auto client = connect_to("trap '' TERM\n" + std::string(legacy_server) + "\nwhile :; do sleep 0.1; done");
  REQUIRE(client.has_value());
  client->reset();
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(5));
}

}  // namespace recoupe::mcp
