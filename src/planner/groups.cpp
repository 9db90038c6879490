#include "planner/groups.hpp"

#include <algorithm>
#include <array>

namespace recoupe::planner {

namespace {

constexpr double hop_cost = 0.21;
constexpr double distance_cost = 0.08;
constexpr double group_strength_min = 0.6;
constexpr std::size_t group_reach = 4;
constexpr std::size_t choices_max = 5;  // for one place
constexpr std::size_t lists_max = 16;
constexpr std::size_t places_max = 3;
constexpr double linked_min = 0.3;  // of a field that the linker takes for a group
constexpr std::size_t linked_max = 4;
constexpr std::size_t more_max = 2;  // columns shown beside a key

class Grouper {
 public:
  Grouper(const Bench& bench, std::size_t subject, bool wide)
      : bench_(bench), reading_(bench.reading), subject_(subject), wide_(wide) {}

  std::vector<std::vector<Grouping>> lists() const {
    std::vector<std::vector<Grouping>> lists = {{}};
    for (const std::size_t place : places()) {
      const auto found = at(place);
      std::vector<std::vector<Grouping>> longer;
      for (const auto& list : lists) {
        for (const auto& grouping : found) {
          if (std::any_of(list.begin(), list.end(), [&](const Grouping& g) { return overlaps(g, grouping); })) continue;
          longer.push_back(list);
          longer.back().push_back(grouping);
        }
      }
      lists.insert(lists.end(), longer.begin(), longer.end());
      if (lists.size() > lists_max) lists.resize(lists_max);
    }
    for (auto& grouping : by_values()) lists.push_back({std::move(grouping)});
    add_linked(lists);
    return lists;
  }

 private:
  static bool overlaps(const Grouping& a, const Grouping& b) {
    const bool field = std::any_of(a.columns.begin(), a.columns.end(), [&](const Amount& x) {
      return std::any_of(b.columns.begin(), b.columns.end(), [&](const Amount& y) { return x.fields == y.fields; });
    });
    return field || std::any_of(a.tokens.begin(), a.tokens.end(), [&](const auto& t) {
             return std::any_of(b.tokens.begin(), b.tokens.end(), [&](const auto& u) { return t.first == u.first; });
           });
  }

  /// The tokens after which a group is named: after "per", after the number of a "top 5", at the beginning where
  /// groups are asked for.
  [[nodiscard]] std::vector<std::size_t> places() const {
    std::vector<std::size_t> places;
    for (const auto& cue : reading_.cues)
      if (cue.cue == Cue::per && cue.last + 1 < reading_.tokens.size()) places.push_back(cue.last + 1);
    const bool ranked = reading_.has(Cue::top) || reading_.has(Cue::bottom);
    if (ranked)  // "top 5 suppliers by amount"
      for (const auto& number : reading_.numbers) places.push_back(reading_.token_at(number.end));
    const bool having = reading_.has(Cue::more) || reading_.has(Cue::at_least) || reading_.has(Cue::less);
    if (ranked || having) places.push_back(0);
    std::sort(places.begin(), places.end());
    // "per region and month": what follows "and" is a group too.
    if (!places.empty()) {
      for (std::size_t i = places.back(); i < std::min(reading_.tokens.size(), places.back() + 6); ++i) {
        const auto& word = reading_.tokens[i].term.folded;
        if (word != "et" && word != "and") continue;
        places.push_back(i + 1);
        break;
      }
    }
    places.erase(std::unique(places.begin(), places.end()), places.end());
    if (places.size() > places_max)
      places.erase(places.begin(), places.end() - static_cast<std::ptrdiff_t>(places_max));
    return places;
  }

  [[nodiscard]] int hops(std::size_t table) const {
    if (table == subject_) return 0;
    const auto* way = wide_ ? bench_.way(subject_, table) : nullptr;
    return way == nullptr ? -1 : static_cast<int>(way->size());
  }

