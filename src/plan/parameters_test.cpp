// Parameters of plan files: typed by what they are compared with, put in before the plan is validated.
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "plan/parameters.hpp"
#include "plan/plan.hpp"
#include "plan/test_catalog.hpp"

using namespace recoupe;
using plan::Parameter;

namespace {

core::Result<std::string> bound(const std::string& text, const std::vector<Parameter>& given) {
  static const catalog::Catalog catalog = plan::test_catalog();
  const auto validate = [](const plan::Plan& plan) { return plan::validate(plan, catalog); };
  return plan::with_parameters(text, given, validate, core::TimeZone::find("Europe/Paris").value());
}

std::string bound_condition(const std::string& condition, const std::string& value) {
  const std::string before = "FROM mongodb.users |> WHERE ";
  const auto text = bound(before + condition, {{"x", value}});
  if (!text) return text.error().message.en;
  const auto parsed = plan::parse(*text);
  REQUIRE(parsed);
  CHECK(plan::validate(*parsed, plan::test_catalog()));
  return text->substr(before.size());
}

core::Error refusal_of(const std::string& text, const std::vector<Parameter>& given) {
  const auto out = bound(text, given);
  REQUIRE_FALSE(out);
  CHECK_FALSE(out.error().message.fr.empty());
  CHECK_FALSE(out.error().remedy.fr.empty());
  CHECK(out.error().message.fr != out.error().message.en);
  return out.error();
}

}  // namespace

TEST_CASE("a_parameter_has_the_type_of_what_it_is_compared_with") {
  CHECK(bound_condition("created_at >= @x", "2026-07-01") == "created_at >= TIMESTAMP '2026-06-30T22:00:00.000000Z'");
  CHECK(bound_condition("@x < created_at", "2026-07-01T09:30:00Z") == "TIMESTAMP '2026-07-01T09:30:00.000000Z' < created_at");
  CHECK(bound_condition("created_at >= @x", "2026-07-01 09:30") == "created_at >= TIMESTAMP '2026-07-01T07:30:00.000000Z'");
  CHECK(bound_condition("DATE(created_at) = @x", "2026-07-01") == "DATE(created_at) = DATE '2026-07-01'");
  CHECK(bound_condition("role = @x", "42") == "role = '42'");
  CHECK(bound_condition("role IN ('a', @x)", "it's") == "role IN ('a', 'it''s')");
  CHECK(bound_condition("role LIKE @x", "a%") == "role LIKE 'a%'");
  CHECK(bound_condition("role = LOWER(@x)", "TRUE") == "role = LOWER('TRUE')");
  CHECK(bound_condition("active = @x", "true") == "active = TRUE");
  CHECK(bound_condition("balance BETWEEN 0 AND @x", "12.50") == "balance BETWEEN 0 AND 12.50");
  CHECK(bound_condition("balance > -@x", "-5") == "balance > -(-5)");
  CHECK(bound_condition("score * @x > 1", "2.5") == "score * 2.5 > 1");
  CHECK(bound_condition("_id = @x", "507F1F77BCF86CD799439011") == "_id = OBJECTID '507f1f77bcf86cd799439011'");
  CHECK(bound_condition("created_at - @x > TIMESTAMP '2026-01-01T00:00:00Z'", "INTERVAL '2 hours'") ==
        "created_at - INTERVAL '2 hours' > TIMESTAMP '2026-01-01T00:00:00Z'");
  CHECK(bound_condition("DATE(created_at) < CURRENT_DATE - @x", "30 days") == "DATE(created_at) < CURRENT_DATE - INTERVAL '30 days'");
  CHECK(bound_condition("CASE WHEN active THEN role ELSE @x END = 'a'", "1") == "CASE WHEN active THEN role ELSE '1' END = 'a'");
  CHECK(bound_condition("ANY(tags) = @x", "7") == "ANY(tags) = '7'");
}

TEST_CASE("a_parameter_beside_nothing_has_the_type_of_its_form") {
  const auto selected = [](const std::string& value) {
    const auto text = bound("FROM mongodb.users |> SELECT @x AS label", {{"x", value}});
    REQUIRE(text);
    return text->substr(29);
  };
  CHECK(selected("12") == "12 AS label");
  CHECK(selected("-1.50") == "-1.50 AS label");
  CHECK(selected("true") == "TRUE AS label");
  CHECK(selected("NULL") == "NULL AS label");
  CHECK(selected("DATE '2026-01-01'") == "DATE '2026-01-01' AS label");
  CHECK(selected("interval '1 day'") == "INTERVAL '1 day' AS label");
  CHECK(selected("'12'") == "'12' AS label");
  CHECK(selected("2026-01-01") == "'2026-01-01' AS label");
  CHECK(selected("") == "'' AS label");
  CHECK(selected("x' OR 1=1 --") == "'x'' OR 1=1 --' AS label");
}

TEST_CASE("parameters_stand_after_period_limit_and_tolerance") {
  const auto text = bound(
      "FROM mongodb.users |> WHERE created_at DURING PERIOD @when |> ORDER BY email |> LIMIT @n; "
      "FROM postgres.public.invoices |> CHECK MATCH WITH postgres.public.employees ON employee_id = id COMPARE amount = "
      "employees.balance TOLERANCE @t %",
      {{"when", "cette semaine"}, {"n", "10"}, {"t", "0.5"}});
  REQUIRE(text);
  CHECK(text->find("PERIOD 'cette semaine'") != std::string::npos);
  CHECK(text->find("LIMIT 10;") != std::string::npos);
  CHECK(text->find("TOLERANCE 0.5 %") != std::string::npos);
  CHECK(plan::plans_of(*text).value().size() == 2);
}

