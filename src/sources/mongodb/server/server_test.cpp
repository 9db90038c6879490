#include "sources/mongodb/server/server.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <set>
#include <thread>

#include "core/clock.hpp"
#include "sources/mongodb/server/scratch_database.hpp"

namespace mongodb = recoupe::sources::mongodb;
using mongodb::answer;
using mongodb::refusal;
using mongodb::ScratchDatabase;
using recoupe::core::Code;
using recoupe::core::Json;

namespace {

std::unique_ptr<recoupe::mcp::Client> client_of(const std::string& uri) {
  auto server = mongodb::make_server(uri, {});
  REQUIRE(server.has_value());
  auto client = recoupe::mcp::Client::connect(recoupe::mcp::make_in_process_transport("mongodb", *server),
                                              {.server = "mongodb", .cancel = {}});
  REQUIRE(client.has_value());
  return *std::move(client);
}

void insert_numbers(const ScratchDatabase& database, int count) {
  std::string documents;
  for (int i = 0; i < count; ++i) documents += (i == 0 ? "" : ",") + std::string(R"({"_id":)") + std::to_string(i) + R"(,"n":1})";
  database.run(R"({"insert":"numbers","documents":[)" + documents + "]}");
}

}  // namespace

TEST_CASE("address_without_database_is_refused_without_its_password") {
  for (const char* uri : {"mongodb://u:s3cret@h:1", "mongodb://u:s3cret@h:1/", "", "http://u:s3cret@h/x", "mongodb://u:s3cret@h:xx/db"}) {
    CAPTURE(uri);
    const auto server = mongodb::make_server(uri, {});
    REQUIRE_FALSE(server.has_value());
    CHECK(server.error().code == Code::invalid_config);
    CHECK(server.error().message.en.find("s3cret") == std::string::npos);
    CHECK(server.error().message.fr.find("s3cret") == std::string::npos);
  }
  CHECK(mongodb::make_server("", {{"MONGODB_URI", "mongodb://h/db"}}).has_value());
  CHECK(mongodb::make_server("", {}).error().message.en == "MONGODB_URI is not set.");
}

TEST_CASE("unreachable_server_is_said_in_time_without_its_password") {
  const auto client = client_of("mongodb://u:s3cret@127.0.0.1:1/db?serverSelectionTimeoutMS=300");
  const auto error = refusal(*client, "list_collections", "{}");
  CHECK(error.code == Code::unreachable);
  CHECK(error.retryable);
  CHECK(error.message.en.find("127.0.0.1:1/db") != std::string::npos);
  CHECK(error.message.en.find("s3cret") == std::string::npos);
}

TEST_CASE("what_would_write_or_run_code_is_refused_by_the_server_itself") {
  const auto client = client_of("mongodb://127.0.0.1:1/db?serverSelectionTimeoutMS=300");  // refused before any connection
  const auto aggregate = [&](const std::string& pipeline) {
    return refusal(*client, "aggregate", R"({"collection":"c","pipeline":)" + pipeline + "}").code;
  };
  CHECK(aggregate(R"([{"$out":"x"}])") == Code::write_refused);
  CHECK(aggregate(R"([{"$merge":{"into":"x"}}])") == Code::write_refused);
  CHECK(aggregate(R"([{"$facet":{"a":[{"$lookup":{"from":"b","as":"b","pipeline":[{"$out":"x"}]}}]}}])") == Code::write_refused);
  CHECK(aggregate(R"([{"$unionWith":{"coll":"b","pipeline":[{"$merge":"x"}]}}])") == Code::write_refused);
  CHECK(aggregate(R"([{"$changeStream":{}}])") == Code::statement_refused);
  CHECK(aggregate(R"([{"$newStage":{}}])") == Code::statement_refused);
  CHECK(aggregate(R"([{"$project":{"x":{"$function":{"body":"f","args":[],"lang":"js"}}}}])") == Code::statement_refused);
  CHECK(refusal(*client, "find", R"({"collection":"c","filter":{"$or":[{"$where":"1"}]}})").code == Code::statement_refused);
  CHECK(refusal(*client, "count", R"({"collection":"c","filter":{"$where":"1"}})").code == Code::statement_refused);
  CHECK(refusal(*client, "find", R"({"collection":"system.users"})").code == Code::statement_refused);
  CHECK(refusal(*client, "sample", R"({"collection":"c","paths":["$where"]})").code == Code::statement_refused);
}

TEST_CASE("find_gives_every_document_once_over_pages_of_one_snapshot") {
  const auto database = ScratchDatabase::make();
  if (!database) return;
  insert_numbers(*database, 25);
  const auto client = database->connect();
  Json page = answer(*client, "find", R"({"collection":"numbers","page_rows":10,"population":true})");
  CHECK(page.integer("population", -1) == 25);
  CHECK_FALSE(page.boolean("complete", true));
  CHECK_FALSE(page.find("snapshot")->text("consistency").empty());
  const std::string consistency = page.find("snapshot")->text("consistency");
  database->run(R"({"insert":"numbers","documents":[{"_id":1000}]})");
  std::multiset<std::string> ids;
  int pages = 0;
  while (true) {
    ++pages;
    for (const Json& document : *page.find("documents")->if_array()) ids.insert(document.find("_id")->dump());
    if (page.boolean("complete")) break;
    page = answer(*client, "next_page", R"({"cursor":")" + page.text("cursor") + "\"}");
  }
  CHECK(pages >= 3);
  const std::set<std::string> distinct(ids.begin(), ids.end());
  CHECK(distinct.size() == ids.size());
  if (consistency != "none") CHECK(ids.size() == 25);
}

