#include "plan/plan_file.hpp"

#include <algorithm>

#include "plan/lexer.hpp"
#include "plan/plan.hpp"

namespace recoupe::plan {
namespace {

constexpr std::string_view name_mark = "name:";

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n-");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") + 1 - begin);
}

/// Gives the name that a comment gives, "" where it gives none.
std::string name_in(const Token& comment) {
  const std::string_view words = trimmed(comment.value);
  if (!comment.value.starts_with("--") || !words.starts_with(name_mark)) return {};
  return std::string(trimmed(words.substr(name_mark.size())));
}

}  // namespace

core::Result<std::vector<FilePlan>> plans_in_file(std::string_view text) {
  RECOUPE_TRY(plans, plans_of(text));  // whatever is no plan is said with its place in the file
  if (is_json_form(text)) return std::vector<FilePlan>{{.text = std::string(text), .name = {}, .place = {}}};
  RECOUPE_TRY(tokens, tokens_and_comments_of(text));
  std::vector<FilePlan> out;
  const Token* first = nullptr;  // of the plan being read, comments included
  const Token* last = nullptr;
  std::string name;
  for (const Token& token : tokens) {
    const bool ends = token.kind == TokenKind::end || (token.kind == TokenKind::symbol && token.value == ";");
    if (ends && last) {
      FilePlan plan{std::string(text.substr(first->span.begin, last->span.end - first->span.begin)), std::move(name), first->span};
      plan.place.end = last->span.end;
      out.push_back(std::move(plan));
    }
    if (ends) {
      first = last = nullptr;
      name.clear();
      continue;
    }
    if (!first) first = &token;
    if (token.kind == TokenKind::comment) {
      if (std::string given = name_in(token); !last && !given.empty()) name = std::move(given);
    } else {
      last = &token;
    }
  }
  return out;
}

core::Span in_file(const core::Span& inside, const core::Span& place) {
  core::Span out = inside;
  out.begin += place.begin;
  out.end += place.begin;
  if (inside.line == 1) out.column += place.column - 1;
  out.line += place.line - 1;
  return out;
}

}  // namespace recoupe::plan
