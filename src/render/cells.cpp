#include "render/cells.hpp"

#include <cstdlib>
#include <string_view>

#include "render/wording.hpp"

namespace recoupe::render {

namespace {

constexpr std::int64_t millisecond = 1'000;
constexpr std::int64_t second = 1'000 * millisecond;
constexpr std::int64_t minute = 60 * second;
constexpr std::int64_t hour = 60 * minute;
constexpr std::int64_t day = 24 * hour;

TimeForm::Unit unit_of(std::int64_t micros) {
  using Unit = TimeForm::Unit;
  if (micros % day == 0) return Unit::day;
  if (micros % minute == 0) return Unit::minute;
  if (micros % second == 0) return Unit::second;
  return micros % millisecond == 0 ? Unit::millisecond : Unit::microsecond;
}

/// Gives how many characters follow the day.
std::size_t width_after_day(TimeForm::Unit unit) {
  using Unit = TimeForm::Unit;
  switch (unit) {
    case Unit::day: return 0;
    case Unit::minute: return std::string_view(" 09:12").size();
    case Unit::second: return std::string_view(" 09:12:00").size();
    case Unit::millisecond: return std::string_view(" 09:12:00.123").size();
    case Unit::microsecond: break;
  }
  return std::string_view(" 09:12:00.123456").size();
}

/// Tells whether clocks show this instant's time twice: an hour or half an hour was turned back near it.
bool happens_twice(core::Timestamp instant, core::Datetime local, const core::TimeZone& zone) {
  for (const std::int64_t back : {hour, hour / 2}) {
    for (const std::int64_t other : {instant.micros - back, instant.micros + back}) {
      if (zone.to_local({other}) == local) return true;
    }
  }
  return false;
}

std::string written(core::Datetime local, TimeForm::Unit unit) {
  std::string text = core::text_of(local);
  const std::size_t at = text.find('T');
  if (at == std::string::npos) return text;
  text[at] = ' ';
  text.resize(std::min(text.size(), at + width_after_day(unit)));
  return text;
}

std::string offset_of(core::Timestamp instant, core::Datetime local) {
  const std::int64_t minutes = (local.micros - instant.micros) / minute;
  const auto two_digits = [](std::int64_t value) { return (value < 10 ? "0" : "") + std::to_string(value); };
  return (minutes < 0 ? "-" : "+") + two_digits(std::abs(minutes) / 60) + ":" + two_digits(std::abs(minutes) % 60);
}

std::string time_of_day(core::Time time) {
  constexpr std::string_view zeros = ".000000";
  std::string text = core::text_of(time);
  if (text.ends_with(zeros)) text.resize(text.size() - zeros.size());
  return text;
}

}  // namespace

void widen(TimeForm& form, const core::Value& value, const core::TimeZone& zone) {
  if (const auto* local = std::get_if<core::Datetime>(&value)) form.unit = std::max(form.unit, unit_of(local->micros));
  if (const auto* instant = std::get_if<core::Timestamp>(&value)) {
    const core::Datetime local = zone.to_local(*instant);
    form.unit = std::max(form.unit, unit_of(local.micros));
    form.with_offset = form.with_offset || happens_twice(*instant, local, zone);
  }
}

Cell cell_of(const core::Value& value, core::Language language, const TimeForm& form, const core::TimeZone& zone) {
  if (value.is_null()) return {"null", Look::absent};
  if (value.is_missing()) return {std::string(say(language, "missing", "manquant")), Look::absent};
  if (const auto* text = std::get_if<std::string>(&value)) return {*text, Look::plain};
  if (const auto* flag = std::get_if<bool>(&value)) {
    return {std::string(*flag ? say(language, "true", "vrai") : say(language, "false", "faux")), Look::plain};
  }
  if (const auto* instant = std::get_if<core::Timestamp>(&value)) {
    const core::Datetime local = zone.to_local(*instant);
    return {written(local, form.unit) + (form.with_offset ? offset_of(*instant, local) : "")};
  }
  if (const auto* local = std::get_if<core::Datetime>(&value)) return {written(*local, form.unit)};
  if (const auto* time = std::get_if<core::Time>(&value)) return {time_of_day(*time)};
  const core::Json json = core::display_json(value);
  const bool is_number = std::holds_alternative<std::int64_t>(value) || std::holds_alternative<core::Decimal>(value) ||
                         std::holds_alternative<double>(value);
  return {json.if_string() ? *json.if_string() : json.dump(), is_number ? Look::number : Look::plain};
}

}  // namespace recoupe::render
