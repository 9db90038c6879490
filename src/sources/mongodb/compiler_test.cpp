#include "sources/mongodb/compiler.hpp"

#include <doctest/doctest.h>

#include <limits>

#include "sources/mql/fetch_builder.hpp"

namespace mongodb = recoupe::sources::mongodb;
namespace core = recoupe::core;
namespace build = recoupe::sources::mql::build;
using core::Kind;
using core::Value;
using recoupe::plan::Expr;
using recoupe::plan::Op;

namespace {

recoupe::catalog::Table users() {
  recoupe::catalog::Table table;
  table.name = "users";
  table.row_count = 2'000;
  return table;
}

const recoupe::catalog::Table table = users();

recoupe::physical::Fetch users_fetch() {
  return build::fetch(table, {{{"email"}, Kind::string},
                              {{"created_at"}, Kind::timestamp},
                              {{"contact", "city"}, Kind::string},
                              {{"age"}, Kind::int64},
                              {{"score"}, Kind::float64},
                              {{"salary"}, Kind::numeric},
                              {{"active"}, Kind::bool_},
                              {{"tags"}, core::Type::array_of(Kind::string)},
                              {{"anything"}, Kind::mixed},
                              {{"_id"}, Kind::objectid}});
}
enum Slot { email, created_at, city, age, score, salary, active, tags, anything, id };

/// Gives the filter that a condition is pushed as; "" where it is not.
std::string pushed(Expr condition) {
  auto fetch = users_fetch();
  fetch.filters.push_back(std::move(condition));
  mongodb::Compiler compiler;
  const auto compiled = compiler.compile(fetch, nullptr);
  REQUIRE(compiled.has_value());
  CHECK(compiler.gate(compiled->call).has_value());
  const auto* filter = compiled->call.arguments.find("filter");
  CHECK(compiled->pushed.filters[0] == (filter != nullptr));
  return filter == nullptr ? "" : filter->dump();
}

Expr compare(Op op, Slot slot, Value value) { return build::call(op, {build::column(slot), build::literal(std::move(value))}); }
Expr lower(Slot slot) { return build::call(Op::lower, {build::column(slot)}); }

}  // namespace

TEST_CASE("comparisons_are_sent_with_their_types") {
  CHECK(pushed(compare(Op::equal, email, std::string("a$b"))) == R"({"email":{"$eq":"a$b"}})");
  CHECK(pushed(compare(Op::equal, city, std::string("Évry"))) == R"({"contact.city":{"$eq":"Évry"}})");
  CHECK(pushed(compare(Op::greater, age, std::int64_t{5})) == R"({"age":{"$gt":{"$numberLong":"5"}}})");
  CHECK(pushed(compare(Op::less, salary, core::Decimal{"1.50"})) == R"({"salary":{"$lt":{"$numberDecimal":"1.50"}}})");
  CHECK(pushed(compare(Op::less_equal, score, core::Decimal{"0.1"})) == R"({"score":{"$lte":{"$numberDouble":"0.1"}}})");
  CHECK(pushed(compare(Op::equal, active, true)) == R"({"active":{"$eq":true}})");
  CHECK(pushed(compare(Op::equal, id, core::ObjectId{"0123456789abcdef01234567"})) ==
        R"({"_id":{"$eq":{"$oid":"0123456789abcdef01234567"}}})");
  CHECK(pushed(build::call(Op::less, {build::literal(std::int64_t{5}), build::column(age)})) ==
        R"({"age":{"$gt":{"$numberLong":"5"}}})");
}

TEST_CASE("values_that_compare_otherwise_in_mongodb_are_kept_here") {
  CHECK(pushed(compare(Op::equal, salary, 1.5)).empty());
  CHECK(pushed(compare(Op::equal, age, 1e300)).empty());
  CHECK(pushed(compare(Op::less, score, std::numeric_limits<double>::quiet_NaN())).empty());
  CHECK(pushed(compare(Op::equal, salary, core::Decimal{"1.2345678901234567890123456789012345"})).empty());
  CHECK(pushed(compare(Op::equal, anything, std::string("x"))).empty());
  CHECK(pushed(compare(Op::equal, tags, std::string("x"))).empty());
  CHECK(pushed(build::call(Op::equal, {build::call(Op::trim, {build::column(email)}), build::literal(std::string("x"))})).empty());
  CHECK(pushed(build::call(Op::equal, {build::column(email), build::column(city)})).empty());
  CHECK(pushed(compare(Op::equal, email, Value())).empty());
}

