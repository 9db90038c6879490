// A database of its own for one test, on the server that MONGODB_URI names, dropped at the end. Included by tests only.
#pragma once

#include <mongoc/mongoc.h>

#include <doctest/doctest.h>

#include <cstdlib>
#include <memory>
#include <string>

#include "core/hash.hpp"
#include "mcp/client.hpp"
#include "mcp/in_process_transport.hpp"
#include "mcp/tool_error.hpp"
#include "sources/mongodb/server/bson_json.hpp"
#include "sources/mongodb/server/server.hpp"

namespace recoupe::sources::mongodb {

class ScratchDatabase {
 public:
  /// Makes one, or says that the test is skipped and gives nullptr where MONGODB_URI is not set.
  static std::unique_ptr<ScratchDatabase> make() {
    const char* uri = std::getenv("MONGODB_URI");
    if (uri != nullptr && *uri != '\0') return std::unique_ptr<ScratchDatabase>(new ScratchDatabase(uri));
    MESSAGE("skipped: MONGODB_URI is not set");
    return nullptr;
  }

  ~ScratchDatabase() {
    mongoc_database_t* database = mongoc_client_get_database(client_, name_.c_str());
    mongoc_database_drop(database, nullptr);
    mongoc_database_destroy(database);
    mongoc_client_destroy(client_);
  }

  [[nodiscard]] const std::string& uri() const { return uri_; }
  [[nodiscard]] const std::string& name() const { return name_; }

  static core::Json json(std::string_view text) {
    auto parsed = core::Json::parse(text);
    REQUIRE(parsed.has_value());
    return *std::move(parsed);
  }

  /// Runs any command, writes included.
  core::Json run(std::string_view command) const {
    auto bson = bson_of(json(command));
    REQUIRE(bson.has_value());
    bson_t reply;
    bson_error_t error{};
    const bool ok = mongoc_client_command_simple(client_, name_.c_str(), bson->get(), nullptr, &reply, &error);
    const std::string words = static_cast<const char*>(error.message);
    CHECK_MESSAGE(ok, words);
    auto out = json_of(reply);
    bson_destroy(&reply);
    return out ? out->json : core::Json();
  }

  /// Connects a client to a server of ours that reads this database.
  [[nodiscard]] std::unique_ptr<mcp::Client> connect() const {
    auto server = make_server(uri_, {});
    REQUIRE(server.has_value());
    auto client = mcp::Client::connect(mcp::make_in_process_transport("mongodb", *server), {.server = "mongodb", .cancel = {}});
    REQUIRE(client.has_value());
    return *std::move(client);
  }

 private:
  explicit ScratchDatabase(const std::string& given) : name_("recoupe_test_" + core::hex(core::random_bytes(6))) {
    mongoc_init();
    client_ = mongoc_client_new(given.c_str());
    REQUIRE(client_ != nullptr);
    const auto authority = given.find("://") + 3;
    const auto path = given.find_first_of("/?", authority);
    const auto options = given.find('?', authority);
    uri_ = given.substr(0, path) + "/" + name_ + (options == std::string::npos ? "" : given.substr(options));
    const bool has_user = given.substr(0, path).find('@') != std::string::npos;
    if (has_user && given.find("authSource") == std::string::npos)
      uri_ += std::string(options == std::string::npos ? "?" : "&") + "authSource=admin";
  }

  std::string name_;
  std::string uri_;
  mongoc_client_t* client_ = nullptr;
};

/// Calls a tool that is expected to answer.
inline core::Json answer(mcp::Client& client, const std::string& tool, std::string_view arguments) {
  auto reply = client.call_tool(tool, ScratchDatabase::json(arguments));
  REQUIRE(reply.has_value());
  const std::string words = reply->is_error ? mcp::error_in(*reply, "mongodb", tool).message.en : std::string();
  REQUIRE_MESSAGE(!reply->is_error, words);
  return reply->structured;
}

/// Calls a tool that is expected to refuse.
inline core::Error refusal(mcp::Client& client, const std::string& tool, std::string_view arguments) {
  auto reply = client.call_tool(tool, ScratchDatabase::json(arguments));
  REQUIRE(reply.has_value());
  REQUIRE(reply->is_error);
  return mcp::error_in(*reply, "mongodb", tool);
}

}  // namespace recoupe::sources::mongodb
