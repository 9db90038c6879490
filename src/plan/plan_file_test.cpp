// Plan files: several plans, names, comments; the formatter keeps comments and parameters.
#include <string>

#include <doctest/doctest.h>

#include "plan/fixtures.hpp"
#include "plan/plan.hpp"
#include "plan/plan_file.hpp"

using namespace recoupe;

namespace {

std::string formatted(const std::string& text) {
  auto once = plan::formatted(text);
  if (!once) return once.error().message.en;
  CHECK(plan::formatted(*once).value() == *once);
  return *std::move(once);
}

}  // namespace

TEST_CASE("a_file_is_cut_into_its_plans_with_their_names_and_places") {
  const std::string text = "-- all of them\n-- name: unpaid\nFROM a.b -- here\n|> WHERE x = ';';\n\n  FROM c.d ;\n-- end\n";
  const auto plans = plan::plans_in_file(text);
  REQUIRE(plans);
  REQUIRE(plans->size() == 2);
  CHECK((*plans)[0].name == "unpaid");
  CHECK((*plans)[1].name.empty());
  CHECK((*plans)[1].text == "FROM c.d");
  for (const plan::FilePlan& one : *plans) {
    CHECK(text.substr(one.place.begin, one.place.end - one.place.begin) == one.text);
    CHECK(plan::parse(one.text));
  }
  const auto wrong = plan::parse((*plans)[1].text + " WHERE");
  const core::Span place = plan::in_file(*wrong.error().span, (*plans)[1].place);
  CHECK(place.line == 6);
  CHECK(place.column == 12);
}

TEST_CASE("an_error_in_the_second_plan_is_placed_in_the_file") {
  const auto plans = plan::plans_in_file("FROM a.b;\nFROM c.d\n|> WERE x = 1");
  REQUIRE_FALSE(plans);
  CHECK(plans.error().span->line == 3);
}

TEST_CASE("the_formatter_writes_canonical_text") {
  for (const std::string& text : plan::canonical_plans()) CHECK(formatted(text) == text + "\n");
  CHECK(formatted(std::string(plan::canonical_text)) == plan::canonical_text);
  CHECK(formatted("from a.b|>where x=1;") == "FROM a.b\n|> WHERE x = 1\n");
  CHECK(formatted("from a.b;from c.d") == "FROM a.b;\n\nFROM c.d;\n");
}

TEST_CASE("the_formatter_keeps_every_comment") {
  CHECK(formatted("-- head\n\n-- of one\nFROM a.b -- source\n -- why\n|> /* in */ WHERE x = 1 -- end\n\n;\n-- after\n-- tail") ==
        "-- head\n\n-- of one\nFROM a.b -- source\n-- why\n/* in */\n|> WHERE x = 1 -- end\n\n-- after\n-- tail\n");
  CHECK(formatted("FROM a.b; -- one\nFROM c.d -- two\n") == "FROM a.b; -- one\n\nFROM c.d; -- two\n");
  CHECK(formatted("FROM a.b; FROM c.d -- two\n") == "FROM a.b;\n\nFROM c.d; -- two\n");
  CHECK(formatted("FROM a.b |> WHERE x = 1 -- first\n AND y = 2 -- second\n|> DISTINCT") ==
        "FROM a.b\n-- first\n|> WHERE x = 1 AND y = 2 -- second\n|> DISTINCT\n");
  CHECK(formatted("FROM a.b /* a\n b */ -- c\n|> DISTINCT") == "FROM a.b /* a\n b */ -- c\n|> DISTINCT\n");
}

TEST_CASE("the_formatter_keeps_parameters") {
  CHECK(formatted("from a.b |> where x=@p and -@q>1 and n in(@p,'@p') and t during period @when |> order by x |> limit @n") ==
        "FROM a.b\n|> WHERE x = @p AND -@q > 1 AND n IN (@p, '@p') AND t DURING PERIOD @when\n|> ORDER BY x\n|> LIMIT @n\n");
  CHECK(formatted("FROM a.b |> WHERE x = @p p100000000") != "");
  CHECK(formatted("FROM a.b |> WHERE p100000000 = @p") == "FROM a.b\n|> WHERE p100000000 = @p\n");
  CHECK(formatted("FROM a.b |> WHERE x = @p 'y'").find("p1") == std::string::npos);
}

TEST_CASE("a_comment_that_is_never_closed_is_refused") {
  CHECK(formatted("FROM a.b /* x").find("never closed") != std::string::npos);
  CHECK(plan::parse("FROM a.b /* x\n y */ |> WHERE /**/ z = 4 / 2 -- end"));
}
