// What could stand at a place in a plan that is being written: tables, fields in scope, words, periods, known values.
// Takes text that need not parse, a place and a catalog, gives candidates. Included by run.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "catalog/catalog.hpp"
#include "core/language.hpp"

namespace recoupe::plan {

enum class CandidateKind { keyword, function, table, field, value, period };
std::string_view name_of(CandidateKind kind);

struct Completion {
  std::string text;  // as the plan can have it, to be put in the place of [begin, place)
  CandidateKind kind = CandidateKind::keyword;
  std::string detail;  // a field's type, a table's number of rows or comment
};

struct Completions {
  std::size_t begin = 0;  // byte where the word at the place begins
  std::vector<Completion> candidates;
};

/// Gives what could stand at byte `place`. Names and periods are matched by their beginning, whatever its case.
Completions complete(std::string_view text, std::size_t place, const catalog::Catalog& catalog, core::Language language);

/// Writes {"begin": byte, "candidates": [{"text", "kind", "detail"}]}.
core::Json to_json(const Completions& completions);

/// Gives the byte of a line and a column, which count from 1, columns in code points; the text's end where it is shorter.
std::size_t byte_at(std::string_view text, std::size_t line, std::size_t column);

inline constexpr std::size_t completions_max = 500;

}  // namespace recoupe::plan
