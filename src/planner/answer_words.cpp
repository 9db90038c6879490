#include "planner/answer_words.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "planner/cards.hpp"

namespace recoupe::planner {

namespace {

using Names = std::set<std::string, std::less<>>;

constexpr std::array keywords = {
    "WHERE", "EXTEND", "SELECT", "AGGREGATE", "ORDER", "BY", "LIMIT", "PER", "DISTINCT", "LEFT", "JOIN", "UNNEST", "UNION", "ALL", "FROM", "AS", "ON",
    "EXISTS", "ABSENT", "MATCH", "COMPARE", "TOLERANCE", "TOTALS", "UNIQUE", "SEQUENCE", "PARTITION", "RULE", "GROUP", "DESC", "AND", "OR", "NOT", "IN",
    "BETWEEN", "LIKE", "IS", "NULL", "MISSING", "TRUE", "FALSE", "DURING", "BEFORE", "AFTER", "PERIOD", "INTERVAL", "DATE", "TIMESTAMP", "COUNT", "SUM",
    "AVG", "MIN", "MAX", "CAST", "TRY_CAST", "STRING", "INT64", "NUMERIC", "FLOAT64", "LOWER", "UPPER", "UNACCENT", "TRIM", "COALESCE", "CASE", "WHEN",
    "THEN", "ELSE", "END", "NULLIF", "ABS", "ROUND", "LENGTH", "CONCAT", "SUBSTR", "DATE_TRUNC", "EXTRACT", "YEAR", "QUARTER", "MONTH", "WEEK", "DAY",
    "HOUR", "MINUTE", "SECOND", "DATE_DIFF", "TIMESTAMP_DIFF", "CURRENT_DATE", "ARRAY_LENGTH", "ANY",
    "finding", "finding_1", "n", "n_2", "total", "total_2", "average", "minimum", "maximum", "gap_from", "gap_to", "differences"};
constexpr std::array findings = {"ok", "missing", "no_key", "ambiguous", "present", "mismatch", "only_left", "only_right", "duplicate", "gap", "violation", "unknown"};

bool in_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || (c & 0x80) != 0; }

/// Tells whether one of the names is the word or, where the word may go on, begins with it.
bool has(const Names& names, std::string_view word, bool whole) {
  const auto at = names.lower_bound(word);
  return at != names.end() && (whole ? *at == word : at->starts_with(word));
}

const Names& keyword_names() {
  static const Names names(keywords.begin(), keywords.end());
  return names;
}

Names names_of(const std::vector<std::size_t>& tables, const std::vector<std::size_t>& shown, const Vocabulary& vocabulary) {
  Names names;
  for (const std::size_t table : shown) {
    names.insert(vocabulary.tables[table].table->name);
    names.insert(vocabulary.tables[table].source->server);
    if (!vocabulary.tables[table].table->schema.empty()) names.insert(vocabulary.tables[table].table->schema);
  }
  for (const std::size_t table : tables)
    for (const std::size_t field : vocabulary.tables[table].fields) {
      const auto& path = vocabulary.fields[field].field->path;
      names.insert(path.begin(), path.end());
    }
  return names;
}

}  // namespace

AnswerWords::AnswerWords(std::string_view instruction, const Vocabulary& vocabulary, std::vector<std::size_t> tables)
    : instruction_(instruction), vocabulary_(vocabulary), tables_(std::move(tables)) {}

bool AnswerWords::may_be_text(std::string_view begun, bool whole, const std::vector<std::size_t>& named) const {
  if (instruction_.find(begun) != std::string::npos) return true;
  const auto fits = [&](std::string_view known) { return whole ? known == begun : known.starts_with(begun); };
  if (std::ranges::any_of(findings, fits)) return true;
  return std::ranges::any_of(named, [&](std::size_t table) {
    return std::ranges::any_of(vocabulary_.tables[table].fields, [&](std::size_t field) {
      return std::ranges::any_of(vocabulary_.fields[field].field->known_values, fits);
    });
  });
}

bool AnswerWords::may_be_word(std::string_view word, bool whole, const std::vector<std::size_t>& named, const Names& aliases) const {
  return has(keyword_names(), word, whole) || has(names_of(named, tables_, vocabulary_), word, whole) || has(aliases, word, whole);
}

bool AnswerWords::may_begin(std::string_view text) const {
  for (const auto word : {says_write, says_chat})
    if (word.starts_with(text)) return true;
  if (says_none.starts_with(text.substr(0, says_none.size()))) {
    const std::string_view about = text.substr(std::min(text.size(), says_none.size()));
    return about.size() <= 1 ? about.empty() || about == " " : instruction_.find(about.substr(1)) != std::string::npos;
  }
  std::vector<std::size_t> named;
  Names aliases;
  bool after_as = false;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == '\'' || c == '`') {
      std::string content;
      std::size_t end = at + 1;
      bool closed = false;
      for (; end < text.size(); ++end) {
        if (text[end] == c && end + 1 < text.size() && text[end + 1] == c) ++end;
        else if (text[end] == c) {
          closed = true;
          break;
        }
        content += text[end];
      }
      // A quote at the very end may close a text or be the first of two.
      if (c == '\'' && !may_be_text(content, closed && end + 1 < text.size(), named)) return false;
      if (c == '`' && !may_be_word(content, closed, named, aliases)) return false;
      at = end + 1;
    } else if (std::isdigit(static_cast<unsigned char>(c)) != 0) {
      while (at < text.size() && (std::isdigit(static_cast<unsigned char>(text[at])) != 0 || text[at] == '.')) ++at;
    } else if (in_word(c)) {
      std::size_t end = at;
      while (end < text.size() && in_word(text[end])) ++end;
      const std::string_view word = text.substr(at, end - at);
      const bool whole = end < text.size();
      if (std::exchange(after_as, false)) {
        if (whole) aliases.emplace(word);
      } else if (!may_be_word(word, whole, named, aliases)) {
        return false;
      }
      if (word == "AS" && whole) after_as = true;
      if (whole)
        for (const std::size_t table : tables_)
          if (vocabulary_.tables[table].table->name == word) named.push_back(table);
      at = end;
    } else {
      if (std::string_view(" \n(),.=!<>+-*/%").find(c) == std::string_view::npos) return false;
      ++at;
    }
  }
  return true;
}

}  // namespace recoupe::planner
