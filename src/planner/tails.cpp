// What may follow rows and checks: counts, sums, averages, extremes, over all rows or by groups.
#include <algorithm>
#include <array>

#include "planner/groups.hpp"

namespace recoupe::planner {

namespace {

constexpr std::size_t measures_max = 4;  // fields for one function
constexpr std::size_t tails_max = 80;
constexpr double count_worth = 0.5;  // of counting, which no field speaks of
constexpr double unsaid_cost = 0.5;
constexpr std::size_t distinct_max = 6;
constexpr double named_min = 0.6;

struct Function {
  Cue cue;
  Mark mark;
  std::string_view call;
  std::string_view name;
};
constexpr std::array functions = {Function{Cue::sum, Mark::sum, "SUM", "total"}, Function{Cue::average, Mark::average, "AVG", "average"},
                                  Function{Cue::minimum, Mark::minimum, "MIN", "minimum"},
                                  Function{Cue::maximum, Mark::maximum, "MAX", "maximum"}};

/// Measures that one reading of the words asks for.
struct Measuring {
  std::vector<Amount> amounts;
  std::string label;
  std::vector<Cue> cues;
  double said = 0;  // how well the measured field is spoken of
  bool unsaid = false;
  std::vector<std::pair<std::size_t, double>> tokens;
};

class Measurer {
 public:
  Measurer(const Bench& bench, std::size_t subject, bool wide)
      : bench_(bench), reading_(bench.reading), subject_(subject), wide_(wide) {}

  std::vector<Measuring> all() {
    add({Amount{{}, "COUNT", 0, false, "n"}}, "count", {Cue::count}, {});
    bool by_word = false;
    const auto fields = measured();
    const auto dates = dated();
    for (const auto& function : functions) {
      if (!bench_.asked({function.cue}, function.mark)) continue;
      by_word = true;
      for (const std::size_t field : fields) add_function(function, field);
      if (function.cue == Cue::minimum || function.cue == Cue::maximum)
        for (const std::size_t field : dates) add_function(function, field);
    }
    add_extremes_of_dates(dates);
    if (!by_word)
      for (const std::size_t field : fields)
        if (bench_.field_said(field) != nullptr || reading_.has(Cue::top))
          add({named(functions[0], field)}, "implied", {}, {field});
    add_several(fields, dates);
    add_lengths();
    if (bench_.asked({Cue::distinct}, Mark::count_distinct)) add_distinct();
    return std::move(found_);
  }

 private:
  static Amount named(const Function& function, std::size_t field) {
    return {{field}, std::string(function.call), 0, false, std::string(function.name)};
  }

  void add(std::vector<Amount> amounts, std::string label, std::vector<Cue> cues,
           const std::vector<std::size_t>& fields) {
    Measuring measuring{std::move(amounts), std::move(label), std::move(cues), 0, false, {}};
    for (const std::size_t field : fields) {
      const Mention* said = bench_.field_said(field);
      if (said == nullptr)
        measuring.unsaid = true;
      else
        measuring.said += said->strength / static_cast<double>(fields.size());
      if (said != nullptr) measuring.tokens.insert(measuring.tokens.end(), said->tokens.begin(), said->tokens.end());
    }
    found_.push_back(std::move(measuring));
  }

  void add_function(const Function& function, std::size_t field) {
    add({named(function, field)}, std::string(function.name), {function.cue}, {field});
    if (function.cue == Cue::sum && reading_.has(Cue::count))
      add({Amount{{}, "COUNT", 0, false, "n"}, named(function, field)}, "total_counted", {Cue::sum, Cue::count},
          {field});
  }

  /// "first and last withdrawal": the extremes of a date.
  void add_extremes_of_dates(const std::vector<std::size_t>& dates) {
    const bool last = reading_.has(Cue::latest) || bench_.says({"last", "latest", "dernier", "derniere"});
    const bool first =
        bench_.says({"first", "earliest", "premier", "premiere", "oldest"}) || reading_.has(Cue::minimum);
    for (const std::size_t field : dates) {
      if (last && !reading_.has(Cue::maximum)) add({named(functions[3], field)}, "maximum", {Cue::latest}, {field});
      if (first && !reading_.has(Cue::minimum)) add({named(functions[2], field)}, "minimum", {}, {field});
      if (first && last)
        add({named(functions[2], field), named(functions[3], field)}, "several",
            {Cue::latest, Cue::minimum, Cue::maximum}, {field});
    }
  }

