#include "plan/parameters.hpp"

#include <algorithm>
#include <optional>

#include "plan/keywords.hpp"
#include "plan/literals.hpp"
#include "plan/parameter_values.hpp"
#include "plan/parser.hpp"
#include "plan/plan.hpp"
#include "plan/syntax_error.hpp"
#include "plan/traverse.hpp"
#include "plan/validate_refusal.hpp"

namespace recoupe::plan {
namespace {

using core::fail;
using core::Result;

core::Error usage(core::Bilingual message, core::Bilingual remedy) {
  return {.code = core::Code::usage, .origin = core::Origin::user, .stage = "plan", .message = std::move(message),
          .remedy = std::move(remedy)};
}

/// Where a parameter stands: most are expressions; PERIOD, LIMIT and TOLERANCE have their own kind of literal.
enum class Stand { expression, term, text, number };  // term: behind + or -

Stand stand_of(const std::vector<Token>& tokens, std::size_t at) {
  const Token* before = at > 0 ? &tokens[at - 1] : nullptr;
  if (!before) return Stand::expression;
  if (before->kind == TokenKind::symbol && (before->value == "+" || before->value == "-")) return Stand::term;
  if (before->kind != TokenKind::word) return Stand::expression;
  if (same_keyword(before->value, "PERIOD") || same_keyword(before->value, "INTERVAL") || literal_kind(before->value)) {
    return Stand::text;
  }
  const bool number = same_keyword(before->value, "LIMIT") || same_keyword(before->value, "TOLERANCE");
  return number ? Stand::number : Stand::expression;
}

std::vector<std::string> names_in(const std::vector<Token>& tokens) {
  std::vector<std::string> out;
  for (const Token& token : tokens) {
    if (token.kind == TokenKind::parameter && std::ranges::find(out, token.value) == out.end()) out.push_back(token.value);
  }
  return out;
}

class Binder {
 public:
  Binder(std::string_view text, const std::vector<Parameter>& given, const Validate& validate,
         const core::TimeZone& zone)
      : text_(text), given_(given), validate_(validate), zone_(zone) {}

  Result<std::string> run() {
    RECOUPE_TRY(tokens, tokens_of(text_));
    RECOUPE_CHECK(check_names(tokens));
    std::vector<Token> read;
    std::map<std::size_t, std::string> literals;  // by the byte at which the parameter begins
    std::map<std::size_t, std::string> open;      // names of those whose type is not known yet
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      if (tokens[i].kind != TokenKind::parameter) {
        read.push_back(tokens[i]);
        continue;
      }
      RECOUPE_TRY(literal, stand_in(tokens, i, read));
      if (literal.empty()) {
        open[tokens[i].span.begin] = tokens[i].value;
      } else {
        literals[tokens[i].span.begin] = std::move(literal);
      }
    }
    RECOUPE_TRY(plans, Parser(std::move(read)).plans());
    for (Plan& plan : plans) RECOUPE_CHECK(add_typed(plan, open, tokens, literals));
    return replaced(tokens, literals);
  }

 private:
  [[nodiscard]] const Parameter* find(std::string_view name) const {
    const auto found = std::ranges::find(given_, name, &Parameter::name);
    return found == given_.end() ? nullptr : &*found;
  }

  /// Every parameter has one value, and every value its parameter.
  core::Status check_names(const std::vector<Token>& tokens) const {
    const std::vector<std::string> names = names_in(tokens);
    const std::vector<std::string_view> asked(names.begin(), names.end());
    std::vector<std::string_view> unasked;
    for (const Parameter& one : given_) {
      if (std::ranges::count(given_, one.name, &Parameter::name) > 1) {
        return fail(usage({"the parameter " + one.name + " has two values", "le paramètre " + one.name + " a deux valeurs"},
                          {"Give it once.", "Ne le donnez qu'une fois."}));
      }
      if (std::ranges::find(asked, one.name) == asked.end()) unasked.push_back(one.name);
    }
    for (const Token& token : tokens) {
      if (token.kind == TokenKind::parameter && !find(token.value)) return fail(lacking(token, unasked));
    }
    if (unasked.empty()) return {};
    return fail(not_asked_for(unasked.front(), asked));
  }

  static core::Error lacking(const Token& token, const std::vector<std::string_view>& unasked) {
    core::Error error = no_value_for(token);
    error.code = core::Code::usage;
    error.candidates = nearest(token.value, unasked);
    if (error.candidates.empty()) return error;
    const std::string& near = error.candidates.front();
    error.remedy = {"“" + near + "” was given: did you mean " + token.value + "?",
                    "« " + near + " » a été donné : vouliez-vous dire " + token.value + " ?"};
    return error;
  }

