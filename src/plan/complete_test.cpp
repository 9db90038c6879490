// Completion: what could stand at the place marked by "|" + "<".
#include <algorithm>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "plan/complete.hpp"
#include "plan/test_catalog.hpp"

using namespace recoupe;

namespace {

catalog::Catalog with_known_roles() {
  catalog::Catalog out = plan::test_catalog();
  out.sources[0].tables[0].fields[2].known_values = {"admin", "d'appoint"};
  return out;
}

std::vector<std::string> at(std::string text, core::Language language = core::Language::en) {
  const std::size_t mark = text.find("<>");
  REQUIRE(mark != std::string::npos);
  text.erase(mark, 2);
  std::vector<std::string> out;
  for (const auto& one : plan::complete(text, mark, with_known_roles(), language).candidates) out.push_back(one.text);
  return out;
}

bool has(const std::vector<std::string>& all, const std::string& one) { return std::ranges::find(all, one) != all.end(); }

}  // namespace

TEST_CASE("tables_follow_from_join_and_checks") {
  for (const char* text : {"FROM <>", "FROM mongodb.users |> JOIN <>", "FROM mongodb.users |> CHECK EXISTS IN <>",
                           "FROM mongodb.users |> CHECK TOTALS WITH <>", "FROM mongodb.users |> UNION ALL <>",
                           "FROM mongodb.users |> JOIN (FROM <>", "FROM mongodb.users; FROM <>"}) {
    CAPTURE(text);
    CHECK(has(at(text), "mongodb.users"));
    CHECK(has(at(text), "postgres.employees"));
    CHECK(has(at(text), "postgres.archive.invoices"));
    CHECK_FALSE(has(at(text), "postgres.invoices"));  // of two schemas
  }
  CHECK(at("FROM postgres.public.em<>") == std::vector<std::string>{"postgres.public.employees"});
  CHECK(at("FROM postgres.em<>") == std::vector<std::string>{"postgres.employees"});
}

TEST_CASE("words_begin_a_plan_a_step_and_a_check") {
  CHECK(at("<>") == std::vector<std::string>{"FROM"});
  CHECK(at("FROM mongodb.users |> WH<>") == std::vector<std::string>{"WHERE"});
  CHECK_FALSE(has(at("FROM mongodb.users |> <>"), "FROM"));
  CHECK(has(at("FROM mongodb.users |> CHECK <>"), "SEQUENCE BY"));
  CHECK(has(at("FROM mongodb.users |> WHERE role <>"), "IS NOT NULL"));
  CHECK(at("FROM mongodb.users |> ORDER <>") == std::vector<std::string>{"BY"});
  CHECK(at("FROM mongodb.users |> CHECK EXISTS <>") == std::vector<std::string>{"IN"});
  CHECK(at("FROM mongodb.users |> ORDER BY email |> LIMIT <>").empty());
  CHECK(at("FROM mongodb.users |<>").empty());
  CHECK(at("FROM mongodb.users AS <>").empty());
  CHECK(at("FROM mongodb.users -- a com<>").empty());
}

TEST_CASE("fields_in_scope_stand_in_expressions") {
  CHECK(at("FROM mongodb.users |> WHERE cre<>") == std::vector<std::string>{"created_at"});
  CHECK(at("FROM mongodb.users |> WHERE contact.c<> = 'x' |> DISTINCT") == std::vector<std::string>{"contact.city"});
  CHECK(has(at("FROM mongodb.users |> WHERE users.e<>"), "users.email"));
  const auto after_select = at("FROM mongodb.users |> SELECT email AS mail |> WHERE <>");
  CHECK(has(after_select, "mail"));
  CHECK_FALSE(has(after_select, "role"));
  CHECK(has(at("FROM mongodb.users |> JOIN postgres.employees AS e ON LOWER(users.email) = LOWER(e.<>"), "e.work_email"));
  CHECK(has(at("FROM mongodb.users |> CHECK EXISTS IN (FROM postgres.employees |> WHERE id > 1) AS e ON e.dep<>"), "e.department"));
  CHECK(has(at("FROM mongodb.users |> JOIN (FROM postgres.employees |> WHERE hir<>"), "hired_on"));
  CHECK(has(at("FROM mongodb.users |> WERE x |> WHERE rol<>"), "role"));  // a step that can't be read is passed over
  CHECK(has(at("FROM mongodb.users |> AGGREGATE SU<>"), "SUM("));
}

TEST_CASE("texts_offer_periods_and_known_values") {
  CHECK(has(at("FROM mongodb.users |> WHERE created_at DURING <>"), "PERIOD 'this week'"));
  CHECK(has(at("FROM mongodb.users |> WHERE created_at DURING PERIOD 'cette<>", core::Language::fr), "cette semaine'"));
  CHECK(at("FROM mongodb.users |> WHERE role = 'ad<>") == std::vector<std::string>{"admin'"});
  CHECK(has(at("FROM mongodb.users |> WHERE users.role IN ('admin', '<>"), "d''appoint'"));
  CHECK(at("FROM mongodb.users |> WHERE email = '<>").empty());
}

TEST_CASE("lines_and_columns_count_from_one_in_code_points") {
  CHECK(plan::byte_at("é\nàb", 2, 2) == 5);
  CHECK(plan::byte_at("ab", 1, 9) == 2);
  CHECK(plan::byte_at("ab", 4, 1) == 2);
}
