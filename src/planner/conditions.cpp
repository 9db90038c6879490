#include "planner/conditions.hpp"

#include <algorithm>
#include <array>

#include "planner/word_forms.hpp"

namespace recoupe::planner {

namespace {

constexpr std::size_t negation_reach = 3;  // words between "not" and what it denies
constexpr std::size_t empty_reach = 4;
constexpr std::size_t number_reach = 7;
constexpr double happened_share = 0.62;  // "delivered" as "the delivery date is there": weaker than a status that says so
constexpr double field_bonus = 0.05;     // the field's own name is said as well
constexpr double as_written_bonus = 0.01;
constexpr double guess_strength = 0.5;   // a number whose field is not said

std::size_t first_of(const Mention& mention) {
  std::size_t first = mention.anchor;
  for (const auto& [token, worth] : mention.tokens) first = std::min(first, token);
  return first;
}

std::size_t last_of(const Mention& mention) {
  std::size_t last = mention.anchor;
  for (const auto& [token, worth] : mention.tokens) last = std::max(last, token);
  return last;
}

/// Finds a cue that ends shortly before a word, with no other content between.
const FoundCue* cue_before(const Reading& reading, std::size_t first, std::initializer_list<Cue> kinds, std::size_t reach) {
  const FoundCue* found = nullptr;
  for (const auto& cue : reading.cues) {
    if (std::find(kinds.begin(), kinds.end(), cue.cue) == kinds.end() || cue.last >= first || first - cue.last > reach) continue;
    std::size_t between = 0;
    for (std::size_t i = cue.last + 1; i < first; ++i) between += reading.tokens[i].content() ? 1 : 0;
    if (between <= 1) found = &cue;
  }
  return found;
}

const FoundCue* cue_after(const Reading& reading, std::size_t last, std::initializer_list<Cue> kinds, std::size_t reach) {
  for (const auto& cue : reading.cues) {
    if (std::find(kinds.begin(), kinds.end(), cue.cue) == kinds.end() || cue.first <= last || cue.first - last > reach) continue;
    std::size_t between = 0;
    for (std::size_t i = last + 1; i < cue.first; ++i) between += reading.tokens[i].content() ? 1 : 0;
    if (between == 0) return &cue;
  }
  return nullptr;
}

void use(Condition& condition, const FoundCue& cue) {
  condition.cues.push_back(cue.cue);
  for (std::size_t i = cue.first; i <= cue.last; ++i) condition.cue_tokens.push_back(i);
}

class Finder {
 public:
  Finder(const Reading& reading, const Vocabulary& vocabulary, const Mentions& mentions)
      : reading_(reading), vocabulary_(vocabulary), mentions_(mentions) {}

  std::vector<Condition> find() {
    for (const auto& mention : mentions_.values) add_value(mention);
    join_alternatives();
    for (const auto& mention : mentions_.fields) {
      const auto& field = vocabulary_.fields[mention.item];
      if (field.kind == FieldKind::flag) add_flag(mention);
      else add_null(mention);
      if (field.dated()) add_happened(mention);
      if (field.dated()) add_overdue(mention);
    }
    add_overdue_of_due_dates();
    for (std::size_t n = 0; n < reading_.numbers.size(); ++n) add_number(n);
    for (std::size_t q = 0; q < reading_.quotes.size(); ++q) add_quote(q);
    return std::move(found_);
  }

 private:
  void add_value(const Mention& mention) {
    const auto& field = vocabulary_.fields[mention.item];
    Condition condition;
    condition.field = mention.item;
    condition.values = {quoted(field.field->known_values[static_cast<std::size_t>(mention.value)])};
    condition.strength = mention.strength;
    condition.anchor = mention.anchor;
    condition.tokens = mention.tokens;
    // Of values that differ in case alone, the one written as it was said.
    const auto& known = field.field->known_values[static_cast<std::size_t>(mention.value)];
    if (reading_.tokens[mention.anchor].text.starts_with(known)) condition.strength += as_written_bonus;
    add_field_words(condition, mention);
    if (const auto* cue = cue_before(reading_, first_of(mention), {Cue::not_, Cue::without}, negation_reach)) {
      condition.negated = true;
      use(condition, *cue);
    }
    found_.push_back(std::move(condition));
  }

