#include <array>

#include "rows/extended_json.hpp"

namespace recoupe::rows {

namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

core::Error not_base64() {
  return {.code = core::Code::value_unreadable,
          .origin = core::Origin::source,
          .stage = "rows",
          .message = {"A binary value is not base64.", "Une valeur binaire n'est pas en base64."},
          .remedy = {"Check the server's version.", "Vérifiez la version du serveur."}};
}

}  // namespace

std::string base64(std::string_view bytes) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      group = (group << 8) | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    }
    const std::size_t digits = i + 2 < bytes.size() ? 4 : bytes.size() - i + 1;
    for (std::size_t k = 0; k < 4; ++k) {
      out += k < digits ? alphabet[(group >> (18 - 6 * k)) & 63U] : '=';
    }
  }
  return out;
}

core::Result<std::string> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return core::fail(not_base64());
  std::string out;
  out.reserve(text.size() / 4 * 3);
  for (std::size_t i = 0; i < text.size(); i += 4) {
    const bool last = i + 4 == text.size();
    const std::size_t padding = !last || text[i + 3] != '=' ? 0 : text[i + 2] == '=' ? 2 : 1;
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 4; ++k) {
      const std::size_t digit = k < 4 - padding ? alphabet.find(text[i + k]) : 0;
      if (digit == std::string_view::npos) return core::fail(not_base64());
      group = (group << 6) | static_cast<std::uint32_t>(digit);
    }
    for (std::size_t k = 0; k + padding < 3; ++k) out += static_cast<char>((group >> (16 - 8 * k)) & 255U);
  }
  return out;
}

}  // namespace recoupe::rows
