// Parameters of plan files: `@since` stands where a literal stands, and is replaced by one before the plan is validated.
// Takes a plan's text and values as people give them, gives text without parameters. Included by run.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/time_zone.hpp"
#include "plan/nodes.hpp"

namespace recoupe::plan {

struct Parameter {
  std::string name;
  std::string value;  // "2026-01-01", "12.50", "DATE '2026-01-01'", any text
};

/// Reads "since=2026-01-01". Errors: `usage`.
core::Result<Parameter> parameter_of(std::string_view written);

/// Gives the names of a text's parameters, each once; none of a text that can't be read.
std::vector<std::string> parameter_names(std::string_view text);

/// Validates a plan: names found, types filled in.
using Validate = std::function<core::Result<Plan>(const Plan&)>;

/// Writes a literal in place of each parameter. Its type is that of what it is compared with; where that says nothing,
/// that of the form in which the value is written: a number, TRUE, DATE '…', else text. A day stands for its midnight in
/// the zone where an instant is wanted. Errors point into `text`: `usage` for a value that is lacking or not asked for,
/// `type_mismatch` for one that does not fit, and what the plan itself is refused for.
core::Result<std::string> with_parameters(std::string_view text, const std::vector<Parameter>& given,
                                          const Validate& validate, const core::TimeZone& zone);

}  // namespace recoupe::plan
