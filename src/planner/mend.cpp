#include "planner/mend.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>

#include "planner/word_forms.hpp"

namespace recoupe::planner {

namespace {

constexpr double doubted_max = 0.3;  // of a decision, to be taken back
constexpr double tried_min = 0.1;   // of a condition, to be tried alone
constexpr std::size_t tried_max = 12;
constexpr double likely_min = 0.5;   // of a decision that was not taken, to be taken

/// One draft while it is changed.
class Mending {
 public:
  Mending(const Understanding& understood, const std::vector<Condition>& conditions, const Draft& draft)
      : mentions_(understood.mentions), vocabulary_(understood.vocabulary),
        conditions_(conditions), draft_(draft), sketch_(*draft.sketch) {}

  bool drop_conditions() {
    bool changed = false;
    for (auto* where : sides()) {
      for (const auto& condition : *where)
        if (condition.linked < doubted_max) take_back(condition);
      changed = std::erase_if(*where, [](const Condition& c) { return c.linked < doubted_max; }) > 0 || changed;
    }
    return changed;
  }

  bool add_conditions() {
    bool changed = false;
    for (const auto& condition : conditions_) {
      if (condition.linked < likely_min) continue;
      changed = add(condition) || changed;
    }
    return changed;
  }

  bool add(const Condition& condition) {
    auto* where = side_of(vocabulary_.fields[condition.field].table);
    if (where == nullptr || is_used(condition)) return false;
    draft_.explain(condition.tokens);
    for (const std::size_t token : condition.cue_tokens) draft_.cue_used[token] = true;
    tell_of(draft_, condition, vocabulary_, 1);
    where->push_back(condition);
    return true;
  }

  /// Puts a condition in the place of another one on its field: TRUE for FALSE, null for present, a value for another.
  bool replace(const Condition& condition) {
    auto* where = side_of(vocabulary_.fields[condition.field].table);
    if (where == nullptr) return false;
    const auto on_field = [&](const Condition& known) { return known.field == condition.field; };
    if (std::count_if(where->begin(), where->end(), on_field) != 1) return false;
    const auto at = std::find_if(where->begin(), where->end(), on_field);
    if (says_the_same(*at, condition)) return false;
    take_back(*at);
    where->erase(at);
    return add(condition);
  }

  /// Adds a value to those that a condition on its field allows.
  bool widen(const Condition& condition) {
    auto* where = side_of(vocabulary_.fields[condition.field].table);
    if (where == nullptr || condition.form != Form::equals || condition.negated || condition.linked < likely_min) return false;
    for (auto& known : *where) {
      if (known.field != condition.field || known.form != Form::equals || known.negated) continue;
      const auto same = [&](const std::string& value) { return fold(value) == fold(condition.values[0]); };
      if (std::any_of(known.values.begin(), known.values.end(), same)) return false;  // one value in two spellings
      take_back(known);
      known.values.push_back(condition.values[0]);
      std::sort(known.values.begin(), known.values.end());
      known.tokens.insert(known.tokens.end(), condition.tokens.begin(), condition.tokens.end());
      draft_.explain(known.tokens);
      tell_of(draft_, known, vocabulary_, 1);
      return true;
    }
    return false;
  }

  /// Takes back the condition at a place among all; tells whether there is one that the linker is not sure of.
  bool drop(std::size_t place) {
    for (auto* where : sides()) {
      if (place >= where->size()) {
        place -= where->size();
        continue;
      }
      const auto at = where->begin() + static_cast<std::ptrdiff_t>(place);
      if (at->linked >= likely_min) return false;
      take_back(*at);
      where->erase(at);
      return true;
    }
    return false;
  }

  std::size_t condition_count() {
    std::size_t count = 0;
    for (const auto* where : sides()) count += where->size();
    return count;
  }

  /// Puts a period on the date that the linker takes for it.
  bool move_periods() {
    bool changed = false;
    for (auto* where : sides()) {
      for (auto& condition : *where) {
        if (condition.form != Form::period || condition.linked >= doubted_max) continue;
        const std::size_t table = vocabulary_.fields[condition.field].table;
        const Role role = condition.op == "DURING PERIOD" ? Role::during : Role::before_after;
        const auto* part = likely(role, table);
        if (part == nullptr || part->item == condition.field) continue;
        condition.field = part->item;
        condition.linked = part->sure;
        draft_.explain(part->tokens);
        changed = true;
      }
    }
    return changed;
  }