TEST_CASE("sides_and_pairs_type_their_parameters_too") {
  const auto text = bound(
      "FROM mongodb.users |> JOIN (FROM postgres.employees |> WHERE hired_on > @day) AS e ON LOWER(users.email) = "
      "LOWER(e.work_email) AND e.department = @dept |> CHECK RULE e.id > @id",
      {{"day", "2026-01-01"}, {"dept", "7"}, {"id", "7"}});
  REQUIRE(text);
  CHECK(text->find("hired_on > DATE '2026-01-01'") != std::string::npos);
  CHECK(text->find("e.department = '7'") != std::string::npos);
  CHECK(text->find("e.id > 7") != std::string::npos);
}

TEST_CASE("one_name_may_stand_in_places_of_several_types") {
  const auto text = bound("FROM postgres.employees |> WHERE hired_on >= @d AND department != @d", {{"d", "2026-01-01"}});
  REQUIRE(text);
  CHECK(*text == "FROM postgres.employees |> WHERE hired_on >= DATE '2026-01-01' AND department != '2026-01-01'");
}

TEST_CASE("an_at_sign_in_text_comments_and_names_is_no_parameter") {
  const std::string text = "FROM mongodb.users |> WHERE email = 'a@b.fr' -- @since\n AND `x@y` = 1";
  CHECK(plan::parameter_names(text).empty());
  CHECK(plan::parameter_names("FROM a.b |> WHERE x = @y AND z < @w AND z > @y") == std::vector<std::string>{"y", "w"});
}

TEST_CASE("missing_unknown_and_doubled_parameters_are_refused_with_what_was_meant") {
  const std::string text = "FROM mongodb.users\n|> WHERE created_at >= @since";
  const core::Error missing = refusal_of(text, {});
  CHECK(missing.code == core::Code::usage);
  CHECK(missing.span->line == 2);
  CHECK(missing.span->column == 24);
  CHECK(missing.remedy.en.find("--param since=") != std::string::npos);
  const core::Error slip = refusal_of(text, {{"sinse", "2026-01-01"}});
  CHECK(slip.remedy.en.find("did you mean since?") != std::string::npos);
  CHECK(slip.span->line == 2);
  const core::Error unknown = refusal_of(text, {{"since", "2026-01-01"}, {"untill", "2026-02-01"}});
  CHECK(unknown.message.en.find("@untill") != std::string::npos);
  CHECK(unknown.remedy.en.find("@since") != std::string::npos);
  CHECK(refusal_of("FROM mongodb.users", {{"a", "1"}}).remedy.en.find("none") != std::string::npos);
  CHECK(refusal_of(text, {{"since", "1"}, {"since", "2"}}).message.en.find("two values") != std::string::npos);
  CHECK(plan::parse(text).error().message.en.find("has no value") != std::string::npos);
}

TEST_CASE("a_value_of_another_type_is_refused_where_it_stands") {
  const core::Error error = refusal_of("FROM mongodb.users\n|> WHERE created_at >= @since", {{"since", "soon"}});
  CHECK(error.code == core::Code::type_mismatch);
  CHECK(error.span->line == 2);
  CHECK(error.message.en.find("“soon”, is no TIMESTAMP") != std::string::npos);
  CHECK(error.message.fr.find("n'est pas de type TIMESTAMP") != std::string::npos);
  CHECK(refusal_of("FROM mongodb.users |> WHERE balance > @x", {{"x", "12,50"}}).code == core::Code::type_mismatch);
  CHECK(refusal_of("FROM mongodb.users |> WHERE active = @x", {{"x", "maybe"}}).code == core::Code::type_mismatch);
  CHECK(refusal_of("FROM mongodb.users |> WHERE role = @x", {{"x", "DATE '2026-01-01'"}}).code == core::Code::type_mismatch);
  CHECK(refusal_of("FROM mongodb.users |> ORDER BY role |> LIMIT @x", {{"x", "ten"}}).code == core::Code::type_mismatch);
  CHECK(refusal_of("FROM mongodb.users |> WHERE created_at DURING PERIOD @x", {{"x", "soon"}}).code == core::Code::invalid_period);
}

TEST_CASE("what_else_is_wrong_with_the_plan_is_said_where_it_stands") {
  const core::Error error = refusal_of("FROM mongodb.users |> WHERE created_at >= @x\n  AND rolle = 'a'", {{"x", "2026-01-01"}});
  CHECK(error.code == core::Code::unknown_name);
  CHECK(error.span->line == 2);
  CHECK(error.candidates.front() == "role");
}

TEST_CASE("a_parameter_is_written_name_equals_value") {
  const auto parameter = plan::parameter_of("filter=a=b");
  REQUIRE(parameter);
  CHECK(parameter->name == "filter");
  CHECK(parameter->value == "a=b");
  CHECK(plan::parameter_of("début=x").value().name == "début");
  for (const char* written : {"since", "=1", "2x=1", "a b=1"}) CHECK_FALSE(plan::parameter_of(written));
}
