// Unicode operations with one meaning everywhere (ICU, root locale). Included by plan, planner and result.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace recoupe::core {

/// Full Unicode case mappings, root locale.
std::string lower(std::string_view text);
std::string upper(std::string_view text);
/// Strips combining marks after NFD.
std::string unaccent(std::string_view text);
/// Strips Unicode white space at both ends.
std::string trim(std::string_view text);
/// Counts code points; invalid bytes count one each.
std::size_t length(std::string_view text);
/// Cuts `count` code points from `start` (from 1).
std::string substr(std::string_view text, std::int64_t start, std::int64_t count);
[[nodiscard]] bool is_valid_utf8(std::string_view text);
[[nodiscard]] bool is_ascii(std::string_view text);

}  // namespace recoupe::core
