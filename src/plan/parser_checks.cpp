#include <utility>

#include "plan/literals.hpp"
#include "plan/parser.hpp"

namespace recoupe::plan {

using core::fail;
using core::Result;

Result<Check> Parser::check() {
  Check out;
  if (accept_keyword("EXISTS")) {
    RECOUPE_TRY(read, exists());
    out.check = std::move(read);
  } else if (accept_keyword("ABSENT")) {
    RECOUPE_TRY(read, absent());
    out.check = std::move(read);
  } else if (accept_keyword("MATCH")) {
    RECOUPE_TRY(read, match());
    out.check = std::move(read);
  } else if (accept_keyword("TOTALS")) {
    RECOUPE_TRY(read, totals());
    out.check = std::move(read);
  } else if (accept_keyword("UNIQUE")) {
    RECOUPE_CHECK(expect_keyword("BY"));
    RECOUPE_TRY(by, list(&Parser::expression));
    out.check = Unique{std::move(by)};
  } else if (accept_keyword("SEQUENCE")) {
    RECOUPE_TRY(read, sequence());
    out.check = std::move(read);
  } else if (accept_keyword("RULE")) {
    RECOUPE_TRY(condition, expression());
    out.check = Rule{std::move(condition)};
  } else {
    return fail(not_a_check());
  }
  RECOUPE_TRY(name, optional_alias());
  out.name = std::move(name);
  return out;
}

// An AS after the last selected column names that column; a second one names the check.
Result<Exists> Parser::exists() {
  RECOUPE_CHECK(expect_keyword("IN"));
  RECOUPE_TRY(read, side());
  RECOUPE_CHECK(expect_keyword("ON"));
  RECOUPE_TRY(on, expression());
  Exists out{std::move(read), std::move(on), {}};
  if (accept_keyword("SELECT")) {
    RECOUPE_TRY(columns, list(&Parser::result_column));
    out.select = std::move(columns);
  }
  return out;
}

Result<Absent> Parser::absent() {
  RECOUPE_CHECK(expect_keyword("IN"));
  RECOUPE_TRY(read, side());
  RECOUPE_CHECK(expect_keyword("ON"));
  RECOUPE_TRY(on, expression());
  return Absent{std::move(read), std::move(on)};
}

Result<Match> Parser::match() {
  RECOUPE_CHECK(expect_keyword("WITH"));
  RECOUPE_TRY(read, side());
  RECOUPE_CHECK(expect_keyword("ON"));
  RECOUPE_TRY(on, expression());
  RECOUPE_CHECK(expect_keyword("COMPARE"));
  RECOUPE_TRY(compare, list(&Parser::compare_pair));
  return Match{std::move(read), std::move(on), std::move(compare)};
}

Result<Totals> Parser::totals() {
  RECOUPE_CHECK(expect_keyword("WITH"));
  RECOUPE_TRY(read, side());
  RECOUPE_CHECK(expect_keyword("BY"));
  RECOUPE_TRY(by, list(&Parser::key_pair));
  RECOUPE_CHECK(expect_keyword("COMPARE"));
  RECOUPE_TRY(compare, list(&Parser::compare_pair));
  return Totals{std::move(read), std::move(by), std::move(compare)};
}

Result<Sequence> Parser::sequence() {
  RECOUPE_CHECK(expect_keyword("BY"));
  RECOUPE_TRY(by, expression());
  Sequence out{std::move(by), {}};
  if (accept_keyword("PARTITION")) {
    RECOUPE_CHECK(expect_keyword("BY"));
    RECOUPE_TRY(partition, list(&Parser::expression));
    out.partition = std::move(partition);
  }
  return out;
}

Result<Pair> Parser::pair() {
  RECOUPE_TRY(left, sum());
  if (!accept_symbol("=")) {
    return fail(expected({"“=” and the right side's expression", "« = » et l'expression du côté droit"},
                         {"Write left = right: left of it the rows so far, right of it the other side.",
                          "Écrivez gauche = droite : à gauche les lignes en cours, à droite l'autre côté."}));
  }
  RECOUPE_TRY(right, sum());
  return Pair{std::move(left), std::move(right), {}, {}};
}

Result<Pair> Parser::key_pair() {
  RECOUPE_TRY(out, pair());
  RECOUPE_TRY(name, optional_alias());
  out.name = std::move(name);
  return out;
}

Result<Pair> Parser::compare_pair() {
  RECOUPE_TRY(out, pair());
  if (accept_keyword("TOLERANCE")) {
    RECOUPE_TRY(read, tolerance());
    out.tolerance = std::move(read);
  }
  return out;
}

Result<Tolerance> Parser::tolerance() {
  if (peek().kind != TokenKind::number) {
    return fail(expected({"a number that is not negative", "un nombre non négatif"},
                         {"Write TOLERANCE 0.50 or TOLERANCE 2 %.", "Écrivez TOLERANCE 0.50 ou TOLERANCE 2 %."}));
  }
  RECOUPE_TRY(read, number_literal(take().value));
  return Tolerance{plain_text_of(read), accept_symbol("%")};
}

}  // namespace recoupe::plan
