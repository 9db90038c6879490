#include "plan/validate_refusal.hpp"

#include "core/unicode.hpp"

namespace recoupe::plan {
namespace {

std::string sentence(const std::string& text) {
  if (text.empty()) return text;
  const auto rest = static_cast<std::int64_t>(text.size());
  const std::string out = core::upper(core::substr(text, 1, 1)) + core::substr(text, 2, rest);
  const bool ended = out.ends_with('?') || out.ends_with('.') || out.ends_with("…");
  return ended ? out : out + ".";
}

}  // namespace

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

core::Error with_sentence(core::Error error) {
  error.remedy = {sentence(error.remedy.en), sentence(error.remedy.fr)};
  return error;
}

}  // namespace recoupe::plan
