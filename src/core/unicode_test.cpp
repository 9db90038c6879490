#include "core/unicode.hpp"

#include <doctest/doctest.h>

using namespace recoupe::core;

TEST_CASE("case_is_unicodes_whatever_the_locale") {
  CHECK(lower("ÉCOLE I") == "école i");
  CHECK(upper("straße ı") == "STRASSE I");
  CHECK(lower("ABC") == "abc");
}

TEST_CASE("accents_are_stripped") {
  CHECK(unaccent("Département d'Été, œuf") == "Departement d'Ete, œuf");
  CHECK(unaccent("plain") == "plain");
}

TEST_CASE("white_space_of_any_kind_is_trimmed") {
  CHECK(trim("\xc2\xa0 \t a\xe2\x80\xaf b \xe3\x80\x80") == "a\xe2\x80\xaf b");
  CHECK(trim(" \n ").empty());
}

TEST_CASE("lengths_and_cuts_count_code_points") {
  CHECK(length("é😀a") == 3);
  CHECK(length("\xe2\x82") == 2);
  CHECK(substr("été", 2, 1) == "t");
  CHECK(substr("été", 0, 2) == "é");
  CHECK(substr("été", 3, INT64_MAX) == "é");
  CHECK(substr("été", 9, 2).empty());
}

TEST_CASE("utf8_is_told_from_other_bytes") {
  CHECK(is_valid_utf8("é😀"));
  CHECK_FALSE(is_valid_utf8("\xc3"));
  CHECK_FALSE(is_valid_utf8("\xed\xa0\x80"));
}