  bool choose_columns() {
    if (!sketch_.measures.empty() || sketch_.alone) return false;
    bool changed = false;
    auto own = shown(sketch_.subject);
    for (auto& check : sketch_.checks) {
      if (!check.shows) continue;
      auto selected = shown(check.side.table);
      std::erase(selected, check.link.right);
      changed = changed || selected != check.selected;
      check.selected = std::move(selected);
    }
    std::vector<std::size_t> columns;
    if (!own.empty()) {
      const int key = vocabulary_.tables[sketch_.subject].key;
      if (key >= 0 && std::find(own.begin(), own.end(), static_cast<std::size_t>(key)) == own.end())
        columns.push_back(static_cast<std::size_t>(key));
      columns.insert(columns.end(), own.begin(), own.end());
      for (const std::size_t table : sketch_.joined)
        for (const std::size_t field : shown(table)) columns.push_back(field);
      for (const auto& check : sketch_.checks) columns.insert(columns.end(), check.selected.begin(), check.selected.end());
    }
    changed = changed || columns != sketch_.columns;
    sketch_.columns = std::move(columns);
    sketch_.finding_shown = !sketch_.columns.empty() && std::any_of(sketch_.checks.begin(), sketch_.checks.end(),
                                                                    [](const Check& c) { return c.keep.empty(); });
    return changed;
  }

  bool choose_groups() {
    if (sketch_.measures.empty()) return false;
    const auto doubted = [&](const Amount& group) {
      return group.fields.size() == 1 && mentions_.sure(Role::grouped, group.fields[0]) < doubted_max;
    };
    bool changed = std::erase_if(sketch_.groups, doubted) > 0;
    for (const auto& part : mentions_.parts) {
      if (part.role != Role::grouped || part.sure < likely_min) continue;
      const bool known = std::any_of(sketch_.groups.begin(), sketch_.groups.end(),
                                     [&](const Amount& g) { return !g.fields.empty() && g.fields[0] == part.item; });
      if (known || !reaches(vocabulary_.fields[part.item].table)) continue;
      sketch_.groups.push_back(Amount{{part.item}, "", 0, false, ""});
      draft_.explain(part.tokens);
      changed = true;
    }
    return changed;
  }

  bool choose_measured() {
    bool changed = false;
    for (auto& measure : sketch_.measures) {
      if (measure.fields.size() != 1) continue;
      const Role role = measure.call.starts_with("COUNT") ? Role::counted : Role::measured;
      if (mentions_.sure(role, measure.fields[0]) >= doubted_max) continue;
      for (const auto& part : mentions_.parts) {
        if (part.role != role || part.sure < likely_min || !reaches(vocabulary_.fields[part.item].table)) continue;
        measure.fields[0] = part.item;
        draft_.explain(part.tokens);
        changed = true;
        break;
      }
    }
    return changed;
  }

  /// Gives the changed draft, nothing where it cannot be written.
  std::optional<Draft> written() && {
    for (auto* where : sides()) std::stable_sort(where->begin(), where->end(), reads_before);
    draft_.text = text_of(sketch_, vocabulary_);
    if (draft_.text.empty()) return std::nullopt;
    draft_.features["linker/mended"] = 1;
    draft_.sketch = std::make_shared<const Sketch>(std::move(sketch_));
    return std::move(draft_);
  }

 private:
  std::vector<std::vector<Condition>*> sides() {
    std::vector<std::vector<Condition>*> found = {&sketch_.where};
    for (auto& check : sketch_.checks) found.push_back(&check.side.where);
    return found;
  }

  std::vector<Condition>* side_of(std::size_t table) {
    if (table == sketch_.subject) return &sketch_.where;
    for (auto& check : sketch_.checks)
      if (check.side.table == table) return &check.side.where;
    const bool joined = std::find(sketch_.joined.begin(), sketch_.joined.end(), table) != sketch_.joined.end();
    return joined || (!sketch_.measures.empty() && reaches(table)) ? &sketch_.where : nullptr;
  }

