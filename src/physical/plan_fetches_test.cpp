#include <doctest/doctest.h>

#include <map>
#include <string>

#include "physical/explain.hpp"
#include "physical/physical_plan.hpp"

using namespace recoupe;
using core::Kind;

namespace {

catalog::Field field(std::vector<std::string> path, const core::Type& type) {
  catalog::Field made;
  made.path = std::move(path);
  made.type = type;
  return made;
}

catalog::Catalog company() {
  catalog::Table users;
  users.name = "users";
  users.fields = {field({"_id"}, Kind::objectid),       field({"email"}, Kind::string),
                  field({"role"}, Kind::string),        field({"created_at"}, Kind::timestamp),
                  field({"contact"}, Kind::document),   field({"contact", "city"}, Kind::string),
                  field({"contact", "phone"}, Kind::string), field({"score"}, Kind::float64),
                  field({"number"}, Kind::int64)};
  catalog::Table employees;
  employees.schema = "public";
  employees.name = "employees";
  employees.fields = {field({"id"}, Kind::int64),          field({"work_email"}, Kind::string),
                      field({"department"}, Kind::string), field({"salary"}, Kind::numeric),
                      field({"rating"}, Kind::float64),    field({"badge"}, Kind::numeric)};
  employees.fields[0].unique = true;
  employees.fields[2].known_values = {"Finance", "IT"};
  employees.keys = {{{"id"}}};
  catalog::Source mongodb{"mongodb", catalog::SourceKind::mongodb, "", {users}};
  catalog::Source postgres{"postgres", catalog::SourceKind::postgres, "", {employees}};
  return {{mongodb, postgres}, {}};
}

core::Json strings_of(const std::vector<std::string>& texts) {
  core::Json list = core::Json::array();
  for (const std::string& text : texts) list.push(text);
  return list;
}

/// Writes what the passes decide of a fetch.
std::string line_of(const physical::ExplainedFetch& fetch) {
  core::Json json = core::Json::object({{"fetch", fetch.id}, {"source", fetch.source}, {"columns", strings_of(fetch.columns)}});
  std::vector<std::string> filters;
  for (const physical::ExplainedFilter& filter : fetch.filters) filters.push_back(filter.text);
  if (!filters.empty()) json.set("filters", strings_of(filters));
  if (fetch.keys) json.set("keys", core::Json::object({{"of", fetch.keys->of}, {"from", fetch.keys->from}}));
  if (fetch.limit) json.set("order", strings_of(fetch.order)), json.set("limit", *fetch.limit);
  return json.dump();
}

physical::PhysicalPlan physical_of(std::string_view text, const catalog::Catalog& catalog, const physical::Passes& passes) {
  auto parsed = plan::parse(text);
  REQUIRE_MESSAGE(parsed.has_value(), (parsed ? "" : parsed.error().message.en));
  auto validated = plan::validate(*std::move(parsed), catalog);
  REQUIRE_MESSAGE(validated.has_value(), (validated ? "" : validated.error().message.en));
  auto bound = plan::bind(*validated, {1'764'057'600'000'000}, *core::TimeZone::find("Europe/Paris"), "sha256:00");
  REQUIRE(bound.has_value());
  auto physical = physical::plan_fetches(*std::move(bound), passes);
  REQUIRE(physical.has_value());
  return *std::move(physical);
}

/// Gives the explanation of a plan's fetches, one line of JSON each.
std::vector<std::string> fetches_of(std::string_view text, const physical::Passes& passes = {}) {
  static const catalog::Catalog catalog = company();
  const physical::PhysicalPlan physical = physical_of(text, catalog, passes);
  std::vector<std::string> lines;
  for (const physical::ExplainedFetch& fetch : physical::explain(physical).fetches) lines.push_back(line_of(fetch));
  return lines;
}

std::string part(const std::string& fetch, std::string_view key) {
  const core::Json json = *core::Json::parse(fetch);
  const core::Json* found = json.find(key);
  return found ? found->dump() : "none";
}

}  // namespace

TEST_CASE("the_contracts_sentence_reads_only_what_it_needs") {
  const auto fetches = fetches_of(
      "FROM mongodb.users\n"
      "|> WHERE role = 'admin' AND created_at DURING PERIOD 'this week'\n"
      "|> CHECK EXISTS IN postgres.public.employees ON LOWER(users.email) = LOWER(work_email) SELECT department\n"
      "|> SELECT email, created_at, department, finding");
  REQUIRE(fetches.size() == 2);
  CHECK(fetches[0] ==
        R"({"fetch":0,"source":"mongodb.users","columns":["email","role","created_at"],)"
        R"("filters":["role = 'admin'","created_at DURING PERIOD 'this week'"]})");
  CHECK(fetches[1] ==
        R"json({"fetch":1,"source":"postgres.public.employees","columns":["work_email","department"],)json"
        R"json("keys":{"of":"LOWER(work_email)","from":"LOWER(users.email)"}})json");
}

TEST_CASE("a_plan_that_shows_all_reads_all_shown_fields") {
  const auto fetches = fetches_of("FROM mongodb.users");
  CHECK(part(fetches[0], "columns") == R"(["_id","email","role","created_at","contact","score","number"])");
  CHECK(part(fetches_of("FROM mongodb.users |> SELECT contact.city")[0], "columns") == R"(["contact.city"])");
  CHECK(part(fetches_of("FROM mongodb.users |> SELECT contact |> WHERE contact.city = 'Lyon'")[0], "columns") ==
        R"(["contact","contact.city"])");
  CHECK(part(fetches_of("FROM mongodb.users |> AGGREGATE COUNT(*) AS n")[0], "columns") == "[]");
}

TEST_CASE("ties_and_distinct_need_every_shown_field") {
  const auto fetches = fetches_of("FROM postgres.employees |> ORDER BY id |> LIMIT 1 PER department |> SELECT salary");
  CHECK(part(fetches[0], "columns") == R"(["id","work_email","department","salary","rating","badge"])");
  CHECK(part(fetches_of("FROM postgres.employees |> DISTINCT |> SELECT id")[0], "columns") ==
        R"(["id","work_email","department","salary","rating","badge"])");
}

TEST_CASE("the_empty_side_of_an_outer_join_is_still_read") {
  const auto fetches = fetches_of(
      "FROM mongodb.users |> LEFT JOIN postgres.employees AS e ON users.number = e.id |> SELECT email, e.department");
  CHECK(part(fetches[0], "columns") == R"(["email","number"])");
  CHECK(part(fetches[1], "columns") == R"(["id","department"])");
  CHECK(part(fetches[1], "keys") == R"({"of":"id","from":"users.number"})");
}

TEST_CASE("filters_behind_a_check_or_a_join_are_not_pushed") {
  CHECK(part(fetches_of("FROM mongodb.users |> CHECK RULE score > 1 |> WHERE role = 'admin'")[0], "filters") == "none");
  const auto absent = fetches_of(
      "FROM mongodb.users |> CHECK ABSENT IN postgres.employees ON number = id |> WHERE role = 'a'");
  CHECK(part(absent[0], "filters") == "none");
  CHECK(part(fetches_of("FROM mongodb.users |> DISTINCT |> WHERE role = 'admin'")[0], "filters") == "none");
}

TEST_CASE("filters_are_pushed_through_reshaping_under_the_fields_own_names") {
  const auto fetches = fetches_of(
      "FROM (FROM mongodb.users |> WHERE score > 2 |> SELECT role AS r, contact) AS u |> EXTEND LOWER(r) AS low "
      "|> WHERE u.r = 'admin' AND low = 'x' AND contact.city = 'Lyon'");
  CHECK(part(fetches[0], "filters") == R"(["score > 2","role = 'admin'","contact.city = 'Lyon'"])");
}

TEST_CASE("a_filter_never_hides_a_row_on_which_a_step_before_it_fails") {
  CHECK(part(fetches_of("FROM mongodb.users |> EXTEND 1 / number AS x |> WHERE number != 0")[0], "filters") == "none");
  const auto nested = fetches_of("FROM (FROM mongodb.users |> EXTEND 1 / number AS x) AS u |> WHERE role = 'a'");
  CHECK(part(nested[0], "filters") == "none");
}

TEST_CASE("a_right_side_that_only_filters_is_asked_by_keys") {
  const auto fetches = fetches_of(
      "FROM mongodb.users |> CHECK ABSENT IN (FROM postgres.employees |> WHERE salary > 10 |> SELECT work_email) AS e "
      "ON e.work_email = email");
  CHECK(part(fetches[1], "filters") == R"(["salary > 10"])");
  CHECK(part(fetches[1], "keys") == R"({"of":"work_email","from":"email"})");
}

TEST_CASE("keys_are_never_asked_where_the_whole_side_matters") {
  const auto keys_of = [](const std::string& step) {
    return part(fetches_of("FROM mongodb.users |> " + step).back(), "keys");
  };
  CHECK(keys_of("CHECK MATCH WITH postgres.employees ON number = id COMPARE email = work_email") == "none");
  CHECK(keys_of("JOIN (FROM postgres.employees |> AGGREGATE COUNT(*) AS n GROUP BY department) AS e "
                "ON role = e.department") == "none");
  CHECK(keys_of("JOIN (FROM postgres.employees |> ORDER BY id |> LIMIT 3) AS e ON number = e.id") == "none");
  CHECK(keys_of("JOIN (FROM postgres.employees |> DISTINCT) AS e ON number = e.id") == "none");
  CHECK(keys_of("JOIN postgres.employees ON score = rating") == "none");
  CHECK(keys_of("JOIN postgres.employees ON number = id OR email = work_email") == "none");
}

TEST_CASE("keys_never_hide_a_right_row_on_which_its_pipeline_fails") {
  const auto fetches = fetches_of(
      "FROM mongodb.users |> JOIN (FROM postgres.employees |> SELECT id, 1 / salary AS x) AS e ON number = e.id");
  CHECK(part(fetches[1], "keys") == "none");
}

TEST_CASE("the_most_selective_key_is_chosen_and_typed_as_its_target") {
  const auto several = fetches_of(
      "FROM mongodb.users |> JOIN postgres.employees ON role = department AND email = work_email AND number = id");
  CHECK(part(several[1], "keys") == R"({"of":"id","from":"number"})");
  CHECK(part(fetches_of("FROM mongodb.users |> JOIN postgres.employees ON number = badge")[1], "keys") ==
        R"json({"of":"badge","from":"CAST(number AS NUMERIC)"})json");
}

TEST_CASE("keys_that_could_fail_on_a_left_row_are_not_taken") {
  const std::string join = "FROM mongodb.users |> JOIN postgres.employees ON ";
  CHECK(part(fetches_of(join + "CAST(email AS INT64) = id")[1], "keys") == "none");
  CHECK(part(fetches_of(join + "CAST(number AS STRING) = work_email")[1], "keys") ==
        R"json({"of":"work_email","from":"CAST(number AS STRING)"})json");
}

TEST_CASE("limits_are_pushed_for_a_bare_ordered_table_only") {
  const auto bare = fetches_of("FROM postgres.employees |> SELECT id, salary |> ORDER BY salary DESC |> LIMIT 5");
  CHECK(part(bare[0], "order") == R"(["salary DESC"])");
  CHECK(part(bare[0], "limit") == "5");
  for (const char* steps : {"WHERE id > 1 |> ORDER BY salary |> LIMIT 5", "ORDER BY LOWER(work_email) |> LIMIT 5",
                            "ORDER BY id |> LIMIT 1 PER department"}) {
    CHECK(part(fetches_of("FROM postgres.employees |> " + std::string(steps))[0], "limit") == "none");
  }
}

TEST_CASE("each_pass_can_be_turned_off") {
  const std::string text =
      "FROM postgres.employees |> WHERE id = 1 "
      "|> JOIN (FROM mongodb.users |> ORDER BY number |> LIMIT 1) AS u ON id = u.number "
      "|> JOIN postgres.employees AS f ON f.id = employees.id |> SELECT employees.department";
  const physical::Passes none{.prune_columns = false, .push_filters = false, .push_keys = false, .push_limits = false};
  const auto off = fetches_of(text, none);
  for (const std::string& fetch : off) {
    for (const char* key : {"filters", "keys", "order", "limit"}) CHECK(part(fetch, key) == "none");
  }
  CHECK(part(off[1], "columns") ==
        R"(["_id","email","role","created_at","contact","contact.city","contact.phone","score","number"])");
}

TEST_CASE("an_explanation_estimates_rows_and_says_why_not_more_is_pushed") {
  catalog::Catalog counted = company();
  for (catalog::Source& source : counted.sources)
    for (catalog::Table& table : source.tables) table.row_count = 1000;
  const auto explain = [&](std::string_view text) { return physical::explain(physical_of(text, counted, {})); };

  const auto exists = explain("FROM mongodb.users |> WHERE role = 'a' |> CHECK EXISTS IN postgres.employees ON number = id "
                              "|> WHERE finding != 'ok'");
  CHECK(exists.fetches[0].estimated_rows == 100);
  CHECK(exists.fetches[1].keys->asked == 100);
  REQUIRE(exists.fetches[0].reasons.size() == 1);
  CHECK(exists.fetches[0].reasons[0].en == "WHERE finding != 'ok': stands after a step that changes or joins rows");
  CHECK(exists.local.size() == 3);

  const auto match = explain("FROM mongodb.users |> CHECK MATCH WITH postgres.employees ON number = id COMPARE email = work_email");
  CHECK(match.fetches[1].reasons[0].en == "keys: the check compares both sides whole");
  const auto nested = explain("FROM mongodb.users |> JOIN (FROM postgres.employees |> DISTINCT) AS e ON number = e.id");
  CHECK(nested.fetches[1].reasons[0].fr == "clés : ce côté est plus qu'une table filtrée");
}
