#include "plan/keywords.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

namespace recoupe::plan {
namespace {

using namespace std::string_view_literals;

constexpr char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

constexpr std::array reserved{"NOT"sv, "AND"sv,  "OR"sv,      "IN"sv,   "IS"sv,           "LIKE"sv,
                              "TRUE"sv, "FALSE"sv, "NULL"sv, "BETWEEN"sv, "CASE"sv, "CURRENT_DATE"sv, "DISTINCT"sv};

constexpr std::array steps{"FROM"sv,     "WHERE"sv,     "EXTEND"sv, "SELECT"sv,    "AGGREGATE"sv, "ORDER BY"sv,
                           "LIMIT"sv,    "DISTINCT"sv,  "JOIN"sv,   "LEFT JOIN"sv, "UNION ALL"sv, "CHECK"sv};

constexpr std::array checks{"EXISTS IN"sv,  "ABSENT IN"sv, "MATCH WITH"sv, "TOTALS WITH"sv,
                            "UNIQUE BY"sv, "SEQUENCE BY"sv, "RULE"sv};

constexpr std::array writes{"INSERT"sv, "UPDATE"sv, "DELETE"sv, "DROP"sv,  "CREATE"sv, "ALTER"sv,   "TRUNCATE"sv, "MERGE"sv,
                            "UPSERT"sv, "REPLACE"sv, "GRANT"sv, "REVOKE"sv, "COPY"sv,  "CALL"sv,    "EXECUTE"sv,  "DO"sv,
                            "SET"sv,    "LOCK"sv,    "VACUUM"sv, "RENAME"sv};

constexpr std::size_t word_compared_bytes_max = 64;

// Levenshtein over bytes, without regard to ASCII case.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = diagonal + (upper(a[i - 1]) == upper(b[j - 1]) ? 0 : 1);
      diagonal = std::exchange(row[j], std::min({row[j] + 1, row[j - 1] + 1, change}));
    }
  }
  return row.back();
}

std::string_view first_word(std::string_view words) { return words.substr(0, words.find(' ')); }

}  // namespace

bool same_keyword(std::string_view word, std::string_view keyword) {
  return std::ranges::equal(word, keyword, [](char a, char b) { return upper(a) == b; });
}

bool is_plain_name(std::string_view name) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  return !name.empty() && letter(name[0]) && std::ranges::all_of(name, [&](char c) { return letter(c) || digit(c); });
}

bool is_reserved(std::string_view word) {
  return std::ranges::any_of(reserved, [&](std::string_view keyword) { return same_keyword(word, keyword); });
}

std::span<const std::string_view> reserved_words() { return reserved; }
std::span<const std::string_view> step_words() { return steps; }
std::span<const std::string_view> check_words() { return checks; }

bool begins_step(std::string_view word) {
  return std::ranges::any_of(steps, [&](std::string_view step) { return same_keyword(word, first_word(step)); });
}

bool begins_write(std::string_view word) {
  return std::ranges::any_of(writes, [&](std::string_view keyword) { return same_keyword(word, keyword); });
}

std::string written_name(std::string_view name) {
  if (is_plain_name(name)) return std::string(name);
  std::string out = "`";
  for (const char c : name) {
    if (c == '`') out += '`';
    out += c;
  }
  return out += '`';
}

std::string written_path(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) {
    if (!out.empty()) {
      out += '.';
      out += written_name(part);
    } else if (is_reserved(part)) {
      out += '`' + part + '`';
    } else {
      out += written_name(part);
    }
  }
  return out;
}

std::vector<std::string> nearest(std::string_view word, std::span<const std::string_view> known) {
  if (word.size() > word_compared_bytes_max) return {};
  std::vector<std::pair<std::size_t, std::string_view>> found;
  for (const std::string_view candidate : known) {
    const std::size_t edits = std::min(distance(word, candidate), distance(word, first_word(candidate)));
    if (edits <= std::max<std::size_t>(1, word.size() / 3)) found.emplace_back(edits, candidate);
  }
  std::ranges::stable_sort(found, {}, [](const auto& item) { return item.first; });
  std::vector<std::string> out;
  for (const auto& [edits, candidate] : found) out.emplace_back(candidate);
  return out;
}

}  // namespace recoupe::plan
