#include "core/value.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace recoupe::core;

TEST_CASE("digest_form_loses_nothing") {
  const Value value = ValueArray{{},
                                 Missing{},
                                 true,
                                 std::int64_t{42},
                                 Decimal{"1.50"},
                                 0.1,
                                 -0.0,
                                 std::nan(""),
                                 INFINITY,
                                 std::string("é"),
                                 Date{0},
                                 Bytes{"\x01\xff"},
                                 ObjectId{"5f3a00000000000000000001"},
                                 ValueDocument{{"b", std::int64_t{1}}, {"a", Missing{}}}};
  CHECK(digest_json(value).dump() ==
        R"([null,{"$missing":true},true,"42","1.50","0.1","-0","NaN","Infinity","é","1970-01-01","01ff",)"
        R"("5f3a00000000000000000001",{"b":"1","a":{"$missing":true}}])");
}

TEST_CASE("display_form_has_numbers_where_json_keeps_them") {
  const Value value =
      ValueArray{std::int64_t{42}, std::int64_t{9007199254740993}, Decimal{"1.50"}, 0.5, std::nan(""), Missing{}};
  CHECK(display_json(value).dump() == R"([42,"9007199254740993","1.50",0.5,"NaN",null])");
}

TEST_CASE("calendar_values_are_written_and_read") {
  CHECK(text_of(Timestamp{-1}) == "1969-12-31T23:59:59.999999Z");
  CHECK(text_of(Datetime{1}) == "1970-01-01T00:00:00.000001");
  CHECK(text_of(Time{3'661'000'000}) == "01:01:01.000000");
  CHECK(parse_timestamp("2026-11-18T10:00:00.5+01:00")->micros ==
        parse_timestamp("2026-11-18T09:00:00.500000Z")->micros);
  CHECK(text_of(parse_timestamp("2026-03-01 00:00:00-00:30").value()) == "2026-03-01T00:30:00.000000Z");
  CHECK(text_of(parse_date("2024-02-29").value()) == "2024-02-29");
  for (const char* text : {"2026-02-29", "2026-13-01", "2026-3-1", "26-03-01", "2026-03-01x", ""})
    CHECK_FALSE(parse_date(text));
  for (const char* text : {"2026-03-01T24:00:00Z", "2026-03-01T10:00:00", "2026-03-01", "2026-03-01T10:00:00.1234567Z"})
    CHECK_FALSE(parse_timestamp(text));
}

TEST_CASE("every_day_of_eight_centuries_comes_back") {
  for (std::int32_t day = days_from_civil(1600, 1, 1); day < days_from_civil(2400, 1, 1); ++day) {
    const Civil civil = civil_from_days(day);
    if (days_from_civil(civil.year, civil.month, civil.day) != day) FAIL(day);
  }
  CHECK(days_from_civil(1970, 1, 1) == 0);
  CHECK(days_from_civil(2000, 3, 1) == 11017);
  CHECK(civil_from_days(-719'529).year == -1);
}
