#include "plan/complete_place.hpp"

#include <algorithm>
#include <utility>

namespace recoupe::plan {
namespace {

bool is_symbol(const Token& token, std::string_view symbol) {
  return token.kind == TokenKind::symbol && token.value == symbol;
}

bool is_name(const Token& token) { return token.kind == TokenKind::word || token.kind == TokenKind::name; }

/// The token that the place is in: a text, a name in backquotes or a comment that is not closed before it.
struct Open {
  char quote = '\0';
  std::size_t begin = 0;
  bool comment = false;
};

Open open_at(std::string_view text) {
  Open out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view two = text.substr(i, 2);
    if (out.comment) {
      const bool line = text[out.begin] == '-';
      if (line ? text[i] == '\n' : two == "*/") out = {};
    } else if (out.quote != '\0') {
      if (text[i] == out.quote) out = {};  // a doubled quote closes and opens again: it is open all the same
    } else if (two == "--" || two == "/*") {
      out = {'\0', i, true};
      ++i;
    } else if (text[i] == '\'' || text[i] == '`') {
      out = {text[i], i, false};
    }
  }
  return out;
}

/// Where the pipeline begins that the last token is in: behind the ";" or the "(" before a FROM that is still open.
std::size_t pipeline_begin(const std::vector<Token>& tokens) {
  std::size_t depth = 0;
  for (std::size_t i = tokens.size(); i-- > 0;) {
    if (is_symbol(tokens[i], ")")) ++depth;
    if (is_symbol(tokens[i], "(")) {
      const bool from = i + 1 < tokens.size() && tokens[i + 1].kind == TokenKind::word && tokens[i + 1].value.size() == 4 &&
                        std::ranges::equal(tokens[i + 1].value, std::string_view("FROM"),
                                           [](char a, char b) { return a == b || a == b - 'A' + 'a'; });
      if (depth == 0 && from) return i + 1;
      if (depth > 0) --depth;
    }
    if (is_symbol(tokens[i], ";")) return i + 1;
  }
  return 0;
}

}  // namespace

WritingPlace writing_place(std::string_view text, std::size_t place) {
  text = text.substr(0, place);
  WritingPlace out;
  const Open open = open_at(text);
  out.nothing_stands = open.comment;
  out.in_text = open.quote == '\'';
  out.begin = open.comment || open.quote != '\0' ? open.begin + (out.in_text ? 1 : 0) : text.size();
  auto tokens = tokens_of(text.substr(0, out.in_text ? out.begin - 1 : out.begin));
  if (!tokens) {
    out.nothing_stands = true;
    return out;
  }
  tokens->pop_back();  // the end
  if (!out.in_text && !out.nothing_stands) {
    // A path that ends at the place is being written: its parts and dots belong to it.
    bool part = open.quote == '\0';
    while (!tokens->empty()) {
      const Token& last = tokens->back();
      const bool parameter = part && last.kind == TokenKind::parameter;
      if (last.span.end != out.begin || !(parameter || (part ? is_name(last) : false) || is_symbol(last, "."))) break;
      part = is_symbol(last, ".");
      out.begin = last.span.begin;
      tokens->pop_back();
      if (parameter) break;
    }
  }
  out.word = std::string(text.substr(out.begin));
  out.before.assign(tokens->begin() + static_cast<std::ptrdiff_t>(pipeline_begin(*tokens)), tokens->end());
  return out;
}

std::vector<Token> step_tokens(const WritingPlace& place) {
  std::size_t depth = 0;
  for (std::size_t i = place.before.size(); i-- > 0;) {
    if (is_symbol(place.before[i], ")")) ++depth;
    if (is_symbol(place.before[i], "(") && depth > 0) --depth;
    if (depth == 0 && is_symbol(place.before[i], "|>")) {
      return {place.before.begin() + static_cast<std::ptrdiff_t>(i) + 1, place.before.end()};
    }
  }
  return place.before;
}

std::string steps_before(std::string_view text, const WritingPlace& place) {
  const std::size_t steps = place.before.size() - step_tokens(place).size();
  if (steps == 0) return {};
  const std::size_t begin = place.before.front().span.begin;
  return std::string(text.substr(begin, place.before[steps - 1].span.begin - begin));
}

}  // namespace recoupe::plan