  void add_several(const std::vector<std::size_t>& fields, const std::vector<std::size_t>& dates) {
    std::vector<Function> asked;
    std::vector<Cue> cues;
    for (const auto& function : {functions[2], functions[1], functions[3], functions[0]}) {
      if (!reading_.has(function.cue)) continue;
      asked.push_back(function);
      cues.push_back(function.cue);
    }
    const auto each = [&](std::size_t field) {
      std::vector<Amount> amounts;
      for (const auto& function : asked) amounts.push_back(named(function, field));
      add(std::move(amounts), "several", cues, {field});
    };
    if (asked.size() > 1) {
      for (const std::size_t field : fields) each(field);
      if (!reading_.has(Cue::sum) && !reading_.has(Cue::average))
        for (const std::size_t field : dates) each(field);
    }
    // "gross, net and tax totals": one function of all the fields that are said.
    std::vector<std::size_t> said;
    for (const std::size_t field : fields) {
      const Mention* mention = bench_.field_said(field);
      const bool other_words = mention != nullptr && std::none_of(said.begin(), said.end(), [&](std::size_t f) {
                                 return bench_.field_said(f)->anchor == mention->anchor;
                               });
      if (other_words) said.push_back(field);
    }
    if (said.size() < 2) return;
    for (const auto& function : functions) {
      if (!reading_.has(function.cue)) continue;
      std::vector<Amount> amounts;
      for (const std::size_t field : said) {
        amounts.push_back(named(function, field));
        if (amounts.size() > 1) amounts.back().name += "_" + std::to_string(amounts.size());
      }
      add(std::move(amounts), "all_said", {function.cue}, said);
    }
  }

  /// "average number of lines": how many elements an array has.
  void add_lengths() {
    for (const std::size_t f : bench_.vocabulary.tables[subject_].fields) {
      const auto& field = bench_.vocabulary.fields[f];
      if (field.kind != FieldKind::array || field.element || bench_.field_said(f) == nullptr) continue;
      if (!reading_.has(Cue::average) || !reading_.has(Cue::count)) continue;
      Amount length{{f}, "length", 0, false, "average"};
      add({std::move(length)}, "average_length", {Cue::average, Cue::count}, {f});
    }
  }

  /// "how many different clients": those that rows refer to, told apart.
  void add_distinct() {
    std::vector<std::pair<double, std::size_t>> fields;
    const auto consider = [&](std::size_t f, double worth) {
      if (std::none_of(fields.begin(), fields.end(), [f](const auto& known) { return known.second == f; }))
        fields.emplace_back(worth, f);
    };
    for (const std::size_t f : bench_.vocabulary.tables[subject_].fields) {
      const auto& field = bench_.vocabulary.fields[f];
      if (field.element || field.kind == FieldKind::document || field.kind == FieldKind::flag || field.dated() ||
          field.kind == FieldKind::array)
        continue;
      const Mention* said = bench_.field_said(f);
      const double linked = bench_.mentions.sure(Role::counted, f);
      if (field.reference || said != nullptr || linked > 0)
        consider(f, (field.reference ? 0.5 : 0) + (said != nullptr ? said->strength : 0) + linked);
    }
    for (const auto& mention : bench_.mentions.tables) {
      if (mention.strength < named_min) continue;
      for (const auto& link : bench_.vocabulary.between(subject_, mention.item)) {
        consider(link.left, mention.strength + 0.5);
        break;
      }
      const int key = bench_.vocabulary.tables[mention.item].key;
      if (key >= 0 && (mention.item == subject_ || (wide_ && bench_.way(subject_, mention.item) != nullptr)))
        consider(static_cast<std::size_t>(key), mention.strength);
    }
    std::stable_sort(fields.begin(), fields.end(), [](const auto& l, const auto& r) { return l.first > r.first; });
    for (std::size_t i = 0; i < std::min(fields.size(), distinct_max); ++i) {
      const std::size_t f = fields[i].second;
      const auto& field = bench_.vocabulary.fields[f];
      Amount amount{
          {f}, field.folds && field.kind == FieldKind::text ? "COUNT DISTINCT LOWER" : "COUNT DISTINCT", 0, false, "n"};
      add({std::move(amount)}, "distinct", {Cue::count, Cue::distinct}, {});
      found_.back().said = fields[i].first;
      if (const Mention* said = bench_.field_said(f)) found_.back().tokens = said->tokens;
    }
  }

  [[nodiscard]] std::vector<std::size_t> measured() const {
    std::vector<std::pair<double, std::size_t>> found;
    for (const std::size_t f : bench_.vocabulary.tables[subject_].fields) {
      const auto& field = bench_.vocabulary.fields[f];
      if (!measurable(field)) continue;
      const Mention* said = bench_.field_said(f);
      const double unsaid = field.field->type.kind == core::Kind::numeric ? 0.3 : 0.1;
      found.emplace_back((said != nullptr ? said->strength : unsaid) + bench_.mentions.sure(Role::measured, f), f);
    }
    return best(std::move(found));
  }

