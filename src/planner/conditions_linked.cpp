// Conditions that the linker says: what a field or value is in the plan, whatever words stand beside it.
#include <algorithm>
#include <optional>

#include "planner/conditions_parts.hpp"

namespace recoupe::planner {

namespace {

constexpr double strength_least = 0.5;
constexpr double strength_share = 0.5;

/// Gives the condition that a role asks for; none where more than the role is needed to write it.
std::optional<Condition> condition_of(const Findings& in, const Part& part) {
  const auto& field = in.vocabulary.fields[part.item];
  Condition condition;
  condition.field = part.item;
  switch (part.role) {
    case Role::is_not: condition.negated = true; [[fallthrough]];
    case Role::is: condition.values = {quoted(field.field->known_values[static_cast<std::size_t>(part.value)])}; break;
    case Role::is_false: condition.negated = true; [[fallthrough]];
    case Role::is_true:
      if (field.kind != FieldKind::flag) return std::nullopt;
      condition.form = Form::flag;
      break;
    case Role::is_present: condition.negated = true; [[fallthrough]];
    case Role::is_null:
      if (field.kind == FieldKind::array || field.element) return std::nullopt;
      condition.form = Form::is_null;
      break;
    case Role::is_missing: condition.form = Form::is_missing; break;
    case Role::array_empty: condition.form = Form::array_empty; break;
    case Role::before_after:
      if (!field.dated() || !in.reading.periods.empty()) return std::nullopt;
      condition.form = Form::period;
      condition.op = "BEFORE PERIOD";
      condition.values = {in.reading.language == core::Language::fr ? "'aujourd''hui'" : "'today'"};
      break;
    default: return std::nullopt;
  }
  return condition;
}

/// The role that a condition gives its field, or its first value.
std::optional<std::pair<Role, int>> role_of(const Condition& condition, const Vocabulary& vocabulary) {
  switch (condition.form) {
    case Form::equals: {
      const auto& known = vocabulary.fields[condition.field].field->known_values;
      for (std::size_t v = 0; v < known.size(); ++v)
        if (quoted(known[v]) == condition.values[0])
          return std::pair{condition.negated ? Role::is_not : Role::is, static_cast<int>(v)};
      return std::pair{condition.negated ? Role::not_equals : Role::equals, -1};
    }
    case Form::flag: return std::pair{condition.negated ? Role::is_false : Role::is_true, -1};
    case Form::is_null:
    case Form::present_null: return std::pair{condition.negated ? Role::is_present : Role::is_null, -1};
    case Form::is_missing: return std::pair{condition.negated ? Role::is_present : Role::is_missing, -1};
    case Form::array_empty: return std::pair{Role::array_empty, -1};
    case Form::period: return std::pair{condition.op == "DURING PERIOD" ? Role::during : Role::before_after, -1};
    case Form::array_length:
    case Form::compare:
      if (condition.other >= 0) return std::pair{Role::compared, -1};
      if (condition.op == "=") return std::pair{Role::equals, -1};
      return std::pair{condition.op[0] == '<' ? Role::less : Role::greater, -1};
  }
  return std::nullopt;
}

/// "customers of Lyon": a name that is no known value, as the text of a field that it is linked to.
void add_names(const Findings& in, double linked_min) {
  const auto is_name = [&](std::size_t i) {
    const auto& token = in.reading.tokens[i];
    const char first = token.text.empty() ? 'a' : token.text[0];
    constexpr unsigned char latin = 0xc3;  // the first byte of "É" and "é"; the second tells them apart
    const bool capital = (first >= 'A' && first <= 'Z') ||
                         (static_cast<unsigned char>(first) == latin && token.text.size() > 1 &&
                          static_cast<unsigned char>(token.text[1]) < 0xa0);
    return i > 0 && capital && token.content();
  };
  for (const auto& part : in.mentions.parts) {
    if (part.role != Role::equals || part.sure < linked_min) continue;
    const auto& field = in.vocabulary.fields[part.item];
    if (field.kind != FieldKind::text || !field.field->known_values.empty()) continue;
    for (const auto& [token, worth] : part.tokens) {
      if (!is_name(token) || (token > 0 && is_name(token - 1))) continue;
      std::size_t last = token;
      while (last + 1 < in.reading.tokens.size() && is_name(last + 1)) ++last;
      Condition condition;
      condition.field = part.item;
      const auto begin = in.reading.tokens[token].begin;
      condition.values = {quoted(in.reading.text.substr(begin, in.reading.tokens[last].end - begin))};
      condition.strength = strength_least + strength_share * part.sure;
      condition.anchor = token;
      condition.tokens = part.tokens;
      for (std::size_t i = token; i <= last; ++i) condition.tokens.emplace_back(i, 1.0);
      in.found.push_back(std::move(condition));
    }
  }
}

}  // namespace

double linked(const Condition& condition, const Vocabulary& vocabulary, const Mentions& mentions) {
  const auto role = role_of(condition, vocabulary);
  return role ? mentions.sure(role->first, condition.field, role->second) : 0;
}

void add_linked(const Findings& in, double linked_min) {
  add_names(in, linked_min);
  for (auto& condition : in.found) condition.linked = linked(condition, in.vocabulary, in.mentions);
  for (const auto& part : in.mentions.parts) {
    if (part.sure < linked_min || kind_of(part.role) == ItemKind::table) continue;
    auto condition = condition_of(in, part);
    if (!condition) continue;
    if (std::any_of(in.found.begin(), in.found.end(), [&](const Condition& c) { return says_the_same(c, *condition); }))
      continue;
    condition->strength = strength_least + strength_share * part.sure;
    condition->linked = part.sure;
    condition->anchor = part.anchor;
    condition->tokens = part.tokens;
    in.found.push_back(*std::move(condition));
  }
}

}  // namespace recoupe::planner
