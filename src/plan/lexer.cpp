#include "plan/lexer.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/limits.hpp"
#include "core/unicode.hpp"
#include "plan/syntax_error.hpp"

namespace recoupe::plan {
namespace {

using core::fail;
using core::Result;
using namespace std::string_view_literals;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word_start(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & '\x80'); }
bool is_word_part(char c) { return is_word_start(c) || is_digit(c); }

// Spaces that word processors and French typing put in: no-break, narrow no-break, thin; a byte order mark.
constexpr std::array spaces{" "sv, "\t"sv, "\n"sv, "\r"sv, "\u00A0"sv, "\u202F"sv, "\u2009"sv, "\uFEFF"sv};
constexpr std::array quotes{"\u2018"sv, "\u2019"sv, "\u201C"sv, "\u201D"sv, "\u00AB"sv, "\u00BB"sv};
constexpr std::array symbols{"|>"sv, "!="sv, "<>"sv, "<="sv, ">="sv, "("sv, ")"sv, ","sv, "."sv,
                             ";"sv,  "="sv,  "<"sv,  ">"sv,  "+"sv,  "-"sv, "*"sv, "/"sv, "%"sv};

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  Result<std::vector<Token>> run() {
    std::vector<Token> out;
    while (true) {
      skip_blanks();
      start_ = here_;
      if (at_end()) break;
      RECOUPE_TRY(token, next());
      out.push_back(std::move(token));
    }
    out.push_back({TokenKind::end, {}, start_});
    return out;
  }

 private:
  [[nodiscard]] bool at_end() const { return here_.begin >= text_.size(); }
  [[nodiscard]] std::string_view rest() const { return text_.substr(here_.begin); }
  [[nodiscard]] char peek(std::size_t ahead = 0) const {
    return here_.begin + ahead < text_.size() ? text_[here_.begin + ahead] : '\0';
  }

