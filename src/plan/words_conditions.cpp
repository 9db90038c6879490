// Conditions in words: "role vaut « admin » et created_at est dans la période …".
#include <algorithm>
#include <array>

#include "plan/checks/keys.hpp"
#include "plan/infer_types.hpp"
#include "plan/ops.hpp"
#include "plan/text.hpp"
#include "plan/traverse.hpp"
#include "plan/words.hpp"

namespace recoupe::plan {
namespace {

/// What is said of a subject, and that it is not so: "vaut « x »", "ne vaut pas « x »".
struct Predicate {
  std::string yes;
  std::string no;
};

/// Denies a French verb phrase: "est vide" → "n'est pas vide"; after "aucun", without "pas".
std::string denied(const std::string& phrase, bool with_pas) {
  const std::size_t space = phrase.find(' ');
  const std::string verb = phrase.substr(0, space);
  const std::string rest = space == std::string::npos ? "" : phrase.substr(space);
  return (verb.front() == 'e' ? "n'" : "ne ") + verb + (with_pas ? " pas" : "") + rest;
}

Predicate both(const Telling& telling, const std::string& en, const std::string& en_not, const std::string& fr) {
  return {telling(en, fr), telling(en_not, denied(fr, true))};
}

Op opposite(Op op) {
  switch (op) {
    case Op::equal: return Op::not_equal;
    case Op::not_equal: return Op::equal;
    case Op::less: return Op::greater_equal;
    case Op::less_equal: return Op::greater;
    case Op::greater: return Op::less_equal;
    default: return Op::less;
  }
}

/// What a comparison says between numbers or texts, and between days.
struct Comparison {
  Op op;
  core::Bilingual values;
  core::Bilingual days;
};
const std::array<Comparison, 6> comparisons{{
    {Op::equal, {"is ", "vaut "}, {"is ", "vaut "}},
    {Op::not_equal, {"is other than ", "est différent de "}, {"is other than ", "est différent de "}},
    {Op::less, {"is below ", "est inférieur à "}, {"is before ", "est avant "}},
    {Op::less_equal, {"is at most ", "est au plus "}, {"is no later than ", "est au plus tard "}},
    {Op::greater, {"is above ", "est supérieur à "}, {"is after ", "est après "}},
    {Op::greater_equal, {"is at least ", "est au moins "}, {"is no earlier than ", "est au plus tôt "}},
}};

std::string comparison_words(Op op, bool days, const Telling& telling) {
  const auto found = std::ranges::find(comparisons, op, &Comparison::op);
  return (days ? found->days : found->values).in(telling.language);
}

/// Values that read well behind a verb; beside anything else an expression is shown as the language writes it.
bool is_plain_value(const Expr& value) {
  const Literal* literal = if_is<Literal>(value);
  return (literal && literal->interval.empty()) || if_call(value, Op::current_date);
}

Predicate like_words(const Expr& pattern, const Telling& telling) {
  const Literal* literal = if_is<Literal>(pattern);
  const std::string* text = literal ? std::get_if<std::string>(&literal->value) : nullptr;
  if (text && text->find_first_not_of('%') != std::string::npos) {
    const bool open = text->front() == '%';
    const bool close = text->size() > 1 && text->back() == '%';
    const std::string middle = text->substr(open ? 1 : 0, text->size() - (open ? 1 : 0) - (close ? 1 : 0));
    if ((open || close) && middle.find_first_of("%_\\") == std::string::npos) {
      const std::string shown = quoted_words(middle, telling);
      if (open && close) return both(telling, "contains " + shown, "does not contain " + shown, "contient " + shown);
      if (close) return both(telling, "starts with " + shown, "does not start with " + shown, "commence par " + shown);
      return both(telling, "ends with " + shown, "does not end with " + shown, "finit par " + shown);
    }
  }
  const std::string shown = text ? quoted_words(*text, telling) : text_of(pattern);
  return both(telling, "is like " + shown, "is not like " + shown, "ressemble à " + shown);
}

Predicate period_words(Op op, const Expr& operand, const Telling& telling) {
  const PeriodLiteral& period = *if_is<PeriodLiteral>(operand);
  const std::string name = quoted_words(period.period.words(telling.language), telling);
  const std::string shown = name + " (" + words_of_days(period, telling) + ")";
  const std::string place = op == Op::during   ? telling("in", "dans")
                            : op == Op::before ? telling("before", "avant")
                                               : telling("after", "après");
  return both(telling, "is " + place + " the period " + shown, "is not " + place + " the period " + shown,
              "est " + place + " la période " + shown);
}

Predicate null_words(const Expr& operand, const Telling& telling) {
  if (operand.may_be_missing) {
    return {telling("is null or missing", "est vide ou absent"),
            telling("is neither null nor missing", "n'est ni vide ni absent")};
  }
  return {telling("is null", "est vide (NULL)"), telling("is not null", "n'est pas vide (NULL)")};
}

/// Writes the value that a column is compared with; a finding is explained.
std::string words_beside(const Expr& column, const Expr& value, const Telling& telling) {
  const std::string words = words_of_value(value, telling);
  const Name* name = if_is<Name>(column);
  const Literal* literal = if_is<Literal>(value);
  const std::string* text = literal ? std::get_if<std::string>(&literal->value) : nullptr;
  if (!name || !text || !telling.scope || name->slot < 0) return words;
  const auto slot = static_cast<std::size_t>(name->slot);
  if (slot >= telling.scope->size() || !(*telling.scope)[slot].is_finding) return words;
  const std::string explained = words_of_finding(*text, telling);
  return explained.empty() ? words : words + " (" + explained + ")";
}

Predicate in_words(const Call& call, const Telling& telling) {
  std::vector<std::string> items;
  for (std::size_t i = 1; i < call.args.size(); ++i) items.push_back(words_beside(call.args[0], call.args[i], telling));
  const std::string list = words_of_list(items, telling(" or ", " ou "));
  if (items.size() == 1) return both(telling, "is " + list, "is other than " + list, "vaut " + list);
  std::string none;
  for (const std::string& item : items) none += (none.empty() ? "n'est ni " : " ni ") + item;
  return {telling("is " + list, "vaut " + list), telling("is none of " + list, none)};
}

/// Gives what a call says of its first operand, or nothing where it has no simple words.
std::optional<Predicate> predicate_of(const Call& call, const Telling& telling) {
  switch (call.op) {
    case Op::equal: case Op::not_equal: case Op::less: case Op::less_equal: case Op::greater: case Op::greater_equal: {
      const Expr& right = call.args[1];
      if (!is_plain_value(right)) return std::nullopt;
      const bool days = has_day(right.type);
      const std::string value = words_beside(call.args[0], right, telling);
      return Predicate{words_behind(comparison_words(call.op, days, telling), value, telling),
                       words_behind(comparison_words(opposite(call.op), days, telling), value, telling)};
    }
    case Op::in: return in_words(call, telling);
    case Op::between: {
      const std::string low = words_of_value(call.args[1], telling);
      const std::string high = words_of_value(call.args[2], telling);
      const std::string range = telling("between " + low + " and " + high + " (both included)",
                                        "entre " + low + " et " + high + " (bornes comprises)");
      return both(telling, "is " + range, "is not " + range, "est " + range);
    }
    case Op::like: return like_words(call.args[1], telling);
    case Op::is_null: return null_words(call.args[0], telling);
    case Op::is_missing: return Predicate{telling("is missing", "est absent"), telling("is present", "est présent")};
    case Op::is_true: return both(telling, "is true", "is not true", "est vrai");
    case Op::is_false: return both(telling, "is false", "is not false", "est faux");
    case Op::during: case Op::before: case Op::after: return period_words(call.op, call.args[1], telling);
    default: return std::nullopt;
  }
}

std::string words_of(const Expr& condition, bool denying, const Telling& telling);

std::string words_of_call(const Expr& condition, const Call& call, bool denying, const Telling& telling) {
  if (call.op == Op::not_) return words_of(call.args[0], !denying, telling);
  if (call.op == Op::and_ || call.op == Op::or_) {
    if (denying) {
      return telling("it is not so that (", "il n'est pas vrai que (") + words_of(condition, false, telling) + ")";
    }
    if (call.op == Op::and_) {
      std::vector<const Expr*> all;
      for (const Expr& each : call.args) all.push_back(&each);
      return words_of_conditions(all, telling);
    }
    std::string out;
    for (const Expr& each : call.args) {
      const std::string words = words_of(each, false, telling);
      const bool compound = if_call(each, Op::and_);
      out += (out.empty() ? "" : telling(" or ", " ou ")) + (compound ? "(" + words + ")" : words);
    }
    return out;
  }
  const auto predicate = predicate_of(call, telling);
  if (!predicate) {
    const std::string text = words_of_text(condition, telling);
    return denying ? telling("it is not so that ", "il n'est pas vrai que ") + text : text;
  }
  if (const Call* any = if_call(call.args[0], Op::any)) {
    const std::string array = text_of(any->args[0]);
    if (!denying) return telling("some element of ", "un élément de ") + array + " " + predicate->yes;
    return telling("no element of " + array + " " + predicate->yes,
                   "aucun élément de " + array + " " + denied(predicate->yes, false));
  }
  return words_of_value(call.args[0], telling) + " " + (denying ? predicate->no : predicate->yes);
}

std::string words_of(const Expr& condition, bool denying, const Telling& telling) {
  if (const Call* call = if_is<Call>(condition)) return words_of_call(condition, *call, denying, telling);
  return words_of_text(condition, telling) + (denying ? telling(" is false", " est faux") : telling(" is true", " est vrai"));
}

/// Tells whether the two conditions say "present but null" of one path.
bool is_present_but_null(const Expr& first, const Expr& second) {
  const Call* null = if_call(first, Op::is_null);
  const Call* present = if_call(second, Op::not_);
  const Call* missing = present ? if_call(present->args[0], Op::is_missing) : nullptr;
  return null && missing && text_of(null->args[0]) == text_of(missing->args[0]);
}

}  // namespace

std::string words_of_condition(const Expr& condition, const Telling& telling) {
  return words_of(condition, false, telling);
}

std::string words_of_conditions(const std::vector<const Expr*>& conditions, const Telling& telling) {
  std::vector<const Expr*> all;
  for (const Expr* condition : conditions) {
    for (const Expr* each : conjuncts_of(*condition)) all.push_back(each);
  }
  std::string out;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!out.empty()) out += telling(" and ", " et ");
    if (i + 1 < all.size() && is_present_but_null(*all[i], *all[i + 1])) {
      out += text_of(if_call(*all[i], Op::is_null)->args[0]);
      out += telling(" is present but null", " est présent mais vide");
      ++i;
      continue;
    }
    const std::string words = words_of(*all[i], false, telling);
    const bool compound = all.size() > 1 && if_call(*all[i], Op::or_);
    out += compound ? "(" + words + ")" : words;
  }
  return out;
}

std::string words_of_on(const Expr& on, const Telling& telling) {
  std::string out;
  for (const Expr* each : conjuncts_of(on)) {
    if (!out.empty()) out += telling(" and ", " et ");
    const std::string words = words_of(*each, false, telling);
    out += if_call(*each, Op::or_) ? "(" + words + ")" : words;
  }
  return out;
}

}  // namespace recoupe::plan
