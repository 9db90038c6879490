// From a live server to typed columns: catalog, fetch, call, page, columns. Needs MONGODB_URI.
#include "sources/mongodb/source.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "sources/mql/fetch_builder.hpp"
#include "sources/mongodb/server/scratch_database.hpp"

namespace mongodb = recoupe::sources::mongodb;
namespace core = recoupe::core;
namespace build = recoupe::sources::mql::build;
using core::Kind;
using core::Value;
using mongodb::ScratchDatabase;
using recoupe::plan::Expr;
using recoupe::plan::Op;

namespace {

constexpr const char* users = R"({"insert":"users","documents":[
  {"_id":1,"email":"Ann@X.fr","role":"admin","at":{"$date":{"$numberLong":"1000"}},"salary":{"$numberDecimal":"1E+3"},
   "contact":{"city":"Évry"},"tags":["a","b"],"lines":[{"sku":"s1","n":1},{"sku":"s2","n":2}],"odd":1,"n":1,
   "key":{"$uuid":"00010203-0405-0607-0809-0a0b0c0d0e0f"}},
  {"_id":2,"email":"bob@x.fr","role":"user","at":{"$date":{"$numberLong":"2000"}},"salary":{"$numberDecimal":"1.10"},
   "contact":{"city":null},"tags":[],"lines":[],"odd":"one","n":2.5,
   "key":{"$uuid":"10010203-0405-0607-0809-0a0b0c0d0e0f"}},
  {"_id":3,"email":"\u212Aim@x.fr","role":"user","at":{"$date":{"$numberLong":"3000"}},"salary":{"$numberDecimal":"NaN"},
   "contact":{},"tags":["b"],"odd":null,"n":3,"key":{"$uuid":"20010203-0405-0607-0809-0a0b0c0d0e0f"}},
  {"_id":4,"role":"user","key":{"$uuid":"30010203-0405-0607-0809-0a0b0c0d0e0f"}}]})";

struct Live {
  std::unique_ptr<ScratchDatabase> database = ScratchDatabase::make();
  std::unique_ptr<recoupe::mcp::Client> client;
  recoupe::sources::dialect::Dialect dialect = mongodb::make_dialect();
  recoupe::catalog::Source source;

  explicit Live(const char* command) {
    if (!database) return;
    database->run(command);
    database->run(R"({"createIndexes":"users","indexes":[{"key":{"key":1},"name":"k","unique":true}]})");
    client = database->connect();
    auto read = dialect.reader->read(*client, "mongodb", {});
    REQUIRE(read.has_value());
    source = *std::move(read);
  }
  explicit operator bool() const { return client != nullptr; }

  const recoupe::catalog::Table& table(std::string_view name) const {
    const auto found = std::ranges::find(source.tables, name, &recoupe::catalog::Table::name);
    REQUIRE(found != source.tables.end());
    return *found;
  }

  recoupe::physical::Fetch fetch(std::vector<recoupe::catalog::FieldPath> paths) const {
    std::vector<recoupe::physical::FetchColumn> columns;
    for (auto& path : paths) {
      const auto* field = table("users").find(path);
      REQUIRE(field != nullptr);
      columns.push_back({path, field->type, field->may_be_missing});
    }
    return build::fetch(table("users"), std::move(columns));
  }

  /// Reads the _ids that a condition over the fetch's columns lets pass on the server; the first column is _id.
  std::vector<std::int64_t> ids(recoupe::physical::Fetch fetch, Expr condition) const {
    fetch.filters = {std::move(condition)};
    return ids(fetch, nullptr);
  }

  std::vector<std::int64_t> ids(const recoupe::physical::Fetch& fetch, const recoupe::rows::Column* keys) const {
    const auto compiled = dialect.compiler->compile(fetch, keys);
    REQUIRE(compiled.has_value());
    REQUIRE(dialect.compiler->gate(compiled->call).has_value());
    CHECK((keys ? compiled->pushed.keys : compiled->pushed.filters.at(0)));
    const auto reply = client->call_tool(compiled->call.tool, compiled->call.arguments);
    REQUIRE(reply.has_value());
    const auto decoded = dialect.decoder->decode(fetch, *reply);
    REQUIRE(decoded.has_value());
    auto found = decoded->batch.columns[0].ints;
    std::ranges::sort(found);
    return found;
  }
};

