#include "run/plan_parameters.hpp"

namespace recoupe::run {

core::Result<std::string> with_parameters(Session& session, std::string_view text, const std::vector<plan::Parameter>& given,
                                          const core::Cancel& cancel) {
  if (given.empty() && plan::parameter_names(text).empty()) return std::string(text);
  const auto validate = [&](const plan::Plan& plan) { return session.validate(plan, cancel); };
  return plan::with_parameters(text, given, validate, session.config().zone);
}

}  // namespace recoupe::run
