#include "rows/batch.hpp"

#include <doctest/doctest.h>

#include "rows/extended_json.hpp"

using namespace recoupe;
using core::Kind;
using core::Value;
using rows::make_column;

namespace {

void comes_back(const core::Type& type, const Value& value) {
  rows::Column column = make_column("c", type);
  REQUIRE(column.append(value));
  CHECK(column.value(0) == value);
}

}  // namespace

TEST_CASE("every_type_gives_back_what_was_put_in") {
  comes_back(Kind::bool_, Value(true));
  comes_back(Kind::int64, Value(std::int64_t{9'007'199'254'740'993}));
  comes_back(Kind::numeric, Value(core::Decimal{"-12.500"}));
  comes_back(Kind::float64, Value(0.1));
  comes_back(Kind::string, Value(std::string("Ærø\0x", 8)));
  comes_back(Kind::date, Value(core::Date{-719'162}));
  comes_back(Kind::timestamp, Value(core::Timestamp{1'764'000'000'123'456}));
  comes_back(Kind::datetime, Value(core::Datetime{-1}));
  comes_back(Kind::time, Value(core::Time{86'399'999'999}));
  comes_back(Kind::bytes, Value(core::Bytes{std::string("\x00\xff\x7f", 3)}));
  comes_back(Kind::uuid, Value(core::Uuid{"00112233-4455-6677-8899-aabbccddeeff"}));
  comes_back(Kind::objectid, Value(core::ObjectId{"65a1b2c3d4e5f60718293a4b"}));
}

TEST_CASE("null_and_missing_stay_apart") {
  rows::Column column = make_column("c", core::Type::array_of(Kind::int64));
  column.append_null();
  column.append_missing();
  REQUIRE(column.append(Value(core::ValueArray{Value(std::int64_t{1}), Value(), Value(core::Missing{})})));
  REQUIRE(column.append(Value(core::ValueArray{})));
  CHECK(column.value(0).is_null());
  CHECK(column.value(1).is_missing());
  CHECK(column.value(2) == Value(core::ValueArray{Value(std::int64_t{1}), Value(), Value(core::Missing{})}));
  CHECK(column.value(3) == Value(core::ValueArray{}));
  CHECK(column.offsets == std::vector<std::int64_t>{0, 0, 0, 3, 3});
}

TEST_CASE("a_value_of_another_type_is_refused_and_leaves_no_half_row") {
  rows::Column column = make_column("c", Kind::int64);
  CHECK_FALSE(column.append(Value(std::string("1"))));
  CHECK(column.size() == 0);
  CHECK(column.ints.empty());
}

TEST_CASE("documents_and_mixed_values_are_kept_as_extended_json") {
  core::ValueDocument document;
  document.emplace_back("n", Value(std::int64_t{5}));
  document.emplace_back("d", Value(core::Decimal{"1.10"}));
  document.emplace_back("t", Value(core::Timestamp{1'000}));
  document.emplace_back("x", Value(-0.0));
  document.emplace_back("a", Value(core::ValueArray{Value(core::ObjectId{"65a1b2c3d4e5f60718293a4b"}), Value()}));
  comes_back(Kind::document, Value(document));
  rows::Column column = make_column("c", Kind::mixed);
  REQUIRE(column.append(Value(std::int64_t{5})));
  CHECK(column.texts[0] == R"({"$numberLong":"5"})");
  CHECK(column.value(0) == Value(std::int64_t{5}));
}

TEST_CASE("relaxed_extended_json_and_foreign_types_are_read") {
  const auto read = [](std::string_view text) { return *rows::value_of_extended_json(*core::Json::parse(text)); };
  CHECK(read("7") == Value(std::int64_t{7}));
  CHECK(read("7.0") == Value(7.0));
  CHECK(read(R"({"$date":"2026-03-01T00:00:00Z"})") == Value(*core::parse_timestamp("2026-03-01T00:00:00Z")));
  CHECK(read(R"({"$binary":{"base64":"ABEiM0RVZneImaq7zN3u/w==","subType":"04"}})") ==
        Value(core::Uuid{"00112233-4455-6677-8899-aabbccddeeff"}));
  const Value regex = read(R"({"$regularExpression":{"pattern":"a","options":""}})");
  CHECK(std::holds_alternative<core::ValueDocument>(regex));
}

TEST_CASE("a_document_that_looks_like_extended_json_stays_a_document") {
  for (const char* key : {"$oid", "$numberDecimal", "$date", "$numberLong", "$document", "$other"}) {
    core::ValueDocument inner;
    inner.emplace_back(key, Value(std::string("65a1b2c3d4e5f60718293a4b")));
    core::ValueDocument outer;
    outer.emplace_back("a", Value(core::ValueArray{Value(inner)}));
    for (const Kind kind : {Kind::document, Kind::mixed}) {
      comes_back(kind, Value(inner));
      comes_back(kind, Value(outer));
    }
  }
  rows::Column column = make_column("c", Kind::mixed);
  column.texts.push_back(rows::cell_of_reply(*core::Json::parse(R"({"a":{"$document":{"$oid":"x"}},"b":{"$minKey":1}})")));
  column.presence.push_back(rows::Presence::value);
  CHECK(core::digest_json(column.value(0)).dump() == R"({"a":{"$document":"x"},"b":{"$minKey":"1"}})");
}

TEST_CASE("only_documents_have_members") {
  const auto members = [](std::string_view text) {
    static core::Json kept;
    kept = *core::Json::parse(text);
    return rows::document_in(kept);
  };
  CHECK(members(R"({"a":1})") != nullptr);
  CHECK(members(R"({"$oid":"65a1b2c3d4e5f60718293a4b"})") == nullptr);
  CHECK(members("[1]") == nullptr);
  REQUIRE(members(R"({"$document":{"$oid":"x"}})") != nullptr);
  CHECK(members(R"({"$document":{"$oid":"x"}})")->front().first == "$oid");
}

TEST_CASE("base64_of_every_length_comes_back_and_bad_text_is_refused") {
  std::string bytes;
  for (int i = 0; i < 260; ++i) {
    CHECK(*rows::from_base64(rows::base64(bytes)) == bytes);
    bytes += static_cast<char>(i);
  }
  CHECK_FALSE(rows::from_base64("ab"));
  CHECK_FALSE(rows::from_base64("a-==" "abcd"));
}
