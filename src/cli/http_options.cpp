#include "cli/http_options.hpp"

#include <charconv>
#include <iostream>
#include <optional>
#include <utility>

#include "wire/environment.hpp"
#include "wire/http_guard.hpp"

namespace recoupe::cli {
namespace {

constexpr const char* token_variable = "RECOUPE_MCP_TOKEN";

core::Error usage(core::Bilingual message, core::Bilingual remedy) {
  return {.code = core::Code::usage, .origin = core::Origin::user, .stage = "cli", .message = std::move(message), .remedy = std::move(remedy)};
}

/// Reads HOST:PORT, or a port alone.
core::Result<std::pair<std::string, std::uint16_t>> place_of(const std::string& address) {
  const std::size_t colon = address.rfind(':');
  const std::string host = colon == std::string::npos ? "127.0.0.1" : address.substr(0, colon);
  const std::string number = colon == std::string::npos ? address : address.substr(colon + 1);
  std::uint16_t port = 0;
  const auto [end, failure] = std::from_chars(number.data(), number.data() + number.size(), port);
  if (host.empty() || number.empty() || failure != std::errc() || end != number.data() + number.size()) {
    return core::fail(usage({address + " is not HOST:PORT", address + " n'est pas HÔTE:PORT"},
                            {"write 127.0.0.1:8765, or 127.0.0.1:0 for a free port",
                             "écrivez 127.0.0.1:8765, ou 127.0.0.1:0 pour un port libre"}));
  }
  return std::pair(host, port);
}

/// Gives the token of the environment; nothing: one is to be made up.
core::Result<std::optional<std::string>> token_of(const HttpOptions& http) {
  const std::string name = http.token_env.empty() ? token_variable : http.token_env;
  auto value = wire::process_variable(name);
  if (value && !value->empty()) return value;
  if (http.token_env.empty() && !http.allow_remote) return std::nullopt;
  return core::fail(usage({"the variable " + name + ", which should hold the token, is not set",
                           "la variable " + name + ", qui devrait contenir le jeton, n'est pas définie"},
                          {"set it to a long random text, such as `openssl rand -hex 32` gives",
                           "donnez-lui un long texte aléatoire, comme celui de `openssl rand -hex 32`"}));
}

core::Result<int> serve(const HttpOptions& http, mcp::ServerFactory make) {
  RECOUPE_TRY(place, place_of(http.address));
  RECOUPE_TRY(given, token_of(http));
  const std::string token = given.value_or(wire::random_token());
  RECOUPE_TRY(service, mcp::HttpService::listen(std::move(make), {.host = place.first,
                                                                  .port = place.second,
                                                                  .token = token,
                                                                  .allow_remote = http.allow_remote,
                                                                  .hosts = http.hosts}));
  std::cerr << "recoupe mcp: " << service->url() << "\n";
  if (!given) std::cerr << "Authorization: Bearer " << token << "\n";
  std::cerr.flush();
  service->serve(interrupt());
  return 0;
}

}  // namespace

void add_http_options(CLI::App& command, HttpOptions& options) {
  command.add_option("--http", options.address, "Serve over HTTP at HOST:PORT instead of stdio");
  command.add_option("--token-env", options.token_env, "The variable that holds the token clients must show (RECOUPE_MCP_TOKEN)");
  command.add_flag("--allow-remote", options.allow_remote, "Let other machines in; a token must be set");
  command.add_option("--allow-host", options.hosts, "A name under which other machines know this one");
}

int serve_http(const Options& options, const HttpOptions& http, mcp::ServerFactory make) {
  listen_for_interrupt();
  const auto code = serve(http, std::move(make));
  return code ? *code : fail(options, code.error());
}

}  // namespace recoupe::cli