  /// "region EU", "statut annulé": the name of the field beside the value is accounted for too.
  void add_field_words(Condition& condition, const Mention& mention) {
    for (const auto& named : mentions_.fields) {
      if (named.item != mention.item) continue;
      const std::size_t far = named.anchor > mention.anchor ? named.anchor - mention.anchor : mention.anchor - named.anchor;
      if (far == 0 || far > 3) continue;
      condition.strength += field_bonus * named.strength;
      for (const auto& token : named.tokens) condition.tokens.push_back(token);
      return;
    }
  }

  /// "CN or US": two values of one field become IN.
  void join_alternatives() {
    const std::size_t count = found_.size();
    for (std::size_t i = 0; i < count; ++i) {
      for (std::size_t j = 0; j < count; ++j) {
        const auto& a = found_[i];
        const auto& b = found_[j];
        if (i == j || a.field != b.field || a.values == b.values || a.anchor >= b.anchor || b.anchor - a.anchor > 5) continue;
        const bool overlap = std::any_of(a.tokens.begin(), a.tokens.end(), [&b](const auto& t) {
          return std::any_of(b.tokens.begin(), b.tokens.end(), [&t](const auto& u) { return u.first == t.first; });
        });
        if (overlap || !alternatives(a.anchor, b.anchor)) continue;
        Condition both = a;
        both.values.push_back(b.values[0]);
        both.tokens.insert(both.tokens.end(), b.tokens.begin(), b.tokens.end());
        both.strength = std::min(a.strength, b.strength) + field_bonus;
        found_.push_back(std::move(both));
      }
    }
  }

  /// Tells whether "or" or "and" stands between two words.
  [[nodiscard]] bool alternatives(std::size_t first, std::size_t last) const {
    for (std::size_t i = first + 1; i < last; ++i) {
      const auto& word = reading_.tokens[i].term.folded;
      if (word == "or" || word == "ou" || word == "et" || word == "and") return true;
    }
    return false;
  }

  void add_flag(const Mention& mention) {
    Condition condition;
    condition.field = mention.item;
    condition.form = Form::flag;
    condition.negated = mention.opposite;
    condition.strength = mention.strength;
    condition.anchor = mention.anchor;
    condition.tokens = mention.tokens;
    if (const auto* cue = cue_before(reading_, first_of(mention), {Cue::not_, Cue::without}, negation_reach)) {
      condition.negated = !condition.negated;
      use(condition, *cue);
    }
    found_.push_back(std::move(condition));
  }

  /// "without an e-mail", "comment left blank".
  void add_null(const Mention& mention) {
    const auto& field = vocabulary_.fields[mention.item];
    const auto* cue = cue_before(reading_, first_of(mention), {Cue::without, Cue::empty, Cue::absent_field}, empty_reach);
    if (cue == nullptr) {
      cue = cue_after(reading_, last_of(mention), {Cue::empty, Cue::absent_field, Cue::without}, empty_reach);
      // "refusals without a reason": what lacks is what follows.
      if (cue != nullptr && cue->cue == Cue::without && lacks_what_follows(*cue)) cue = nullptr;
    }
    if (cue == nullptr) cue = reading_.find(Cue::absent_field);
    Condition condition;
    condition.field = mention.item;
    condition.anchor = mention.anchor;
    condition.tokens = mention.tokens;
    // "refused without a reason": the words before "without" are not the field's.
    if (cue != nullptr && cue->cue == Cue::without && cue->last < mention.anchor)
      std::erase_if(condition.tokens, [cue](const auto& t) { return t.first < cue->first; });
    condition.strength = mention.strength;
    condition.form = Form::is_null;
    if (cue == nullptr) {
      cue = cue_before(reading_, first_of(mention), {Cue::not_null}, empty_reach);
      if (cue == nullptr) cue = cue_after(reading_, last_of(mention), {Cue::not_null}, empty_reach);
      if (cue == nullptr) return;
      condition.negated = true;
    }
    if (field.kind == FieldKind::array || field.element) {
      if (field.element) return;
      condition.form = Form::array_empty;
    } else if (field.field->may_be_missing && !condition.negated && says_present()) {
      condition.form = Form::present_null;
    } else if (reading_.has(Cue::absent_field) && field.field->may_be_missing) {
      condition.form = Form::is_missing;
      use(condition, *reading_.find(Cue::absent_field));
    }
    use(condition, *cue);
    found_.push_back(std::move(condition));
  }

