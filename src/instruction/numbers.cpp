#include <algorithm>
#include <array>

#include "core/decimal.hpp"
#include "instruction/fold.hpp"
#include "instruction/instruction.hpp"
#include "instruction/number_words.hpp"

namespace recoupe::instruction {
namespace {

// Units that are written right behind a number without making a code of it: "30j", "5kg".
constexpr std::array<std::string_view, 25> units{"j",    "d",   "h",  "min", "mn", "s",  "ms", "eur", "euros",
                                                 "euro", "usd", "kg", "g",   "km", "m",  "cm", "mm",  "l",
                                                 "go",   "gb",  "mo", "mb",  "ko", "kb", "x"};

struct Digits {
  std::string decimal;
  std::size_t end;
};

std::size_t digits_end(std::string_view text, std::size_t at) {
  while (at < text.size() && is_digit(text[at])) ++at;
  return at;
}

// Exactly three digits that stand behind one separator of `bytes` bytes.
bool group_at(std::string_view text, std::size_t at, std::size_t bytes) {
  return bytes > 0 && digits_end(text, at + bytes) == at + bytes + 3;
}

// Reads "1 500,50", "1,500.50", "1.500,50", "12,5", "0.25" from a digit on.
Digits read_digits(std::string_view text, std::size_t at, core::Language language) {
  std::size_t end = digits_end(text, at);
  std::string whole(text.substr(at, end - at));
  char group = '\0';
  const bool may_group = end - at <= 3;
  while (may_group && end < text.size()) {
    const std::size_t space = space_bytes(text, end);
    const char c = text[end];
    const bool spaced = space > 0 && (group == '\0' || group == ' ') && group_at(text, end, space);
    const bool comma =
        c == ',' && (group == '\0' || group == ',') && group_at(text, end, 1) &&
        (language == core::Language::en || group == ',' || (end + 4 < text.size() && text[end + 4] == '.') ||
         (end + 4 < text.size() && text[end + 4] == ',' && group_at(text, end + 4, 1)));
    const bool dot = c == '.' && (group == '\0' || group == '.') && group_at(text, end, 1) && end + 4 < text.size() &&
                     (text[end + 4] == ',' || (text[end + 4] == '.' && group_at(text, end + 4, 1)));
    if (!spaced && !comma && !dot) break;
    group = spaced ? ' ' : c;
    const std::size_t bytes = spaced ? space : 1;
    whole += text.substr(end + bytes, 3);
    end += bytes + 3;
  }
  const bool point =
      end + 1 < text.size() && (text[end] == '.' || text[end] == ',') && text[end] != group && is_digit(text[end + 1]);
  if (!point) return {std::move(whole), end};
  const std::size_t fraction_end = digits_end(text, end + 1);
  whole += "." + std::string(text.substr(end + 1, fraction_end - end - 1));
  return {std::move(whole), fraction_end};
}

// Gives the factor of "k", "M", "k€" right behind a number, and moves behind the letter.
std::int64_t take_factor(std::string_view text, std::size_t& at) {
  std::size_t letter = at;
  if (const std::size_t space = space_bytes(text, letter)) {
    letter += space;
    if (!text.substr(std::min(letter + 1, text.size())).starts_with("€")) return 1;
  }
  if (letter >= text.size()) return 1;
  const char c = text[letter];
  const std::size_t behind = letter + 1;
  const bool ends = letter_bytes(text, behind) == 0;
  if (!ends || (c != 'k' && c != 'K' && c != 'M')) return 1;
  at = behind;
  return c == 'M' ? 1'000'000 : 1'000;
}

bool starts_number(std::string_view text, std::size_t at) {
  if (!is_digit(text[at])) return false;
  if (at == 0) return true;
  const char before = text[at - 1];
  if ((static_cast<unsigned char>(before) & 0x80) != 0) {
    std::size_t start = at - 1;
    while (start > 0 && (static_cast<unsigned char>(text[start]) & 0xC0) == 0x80) --start;
    return letter_bytes(text, start) == 0;
  }
  if (letter_bytes(text, at - 1) > 0) return false;
  const bool joint = before == '-' || before == '.' || before == '/' || before == ':' || before == ',' || before == '#';
  return !joint || at == 1 || before == '#' || letter_bytes(text, at - 2) == 0;
}

// A number that goes on as a code, a date, a time or an address is none.
bool ends_number(std::string_view text, std::size_t at) {
  if (at >= text.size()) return true;
  if (letter_bytes(text, at) > 0) {
    std::size_t end = at;
    while (const std::size_t bytes = letter_bytes(text, end)) end += bytes;
    const std::string unit = fold(text.substr(at, end - at));
    return std::find(units.begin(), units.end(), unit) != units.end();
  }
  const char c = text[at];
  const char next = at + 1 < text.size() ? text[at + 1] : ' ';
  if (c == '@') return false;
  if (c == '-') return !is_digit(next) && !(next >= 'A' && next <= 'Z');  // "30-day" is a number, "12-A" a code
  return (c != '/' && c != ':' && c != '.' && c != ',') || !is_digit(next);
}

void find_digits(std::string_view text, core::Language language, std::vector<FoundNumber>& found) {
  for (std::size_t at = 0; at < text.size();) {
    if (!starts_number(text, at)) {
      ++at;
      continue;
    }
    Digits digits = read_digits(text, at, language);
    const std::size_t begin = at;
    std::size_t end = digits.end;
    const std::int64_t factor = take_factor(text, end);
    if (!ends_number(text, end)) {
      at = digits_end(text, at);
      while (at < text.size() &&
             (letter_bytes(text, at) > 0 || std::string_view("-./:,@").find(text[at]) != std::string_view::npos))
        at += std::max<std::size_t>(letter_bytes(text, at), 1);
      continue;
    }
    const bool negative = begin > 0 && text[begin - 1] == '-' && (begin == 1 || space_bytes(text, begin - 2) > 0);
    auto plain = core::parse_decimal((negative ? "-" : "") + digits.decimal);
    at = end;
    if (!plain) continue;
    if (factor != 1) *plain = core::trim_decimal(core::multiply_decimal(*plain, core::decimal_of(factor)));
    found.push_back({*std::move(plain), begin - (negative ? 1 : 0), end});
  }
}

bool touches(std::string_view text, const Word& left, const Word& right) {
  const std::string_view gap = text.substr(left.end, right.begin - left.end);
  if (gap == "-") return true;
  for (std::size_t at = 0; at < gap.size();) {
    const std::size_t bytes = space_bytes(gap, at);
    if (bytes == 0) return false;
    at += bytes;
  }
  return true;
}

// "neuf" is also "new", "sept." also September.
bool is_doubtful(std::string_view text, const std::vector<Word>& words, std::size_t at) {
  const Word& word = words[at];
  const bool plural_follows =
      at + 1 < words.size() && (words[at + 1].folded.ends_with('s') || words[at + 1].folded.ends_with('x'));
  if (word.folded == "neuf") return !plural_follows;
  return word.folded == "sept" &&
         (text.substr(word.end).starts_with('.') || (at > 0 && is_all_digits(words[at - 1].folded)));
}

void find_in_words(std::string_view text, core::Language language, std::vector<FoundNumber>& found) {
  const std::vector<Word> words = words_of(text);
  for (std::size_t at = 0; at < words.size();) {
    std::size_t end = at + 1;
    while (end < words.size() && touches(text, words[end - 1], words[end])) ++end;
    std::vector<std::string_view> folded;
    for (std::size_t i = at; i < end; ++i) folded.push_back(words[i].folded);
    const auto read = read_number_words(folded, language);
    const bool usable = read && !read->alone_article && !(read->words == 1 && is_doubtful(text, words, at));
    if (usable) found.push_back({core::decimal_of(read->value), words[at].begin, words[at + read->words - 1].end});
    at += read ? read->words : 1;
  }
}

// "2 millions", "1,5 million", "300 mille": the word multiplies the digits before it.
void apply_multipliers(std::string_view text, core::Language language, std::vector<FoundNumber>& found) {
  for (const Word& word : words_of(text)) {
    const std::int64_t factor = multiplier_of(word.folded, language);
    if (factor == 0) continue;
    for (FoundNumber& number : found) {
      if (number.end >= word.begin || !is_digit(text[number.end - 1])) continue;
      if (!touches(text, {number.begin, number.end, {}, {}}, word)) continue;
      number.decimal = core::trim_decimal(core::multiply_decimal(number.decimal, core::decimal_of(factor)));
      number.end = word.end;
    }
  }
}

}  // namespace

std::vector<FoundNumber> find_numbers(std::string_view text, core::Language language) {
  std::vector<FoundNumber> found;
  find_digits(text, language, found);
  apply_multipliers(text, language, found);
  std::vector<FoundNumber> in_words;
  find_in_words(text, language, in_words);
  for (FoundNumber& number : in_words) {
    const bool covered = std::any_of(found.begin(), found.end(), [&](const FoundNumber& other) {
      return number.begin < other.end && other.begin < number.end;
    });
    if (!covered) found.push_back(std::move(number));
  }
  std::sort(found.begin(), found.end(), [](const FoundNumber& a, const FoundNumber& b) { return a.begin < b.begin; });
  return found;
}

}  // namespace recoupe::instruction
