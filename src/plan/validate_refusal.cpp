#include "plan/validate_refusal.hpp"

namespace recoupe::plan {

core::Error refusal(core::Code code, const core::Span& span, core::Bilingual message, core::Bilingual remedy) {
  core::Error error;
  error.code = code;
  error.origin = core::Origin::user;
  error.stage = "plan";
  error.message = std::move(message);
  error.remedy = std::move(remedy);
  if (span.end > span.begin) error.span = span;
  return error;
}

}  // namespace recoupe::plan
