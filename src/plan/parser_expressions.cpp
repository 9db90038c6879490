#include <algorithm>
#include <array>
#include <utility>

#include "core/limits.hpp"
#include "instruction/sided_period.hpp"
#include "plan/literals.hpp"
#include "plan/ops.hpp"
#include "plan/parser.hpp"
#include "plan/syntax_error.hpp"
#include "plan/traverse.hpp"

namespace recoupe::plan {

using core::fail;
using core::Result;

namespace {

Call call_of(Op op, std::vector<Expr> args) { return {.op = op, .args = std::move(args), .target = {}, .unit = {}}; }

// Moves operands into a list: an initializer list would copy whole trees.
template <class... E>
std::vector<Expr> operands(E... exprs) {
  std::vector<Expr> out;
  out.reserve(sizeof...(exprs));
  (out.push_back(std::move(exprs)), ...);
  return out;
}

// DURING 'before 15 March' is BEFORE '15 March': what lies on one side of a day is no period of its own.
Result<instruction::SidedPeriod> period_of(Op op, const std::string& words) {
  if (op == Op::during) return instruction::parse_sided(words);
  RECOUPE_TRY(period, instruction::Period::parse(words));
  return instruction::SidedPeriod{std::move(period), words};
}

constexpr std::array comparisons{Op::equal, Op::not_equal, Op::less, Op::less_equal, Op::greater, Op::greater_equal};
constexpr std::array<std::string_view, 4> tests{"IS", "LIKE", "BETWEEN", "IN"};

}  // namespace

Result<Expr> Parser::expression() {
  RECOUPE_CHECK(enter(depth_));
  RECOUPE_TRY(out, disjunction());
  --depth_;
  if (auto about = complaint_about_depth(out)) return fail(complaint(out.span, std::move(*about)));
  return out;
}

Result<Expr> Parser::made(Call call, const core::Span& start) {
  const core::Span span = span_from(start);
  if (auto about = complaint_about(call)) return fail(complaint(span, std::move(*about)));
  Expr out;
  out.node = std::move(call);
  out.span = span;
  return out;
}

Result<Expr> Parser::disjunction() { return joined(Op::or_, &Parser::conjunction, "OR"); }
Result<Expr> Parser::conjunction() { return joined(Op::and_, &Parser::negation, "AND"); }

Result<Expr> Parser::joined(Op op, Result<Expr> (Parser::*each)(), std::string_view keyword) {
  const core::Span start = peek().span;
  std::vector<Expr> all;
  do {
    RECOUPE_TRY(one, (this->*each)());
    all.push_back(std::move(one));
  } while (accept_keyword(keyword));
  if (all.size() == 1) return std::move(all.front());
  return made(combined(op, std::move(all)), start);
}

Result<Expr> Parser::negation() {
  const core::Span start = peek().span;
  if (!accept_keyword("NOT")) return predicate();
  const bool chain = at_keyword("NOT");  // a parenthesis counts by itself
  if (chain) RECOUPE_CHECK(enter(depth_));
  RECOUPE_TRY(below, negation());
  if (chain) --depth_;
  return made(call_of(Op::not_, operands(std::move(below))), start);
}

Result<Expr> Parser::predicate() {
  const core::Span start = peek().span;
  RECOUPE_TRY(left, sum());
  RECOUPE_TRY(out, predicate_after(std::move(left), start));
  const bool chained = std::ranges::any_of(comparisons, [&](Op op) { return at_symbol(name_of(op)); }) ||
                       std::ranges::any_of(tests, [&](std::string_view word) { return at_keyword(word); });
  if (chained) {
    return fail(expected({"AND, OR or the end of the condition", "AND, OR ou la fin de la condition"},
                         {"Compare two things at a time, and put a comparison that is compared in parentheses.",
                          "Comparez deux choses à la fois, et mettez entre parenthèses une comparaison à comparer."}));
  }
  return out;
}

Result<Expr> Parser::predicate_after(Expr left, const core::Span& start) {
  for (const Op op : comparisons) {
    if (!accept_symbol(name_of(op))) continue;
    if (at_symbol("=")) {
      return fail(expected({"a value after " + std::string(name_of(op)), "une valeur après " + std::string(name_of(op))},
                           {"Equality is written with one =.", "L'égalité s'écrit avec un seul =."}));
    }
    if (at_keyword("PERIOD") && peek(1).kind == TokenKind::text) {
      return fail(expected({"a value after " + std::string(name_of(op)), "une valeur après " + std::string(name_of(op))},
                           {"Write x DURING PERIOD 'this week' (or BEFORE, AFTER).",
                            "Écrivez x DURING PERIOD 'cette semaine' (ou BEFORE, AFTER)."}));
    }
    RECOUPE_TRY(right, sum());
    return made(call_of(op, operands(std::move(left), std::move(right))), start);
  }
  if (accept_keyword("IS")) return is_test(std::move(left), start);
  for (const Op op : {Op::during, Op::before, Op::after}) {
    if (accept_keyword(name_of(op))) return period_test(op, std::move(left), start);
  }
  if (at_keyword("NOT")) {
    if (if_call(left, Op::any)) return fail(any_with_not(span_from(start)));
    take();
    RECOUPE_TRY(positive, membership(std::move(left), start));
    return made(call_of(Op::not_, operands(std::move(positive))), start);
  }
  if (at_keyword("IN") || at_keyword("BETWEEN") || at_keyword("LIKE")) return membership(std::move(left), start);
  return left;
}

Result<Expr> Parser::membership(Expr left, const core::Span& start) {
  if (accept_keyword("LIKE")) {
    RECOUPE_TRY(pattern, sum());
    return made(call_of(Op::like, operands(std::move(left), std::move(pattern))), start);
  }
  if (accept_keyword("BETWEEN")) {
    RECOUPE_TRY(low, sum());
    RECOUPE_CHECK(expect_keyword("AND"));
    RECOUPE_TRY(high, sum());
    return made(call_of(Op::between, operands(std::move(left), std::move(low), std::move(high))), start);
  }
  if (accept_keyword("IN")) {
    RECOUPE_CHECK(expect_symbol("("));
    const bool query = at_keyword("FROM") || at_keyword("SELECT");  // or columns of these names
    const core::Error advice =
        expected({"values", "des valeurs"},
                 {"IN takes values. To look rows up elsewhere: |> CHECK EXISTS IN (FROM …) AS a ON … .",
                  "IN prend des valeurs. Pour chercher des lignes ailleurs : |> CHECK EXISTS IN (FROM …) AS a ON … ."});
    std::vector<Expr> all = operands(std::move(left));
    auto items = list(&Parser::expression);
    if (query && (!items || !at_symbol(")"))) return fail(advice);
    if (!items) return fail(std::move(items).error());
    for (Expr& item : *items) all.push_back(std::move(item));
    RECOUPE_CHECK(expect_symbol(")"));
    return made(call_of(Op::in, std::move(all)), start);
  }
  for (const Op op : {Op::during, Op::before, Op::after}) {
    if (accept_keyword(name_of(op))) return period_test(op, std::move(left), start);
  }
  return fail(expected({"IN, LIKE, BETWEEN or DURING after NOT", "IN, LIKE, BETWEEN ou DURING après NOT"},
                       {"Write x NOT IN (…), x NOT LIKE '…' or x IS NOT NULL.",
                        "Écrivez x NOT IN (…), x NOT LIKE '…' ou x IS NOT NULL."}));
}

Result<Expr> Parser::is_test(Expr left, const core::Span& start) {
  const bool negated = accept_keyword("NOT");
  if (negated && if_call(left, Op::any)) return fail(any_with_not(span_from(start)));
  constexpr std::array<std::pair<std::string_view, Op>, 4> tests{
      {{"NULL", Op::is_null}, {"MISSING", Op::is_missing}, {"TRUE", Op::is_true}, {"FALSE", Op::is_false}}};
  for (const auto& [word, op] : tests) {
    if (!accept_keyword(word)) continue;
    RECOUPE_TRY(test, made(call_of(op, operands(std::move(left))), start));
    if (!negated) return test;
    return made(call_of(Op::not_, operands(std::move(test))), start);
  }
  return fail(expected({"NULL, MISSING, TRUE or FALSE after IS", "NULL, MISSING, TRUE ou FALSE après IS"},
                       {"Compare with = or != to anything else.", "Comparez à toute autre chose par = ou !=."}));
}

Result<Expr> Parser::period_test(Op op, Expr left, const core::Span& start) {
  const core::Bilingual example{"Write " + std::string(name_of(op)) + " PERIOD 'this week'.",
                                "Écrivez " + std::string(name_of(op)) + " PERIOD 'cette semaine'."};
  if (!at_keyword("PERIOD")) return fail(expected({"PERIOD and its words", "PERIOD et ses mots"}, example));
  const core::Span place = take().span;
  if (peek().kind != TokenKind::text) {
    return fail(expected({"the period's words in single quotes", "les mots de la période entre apostrophes"}, example));
  }
  const Token words = take();
  auto sided = period_of(op, words.value);
  if (!sided) {
    core::Error error = complaint(words.span, {sided.error().message, sided.error().remedy});
    error.code = sided.error().code;
    error.candidates = sided.error().candidates;
    return fail(std::move(error));
  }
  if (sided->relation == instruction::Relation::before) op = Op::before;
  if (sided->relation == instruction::Relation::after) op = Op::after;
  Expr right;
  right.node = PeriodLiteral{std::move(sided->period), std::move(sided->words), {}, {}, {}};
  right.span = span_from(place);
  return made(call_of(op, operands(std::move(left), std::move(right))), start);
}

Result<Expr> Parser::sum() {
  const core::Span start = peek().span;
  RECOUPE_TRY(out, product());
  for (int terms = 1; at_symbol("+") || at_symbol("-"); ++terms) {
    if (terms >= core::limits::plan_depth_max) return fail(expected({"fewer terms", "moins de termes"}));
    const Op op = take().value == "+" ? Op::add : Op::subtract;
    RECOUPE_TRY(right, product());
    RECOUPE_TRY(both, made(call_of(op, operands(std::move(out), std::move(right))), start));
    out = std::move(both);
  }
  return out;
}

Result<Expr> Parser::product() {
  const core::Span start = peek().span;
  RECOUPE_TRY(out, unary());
  for (int factors = 1; at_symbol("*") || at_symbol("/"); ++factors) {
    if (factors >= core::limits::plan_depth_max) return fail(expected({"fewer factors", "moins de facteurs"}));
    const Op op = take().value == "*" ? Op::multiply : Op::divide;
    RECOUPE_TRY(right, unary());
    RECOUPE_TRY(both, made(call_of(op, operands(std::move(out), std::move(right))), start));
    out = std::move(both);
  }
  return out;
}

// "-5" is one literal, "-(5)" a negated one.
Result<Expr> Parser::unary() {
  const core::Span start = peek().span;
  if (!accept_symbol("-")) return operand();
  if (peek().kind == TokenKind::number) return literal(number_literal("-" + take().value), start);
  const bool chain = at_symbol("-");  // a parenthesis counts by itself
  if (chain) RECOUPE_CHECK(enter(depth_));
  RECOUPE_TRY(below, unary());
  if (chain) --depth_;
  return made(call_of(Op::negate, operands(std::move(below))), start);
}

}  // namespace recoupe::plan
