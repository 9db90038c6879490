// A parameter's value as a literal of the wanted type. Included by parameters.
#pragma once

#include <string>
#include <string_view>

#include "core/result.hpp"
#include "core/time_zone.hpp"
#include "plan/parameter_types.hpp"
#include "plan/parameters.hpp"

namespace recoupe::plan {

/// Writes the literal that a value is where `wanted` stands. Errors: `type_mismatch` at `span`.
core::Result<std::string> literal_text(const Parameter& given, const WantedType& wanted, const core::TimeZone& zone,
                                       const core::Span& span);
/// Gives the words of the INTERVAL that a value is (`30 days`, INTERVAL '30 days'); "" where it is none.
std::string interval_words(std::string_view value);
/// Tells whether the value is written as a number.
[[nodiscard]] bool is_number_form(std::string_view value);

}  // namespace recoupe::plan
