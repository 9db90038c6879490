#include "core/unicode.hpp"
#include "result/functions.hpp"
#include "result/scalar.hpp"

namespace recoupe::result {

core::Status add_text_functions(const Database& database) {
  using Text = std::string_view;
  using Mapping = std::string (*)(Text);
  const std::pair<const char*, Mapping> mappings[] = {{"rc_lower", core::lower},
                                                      {"rc_upper", core::upper},
                                                      {"rc_unaccent", core::unaccent},
                                                      {"rc_trim", core::trim}};
  for (const auto& [name, mapping] : mappings) RECOUPE_CHECK((add_scalar<std::string, Text>(database, name, mapping)));
  RECOUPE_CHECK((add_scalar<std::int64_t, Text>(
      database, "rc_length", [](Text text) { return static_cast<std::int64_t>(core::length(text)); })));
  return add_scalar<std::string, Text, std::int64_t, std::int64_t>(
      database, "rc_substr",
      [](Text text, std::int64_t start, std::int64_t count) { return core::substr(text, start, count); });
}

}  // namespace recoupe::result
