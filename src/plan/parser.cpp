#include "plan/parser.hpp"

#include "core/json.hpp"
#include "core/limits.hpp"
#include "plan/keywords.hpp"
#include "plan/plan.hpp"
#include "plan/syntax_error.hpp"

namespace recoupe::plan {

using core::fail;
using core::Result;
using core::Status;

const Token& Parser::peek(std::size_t ahead) const { return tokens_[std::min(next_ + ahead, tokens_.size() - 1)]; }

Token Parser::take() {
  Token out = peek();
  if (next_ + 1 < tokens_.size()) ++next_;
  return out;
}

bool Parser::at_keyword(std::string_view keyword, std::size_t ahead) const {
  return peek(ahead).kind == TokenKind::word && same_keyword(peek(ahead).value, keyword);
}

bool Parser::at_symbol(std::string_view symbol, std::size_t ahead) const {
  return peek(ahead).kind == TokenKind::symbol && peek(ahead).value == symbol;
}

bool Parser::accept_keyword(std::string_view keyword) {
  if (!at_keyword(keyword)) return false;
  take();
  return true;
}

bool Parser::accept_symbol(std::string_view symbol) {
  if (!at_symbol(symbol)) return false;
  take();
  return true;
}

Status Parser::expect_keyword(std::string_view keyword) {
  if (accept_keyword(keyword)) return {};
  return fail(expected({std::string(keyword), std::string(keyword)}));
}

Status Parser::expect_symbol(std::string_view symbol) {
  if (accept_symbol(symbol)) return {};
  return fail(expected({"“" + std::string(symbol) + "”", "« " + std::string(symbol) + " »"}));
}

Result<std::string> Parser::expect_name(const core::Bilingual& what) {
  if (peek().kind != TokenKind::word && peek().kind != TokenKind::name) {
    return fail(expected(what, {"Write a name; put it in backquotes if it is not made of letters, digits and _ alone.",
                                "Écrivez un nom ; mettez-le entre accents graves s'il a autre chose que lettres, chiffres et _."}));
  }
  return take().value;
}

core::Span Parser::span_from(const core::Span& start) const {
  core::Span out = start;
  if (next_ > 0) out.end = std::max(start.end, tokens_[next_ - 1].span.end);
  return out;
}

core::Error Parser::expected(const core::Bilingual& what, core::Bilingual remedy) const {
  const Token& found = peek();
  core::Bilingual seen{"“" + shown(found.value) + "”", "« " + shown(found.value) + " »"};
  if (found.kind == TokenKind::end) seen = {"the end of the plan", "la fin du plan"};
  if (found.kind == TokenKind::text) {
    seen = {"the text '" + shown(found.value) + "'", "le texte '" + shown(found.value) + "'"};
  }
  if (remedy.empty()) remedy = {"Write " + what.en + " here.", "Écrivez ici " + what.fr + "."};
  return syntax_error(found.span, {"expected " + what.en + ", found " + seen.en, "il fallait " + what.fr + ", et non " + seen.fr},
                      std::move(remedy));
}

core::Error Parser::complaint(const core::Span& span, Complaint about) const {
  return syntax_error(span, std::move(about.message), std::move(about.remedy));
}

Status Parser::enter(int& depth) {
  if (++depth <= core::limits::plan_depth_max) return {};
  const std::string most = std::to_string(core::limits::plan_depth_max);
  return fail(syntax_error(peek().span,
                           {"the plan is nested deeper than " + most + " levels",
                            "le plan est imbriqué sur plus de " + most + " niveaux"},
                           {"Compute parts of it in EXTEND steps.", "Calculez-en des parties dans des étapes EXTEND."}));
}

Result<std::string> Parser::optional_alias() {
  if (!accept_keyword("AS")) return std::string();
  return expect_name({"a name after AS", "un nom après AS"});
}

Result<std::vector<Plan>> Parser::plans() {
  std::vector<Plan> out;
  do {
    if (peek().kind == TokenKind::end && !out.empty()) break;
    RECOUPE_TRY(read, pipeline());
    out.push_back({std::move(read)});
    if (peek().kind != TokenKind::end && !at_symbol(";")) return fail(after_step());
  } while (accept_symbol(";"));
  return out;
}

core::Error no_value_for(const Token& parameter) {
  const std::string name = shown(parameter.value);
  return syntax_error(parameter.span, {"the parameter @" + name + " has no value", "le paramètre @" + name + " n'a pas de valeur"},
                      {"Give it one: --param " + name + "=… on the command line, params={'" + name + "': …} in Python.",
                       "Donnez-lui-en une : --param " + name + "=… en ligne de commande, params={'" + name + "': …} en Python."});
}

bool is_json_form(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && text[first] == '{';
}

Result<std::vector<Plan>> plans_of(std::string_view text) {
  if (is_json_form(text)) {
    RECOUPE_TRY(json, core::Json::parse(text));
    RECOUPE_TRY(plan, from_json(json));
    return std::vector<Plan>{std::move(plan)};
  }
  RECOUPE_TRY(tokens, tokens_of(text));
  for (const Token& token : tokens) {
    if (token.kind == TokenKind::parameter) return fail(no_value_for(token));
  }
  return Parser(std::move(tokens)).plans();
}

Result<Plan> parse(std::string_view text) {
  RECOUPE_TRY(plans, plans_of(text));
  if (plans.size() == 1) return std::move(plans.front());
  return fail(syntax_error({}, {"there are " + std::to_string(plans.size()) + " plans where one is expected",
                                "il y a " + std::to_string(plans.size()) + " plans là où un seul est attendu"},
                           {"Keep one plan; “;” separates plans.", "N'en gardez qu'un ; « ; » sépare les plans."}));
}

}  // namespace recoupe::plan
