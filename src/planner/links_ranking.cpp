#include "planner/links_ranking.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace recoupe::planner {

namespace {

constexpr double logit_max = 4;
constexpr double chance_min = 0.005;  // of a mark: beyond it, surer is no surer
constexpr double left_min = 0.5;  // of an atom that a plan should have
constexpr double explains_min = 0.35;  // of a word, given to items of the plan
constexpr double unknown_min = 0.5;
constexpr double doubted_below = -2;  // the logit of an atom that the linker does not believe in

double logit(double chance) {
  const double kept = std::clamp(chance, 1e-6, 1 - 1e-6);
  return std::clamp(std::log(kept / (1 - kept)), -logit_max, logit_max);
}

/// What an atom is part of, as the weights know it.
std::string_view group_of(Role role) {
  switch (role) {
    case Role::subject: return "subject";
    case Role::checked:
    case Role::joined: return "table";
    case Role::grouped:
    case Role::measured:
    case Role::counted:
    case Role::ordered: return "figure";
    case Role::shown: return "shown";
    case Role::compared:
    case Role::keyed:
    case Role::joins: return "key";
    case Role::during:
    case Role::before_after: return "date";
    case Role::is:
    case Role::is_not: return "value";
    case Role::equals:
    case Role::not_equals: return "equals";
    case Role::greater:
    case Role::less: return "number";
    default: return "state";
  }
}

/// Items that a plan speaks of: those that it uses and what they belong to.
std::vector<bool> spoken_of(const Atoms& atoms, const Items& items) {
  std::vector<bool> spoken(items.size(), false);
  for (const auto& atom : atoms.used) {
    for (std::size_t item = atom.item;; item = items[item].parent) {
      spoken[item] = true;
      if (items[item].parent == item) break;
    }
  }
  // Of a field that a condition is on, any value may be what the words say.
  for (std::size_t i = 0; i < items.size(); ++i)
    if (items[i].kind == ItemKind::value && !spoken[i])
      spoken[i] = std::any_of(atoms.used.begin(), atoms.used.end(), [&](const Atom& atom) {
        return atom.item == items[i].parent && atom.role == Role::grouped;
      });
  return spoken;
}

}  // namespace

void judge(Draft& draft, const Atoms& atoms, const Understanding& understood) {
  const auto& [items, links] = *understood.linked;
  auto& features = draft.features;
  double weakest = logit_max;
  for (const auto& atom : atoms.used) {
    const double sure = logit(links.role(atom.item, atom.role));
    const std::string group(group_of(atom.role));
    features["linker/" + group] += sure;
    features["linker/count_" + group] += 1;
    if (atom.role == Role::joins) continue;  // which key it is, the catalog says
    weakest = std::min(weakest, sure);
    features["linker/doubted"] += sure < doubted_below ? 1 : 0;
  }
  features["linker/weakest"] = weakest;
  for (std::size_t item = 0; item < links.items; ++item) {
    for (std::size_t r = 0; r < role_count; ++r) {
      const auto role = static_cast<Role>(r);
      if (links.role(item, role) < left_min || std::binary_search(atoms.used.begin(), atoms.used.end(), Atom{item, role}))
        continue;
      features["linker/left_" + std::string(group_of(role))] += logit(links.role(item, role));
    }
  }
  for (std::size_t m = 0; m < mark_count; ++m) {
    const double chance = atoms.marks[m] ? links.marks[m] : 1 - links.marks[m];
    features["linker/marks"] += std::log(std::max(chance, chance_min));
  }
  const auto spoken = spoken_of(atoms, items);
  for (std::size_t i = 0; i < links.words; ++i) {
    double here = 0;
    double elsewhere = 0;
    for (std::size_t item = 0; item < links.items; ++item) (spoken[item] ? here : elsewhere) += links.link(i, item);
    if (here >= explains_min) draft.explained[i] = std::max(draft.explained[i], here);
    if (!understood.reading.tokens[i].content()) continue;
    features["linker/words"] += here;
    features["linker/words_elsewhere"] += elsewhere;
  }
}

Foresight foresee(const Understanding& understood) {
  Foresight out;
  if (!understood.linked) return out;
  const auto& links = understood.linked->links;
  out.plan = links.answer(Answer::plan);
  out.clarify = links.answer(Answer::clarify);
  out.not_in_schema = links.answer(Answer::not_in_schema);
  out.write = links.answer(Answer::write);
  out.injection = links.answer(Answer::injection);
  for (std::size_t i = 0; i < links.words; ++i) {
    if (!understood.reading.tokens[i].content()) continue;
    out.unknown += links.unknown[i];
    if (links.unknown[i] >= unknown_min) out.unknown_words.push_back(understood.reading.tokens[i].text);
  }
  return out;
}

}  // namespace recoupe::planner