  [[nodiscard]] std::vector<Grouping> at(std::size_t place) const {
    std::vector<Grouping> found;
    const auto near = [&](std::size_t anchor) { return anchor >= place && anchor < place + group_reach; };
    const auto distance = [&](std::size_t anchor) { return distance_cost * static_cast<double>(anchor - place); };
    for (const auto& mention : bench_.mentions.fields) {
      const auto& field = bench_.vocabulary.fields[mention.item];
      const int far = hops(field.table);
      if (!near(mention.anchor) || mention.strength < group_strength_min || mention.opposite ||
          field.kind == FieldKind::document || far < 0)
        continue;
      if (measurable(field) && field.field->type.kind != core::Kind::int64)
        continue;  // rows are not grouped by an amount
      if (field.dated()) continue;
      const bool named_more = std::any_of(found.begin(), found.end(),
                                          [&](const Grouping& g) { return g.columns[0].fields[0] == mention.item; });
      if (!named_more)
        found.push_back({{column(mention.item)},
                         mention.strength - hop_cost * far - distance(mention.anchor),
                         mention.tokens,
                         "field"});
      add_with_name(mention, mention.strength - hop_cost * far - distance(mention.anchor) - 0.05, found);
    }
    for (const auto& mention : bench_.mentions.tables) {
      if (!near(mention.anchor) || mention.strength < group_strength_min) continue;
      add_table(mention, mention.strength - distance(mention.anchor), found);
    }
    add_times(place, found);
    std::stable_sort(found.begin(), found.end(),
                     [](const Grouping& l, const Grouping& r) { return l.worth > r.worth; });
    std::vector<Grouping> best;
    for (const auto& grouping : found) {
      const auto same = [&](const Grouping& g) {
        return g.columns.size() == grouping.columns.size() &&
               std::equal(g.columns.begin(), g.columns.end(), grouping.columns.begin(),
                          [](const Amount& a, const Amount& b) { return a.fields == b.fields; });
      };
      if (std::any_of(best.begin(), best.end(), same)) continue;
      best.push_back(grouping);
      if (best.size() >= choices_max) break;
    }
    return best;
  }

  /// "top", "most": whoever is ranked is named as well.
  [[nodiscard]] bool ranked() const {
    return reading_.has(Cue::top) || reading_.has(Cue::bottom) || reading_.has(Cue::more) || reading_.has(Cue::latest);
  }

  static Amount column(std::size_t field) { return {{field}, "", 0, false, ""}; }

  /// "top 5 suppliers by code, with their names": the columns said of the table beside its key.
  void add_with_name(const Mention& mention, double worth, std::vector<Grouping>& found) const {
    const auto& field = bench_.vocabulary.fields[mention.item];
    if (!field.key || !ranked()) return;
    Grouping grouping{{column(mention.item)}, worth, mention.tokens, "key_name"};
    add_said(field.table, grouping);
    if (grouping.columns.size() > 1) found.push_back(std::move(grouping));
  }

  /// Adds the fields of a table that are said by name beside the key.
  void add_said(std::size_t table, Grouping& grouping) const {
    for (const auto& said : bench_.mentions.fields) {
      const auto& field = bench_.vocabulary.fields[said.item];
      const bool known = std::any_of(grouping.columns.begin(), grouping.columns.end(),
                                     [&](const Amount& a) { return a.fields[0] == said.item; });
      if (field.table != table || known || said.strength < 0.75 || field.element || field.kind == FieldKind::flag ||
          field.kind == FieldKind::document || grouping.columns.size() > more_max)
        continue;
      const bool taken = std::any_of(said.tokens.begin(), said.tokens.end(), [&](const auto& t) {
        return std::any_of(grouping.tokens.begin(), grouping.tokens.end(),
                           [&](const auto& u) { return t.first == u.first; });
      });
      if (taken) continue;
      grouping.columns.push_back(column(said.item));
      grouping.tokens.insert(grouping.tokens.end(), said.tokens.begin(), said.tokens.end());
    }
  }

  /// "by customer": the field that refers to customers, their key, their name, or key and what is said of them.
  void add_table(const Mention& mention, double worth, std::vector<Grouping>& found) const {
    const auto& table = bench_.vocabulary.tables[mention.item];
    if (mention.item != subject_) {
      for (const auto& link : bench_.vocabulary.between(subject_, mention.item)) {
        found.push_back({{column(link.left)}, worth * 0.95, mention.tokens, "ref"});
        break;
      }
      if (hops(mention.item) < 0) return;
    }
    if (mention.item == subject_ && !wide_) return;
    const double far = hop_cost * 0.3 * std::max(0, hops(mention.item) - 1);
    if (const int name = name_field(bench_, mention.item); name >= 0) {
      found.push_back({{column(static_cast<std::size_t>(name))}, worth * 0.9 - far, mention.tokens, "name"});
      if (const Mention* said = bench_.field_said(static_cast<std::size_t>(name)))
        found.back().tokens.insert(found.back().tokens.end(), said->tokens.begin(), said->tokens.end());
    }
    if (table.key < 0) return;
    Grouping keyed{{column(static_cast<std::size_t>(table.key))}, worth * 0.9 - far, mention.tokens, "key"};
    found.push_back(keyed);
    if (!ranked()) return;
    add_said(mention.item, keyed);
    keyed.form = "key_name";
    keyed.worth += 0.02;
    if (keyed.columns.size() > 1) found.push_back(std::move(keyed));
  }

