#include "core/time_zone.hpp"

#include <doctest/doctest.h>

#include <cstdlib>

using namespace recoupe::core;

namespace {
std::string midnight_in(const char* zone, const char* day) {
  return text_of(TimeZone::find(zone)->midnight(parse_date(day).value()));
}
}  // namespace

TEST_CASE("midnights_follow_summer_time") {
  CHECK(midnight_in("Europe/Paris", "2026-03-29") == "2026-03-28T23:00:00.000000Z");
  CHECK(midnight_in("Europe/Paris", "2026-03-30") == "2026-03-29T22:00:00.000000Z");
  CHECK(midnight_in("UTC", "2026-03-30") == "2026-03-30T00:00:00.000000Z");
  CHECK(midnight_in("Asia/Kolkata", "2026-03-30") == "2026-03-29T18:30:00.000000Z");
}

TEST_CASE("a_day_without_midnight_begins_where_the_clocks_jump") {
  CHECK(midnight_in("America/Sao_Paulo", "2018-11-04") == "2018-11-04T03:00:00.000000Z");
  CHECK(midnight_in("Africa/Cairo", "2026-04-24") == "2026-04-23T22:00:00.000000Z");
  CHECK(midnight_in("Pacific/Apia", "2011-12-30") == midnight_in("Pacific/Apia", "2011-12-31"));
}

TEST_CASE("a_midnight_that_comes_twice_is_the_first") {
  CHECK(midnight_in("America/Havana", "2026-11-01") == "2026-11-01T04:00:00.000000Z");
}

TEST_CASE("a_day_begins_at_its_midnight_in_every_zone") {
  for (const char* name : {"Europe/Paris", "America/Sao_Paulo", "America/Havana", "Asia/Tehran", "Australia/Lord_Howe",
                           "Africa/Cairo", "America/St_Johns", "Asia/Beirut", "Pacific/Chatham"}) {
    const TimeZone zone = TimeZone::find(name).value();
    for (std::int32_t day = days_from_civil(2010, 1, 1); day < days_from_civil(2030, 1, 1); ++day) {
      const Timestamp start = zone.midnight({day});
      if (zone.day_of(start).days != day || zone.day_of({start.micros - 1}).days >= day)
        FAIL(name, " ", text_of(Date{day}));
    }
  }
}

TEST_CASE("local_time_is_exact_to_the_microsecond") {
  const TimeZone paris = TimeZone::find("Europe/Paris").value();
  CHECK(text_of(paris.to_local(parse_timestamp("2026-07-01T10:00:00.000001Z").value())) ==
        "2026-07-01T12:00:00.000001");
  CHECK(text_of(paris.day_of(parse_timestamp("2026-07-01T22:00:00Z").value())) == "2026-07-02");
}

TEST_CASE("a_local_time_that_comes_twice_is_the_first_and_a_skipped_one_goes_by_the_offset_before") {
  const auto instant = [](const char* zone, const char* local) {
    return text_of(TimeZone::find(zone)->instant_of(Datetime{parse_timestamp(std::string(local) + "Z")->micros}));
  };
  CHECK(instant("Europe/Paris", "2026-03-29T02:30:00") == "2026-03-29T01:30:00.000000Z");
  CHECK(instant("Europe/Paris", "2026-10-25T02:30:00.000001") == "2026-10-25T00:30:00.000001Z");
  CHECK(instant("America/New_York", "2026-03-08T02:30:00") == "2026-03-08T07:30:00.000000Z");
  CHECK(instant("America/New_York", "2026-11-01T01:59:59.999999") == "2026-11-01T05:59:59.999999Z");
  CHECK(instant("Asia/Kathmandu", "1969-12-31T23:59:59.999999") == "1969-12-31T18:29:59.999999Z");
}

TEST_CASE("zones_that_nobody_knows_are_refused") {
  for (const char* name : {"", "Europe/Pariis", "GMT+5", "Etc/Unknown", "CET-1CEST"}) CHECK_FALSE(TimeZone::find(name));
  CHECK(TimeZone().name() == "UTC");
}

TEST_CASE("the_hosts_zone_is_taken_from_TZ") {
  setenv("TZ", ":Asia/Tokyo", 1);
  CHECK(TimeZone::of_host().name() == "Asia/Tokyo");
  setenv("TZ", "/usr/share/zoneinfo/Europe/Paris", 1);
  CHECK(TimeZone::of_host().name() == "Europe/Paris");
  setenv("TZ", "", 1);
  CHECK(TimeZone::of_host().name() == "UTC");
  unsetenv("TZ");
}
