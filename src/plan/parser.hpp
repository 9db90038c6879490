// Reads tokens into a plan by recursive descent: one method a rule of LANGUAGE.md. Few words are reserved: what a word
// means depends on where it stands. Included by parser*.cpp and by what reads plan files; others call plan::parse.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "plan/lexer.hpp"
#include "plan/nodes.hpp"
#include "plan/shape.hpp"

namespace recoupe::plan {

class Parser {
 public:
  explicit Parser(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

  /// Reads plans separated by ";" up to the end.
  core::Result<std::vector<Plan>> plans();

 private:
  // parser.cpp: tokens and names
  [[nodiscard]] const Token& peek(std::size_t ahead = 0) const;
  Token take();
  [[nodiscard]] bool at_keyword(std::string_view keyword, std::size_t ahead = 0) const;
  [[nodiscard]] bool at_symbol(std::string_view symbol, std::size_t ahead = 0) const;
  bool accept_keyword(std::string_view keyword);
  bool accept_symbol(std::string_view symbol);
  core::Status expect_keyword(std::string_view keyword);
  core::Status expect_symbol(std::string_view symbol);
  core::Result<std::string> expect_name(const core::Bilingual& what);
  [[nodiscard]] core::Span span_from(const core::Span& start) const;
  [[nodiscard]] core::Error expected(const core::Bilingual& what, core::Bilingual remedy = {}) const;
  [[nodiscard]] core::Error complaint(const core::Span& span, Complaint about) const;
  core::Status enter(int& depth);
  core::Result<std::string> optional_alias();

  template <class T>
  core::Result<std::vector<T>> list(core::Result<T> (Parser::*item)()) {
    std::vector<T> out;
    do {
      RECOUPE_TRY(one, (this->*item)());
      out.push_back(std::move(one));
    } while (accept_symbol(","));
    return out;
  }

  // parser_steps.cpp
  core::Result<Pipeline> pipeline();
  core::Result<Step> step(bool first);
  core::Result<Step> step_of_word();
  core::Result<Side> side();
  core::Result<TableRef> table();
  core::Result<Named> named();
  core::Result<Named> result_column();
  core::Result<OrderKey> order_key();
  core::Result<Aggregate> aggregate();
  core::Result<Limit> limit();
  core::Result<Step> join(bool left);

  // parser_checks.cpp
  core::Result<Check> check();
  core::Result<Exists> exists();
  core::Result<Absent> absent();
  core::Result<Match> match();
  core::Result<Totals> totals();
  core::Result<Sequence> sequence();
  core::Result<Pair> key_pair();
  core::Result<Pair> compare_pair();
  core::Result<Pair> pair();
  core::Result<Tolerance> tolerance();

  // parser_expressions.cpp: from the loosest binding to the tightest
  core::Result<Expr> expression();
  core::Result<Expr> disjunction();
  core::Result<Expr> conjunction();
  core::Result<Expr> negation();
  core::Result<Expr> predicate();
  core::Result<Expr> predicate_after(Expr left, const core::Span& start);
  core::Result<Expr> membership(Expr left, const core::Span& start);
  core::Result<Expr> is_test(Expr left, const core::Span& start);
  core::Result<Expr> period_test(Op op, Expr left, const core::Span& start);
  core::Result<Expr> sum();
  core::Result<Expr> product();
  core::Result<Expr> unary();
  core::Result<Expr> joined(Op op, core::Result<Expr> (Parser::*each)(), std::string_view keyword);

  // parser_operands.cpp
  core::Result<Expr> operand();
  core::Result<Expr> word_operand();
  core::Result<Expr> path();
  core::Result<Expr> case_when();
  core::Result<Expr> typed_text();
  core::Result<Expr> function();
  core::Result<Call> arguments(Op op);
  core::Result<std::string> unit();
  core::Result<core::Type> type();
  core::Result<Expr> made(Call call, const core::Span& start);
  core::Result<Expr> literal(core::Result<Literal> read, const core::Span& start);

  // parser_slips.cpp: what people write instead, and what would do
  [[nodiscard]] core::Error after_step() const;
  [[nodiscard]] core::Error not_a_step(bool first) const;
  [[nodiscard]] core::Error not_a_check() const;
  [[nodiscard]] core::Error not_a_function() const;
  [[nodiscard]] core::Error not_an_operand() const;
  [[nodiscard]] core::Error after_side() const;
  [[nodiscard]] core::Error not_a_table(std::size_t parts, const core::Span& span) const;
  [[nodiscard]] core::Error any_with_not(const core::Span& span) const;

  std::vector<Token> tokens_;
  std::size_t next_ = 0;
  int pipelines_ = 0;  // open around the place read
  int depth_ = 0;      // of the expression being read
};

/// Says that a parameter of a plan file was given no value.
core::Error no_value_for(const Token& parameter);

}  // namespace recoupe::plan
