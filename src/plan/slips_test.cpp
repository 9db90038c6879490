// What people write by mistake, and what they are told.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "core/limits.hpp"
#include "plan/plan.hpp"

using namespace recoupe;

namespace {

struct Slip {
  std::string_view text;
  std::uint32_t line;
  std::uint32_t column;
  std::string_view message;  // a part of the English message
  std::string_view remedy;   // a part of the English remedy
};

core::Error error_of(std::string_view text) {
  auto plan = plan::parse(text);
  CAPTURE(text);
  REQUIRE_FALSE(plan.has_value());
  return plan.error();
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("each_slip_is_shown_where_it_is_with_what_would_do") {
  const std::vector<Slip> slips{
      {"", 1, 1, "expected FROM, found the end of the plan", "FROM server.table"},
      {"FROM a.b WHERE x = 1", 1, 10, "expected |>", "|> WHERE"},
      {"FROM a.b\nWHERE x = 1", 2, 1, "expected |>", "|> WHERE"},
      {"FROM a.b |> WHERE x = 1 SELECT y", 1, 25, "expected |>", "|> SELECT"},
      {"FROM a.b |> WHERE x = NULL", 1, 19, "never true", "IS NULL"},
      {"FROM a.b |> WHERE NULL != x", 1, 19, "never true", "IS NOT NULL"},
      {"FROM a.b |> WHERE x = \"admin\"", 1, 23, "means nothing here", "single quotes"},
      {"FROM a.b |> WHERE x = “admin”", 1, 23, "does not open a text", "straight single quotes"},
      {"FROM a.b |> WHERE x = ’admin’", 1, 23, "does not open a text", "straight single quotes"},
      {"FROM a.b |> WHERE x = 'admin", 1, 23, "never closed", "single quote"},
      {"FROM a.b |> WHERE é = 'l'été'", 1, 29, "never closed", "written twice"},
      {"FROM a.`b |> WHERE x", 1, 8, "never closed", "backquote"},
      {"FROM a.b |> WERE x = 1", 1, 13, "expected a step", "Did you mean WHERE?"},
      {"FROM a.b |> ODER BY x", 1, 13, "expected a step", "Did you mean ORDER BY?"},
      {"FROM a.b |> FROBNICATE x", 1, 13, "expected a step", "The steps are: FROM"},
      {"FROM a.b |> HAVING n > 1", 1, 13, "expected a step", "WHERE after AGGREGATE"},
      {"FROM a.b |> INNER JOIN c.d ON x = y", 1, 13, "expected a step", "JOIN side ON"},
      {"FROM a.b |>", 1, 12, "expected a step after |>, found the end", "Write a step"},
      {"FROM a.b |> |> DISTINCT", 1, 13, "expected a step", ""},
      {"SELECT x FROM a.b", 1, 1, "expected FROM", "SQL's order"},
      {"WITH x AS (SELECT 1) SELECT 2", 1, 1, "expected FROM", "SQL's order"},
      {"WHERE x = 1", 1, 1, "expected FROM", "FROM server.table"},
      {"FROM users", 1, 6, "server is lacking", "server.table"},
      {"FROM a.b.c.d", 1, 6, "at most three parts", "server.schema.table"},
      {"FROM my-server.users", 1, 6, "server is lacking", "hyphens stands in backquotes"},
      {"FROM a.b e", 1, 10, "expected AS, ON or |>", "AS e"},
      {"FROM a.b |> JOIN c.d USING (x)", 1, 22, "expected ON", "ON a.x = b.x"},
      {"FROM a.b |> JOIN c.d", 1, 21, "expected ON", ""},
      {"FROM a.b |> JOIN UNNEST(x)", 1, 27, "expected AS", ""},
      {"FROM a.b, c.d", 1, 9, "found “,”", ""},
      {"FROM a.b |> SELECT *", 1, 20, "expected a column", "Leave the SELECT step out"},
      {"FROM a.b |> SELECT DISTINCT x", 1, 20, "expected a column or a value", "step of its own"},
      {"FROM a.b |> SELECT x y", 1, 22, "expected |>", "AS y"},
      {"FROM a.b |> SELECT x,", 1, 22, "expected a column or a value, found the end", ""},
      {"FROM a.b |> SELECT COUNT(", 1, 26, "", ""},
      {"FROM a.b |> SELECT NOW() AS n", 1, 20, "no function “NOW”", "CURRENT_DATE"},
      {"FROM a.b |> SELECT LOWR(x) AS n", 1, 20, "no function “LOWR”", "Did you mean LOWER?"},
      {"FROM a.b |> SELECT SUBSTRING(x, 1) AS n", 1, 20, "no function", "SUBSTR"},
      {"FROM a.b |> SELECT LOWER(x, y) AS n", 1, 20, "LOWER has 2 operands, but takes 1", "Give LOWER 1"},
      {"FROM a.b |> SELECT LOWER() AS n", 1, 20, "LOWER has 0 operands", ""},
      {"FROM a.b |> SELECT SUM(*) AS n", 1, 24, "expected a column or a value", "COUNT(*)"},
      {"FROM a.b |> SELECT CAST(x AS TEXT) AS n", 1, 30, "expected a type", "STRING"},
      {"FROM a.b |> SELECT CAST(x) AS n", 1, 26, "expected AS", ""},
      {"FROM a.b |> SELECT DATE_TRUNC(x, MONTH) AS n", 1, 31, "a unit in single quotes", "DATE_TRUNC('month', x)"},
      {"FROM a.b |> SELECT DATE_TRUNC('hour', x) AS n", 1, 20, "“HOUR” is no unit of DATE_TRUNC", "MONTH"},
      {"FROM a.b |> SELECT EXTRACT(CENTURY FROM x) AS n", 1, 20, "no unit of EXTRACT", "YEAR"},
      {"FROM a.b |> SELECT DATE_DIFF(x, y) AS n", 1, 20, "no unit of DATE_DIFF", "DAY"},
      {"FROM a.b |> SELECT x::text AS n", 1, 21, "means nothing here", "CAST"},
      {"FROM a.b |> SELECT x || y AS n", 1, 22, "means nothing here", "CONCAT"},
      {"FROM a.b |> SELECT tags[0] AS n", 1, 24, "means nothing here", "UNNEST"},
      {"FROM a.b | WHERE x", 1, 10, "means nothing here", "|>"},
      {"FROM a.b |> WHERE x == 1", 1, 22, "expected a value after =", "one ="},
      {"FROM a.b |> WHERE a = b = c", 1, 25, "expected AND", "parentheses"},
      {"FROM a.b |> WHERE x ILIKE 'a'", 1, 21, "expected |>", "LOWER(x) LIKE"},
      {"FROM a.b |> WHERE x NOT NULL", 1, 25, "after NOT", "IS NOT NULL"},
      {"FROM a.b |> WHERE x IS 3", 1, 24, "after IS", "="},
      {"FROM a.b |> WHERE AND x", 1, 19, "expected a column or a value", "`AND`"},
      {"FROM a.b |> WHERE x IN ()", 1, 25, "expected a column or a value", ""},
      {"FROM a.b |> WHERE x IN (FROM c.d)", 1, 25, "expected values", "CHECK EXISTS IN"},
      {"FROM a.b |> WHERE EXISTS (FROM c.d)", 1, 19, "no function", "CHECK EXISTS IN"},
      {"FROM a.b |> WHERE ANY(t) NOT IN ('x')", 1, 19, "two ways", "NOT ANY(a) IN"},
      {"FROM a.b |> WHERE ANY(t) IS NOT NULL", 1, 19, "two ways", "NOT ANY(a)"},
      {"FROM a.b |> WHERE x DURING 'this week'", 1, 28, "expected PERIOD", "DURING PERIOD"},
      {"FROM a.b |> WHERE x DURING PERIOD today", 1, 35, "in single quotes", "PERIOD 'this week'"},
      {"FROM a.b |> WHERE x = PERIOD 'today'", 1, 23, "expected a value", "DURING PERIOD"},
      {"FROM a.b |> WHERE x > DATE '2026-13-01'", 1, 23, "is no DATE", "DATE '2026-03-01'"},
      {"FROM a.b |> WHERE x > INTERVAL '30 jours'", 1, 23, "is no INTERVAL", "30 days"},
      {"FROM a.b |> WHERE x = OBJECTID 'abc'", 1, 23, "is no OBJECTID", "OBJECTID"},
      {"FROM a.b |> WHERE 2fa = 1", 1, 19, "neither a number nor a name", "backquotes"},
      {"FROM a.b |> WHERE `` = 1", 1, 19, "cannot be empty", ""},
      {"FROM a.b |> WHERE CASE x WHEN 1 THEN 2 END = 3", 1, 24, "expected |>", "condition after each WHEN"},
      {"FROM a.b |> WHERE CASE WHEN x = 1 THEN 2 = 3", 1, 45, "expected WHEN, ELSE or END", "CASE WHEN"},
      {"FROM a.b |> WHERE (x = 1", 1, 25, "expected “)”", ""},
      {"FROM a.b |> WHERE x = 1)", 1, 24, "found “)”", "open it before"},
      {"FROM (FROM a.b |> WHERE x = 1 AS c", 1, 31, "expected |> or “)”", ""},
      {"FROM a.b |> LIMIT", 1, 18, "expected a number of rows", "LIMIT 10"},
      {"FROM a.b |> LIMIT 1.5", 1, 19, "whole number", "LIMIT 10"},
      {"FROM a.b |> LIMIT 5 OFFSET 5", 1, 21, "expected |>", "LIMIT n"},
      {"FROM a.b |> AGGREGATE GROUP BY x", 1, 23, "expected an aggregate", "DISTINCT"},
      {"FROM a.b |> CHECK EXIST IN c.d ON x = y", 1, 19, "expected a check", "Did you mean EXISTS IN?"},
      {"FROM a.b |> CHECK", 1, 18, "expected a check", "The checks are"},
      {"FROM a.b |> CHECK EXISTS c.d ON x = y", 1, 26, "expected IN", ""},
      {"FROM a.b |> CHECK MATCH WITH c.d ON x = y", 1, 42, "expected COMPARE", ""},
      {"FROM a.b |> CHECK MATCH WITH c.d ON x = y COMPARE z", 1, 52, "the right side's expression", "left = right"},
      {"FROM a.b |> CHECK MATCH WITH c.d ON x = y COMPARE z = z TOLERANCE -1", 1, 67, "not negative", "TOLERANCE"},
      {"FROM a.b |> FROM c.d", 1, 13, "expected a step", "first step"},
  };
  for (const Slip& slip : slips) {
    CAPTURE(slip.text);
    const core::Error error = error_of(slip.text);
    CHECK(error.code == core::Code::syntax);
    CHECK(error.origin == core::Origin::user);
    CAPTURE(error.message.en);
    CAPTURE(error.remedy.en);
    REQUIRE(error.span.has_value());
    CHECK(error.span->line == slip.line);
    CHECK(error.span->column == slip.column);
    CHECK(has(error.message.en, slip.message));
    CHECK(has(error.remedy.en, slip.remedy));
    CHECK_FALSE(error.message.fr.empty());
    CHECK_FALSE(error.remedy.en.empty());
    CHECK_FALSE(error.remedy.fr.empty());
    CHECK(has(error.message.fr, "Ligne " + std::to_string(slip.line) + ", colonne " + std::to_string(slip.column)));
  }
}

TEST_CASE("a_write_is_refused_as_one") {
  for (const std::string_view text :
       {"DELETE FROM users", "insert into a.b values (1)", "UPDATE a.b SET x = 1", "DROP TABLE a.b", "FROM a.b |> DELETE",
        "FROM a.b DELETE", "FROM a.b |> WHERE x = 1; DROP TABLE a.b", "TRUNCATE a.b", "FROM a.b |> WHERE x = 1 UPDATE"}) {
    CAPTURE(text);
    const core::Error error = error_of(text);
    CHECK(error.code == core::Code::write_refused);
    CHECK(has(error.message.en, "only reads"));
    CHECK(has(error.message.fr, "ne fait que lire"));
  }
}

TEST_CASE("an_unknown_period_keeps_its_own_code_and_gets_a_place") {
  const core::Error error = error_of("FROM a.b\n|> WHERE x DURING PERIOD 'blorp'");
  CHECK(error.code == core::Code::invalid_period);
  REQUIRE(error.span.has_value());
  CHECK(error.span->line == 2);
  CHECK(error.span->column == 26);
}

TEST_CASE("columns_are_counted_in_code_points") {
  const core::Error error = error_of("FROM a.b |> WHERE é = 'été' ù");
  REQUIRE(error.span.has_value());
  CHECK(error.span->column == 29);
  CHECK(error.span->begin == 31);
  CHECK(error.span->end == 33);
}

TEST_CASE("depth_and_size_have_limits_and_no_text_breaks_the_parser") {
  const auto times = [](std::string_view part, int count) {
    std::string out;
    for (int i = 0; i < count; ++i) out += part;
    return out;
  };
  const std::string head = "FROM a.b |> WHERE ";
  for (const std::string& text :
       {head + times("(", 100'000), head + times("NOT ", 60'000) + "x", head + times("- ", 100'000) + "1",
        head + "1" + times(" + 1", 50'000) + " = 2", head + times("ABS(", 50'000), times("FROM (", 40'000),
        head + "CAST(x AS " + times("ARRAY<", 40'000), std::string(core::limits::plan_bytes_max + 1, ' '),
        std::string("FROM a.\xff"), std::string("\x00\x01", 2), head + "x = " + std::string(101, '9')}) {
    CHECK_FALSE(plan::parse(text).has_value());
  }
  CHECK(plan::parse(head + "x = 1" + times(" AND x = 1", 5'000)).has_value());
  CHECK(plan::parse(head + times("(", 90) + "x" + times(")", 90)).has_value());
}
