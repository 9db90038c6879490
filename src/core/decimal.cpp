#include "core/decimal.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

#include "core/double_text.hpp"

namespace recoupe::core {
namespace {

constexpr std::size_t exponent_digits_max = 9;
constexpr int key_exponent_bias = 50'000;  // above decimal_digits_max

std::unexpected<Error> no_number(std::string_view text) {
  const std::string shown(text.substr(0, 80));
  Error error{.code = Code::value_unreadable, .origin = Origin::user, .stage = "core", .message = {}, .remedy = {}};
  error.message = {"Not a number: " + shown, "Ce n'est pas un nombre : " + shown};
  error.remedy = {"Write a number such as -12.50.", "Écrivez un nombre, par exemple -12.50."};
  return fail(std::move(error));
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string lower_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::string plain(bool negative, std::string digits, std::size_t scale) {
  if (digits.size() <= scale) digits.insert(0, scale + 1 - digits.size(), '0');
  const std::size_t zeros = std::min(digits.find_first_not_of('0'), digits.size() - scale - 1);
  digits.erase(0, zeros);
  const bool is_zero = digits.find_first_not_of('0') == std::string::npos;
  if (scale > 0) digits.insert(digits.size() - scale, 1, '.');
  return negative && !is_zero ? "-" + digits : digits;
}

}  // namespace

Result<std::string> parse_decimal(std::string_view text) {
  std::string_view rest = text;
  const bool negative = rest.starts_with('-');
  if (negative || rest.starts_with('+')) rest.remove_prefix(1);
  if (rest.empty()) return no_number(text);
  if (!is_digit(rest.front()) && rest.front() != '.') {
    const std::string word = lower_ascii(rest);
    if (word == "nan") return std::string("NaN");
    if (word == "inf" || word == "infinity") return std::string(negative ? "-Infinity" : "Infinity");
    return no_number(text);
  }
  std::string digits;
  std::size_t scale = 0;
  bool after_point = false;
  for (; !rest.empty() && (is_digit(rest.front()) || rest.front() == '.'); rest.remove_prefix(1)) {
    if (rest.front() == '.') {
      if (after_point) return no_number(text);
      after_point = true;
      continue;
    }
    digits.push_back(rest.front());
    scale += after_point ? 1 : 0;
  }
  std::int64_t exponent = 0;
  if (!rest.empty()) {
    if (rest.front() != 'e' && rest.front() != 'E') return no_number(text);
    rest.remove_prefix(1);
    const bool down = rest.starts_with('-');
    if (down || rest.starts_with('+')) rest.remove_prefix(1);
    if (rest.empty() || rest.size() > exponent_digits_max || !std::all_of(rest.begin(), rest.end(), is_digit))
      return no_number(text);
    std::from_chars(rest.data(), rest.data() + rest.size(), exponent);
    if (down) exponent = -exponent;
  }
  const std::int64_t places = static_cast<std::int64_t>(scale) - exponent;
  const auto most = static_cast<std::int64_t>(decimal_digits_max);
  const bool is_zero = digits.find_first_not_of('0') == std::string::npos;
  if (digits.empty() || digits.size() > decimal_digits_max || places > most) return no_number(text);
  if (places < 0) {
    if (!is_zero && static_cast<std::int64_t>(digits.size()) - places > most) return no_number(text);
    if (!is_zero) digits.append(static_cast<std::size_t>(-places), '0');
    return plain(negative, std::move(digits), 0);
  }
  return plain(negative, std::move(digits), static_cast<std::size_t>(places));
}

bool is_plain_decimal(std::string_view text) {
  if (text == "NaN" || text == "Infinity" || text == "-Infinity") return true;
  const auto read = parse_decimal(text);
  return read && *read == text;
}

std::string trim_decimal(std::string_view value) {
  if (value.find('.') == std::string_view::npos) return std::string(value);
  std::size_t end = value.size();
  while (value[end - 1] == '0') --end;
  if (value[end - 1] == '.') --end;
  return std::string(value.substr(0, end));
}

std::string decimal_of(std::int64_t value) { return std::to_string(value); }

std::string decimal_of(double value) {
  if (value != value) return "NaN";
  if (!is_finite(value)) return value > 0 ? "Infinity" : "-Infinity";
  return parse_decimal(double_text(value)).value_or("NaN");
}

std::optional<std::int64_t> int64_of_decimal(std::string_view value) {
  const std::string whole = trim_decimal(value);
  std::int64_t out = 0;
  const auto [end, failure] = std::from_chars(whole.data(), whole.data() + whole.size(), out);
  if (failure != std::errc() || end != whole.data() + whole.size()) return std::nullopt;
  return out;
}

double double_of_decimal(std::string_view value) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  double out = 0;
  const auto [end, failure] = std::from_chars(value.data(), value.data() + value.size(), out);
  if (failure == std::errc::result_out_of_range) {
    const bool large = value.find_first_of("123456789") < std::min(value.find('.'), value.size());
    if (!large) return 0;
    return value.starts_with('-') ? -infinity : infinity;
  }
  if (failure != std::errc() || end != value.data() + value.size()) return std::numeric_limits<double>::quiet_NaN();
  return out;
}

std::string order_key(std::string_view value) {
  const bool negative = value.starts_with('-');
  if (negative) value.remove_prefix(1);
  if (value == "Infinity") return negative ? "0" : "4";
  if (value.empty() || !is_digit(value.front())) return "5";
  const std::size_t point = std::min(value.find('.'), value.size());
  std::string digits(value.substr(0, point));
  if (point < value.size()) digits += value.substr(point + 1);
  const std::size_t first = digits.find_first_not_of('0');
  if (first == std::string::npos) return "2";
  const int exponent = key_exponent_bias + static_cast<int>(point) - static_cast<int>(first);
  digits.erase(digits.find_last_not_of('0') + 1);
  digits.erase(0, first);
  std::string key = std::to_string(exponent) + digits;  // always five digits of exponent
  if (!negative) return "3" + key + " ";
  for (char& c : key) c = static_cast<char>('0' + ('9' - c));
  return "1" + key + "~";
}

}  // namespace recoupe::core