using Ids = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("catalog_tells_types_presence_keys_and_known_values") {
  const Live live(users);
  if (!live) return;
  const auto& table = live.table("users");
  const auto type = [&](recoupe::catalog::FieldPath path) {
    const auto* field = table.find(path);
    REQUIRE(field != nullptr);
    return core::name_of(field->type);
  };
  CHECK(table.row_count == 4);
  CHECK_FALSE(table.sampled);
  CHECK(type({"_id"}) == "INT64");
  CHECK(type({"email"}) == "STRING");
  CHECK(type({"at"}) == "TIMESTAMP");
  CHECK(type({"salary"}) == "NUMERIC");
  CHECK(type({"contact"}) == "DOCUMENT");
  CHECK(type({"contact", "city"}) == "STRING");
  CHECK(type({"tags"}) == "ARRAY<STRING>");
  CHECK(type({"lines"}) == "ARRAY<DOCUMENT>");
  CHECK(type({"lines", "sku"}) == "ARRAY<STRING>");
  CHECK(type({"odd"}) == "MIXED");
  CHECK(type({"n"}) == "FLOAT64");
  CHECK(type({"key"}) == "UUID");
  CHECK(table.find({"lines", "sku"})->crosses_array);
  CHECK_FALSE(table.find({"tags"})->crosses_array);
  CHECK(table.find({"email"})->may_be_missing);
  CHECK(table.find({"email"})->missing_share == doctest::Approx(0.25));
  CHECK_FALSE(table.find({"role"})->may_be_missing);
  CHECK(table.find({"contact", "city"})->nullable);
  CHECK(table.find({"role"})->known_values == std::vector<std::string>{"admin", "user"});
  CHECK(table.find({"odd"})->type_shares.size() == 3);
  CHECK(table.find({"_id"})->unique);
  CHECK(table.find({"key"})->unique);
  CHECK_FALSE(table.find({"role"})->unique);
  CHECK(table.keys.size() == 2);
  CHECK_FALSE(live.source.product.empty());
}

TEST_CASE("pushed_conditions_keep_every_document_that_qualifies") {
  const Live live(users);
  if (!live) return;
  const auto compare = [](Op op, int slot, Value value) {
    return build::call(op, {build::column(slot), build::literal(std::move(value))});
  };
  const auto role = live.fetch({{"_id"}, {"role"}, {"at"}, {"salary"}, {"n"}});
  CHECK(live.ids(role, compare(Op::equal, 1, std::string("admin"))) == Ids{1});
  CHECK(live.ids(role, compare(Op::not_equal, 1, std::string("admin"))) == Ids{2, 3, 4});
  CHECK(live.ids(role, compare(Op::less, 1, std::string("b"))) == Ids{1});
  CHECK(live.ids(role, compare(Op::greater_equal, 2, core::Timestamp{1'500'000})) == Ids{2, 3});
  CHECK(live.ids(role, compare(Op::equal, 3, core::Decimal{"1000.0"})) == Ids{1});
  CHECK(live.ids(role, compare(Op::greater, 3, core::Decimal{"5"})) == Ids{1, 3});
  CHECK(live.ids(role, compare(Op::equal, 4, std::int64_t{3})) == Ids{3});
  CHECK(live.ids(role, compare(Op::like, 1, std::string("%mi_"))) == Ids{1});

  const auto email = live.fetch({{"_id"}, {"email"}, {"contact", "city"}, {"tags"}});
  const auto lower = build::call(Op::lower, {build::column(1)});
  CHECK(live.ids(email, build::call(Op::equal, {lower, build::literal(std::string("ann@x.fr"))})) == Ids{1, 3});
  CHECK(live.ids(email, build::call(Op::equal, {lower, build::literal(std::string("kim@x.fr"))})) == Ids{3});
  CHECK(live.ids(email, build::call(Op::is_null, {build::column(2)})) == Ids{2, 3, 4});
  CHECK(live.ids(email, build::call(Op::is_missing, {build::column(2)})) == Ids{3, 4});
  const auto any = build::call(Op::any, {build::column(3)});
  CHECK(live.ids(email, build::call(Op::equal, {any, build::literal(std::string("b"))})) == Ids{1, 3});
}

TEST_CASE("keys_meet_the_documents_that_they_name") {
  const Live live(users);
  if (!live) return;
  auto fetch = live.fetch({{"_id"}, {"key"}, {"email"}});
  fetch.keys.emplace();
  fetch.keys->target = build::call(Op::cast, {build::column(1)}, Kind::string);
  auto keys = recoupe::rows::make_column("k", Kind::string);
  for (const char* key : {"00010203-0405-0607-0809-0a0b0c0d0e0f", "no uuid"}) REQUIRE(keys.append(std::string(key)).has_value());
  CHECK(live.ids(fetch, &keys) == Ids{1});
  fetch.keys->target = build::call(Op::lower, {build::column(2)});
  keys = recoupe::rows::make_column("k", Kind::string);
  for (const char* key : {"bob@x.fr", "kim@x.fr", "$email"}) REQUIRE(keys.append(std::string(key)).has_value());
  CHECK(live.ids(fetch, &keys) == Ids{2, 3});
}

TEST_CASE("values_for_relations_are_sampled_as_text") {
  const Live live(users);
  if (!live) return;
  const auto values = [&](recoupe::catalog::FieldPath path) {
    auto read = live.dialect.reader->sample_values(*live.client, {"mongodb", "", "users", std::move(path)}, 100, {});
    const std::string words = read ? std::string() : read.error().message.en;
    REQUIRE_MESSAGE(read.has_value(), words);
    return *read;
  };
  CHECK(values({"role"}) == std::vector<std::string>{"admin", "user"});
  CHECK(values({"tags"}) == std::vector<std::string>{"a", "b"});
  CHECK(values({"lines", "sku"}) == std::vector<std::string>{"s1", "s2"});
  CHECK(values({"salary"}) == std::vector<std::string>{"1.10", "1000", "NaN"});
  CHECK(values({"key"}).size() == 4);
}
