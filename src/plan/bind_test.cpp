// Binding: periods become days and instants; what is recorded of a bound plan is read back as it was.
#include <string>

#include <doctest/doctest.h>

#include "core/time_zone.hpp"
#include "plan/plan.hpp"
#include "plan/traverse.hpp"

using namespace recoupe;

namespace {

catalog::Catalog one_table() {
  catalog::Table table;
  table.name = "users";
  catalog::Field created;
  created.path = {"created_at"};
  created.type = core::Kind::timestamp;
  table.fields = {created};
  catalog::Source source;
  source.server = "mongodb";
  source.kind = catalog::SourceKind::mongodb;
  source.tables = {table};
  catalog::Catalog out;
  out.sources = {source};
  return out;
}

core::TimeZone zone(const char* name) {
  auto out = core::TimeZone::find(name);
  REQUIRE(out.has_value());
  return *out;
}

core::Timestamp at(const char* text) {
  auto out = core::parse_timestamp(text);
  REQUIRE(out.has_value());
  return *out;
}

plan::BoundPlan bound_plan(const catalog::Catalog& catalog, const char* words, const char* now, const char* zone_name) {
  auto parsed = plan::parse("FROM mongodb.users |> WHERE created_at DURING PERIOD '" + std::string(words) + "'");
  REQUIRE(parsed.has_value());
  auto validated = plan::validate(*parsed, catalog);
  REQUIRE(validated.has_value());
  auto out = plan::bind(*validated, at(now), zone(zone_name), "sha256:catalog");
  REQUIRE(out.has_value());
  return *out;
}

plan::PeriodLiteral period_of(const plan::BoundPlan& bound) {
  plan::PeriodLiteral out;
  plan::for_each_expression_in(bound.plan.pipeline, [&](const plan::Expr& expr) {
    if (const auto* period = plan::if_is<plan::PeriodLiteral>(expr)) out = *period;
  });
  return out;
}

}  // namespace

TEST_CASE("a_period_is_bound_to_the_midnights_of_the_zone") {
  const catalog::Catalog catalog = one_table();
  const auto bound = bound_plan(catalog, "this week", "2026-11-18T09:00:00Z", "Europe/Paris");
  const auto period = period_of(bound);
  REQUIRE(period.days.has_value());
  CHECK(core::text_of(period.days->from) == "2026-11-16");
  CHECK(core::text_of(period.days->to) == "2026-11-23");
  CHECK(core::text_of(*period.from) == "2026-11-15T23:00:00.000000Z");
  CHECK(core::text_of(*period.to) == "2026-11-22T23:00:00.000000Z");
}

TEST_CASE("the_day_of_now_is_the_zones_day") {
  const catalog::Catalog catalog = one_table();
  const auto paris = bound_plan(catalog, "today", "2026-11-18T23:30:00Z", "Europe/Paris");
  CHECK(core::text_of(period_of(paris).days->from) == "2026-11-19");
  const auto utc = bound_plan(catalog, "today", "2026-11-18T23:30:00Z", "UTC");
  CHECK(core::text_of(period_of(utc).days->from) == "2026-11-18");
}

TEST_CASE("binding_changes_the_bound_digest_and_never_the_plans_own") {
  const catalog::Catalog catalog = one_table();
  const auto french = bound_plan(catalog, "cette semaine", "2026-11-18T09:00:00Z", "Europe/Paris");
  const auto english = bound_plan(catalog, "this week", "2026-11-18T09:00:00Z", "Europe/Paris");
  CHECK(french.digest == english.digest);
  CHECK(french.bound_digest == english.bound_digest);
  const auto later = bound_plan(catalog, "this week", "2026-11-18T09:00:01Z", "Europe/Paris");
  CHECK(later.digest == english.digest);
  CHECK(later.bound_digest != english.bound_digest);
  const auto elsewhere = bound_plan(catalog, "this week", "2026-11-18T09:00:00Z", "UTC");
  CHECK(elsewhere.bound_digest != english.bound_digest);
}

TEST_CASE("validating_a_plan_leaves_its_digest_alone") {
  const catalog::Catalog catalog = one_table();
  auto parsed = plan::parse("FROM mongodb.users |> WHERE created_at > TIMESTAMP '2026-01-01T00:00:00Z' |> SELECT created_at AS c");
  REQUIRE(parsed.has_value());
  const std::string before = plan::digest_of(*parsed);
  auto validated = plan::validate(*parsed, catalog);
  REQUIRE(validated.has_value());
  CHECK(plan::digest_of(*validated) == before);
}

TEST_CASE("a_recorded_bound_plan_is_read_back_with_its_instants_and_digests") {
  const catalog::Catalog catalog = one_table();
  const auto bound = bound_plan(catalog, "cette semaine", "2026-11-18T09:00:00Z", "Europe/Paris");
  const core::Json recorded = plan::to_json(bound);
  const auto read = plan::bound_plan_from_json(recorded, catalog);
  REQUIRE(read.has_value());
  CHECK(read->bound_digest == bound.bound_digest);
  CHECK(read->digest == bound.digest);
  CHECK(read->now == bound.now);
  CHECK(read->zone.name() == "Europe/Paris");
  CHECK(period_of(*read).from == period_of(bound).from);
  CHECK(plan::to_json(*read) == recorded);
}

TEST_CASE("a_recorded_bound_plan_that_was_changed_is_refused") {
  const catalog::Catalog catalog = one_table();
  const core::Json recorded = plan::to_json(bound_plan(catalog, "this week", "2026-11-18T09:00:00Z", "Europe/Paris"));
  for (const char* key : {"now", "time_zone", "catalog_digest", "digest", "bound_digest", "periods", "plan"}) {
    CAPTURE(key);
    core::Json changed = recorded;
    if (std::string(key) == "now") {
      changed.set(key, "2026-11-18T09:00:02.000000Z");
    } else if (std::string(key) == "time_zone") {
      changed.set(key, "UTC");
    } else {
      changed.set(key, core::Json::array());
    }
    const auto read = plan::bound_plan_from_json(changed, catalog);
    REQUIRE_FALSE(read.has_value());
    CHECK_FALSE(read.error().message.fr.empty());
  }
}
