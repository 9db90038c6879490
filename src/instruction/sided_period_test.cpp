#include "instruction/sided_period.hpp"

#include <doctest/doctest.h>

using namespace recoupe;
using instruction::Relation;

namespace {

std::string sided(std::string_view words) {
  const auto read = instruction::parse_sided(words);
  if (!read) return "refused";
  const std::string side = read->relation == Relation::during ? "" : read->relation == Relation::before ? "< " : "> ";
  return side + read->period.words(core::Language::en);
}

}  // namespace

TEST_CASE("before_and_after_stand_in_front_of_a_period") {
  CHECK(sided("before 15 March 2026") == "< 15 March 2026");
  CHECK(sided("avant le 15 mars 2026") == "< 15 March 2026");
  CHECK(sided("AVANT MARS 2026") == "< March 2026");
  CHECK(sided("après lundi") == "> Monday");
  CHECK(sided("after last week") == "> last week");
}

TEST_CASE("the_day_before_yesterday_is_a_day") {
  for (const char* words : {"avant-hier", "avant hier", "the day before yesterday"})
    CHECK_MESSAGE(sided(words) == "2 days ago", words);
}

TEST_CASE("a_side_without_a_period_is_refused") {
  for (const char* words : {"before", "avant", "before then", "before before 1 March", "long before 1 March"})
    CHECK_MESSAGE(sided(words) == "refused", words);
}
