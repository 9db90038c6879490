#include "result/test_company.hpp"

namespace recoupe::result {

TEST_CASE("the_contracts_sentence_runs_from_text_to_findings") {
  const Answer answer = answer_of(test_company(), R"(FROM mongodb.users
|> WHERE role = 'admin' AND created_at DURING PERIOD 'this week'
|> CHECK EXISTS IN postgres.public.employees ON LOWER(users.email) = LOWER(work_email) SELECT department
|> SELECT email, created_at, department, finding)");
  CHECK(lines_of(answer) == R"(["Ann@X.org","2026-03-16T08:00:00.000000Z","IT","ok"]
["eve@x.org","2026-03-18T09:00:00.000000Z",null,"missing"]
["Élodie@x.org","2026-03-15T23:00:00.000000Z",null,"ambiguous"]
[null,"2026-03-17T00:00:00.000000Z",null,"no_key"]
)");
  REQUIRE(answer.findings.size() == 1);
  CHECK(answer.findings[0].name == "finding");
  CHECK(answer.findings[0].counts ==
        std::vector<std::pair<std::string, std::int64_t>>{{"ok", 1}, {"missing", 1}, {"ambiguous", 1}, {"no_key", 1}});
  REQUIRE(answer.coverage.size() == 2);
  CHECK(answer.coverage[0].after_filter == 4);
  CHECK(answer.coverage[0].read == 6);
  CHECK(answer.coverage[1].matched == 3);
  CHECK(answer.coverage[1].unmatched == 1);
  CHECK(answer.digest.starts_with("sha256:"));
}

TEST_CASE("keys_are_distinct_known_values_of_the_left_rows_at_the_check") {
  Run run = Run::start(test_company(), R"(FROM mongodb.users
|> WHERE role = 'admin'
|> CHECK EXISTS IN postgres.public.employees ON LOWER(email) = LOWER(work_email) SELECT department)");
  const physical::Fetch& fetch = run.plan->fetches[1];
  REQUIRE(fetch.keys);
  const auto keys = run.engine->keys(fetch, 100, {});
  REQUIRE(keys);
  CHECK(keys->texts == std::vector<std::string>{"ann@x.org", "bob@x.org", "eve@x.org", "élodie@x.org"});
  core::Cancel stopped;
  stopped.request();
  CHECK(run.engine->keys(fetch, 100, stopped).error().code == core::Code::interrupted);
  const auto few = run.engine->keys(fetch, 1, {});
  REQUIRE(few);
  CHECK(few->size() == 2);
}

TEST_CASE("aggregates_are_exact_and_null_is_a_group") {
  const Company company = test_company();
  CHECK(rows_of(company, R"(FROM mongodb.users
|> AGGREGATE COUNT(*) AS n, COUNT(email) AS mails, SUM(balance) AS total, AVG(balance) AS mean, SUM(score) AS score GROUP BY role)") ==
        R"(["admin","5","4","14.50","3.625","-1e+300"]
["user","1","0","-3","-3","1e+300"]
)");
  CHECK(rows_of(company, "FROM mongodb.users\n|> AGGREGATE SUM(score) AS s, AVG(score) AS m, MIN(balance) AS low, MAX(email) AS last") ==
        "[\"0.6\",\"0.12\",\"-3\",\"Élodie@x.org\"]\n");
  CHECK(rows_of(company, "FROM mongodb.users\n|> AGGREGATE COUNT(*) AS n, COUNT(DISTINCT role) AS roles GROUP BY balance") ==
        "[\"-3\",\"1\",\"1\"]\n[\"1.0\",\"2\",\"1\"]\n[\"10\",\"1\",\"1\"]\n[\"2.50\",\"1\",\"1\"]\n[null,\"1\",\"1\"]\n");
  CHECK(rows_of(company, "FROM postgres.invoices\n|> AGGREGATE SUM(amount) AS s, AVG(number) AS m, COUNT(*) AS n GROUP BY employee_id") ==
        "[\"1\",\"10.30\",\"1.5\",\"2\"]\n[\"2\",\"12.5\",\"3.5\",\"2\"]\n[null,null,\"6\",\"1\"]\n");
}

TEST_CASE("sums_see_constants_and_filtered_rows_alike") {
  const Company company = test_company();
  CHECK(rows_of(company, R"(FROM mongodb.users
|> WHERE role = 'admin' AND score < 1 AND score > -1
|> AGGREGATE SUM(balance) AS a, SUM(score) AS b, SUM(1.50) AS c, SUM(CAST(0.5 AS FLOAT64)) AS d, SUM(balance) / COUNT(*) AS e, AVG(CAST(1 AS FLOAT64)) AS f)") ==
        "[\"4.50\",\"0.6\",\"4.50\",\"1.5\",\"1.50\",\"1\"]\n");
  CHECK(rows_of(company, "FROM mongodb.users\n|> WHERE role = 'nobody'\n|> AGGREGATE COUNT(*) AS n, SUM(balance) AS a, SUM(score) AS b, MIN(role) AS c") ==
        "[\"0\",null,null,null]\n");
  Run run = Run::start(company, "FROM mongodb.users\n|> WHERE role = 'nobody'\n|> AGGREGATE 1 / COUNT(*) AS n");
  const auto answer = run.answer();
  REQUIRE(!answer);
  CHECK(answer.error().code == core::Code::division_by_zero);
}

TEST_CASE("sides_may_nest_and_keys_are_taken_where_they_belong") {
  Run run = Run::start(test_company(), R"(FROM mongodb.users
|> WHERE role = 'admin'
|> CHECK EXISTS IN (FROM postgres.public.employees |> CHECK EXISTS IN postgres.invoices ON id = employee_id AS billed |> WHERE billed = 'ok') AS e ON LOWER(users.email) = LOWER(e.work_email) SELECT department
|> SELECT email, department, finding)");
  for (const physical::Fetch& fetch : run.plan->fetches) {
    if (!fetch.keys) continue;
    const auto keys = run.engine->keys(fetch, 100, {});
    REQUIRE(keys);
    CHECK(keys->size() == 4);
  }
  const auto answer = run.answer();
  REQUIRE(answer);
  CHECK(lines_of(*answer) == R"(["Ann@X.org","IT","ok"]
["bob@x.org",null,"missing"]
["eve@x.org",null,"missing"]
["Élodie@x.org","HR","ok"]
[null,null,"no_key"]
)");
  REQUIRE(answer->findings.size() == 2);
  CHECK(answer->findings[0].name == "billed");
}

TEST_CASE("order_puts_nulls_last_both_ways_and_limits_per_group") {
  const Company company = test_company();
  CHECK(rows_of(company, "FROM mongodb.users\n|> ORDER BY balance DESC\n|> SELECT balance") ==
        "[\"10\"]\n[\"2.50\"]\n[\"1.0\"]\n[\"1.00\"]\n[\"-3\"]\n[null]\n");
  CHECK(rows_of(company, "FROM mongodb.users\n|> ORDER BY balance\n|> LIMIT 2\n|> SELECT balance, role") ==
        "[\"-3\",\"user\"]\n[\"1.0\",\"admin\"]\n");
  CHECK(rows_of(company, "FROM postgres.invoices\n|> ORDER BY amount DESC\n|> LIMIT 1 PER employee_id\n|> SELECT employee_id, amount") ==
        "[\"1\",\"10.10\"]\n[\"2\",\"7.5\"]\n[null,null]\n");
  const Answer ordered = answer_of(company, "FROM mongodb.users\n|> SELECT role\n|> ORDER BY role");
  const Answer unordered = answer_of(company, "FROM mongodb.users\n|> SELECT role");
  CHECK(ordered.ordered);
  CHECK(ordered.digest != unordered.digest);
}

TEST_CASE("missing_and_null_stay_apart_through_steps") {
  const Company company = test_company();
  CHECK(rows_of(company, "FROM mongodb.users\n|> WHERE email IS NULL\n|> SELECT email, role") ==
        "[null,\"admin\"]\n[{\"$missing\":true},\"user\"]\n");
  CHECK(rows_of(company, "FROM mongodb.users\n|> SELECT email AS mail, role\n|> WHERE mail IS NULL AND mail IS NOT MISSING\n|> SELECT role") ==
        "[\"admin\"]\n");
  CHECK(rows_of(company, "FROM mongodb.users\n|> SELECT email\n|> DISTINCT\n|> AGGREGATE COUNT(*) AS n") == "[\"5\"]\n");
}

TEST_CASE("numbers_compare_exactly_across_kinds") {
  const Company company = test_company();
  CHECK(rows_of(company, "FROM mongodb.users\n|> WHERE balance = 1\n|> AGGREGATE COUNT(*) AS n") == "[\"2\"]\n");
  CHECK(rows_of(company, "FROM mongodb.users\n|> WHERE score > 0.1 AND score <= 0.3\n|> SELECT score") ==
        "[\"0.2\"]\n[\"0.3\"]\n");
  CHECK(rows_of(company, "FROM mongodb.users\n|> WHERE balance IN (2.5, 10)\n|> SELECT balance") == "[\"10\"]\n[\"2.50\"]\n");
}

TEST_CASE("division_by_zero_names_the_row") {
  Run run = Run::start(test_company(), "FROM postgres.invoices\n|> EXTEND amount / (number - 5) AS share");
  const auto answer = run.answer();
  REQUIRE(!answer);
  CHECK(answer.error().code == core::Code::division_by_zero);
  CHECK(answer.error().message.en.find("number=5") != std::string::npos);
  CHECK(rows_of(test_company(), "FROM postgres.invoices\n|> WHERE number != 5\n|> EXTEND 1 / (number - 5) AS share\n|> SELECT share\n|> DISTINCT") ==
        "[\"-0.25\"]\n[\"-0.333333333333\"]\n[\"1\"]\n");
}

TEST_CASE("a_number_that_leaves_int64_names_the_row_or_the_group") {
  const Company company = test_company();
  const auto message = [&](const std::string& text) {
    Run run = Run::start(company, text);
    const auto answer = run.answer();
    if (answer) return std::string("no error");
    CHECK(answer.error().code == core::Code::value_unreadable);
    return answer.error().message.en;
  };
  const std::string from = "FROM postgres.invoices\n|> ";
  for (const char* expression :
       {"number * 4611686018427387904", "number + 9223372036854775807", "-9223372036854775807 - number",
        "-(number - 9223372036854775807 - 2 - number)", "ABS(number - 9223372036854775807 - 1 - number)",
        "ROUND(number - number + 9223372036854775807, -1)"}) {
    INFO(expression);
    CHECK(message(from + "EXTEND " + expression + " AS big").find("in the row number=") != std::string::npos);
  }
  CHECK(message(from + "EXTEND number + 9223372036854775800 AS big\n|> AGGREGATE SUM(big) AS s GROUP BY employee_id") ==
        "A computed number leaves the range of INT64 in the row employee_id=1, COUNT(*)=2.");
  CHECK(message(from + "EXTEND number + 9223372036854775800 AS big\n|> WHERE number = 1\n|> AGGREGATE SUM(big) AS s") == "no error");
  CHECK(message(from + "AGGREGATE SUM(9223372036854775807) AS s") ==
        "A computed number leaves the range of INT64 in the row COUNT(*)=5.");
  CHECK(rows_of(company, from + "AGGREGATE MIN(ABS(-number)) AS least, MAX(ROUND(number, -1)) AS most") == "[\"1\",\"10\"]\n");
}

TEST_CASE("failed_casts_are_counted_or_are_errors") {
  const Company company = test_company();
  const Answer tried = answer_of(company, "FROM mongodb.users\n|> SELECT TRY_CAST(legacy AS INT64) AS old\n|> WHERE old = 12");
  CHECK(tried.row_count == 2);
  REQUIRE(tried.cast_failures.size() == 1);
  CHECK(tried.cast_failures[0].second == 2);
  Run run = Run::start(company, "FROM mongodb.users\n|> SELECT CAST(legacy AS INT64) AS old");
  const auto failed = run.answer();
  REQUIRE(!failed);
  CHECK(failed.error().code == core::Code::value_unreadable);
  CHECK(rows_of(company, "FROM mongodb.users\n|> SELECT TYPE(legacy) AS t\n|> DISTINCT") ==
        "[\"bool\"]\n[\"long\"]\n[\"missing\"]\n[\"null\"]\n[\"string\"]\n");
}

TEST_CASE("a_cancelled_run_is_interrupted") {
  Run run = Run::start(test_company(), "FROM mongodb.users");
  const core::Cancel cancel;
  cancel.request();
  const auto answer = run.engine->answer(run.executed, cancel);
  REQUIRE(!answer);
  CHECK(answer.error().code == core::Code::interrupted);
}

}  // namespace recoupe::result
