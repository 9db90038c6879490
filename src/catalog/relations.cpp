#include "catalog/relations.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <unordered_set>

#include "catalog/name_likeness.hpp"
#include "core/unicode.hpp"

namespace recoupe::catalog {
namespace {

using core::Kind;
using ValueSet = std::unordered_set<std::string>;

// What must be seen before a relation is proposed. Integers overlap by chance, words of a small vocabulary too.
constexpr double overlap_min = 0.5;
constexpr double overlap_alone_min = 0.8;  // enough without any likeness of names
constexpr double likeness_min = 0.3;
constexpr double likeness_alone_min = 0.6;  // enough without any value
constexpr std::size_t values_min = 3;       // fewer values prove nothing
constexpr double value_weight = 0.8;        // of the confidence; the rest is the names'
constexpr double confidence_max = 0.99;     // 1 is declared
constexpr double unproven_key = 0.9;        // a right side whose values may repeat
constexpr double distinct_min = 0.6;        // of the right side's rows: where more values repeat, it names no row
constexpr std::size_t serial_digits_max = 8;  // longer numbers name something by themselves
constexpr double serial_share_min = 0.9;      // of a field's values, for them to be serial numbers
constexpr double serial_alone = 0.5;        // how sure serial numbers that are called otherwise can be
constexpr double likeness_of_keys_min = 0.6;  // two tables' own serial numbers refer to each other only where they are called alike
constexpr double likeness_behind_max = 0.2;   // a field refers to what it is called after, not to what is called otherwise

bool can_be_key(const Field& field) {
  const Kind kind = field.type.kind;
  return !field.crosses_array && (kind == Kind::string || kind == Kind::int64 || kind == Kind::uuid ||
                                  kind == Kind::objectid || kind == Kind::numeric);
}

/// Gives the cast that makes two kinds comparable, or nothing.
std::optional<KeyTransform> cast_between(Kind left, Kind right) {
  if (left == right) return KeyTransform::none;
  const auto exact = [](Kind kind) { return kind == Kind::int64 || kind == Kind::numeric; };
  const bool numbers = exact(left) && exact(right);
  if (numbers) return KeyTransform::none;
  if (right == Kind::string) return KeyTransform::cast_left_to_string;
  if (left == Kind::string) return KeyTransform::cast_right_to_string;
  return std::nullopt;
}

/// A field with what judging it takes.
struct Candidate {
  const Source* source;
  const Table* table;
  const Field* field;
  FieldRef ref;
  Words words;                 // of the path
  Words words_with_table;      // of the path and the table
  const std::vector<std::string>* values = nullptr;
  bool whole = false;
  ValueSet exact;
  ValueSet folded;  // lower case
};

Candidate make_candidate(const Source& source, const Table& table, const Field& field) {
  Candidate out{.source = &source,
                .table = &table,
                .field = &field,
                .ref = {source.server, table.schema, table.name, field.path},
                .words = {},
                .words_with_table = words_of(table.name),
                .exact = {},
                .folded = {}};
  for (const std::string& part : field.path) out.words.merge(words_of(part));
  out.words_with_table.insert(out.words.begin(), out.words.end());
  return out;
}

std::vector<Candidate> candidates_of(const Catalog& catalog) {
  std::vector<Candidate> out;
  for (const Source& source : catalog.sources) {
    for (const Table& table : source.tables) {
      for (const Field& field : table.fields) {
        if (can_be_key(field)) out.push_back(make_candidate(source, table, field));
      }
    }
  }
  return out;
}

bool may_meet(const Candidate& left, const Candidate& right) {
  return left.table != right.table && cast_between(left.field->type.kind, right.field->type.kind).has_value();
}

/// Tells whether values are serial numbers, as numbers or as text: those of any two tables overlap by chance.
bool are_serial(const Candidate& candidate) {
  if (candidate.field->type.is_number()) return true;
  const auto serial = std::ranges::count_if(candidate.exact, [](const std::string& value) {
    return value.size() <= serial_digits_max && std::ranges::all_of(value, [](char c) { return c >= '0' && c <= '9'; });
  });
  return static_cast<double>(serial) >= serial_share_min * static_cast<double>(candidate.exact.size());
}

double name_likeness(const Candidate& left, const Candidate& right) {
  return std::max({likeness(left.words, right.words), likeness(left.words, right.words_with_table),
                   likeness(left.words_with_table, right.words)});
}

void take_values(Candidate& candidate, const SampledValues& samples) {
  const auto sample = std::ranges::find(samples, candidate.ref, &SampledField::field);
  if (sample != samples.end()) {
    candidate.values = &sample->values;
    candidate.whole = sample->whole;
  } else if (!candidate.field->known_values.empty()) {
    candidate.values = &candidate.field->known_values;
    candidate.whole = true;
  }
  if (!candidate.values) return;
  for (const std::string& value : *candidate.values) {
    if (value.empty() || value.size() > key_value_bytes_max) continue;
    candidate.exact.insert(value);
    candidate.folded.insert(core::lower(value));
  }
}

double overlap(const ValueSet& left, const ValueSet& right) {
  const auto found = std::ranges::count_if(left, [&](const std::string& value) { return right.contains(value); });
  return static_cast<double>(found) / static_cast<double>(left.size());
}

struct Judged {
  KeyTransform transform = KeyTransform::none;
  double likeness = 0;
  std::optional<double> share;  // of the left's values that the right holds
};

Judged judge(const Candidate& left, const Candidate& right) {
  Judged out;
  out.transform = *cast_between(left.field->type.kind, right.field->type.kind);
  out.likeness = name_likeness(left, right);
  if (left.exact.size() < values_min || right.exact.size() < values_min) return out;
  out.share = overlap(left.exact, right.exact);
  const bool texts = left.field->type.kind == Kind::string && right.field->type.kind == Kind::string;
  if (const double folded = overlap(left.folded, right.folded); texts && folded > *out.share) {
    out.share = folded;
    out.transform = KeyTransform::lower_both;
  }
  return out;
}

/// Gives how nearly a field names its rows: distinct values for each row that has one, 1 for a key.
double uniqueness_of(const Candidate& candidate) {
  if (candidate.field->unique) return 1;
  const double filled = 1 - candidate.field->missing_share - candidate.field->null_share;
  const double rows = static_cast<double>(candidate.table->row_count) * filled;
  if (!candidate.whole || rows < 1) return unproven_key;
  return std::min(1.0, static_cast<double>(candidate.exact.size()) / rows);
}

/// Gives 0 where the pair is not worth proposing. A key that many left rows lack helps fewer of them.
double confidence_of(const Candidate& left, const Candidate& right, const Judged& judged) {
  const bool key = right.field->unique;
  if (!judged.share) {
    return key && judged.likeness >= likeness_alone_min ? (1 - value_weight) * judged.likeness + 0.1 : 0;
  }
  const bool small_vocabulary = !right.field->known_values.empty() && !key;
  const bool within_postgres = left.source == right.source && left.source->kind == SourceKind::postgres;
  const bool serial = are_serial(left) && are_serial(right);
  // Texts that are no serial numbers meet a key's by no chance.
  const double wanted = judged.likeness >= likeness_min || (key && !serial) ? overlap_min : overlap_alone_min;
  if (*judged.share < wanted || small_vocabulary) return 0;
  if ((serial || within_postgres) && !key) return 0;
  const bool own_keys = serial && left.field->unique;
  if (own_keys && likeness(left.words_with_table, right.words_with_table) < likeness_of_keys_min) return 0;
  if (serial && judged.likeness < likeness_min && (left.field->type.is_number() || within_postgres)) return 0;
  const double unique = uniqueness_of(right);
  if (unique < distinct_min) return 0;
  const double filled = 1 - left.field->missing_share - left.field->null_share;
  double sure = value_weight * *judged.share + (1 - value_weight) * judged.likeness;
  if (serial && judged.likeness < likeness_min) sure *= serial_alone;
  return std::min(confidence_max, sure * unique * filled);
}

std::string why_of(const Judged& judged) {
  if (!judged.share) return "name and type";
  const std::string percent = std::to_string(std::lround(*judged.share * 100)) + "% of sampled values";
  return judged.likeness >= likeness_min ? "name, type and " + percent : "type and " + percent;
}

/// The left side refers to the right one: the key stands right, else what comes nearer to one.
bool in_order(const Candidate& left, const Candidate& right) {
  if (left.field->unique != right.field->unique) return right.field->unique;
  const double l = uniqueness_of(left);
  const double r = uniqueness_of(right);
  constexpr double nearly = 0.02;
  if (std::abs(l - r) > nearly) return r > l;
  return &left < &right;  // candidates stand in the catalog's order
}

struct Found {
  Relation relation;
  double likeness = 0;
};

/// Leaves out what a field is not called after where something else is that fits as well.
void drop_less_alike(std::vector<Found>& found) {
  const std::vector<Found> all = found;
  std::erase_if(found, [&](const Found& one) {
    return std::ranges::any_of(all, [&](const Found& other) {
      return other.relation.left == one.relation.left && other.likeness - one.likeness > likeness_behind_max &&
             other.relation.confidence >= one.relation.confidence;
    });
  });
}

/// A field that PostgreSQL says refers to something needs no other target.
bool has_declared(const Catalog& catalog, const FieldRef& left) {
  return std::ranges::any_of(catalog.relations, [&](const Relation& known) { return known.left == left && known.confidence >= 1; });
}

bool is_known(const Catalog& catalog, const FieldRef& left, const FieldRef& right) {
  return std::ranges::any_of(catalog.relations, [&](const Relation& known) {
    return (known.left == left && known.right == right) || (known.left == right && known.right == left);
  });
}

}  // namespace

std::vector<FieldRef> fields_to_sample(const Catalog& catalog) {
  const std::vector<Candidate> candidates = candidates_of(catalog);
  std::vector<std::pair<double, FieldRef>> ranked;
  for (const Candidate& candidate : candidates) {
    if (!candidate.field->known_values.empty()) continue;
    double best = -1;
    for (const Candidate& other : candidates) {
      if (!may_meet(candidate, other)) continue;
      const double key = candidate.field->unique || other.field->unique ? 0.5 : 0;
      best = std::max(best, name_likeness(candidate, other) + key);
    }
    if (best >= 0) ranked.emplace_back(best, candidate.ref);
  }
  std::ranges::stable_sort(ranked, std::ranges::greater(), &std::pair<double, FieldRef>::first);
  ranked.resize(std::min(ranked.size(), key_fields_sampled_max));
  std::vector<FieldRef> out;
  for (auto& [rank, ref] : ranked) out.push_back(std::move(ref));
  return out;
}

std::vector<Relation> propose_relations(const Catalog& catalog, const SampledValues& samples) {
  std::vector<Candidate> candidates = candidates_of(catalog);
  for (Candidate& candidate : candidates) take_values(candidate, samples);
  std::vector<Found> found;
  for (const Candidate& left : candidates) {
    if (has_declared(catalog, left.ref)) continue;
    for (const Candidate& right : candidates) {
      if (&left == &right || !may_meet(left, right) || !in_order(left, right)) continue;
      if (is_known(catalog, left.ref, right.ref)) continue;
      const Judged judged = judge(left, right);
      const double confidence = confidence_of(left, right, judged);
      if (confidence > 0)
        found.push_back({{left.ref, right.ref, judged.transform, confidence, why_of(judged)}, judged.likeness});
    }
  }
  drop_less_alike(found);
  std::vector<Relation> out;
  for (Found& one : found) out.push_back(std::move(one.relation));
  std::ranges::stable_sort(out, std::ranges::greater(), &Relation::confidence);
  out.resize(std::min(out.size(), proposed_relations_max));
  return out;
}

}  // namespace recoupe::catalog