  [[nodiscard]] std::vector<std::size_t> dated() const {
    std::vector<std::pair<double, std::size_t>> found;
    double worth = 0.3;
    for (const std::size_t f : bench_.vocabulary.tables[subject_].fields) {
      if (!bench_.vocabulary.fields[f].dated() || bench_.vocabulary.fields[f].element) continue;
      const Mention* said = bench_.field_said(f);
      found.emplace_back((said != nullptr ? said->strength : worth) + bench_.mentions.sure(Role::measured, f), f);
      worth -= 0.05;
    }
    return best(std::move(found));
  }

  static std::vector<std::size_t> best(std::vector<std::pair<double, std::size_t>> found) {
    std::stable_sort(found.begin(), found.end(), [](const auto& l, const auto& r) { return l.first > r.first; });
    std::vector<std::size_t> fields;
    for (const auto& [worth, field] : found)
      if (fields.size() < measures_max) fields.push_back(field);
    return fields;
  }

  const Bench& bench_;
  const Reading& reading_;
  std::size_t subject_;
  bool wide_;
  std::vector<Measuring> found_;
};

bool wanted(const Bench& bench) {
  const Reading& reading = bench.reading;
  for (const Mark mark : {Mark::count, Mark::sum, Mark::average, Mark::minimum, Mark::maximum, Mark::count_distinct, Mark::group})
    if (bench.mentions.expects(mark)) return true;
  for (const Cue cue :
       {Cue::count, Cue::sum, Cue::average, Cue::minimum, Cue::maximum, Cue::per, Cue::top, Cue::distinct, Cue::bottom})
    if (reading.has(cue)) return true;
  return reading.has(Cue::more) || reading.has(Cue::latest);
}

}  // namespace

std::vector<Tail> tails_of(const Bench& bench, std::size_t subject, bool wide) {
  std::vector<Tail> tails = {{}};
  if (!wanted(bench)) return tails;
  const auto measurings = Measurer(bench, subject, wide).all();
  for (const auto& groupings : groupings_of(bench, subject, wide)) {
    for (const auto& measuring : measurings) {
      Tail tail;
      tail.worth = measuring.label == "count" ? count_worth : measuring.said - (measuring.unsaid ? unsaid_cost : 0);
      tail.measures = measuring.amounts;
      tail.label = measuring.label + (groupings.empty() ? "" : "_by");
      tail.cues = measuring.cues;
      tail.tokens = measuring.tokens;
      if (measuring.label != "count")
        tail.features.emplace_back(measuring.unsaid ? "lexical/measure_unsaid" : "lexical/measure",
                                   measuring.unsaid ? 1 : measuring.said);
      for (const auto& amount : measuring.amounts) {
        if (amount.fields.empty()) continue;
        const auto& field = bench.vocabulary.fields[amount.fields[0]];
        if (amount.call == "SUM" && field.field->type.kind == core::Kind::int64)
          tail.features.emplace_back("lexical/measure_whole", 1);
        if (field.element) tail.features.emplace_back("lexical/measure_element", 1);
        for (const auto& grouping : groupings)
          if (grouping.columns[0].fields == amount.fields) tail.features.emplace_back("lexical/measure_is_group", 1);
      }
      if (!groupings.empty()) tail.cues.push_back(Cue::per);
      for (const auto& grouping : groupings) {
        tail.groups.insert(tail.groups.end(), grouping.columns.begin(), grouping.columns.end());
        tail.tokens.insert(tail.tokens.end(), grouping.tokens.begin(), grouping.tokens.end());
        tail.worth += grouping.worth;
        tail.features.emplace_back("lexical/groups", grouping.worth);
        tail.features.emplace_back("groups/" + grouping.form, 1);
        for (const Cue cue : {Cue::top, Cue::per, Cue::bottom, Cue::with_})
          if (bench.reading.has(cue))
            tail.features.emplace_back("groups/" + grouping.form + "/" + std::string(name_of(cue)), 1);
        if (groupings.size() > 1) tail.features.emplace_back("groups/several", 1);
      }
      tails.push_back(std::move(tail));
    }
  }
  std::stable_sort(tails.begin() + 1, tails.end(), [](const Tail& l, const Tail& r) { return l.worth > r.worth; });
  if (tails.size() > tails_max) tails.resize(tails_max);
  return tails;
}

}  // namespace recoupe::planner
