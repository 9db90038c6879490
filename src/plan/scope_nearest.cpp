#include "plan/scope_nearest.hpp"

#include <algorithm>

#include "core/unicode.hpp"
#include "plan/scope.hpp"

namespace recoupe::plan {
namespace {

constexpr std::size_t far = 1'000;  // beyond any distance that is offered

/// Letters alone, lower case and without accents: "Created_At" and "createdAt" are one.
std::string folded(std::string_view name) {
  std::string out;
  for (const char c : core::lower(core::unaccent(name))) {
    if (c != '_' && c != '-' && c != ' ') out += c;
  }
  return out;
}

/// How far two words are; `far` where the likeness is none.
std::size_t distance(std::string_view left, std::string_view right) {
  const std::string a = folded(left);
  const std::string b = folded(right);
  const std::size_t shorter = std::min(a.size(), b.size());
  const std::size_t edits = edit_distance(a, b);
  if (edits <= std::max<std::size_t>(1, shorter / 3)) return edits;
  const bool part = shorter >= 3 && (a.find(b) != std::string::npos || b.find(a) != std::string::npos);
  return part ? 10 + edits : far;
}

std::vector<std::string> first_of(std::vector<std::pair<std::size_t, std::string>> ranked) {
  std::ranges::stable_sort(ranked, {}, &std::pair<std::size_t, std::string>::first);
  std::vector<std::string> out;
  for (auto& [rank, name] : ranked) {
    if (rank >= far || out.size() == candidates_max) break;
    if (std::ranges::find(out, name) == out.end()) out.push_back(std::move(name));
  }
  return out;
}

}  // namespace

std::size_t edit_distance(std::string_view left, std::string_view right) {
  std::vector<std::size_t> before;
  std::vector<std::size_t> last(right.size() + 1);
  for (std::size_t j = 0; j <= right.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= left.size(); ++i) {
    std::vector<std::size_t> row(right.size() + 1);
    row[0] = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const std::size_t replaced = last[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
      const bool swapped = i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before = std::move(last);
    last = std::move(row);
  }
  return last[right.size()];
}

std::vector<std::string> nearest(std::string_view word, const std::vector<std::string>& choices) {
  std::vector<std::pair<std::size_t, std::string>> ranked;
  for (const std::string& choice : choices) ranked.emplace_back(distance(word, choice), choice);
  return first_of(std::move(ranked));
}

std::vector<std::string> nearest_columns(const Name& name, const Scope& scope) {
  const std::string& last = name.parts.back();
  const std::string& first = name.parts.front();
  std::vector<std::pair<std::size_t, std::string>> ranked;
  for (const ScopeColumn& column : scope) {
    std::size_t rank = distance(last, column.path.back());
    if (name.parts.size() > 1) {
      // The same side or document first, then the same last part elsewhere.
      const bool beside = column.alias == first || column.path.front() == first;
      if (rank < far && !beside) rank += 3;
    }
    if (rank < far && column.hidden && name.parts.size() == 1) rank += 1;
    ranked.emplace_back(rank, text_of(column, scope));
  }
  return first_of(std::move(ranked));
}

std::vector<std::string> shown_names(const Scope& scope) {
  std::vector<std::string> out;
  for (const ScopeColumn& column : scope) {
    if (!column.hidden) out.push_back(text_of(column, scope));
  }
  return out;
}

std::string listed(const std::vector<std::string>& names) {
  std::string out;
  for (std::size_t i = 0; i < names.size() && i < names_listed_max; ++i) out += (i ? ", " : "") + names[i];
  if (names.size() > names_listed_max) out += "…";
  return out;
}

}  // namespace recoupe::plan