  [[nodiscard]] bool lacks_what_follows(const FoundCue& cue) const {
    const auto& word = reading_.tokens[cue.first].term.folded;
    return word == "sans" || word == "without" || word == "no" || word == "aucun" || word == "aucune" || word == "ni";
  }

  /// "present but null": the field is there and holds nothing.
  [[nodiscard]] bool says_present() const {
    static constexpr std::array there = {"present", "presente", "presents", "presentes", "exists", "existe", "existent", "holds"};
    static constexpr std::array nothing = {"null", "nul", "nulle", "nulls", "nuls"};
    const auto says = [&](const auto& words) {
      return std::any_of(reading_.tokens.begin(), reading_.tokens.end(), [&](const Token& t) { return std::find(words.begin(), words.end(), t.term.folded) != words.end(); });
    };
    return says(there) && says(nothing);
  }

  /// "paid" where only a nullable date tells: the date is there, or not.
  void add_happened(const Mention& mention) {
    const auto& field = vocabulary_.fields[mention.item];
    if (!field.field->nullable && !field.field->may_be_missing) return;
    Condition condition;
    condition.field = mention.item;
    condition.form = Form::is_null;
    condition.negated = !mention.opposite;
    condition.strength = mention.strength * happened_share;
    condition.anchor = mention.anchor;
    condition.tokens = mention.tokens;
    if (const auto* cue = cue_before(reading_, first_of(mention), {Cue::not_, Cue::without}, negation_reach)) {
      condition.negated = !condition.negated;
      condition.strength = mention.strength * 0.9;
      use(condition, *cue);
    }
    if (mention.opposite) condition.strength = mention.strength * 0.85;
    found_.push_back(std::move(condition));
  }

  /// "overdue", "expired": before today.
  void add_overdue(const Mention& mention) {
    const auto* cue = reading_.find(Cue::overdue);
    if (cue == nullptr) return;
    const std::size_t far = cue->first > mention.anchor ? cue->first - mention.anchor : mention.anchor - cue->last;
    if (far > 3) return;
    Condition condition;
    condition.field = mention.item;
    condition.form = Form::period;
    condition.op = "BEFORE PERIOD";
    condition.values = {reading_.language == core::Language::fr ? "'aujourd''hui'" : "'today'"};
    condition.strength = mention.strength * 0.75;
    condition.anchor = mention.anchor;
    condition.tokens = mention.tokens;
    use(condition, *cue);
    found_.push_back(std::move(condition));
  }

  /// "late invoices": the date that is called due, though the text does not say so.
  void add_overdue_of_due_dates() {
    static const std::array due = {term_of("due"), term_of("echeance"), term_of("expires")};
    const auto* cue = reading_.find(Cue::overdue);
    if (cue == nullptr) return;
    for (std::size_t f = 0; f < vocabulary_.fields.size(); ++f) {
      const auto& field = vocabulary_.fields[f];
      const bool fits = field.dated() && std::any_of(field.name.begin(), field.name.end(), [](const WeightedTerm& t) {
        return std::any_of(due.begin(), due.end(), [&t](const Term& word) { return likeness(word, t.term) >= same_idea; });
      });
      if (!fits) continue;
      Condition condition;
      condition.field = f;
      condition.form = Form::period;
      condition.op = "BEFORE PERIOD";
      condition.values = {reading_.language == core::Language::fr ? "'aujourd''hui'" : "'today'"};
      condition.strength = 0.7;
      condition.anchor = cue->first;
      for (std::size_t i = cue->first; i <= cue->last; ++i) condition.tokens.emplace_back(i, 0.9);
      use(condition, *cue);
      found_.push_back(std::move(condition));
    }
  }

