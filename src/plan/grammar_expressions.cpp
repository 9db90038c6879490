#include "plan/grammar_expressions.hpp"

#include <array>

#include "core/type.hpp"
#include "plan/infer_types.hpp"
#include "plan/ops.hpp"

namespace recoupe::plan {
namespace {

constexpr std::array all_ops{
#define RECOUPE_AS_ITEM(id, name) Op::id,
    RECOUPE_PLAN_OPS(RECOUPE_AS_ITEM)
#undef RECOUPE_AS_ITEM
};

std::string spaced(std::string_view word) { return quoted_rule(" " + std::string(word) + " "); }

std::string choice_of_ops(std::initializer_list<Op> ops) {
  std::vector<std::string> out;
  for (const Op op : ops) out.push_back(spaced(name_of(op)));
  return "(" + any_of(out) + ")";
}

std::string comparisons() {
  std::vector<std::string> out;
  for (const Op op : all_ops) {
    if (is_comparison(op)) out.push_back(spaced(name_of(op)));
  }
  return "(" + any_of(out) + ")";
}

std::string choice_of_units(Op op, bool lower) {
  std::vector<std::string> out;
  for (const std::string_view unit : units_of(op)) {
    std::string word(unit);
    for (char& c : word) c = lower && c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    out.push_back(quoted_rule(word));
  }
  return "(" + any_of(out) + ")";
}

std::string arguments(const Arity& arity) {
  const std::string more = "(\", \" expression)";
  std::string out = "expression";
  for (std::size_t i = 1; i < arity.min; ++i) out += " " + more;
  if (arity.max == arguments_max) return out + " " + more + "*";
  for (std::size_t i = arity.min; i < arity.max; ++i) out += " " + more + "?";
  return out;
}

std::string function_rule(Op op) {
  const std::string open = quoted_rule(std::string(name_of(op)) + "(");
  const std::string close = " " + quoted_rule(")");
  switch (op) {
    case Op::current_date: return quoted_rule(name_of(op));
    case Op::count: return open + " (\"*\" | \"DISTINCT \"? expression)" + close;
    case Op::cast:
    case Op::try_cast: return open + " expression \" AS \" type" + close;
    case Op::date_trunc: return open + " \"'\" " + choice_of_units(op, true) + " \"', \" expression" + close;
    case Op::extract: return open + " " + choice_of_units(op, false) + " \" FROM \" expression" + close;
    default: break;
  }
  if (units_of(op).empty()) return open + " " + arguments(arity_of(op)) + close;
  return open + " " + arguments(arity_of(op)) + " \", \" " + choice_of_units(op, false) + close;
}

std::string functions() {
  std::vector<std::string> out;
  for (const std::string_view word : function_words()) out.push_back(function_rule(*function_named(word)));
  return any_of(out);
}

std::string types() {
  std::vector<std::string> out;
  for (int kind = 0; kind <= static_cast<int>(core::Kind::mixed); ++kind) {
    const core::Type type(static_cast<core::Kind>(kind));
    if (can_cast(core::Kind::string, type)) out.push_back(quoted_rule(core::name_of(type)));
  }
  out.push_back("\"ARRAY<\" type \">\"");
  return any_of(out);
}

// NOT stays in front of ANY, see text_expressions.cpp.
std::string predicate() {
  const std::string no = "(\" NOT\")?";
  return "sum (" + comparisons() + " sum | \" IS\" " + no + " (\" NULL\" | \" MISSING\" | \" TRUE\" | \" FALSE\") | " + no +
         " \" IN (\" " + list_rule("expression") + " \")\" | " + no + " \" BETWEEN \" sum \" AND \" sum | " + no +
         " \" LIKE \" sum | " + choice_of_ops({Op::during, Op::before, Op::after}) + " \"PERIOD \" text)?";
}

}  // namespace

void add_expression_rules(Rules& rules) {
  rules.add("expression", "conjunction (" + spaced(name_of(Op::or_)) + " conjunction)*");
  rules.add("conjunction", "negation (" + spaced(name_of(Op::and_)) + " negation)*");
  rules.add("negation", "(\"NOT \" negation) | predicate");
  rules.add("predicate", predicate());
  rules.add("sum", "product (" + choice_of_ops({Op::add, Op::subtract}) + " product)*");
  rules.add("product", "unary (" + choice_of_ops({Op::multiply, Op::divide}) + " unary)*");
  rules.add("unary", "\"-\" unsigned | \"-\"? decimal | unsigned");
  rules.add("unsigned", "literal | function | case | path | \"(\" expression \")\"");
  rules.add("case", "\"CASE\" (\" WHEN \" expression \" THEN \" expression)+ (\" ELSE \" expression)? \" END\"");
  rules.add("function", functions());
  rules.add("type", types());
  add_literal_rules(rules);
  add_name_rules(rules);
}

}  // namespace recoupe::plan
