// Literals as they are written: 'text', 1.50, DATE '2026-03-01', INTERVAL '30 days'.
// Takes a literal's parts as text, gives Literal, and back. Included by the parser, the text and JSON forms and result.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "plan/nodes.hpp"

namespace recoupe::plan {

Literal null_literal();
Literal bool_literal(bool value);
Literal text_literal(std::string text);
/// Reads digits with at most one point, perhaps a minus: INT64 where it fits and has no point, else NUMERIC.
core::Result<Literal> number_literal(std::string_view written);

/// Gives the kind that a word names before a text: DATE, TIME, TIMESTAMP, DATETIME, OBJECTID, UUID, BYTES.
std::optional<core::Kind> literal_kind(std::string_view word);
/// Reads the text of a typed literal.
core::Result<Literal> typed_literal(core::Kind kind, std::string_view text);
/// Reads the text of an INTERVAL: "30 days".
core::Result<Literal> interval_literal(std::string_view text);

/// A duration: whole count and unit, one of SECOND MINUTE HOUR DAY WEEK MONTH QUARTER YEAR.
struct Interval {
  std::int64_t count = 0;
  std::string_view unit;
};
/// Gives the duration of a literal that is an INTERVAL, else nothing.
std::optional<Interval> interval_of(const Literal& literal);

/// Writes the text that stands between the quotes of a typed literal, and of numbers and texts their plain form.
std::string plain_text_of(const Literal& literal);
/// Writes a literal as canonical text has it.
std::string text_of(const Literal& literal);
/// Writes text in single quotes.
std::string quoted_text(std::string_view text);

}  // namespace recoupe::plan