  [[nodiscard]] bool reaches(std::size_t table) const {
    return table == sketch_.subject || vocabulary_.way(sketch_.subject, table) != nullptr;
  }

  /// A field has one condition, and a period or a number has one place.
  bool is_used(const Condition& wanted) {
    for (const auto* where : sides())
      for (const auto& known : *where)
        if (known.field == wanted.field || (known.period >= 0 && known.period == wanted.period) ||
            (known.number >= 0 && known.number == wanted.number))
          return true;
    return false;
  }

  [[nodiscard]] const Part* likely(Role role, std::size_t table) const {
    const Part* best = nullptr;
    for (const auto& part : mentions_.parts)
      if (part.role == role && part.sure >= likely_min && vocabulary_.fields[part.item].table == table &&
          (best == nullptr || part.sure > best->sure))
        best = &part;
    return best;
  }

  /// Fields of a table that are likely shown, in the order of the words.
  std::vector<std::size_t> shown(std::size_t table) {
    std::vector<const Part*> parts;
    for (const auto& part : mentions_.parts)
      if (part.role == Role::shown && part.sure >= likely_min && vocabulary_.fields[part.item].table == table &&
          !vocabulary_.fields[part.item].element)
        parts.push_back(&part);
    std::stable_sort(parts.begin(), parts.end(), [](const Part* l, const Part* r) { return l->anchor < r->anchor; });
    std::vector<std::size_t> fields;
    for (const auto* part : parts) {
      fields.push_back(part->item);
      draft_.explain(part->tokens);
    }
    return fields;
  }

  void take_back(const Condition& condition) {
    for (const auto& [token, worth] : condition.tokens) draft_.explained[token] = draft_.claimed[token];
    for (const std::size_t token : condition.cue_tokens) draft_.cue_used[token] = false;
    tell_of(draft_, condition, vocabulary_, -1);
  }

  const Mentions& mentions_;
  const Vocabulary& vocabulary_;
  const std::vector<Condition>& conditions_;
  Draft draft_;
  Sketch sketch_;
};

}  // namespace

Mender::Mender(const Understanding& understood) : understood_(understood) {
  if (!understood.linked) return;
  conditions_ = find_conditions(understood.reading, understood.vocabulary, understood.mentions, tried_min);
  std::erase_if(conditions_, [](const Condition& c) { return c.linked < tried_min; });
  std::stable_sort(conditions_.begin(), conditions_.end(), [](const Condition& l, const Condition& r) { return l.linked > r.linked; });
  std::vector<Condition> apart;
  for (auto& condition : conditions_) {
    const bool known =
        std::any_of(apart.begin(), apart.end(), [&](const Condition& c) { return says_the_same(c, condition); });
    if (!known && apart.size() < tried_max) apart.push_back(std::move(condition));
  }
  conditions_ = std::move(apart);
}

std::vector<Draft> Mender::mend(const Draft& draft) const {
  std::vector<Draft> found;
  if (!understood_.linked || draft.sketch == nullptr) return found;
  using Change = bool (Mending::*)();
  // Conditions are dropped before others are added: a word that is free may have another meaning.
  static constexpr std::array changes = {&Mending::move_periods,   &Mending::drop_conditions, &Mending::add_conditions,
                                         &Mending::choose_columns, &Mending::choose_groups,   &Mending::choose_measured};
  const auto keep = [&](Mending mending) {
    if (auto mended = std::move(mending).written(); mended && mended->text != draft.text) found.push_back(*std::move(mended));
  };
  Mending all(understood_, conditions_, draft);
  std::size_t changed = 0;
  for (const Change change : changes) {
    Mending one(understood_, conditions_, draft);
    if (!(one.*change)()) continue;
    (all.*change)();
    ++changed;
    keep(std::move(one));
  }
  if (changed > 1) keep(std::move(all));
  for (const auto& condition : conditions_)
    for (const auto with : {&Mending::add, &Mending::replace, &Mending::widen})
      if (Mending one(understood_, conditions_, draft); (one.*with)(condition)) keep(std::move(one));
  const std::size_t count = Mending(understood_, conditions_, draft).condition_count();
  for (std::size_t place = 0; place < count; ++place)
    if (Mending one(understood_, conditions_, draft); one.drop(place)) keep(std::move(one));
  return found;
}

}  // namespace recoupe::planner
