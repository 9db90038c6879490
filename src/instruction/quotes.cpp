#include <array>

#include "core/unicode.hpp"
#include "instruction/fold.hpp"
#include "instruction/instruction.hpp"

namespace recoupe::instruction {
namespace {

struct Pair {
  std::string_view open;
  std::string_view close;
};

constexpr std::array<Pair, 8> pairs{
    {{"«", "»"}, {"“", "”"}, {"„", "“"}, {"‘", "’"}, {"\"", "\""}, {"'", "'"}, {"`", "`"}, {"‹", "›"}}};

bool letter_before(std::string_view text, std::size_t at) {
  if (at == 0) return false;
  std::size_t start = at - 1;
  while (start > 0 && (static_cast<unsigned char>(text[start]) & 0xC0) == 0x80) --start;
  return letter_bytes(text, start) > 0;
}

// An apostrophe between letters is no quote: "l'admin", "users' names".
std::size_t closing_at(std::string_view text, std::size_t from, const Pair& pair) {
  const bool apostrophe = pair.close == "'" || pair.close == "’";
  for (auto at = text.find(pair.close, from); at != std::string_view::npos; at = text.find(pair.close, at + 1)) {
    if (apostrophe && letter_before(text, at) && letter_bytes(text, at + pair.close.size()) > 0) continue;
    return at;
  }
  return std::string_view::npos;
}

}  // namespace

std::vector<FoundQuote> find_quotes(std::string_view text) {
  std::vector<FoundQuote> found;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t next = at + 1;
    for (const Pair& pair : pairs) {
      if (!text.substr(at).starts_with(pair.open) || letter_before(text, at)) continue;
      const std::size_t inside = at + pair.open.size();
      const std::size_t close = closing_at(text, inside, pair);
      if (close == std::string_view::npos || close == inside) continue;
      std::string quoted = pair.open == "«" || pair.open == "‹" ? core::trim(text.substr(inside, close - inside))
                                                               : std::string(text.substr(inside, close - inside));
      next = close + pair.close.size();
      if (!quoted.empty()) found.push_back({std::move(quoted), at, next});
      break;
    }
    at = next;
  }
  return found;
}

}  // namespace recoupe::instruction
