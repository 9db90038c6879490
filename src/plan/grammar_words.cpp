// Literals and names of the grammar: their forms, and names that are no reserved words.
#include <algorithm>
#include <map>
#include <set>

#include "plan/grammar_expressions.hpp"
#include "plan/keywords.hpp"
#include "plan/lexer.hpp"
#include "plan/literals.hpp"
#include "plan/ops.hpp"

namespace recoupe::plan {
namespace {

using core::Kind;

/// What stands between the quotes of a typed literal.
std::string form_of(Kind kind) {
  switch (kind) {
    case Kind::date: return "day";
    case Kind::time: return "clock";
    case Kind::timestamp: return "day \"T\" clock \"Z\"";
    case Kind::datetime: return "day \"T\" clock";
    case Kind::objectid: return "hex{24}";
    case Kind::uuid: return "hex{8} \"-\" hex{4} \"-\" hex{4} \"-\" hex{4} \"-\" hex{12}";
    default: return "(hex hex)*";
  }
}

std::vector<std::string> typed_literals() {
  std::vector<std::string> out;
  for (int kind = 0; kind <= static_cast<int>(Kind::mixed); ++kind) {
    const std::string name = core::name_of(core::Type(static_cast<Kind>(kind)));
    if (const auto typed = literal_kind(name)) out.push_back(quoted_rule(name + " '") + " " + form_of(*typed) + " \"'\"");
  }
  return out;
}

/// The units that an INTERVAL takes, of all that a date function takes.
std::string interval_units() {
  std::vector<std::string> out;
  for (const Op op : {Op::extract, Op::date_diff, Op::timestamp_diff}) {
    for (const std::string_view unit : units_of(op)) {
      const auto interval = interval_literal("1 " + std::string(unit));
      if (!interval) continue;
      const std::string rule = quoted_rule(interval->interval.substr(2));
      if (std::ranges::find(out, rule) == out.end()) out.push_back(rule);
    }
  }
  return "(" + any_of(out) + ")";
}

constexpr std::string_view word_characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";

/// A set of characters in both cases: of those that can stand in a word all but some.
std::string characters_without(const std::set<char>& left_out, bool first) {
  std::string out = "[";
  for (const char c : word_characters) {
    const bool digit = c >= '0' && c <= '9';
    if (left_out.contains(c) || (first && digit)) continue;
    out += c;
    if (!digit && c != '_') out += static_cast<char>(c - 'A' + 'a');
  }
  return out + "]";
}

std::string either_case(char c) {
  if (c == '_') return "\"_\"";
  return std::string("[") + c + static_cast<char>(c - 'A' + 'a') + "]";
}

/// The words that may begin a name, by what they have read so far: `bare-no` reads what may follow "no", which "T" may
/// not end.
void add_bare_words(Rules& rules, std::span<const std::string> reserved) {
  std::map<std::string, std::set<char>> next;  // beginnings of reserved words, and how they go on
  for (const std::string& word : reserved) {
    for (std::size_t i = 0; i < word.size(); ++i) next[word.substr(0, i)].insert(word[i]);
    next[word];
  }
  const auto rule_of = [](std::string beginning) {
    std::string out = "bare";
    if (!beginning.empty()) out += '-';
    for (const char c : beginning) out += c == '_' ? '-' : static_cast<char>(c - 'A' + 'a');
    return out;
  };
  for (const auto& [beginning, letters] : next) {
    std::vector<std::string> ways{characters_without(letters, beginning.empty()) + " word-rest"};
    for (const char c : letters) ways.push_back(either_case(c) + " " + rule_of(beginning + c));
    const bool may_end = !beginning.empty() && !is_reserved(beginning);
    rules.add(rule_of(beginning), "(" + any_of(ways) + ")" + (may_end ? "?" : ""));
  }
}

}  // namespace

void add_literal_rules(Rules& rules) {
  std::vector<std::string> literals{"text", "\"TRUE\"", "\"FALSE\"", "\"NULL\"",
                                    "\"INTERVAL '\" count \" \" " + interval_units() + " \"s\"? \"'\""};
  for (std::string& typed : typed_literals()) literals.push_back(std::move(typed));
  rules.add("literal", any_of(literals));
  rules.add("text", R"("'" ([^'] | "''")* "'")");
  rules.add("count", "[0-9]{1,16}");
  const std::string digits = "[0-9]{1," + std::to_string(number_digits_max) + "}";
  rules.add("decimal", digits + " (\".\" " + digits + ")?");
  rules.add("day", R"([0-9]{4} "-" [0-1] [0-9] "-" [0-3] [0-9])");
  rules.add("clock", R"([0-2] [0-9] ":" [0-5] [0-9] ":" [0-5] [0-9] ("." [0-9]{1,6})?)");
  rules.add("hex", "[0-9a-f]");
}

void add_name_rules(Rules& rules) {
  std::vector<std::string> reserved;
  for (const std::string_view word : reserved_words()) reserved.emplace_back(word);
  rules.add("path", "(bare | quoted) (\".\" name)*");
  rules.add("name", "[A-Za-z_] word-rest | quoted");
  rules.add("quoted", R"("`" ([^`] | "``")+ "`")");
  rules.add("word-rest", "[A-Za-z0-9_]*");
  add_bare_words(rules, reserved);
}

}  // namespace recoupe::plan
