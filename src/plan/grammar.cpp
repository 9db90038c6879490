#include "plan/grammar.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "plan/grammar_expressions.hpp"
#include "plan/grammar_rules.hpp"
#include "plan/json_fields.hpp"
#include "plan/keywords.hpp"

namespace recoupe::plan {
namespace {

/// The words that a step or a check begins with: those of keywords.hpp that json_fields.hpp's word stands for.
template <class T>
std::string keyword_of(std::span<const std::string_view> words) {
  std::string wanted(word_of<T>);
  for (char& c : wanted) c = c == '_' ? ' ' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  for (const std::string_view word : words) {
    if (word == wanted || word.starts_with(wanted + " ")) return std::string(word);
  }
  return wanted;
}

/// Which words stand before a member; those of the members that are not here stand right behind the keyword.
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> introductions{{
    {"on", " ON "}, {"select", " SELECT "}, {"groups", " GROUP BY "}, {"per", " PER "}, {"compare", " COMPARE "},
    {"partition", " PARTITION BY "}}};

std::string introduction(std::string_view key) {
  const auto* found = std::ranges::find(introductions, key, [](const auto& item) { return item.first; });
  return found == introductions.end() ? "" : quoted_rule(found->second) + " ";
}

/// Collects the members that json_fields.hpp names, in the order in which text has them.
class Clauses {
 public:
  template <class T>
  void operator()(std::string_view key, const T& value) {
    body_ += " " + introduction(key) + rule_for(value);
  }
  template <class T>
  void optional(std::string_view key, const T& value) {
    if constexpr (std::is_same_v<T, bool>) {
      before_ += quoted_rule("LEFT ") + "? ";
    } else {
      body_ += " (" + introduction(key) + rule_for(value) + ")?";
    }
  }
  void pairs(std::string_view key, const std::vector<Pair>&, PairRole role) {
    const bool by = role == PairRole::key;
    body_ += " " + (by ? quoted_rule(" BY ") + " " : introduction(key)) + list_rule(by ? "key-pair" : "compare-pair");
  }
  /// Gives the rule: keyword, then the members.
  [[nodiscard]] std::string rule(const std::string& keyword) const { return before_ + quoted_rule(keyword) + body_; }

 private:
  static std::string rule_for(const Expr&) { return "expression"; }
  static std::string rule_for(const Side&) { return "side"; }
  static std::string rule_for(std::int64_t) { return "count"; }
  static std::string rule_for(const std::vector<Expr>&) { return list_rule("expression"); }
  static std::string rule_for(const std::vector<Named>&) { return list_rule("column"); }
  static std::string rule_for(const std::vector<OrderKey>&) { return list_rule("order-key"); }

  std::string before_;
  std::string body_;
};

template <class T>
std::string clauses(const std::string& keyword) {
  Clauses out;
  const T node{};
  fields(out, node);
  return out.rule(keyword);
}

template <class T>
std::string step_body() {
  if constexpr (std::is_same_v<T, Unnest>) {
    return quoted_rule("LEFT ") + "? " + quoted_rule("JOIN UNNEST(") + " path " + quoted_rule(") AS ") + " name";
  } else {
    const std::string keyword = keyword_of<T>(step_words());
    return clauses<T>(std::is_same_v<T, Distinct> ? keyword : keyword + " ");
  }
}

std::string rule_name(std::string_view word) {
  std::string out(word);
  std::ranges::replace(out, '_', '-');
  return out;
}

template <class... T>
void add_checks(Rules& rules, const std::variant<T...>&) {
  std::vector<std::string> names;
  const auto add = [&]<class C>(const C*) {
    names.push_back(rule_name(word_of<C>));
    rules.add(names.back(), clauses<C>(keyword_of<C>(check_words()) + " "));
  };
  (add(static_cast<const T*>(nullptr)), ...);
  rules.add("check", quoted_rule("CHECK ") + " (" + any_of(names) + ") alias?");
}

// FROM stands first and nowhere else.
template <class... T>
void add_steps(Rules& rules, const std::variant<From, T...>& steps) {
  static_cast<void>(steps);
  rules.add("from", step_body<From>());
  std::vector<std::string> names;
  const auto add = [&]<class S>(const S*) {
    names.push_back(rule_name(word_of<S>));
    if constexpr (!std::is_same_v<S, Check>) rules.add(names.back(), step_body<S>());
  };
  (add(static_cast<const T*>(nullptr)), ...);
  rules.add("step", any_of(names));
}

}  // namespace

std::string plan_grammar() {
  Rules rules;
  rules.add("root", "from (" + quoted_rule("\n|> ") + " step)*");
  rules.add("pipeline", "from (" + quoted_rule(" |> ") + " step)*");
  add_steps(rules, decltype(Step::step){});
  add_checks(rules, decltype(Check::check){});
  rules.add("side", "(table | " + quoted_rule("(") + " pipeline " + quoted_rule(")") + ") alias?");
  rules.add("table", "name " + quoted_rule(".") + " name (" + quoted_rule(".") + " name)?");
  rules.add("alias", quoted_rule(" AS ") + " name");
  rules.add("column", "expression alias?");
  rules.add("order-key", "expression " + quoted_rule(" DESC") + "?");
  rules.add("pair", "sum " + quoted_rule(" = ") + " sum");
  rules.add("key-pair", "pair alias?");
  rules.add("compare-pair", "pair (" + quoted_rule(" TOLERANCE ") + " decimal " + quoted_rule(" %") + "?)?");
  add_expression_rules(rules);
  return rules.text();
}

}  // namespace recoupe::plan
