#include "instruction/fold.hpp"
#include "instruction/instruction.hpp"

namespace recoupe::instruction {
namespace {

struct Piece {
  std::size_t begin;
  std::size_t end;
};

std::vector<Piece> pieces_of(std::string_view text) {
  std::vector<Piece> pieces;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    while (const std::size_t bytes = letter_bytes(text, at)) at += bytes;
    if (at > begin) pieces.push_back({begin, at});
    else ++at;
  }
  return pieces;
}

// "jean@x.fr", "app.users", "FAC-2025-001", "03/05/2026" and "14:30" are one word; "l'été" and "mois-ci" are two.
bool is_joined(std::string_view text, const Piece& left, const Piece& right) {
  if (right.begin != left.end + 1) return false;
  const std::string_view a = text.substr(left.begin, left.end - left.begin);
  const std::string_view b = text.substr(right.begin, right.end - right.begin);
  switch (text[left.end]) {
    case '@':
    case '.':
      return true;
    case '-':
    case '/':
      return has_digit(b) && (has_digit(a) || (a.back() >= 'A' && a.back() <= 'Z'));
    case ':':
    case ',':
      return is_digit(a.back()) && is_digit(b.front());
    default:
      return false;
  }
}

}  // namespace

std::vector<Word> words_of(std::string_view text) {
  std::vector<Piece> joined;
  for (const Piece& piece : pieces_of(text)) {
    if (!joined.empty() && is_joined(text, joined.back(), piece)) joined.back().end = piece.end;
    else joined.push_back(piece);
  }
  std::vector<Word> words;
  words.reserve(joined.size());
  for (const Piece& piece : joined) {
    std::string written(text.substr(piece.begin, piece.end - piece.begin));
    std::string folded = fold(written);
    words.push_back({piece.begin, piece.end, std::move(written), std::move(folded)});
  }
  return words;
}

}  // namespace recoupe::instruction
