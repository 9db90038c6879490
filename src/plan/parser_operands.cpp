#include <algorithm>
#include <array>
#include <utility>

#include "core/type.hpp"
#include "plan/keywords.hpp"
#include "plan/literals.hpp"
#include "plan/ops.hpp"
#include "plan/parser.hpp"

namespace recoupe::plan {

using core::fail;
using core::Result;

namespace {

std::string upper_ascii(std::string text) {
  for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return text;
}

/// Gives our name of a type of other languages, "" where there is none.
std::string_view type_named_elsewhere(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 16> names{
      {{"INT", "INT64"},        {"INTEGER", "INT64"},    {"BIGINT", "INT64"},         {"SMALLINT", "INT64"}, {"LONG", "INT64"},
       {"TEXT", "STRING"},      {"VARCHAR", "STRING"},   {"CHAR", "STRING"},          {"CITEXT", "STRING"},  {"DECIMAL", "NUMERIC"},
       {"DOUBLE", "FLOAT64"},   {"FLOAT", "FLOAT64"},    {"REAL", "FLOAT64"},         {"BOOLEAN", "BOOL"},   {"BYTEA", "BYTES"},
       {"TIMESTAMPTZ", "TIMESTAMP"}}};
  const auto found = std::ranges::find(names, name, &std::pair<std::string_view, std::string_view>::first);
  return found == names.end() ? std::string_view() : found->second;
}

}  // namespace

Result<Expr> Parser::literal(Result<Literal> read, const core::Span& start) {
  if (!read) return fail(complaint(span_from(start), {read.error().message, read.error().remedy}));
  Expr out;
  out.node = std::move(*read);
  out.span = span_from(start);
  return out;
}

Result<Expr> Parser::operand() {
  const core::Span start = peek().span;
  switch (peek().kind) {
    case TokenKind::text: return literal(text_literal(take().value), start);
    case TokenKind::number: return literal(number_literal(take().value), start);
    case TokenKind::name: return path();
    case TokenKind::word: return word_operand();
    default: break;
  }
  if (!accept_symbol("(")) return fail(not_an_operand());
  RECOUPE_TRY(out, expression());
  RECOUPE_CHECK(expect_symbol(")"));
  out.span = span_from(start);
  return out;
}

Result<Expr> Parser::word_operand() {
  const core::Span start = peek().span;
  if (at_symbol("(", 1) && !is_reserved(peek().value)) return function();
  if (peek(1).kind == TokenKind::text && (literal_kind(peek().value) || at_keyword("INTERVAL"))) return typed_text();
  if (at_keyword("INTERVAL") && peek(1).kind == TokenKind::number) {
    take();
    return fail(expected({"a duration in single quotes", "une durée entre apostrophes"},
                         {"Write INTERVAL '30 days'.", "Écrivez INTERVAL '30 days'."}));
  }
  if (at_keyword("CASE")) return at_keyword("WHEN", 1) ? case_when() : path();
  if (accept_keyword("TRUE")) return literal(bool_literal(true), start);
  if (accept_keyword("FALSE")) return literal(bool_literal(false), start);
  if (accept_keyword("NULL")) return literal(null_literal(), start);
  if (accept_keyword("CURRENT_DATE")) {
    if (accept_symbol("(")) RECOUPE_CHECK(expect_symbol(")"));
    return made({.op = Op::current_date, .args = {}, .target = {}, .unit = {}}, start);
  }
  if (is_reserved(peek().value)) return fail(not_an_operand());
  return path();
}

Result<Expr> Parser::path() {
  const core::Span start = peek().span;
  Name name;
  do {
    RECOUPE_TRY(part, expect_name({"a column's name", "un nom de colonne"}));
    name.parts.push_back(std::move(part));
  } while (accept_symbol("."));
  Expr out;
  out.node = std::move(name);
  out.span = span_from(start);
  return out;
}

Result<Expr> Parser::typed_text() {
  const core::Span start = peek().span;
  const Token word = take();
  const std::string text = take().value;
  const auto kind = literal_kind(word.value);
  return literal(kind ? typed_literal(*kind, text) : interval_literal(text), start);
}

Result<Expr> Parser::case_when() {
  const core::Span start = peek().span;
  take();
  Call call{.op = Op::case_, .args = {}, .target = {}, .unit = {}};
  while (accept_keyword("WHEN")) {
    RECOUPE_TRY(when, expression());
    RECOUPE_CHECK(expect_keyword("THEN"));
    RECOUPE_TRY(then, expression());
    call.args.push_back(std::move(when));
    call.args.push_back(std::move(then));
  }
  if (accept_keyword("ELSE")) {
    RECOUPE_TRY(otherwise, expression());
    call.args.push_back(std::move(otherwise));
  }
  if (!accept_keyword("END")) {
    return fail(expected({"WHEN, ELSE or END", "WHEN, ELSE ou END"}, {"Write CASE WHEN condition THEN value ELSE value END.",
                                                                      "Écrivez CASE WHEN condition THEN valeur ELSE valeur END."}));
  }
  return made(std::move(call), start);
}

Result<Expr> Parser::function() {
  const core::Span start = peek().span;
  const auto op = function_named(peek().value);
  if (!op) return fail(not_a_function());
  take();
  take();
  RECOUPE_TRY(call, arguments(*op));
  RECOUPE_CHECK(expect_symbol(")"));
  return made(std::move(call), start);
}

// What stands between the parentheses.
Result<Call> Parser::arguments(Op op) {
  Call out{.op = op, .args = {}, .target = {}, .unit = {}};
  if (op == Op::count && accept_symbol("*")) {
    out.op = Op::count_all;
    return out;
  }
  if (op == Op::count && accept_keyword("DISTINCT")) out.op = Op::count_distinct;
  if (op == Op::date_trunc) {
    if (peek().kind != TokenKind::text) {
      return fail(expected({"a unit in single quotes", "une unité entre apostrophes"},
                           {"Write DATE_TRUNC('month', x).", "Écrivez DATE_TRUNC('month', x)."}));
    }
    out.unit = upper_ascii(take().value);
    RECOUPE_CHECK(expect_symbol(","));
  }
  if (op == Op::extract) {
    RECOUPE_TRY(part, unit());
    out.unit = std::move(part);
    RECOUPE_CHECK(expect_keyword("FROM"));
  }
  if (at_symbol(")")) return out;  // too few: the arity says so
  const bool has_unit = op == Op::date_diff || op == Op::timestamp_diff;
  do {
    if (has_unit && out.args.size() == 2) {
      RECOUPE_TRY(last, unit());
      out.unit = std::move(last);
      break;
    }
    RECOUPE_TRY(one, expression());
    out.args.push_back(std::move(one));
  } while (accept_symbol(","));
  if (op == Op::cast || op == Op::try_cast) {
    RECOUPE_CHECK(expect_keyword("AS"));
    RECOUPE_TRY(target, type());
    out.target = std::move(target);
  }
  return out;
}

Result<std::string> Parser::unit() {
  if (peek().kind == TokenKind::word) return upper_ascii(take().value);
  return fail(expected({"a unit (DAY, MONTH, HOUR, …)", "une unité (DAY, MONTH, HOUR, …)"}));
}

Result<core::Type> Parser::type() {
  const core::Bilingual what{"a type", "un type"};
  const core::Bilingual remedy{"The types are BOOL INT64 NUMERIC FLOAT64 STRING DATE TIMESTAMP DATETIME TIME BYTES UUID OBJECTID ARRAY<T>.",
                               "Les types sont BOOL INT64 NUMERIC FLOAT64 STRING DATE TIMESTAMP DATETIME TIME BYTES UUID OBJECTID ARRAY<T>."};
  if (peek().kind != TokenKind::word) return fail(expected(what, remedy));
  if (at_keyword("ARRAY") && at_symbol("<", 1)) {
    take();
    take();
    RECOUPE_CHECK(enter(depth_));
    RECOUPE_TRY(element, type());
    --depth_;
    RECOUPE_CHECK(expect_symbol(">"));
    return core::Type::array_of(std::move(element));
  }
  auto out = core::parse_type(peek().value);
  if (!out || out->kind == core::Kind::null) {
    const std::string_view own = type_named_elsewhere(upper_ascii(peek().value));
    if (own.empty()) return fail(expected(what, remedy));
    return fail(expected(what, {"Write " + std::string(own) + ".", "Écrivez " + std::string(own) + "."}));
  }
  take();
  return std::move(*out);
}

}  // namespace recoupe::plan