TEST_CASE("closed_or_unknown_cursor_is_refused") {
  const auto database = ScratchDatabase::make();
  if (!database) return;
  insert_numbers(*database, 25);
  const auto client = database->connect();
  const Json page = answer(*client, "find", R"({"collection":"numbers","page_rows":10})");
  const std::string cursor = R"({"cursor":")" + page.text("cursor") + "\"}";
  CHECK(answer(*client, "close", cursor).boolean("closed"));
  CHECK_FALSE(answer(*client, "close", cursor).boolean("closed"));
  CHECK(refusal(*client, "next_page", cursor).code == Code::usage);
}

TEST_CASE("open_cursors_are_bounded") {
  const auto database = ScratchDatabase::make();
  if (!database) return;
  insert_numbers(*database, 3);
  const auto client = database->connect();
  for (int i = 0; i < 16; ++i) answer(*client, "find", R"({"collection":"numbers","page_rows":1})");
  CHECK(refusal(*client, "find", R"({"collection":"numbers","page_rows":1})").code == Code::budget_reached);
}

TEST_CASE("filters_pipelines_and_counts_run") {
  const auto database = ScratchDatabase::make();
  if (!database) return;
  database->run(R"({"insert":"users","documents":[{"_id":1,"role":"admin","at":{"$date":{"$numberLong":"-1"}}},
      {"_id":2,"role":"user","d":{"$numberDecimal":"1.10"}},{"_id":3,"role":"admin"}]})");
  const auto client = database->connect();
  CHECK(answer(*client, "count", R"({"collection":"users"})").integer("count") == 3);
  CHECK(answer(*client, "count", R"({"collection":"users","filter":{"role":"admin"}})").integer("count") == 2);
  CHECK(answer(*client, "count", R"({"collection":"nothing"})").integer("count", -1) == 0);
  const Json found = answer(*client, "find", R"({"collection":"users","filter":{"role":"admin"},"sort":{"_id":-1},"limit":1,"projection":{"_id":1}})");
  CHECK(found.find("documents")->dump() == R"([{"_id":{"$numberInt":"3"}}])");
  CHECK(found.boolean("complete"));
  const Json groups = answer(*client, "aggregate", R"({"collection":"users","pipeline":[{"$group":{"_id":"$role","n":{"$sum":1}}},{"$sort":{"_id":1}}]})");
  CHECK(groups.find("documents")->dump() ==
        R"([{"_id":"admin","n":{"$numberInt":"2"}},{"_id":"user","n":{"$numberInt":"1"}}])");
  const Json dates = answer(*client, "find", R"({"collection":"users","filter":{"_id":{"$lt":3}},"projection":{"_id":0,"role":0}})");
  CHECK(dates.find("documents")->dump() == R"([{"at":{"$date":{"$numberLong":"-1"}}},{"d":{"$numberDecimal":"1.10"}}])");
}

TEST_CASE("wrong_filter_is_an_error_of_the_person_who_asks") {
  const auto database = ScratchDatabase::make();
  if (!database) return;
  insert_numbers(*database, 3);
  const auto client = database->connect();
  const auto error = refusal(*client, "find", R"({"collection":"numbers","filter":{"n":{"$regex":"("}}})");
  CHECK(error.code == Code::server_error);
  CHECK(refusal(*client, "describe_collections", R"({"collections":["numbrs"]})").code == Code::unknown_name);
}

TEST_CASE("cancelled_read_ends_within_a_second") {
  const auto database = ScratchDatabase::make();
  if (!database) return;
  insert_numbers(*database, 700);
  const auto client = database->connect();
  recoupe::core::Cancel cancel;
  std::thread later([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    cancel.request();
  });
  const auto began_ms = recoupe::core::monotonic_ms();
  const auto reply = client->call_tool(
      "aggregate", ScratchDatabase::json(R"({"collection":"numbers","pipeline":[
        {"$lookup":{"from":"numbers","localField":"n","foreignField":"n","as":"a"}},{"$unwind":"$a"},{"$count":"n"}]})"),
      {.cancel = cancel, .on_progress = {}});
  later.join();
  CHECK(recoupe::core::monotonic_ms() - began_ms < 1'500);
  REQUIRE_FALSE(reply.has_value());
  CHECK(reply.error().code == Code::interrupted);
}

TEST_CASE("wrong_or_absent_password_is_an_authentication_error") {
  // A server that wants a password, and a user of it who may read: mongodb://user:password@host/database
  const char* given = std::getenv("MONGODB_READER_URI");
  if (given == nullptr) {
    MESSAGE("skipped: MONGODB_READER_URI is not set");
    return;
  }
  const std::string uri = given;
  const auto at = uri.find('@');
  const auto colon = uri.rfind(':', at);
  CHECK(answer(*client_of(uri), "list_collections", "{}").find("collections") != nullptr);
  const std::string wrong = uri.substr(0, colon) + ":wr0ng" + uri.substr(at);
  const auto refused = refusal(*client_of(wrong), "list_collections", "{}");
  CHECK(refused.code == Code::authentication);
  CHECK(refused.message.en.find("wr0ng") == std::string::npos);
  const std::string nobody = "mongodb://" + uri.substr(at + 1);
  CHECK(refusal(*client_of(nobody), "list_collections", "{}").code == Code::authentication);
}
