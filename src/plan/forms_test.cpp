// Text → JSON → text is the identity on canonical text; JSON → text → JSON always.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "core/json.hpp"
#include "plan/fixtures.hpp"
#include "plan/plan.hpp"

using namespace recoupe;
using plan::parse;

namespace {

plan::Plan read(const std::string& text) {
  auto out = parse(text);
  if (!out) FAIL((out.error().message.en + " in " + text));
  return *out;
}

plan::Plan reread(const plan::Plan& plan) {
  auto json = core::Json::parse(plan::to_json(plan).dump());
  REQUIRE(json);
  auto out = plan::from_json(*json);
  if (!out) FAIL((out.error().message.en + " in " + json->dump()));
  return *out;
}

// Everything that must hold of any plan that parses.
void holds(const std::string& text) {
  const plan::Plan first = read(text);
  CHECK(read(plan::text_of(first)).pipeline.steps.size() == first.pipeline.steps.size());
  CHECK(plan::text_of(read(plan::text_of(first))) == plan::text_of(first));
  CHECK(plan::to_json(read(plan::text_of(first))) == plan::to_json(first));
  const plan::Plan second = reread(first);
  CHECK(plan::to_json(second) == plan::to_json(first));
  const std::string canonical = plan::text_of(second);
  CHECK(plan::to_json(read(canonical)) == plan::to_json(first));
  CHECK(plan::text_of(reread(read(canonical))) == canonical);
  CHECK(plan::digest_of(second) == plan::digest_of(first));
}

}  // namespace

TEST_CASE("canonical_text_comes_back_letter_by_letter_through_json") {
  const auto plans = plan::canonical_plans();
  CHECK(plans.size() >= 75);
  for (const std::string& text : plans) {
    CAPTURE(text);
    CHECK(plan::text_of(read(text)) == text);
    CHECK(plan::text_of(reread(read(text))) == text);
    holds(text);
  }
}

TEST_CASE("a_plan_may_be_written_in_many_ways_and_has_one_canonical_text") {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"from a.b|>where X=1 and y<>'z'", "FROM a.b\n|> WHERE X = 1 AND y != 'z'"},
      {"FROM a.b -- the table\n|> where ((x = 1))", "FROM a.b\n|> WHERE x = 1"},
      {"FROM a.b |> WHERE (a = 1 AND (b = 2 AND c = 3))", "FROM a.b\n|> WHERE a = 1 AND b = 2 AND c = 3"},
      {"FROM a.b |> WHERE NOT x IN (1) AND NOT (y IS NULL)", "FROM a.b\n|> WHERE x NOT IN (1) AND y IS NOT NULL"},
      {"FROM a.b |> WHERE x NOT DURING PERIOD 'today'", "FROM a.b\n|> WHERE NOT x DURING PERIOD 'today'"},
      {"FROM a.b |> ORDER BY x ASC, y desc", "FROM a.b\n|> ORDER BY x, y DESC"},
      {"FROM a.b AS b |> SELECT b.c AS c, d as e", "FROM a.b\n|> SELECT b.c, d AS e"},
      {"FROM a.`b` |> SELECT `c`.`d e`", "FROM a.b\n|> SELECT c.`d e`"},
      {"FROM a.b |> WHERE x = date '2026-03-01' AND y = 007 AND z = 1.", ""},
      {"FROM a.b |> WHERE x = interval '1 days' + INTERVAL '2 Hour'", "FROM a.b\n|> WHERE x = INTERVAL '1 day' + INTERVAL '2 hours'"},
      {"FROM a.b |> WHERE t > timestamp '2026-03-01T10:30:00+01:00'",
       "FROM a.b\n|> WHERE t > TIMESTAMP '2026-03-01T09:30:00.000000Z'"},
      {"FROM a.b |> EXTEND date_trunc('MONTH', t) AS m, extract(year from t) AS y, current_date() AS d",
       "FROM a.b\n|> EXTEND DATE_TRUNC('month', t) AS m, EXTRACT(YEAR FROM t) AS y, CURRENT_DATE AS d"},
      {"FROM a.b |> CHECK EXISTS IN c.d AS d ON (a=b)", "FROM a.b\n|> CHECK EXISTS IN c.d ON a = b"},
      {"FROM a.b |> WHERE numéro = 1;", "FROM a.b\n|> WHERE `numéro` = 1"},
      {"FROM a.b\u00A0|> WHERE x = 1\r\n|> DISTINCT\n", "FROM a.b\n|> WHERE x = 1\n|> DISTINCT"},
      {"FROM a.b |> AGGREGATE count(distinct x) AS n", "FROM a.b\n|> AGGREGATE COUNT(DISTINCT x) AS n"},
  };
  for (const auto& [written, canonical] : cases) {
    CAPTURE(written);
    if (canonical.empty()) {
      CHECK_FALSE(parse(written));
      continue;
    }
    CHECK(plan::text_of(read(written)) == canonical);
    holds(written);
  }
}

TEST_CASE("french_and_english_periods_give_one_digest") {
  const plan::Plan french = read("FROM a.b |> WHERE x DURING PERIOD 'cette semaine'");
  const plan::Plan english = read("FROM a.b |> WHERE x DURING PERIOD 'this week'");
  CHECK(plan::digest_of(french) == plan::digest_of(english));
  CHECK(plan::digest_of(french).starts_with("sha256:"));
  CHECK(plan::text_of(french) == "FROM a.b\n|> WHERE x DURING PERIOD 'cette semaine'");
  CHECK(plan::text_of(reread(french)) == "FROM a.b\n|> WHERE x DURING PERIOD 'this week'");
}

TEST_CASE("several_plans_in_one_text_are_separated_by_semicolons") {
  const auto plans = plan::plans_of("FROM a.b;\nFROM c.d |> WHERE x = ';' ;");
  REQUIRE(plans);
  CHECK(plans->size() == 2);
  CHECK_FALSE(parse("FROM a.b; FROM c.d"));
}

TEST_CASE("every_plan_of_the_instruction_pairs_parses_and_comes_back") {
  const char* folder = std::getenv("RECOUPE_PAIRS");
  if (!folder) {
    MESSAGE("RECOUPE_PAIRS is not set: skipped");
    return;
  }
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".jsonl") continue;
    std::ifstream in(entry.path());
    for (std::string line; std::getline(in, line);) {
      const auto json = core::Json::parse(line);
      REQUIRE(json);
      std::vector<std::string> texts;
      if (const core::Json* text = json->find("plan")) texts.push_back(*text->if_string());
      if (const core::Json* readings = json->find("readings")) {
        for (const core::Json& reading : *readings->if_array()) {
          texts.push_back(reading.if_string() ? *reading.if_string() : reading.text("plan"));
        }
      }
      for (const std::string& text : texts) {
        const std::string id = json->text("id");
        CAPTURE(id);
        CAPTURE(text);
        const auto plan = parse(text);
        if (!plan) {
          FAIL_CHECK(plan.error().message.en);
          continue;
        }
        holds(text);
        ++count;
      }
    }
  }
  CHECK(count > 1000);
}
