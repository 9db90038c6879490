// What was asked: text, language, now, zone, sources it may use. The first stage's value.
// Included by planner and run.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/language.hpp"
#include "core/time_zone.hpp"
#include "core/value.hpp"

namespace recoupe::instruction {

struct Instruction {
  std::string text;
  core::Language language = core::Language::en;
  core::Timestamp now;
  core::TimeZone zone;
  std::vector<std::string> sources;  // servers it may use; empty: all of the catalog
};

/// Tells French from English by words, accents and elisions; `fallback` where neither speaks.
core::Language detect_language(std::string_view text, core::Language fallback);

/// A word of the instruction: its place in bytes, as written, and folded (lower case, no accents, elision removed: "l'" "d'").
struct Word {
  std::size_t begin;
  std::size_t end;
  std::string text;
  std::string folded;
};
std::vector<Word> words_of(std::string_view text);

/// A number in the text, in digits or in words ("dix mille", "two hundred", "1 500,50", "10k"): plain decimal notation.
struct FoundNumber {
  std::string decimal;
  std::size_t begin;
  std::size_t end;
};
std::vector<FoundNumber> find_numbers(std::string_view text, core::Language language);

/// A text between quotes of any kind («…», "…", '…', “…”).
struct FoundQuote {
  std::string text;
  std::size_t begin;
  std::size_t end;
};
std::vector<FoundQuote> find_quotes(std::string_view text);

}  // namespace recoupe::instruction
