#include <doctest/doctest.h>

#include <algorithm>

#include "mcp/client.hpp"
#include "mcp/in_process_transport.hpp"
#include "physical/physical_plan.hpp"
#include "sources/postgres/server/server.hpp"
#include "sources/postgres/source.hpp"
#include "sources/postgres/test_database.hpp"

namespace recoupe::sources::postgres {
namespace {

using core::Json;

/// A database with values that are easily changed on the way, its catalog, and a client.
class Fixture {
 public:
  explicit Fixture(const std::string& uri) : database(uri), dialect_(make_dialect()) {
    database.run("CREATE TYPE mood AS ENUM ('sad', 'ok')");
    database.run("CREATE DOMAIN email AS text");
    database.run(
        "CREATE TABLE t (id int4 PRIMARY KEY, name text, code char(5), n numeric, f float8, r float4, b bool, d date,"
        " at timestamptz, local timestamp, u uuid, m mood, mail email, tags text[], doc jsonb, raw bytea)");
    database.run(
        "INSERT INTO t VALUES"
        " (1, 'Ann@x.fr', 'AB', 1.10, 0.1, 0.1, true, '2026-03-01', '2026-03-01 00:00:00+01', '2026-03-01 10:00',"
        "  '00000000-0000-0000-0000-00000000000a', 'ok', 'a@x.fr', '{a,\"b,c\",NULL}', '{\"k\": 1.10}', '\\x00ff'),"
        " (2, 'ann@x.fr', 'ab', 1.1, 'NaN', -0.0, false, '2026-03-31', '2026-03-31 21:59:59.999999+00', NULL, NULL, 'sad', NULL,"
        "  '{}', 'null', NULL),"
        " (3, 'Élise@X.FR', NULL, 'NaN', 2, NULL, NULL, '2026-04-01', '2026-03-31 22:00:00+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL),"
        " (4, '\u212aELVIN', 'AB', 12345678901234567890.123456789, NULL, NULL, NULL, '0044-03-15 BC', NULL, NULL, NULL, NULL, NULL, NULL, '[1]', NULL),"
        " (5, NULL, NULL, NULL, NULL, NULL, NULL, 'infinity', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)");
    auto connected = mcp::Client::connect(
        mcp::make_in_process_transport({.server = "postgres", .make = [uri] { return make_server(uri, {}); }}), {.server = "postgres"});
    REQUIRE(connected.has_value());
    client = *std::move(connected);
    read_catalog();
  }

  void read_catalog() {
    auto read = dialect_.reader->read(*client, "postgres", {});
    REQUIRE_MESSAGE(read.has_value(), (read ? "" : read.error().message.en));
    catalog.sources = {*std::move(read)};
  }

  physical::Fetch fetch_of(const std::string& rest) {
    auto plan = plan::parse("FROM postgres." + database.schema + ".t" + rest);
    REQUIRE_MESSAGE(plan.has_value(), (plan ? "" : plan.error().message.en));
    auto valid = plan::validate(*std::move(plan), catalog);
    REQUIRE_MESSAGE(valid.has_value(), (valid ? "" : valid.error().message.en));
    auto bound = plan::bind(*valid, *core::parse_timestamp("2026-03-15T12:00:00Z"), *core::TimeZone::find("Europe/Paris"), "sha256:0");
    REQUIRE(bound.has_value());
    auto physical = physical::plan_fetches(*std::move(bound));
    REQUIRE(physical.has_value());
    kept_.push_back(*std::move(physical));
    return kept_.back().fetches[0];
  }

  rows::Decoded read(const physical::Fetch& fetch, const rows::Column* keys = nullptr) {
    auto compiled = dialect_.compiler->compile(fetch, keys);
    REQUIRE_MESSAGE(compiled.has_value(), (compiled ? "" : compiled.error().message.en));
    pushed = compiled->pushed;
    call = compiled->call;
    CAPTURE(call.statement);
    REQUIRE(dialect_.compiler->gate(call).has_value());
    auto reply = client->call_tool(call.tool, call.arguments);
    REQUIRE(reply.has_value());
    auto decoded = dialect_.decoder->decode(fetch, *reply);
    REQUIRE_MESSAGE(decoded.has_value(), (decoded ? "" : decoded.error().message.en));
    return *std::move(decoded);
  }