  void add_number(std::size_t n) {
    const auto& number = reading_.numbers[n];
    const std::size_t at = reading_.token_at(number.begin);
    if (at >= reading_.tokens.size() || reading_.tokens[at].number != static_cast<int>(n)) return;
    std::size_t after = at;
    while (after < reading_.tokens.size() && reading_.tokens[after].number == static_cast<int>(n)) ++after;
    struct Comparison {
      Cue cue;
      std::string_view op;
    };
    static constexpr std::array comparisons = {Comparison{Cue::at_least, ">="}, Comparison{Cue::at_most, "<="}, Comparison{Cue::more, ">"}, Comparison{Cue::less, "<"}};
    const FoundCue* cue = nullptr;
    std::string op = "=";
    for (const auto& comparison : comparisons) {
      const FoundCue* found = cue_before(reading_, at, {comparison.cue}, 2);
      if (found == nullptr && (comparison.cue == Cue::at_least || comparison.cue == Cue::at_most)) found = cue_after(reading_, after - 1, {comparison.cue}, 3);
      if (found == nullptr) continue;
      cue = found;
      op = comparison.op;
    }
    for (const auto& mention : mentions_.fields) {
      const auto& field = vocabulary_.fields[mention.item];
      const bool text_key = cue == nullptr && field.kind == FieldKind::text && (field.key || field.reference) && field.field->known_values.empty();
      if (field.kind != FieldKind::number && !text_key) continue;
      if (cue != nullptr && (field.key || field.reference)) continue;  // "above 20000" is no number of an invoice
      const std::size_t far = mention.anchor > at ? mention.anchor - at : at - mention.anchor;
      if (far > number_reach) continue;
      if (cue == nullptr && (far > 2 || mention.anchor > at)) continue;
      Condition condition;
      condition.field = mention.item;
      condition.form = Form::compare;
      condition.op = op;
      condition.values = {text_key ? quoted(reading_.tokens[at].text) : number.decimal};
      condition.strength = mention.strength - 0.02 * static_cast<double>(far);
      condition.anchor = at;
      condition.tokens = mention.tokens;
      condition.number = static_cast<int>(n);
      if (cue != nullptr) use(condition, *cue);
      found_.push_back(std::move(condition));
    }
    if (cue != nullptr) guess_number(n, at, op, *cue);
  }

  /// "above 600": a number whose field is not said may be of any amount there is.
  void guess_number(std::size_t n, std::size_t at, const std::string& op, const FoundCue& cue) {
    for (std::size_t f = 0; f < vocabulary_.fields.size(); ++f) {
      const auto& field = vocabulary_.fields[f];
      if (field.kind != FieldKind::number || field.key || field.reference || field.element) continue;
      Condition condition;
      condition.field = f;
      condition.form = Form::compare;
      condition.op = op;
      condition.values = {reading_.numbers[n].decimal};
      condition.strength = guess_strength * (field.field->type.kind == core::Kind::numeric ? 1 : 0.8);
      condition.anchor = at;
      condition.number = static_cast<int>(n);
      use(condition, cue);
      found_.push_back(std::move(condition));
    }
  }