  static core::Error not_asked_for(std::string_view name, const std::vector<std::string_view>& asked) {
    core::Error error = usage({"the plan has no parameter @" + std::string(name), "le plan n'a pas de paramètre @" + std::string(name)},
                              {"It has none: leave it out.", "Il n'en a aucun : retirez-le."});
    error.candidates = nearest(name, asked);
    if (!error.candidates.empty()) {
      const std::string& near = error.candidates.front();
      error.remedy = {"Did you mean " + near + "?", "Vouliez-vous dire " + near + " ?"};
    } else if (!asked.empty()) {
      std::string all;
      for (const std::string_view one : asked) all += (all.empty() ? "@" : ", @") + std::string(one);
      error.remedy = {"Its parameters are: " + all + ".", "Ses paramètres sont : " + all + "."};
    }
    return error;
  }

  /// Puts a token that can be parsed in a parameter's place; gives the literal where its place says what it is, else "".
  Result<std::string> stand_in(const std::vector<Token>& tokens, std::size_t at, std::vector<Token>& read) const {
    const core::Span& span = tokens[at].span;
    const Parameter& given = *find(tokens[at].value);
    const Stand stand = stand_of(tokens, at);
    if (stand == Stand::number) {
      if (!is_number_form(given.value)) return fail(no_number(given, tokens[at - 1].value, span));
      read.push_back({TokenKind::number, given.value, span});
      return given.value;
    }
    // Beside + and - a NULL would be a number, so that an INTERVAL must be known before.
    if (const std::string words = stand == Stand::term ? interval_words(given.value) : ""; !words.empty()) {
      read.push_back({TokenKind::word, "INTERVAL", span});
      read.push_back({TokenKind::text, words, span});
      return "INTERVAL " + quoted_text(words);
    }
    read.push_back({TokenKind::text, given.value, span});
    return stand == Stand::text ? quoted_text(given.value) : std::string();
  }

  static core::Error no_number(const Parameter& given, const std::string& word, const core::Span& span) {
    const std::string value = shown(given.value);
    return with_sentence(refusal(core::Code::type_mismatch, span,
                                 {"the value of @" + given.name + ", “" + value + "”, is no number, as " + word + " asks for",
                                  "la valeur de @" + given.name + ", « " + value + " », n'est pas un nombre, que demande " + word},
                                 {"write for example --param " + given.name + "=10",
                                  "écrivez par exemple --param " + given.name + "=10"}));
  }

  /// Types the parameters of one plan: as NULLs they let it be validated, and what stands beside them then has a type.
  core::Status add_typed(Plan& plan, const std::map<std::size_t, std::string>& open, const std::vector<Token>& tokens,
                         std::map<std::size_t, std::string>& literals) const {
    for_each_expression_in(plan.pipeline, [&](Expr& expr) {
      Literal* literal = if_is<Literal>(expr);
      if (literal && open.contains(expr.span.begin)) literal->type = core::Type(core::Kind::null);
    });
    RECOUPE_TRY(validated, validate_(plan));
    std::map<std::size_t, WantedType> wanted = wanted_types(validated, open);
    const std::size_t begin = plan.pipeline.steps.front().span.begin;
    const std::size_t end = plan.pipeline.steps.back().span.end;
    for (const Token& token : tokens) {
      if (token.span.begin < begin || token.span.begin >= end || !open.contains(token.span.begin)) continue;
      RECOUPE_TRY(text, literal_text(*find(token.value), wanted[token.span.begin], zone_, token.span));
      literals[token.span.begin] = std::move(text);
    }
    return {};
  }

  [[nodiscard]] std::string replaced(const std::vector<Token>& tokens, const std::map<std::size_t, std::string>& literals) const {
    std::string out;
    std::size_t done = 0;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      const auto found = literals.find(tokens[i].span.begin);
      if (tokens[i].kind != TokenKind::parameter || found == literals.end()) continue;
      out += text_.substr(done, tokens[i].span.begin - done);
      const bool after_minus = i > 0 && tokens[i - 1].kind == TokenKind::symbol && tokens[i - 1].value == "-";
      out += after_minus && found->second.starts_with('-') ? "(" + found->second + ")" : found->second;  // "--" is a comment
      done = tokens[i].span.end;
    }
    return out += text_.substr(done);
  }

  std::string_view text_;
  const std::vector<Parameter>& given_;
  const Validate& validate_;
  const core::TimeZone& zone_;
};

}  // namespace

Result<Parameter> parameter_of(std::string_view written) {
  const std::size_t equals = written.find('=');
  const std::string name(written.substr(0, equals));
  if (equals != std::string_view::npos && parameter_names("@" + name) == std::vector<std::string>{name}) {
    return Parameter{name, std::string(written.substr(equals + 1))};
  }
  const std::string all = shown(written);
  return fail(usage({"“" + all + "” is no parameter", "« " + all + " » n'est pas un paramètre"},
                    {"Write --param name=value, for example --param since=2026-01-01.",
                     "Écrivez --param nom=valeur, par exemple --param since=2026-01-01."}));
}

std::vector<std::string> parameter_names(std::string_view text) {
  const auto tokens = tokens_of(text);
  return tokens ? names_in(*tokens) : std::vector<std::string>();
}

Result<std::string> with_parameters(std::string_view text, const std::vector<Parameter>& given,
                                    const Validate& validate, const core::TimeZone& zone) {
  return Binder(text, given, validate, zone).run();
}

}  // namespace recoupe::plan
