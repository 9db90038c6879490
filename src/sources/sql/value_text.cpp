#include "sources/sql/value_text.hpp"

#include <charconv>
#include <limits>
#include <string_view>
#include <utility>

#include "core/decimal.hpp"
#include "core/json.hpp"
#include "sources/sql/json_value.hpp"

namespace recoupe::sources::sql {
namespace {

using core::Value;

/// Reads dates and times from the front of a text.
class CalendarReader {
 public:
  explicit CalendarReader(std::string_view text) : rest_(text) {
    if (rest_.ends_with(" BC")) {
      before_christ_ = true;
      rest_.remove_suffix(3);
    }
  }

  std::optional<std::int64_t> day() {
    const auto year = digits(4, 7);
    const auto month = take('-') ? digits(2, 2) : std::nullopt;
    const auto day = take('-') ? digits(2, 2) : std::nullopt;
    if (!year || !month || !day) return std::nullopt;
    const std::int64_t astronomical = before_christ_ ? 1 - *year : *year;
    return core::days_from_civil(astronomical, static_cast<int>(*month), static_cast<int>(*day));
  }

  std::optional<std::int64_t> micros() {
    const auto hour = digits(2, 2);
    const auto minute = take(':') ? digits(2, 2) : std::nullopt;
    const auto second = take(':') ? digits(2, 2) : std::nullopt;
    if (!hour || !minute || !second) return std::nullopt;
    std::int64_t fraction = 0;
    if (take('.')) {
      const std::size_t before = rest_.size();
      const auto written = digits(1, 6);
      if (!written) return std::nullopt;
      fraction = *written;
      for (std::size_t i = before - rest_.size(); i < 6; ++i) fraction *= 10;
    }
    return ((*hour * 60 + *minute) * 60 + *second) * 1'000'000 + fraction;
  }

  /// Reads "+02", "-05:30" or "+00:09:21".
  std::optional<std::int64_t> offset_micros() {
    const bool west = take('-');
    if (!west && !take('+')) return std::nullopt;
    std::int64_t seconds = 0;
    for (const std::int64_t unit : {3'600, 60, 1}) {
      if (unit != 3'600 && !take(':')) break;
      const auto part = digits(2, 2);
      if (!part) return std::nullopt;
      seconds += *part * unit;
    }
    return (west ? -seconds : seconds) * 1'000'000;
  }

  bool take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  [[nodiscard]] std::string_view rest() const { return rest_; }

 private:
  std::optional<std::int64_t> digits(std::size_t at_least, std::size_t at_most) {
    std::int64_t value = 0;
    std::size_t count = 0;
    while (count < at_most && count < rest_.size() && rest_[count] >= '0' && rest_[count] <= '9') {
      value = value * 10 + (rest_[count++] - '0');
    }
    if (count < at_least) return std::nullopt;
    rest_.remove_prefix(count);
    return value;
  }

  std::string_view rest_;
  bool before_christ_ = false;
};

std::optional<Value> date_of(std::string_view text) {
  CalendarReader reader(text);
  const auto day = reader.day();
  if (!day || !reader.rest().empty()) return std::nullopt;
  return core::Date{static_cast<std::int32_t>(*day)};
}

/// Reads "2026-03-01 09:00:00.5" or the same with a T, and an offset where the type has one.
std::optional<std::int64_t> instant_of(std::string_view text, bool has_offset) {
  constexpr std::int64_t day_micros = 86'400'000'000;
  CalendarReader reader(text);
  const auto day = reader.day();
  const auto micros = day && (reader.take(' ') || reader.take('T')) ? reader.micros() : std::nullopt;
  const auto offset = micros && has_offset ? reader.offset_micros() : std::optional<std::int64_t>(0);
  if (!micros || !offset || !reader.rest().empty()) return std::nullopt;
  return *day * day_micros + *micros - *offset;
}

std::optional<Value> time_of(std::string_view text) {
  CalendarReader reader(text);
  const auto micros = reader.micros();
  if (!micros || !reader.rest().empty()) return std::nullopt;
  return core::Time{*micros};
}

template <class Number>
std::optional<Value> number_of(const std::string& text) {
  Number value{};
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<Value> double_of(const std::string& text) {
  if (text == "NaN") return std::numeric_limits<double>::quiet_NaN();
  if (text == "Infinity") return std::numeric_limits<double>::infinity();
  if (text == "-Infinity") return -std::numeric_limits<double>::infinity();
  return number_of<double>(text);
}

std::optional<Value> decimal_of(const std::string& text) {
  auto decimal = core::parse_decimal(text);
  if (!decimal) return std::nullopt;
  return core::Decimal{*std::move(decimal)};
}

std::optional<Value> bytes_of(std::string_view text) {
  if (!text.starts_with("\\x") || text.size() % 2 != 0) return std::nullopt;
  core::Bytes bytes;
  for (std::size_t i = 2; i < text.size(); i += 2) {
    unsigned byte = 0;
    const auto [end, failure] = std::from_chars(text.data() + i, text.data() + i + 2, byte, 16);
    if (failure != std::errc() || end != text.data() + i + 2) return std::nullopt;
    bytes.data += static_cast<char>(byte);
  }
  return bytes;
}

}  // namespace

std::optional<core::Value> value_of(const std::string& text, core::Kind kind) {
  switch (kind) {
    case core::Kind::bool_:
      if (text == "t" || text == "true") return true;  // as a value of its own, and cast to text
      if (text == "f" || text == "false") return false;
      return std::nullopt;
    case core::Kind::int64: return number_of<std::int64_t>(text);
    case core::Kind::numeric: return decimal_of(text);
    case core::Kind::float64: return double_of(text);
    case core::Kind::string: return text;
    case core::Kind::date: return date_of(text);
    case core::Kind::timestamp:
      if (const auto micros = instant_of(text, true)) return core::Timestamp{*micros};
      return std::nullopt;
    case core::Kind::datetime:
      if (const auto micros = instant_of(text, false)) return core::Datetime{*micros};
      return std::nullopt;
    case core::Kind::time: return time_of(text);
    case core::Kind::bytes: return bytes_of(text);
    case core::Kind::uuid: return core::Uuid{text};
    case core::Kind::mixed: {
      const auto json = core::Json::parse(text);
      return json ? json_value(*json, kind) : std::nullopt;
    }
    default: return std::nullopt;
  }
}

}  // namespace recoupe::sources::sql