  void add_quote(std::size_t q) {
    const auto& quote = reading_.quotes[q];
    const std::size_t at = reading_.token_at(quote.begin);
    for (const auto& mention : mentions_.fields) {
      const auto& field = vocabulary_.fields[mention.item];
      if (field.kind != FieldKind::text || !field.field->known_values.empty()) continue;
      const std::size_t far = mention.anchor > at ? mention.anchor - at : at - mention.anchor;
      if (far > number_reach) continue;
      Condition condition;
      condition.field = mention.item;
      condition.values = {quoted(quote.text)};
      condition.strength = mention.strength - 0.02 * static_cast<double>(far);
      condition.anchor = at;
      condition.tokens = mention.tokens;
      for (std::size_t i = 0; i < reading_.tokens.size(); ++i)
        if (reading_.tokens[i].quote == static_cast<int>(q)) condition.tokens.emplace_back(i, 1.0);
      found_.push_back(std::move(condition));
    }
  }

  const Reading& reading_;
  const Vocabulary& vocabulary_;
  const Mentions& mentions_;
  std::vector<Condition> found_;
};

}  // namespace

std::string quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') out += '\'';
    out += c;
  }
  return out + "'";
}

std::vector<Condition> find_conditions(const Reading& reading, const Vocabulary& vocabulary, const Mentions& mentions) {
  return Finder(reading, vocabulary, mentions).find();
}

namespace {

/// How much a date says by its name alone that it is when a row came to be.
double of_birth(const FieldItem& field, std::size_t place) {
  static const std::array creation = {term_of("created"), term_of("opened"), term_of("issued"), term_of("date"), term_of("received")};
  static const std::array later = {term_of("updated"), term_of("closed"), term_of("expired"), term_of("due"), term_of("ended"), term_of("last"), term_of("birth")};
  double worth = 0.1 - 0.02 * static_cast<double>(std::min<std::size_t>(place, 5));
  for (const auto& term : field.name) {
    for (const auto& known : creation) worth += likeness(known, term.term) >= same_idea ? 0.05 : 0;
    for (const auto& known : later) worth -= likeness(known, term.term) >= same_idea ? 0.06 : 0;
  }
  if (!field.field->nullable) worth += 0.03;
  if (field.element) worth -= 0.2;
  return worth;
}

}  // namespace

std::vector<Condition> period_conditions(const Reading& reading, const Vocabulary& vocabulary, const Mentions& mentions, std::size_t table, int period) {
  std::vector<Condition> found;
  const auto& phrase = reading.periods[static_cast<std::size_t>(period)];
  const std::size_t first = reading.token_at(phrase.begin);
  std::size_t last = first;
  while (last + 1 < reading.tokens.size() && reading.tokens[last + 1].period == period) ++last;
  std::size_t place = 0;
  for (const std::size_t f : vocabulary.tables[table].fields) {
    const auto& field = vocabulary.fields[f];
    if (!field.dated()) continue;
    Condition condition;
    condition.field = f;
    condition.form = Form::period;
    condition.op = phrase.relation == instruction::Relation::before  ? "BEFORE PERIOD"
                   : phrase.relation == instruction::Relation::after ? "AFTER PERIOD"
                                                                     : "DURING PERIOD";
    condition.values = {quoted(reading.texts_of_periods[static_cast<std::size_t>(period)])};
    condition.anchor = first;
    condition.period = period;
    condition.strength = 0.55 + of_birth(field, place++);
    for (const auto& mention : mentions.fields) {
      if (mention.item != f) continue;
      const std::size_t far = mention.anchor < first ? first - mention.anchor : mention.anchor > last ? mention.anchor - last : 0;
      if (far > 6) continue;
      const double worth = 0.55 + of_birth(field, 0) * 0.5 + mention.strength * (0.5 - 0.05 * static_cast<double>(far));
      if (worth <= condition.strength) continue;
      condition.strength = worth;
      condition.tokens = mention.tokens;
    }
    condition.tokens.emplace_back(first, 1.0);
    found.push_back(std::move(condition));
  }
  std::stable_sort(found.begin(), found.end(), [](const Condition& l, const Condition& r) { return l.strength > r.strength; });
  return found;
}

}  // namespace recoupe::planner
