#include "plan/plan.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "plan/checks/keys.hpp"
#include "plan/test_catalog.hpp"
#include "plan/traverse.hpp"

namespace recoupe::plan {
namespace {

const catalog::Catalog& company() {
  static const catalog::Catalog catalog = test_catalog();
  return catalog;
}

core::Result<Plan> validated(const std::string& text) {
  auto parsed = parse(text);
  REQUIRE_MESSAGE(parsed.has_value(), text, " ", parsed.error().message.en);
  return validate(*std::move(parsed), company());
}

Plan valid(const std::string& text) {
  auto plan = validated(text);
  REQUIRE_MESSAGE(plan.has_value(), text, " ", plan.error().message.en);
  return *std::move(plan);
}

core::Error refused(const std::string& text) {
  auto plan = validated(text);
  REQUIRE_MESSAGE(!plan.has_value(), text);
  CHECK_FALSE(plan.error().message.en.empty());
  CHECK_FALSE(plan.error().message.fr.empty());
  CHECK_FALSE(plan.error().remedy.en.empty());
  CHECK_FALSE(plan.error().remedy.fr.empty());
  return std::move(plan).error();
}

core::Code code_of(const std::string& text) { return refused(text).code; }

/// "email STRING, finding STRING"
std::string outputs(const std::string& text) {
  std::string out;
  for (const OutputColumn& column : outputs_of(valid(text))) {
    out += (out.empty() ? "" : ", ") + column.name + " " + core::name_of(column.type);
  }
  return out;
}

/// The type of the expression in `FROM mongodb.users |> SELECT e AS x`.
std::string type_of(std::string_view expression) {
  return outputs("FROM mongodb.users |> SELECT " + std::string(expression) + " AS x");
}

bool has(const std::vector<std::string>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

const std::string demo =
    "FROM mongodb.users |> WHERE role = 'admin' "
    "|> CHECK EXISTS IN postgres.public.employees ON LOWER(users.email) = LOWER(work_email) SELECT department "
    "|> SELECT email, created_at, department, finding";

}  // namespace

TEST_CASE("the_contracts_plan_is_valid_and_shows_what_it_selects") {
  CHECK(outputs(demo) == "email STRING, created_at TIMESTAMP, department STRING, finding STRING");
}

TEST_CASE("validating_again_changes_nothing") {
  const Plan once = valid(demo);
  const auto twice = validate(once, company());
  REQUIRE(twice);
  CHECK(to_json(*twice) == to_json(once));
  CHECK(outputs_of(*twice).size() == outputs_of(once).size());
}

TEST_CASE("schema_is_left_out_only_where_the_table_is_unique") {
  valid("FROM postgres.employees");
  valid("FROM postgres.archive.invoices");
  const core::Error error = refused("FROM postgres.invoices");
  CHECK(error.code == core::Code::ambiguous_name);
  CHECK(has(error.candidates, "postgres.public.invoices"));
}

TEST_CASE("unknown_tables_and_servers_name_the_near_ones") {
  CHECK(has(refused("FROM postgres.employes").candidates, "postgres.public.employees"));
  CHECK(has(refused("FROM mongodb.employees").candidates, "postgres.public.employees"));
  CHECK(has(refused("FROM postgre.employees").candidates, "postgres"));
}

TEST_CASE("unknown_columns_point_and_name_the_near_ones") {
  const core::Error error = refused("FROM mongodb.users |> WHERE emial = 'x'");
  CHECK(error.code == core::Code::unknown_name);
  CHECK(error.candidates.front() == "email");
  REQUIRE(error.span);
  CHECK(error.span->begin == 28);
  CHECK(refused("FROM mongodb.users |> WHERE city = 'x'").candidates.front() == "contact.city");
  CHECK(refused("FROM mongodb.users AS u |> WHERE users.email = 'x'").candidates.front() == "email");
}

TEST_CASE("names_are_exact_in_case") {
  CHECK(refused("FROM mongodb.users |> WHERE Email = 'x'").candidates.front() == "email");
}

TEST_CASE("nested_paths_are_named_but_not_shown") {
  CHECK(outputs("FROM mongodb.users |> WHERE contact.city = 'Lyon' |> SELECT contact, users.contact.phone") ==
        "contact DOCUMENT, phone STRING");
  CHECK(outputs("FROM mongodb.users |> SELECT contact AS c |> WHERE c.city = 'Lyon'") == "c DOCUMENT");
  CHECK(code_of("FROM mongodb.users |> SELECT email |> WHERE contact.city = 'Lyon'") == core::Code::unknown_name);
}

TEST_CASE("unqualified_names_must_be_unique") {
  const core::Error error =
      refused("FROM mongodb.users |> JOIN postgres.employees ON email = work_email |> WHERE balance > 0");
  CHECK(error.code == core::Code::ambiguous_name);
  CHECK(error.candidates == std::vector<std::string>{"users.balance", "employees.balance"});
}

TEST_CASE("a_first_part_that_is_an_alias_and_a_column_is_refused") {
  CHECK(code_of("FROM mongodb.events |> WHERE events.kind = 'x'") == core::Code::ambiguous_name);
  valid("FROM mongodb.events AS e |> WHERE events.kind = 'x'");
}

TEST_CASE("select_aggregate_and_totals_end_aliases") {
  CHECK(code_of("FROM mongodb.users |> SELECT email |> WHERE users.email = 'x'") == core::Code::unknown_name);
  CHECK(code_of("FROM mongodb.users |> AGGREGATE COUNT(*) AS n GROUP BY role |> WHERE users.role = 'x'") ==
        core::Code::unknown_name);
  valid("FROM mongodb.users |> EXTEND balance * 2 AS double |> WHERE users.email = 'x'");
}

TEST_CASE("equal_names_are_refused_in_select_and_shown_with_alias_after_join") {
  CHECK(code_of("FROM mongodb.users |> SELECT email, LOWER(email) AS email") == core::Code::duplicate_name);
  CHECK(code_of("FROM mongodb.users |> AGGREGATE COUNT(*) AS role GROUP BY role") == core::Code::duplicate_name);
  CHECK(code_of("FROM mongodb.users |> EXTEND 1 AS email") == core::Code::duplicate_name);
  const std::string shown = outputs("FROM mongodb.users |> JOIN postgres.employees AS e ON email = work_email");
  CHECK(shown.find("users.balance NUMERIC") != std::string::npos);
  CHECK(shown.find("e.balance NUMERIC") != std::string::npos);
  CHECK(shown.find(", id INT64") != std::string::npos);
}

TEST_CASE("a_computed_column_needs_a_name") {
  CHECK(code_of("FROM mongodb.users |> SELECT LOWER(email)") == core::Code::invalid_plan);
}

TEST_CASE("a_table_joined_with_itself_needs_another_alias") {
  CHECK(code_of("FROM postgres.employees |> JOIN postgres.employees ON manager_id = 1") == core::Code::duplicate_name);
  valid("FROM postgres.employees |> JOIN postgres.employees AS m ON employees.manager_id = m.id");
}

TEST_CASE("slots_point_into_left_then_right_columns") {
  const Plan plan = valid(demo);
  const Scope& input = plan.pipeline.steps[1].output;
  const Check& check = *if_is<Check>(plan.pipeline.steps[2]);
  const Exists& exists = *if_is<Exists>(check);
  const auto keys = key_pairs_of(exists.on, input.size());
  REQUIRE(keys.size() == 1);
  CHECK(if_is<Name>(if_is<Call>(*keys[0].left)->args[0])->slot == 1);
  CHECK(if_is<Name>(if_is<Call>(*keys[0].right)->args[0])->slot == static_cast<int>(input.size()) + 1);
  CHECK(if_is<Name>(exists.select[0].expr)->slot == static_cast<int>(input.size()) + 2);
  const Scope& output = plan.pipeline.steps[2].output;
  CHECK(output.size() == input.size() + 2);
  CHECK(output[3].from == 3);
  CHECK(output[input.size()].from == static_cast<int>(input.size()) + 2);
  CHECK(output.back().from == -1);
}

TEST_CASE("values_compare_within_a_kind_only") {
  valid("FROM mongodb.users |> WHERE balance > 1 AND score < 1.5 AND balance IN (1, 2.5) AND score BETWEEN 0 AND "
        "balance");
  CHECK(code_of("FROM mongodb.users |> WHERE balance = '1'") == core::Code::type_mismatch);
  CHECK(code_of("FROM mongodb.users |> WHERE active = 1") == core::Code::type_mismatch);
  CHECK(code_of("FROM mongodb.users |> WHERE tags = 'vip'") == core::Code::type_mismatch);
  CHECK(code_of("FROM mongodb.users |> WHERE contact = 'x'") == core::Code::type_mismatch);
  CHECK(code_of("FROM mongodb.users |> JOIN postgres.employees ON _id = id") == core::Code::type_mismatch);
  CHECK(code_of("FROM postgres.employees |> WHERE hired_on = DATE_TRUNC('month', hired_on) + "
                "1") == core::Code::type_mismatch);
}

TEST_CASE("a_text_beside_a_typed_column_is_refused_with_the_literal_that_would_do") {
  const auto remedy = [](const std::string& text) { return refused(text).remedy.en; };
  CHECK(remedy("FROM postgres.employees |> WHERE hired_on > '2026-03-01'") == "Write DATE '2026-03-01'.");
  CHECK(remedy("FROM mongodb.users |> WHERE created_at > '2026-03-01'") == "Write TIMESTAMP '2026-03-01T00:00:00Z'.");
  CHECK(remedy("FROM mongodb.users |> WHERE _id = '64b7f0c2a1b2c3d4e5f60718'") == "Write OBJECTID "
                                                                                  "'64b7f0c2a1b2c3d4e5f60718'.");
  CHECK(remedy("FROM mongodb.users |> WHERE balance = '12.5'") == "Write 12.5.");
  CHECK(remedy("FROM mongodb.users |> WHERE created_at > DATE '2026-03-01'") == "Write DATE(created_at).");
  CHECK(remedy("FROM mongodb.users |> JOIN postgres.employees ON email = id") == "Write CAST(id AS STRING).");
}

TEST_CASE("mixed_values_are_compared_after_a_cast_only") {
  valid("FROM mongodb.users |> WHERE legacy IS NULL OR legacy IS MISSING OR TYPE(legacy) = 'string'");
  valid("FROM mongodb.users |> WHERE TRY_CAST(legacy AS INT64) > 3 |> SELECT legacy");
  CHECK(refused("FROM mongodb.users |> WHERE legacy = 'x'").remedy.en == "Write TRY_CAST(legacy AS STRING).");
  CHECK(code_of("FROM mongodb.users |> AGGREGATE COUNT(*) AS n GROUP BY legacy") == core::Code::type_mismatch);
}

TEST_CASE("arrays_stand_in_any_array_length_and_unnest") {
  valid("FROM mongodb.users |> WHERE ANY(tags) = 'vip' AND NOT ANY(lines.sku) LIKE 'A%' AND ARRAY_LENGTH(lines) > 0");
  CHECK(code_of("FROM mongodb.users |> WHERE lines.sku = 'A'") == core::Code::type_mismatch);
  CHECK(code_of("FROM mongodb.users |> SELECT lines.sku") == core::Code::type_mismatch);
  CHECK(code_of("FROM mongodb.users |> WHERE ANY(tags) = 1") == core::Code::type_mismatch);
  CHECK(code_of("FROM mongodb.users |> SELECT ANY(tags) AS t") == core::Code::invalid_plan);
  CHECK(code_of("FROM mongodb.users |> WHERE ANY(email) = 'x'") == core::Code::type_mismatch);
}

TEST_CASE("unnest_gives_elements_whose_fields_are_named") {
  CHECK(outputs("FROM mongodb.users |> JOIN UNNEST(lines) AS line |> WHERE line.quantity > 1 |> SELECT email, "
                "line.sku, line") ==
        "email STRING, sku STRING, line DOCUMENT");
  CHECK(outputs("FROM mongodb.users |> LEFT JOIN UNNEST(tags) AS tag |> SELECT tag") == "tag STRING");
  CHECK(outputs("FROM mongodb.users |> JOIN UNNEST(lines.sku) AS sku |> SELECT sku") == "sku STRING");
  CHECK(code_of("FROM mongodb.users |> JOIN UNNEST(email) AS e") == core::Code::type_mismatch);
  CHECK(code_of("FROM mongodb.users |> JOIN UNNEST(tags) AS email") == core::Code::duplicate_name);
}

TEST_CASE("expressions_have_the_types_of_the_language") {
  CHECK(type_of("1 / 2") == "x NUMERIC");
  CHECK(type_of("1 + 2") == "x INT64");
  CHECK(type_of("balance * 2") == "x NUMERIC");
  CHECK(type_of("score + balance") == "x FLOAT64");
  CHECK(type_of("created_at + INTERVAL '2 hours'") == "x TIMESTAMP");
  CHECK(type_of("DATE(created_at) - INTERVAL '30 days'") == "x DATE");
  CHECK(type_of("DATE_TRUNC('month', created_at)") == "x DATE");
  CHECK(type_of("EXTRACT(year FROM created_at)") == "x INT64");
  CHECK(type_of("DATE_DIFF(CURRENT_DATE, DATE(created_at), DAY)") == "x INT64");
  CHECK(type_of("COALESCE(contact.city, email, '')") == "x STRING");
  CHECK(type_of("CASE WHEN active THEN 1 ELSE 2.5 END") == "x NUMERIC");
  CHECK(type_of("CAST(_id AS STRING)") == "x STRING");
  CHECK(type_of("NULLIF(email, '')") == "x STRING");
  CHECK(type_of("ARRAY_LENGTH(tags)") == "x INT64");
}

TEST_CASE("operands_of_the_wrong_type_are_refused") {
  CHECK(code_of("FROM mongodb.users |> WHERE LOWER(balance) = 'x'") == core::Code::type_mismatch);
  CHECK(code_of("FROM mongodb.users |> WHERE email") == core::Code::type_mismatch);
  CHECK(code_of("FROM mongodb.users |> WHERE NOT email") == core::Code::type_mismatch);
  CHECK(code_of("FROM mongodb.users |> WHERE email DURING PERIOD 'this week'") == core::Code::type_mismatch);
  CHECK(code_of("FROM mongodb.users |> SELECT created_at - created_at AS x") == core::Code::type_mismatch);
  CHECK(code_of("FROM postgres.employees |> SELECT hired_on + INTERVAL '2 hours' AS x") == core::Code::type_mismatch);
  CHECK(code_of("FROM mongodb.users |> SELECT CAST(tags AS STRING) AS x") == core::Code::type_mismatch);
  CHECK(code_of("FROM mongodb.users |> SELECT CASE WHEN active THEN 1 ELSE 'x' END AS x") == core::Code::type_mismatch);
  CHECK(code_of("FROM mongodb.users |> ORDER BY contact") == core::Code::type_mismatch);
}

TEST_CASE("a_decimal_literal_takes_the_other_sides_type") {
  const Plan plan = valid("FROM mongodb.users |> WHERE score > 1.5");
  const Where& where = *if_is<Where>(plan.pipeline.steps[1]);
  CHECK(if_is<Call>(where.condition)->args[1].type.kind == core::Kind::float64);
}

TEST_CASE("aggregates_stand_in_aggregate_alone") {
  CHECK(outputs("FROM mongodb.users |> AGGREGATE COUNT(*) AS n, SUM(balance) / COUNT(*) AS mean GROUP BY role, "
                "DATE_TRUNC('month', "
                "created_at) AS month |> WHERE n > 2 |> ORDER BY n DESC |> LIMIT 3") ==
        "role STRING, month DATE, n INT64, mean NUMERIC");
  CHECK(code_of("FROM mongodb.users |> WHERE COUNT(*) > 2") == core::Code::invalid_plan);
  CHECK(code_of("FROM mongodb.users |> AGGREGATE email AS e") == core::Code::invalid_plan);
  CHECK(code_of("FROM mongodb.users |> AGGREGATE SUM(balance) + balance AS e") == core::Code::invalid_plan);
  CHECK(code_of("FROM mongodb.users |> AGGREGATE SUM(email) AS e") == core::Code::type_mismatch);
  CHECK(code_of("FROM mongodb.users |> AGGREGATE SUM(COUNT(*)) AS e") == core::Code::invalid_plan);
  CHECK(code_of("FROM mongodb.users |> AGGREGATE COUNT(*) AS n GROUP BY LOWER(role)") == core::Code::invalid_plan);
}

TEST_CASE("a_bare_path_keeps_missing_apart_until_rows_are_grouped") {
  const auto may_be_missing = [](const std::string& steps) {
    return outputs_of(valid("FROM mongodb.users |> " + steps)).front().may_be_missing;
  };
  CHECK(may_be_missing("WHERE email IS MISSING |> SELECT email AS address |> ORDER BY address"));
  CHECK_FALSE(may_be_missing("SELECT LOWER(email) AS address"));
  CHECK_FALSE(may_be_missing("AGGREGATE COUNT(*) AS n GROUP BY email"));
  CHECK_FALSE(may_be_missing("SELECT email |> DISTINCT"));
}

TEST_CASE("limit_stands_where_rows_have_an_order") {
  CHECK(code_of("FROM mongodb.users |> LIMIT 3") == core::Code::invalid_plan);
  valid("FROM mongodb.users |> ORDER BY email |> WHERE role = 'admin' |> SELECT email |> LIMIT 3");
  valid("FROM mongodb.users |> ORDER BY email |> LIMIT 5 |> CHECK UNIQUE BY email |> DISTINCT |> LIMIT 3");
  for (const char* step : {"AGGREGATE COUNT(*) AS n GROUP BY role", "JOIN UNNEST(tags) AS tag", "UNION ALL mongodb.users"})
    CHECK_MESSAGE(code_of("FROM mongodb.users |> ORDER BY email |> " + std::string(step) + " |> LIMIT 3") ==
                      core::Code::invalid_plan, step);
  valid("FROM mongodb.users |> ORDER BY created_at DESC |> LIMIT 1 PER role");
}

TEST_CASE("union_all_needs_the_same_names_and_types") {
  valid("FROM mongodb.users |> SELECT email |> UNION ALL (FROM postgres.employees |> SELECT work_email AS email)");
  CHECK(code_of("FROM mongodb.users |> SELECT email |> UNION ALL (FROM postgres.employees |> SELECT work_email)") ==
        core::Code::type_mismatch);
  CHECK(code_of("FROM mongodb.users |> SELECT email |> UNION ALL (FROM postgres.employees |> SELECT id AS email)") ==
        core::Code::type_mismatch);
}

TEST_CASE("a_second_check_renames_the_finding_of_the_first") {
  CHECK(outputs("FROM mongodb.users |> CHECK RULE balance >= 0 |> CHECK UNIQUE BY email |> CHECK RULE active "
                "|> SELECT finding_1, finding_2, finding") == "finding_1 STRING, finding_2 STRING, finding STRING");
  CHECK(outputs("FROM mongodb.users |> CHECK RULE balance >= 0 AS solvent |> CHECK UNIQUE BY email |> SELECT "
                "solvent, finding") ==
        "solvent STRING, finding STRING");
  CHECK(outputs("FROM mongodb.users |> CHECK RULE active |> AGGREGATE COUNT(*) AS n GROUP BY finding |> CHECK RULE "
                "n > 1") ==
        "finding_1 STRING, n INT64, finding STRING");
}

TEST_CASE("a_source_column_called_finding_must_be_renamed_first") {
  CHECK(code_of("FROM mongodb.events |> CHECK UNIQUE BY _id") == core::Code::duplicate_name);
  CHECK(outputs("FROM mongodb.events |> CHECK UNIQUE BY _id AS twice |> SELECT finding, twice") == "finding STRING, "
                                                                                                   "twice STRING");
  valid("FROM mongodb.events |> SELECT _id, finding AS kind |> CHECK UNIQUE BY _id");
  CHECK(code_of("FROM mongodb.users |> CHECK RULE active AS email") == core::Code::duplicate_name);
}

TEST_CASE("checks_need_an_equality_between_the_sides_but_join_does_not") {
  CHECK(code_of("FROM mongodb.users |> CHECK EXISTS IN postgres.employees ON users.balance > employees.balance") ==
        core::Code::invalid_plan);
  CHECK(code_of("FROM mongodb.users |> CHECK ABSENT IN postgres.employees ON email = work_email OR role = "
                "department") ==
        core::Code::invalid_plan);
  valid("FROM mongodb.users |> CHECK EXISTS IN postgres.employees ON work_email = email AND users.balance > "
        "employees.balance");
  valid("FROM mongodb.users |> JOIN postgres.employees ON users.balance > employees.balance");
}

TEST_CASE("exists_adds_the_selected_columns_alone") {
  CHECK(outputs("FROM mongodb.users |> SELECT email |> CHECK EXISTS IN postgres.employees AS e ON email = work_email "
                "SELECT department, LOWER(e.work_email) AS address |> WHERE e.department = 'x'") ==
        "email STRING, department STRING, address STRING, finding STRING");
  CHECK(code_of("FROM mongodb.users |> CHECK EXISTS IN postgres.employees ON email = work_email SELECT role") ==
        core::Code::unknown_name);
}

TEST_CASE("a_column_that_a_check_did_not_select_is_refused_with_the_select_that_would_do") {
  const core::Error error = refused("FROM mongodb.users |> CHECK EXISTS IN postgres.employees ON email = work_email "
                                    "|> WHERE department = 'x'");
  CHECK(error.code == core::Code::unknown_name);
  CHECK(error.remedy.en == "Let the check take it over: CHECK EXISTS IN postgres.employees … SELECT department.");
}

TEST_CASE("paths_unseen_in_a_sampled_table_are_named_to_be_looked_for") {
  const std::string text = "FROM mongodb.users AS u |> WHERE u.contact.zip = 'x'";
  const std::vector<catalog::FieldRef> paths = paths_to_look_for(*parse(text), refused(text), company());
  REQUIRE(paths.size() == 1);
  CHECK(paths[0] == catalog::FieldRef{"mongodb", "", "users", {"contact", "zip"}});
  const std::string relational = "FROM postgres.employees |> WHERE zip = 'x'";
  CHECK(paths_to_look_for(*parse(relational), refused(relational), company()).empty());
}

TEST_CASE("match_shows_both_sides_and_the_differences") {
  CHECK(outputs("FROM mongodb.users |> SELECT email, balance |> CHECK MATCH WITH (FROM postgres.employees |> SELECT "
                "work_email, "
                "balance) AS e ON email = work_email COMPARE balance = balance TOLERANCE 0.5") ==
        "email STRING, balance NUMERIC, work_email STRING, e.balance NUMERIC, differences ARRAY<DOCUMENT>, finding "
        "STRING");
  CHECK(code_of("FROM mongodb.users |> CHECK MATCH WITH postgres.employees AS e ON email = work_email COMPARE role "
                "= id") ==
        core::Code::type_mismatch);
  CHECK(code_of("FROM mongodb.users |> CHECK MATCH WITH postgres.employees ON email = work_email COMPARE role = "
                "department "
                "TOLERANCE 1") == core::Code::type_mismatch);
  const core::Error swapped =
      refused("FROM mongodb.users |> CHECK MATCH WITH postgres.employees ON email = work_email COMPARE department = "
              "role");
  CHECK(swapped.remedy.en.find("wrong side") != std::string::npos);
}

TEST_CASE("totals_shows_keys_and_both_figures") {
  CHECK(outputs("FROM mongodb.users |> CHECK TOTALS WITH postgres.employees BY role = department, DATE(created_at) "
                "= hired_on AS day "
                "COMPARE COUNT(*) = COUNT(*), SUM(balance) = SUM(balance) TOLERANCE 1 %") ==
        "role STRING, day DATE, left_1 INT64, right_1 INT64, left_2 NUMERIC, right_2 NUMERIC, differences "
        "ARRAY<DOCUMENT>, "
        "finding STRING");
  CHECK(code_of("FROM mongodb.users |> CHECK TOTALS WITH postgres.employees BY role = department COMPARE balance = "
                "balance") ==
        core::Code::invalid_plan);
  CHECK(code_of("FROM mongodb.users |> CHECK TOTALS WITH postgres.employees BY LOWER(role) = department COMPARE "
                "COUNT(*) = "
                "COUNT(*)") == core::Code::invalid_plan);
}

TEST_CASE("sequence_runs_over_whole_numbers_and_days") {
  CHECK(outputs("FROM postgres.public.invoices |> SELECT number |> CHECK SEQUENCE BY number") ==
        "number INT64, gap_from INT64, gap_to INT64, finding STRING");
  valid("FROM postgres.public.invoices |> CHECK SEQUENCE BY month PARTITION BY employee_id");
  CHECK(code_of("FROM postgres.public.invoices |> CHECK SEQUENCE BY reference") == core::Code::type_mismatch);
}

TEST_CASE("a_sides_columns_are_known_by_its_alias") {
  valid("FROM (FROM mongodb.users |> SELECT email) AS u |> WHERE u.email = 'x'");
  const std::string pair = "(FROM postgres.employees AS a |> JOIN postgres.employees AS b ON a.id = b.manager_id) AS e";
  CHECK(code_of("FROM " + pair) == core::Code::duplicate_name);
  CHECK(code_of("FROM mongodb.users |> CHECK EXISTS IN " + pair +
                " ON email = e.work_email") == core::Code::ambiguous_name);
  valid("FROM mongodb.users |> CHECK EXISTS IN (FROM postgres.employees |> JOIN postgres.public.invoices ON id = "
        "employee_id "
        "|> EXTEND amount AS balance_2) AS e ON email = e.work_email");
}

}  // namespace recoupe::plan