TEST_CASE("not_a_number_is_above_everything") {
  CHECK(pushed(compare(Op::greater, score, 1.0)) ==
        R"({"$or":[{"score":{"$gt":{"$numberDouble":"1.0"}}},{"score":{"$eq":{"$numberDouble":"NaN"}}}]})");
}

TEST_CASE("instants_finer_than_a_millisecond_keep_the_documents_between") {
  const auto at = [](std::int64_t micros) { return core::Timestamp{micros}; };
  CHECK(pushed(compare(Op::greater_equal, created_at, at(1'500))) == R"({"created_at":{"$gte":{"$date":{"$numberLong":"2"}}}})");
  CHECK(pushed(compare(Op::greater, created_at, at(1'500))) == R"({"created_at":{"$gt":{"$date":{"$numberLong":"1"}}}})");
  CHECK(pushed(compare(Op::less, created_at, at(1'500))) == R"({"created_at":{"$lt":{"$date":{"$numberLong":"2"}}}})");
  CHECK(pushed(compare(Op::less_equal, created_at, at(-1'500))) == R"({"created_at":{"$lte":{"$date":{"$numberLong":"-2"}}}})");
  CHECK(pushed(compare(Op::equal, created_at, at(1'500))) == R"({"created_at":{"$in":[]}})");
}

TEST_CASE("period_becomes_its_two_instants") {
  Expr period;
  recoupe::plan::PeriodLiteral bound;
  bound.from = core::Timestamp{1'000'000};
  bound.to = core::Timestamp{2'000'000};
  bound.days = recoupe::instruction::DayRange{core::Date{1}, core::Date{2}};
  period.node = bound;
  CHECK(pushed(build::call(Op::during, {build::column(created_at), period})) ==
        R"({"$and":[{"created_at":{"$gte":{"$date":{"$numberLong":"1000"}}}},{"created_at":{"$lt":{"$date":{"$numberLong":"2000"}}}}]})");
  CHECK(pushed(build::call(Op::before, {build::column(created_at), period})) ==
        R"({"created_at":{"$lt":{"$date":{"$numberLong":"1000"}}}})");
  CHECK(pushed(build::call(Op::after, {build::column(created_at), period})) ==
        R"({"created_at":{"$gte":{"$date":{"$numberLong":"2000"}}}})");
  // A day in any zone: sixteen hours more on both sides.
  CHECK(pushed(build::call(Op::during, {build::call(Op::date, {build::column(created_at)}), period})) ==
        R"({"$and":[{"created_at":{"$gte":{"$date":{"$numberLong":"28800000"}}}},{"created_at":{"$lt":{"$date":{"$numberLong":"230400000"}}}}]})");
}

TEST_CASE("case_is_folded_by_the_server_for_ascii_alone") {
  const auto filter = pushed(build::call(Op::equal, {lower(email), build::literal(std::string("a@x.fr"))}));
  CHECK(filter ==
        R"({"$or":[{"$expr":{"$in":[{"$toLower":{"$cond":[{"$eq":[{"$type":"$email"},"string"]},"$email",""]}},{"$literal":["a@x.fr"]}]}},{"email":{"$regex":"[^\\x00-\\x7F]"}}]})");
  CHECK(pushed(build::call(Op::equal, {lower(email), build::literal(std::string("é"))})) == R"({"email":{"$regex":"[^\\x00-\\x7F]"}})");
}

TEST_CASE("junctions_keep_every_document_that_qualifies") {
  const Expr known = compare(Op::equal, age, std::int64_t{1});
  const Expr unknown = compare(Op::equal, anything, std::int64_t{1});
  CHECK(pushed(build::call(Op::and_, {known, unknown})) == R"({"age":{"$eq":{"$numberLong":"1"}}})");
  CHECK(pushed(build::call(Op::or_, {known, unknown})).empty());
  CHECK(pushed(build::call(Op::or_, {known, build::column(active)})) ==
        R"({"$or":[{"age":{"$eq":{"$numberLong":"1"}}},{"active":{"$eq":true}}]})");
  CHECK(pushed(build::call(Op::not_, {build::call(Op::and_, {known, unknown})})).empty());
}

TEST_CASE("negations_of_values_leave_out_null_and_missing_too") {
  const auto expected = R"({"email":{"$nin":["x",null]}})";
  CHECK(pushed(compare(Op::not_equal, email, std::string("x"))) == expected);
  CHECK(pushed(build::call(Op::not_, {compare(Op::equal, email, std::string("x"))})) == expected);
  CHECK(pushed(build::call(Op::not_, {build::column(active)})) == R"({"active":{"$eq":false}})");
  CHECK(pushed(build::call(Op::not_, {build::call(Op::equal, {lower(email), build::literal(std::string("x"))})})).empty());
  CHECK(pushed(compare(Op::not_equal, created_at, core::Timestamp{1})).empty());
  CHECK(pushed(build::call(Op::not_, {build::call(Op::in, {build::column(age), build::literal(std::int64_t{1}), build::literal(Value())})})).empty());
}

TEST_CASE("null_and_missing_are_told_apart") {
  CHECK(pushed(build::call(Op::is_null, {build::column(email)})) == R"({"email":null})");
  CHECK(pushed(build::call(Op::is_missing, {build::column(email)})) == R"({"email":{"$exists":false}})");
  CHECK(pushed(build::call(Op::not_, {build::call(Op::is_null, {build::column(email)})})) == R"({"email":{"$exists":true}})");
  CHECK(pushed(build::call(Op::is_null, {build::column(tags)})).empty());
}

TEST_CASE("elements_lists_and_patterns_are_sent") {
  const Expr any = build::call(Op::any, {build::column(tags)});
  CHECK(pushed(build::call(Op::equal, {any, build::literal(std::string("a"))})) == R"({"tags":{"$eq":"a"}})");
  CHECK(pushed(build::call(Op::not_equal, {any, build::literal(std::string("a"))})).empty());
  CHECK(pushed(build::call(Op::in, {build::column(age), build::literal(std::int64_t{1}), build::literal(Value()), build::literal(std::int64_t{2})})) ==
        R"({"age":{"$in":[{"$numberLong":"1"},{"$numberLong":"2"}]}})");
  CHECK(pushed(compare(Op::like, email, std::string("a.b_%"))) == R"({"email":{"$regex":"^a\\.b[\\s\\S][\\s\\S]*$"}})");
  CHECK(pushed(build::call(Op::between, {build::column(age), build::literal(std::int64_t{1}), build::literal(std::int64_t{2})})) ==
        R"({"$and":[{"age":{"$gte":{"$numberLong":"1"}}},{"age":{"$lte":{"$numberLong":"2"}}}]})");
}

TEST_CASE("text_of_an_identifier_is_asked_for_as_the_identifier") {
  const Expr text = build::call(Op::cast, {build::column(id)}, Kind::string);
  CHECK(pushed(build::call(Op::equal, {text, build::literal(std::string("0123456789abcdef01234567"))})) ==
        R"({"_id":{"$eq":{"$oid":"0123456789abcdef01234567"}}})");
  CHECK(pushed(build::call(Op::equal, {text, build::literal(std::string("0123456789ABCDEF01234567"))})) == R"({"_id":{"$in":[]}})");
}

TEST_CASE("only_the_paths_that_are_needed_are_read") {
  mongodb::Compiler compiler;
  const auto projection = [&](std::vector<recoupe::physical::FetchColumn> columns) {
    const auto compiled = compiler.compile(build::fetch(table, std::move(columns)), nullptr);
    REQUIRE(compiled.has_value());
    CHECK(compiler.gate(compiled->call).has_value());
    const auto* found = compiled->call.arguments.find("projection");
    return found == nullptr ? std::string() : found->dump();
  };
  CHECK(projection({}) == R"({"_id":1})");
  CHECK(projection({{{"a"}, Kind::string}, {{"b", "c"}, Kind::string}}) == R"({"a":1,"b.c":1,"_id":0})");
  CHECK(projection({{{"a"}, Kind::document}, {{"a", "b"}, Kind::string}, {{"_id"}, Kind::int64}}) == R"({"_id":1,"a":1})");
  CHECK(projection({{{"a.b"}, Kind::string}}).empty());
}

TEST_CASE("keys_are_asked_for_by_value_and_the_shape_holds_none") {
  auto fetch = users_fetch();
  recoupe::physical::KeySlot slot;
  slot.target = lower(email);
  fetch.keys = slot;
  auto keys = recoupe::rows::make_column("key", Kind::string);
  for (const char* key : {"secret@x.fr", "$name", "é@x.fr"}) REQUIRE(keys.append(std::string(key)).has_value());
  mongodb::Compiler compiler;
  const auto compiled = compiler.compile(fetch, &keys);
  REQUIRE(compiled.has_value());
  CHECK(compiled->pushed.keys);
  CHECK_FALSE(compiled->pushed.keys_exact);
  CHECK(compiler.gate(compiled->call).has_value());
  CHECK(compiled->call.statement.find(R"("$literal":["secret@x.fr","$name"])") != std::string::npos);
  CHECK(compiled->call.shape.find("secret") == std::string::npos);
  CHECK(compiled->call.shape.find("$name") == std::string::npos);
  CHECK(compiled->call.shape.find(R"("$toLower")") != std::string::npos);
  fetch.keys->target = build::column(email);
  const auto plain = compiler.compile(fetch, &keys);
  REQUIRE(plain.has_value());
  CHECK(plain->pushed.keys_exact);
  CHECK(plain->call.shape == R"({"find":"users","filter":{"email":{"$in":"?"}},"projection":)" +
                                 plain->call.arguments.find("projection")->dump() + "}");
}

TEST_CASE("keys_pay_where_the_collection_is_large") {
  mongodb::Compiler compiler;
  auto fetch = users_fetch();
  CHECK_FALSE(compiler.keys_pay(fetch, 1));
  fetch.keys = recoupe::physical::KeySlot{};
  fetch.keys->target = build::column(email);
  CHECK(compiler.keys_pay(fetch, 2));
  CHECK_FALSE(compiler.keys_pay(fetch, 500));
  auto large = users();
  large.row_count = 5'000'000;
  fetch.table = &large;
  CHECK(compiler.keys_pay(fetch, 2'000));
  CHECK_FALSE(compiler.keys_pay(fetch, 200'000));
}

TEST_CASE("limit_goes_along_by_identifier_only") {
  mongodb::Compiler compiler;
  auto fetch = users_fetch();
  fetch.limit = 10;
  fetch.order = {{id, true}};
  auto compiled = compiler.compile(fetch, nullptr);
  REQUIRE(compiled.has_value());
  CHECK(compiled->pushed.limit);
  CHECK(compiled->call.arguments.find("sort")->dump() == R"({"_id":-1})");
  fetch.order = {{created_at, true}};
  compiled = compiler.compile(fetch, nullptr);
  CHECK_FALSE(compiled->pushed.limit);
  CHECK(compiled->call.arguments.find("limit") == nullptr);
}

TEST_CASE("next_page_asks_by_the_cursor_until_the_last") {
  mongodb::Compiler compiler;
  const recoupe::calls::ToolCall first{.server = "mongodb", .tool = "find", .arguments = {}, .statement = "s", .shape = "h"};
  const auto page = core::Json::object({{"complete", false}, {"cursor", "abc"}});
  const auto next = compiler.next_page(first, page);
  REQUIRE(next.has_value());
  CHECK(next->tool == "next_page");
  CHECK(next->arguments.dump() == R"({"cursor":"abc"})");
  CHECK(compiler.gate(*next).has_value());
  CHECK_FALSE(compiler.next_page(first, core::Json::object({{"complete", true}})).has_value());
}