  std::vector<std::int64_t> ids(const std::string& where) {
    return ids_of(read(fetch_of(" |> WHERE " + where + " |> SELECT id")));
  }
  static std::vector<std::int64_t> ids_of(const rows::Decoded& decoded) {
    std::vector<std::int64_t> out;
    for (const rows::Column& column : decoded.batch.columns) {
      if (column.name == "id") out = column.ints;
    }
    std::ranges::sort(out);
    return out;
  }

  TestDatabase database;
  std::unique_ptr<mcp::Client> client;
  catalog::Catalog catalog;
  calls::Pushed pushed;
  calls::ToolCall call;
  catalog::Reader& reader() { return *dialect_.reader; }
  calls::Compiler& compiler() { return *dialect_.compiler; }

 private:
  dialect::Dialect dialect_;
  std::vector<physical::PhysicalPlan> kept_;
};

using Ids = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("values_come_back_exactly") {
  const std::string uri = uri_or_skip();
  if (uri.empty()) return;
  Fixture fixture(uri);
  const auto decoded = fixture.read(fixture.fetch_of(" |> ORDER BY id"));
  CHECK(decoded.unreadable == 1);  // the infinite date
  CHECK(decoded.population == 5);
  CHECK(decoded.complete);
  CHECK(!decoded.snapshot.empty());
  const auto cell = [&](const std::string& name, std::size_t row) {
    for (const rows::Column& column : decoded.batch.columns) {
      if (column.name == name) return column.value(row);
    }
    FAIL("no column " << name);
    return core::Value();
  };
  CHECK(cell("n", 0) == core::Value(core::Decimal{"1.10"}));
  CHECK(cell("n", 2) == core::Value(core::Decimal{"NaN"}));
  CHECK(cell("n", 3) == core::Value(core::Decimal{"12345678901234567890.123456789"}));
  CHECK(cell("r", 0) == core::Value(static_cast<double>(0.1F)));
  CHECK(cell("code", 0) == core::Value("AB"));
  CHECK(cell("at", 1) == core::Value(*core::parse_timestamp("2026-03-31T21:59:59.999999Z")));
  CHECK(cell("m", 0) == core::Value("ok"));
  CHECK(cell("mail", 0) == core::Value("a@x.fr"));
  CHECK(cell("tags", 0) == core::Value(core::ValueArray{std::string("a"), std::string("b,c"), core::Value()}));
  CHECK(cell("raw", 0) == core::Value(core::Bytes{std::string("\0\xff", 2)}));
  CHECK(cell("doc", 0) == core::Value(core::ValueDocument{{"k", core::Decimal{"1.10"}}}));
  CHECK(cell("d", 3) == core::Value(core::Date{core::days_from_civil(-43, 3, 15)}));
}

TEST_CASE("pushed_filters_keep_every_row_that_qualifies") {
  const std::string uri = uri_or_skip();
  if (uri.empty()) return;
  Fixture fixture(uri);
  const auto exactly = [&](const std::string& where, const Ids& expected) {
    CAPTURE(where);
    CHECK(fixture.ids(where) == expected);
    CAPTURE(fixture.call.statement);
    CHECK(fixture.pushed.filters == std::vector<bool>(fixture.pushed.filters.size(), true));
  };
  exactly("id = 2", {2});
  exactly("id > 1.5 AND id <= 3", {2, 3});
  exactly("2 < id", {3, 4, 5});
  exactly("id IN (1, 4, 9)", {1, 4});
  exactly("id BETWEEN 2 AND 3", {2, 3});
  exactly("NOT (id = 2)", {1, 3, 4, 5});
  exactly("name = 'ann@x.fr'", {2});
  exactly("name != 'ann@x.fr'", {1, 3, 4});
  exactly("NOT (name = 'ann@x.fr' OR name = 'Ann@x.fr')", {3, 4});
  exactly("LOWER(name) = 'ann@x.fr'", {1, 2, 3, 4});  // what is not ASCII alone is looked at locally
  exactly("LOWER(name) = 'kelvin'", {3, 4});
  exactly("name LIKE '%@x.fr'", {1, 2});
  exactly("name LIKE 'Ann_x.fr'", {1});
  exactly("code = 'AB'", {1, 4});
  exactly("n = 1.1", {1, 2});
  exactly("n > 2", {3, 4});
  exactly("f = 0.1", {1});
  exactly("b", {1});
  exactly("b = FALSE", {2});
  exactly("b IS TRUE", {1});
  exactly("d DURING PERIOD 'mars 2026'", {1, 2});
  exactly("at DURING PERIOD 'mars 2026'", {1, 2});  // midnights of Paris
  exactly("at AFTER PERIOD 'mars 2026'", {3});
  exactly("d = DATE '2026-03-01'", {1});
  exactly("u = UUID '00000000-0000-0000-0000-00000000000a'", {1});
  exactly("m = 'ok'", {1});
  exactly("mail IS NULL", {2, 3, 4, 5});
  exactly("mail IS NOT NULL", {1});
  exactly("CAST(id AS STRING) IN ('1', '03', '+4', 'x')", {1});
  exactly("name = 'a' OR id = 3", {3});
  exactly("ANY(tags) = 'b,c'", {1});
}

TEST_CASE("collations_that_fold_case_lose_no_row_and_add_none_to_keys") {
  const std::string uri = uri_or_skip();
  if (uri.empty()) return;
  Fixture fixture(uri);
  if (!fixture.database.succeeds("CREATE COLLATION folding (provider = icu, locale = 'und-u-ks-level2', deterministic = false)")) return;
  fixture.database.run("ALTER TABLE t ADD folded text COLLATE folding");
  fixture.database.run("UPDATE t SET folded = CASE id WHEN 1 THEN 'Abc' WHEN 2 THEN 'abc' WHEN 3 THEN 'x' END");
  fixture.read_catalog();
  CHECK(fixture.ids("folded = 'abc'") == Ids{1, 2});
  CHECK(fixture.ids("folded != 'abc'") == Ids{1, 3});
  CHECK(fixture.ids("folded LIKE 'a%'") == Ids{2});
  CHECK(fixture.ids("NOT (folded IN ('abc', 'y'))") == Ids{1, 3});
  auto fetch = fixture.fetch_of(" |> WHERE folded = 'x' |> SELECT id");
  physical::KeySlot slot;
  slot.target = std::get<plan::Call>(fetch.filters[0].node).args[0];
  fetch.keys = slot;
  fetch.filters.clear();
  rows::Column keys = rows::make_column("key", core::Kind::string);
  REQUIRE(keys.append(core::Value("abc")).has_value());
  CHECK(Fixture::ids_of(fixture.read(fetch, &keys)) == Ids{2});
  CHECK(fixture.pushed.keys_exact);
}

TEST_CASE("what_the_server_could_understand_otherwise_stays_local") {
  const std::string uri = uri_or_skip();
  if (uri.empty()) return;
  Fixture fixture(uri);
  for (const char* where : {"name > 'b'", "UNACCENT(name) = 'Elise@X.FR'", "TRIM(name) = 'x'", "doc IS NULL", "LENGTH(name) = 8",
                            "NOT (LOWER(name) = 'ann@x.fr')", "NOT (n > 2)", "id = 1 OR TRIM(name) = 'x'"}) {
    CAPTURE(where);
    CHECK(fixture.ids(where) == Ids{1, 2, 3, 4, 5});
    REQUIRE(fixture.pushed.filters.size() == 1);
    CHECK(!fixture.pushed.filters[0]);
    CHECK(fixture.pushed.reasons.size() == 1);
  }
}

TEST_CASE("a_limit_is_pushed_with_its_ties_only_after_exact_filters") {
  const std::string uri = uri_or_skip();
  if (uri.empty()) return;
  Fixture fixture(uri);
  auto fetch = fixture.fetch_of(" |> WHERE id < 5 |> SELECT id, n |> ORDER BY n |> LIMIT 1");
  if (!fetch.limit) {  // the plan's passes decide; here the hint is what is tried
    fetch.limit = 1;
    fetch.order = {{.column = 1, .descending = false}};
  }
  const auto decoded = fixture.read(fetch);
  CHECK(fixture.pushed.limit);
  CHECK(Fixture::ids_of(decoded) == Ids{1, 2});  // 1.10 and 1.1 tie
}

TEST_CASE("keys_are_asked_for_in_the_columns_own_type") {
  const std::string uri = uri_or_skip();
  if (uri.empty()) return;
  Fixture fixture(uri);
  const auto keyed = [&](const std::string& target, const std::vector<std::string>& values) {
    auto fetch = fixture.fetch_of(" |> WHERE " + target + " = 'x' |> SELECT id");
    REQUIRE(fetch.filters.size() == 1);
    physical::KeySlot slot;
    slot.target = std::get<plan::Call>(fetch.filters[0].node).args[0];
    slot.target.type = core::Kind::string;
    fetch.keys = slot;
    fetch.filters.clear();
    rows::Column keys = rows::make_column("key", core::Kind::string);
    for (const std::string& value : values) REQUIRE(keys.append(value).has_value());
    const auto decoded = fixture.read(fetch, &keys);
    CHECK(fixture.pushed.keys);
    CHECK(fixture.pushed.keys_exact == (target.find("LOWER") == std::string::npos));
    CHECK(!fixture.compiler().keys_pay(fetch, 1'000'000));
    CHECK(fixture.compiler().keys_pay(fetch, 1));
    return Fixture::ids_of(decoded);
  };
  CHECK(keyed("CAST(id AS STRING)", {"1", "2", "02", "", "99999999999999999999"}) == Ids{1, 2});
  CHECK(keyed("name", {"ann@x.fr", std::string("a\0b", 3)}) == Ids{2});
  CHECK(keyed("LOWER(name)", {"ann@x.fr", "élise@x.fr"}) == Ids{1, 2, 3, 4});
  CHECK(keyed("CAST(u AS STRING)", {"00000000-0000-0000-0000-00000000000a"}) == Ids{1});
  CHECK(keyed("name", {}) == Ids{});
}

TEST_CASE("the_catalog_tells_types_keys_comments_values_and_relations") {
  const std::string uri = uri_or_skip();
  if (uri.empty()) return;
  Fixture fixture(uri);
  fixture.database.run("CREATE TABLE child (t_id int REFERENCES t (id), status text NOT NULL)");
  fixture.database.run("INSERT INTO child SELECT 1, 'open' FROM generate_series(1, 3000)");
  fixture.database.run("COMMENT ON TABLE child IS 'Enfants'");
  fixture.database.run("COMMENT ON COLUMN child.status IS 'État'");
  const auto read = fixture.reader().read(*fixture.client, "postgres", {});
  REQUIRE(read.has_value());
  CHECK(read->product.starts_with("PostgreSQL "));
  catalog::Catalog catalog;
  catalog.sources.push_back(*read);
  const catalog::Table* child = catalog.find_table("postgres", fixture.database.schema, "child");
  REQUIRE(child != nullptr);
  CHECK(child->comment == "Enfants");
  CHECK(child->row_count == 3000);
  const catalog::Field* status = child->find({"status"});
  REQUIRE(status != nullptr);
  CHECK(status->comment == "État");
  CHECK(!status->nullable);
  CHECK(status->known_values == std::vector<std::string>{"open"});
  const catalog::Table* t = catalog.find_table("postgres", fixture.database.schema, "t");
  REQUIRE(t != nullptr);
  CHECK(t->find({"id"})->unique);
  CHECK(t->find({"id"})->type == core::Type(core::Kind::int64));
  CHECK(t->find({"n"})->type == core::Type(core::Kind::numeric));
  CHECK(t->find({"at"})->type == core::Type(core::Kind::timestamp));
  CHECK(t->find({"tags"})->type == core::Type::array_of(core::Kind::string));
  CHECK(t->find({"doc"})->type == core::Type(core::Kind::mixed));
  CHECK(t->find({"m"})->type == core::Type(core::Kind::string));
  const auto relations = fixture.reader().relations(*fixture.client, "postgres", {});
  REQUIRE(relations.has_value());
  const auto ours = std::ranges::find_if(*relations, [&](const catalog::Relation& relation) {
    return relation.left.schema == fixture.database.schema && relation.left.table == "child";
  });
  REQUIRE(ours != relations->end());
  CHECK(ours->right.table == "t");
  CHECK(ours->right.path == catalog::FieldPath{"id"});
  CHECK(ours->confidence == 1);
  const auto values = fixture.reader().sample_values(*fixture.client, {"postgres", fixture.database.schema, "t", {"id"}}, 100, {});
  REQUIRE(values.has_value());
  CHECK(*values == std::vector<std::string>{"1", "2", "3", "4", "5"});
}

}  // namespace recoupe::sources::postgres
