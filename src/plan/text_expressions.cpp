#include <algorithm>

#include "plan/keywords.hpp"
#include "plan/literals.hpp"
#include "plan/ops.hpp"
#include "plan/text.hpp"
#include "plan/traverse.hpp"

namespace recoupe::plan {

namespace {

// From the loosest binding to the tightest; an operand that binds looser than its place asks for gets parentheses.
enum class Binding { disjunction, conjunction, negation, predicate, sum, product, unary, operand };

std::string text_at(const Expr& expr, Binding place);

std::string joined(const Call& call, std::string_view separator, Binding place) {
  std::string out;
  for (const Expr& arg : call.args) {
    if (!out.empty()) out += separator;
    // The same operation below is one with this call: a AND (b AND c) is a AND b AND c.
    out += if_call(arg, call.op) ? joined(*if_is<Call>(arg), separator, place) : text_at(arg, place);
  }
  return out;
}

std::string arguments(const Call& call, std::size_t from = 0) {
  std::string out;
  for (std::size_t i = from; i < call.args.size(); ++i) {
    if (i > from) out += ", ";
    out += text_of(call.args[i]);
  }
  return out;
}

std::string negatable(const Call& call, std::string_view negation) {
  const auto arg = [&](std::size_t i) { return text_at(call.args[i], Binding::sum); };
  const std::string no(negation);
  switch (call.op) {
    case Op::in: return arg(0) + no + " IN (" + arguments(call, 1) + ")";
    case Op::between: return arg(0) + no + " BETWEEN " + arg(1) + " AND " + arg(2);
    case Op::like: return arg(0) + no + " LIKE " + arg(1);
    case Op::is_null: return arg(0) + " IS" + no + " NULL";
    case Op::is_missing: return arg(0) + " IS" + no + " MISSING";
    case Op::is_true: return arg(0) + " IS" + no + " TRUE";
    case Op::is_false: return arg(0) + " IS" + no + " FALSE";
    default: return {};
  }
}

std::string negated(const Call& call) {
  const Call* below = if_is<Call>(call.args.front());
  // NOT stays in front of ANY: behind it, it could be read in two ways.
  if (below && !if_call(below->args.empty() ? call.args.front() : below->args.front(), Op::any)) {
    if (std::string out = negatable(*below, " NOT"); !out.empty()) return out;
  }
  return "NOT " + text_at(call.args.front(), Binding::negation);
}

// "--" would begin a comment, and "-5" is a literal.
std::string negative(const Expr& arg) {
  const std::string below = text_at(arg, Binding::unary);
  return below.starts_with('-') || if_is<Literal>(arg) ? "-(" + below + ")" : "-" + below;
}

std::string case_text(const Call& call) {
  std::string out = "CASE";
  std::size_t i = 0;
  for (; i + 1 < call.args.size(); i += 2) {
    out += " WHEN " + text_of(call.args[i]) + " THEN " + text_of(call.args[i + 1]);
  }
  if (i < call.args.size()) out += " ELSE " + text_of(call.args[i]);
  return out + " END";
}

std::string lower_ascii(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

std::string function_text(const Call& call) {
  const std::string name(name_of(call.op));
  switch (call.op) {
    case Op::current_date:
    case Op::count_all: return name;
    case Op::count_distinct: return "COUNT(DISTINCT " + arguments(call) + ")";
    case Op::cast:
    case Op::try_cast: return name + "(" + arguments(call) + " AS " + core::name_of(call.target) + ")";
    case Op::date_trunc: return name + "(" + quoted_text(lower_ascii(call.unit)) + ", " + arguments(call) + ")";
    case Op::extract: return name + "(" + call.unit + " FROM " + arguments(call) + ")";
    case Op::date_diff:
    case Op::timestamp_diff: return name + "(" + arguments(call) + ", " + call.unit + ")";
    default: return name + "(" + arguments(call) + ")";
  }
}

std::string infix(const Call& call, Binding left, Binding right) {
  return text_at(call.args[0], left) + " " + std::string(name_of(call.op)) + " " + text_at(call.args[1], right);
}

struct Written {
  std::string text;
  Binding binding;
};

Written written(const Call& call) {
  switch (call.op) {
    case Op::or_: return {joined(call, " OR ", Binding::conjunction), Binding::disjunction};
    case Op::and_: return {joined(call, " AND ", Binding::negation), Binding::conjunction};
    case Op::not_: {
      std::string text = negated(call);
      const Binding binding = text.starts_with("NOT ") ? Binding::negation : Binding::predicate;
      return {std::move(text), binding};
    }
    case Op::in:
    case Op::between:
    case Op::like:
    case Op::is_null:
    case Op::is_missing:
    case Op::is_true:
    case Op::is_false: return {negatable(call, ""), Binding::predicate};
    case Op::during:
    case Op::before:
    case Op::after: return {infix(call, Binding::sum, Binding::operand), Binding::predicate};
    case Op::add:
    case Op::subtract: return {infix(call, Binding::sum, Binding::product), Binding::sum};
    case Op::multiply:
    case Op::divide: return {infix(call, Binding::product, Binding::unary), Binding::product};
    case Op::negate: return {negative(call.args.front()), Binding::unary};
    case Op::case_: return {case_text(call), Binding::operand};
    default: break;
  }
  if (is_comparison(call.op)) return {infix(call, Binding::sum, Binding::sum), Binding::predicate};
  return {function_text(call), Binding::operand};
}

std::string text_of(const PeriodLiteral& period) {
  return "PERIOD " + quoted_text(period.words.empty() ? period.period.words(core::Language::en) : period.words);
}

std::string text_at(const Expr& expr, Binding place) {
  return std::visit(Overloaded{
                        [](const Name& name) { return written_path(name.parts); },
                        [](const Literal& literal) { return text_of(literal); },
                        [](const PeriodLiteral& period) { return text_of(period); },
                        [&](const Call& call) {
                          Written out = written(call);
                          return out.binding < place ? "(" + out.text + ")" : out.text;
                        },
                    },
                    expr.node);
}

}  // namespace

std::string text_of(const Expr& expr) { return text_at(expr, Binding::disjunction); }

std::string operand_text(const Expr& expr) { return text_at(expr, Binding::sum); }

std::string needed_name(const Named& column) {
  const Name* path = if_is<Name>(column.expr);
  return path && path->parts.back() == column.name ? std::string() : column.name;
}

}  // namespace recoupe::plan
