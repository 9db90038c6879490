#include "render/cells.hpp"

#include <string_view>

#include "render/wording.hpp"

namespace recoupe::render {

namespace {

/// Drops a fraction of a second that is all zeros, and writes a space for the T.
std::string readable_time(std::string text) {
  constexpr std::string_view zeros = ".000000";
  if (const std::size_t at = text.find(zeros); at != std::string::npos) text.erase(at, zeros.size());
  if (const std::size_t at = text.find('T'); at != std::string::npos) text[at] = ' ';
  return text;
}

}  // namespace

Cell cell_of(const core::Value& value, core::Language language) {
  if (value.is_null()) return {"null", Look::absent};
  if (value.is_missing()) return {std::string(say(language, "missing", "manquant")), Look::absent};
  if (const auto* text = std::get_if<std::string>(&value)) return {*text, Look::plain};
  if (const auto* flag = std::get_if<bool>(&value)) {
    return {std::string(*flag ? say(language, "true", "vrai") : say(language, "false", "faux")), Look::plain};
  }
  if (const auto* instant = std::get_if<core::Timestamp>(&value)) return {readable_time(core::text_of(*instant))};
  if (const auto* local = std::get_if<core::Datetime>(&value)) return {readable_time(core::text_of(*local))};
  if (const auto* time = std::get_if<core::Time>(&value)) return {readable_time(core::text_of(*time))};
  const core::Json json = core::display_json(value);
  const bool is_number = std::holds_alternative<std::int64_t>(value) || std::holds_alternative<core::Decimal>(value) ||
                         std::holds_alternative<double>(value);
  return {json.if_string() ? *json.if_string() : json.dump(), is_number ? Look::number : Look::plain};
}

}  // namespace recoupe::render