  /// "versus": two values of one field are said, the rows are parted by it.
  [[nodiscard]] std::vector<Grouping> by_values() const {
    std::vector<Grouping> found;
    if (!bench_.says({"versus", "vs", "contre", "compare", "compares", "comparer", "comparison", "entre", "between"}))
      return found;
    const auto& values = bench_.mentions.values;
    for (std::size_t i = 0; i < values.size(); ++i) {
      for (std::size_t j = i + 1; j < values.size(); ++j) {
        const bool two = values[i].item == values[j].item && values[i].value != values[j].value &&
                         values[i].anchor != values[j].anchor;
        if (!two || hops(bench_.vocabulary.fields[values[i].item].table) < 0) continue;
        Grouping grouping{{column(values[i].item)}, values[i].strength, values[i].tokens, "values"};
        grouping.tokens.insert(grouping.tokens.end(), values[j].tokens.begin(), values[j].tokens.end());
        const bool known = std::any_of(found.begin(), found.end(), [&](const Grouping& g) {
          return g.columns[0].fields == grouping.columns[0].fields;
        });
        if (!known) found.push_back(std::move(grouping));
      }
    }
    return found;
  }

  /// Fields that the linker takes for groups, wherever they are said: each alone, two together.
  void add_linked(std::vector<std::vector<Grouping>>& lists) const {
    std::vector<Grouping> found;
    for (const auto& part : bench_.mentions.parts) {
      if (part.role != Role::grouped || part.sure < linked_min) continue;
      const auto& field = bench_.vocabulary.fields[part.item];
      if (field.kind == FieldKind::document || field.dated() || hops(field.table) < 0) continue;
      found.push_back({{column(part.item)}, part.sure, part.tokens, "linked"});
    }
    const std::size_t count = std::min(found.size(), linked_max);
    for (std::size_t i = 0; i < count; ++i) {
      lists.push_back({found[i]});
      for (std::size_t j = i + 1; j < count; ++j) lists.push_back({found[i], found[j]});
    }
  }

  void add_times(std::size_t place, std::vector<Grouping>& found) const {
    struct Unit {
      std::string_view word;
      std::string_view unit;
    };
    static constexpr std::array units = {
        Unit{"mois", "month"},     Unit{"month", "month"}, Unit{"mensuel", "month"}, Unit{"monthly", "month"},
        Unit{"semaine", "week"},   Unit{"week", "week"},   Unit{"jour", "day"},      Unit{"day", "day"},
        Unit{"annee", "year"},     Unit{"an", "year"},     Unit{"year", "year"},     Unit{"trimestre", "quarter"},
        Unit{"quarter", "quarter"}};
    for (std::size_t i = place; i < std::min(reading_.tokens.size(), place + 2); ++i) {
      if (reading_.tokens[i].period >= 0) continue;
      const auto unit = std::find_if(units.begin(), units.end(),
                                     [&](const Unit& u) { return reading_.tokens[i].term.folded == u.word; });
      if (unit == units.end()) continue;
      std::vector<std::size_t> dates;
      if (!reading_.periods.empty())
        for (const auto& condition : period_conditions(reading_, bench_.vocabulary, bench_.mentions, subject_, 0))
          dates.push_back(condition.field);
      else
        for (const std::size_t f : bench_.vocabulary.tables[subject_].fields)
          if (bench_.vocabulary.fields[f].dated() && !bench_.vocabulary.fields[f].element) dates.push_back(f);
      double worth = 1;
      for (const std::size_t f : dates) {
        const bool cut = bench_.vocabulary.fields[f].kind == FieldKind::instant || unit->unit != "day";
        found.push_back({{Amount{{f}, cut ? std::string(unit->unit) : "", 0, false, std::string(unit->unit)}},
                         worth,
                         {{i, 1.0}},
                         "time"});
        worth -= 0.15;
      }
    }
  }

  const Bench& bench_;
  const Reading& reading_;
  std::size_t subject_;
  bool wide_;
};

}  // namespace

bool measurable(const FieldItem& field) { return field.kind == FieldKind::number && !field.key && !field.reference; }

int name_field(const Bench& bench, std::size_t table) {
  static const std::array words = {term_of("name"), term_of("label"), term_of("titre"), term_of("raison")};
  int best = -1;
  double most = 0;
  for (const std::size_t f : bench.vocabulary.tables[table].fields) {
    const auto& field = bench.vocabulary.fields[f];
    if (field.kind != FieldKind::text || field.element || field.reference) continue;
    double like = 0;
    for (const auto& term : field.name)
      for (const auto& word : words) like = std::max(like, likeness(word, term.term));
    if (const Mention* said = bench.field_said(f); like >= same_idea && said != nullptr) like += 0.1 * said->strength;
    if (like < same_idea || like <= most) continue;
    most = like;
    best = static_cast<int>(f);
  }
  return best;
}

std::vector<std::vector<Grouping>> groupings_of(const Bench& bench, std::size_t subject, bool wide) {
  return Grouper(bench, subject, wide).lists();
}

}  // namespace recoupe::planner
