// Every plan of the instruction–plan pairs has a meaning over its schema. RECOUPE_PAIRS names the folder of pairs,
// whose sibling `schemas` holds the schemas; without it the test has nothing to read.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "plan/plan.hpp"
#include "plan/test_schemas.hpp"

namespace recoupe::plan {
namespace {

constexpr double valid_share_min = 0.98;  // a few pairs leave out what LANGUAGE.md asks for

std::string text_in(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::vector<std::string> plans_of(const core::Json& pair) {
  std::vector<std::string> out;
  if (const core::Json* plan = pair.find("plan"); plan && plan->if_string()) out.push_back(*plan->if_string());
  if (const core::Json* readings = pair.find("readings"); readings && readings->if_array()) {
    for (const core::Json& reading : *readings->if_array()) {
      if (reading.if_string()) out.push_back(*reading.if_string());
    }
  }
  return out;
}

}  // namespace

TEST_CASE("nearly_every_plan_of_the_pairs_is_valid_over_its_schema") {
  const char* folder = std::getenv("RECOUPE_PAIRS");
  if (!folder) {
    MESSAGE("RECOUPE_PAIRS is not set: nothing to read");
    return;
  }
  int plans = 0;
  int valid = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".jsonl") continue;
    const auto data = entry.path().parent_path().parent_path();
    const auto schema_path = data / "schemas" / (entry.path().stem().string() + ".json");
    const auto schema = core::Json::parse(text_in(schema_path));
    REQUIRE(schema);
    const auto catalog = catalog_of_schema(*schema);
    REQUIRE(catalog);
    std::ifstream lines(entry.path());
    for (std::string line; std::getline(lines, line);) {
      const auto pair = core::Json::parse(line);
      REQUIRE(pair);
      for (const std::string& text : plans_of(*pair)) {
        const auto parsed = parse(text);
        if (!parsed) continue;
        ++plans;
        const auto validated = validate(*parsed, *catalog);
        if (validated) {
          ++valid;
        } else {
          MESSAGE(pair->text("id"), ": ", validated.error().message.en, " | ", validated.error().remedy.en, " | ",
                  text);
        }
      }
    }
  }
  MESSAGE(valid, " of ", plans, " plans are valid");
  CHECK(plans > 0);
  CHECK(valid >= valid_share_min * plans);
}

}  // namespace recoupe::plan
