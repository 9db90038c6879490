// A text as an SQL literal. Takes any text, gives SQL that every session reads as that text. Included by self_contained and
// the carried statements.
#pragma once

#include <string>
#include <string_view>

namespace recoupe::sources::sql {

/// Writes a literal that means the same whatever standard_conforming_strings says. The text holds no NUL: PostgreSQL's
/// never does, and the gate refuses a statement with one.
std::string quoted_literal(std::string_view text);

}  // namespace recoupe::sources::sql
