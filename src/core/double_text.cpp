#include "core/double_text.hpp"

#include <array>
#include <charconv>
#include <string_view>

namespace recoupe::core {

std::string double_text(double value) {
  if (value == 0) return std::signbit(value) ? "-0" : "0";
  std::array<char, 32> buffer{};
  const auto written =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::scientific);
  std::string_view text(buffer.data(), static_cast<std::size_t>(written.ptr - buffer.data()));
  std::string out;
  if (text.front() == '-') {
    out.push_back('-');
    text.remove_prefix(1);
  }
  const auto mark = text.find('e');
  std::string digits(text.substr(0, 1));
  if (mark > 2) digits += text.substr(2, mark - 2);
  int exponent = 0;
  const bool down = text[mark + 1] == '-';
  std::from_chars(text.data() + mark + 2, text.data() + text.size(), exponent);
  const int point = (down ? -exponent : exponent) + 1;  // digits before the decimal point
  const int count = static_cast<int>(digits.size());
  if (count <= point && point <= 21) return out + digits + std::string(static_cast<std::size_t>(point - count), '0');
  if (0 < point && point <= 21) {
    digits.insert(static_cast<std::size_t>(point), 1, '.');
    return out + digits;
  }
  if (-6 < point && point <= 0) return out + "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
  if (count > 1) digits.insert(1, 1, '.');
  return out + digits + (point > 0 ? "e+" : "e-") + std::to_string(point > 0 ? point - 1 : 1 - point);
}

}  // namespace recoupe::core
