#include <limits>

#include "result/test_company.hpp"

namespace recoupe::result {

TEST_CASE("joins_give_one_row_per_pair_and_null_keys_meet_nothing") {
  const Company company = test_company();
  const Answer answer = answer_of(company, R"(FROM postgres.invoices
|> JOIN postgres.public.employees AS e ON invoices.employee_id = e.id AND invoices.amount > e.rate
|> SELECT number, e.id, work_email)");
  CHECK(lines_of(answer) == "[\"1\",\"1\",\"ann@x.org\"]\n[\"2\",\"2\",\"élodie@x.org\"]\n[\"5\",\"2\",\"élodie@x.org\"]\n");
  CHECK(answer.coverage[1].matched == 2);
  CHECK(answer.coverage[1].unmatched == 2);
  CHECK(rows_of(company, R"(FROM postgres.invoices
|> LEFT JOIN postgres.public.employees AS e ON employee_id = id
|> WHERE id IS NULL
|> SELECT number, department)") == "[\"6\",null]\n");
  CHECK(rows_of(company, R"(FROM postgres.public.employees
|> LEFT JOIN mongodb.users AS u ON LOWER(work_email) = LOWER(u.email)
|> WHERE id = 4
|> SELECT u.email, u.email IS MISSING AS gone)") == "[null,false]\n");
}

TEST_CASE("unnest_gives_one_row_per_element") {
  const Company company = test_company();
  CHECK(rows_of(company, "FROM mongodb.users\n|> JOIN UNNEST(tags) AS tag\n|> SELECT email, tag") ==
        "[\"Ann@X.org\",\"a\"]\n[\"Ann@X.org\",\"b\"]\n[\"bob@x.org\",\"b\"]\n[\"eve@x.org\",\"c\"]\n");
  CHECK(rows_of(company, "FROM mongodb.users\n|> LEFT JOIN UNNEST(tags) AS tag\n|> WHERE tag IS NULL\n|> AGGREGATE COUNT(*) AS n") ==
        "[\"3\"]\n");
  CHECK(rows_of(company, "FROM mongodb.users\n|> JOIN UNNEST(lines) AS line\n|> SELECT email, line.sku, line.quantity") ==
        "[\"Ann@X.org\",\"s1\",\"2\"]\n[\"Ann@X.org\",\"s2\",\"3\"]\n[\"Élodie@x.org\",\"s1\",\"1\"]\n");
  CHECK(rows_of(company, "FROM mongodb.users\n|> JOIN UNNEST(lines) AS line\n|> SELECT line") ==
        "[{\"quantity\":\"1\",\"sku\":\"s1\"}]\n[{\"quantity\":\"2\",\"sku\":\"s1\"}]\n[{\"quantity\":\"3\",\"sku\":\"s2\"}]\n");
}

TEST_CASE("a_value_inside_a_document_of_another_type_is_an_error_where_it_is_used") {
  const auto element = [](core::Value quantity) {
    core::ValueDocument document;
    document.emplace_back("quantity", std::move(quantity));
    return core::Value(core::ValueArray{core::Value(std::move(document))});
  };
  catalog::Field inner = field({"lines", "quantity"}, core::Type::array_of(core::Kind::int64));
  inner.crosses_array = true;
  Company company;
  company.add("mongodb", catalog::SourceKind::mongodb, "carts",
              {field({"lines"}, core::Type::array_of(core::Kind::document)), inner},
              {{element(number(1)), core::Value()}, {element(text("two")), core::Value()}, {element(core::Value()), core::Value()}});
  CHECK(rows_of(company, "FROM mongodb.carts\n|> JOIN UNNEST(lines) AS line\n|> AGGREGATE COUNT(*) AS n") == "[\"3\"]\n");
  CHECK(answer_of(company, "FROM mongodb.carts\n|> JOIN UNNEST(lines) AS line\n|> CHECK RULE line IS NOT NULL\n|> SELECT line").row_count == 3);
  CHECK(!Run::start(company, "FROM mongodb.carts\n|> JOIN UNNEST(lines) AS line\n|> SELECT line AS l\n|> WHERE l.quantity > 1").answer());
  Run run = Run::start(company, "FROM mongodb.carts\n|> JOIN UNNEST(lines) AS line\n|> SELECT line.quantity");
  const auto answer = run.answer();
  REQUIRE(!answer);
  CHECK(answer.error().code == core::Code::value_unreadable);
}

TEST_CASE("an_item_of_another_type_inside_an_element_is_an_error_and_null_stays_null") {
  const auto element = [](core::ValueArray codes) {
    core::ValueDocument document;
    document.emplace_back("codes", core::Value(std::move(codes)));
    return core::Value(core::ValueArray{core::Value(std::move(document))});
  };
  catalog::Field inner = field({"lines", "codes"}, core::Type::array_of(core::Type::array_of(core::Kind::string)));
  inner.crosses_array = true;
  const auto company_of = [&](core::Value item) {
    Company company;
    company.add("mongodb", catalog::SourceKind::mongodb, "carts",
                {field({"lines"}, core::Type::array_of(core::Kind::document)), inner}, {{element({text("a"), std::move(item)}), core::Value()}});
    return company;
  };
  const char* plan = "FROM mongodb.carts\n|> JOIN UNNEST(lines) AS line\n|> EXTEND ARRAY_LENGTH(line.codes) AS n\n|> WHERE ANY(line.codes) = 'a'\n|> SELECT n";
  CHECK(rows_of(company_of(core::Value()), plan) == "[\"2\"]\n");
  Run run = Run::start(company_of(number(1)), plan);
  const auto answer = run.answer();
  REQUIRE(!answer);
  CHECK(answer.error().code == core::Code::value_unreadable);
}

TEST_CASE("joined_rows_can_be_checked") {
  CHECK(rows_of(test_company(), R"(FROM postgres.invoices
|> JOIN postgres.public.employees AS e ON employee_id = e.id
|> CHECK EXISTS IN mongodb.users AS u ON LOWER(e.work_email) = LOWER(u.email)
|> AGGREGATE COUNT(*) AS n GROUP BY finding)") == "[\"ok\",\"4\"]\n");
}

TEST_CASE("distinct_keeps_minus_zero_inside_arrays") {
  Company company;
  company.add("postgres", catalog::SourceKind::postgres, "points", {field({"xs"}, core::Type::array_of(core::Kind::float64))},
              {{core::Value(core::ValueArray{core::Value(-0.0), core::Value(), core::Value(1e300), core::Value(0.1)})}});
  CHECK(rows_of(company, "FROM postgres.points\n|> DISTINCT") == "[[\"-0\",null,\"1e+300\",\"0.1\"]]\n");
}

TEST_CASE("failures_of_a_try_cast_are_those_of_the_step_that_sees_most") {
  const Answer answer = answer_of(test_company(), R"(FROM mongodb.users
|> WHERE TRY_CAST(legacy AS INT64) = 12 OR TYPE(legacy) = 'bool'
|> SELECT TRY_CAST(legacy AS INT64) AS n)");
  CHECK(answer.cast_failures == std::vector<std::pair<std::string, std::int64_t>>{{"TRY_CAST(legacy AS INT64)", 2}});
}

TEST_CASE("a_constant_orders_nothing") {
  for (const char* constant : {"'x'", "2", "TRUE", "NULL"}) {
    INFO(constant);
    CHECK(rows_of(test_company(), "FROM postgres.public.employees\n|> ORDER BY " + std::string(constant) +
                                      ", id DESC\n|> LIMIT 2\n|> SELECT id") == "[\"4\"]\n[\"3\"]\n");
  }
}

TEST_CASE("any_holds_where_some_element_does") {
  const Company company = test_company();
  CHECK(rows_of(company, "FROM mongodb.users\n|> WHERE ANY(tags) = 'b'\n|> SELECT email") ==
        "[\"Ann@X.org\"]\n[\"bob@x.org\"]\n");
  CHECK(rows_of(company, "FROM mongodb.users\n|> WHERE NOT ANY(tags) = 'b'\n|> SELECT email") ==
        "[\"eve@x.org\"]\n[\"Élodie@x.org\"]\n");
  CHECK(rows_of(company, "FROM mongodb.users\n|> WHERE ANY(lines.quantity) > 2 OR ANY(tags) LIKE 'c%'\n|> SELECT email, ARRAY_LENGTH(tags) AS n") ==
        "[\"Ann@X.org\",\"2\"]\n[\"eve@x.org\",\"1\"]\n");
  CHECK(rows_of(company, "FROM mongodb.users\n|> WHERE ANY(tags) IN ('a', 'c')\n|> SELECT email") ==
        "[\"Ann@X.org\"]\n[\"eve@x.org\"]\n");
}

TEST_CASE("union_all_keeps_every_row_of_both") {
  CHECK(rows_of(test_company(), R"(FROM mongodb.users
|> SELECT email
|> UNION ALL (FROM postgres.public.employees |> SELECT work_email AS email)
|> WHERE LOWER(email) LIKE 'ann%' OR email IS NULL)") == "[\"Ann@X.org\"]\n[\"ann@x.org\"]\n[null]\n[{\"$missing\":true}]\n");
}

TEST_CASE("days_are_taken_in_the_plans_zone") {
  const Company company = test_company();
  CHECK(rows_of(company, R"(FROM mongodb.users
|> WHERE LOWER(email) LIKE 'bob%' OR LOWER(email) LIKE 'élo%'
|> SELECT DATE(created_at) AS d, DATE_TRUNC('week', created_at) AS w, EXTRACT(hour FROM created_at) AS h, DATE_DIFF(CURRENT_DATE, DATE(created_at), DAY) AS ago)") ==
        "[\"2026-03-15\",\"2026-03-09\",\"23\",\"3\"]\n[\"2026-03-16\",\"2026-03-16\",\"0\",\"2\"]\n");
  CHECK(rows_of(company, R"(FROM postgres.public.employees
|> WHERE hired_on IS NOT NULL
|> SELECT id, hired_on + INTERVAL '1 month' AS m, DATE_DIFF(DATE '2021-03-31', hired_on, MONTH) AS months, CAST(hired_on AS STRING) AS s)") ==
        R"(["1","2020-02-29","14","2020-01-31"]
["2","2021-03-28","1","2021-02-28"]
["3","2021-04-01","0","2021-03-01"]
)");
  CHECK(rows_of(company, R"(FROM mongodb.users
|> WHERE created_at = TIMESTAMP '2026-03-16T08:00:00Z'
|> SELECT TIMESTAMP_DIFF(TIMESTAMP '2026-03-16T06:30:00Z', created_at, HOUR) AS h, created_at - INTERVAL '2 hours' AS e, CAST(created_at AS DATETIME) AS l, CAST(created_at AS STRING) AS s)") ==
        R"(["-1","2026-03-16T06:00:00.000000Z","2026-03-16T09:00:00.000000","2026-03-16T08:00:00.000000Z"]
)");
}

TEST_CASE("text_follows_unicode_and_code_points") {
  CHECK(rows_of(test_company(), R"(FROM mongodb.users
|> WHERE email LIKE 'É_odie%'
|> SELECT UPPER(email) AS u, UNACCENT(email) AS p, LENGTH(email) AS n, SUBSTR(email, 2, 3) AS s, CONCAT(TRIM('  x '), '''', role) AS c, NULLIF(role, 'admin') AS z, COALESCE(NULL, 2.50, 1) AS f)") ==
        "[\"ÉLODIE@X.ORG\",\"Elodie@x.org\",\"12\",\"lod\",\"x'admin\",null,\"2.50\"]\n");
}

TEST_CASE("arithmetic_is_exact") {
  CHECK(rows_of(test_company(), R"(FROM mongodb.users
|> WHERE balance = 2.5
|> SELECT balance * 3 AS a, balance - 0.1 AS b, -balance AS c, ROUND(balance) AS d, ABS(-3) AS e, 7 / 2 AS f, score + 1 AS g, CASE WHEN score > 1 THEN 1 ELSE balance END AS h, 2000000000 + 2000000000 AS i)") ==
        "[\"7.50\",\"2.40\",\"-2.50\",\"3\",\"3\",\"3.5\",\"1.3\",\"2.50\",\"4000000000\"]\n");
  Run run = Run::start(test_company(), "FROM postgres.invoices\n|> SELECT number + 9223372036854775807 AS x");
  const auto answer = run.answer();
  REQUIRE(!answer);
  CHECK(answer.error().code == core::Code::value_unreadable);
}

TEST_CASE("what_may_fail_is_not_looked_at_where_it_cannot_matter") {
  const Company company = test_company();
  CHECK(rows_of(company, "FROM postgres.invoices\n|> WHERE number != 5 AND 10 / (number - 5) > 1\n|> SELECT number") == "[\"6\"]\n");
  CHECK(rows_of(company, R"(FROM postgres.invoices
|> EXTEND number = 5 OR 10 / (number - 5) > 1 AS big, CASE WHEN number != 5 THEN 10 / (number - 5) END AS q
|> WHERE big
|> SELECT number, q)") == "[\"5\",null]\n[\"6\",\"10\"]\n");
  CHECK(rows_of(company, R"(FROM postgres.invoices
|> EXTEND number > 5 AND number < 9 AND 10 / (number - 5) > 1 AS big
|> WHERE big
|> SELECT number)") == "[\"6\"]\n");
  const Answer answer = answer_of(company, R"(FROM postgres.public.employees
|> CHECK EXISTS IN mongodb.users ON id = TRY_CAST(legacy AS INT64)
|> AGGREGATE COUNT(*) AS n GROUP BY finding)");
  CHECK(lines_of(answer) == "[\"missing\",\"4\"]\n");
  REQUIRE(answer.cast_failures.size() == 1);
  CHECK(answer.cast_failures[0].second == 2);
}

TEST_CASE("not_a_number_equals_itself_and_both_zeros_are_one") {
  Company company;
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinity = std::numeric_limits<double>::infinity();
  const auto one = [](double value) { return Cells{core::Value(value)}; };
  company.add("mongodb", catalog::SourceKind::mongodb, "points", {field({"x"}, core::Kind::float64)},
              {one(nan), one(-nan), one(0.0), one(-0.0), one(infinity), {core::Value()}});
  CHECK(rows_of(company, "FROM mongodb.points\n|> AGGREGATE COUNT(*) AS n GROUP BY x\n|> ORDER BY x\n|> SELECT n") ==
        "[\"2\"]\n[\"1\"]\n[\"2\"]\n[\"1\"]\n");
  CHECK(rows_of(company, "FROM mongodb.points\n|> WHERE x IN (0, 1.5)\n|> ORDER BY x\n|> SELECT x") == "[\"-0\"]\n[\"0\"]\n");
  CHECK(rows_of(company, "FROM mongodb.points\n|> ORDER BY x DESC\n|> LIMIT 1\n|> SELECT x, CAST(x AS STRING) AS s") ==
        "[\"NaN\",\"NaN\"]\n");
  CHECK(rows_of(company, "FROM mongodb.points\n|> AGGREGATE COUNT(DISTINCT x) AS d, MAX(x) AS high, MIN(x) AS low, SUM(x) AS s") ==
        "[\"3\",\"NaN\",\"-0\",\"NaN\"]\n");
}

TEST_CASE("long_lists_of_values_are_taken") {
  std::string list = "0.5";
  for (int i = 1; i < 5'000; ++i) list += ", " + std::to_string(i) + ".0";
  CHECK(rows_of(test_company(), "FROM mongodb.users\n|> WHERE balance IN (" + list + ")\n|> AGGREGATE COUNT(*) AS n") == "[\"3\"]\n");
  CHECK(rows_of(test_company(), "FROM mongodb.users\n|> WHERE role IN ('user', NULL)\n|> SELECT role") == "[\"user\"]\n");
  CHECK(rows_of(test_company(), "FROM mongodb.users\n|> WHERE role NOT IN ('user', NULL)\n|> SELECT role").empty());
}

TEST_CASE("the_answer_is_the_same_whatever_is_pruned") {
  const Company company = test_company();
  const physical::Passes none{.prune_columns = false, .push_filters = false, .push_keys = false, .push_limits = false};
  for (const char* text : {"FROM mongodb.users\n|> ORDER BY score\n|> SELECT role",
                           "FROM mongodb.users\n|> SELECT email, role\n|> DISTINCT",
                           "FROM mongodb.users\n|> CHECK UNIQUE BY role\n|> AGGREGATE COUNT(*) AS n GROUP BY finding",
                           "FROM postgres.invoices\n|> AGGREGATE COUNT(*) AS n", "FROM mongodb.users"}) {
    INFO(text);
    CHECK(answer_of(company, text).digest == answer_of(company, text, none).digest);
  }
}

}  // namespace recoupe::result
