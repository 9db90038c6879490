// LIKE's pattern as a regular expression. Included by predicate.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace recoupe::sources::mql {

/// Gives a regular expression that matches all that `LIKE pattern` does (and a line feed at the end too); nothing for
/// patterns that hold a NUL.
std::optional<std::string> regex_of_like(std::string_view pattern);

}  // namespace recoupe::sources::mql
