#include <utility>

#include "plan/keywords.hpp"
#include "plan/literals.hpp"
#include "plan/parser.hpp"
#include "plan/syntax_error.hpp"

namespace recoupe::plan {

using core::fail;
using core::Result;

namespace {

constexpr std::int64_t limit_count_max = 9'007'199'254'740'991;  // JSON keeps it as a number

}  // namespace

Result<Pipeline> Parser::pipeline() {
  RECOUPE_CHECK(enter(pipelines_));
  Pipeline out;
  do {
    RECOUPE_TRY(read, step(out.steps.empty()));
    out.steps.push_back(std::move(read));
  } while (accept_symbol("|>"));
  --pipelines_;
  return out;
}

Result<Step> Parser::step(bool first) {
  const core::Span start = peek().span;
  if (at_keyword("FROM") != first || peek().kind != TokenKind::word) return fail(not_a_step(first));
  RECOUPE_TRY(out, step_of_word());
  out.span = span_from(start);
  return out;
}

Result<Step> Parser::step_of_word() {
  const auto as_step = [](auto node) {
    Step out;
    out.step = std::move(node);
    return out;
  };
  if (accept_keyword("FROM")) {
    RECOUPE_TRY(read, side());
    return as_step(From{std::move(read)});
  }
  if (accept_keyword("WHERE")) {
    RECOUPE_TRY(condition, expression());
    return as_step(Where{std::move(condition)});
  }
  if (accept_keyword("EXTEND")) {
    RECOUPE_TRY(columns, list(&Parser::named));
    return as_step(Extend{std::move(columns)});
  }
  if (accept_keyword("SELECT")) {
    RECOUPE_TRY(columns, list(&Parser::result_column));
    return as_step(Select{std::move(columns)});
  }
  if (accept_keyword("AGGREGATE")) {
    RECOUPE_TRY(read, aggregate());
    return as_step(std::move(read));
  }
  if (at_keyword("ORDER")) {
    take();
    RECOUPE_CHECK(expect_keyword("BY"));
    RECOUPE_TRY(keys, list(&Parser::order_key));
    return as_step(OrderBy{std::move(keys)});
  }
  if (accept_keyword("LIMIT")) {
    RECOUPE_TRY(read, limit());
    return as_step(std::move(read));
  }
  if (accept_keyword("DISTINCT")) return as_step(Distinct{});
  if (accept_keyword("LEFT")) {
    RECOUPE_CHECK(expect_keyword("JOIN"));
    return join(true);
  }
  if (accept_keyword("JOIN")) return join(false);
  if (accept_keyword("UNION")) {
    RECOUPE_CHECK(expect_keyword("ALL"));
    RECOUPE_TRY(read, side());
    return as_step(UnionAll{std::move(read)});
  }
  if (accept_keyword("CHECK")) {
    RECOUPE_TRY(read, check());
    return as_step(std::move(read));
  }
  return fail(not_a_step(false));
}

Result<Side> Parser::side() {
  Side out;
  if (accept_symbol("(")) {
    RECOUPE_TRY(below, pipeline());
    if (!at_symbol(")")) return fail(after_step());
    take();
    out.source = std::move(below);
  } else {
    RECOUPE_TRY(read, table());
    out.source = std::move(read);
  }
  RECOUPE_TRY(alias, optional_alias());
  out.alias = std::move(alias);
  drop_needless_alias(out);
  if (peek().kind == TokenKind::name || peek().kind == TokenKind::word) {
    const bool follows = at_keyword("ON") || at_keyword("BY") || begins_step(peek().value);
    if (peek().kind == TokenKind::name || !follows) return fail(after_side());
  }
  return out;
}

Result<TableRef> Parser::table() {
  const core::Span start = peek().span;
  if (at_keyword("FROM") && !at_symbol(".", 1)) {
    return fail(expected({"a table or a pipeline in parentheses", "une table ou un pipeline entre parenthèses"},
                         {"Write (FROM … |> …).", "Écrivez (FROM … |> …)."}));
  }
  std::vector<std::string> parts;
  do {
    RECOUPE_TRY(part, expect_name({"a table (server.table) or a pipeline in parentheses",
                                   "une table (serveur.table) ou un pipeline entre parenthèses"}));
    parts.push_back(std::move(part));
  } while (accept_symbol("."));
  const core::Span span = span_from(start);
  if (parts.size() == 2) return TableRef{parts[0], {}, parts[1], span};
  if (parts.size() == 3) return TableRef{parts[0], parts[1], parts[2], span};
  return fail(not_a_table(parts.size(), span));
}

Result<Named> Parser::named() {
  RECOUPE_TRY(expr, expression());
  RECOUPE_TRY(name, optional_alias());
  Named out{std::move(expr), std::move(name), {}};
  drop_needless_name(out);
  return out;
}

Result<Named> Parser::result_column() {
  if (at_symbol("*")) {
    return fail(expected({"a column", "une colonne"}, {"Leave the SELECT step out: without it all columns are shown.",
                                                       "Retirez l'étape SELECT : sans elle, toutes les colonnes sont montrées."}));
  }
  return named();
}

Result<OrderKey> Parser::order_key() {
  RECOUPE_TRY(expr, expression());
  const bool descending = accept_keyword("DESC");
  if (!descending) accept_keyword("ASC");
  return OrderKey{std::move(expr), descending};
}

Result<Aggregate> Parser::aggregate() {
  if (at_keyword("GROUP") && at_keyword("BY", 1)) {
    return fail(expected({"an aggregate", "un agrégat"},
                         {"Write AGGREGATE COUNT(*) AS n GROUP BY …; for distinct values alone, SELECT … |> DISTINCT.",
                          "Écrivez AGGREGATE COUNT(*) AS n GROUP BY … ; pour les seules valeurs distinctes, SELECT … |> DISTINCT."}));
  }
  Aggregate out;
  RECOUPE_TRY(aggregates, list(&Parser::named));
  out.aggregates = std::move(aggregates);
  if (accept_keyword("GROUP")) {
    RECOUPE_CHECK(expect_keyword("BY"));
    RECOUPE_TRY(groups, list(&Parser::named));
    out.groups = std::move(groups);
  }
  return out;
}

Result<Limit> Parser::limit() {
  Limit out;
  if (peek().kind != TokenKind::number) {
    return fail(expected({"a number of rows", "un nombre de lignes"}, {"Write LIMIT 10.", "Écrivez LIMIT 10."}));
  }
  const core::Span start = peek().span;
  RECOUPE_TRY(read, number_literal(take().value));
  const auto* count = std::get_if<std::int64_t>(&read.value);
  if (!count || *count > limit_count_max) {
    return fail(syntax_error(start, {"LIMIT takes a whole number of rows", "LIMIT prend un nombre entier de lignes"},
                             {"Write LIMIT 10.", "Écrivez LIMIT 10."}));
  }
  out.count = *count;
  if (accept_keyword("PER")) {
    RECOUPE_TRY(per, list(&Parser::expression));
    out.per = std::move(per);
  }
  return out;
}

Result<Step> Parser::join(bool left) {
  Step out;
  if (at_keyword("UNNEST") && at_symbol("(", 1)) {
    take();
    take();
    RECOUPE_TRY(array, path());
    RECOUPE_CHECK(expect_symbol(")"));
    RECOUPE_CHECK(expect_keyword("AS"));
    RECOUPE_TRY(alias, expect_name({"a name for each element", "un nom pour chaque élément"}));
    out.step = Unnest{left, std::move(array), std::move(alias)};
    return out;
  }
  RECOUPE_TRY(read, side());
  RECOUPE_CHECK(expect_keyword("ON"));
  RECOUPE_TRY(on, expression());
  out.step = Join{left, std::move(read), std::move(on)};
  return out;
}

}  // namespace recoupe::plan
