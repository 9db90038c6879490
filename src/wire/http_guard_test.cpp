#include <doctest/doctest.h>

#include "wire/http_guard.hpp"

namespace recoupe::wire {
namespace {

std::optional<int> asked(const HttpGuard& guard, HttpHeaders headers) {
  HttpRequest request;
  request.headers = std::move(headers);
  return guard.refusal_of(request);
}

const std::pair<std::string, std::string> key = {"Authorization", "Bearer secret-token-123"};

}  // namespace

TEST_CASE("a_request_for_this_machine_with_the_token_is_let_in") {
  const HttpGuard guard{.token = "secret-token-123"};
  for (const char* host : {"127.0.0.1:8000", "localhost:8000", "LOCALHOST", "[::1]:8000"}) CHECK(!asked(guard, {{"Host", host}, key}));
  CHECK(!asked(guard, {{"Host", "localhost:80"}, {"Origin", "http://localhost"}, key}));
  CHECK(!asked(guard, {{"Host", "localhost:8000"}, {"Origin", "https://localhost:8000"}, key}));  // TLS ended before us
  CHECK(!asked(guard, {{"host", "localhost:8000"}, {"origin", "http://localhost:8000"}, {"authorization", "bearer secret-token-123"}}));
}

TEST_CASE("a_foreign_host_or_origin_is_forbidden_whatever_the_token") {
  const HttpGuard guard{.token = "secret-token-123"};
  for (const char* host : {"evil.example", "evil.example:8000", "127.0.0.1.evil.example", "10.0.0.1", "", "localhost@evil", "localhost/x", "[::1"}) {
    CHECK_MESSAGE(asked(guard, {{"Host", host}, key}) == 403, host);
  }
  CHECK(asked(guard, {key}) == 403);
  CHECK(asked(guard, {{"Host", "localhost"}, {"Host", "evil"}, key}) == 403);
  for (const char* origin : {"https://evil.example", "null", "", "http://localhost:9999", "file://", "http://localhost:8000.evil"}) {
    CHECK_MESSAGE(asked(guard, {{"Host", "localhost:8000"}, {"Origin", origin}, key}) == 403, origin);
  }
}

TEST_CASE("a_request_without_the_right_token_is_unauthorized") {
  const HttpGuard guard{.token = "secret-token-123"};
  for (const char* value : {"Bearer secret-token-12", "Bearer secret-token-1234", "Bearer ", "Basic secret-token-123", "secret-token-123", ""}) {
    CHECK_MESSAGE(asked(guard, {{"Host", "localhost"}, {"Authorization", value}}) == 401, value);
  }
  CHECK(asked(guard, {{"Host", "localhost"}}) == 401);
  CHECK(asked(guard, {{"Host", "localhost"}, key, key}) == 401);
}

TEST_CASE("a_server_for_others_takes_addresses_and_the_names_it_was_given") {
  const HttpGuard guard{.token = "secret-token-123", .allows_addresses = true, .hosts = {"db.example"}};
  CHECK(!asked(guard, {{"Host", "10.0.0.1:8000"}, key}));
  CHECK(!asked(guard, {{"Host", "[fe80::1]"}, key}));
  CHECK(!asked(guard, {{"Host", "DB.example"}, key}));
  CHECK(asked(guard, {{"Host", "evil.example"}, key}) == 403);
}

TEST_CASE("tokens_made_at_random_differ") {
  CHECK(random_token() != random_token());
  CHECK(random_token().size() == 64);
}

}  // namespace recoupe::wire