  void advance(std::size_t bytes) {
    for (std::size_t i = 0; i < bytes; ++i) {
      const char c = text_[here_.begin++];
      if (c == '\n') {
        ++here_.line;
        here_.column = 1;
      } else if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) {
        ++here_.column;
      }
    }
  }

  template <std::size_t N>
  [[nodiscard]] std::string_view one_of(const std::array<std::string_view, N>& items) const {
    for (const std::string_view item : items) {
      if (rest().starts_with(item)) return item;
    }
    return {};
  }

  void skip_blanks() {
    while (!at_end()) {
      if (const std::string_view space = one_of(spaces); !space.empty()) {
        advance(space.size());
      } else {
        return;
      }
    }
  }

  Result<Token> comment() {
    const std::size_t begin = here_.begin;
    if (rest().starts_with("--")) {
      advance(std::min(rest().find('\n'), rest().size()));
    } else {
      const std::size_t end = rest().find("*/", 2);
      advance(end == std::string_view::npos ? 2 : end + 2);
      if (end == std::string_view::npos) {
        return fail(syntax_error(span(), {"the comment opened here is never closed", "le commentaire ouvert ici n'est jamais fermé"},
                                 {"Close it with */.", "Fermez-le par */."}));
      }
    }
    return token(TokenKind::comment, std::string(text_.substr(begin, here_.begin - begin)));
  }

  [[nodiscard]] core::Span span() const {
    core::Span out = start_;
    out.end = here_.begin;
    return out;
  }
  Token token(TokenKind kind, std::string value) { return {kind, std::move(value), span()}; }

  Result<Token> next() {
    const char c = peek();
    if (rest().starts_with("--") || rest().starts_with("/*")) return comment();
    if (c == '@' && is_word_start(peek(1))) {
      advance(1);
      Token name = word();
      return token(TokenKind::parameter, std::move(name.value));
    }
    if (c == '\'') return quoted(TokenKind::text, '\'');
    if (c == '`') return quoted(TokenKind::name, '`');
    if (is_digit(c)) return number();
    if (!one_of(quotes).empty()) return wrong_quote(one_of(quotes));
    if (is_word_start(c)) return word();
    if (const std::string_view symbol = one_of(symbols); !symbol.empty()) {
      advance(symbol.size());
      return token(TokenKind::symbol, symbol == "<>" ? "!=" : std::string(symbol));
    }
    return stranger();
  }

  Token word() {
    const std::size_t begin = here_.begin;
    while (!at_end() && is_word_part(peek()) && one_of(spaces).empty() && one_of(quotes).empty()) advance(1);
    return token(TokenKind::word, std::string(text_.substr(begin, here_.begin - begin)));
  }

  Result<Token> number() {
    const std::size_t begin = here_.begin;
    while (is_digit(peek())) advance(1);
    if (peek() == '.' && is_digit(peek(1))) {
      advance(1);
      while (is_digit(peek())) advance(1);
    }
    const std::string_view digits = text_.substr(begin, here_.begin - begin);
    if (is_word_start(peek()) && one_of(spaces).empty() && one_of(quotes).empty()) {
      while (is_word_part(peek())) advance(1);
      const std::string written(text_.substr(begin, here_.begin - begin));
      return fail(syntax_error(span(),
                               {"“" + shown(written) + "” is neither a number nor a name",
                                "« " + shown(written) + " » n'est ni un nombre ni un nom"},
                               {"Write numbers in plain digits (1500, 0.25); put a name that begins with a digit in backquotes (`" +
                                    shown(written) + "`).",
                                "Écrivez les nombres en chiffres simples (1500, 0.25) ; mettez entre accents graves un nom qui "
                                "commence par un chiffre (`" + shown(written) + "`)."}));
    }
    if (digits.size() > number_digits_max) {
      return fail(syntax_error(span(), {"this number is too long", "ce nombre est trop long"},
                               {"Write at most " + std::to_string(number_digits_max) + " digits.",
                                "Écrivez au plus " + std::to_string(number_digits_max) + " chiffres."}));
    }
    return token(TokenKind::number, std::string(digits));
  }

  // A quote inside is written twice.
  Result<Token> quoted(TokenKind kind, char quote) {
    std::string value;
    advance(1);
    while (!at_end()) {
      if (peek() != quote) {
        value += peek();
        advance(1);
      } else if (peek(1) == quote) {
        value += quote;
        advance(2);
      } else {
        advance(1);
        if (kind == TokenKind::text || !value.empty()) return token(kind, std::move(value));
        return fail(syntax_error(span(), {"a name cannot be empty", "un nom ne peut pas être vide"},
                                 {"Write the name between the backquotes.", "Écrivez le nom entre les accents graves."}));
      }
    }
    core::Span opening = start_;
    opening.end = start_.begin + 1;
    if (kind == TokenKind::name) {
      return fail(syntax_error(opening, {"the name opened here is never closed", "le nom ouvert ici n'est jamais fermé"},
                               {"Close it with a backquote (`).", "Fermez-le par un accent grave (`)."}));
    }
    return fail(syntax_error(
        opening, {"the text opened here is never closed", "le texte ouvert ici n'est jamais fermé"},
        {"Close it with a single quote; a quote inside the text is written twice: 'aujourd''hui'.",
         "Fermez-le par une apostrophe simple ; une apostrophe dans le texte s'écrit deux fois : 'aujourd''hui'."}));
  }

  Result<Token> wrong_quote(std::string_view quote) {
    advance(quote.size());
    return fail(syntax_error(span(),
                             {"“" + std::string(quote) + "” does not open a text here",
                              "« " + std::string(quote) + " » n'ouvre pas un texte ici"},
                             {"Write text between straight single quotes: 'admin'.",
                              "Écrivez le texte entre apostrophes droites : 'admin'."}));
  }

  Result<Token> stranger() {
    const char c = peek();
    const std::string_view two = rest().substr(0, 2);
    advance(two == "::" || two == "||" || two == "&&" ? 2 : 1);
    const std::string written(text_.substr(start_.begin, here_.begin - start_.begin));
    core::Bilingual remedy{"Remove it, or put a name that contains it in backquotes.",
                           "Retirez-le, ou mettez entre accents graves le nom qui le contient."};
    if (c == '"') {
      remedy = {"Text stands in single quotes ('admin'), a name that needs quoting in backquotes (`first name`).",
                "Un texte se met entre apostrophes simples ('admin'), un nom à protéger entre accents graves (`nom complet`)."};
    } else if (c == '|' && two != "||") {
      remedy = {"Steps are separated by |>.", "Les étapes sont séparées par |>."};
    } else if (two == "||") {
      remedy = {"Join texts with CONCAT(a, b); join conditions with OR.",
                "Réunissez des textes par CONCAT(a, b), des conditions par OR."};
    } else if (two == "&&") {
      remedy = {"Write AND.", "Écrivez AND."};
    } else if (two == "::") {
      remedy = {"Convert with CAST(x AS STRING).", "Convertissez par CAST(x AS STRING)."};
    } else if (c == '!') {
      remedy = {"Write != for “differs from”, NOT for “not”.", "Écrivez != pour « différent de », NOT pour « non »."};
    } else if (c == '[' || c == ']') {
      remedy = {"Reach into arrays with ANY(a) = x, ARRAY_LENGTH(a) or JOIN UNNEST(a) AS x.",
                "Entrez dans un tableau par ANY(a) = x, ARRAY_LENGTH(a) ou JOIN UNNEST(a) AS x."};
    }
    return fail(syntax_error(span(),
                             {"“" + written + "” means nothing here", "« " + written + " » n'a pas de sens ici"},
                             std::move(remedy)));
  }

  std::string_view text_;
  core::Span here_;   // `begin` is the place read next
  core::Span start_;  // of the token being read
};

}  // namespace

Result<std::vector<Token>> tokens_and_comments_of(std::string_view text) {
  if (text.size() > core::limits::plan_bytes_max) {
    return fail(syntax_error({}, {"the plan is larger than " + std::to_string(core::limits::plan_bytes_max) + " bytes",
                                  "le plan dépasse " + std::to_string(core::limits::plan_bytes_max) + " octets"},
                             {"Split it into several plans.", "Divisez-le en plusieurs plans."}));
  }
  if (!core::is_valid_utf8(text)) {
    return fail(syntax_error({}, {"the plan is not valid UTF-8 text", "le plan n'est pas un texte UTF-8 valide"},
                             {"Save the file as UTF-8.", "Enregistrez le fichier en UTF-8."}));
  }
  return Lexer(text).run();
}

Result<std::vector<Token>> tokens_of(std::string_view text) {
  RECOUPE_TRY(tokens, tokens_and_comments_of(text));
  std::erase_if(tokens, [](const Token& token) { return token.kind == TokenKind::comment; });
  return tokens;
}

}  // namespace recoupe::plan
