#include "sources/mongodb/server/role.hpp"

#include <doctest/doctest.h>

using namespace recoupe;
using sources::mongodb::role_of;

namespace {

core::Json status(const char* privileges) {
  auto parsed = core::Json::parse(std::string(R"({"authenticatedUsers": [{"user": "ana", "db": "admin"}], "authenticatedUserPrivileges": )") +
                                  privileges + "}");
  REQUIRE(parsed.has_value());
  return *std::move(parsed);
}

}  // namespace

TEST_CASE("a_user_with_the_role_read_only_reads") {
  const core::Json role = role_of(status(R"([{"resource": {"db": "shop", "collection": ""},
      "actions": ["changeStream", "collStats", "dbHash", "dbStats", "find", "killCursors", "listCollections", "listIndexes"]}])"), "shop");
  CHECK(role.boolean("safe"));
  CHECK(role.text("role") == "ana@admin");
}

TEST_CASE("what_a_user_may_do_beyond_reading_is_named_with_its_place") {
  const core::Json role = role_of(status(R"([{"resource": {"db": "shop", "collection": "orders"}, "actions": ["find", "insert", "remove"]},
      {"resource": {"cluster": true}, "actions": ["shutdown"]}, {"resource": {"anyResource": true}, "actions": ["anyAction"]}])"), "shop");
  CHECK(!role.boolean("safe"));
  const auto& objects = *role.find("privileges")->if_array()->front().find("objects")->if_array();
  REQUIRE(objects.size() == 3);
  CHECK(*objects[0].if_string() == "insert, remove on shop.orders");
  CHECK(*objects[1].if_string() == "shutdown on the cluster");
  CHECK(*objects[2].if_string() == "anyAction on anything");
}

TEST_CASE("a_server_without_access_control_is_not_safe") {
  const core::Json role = role_of(*core::Json::parse(R"({"authenticatedUsers": [], "authenticatedUserPrivileges": []})"), "shop");
  CHECK(!role.boolean("safe"));
  CHECK(!role.boolean("access_control"));
}

TEST_CASE("the_command_for_a_reader_quotes_the_name_of_the_database") {
  const core::Json role = role_of(core::Json::object(), "a\"b");
  CHECK(role.text("grants").find(R"(db: "a\"b"})") != std::string::npos);
}
