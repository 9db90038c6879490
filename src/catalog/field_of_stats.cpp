#include <algorithm>
#include <map>
#include <span>
#include <string_view>
#include <utility>

#include "catalog/field_stats.hpp"

namespace recoupe::catalog {
namespace {

using core::Json;
using core::Kind;
using core::Type;

using Counts = std::map<std::string, std::int64_t>;

Counts counts_in(const Json* types) {
  Counts counts;
  if (types == nullptr || types->if_object() == nullptr) return counts;
  for (const auto& [word, count] : *types->if_object()) counts[word] = count.as_int64().value_or(0);
  return counts;
}

std::vector<Counts> levels_in(const Json* levels) {
  std::vector<Counts> out;
  if (levels == nullptr || levels->if_array() == nullptr) return out;
  for (const Json& level : *levels->if_array()) out.push_back(counts_in(&level));
  return out;
}

Kind kind_of(std::string_view word) {
  if (word == "bool") return Kind::bool_;
  if (word == "int" || word == "long") return Kind::int64;
  if (word == "double") return Kind::float64;
  if (word == "decimal" || word == "number") return Kind::numeric;
  if (word == "string") return Kind::string;
  if (word == "date") return Kind::timestamp;
  if (word == "objectId") return Kind::objectid;
  if (word == "uuid") return Kind::uuid;
  if (word == "binData") return Kind::bytes;
  if (word == "object") return Kind::document;
  if (word == "array") return Kind::array;
  return Kind::mixed;
}

/// One type for all that was seen, where one holds every value exactly: whole numbers also stand among doubles and
/// decimals. Else MIXED.
Type type_of(Counts types, std::span<const Counts> elements, bool exact_as_double) {
  types.erase("null");
  if (types.empty()) return Kind::mixed;
  Type type = kind_of(types.begin()->first);
  for (const auto& [word, count] : types) {
    const Type other = kind_of(word);
    if (other == type) continue;
    const bool whole_meets_real = (other.kind == Kind::int64 || type.kind == Kind::int64) && other.is_number() && type.is_number();
    if (!whole_meets_real) return Kind::mixed;
    const Type wider = other.kind == Kind::int64 ? type : other;
    if (wider.kind == Kind::float64 && !exact_as_double) return Kind::mixed;
    type = wider;
  }
  if (type.kind == Kind::array) return elements.empty() ? Type::array_of(Kind::mixed)
                            : Type::array_of(type_of(elements.front(), elements.subspan(1), exact_as_double));
  return type;
}

std::string joined(const Counts& types) {
  std::string out;
  for (const auto& [word, count] : types) {
    if (word == "null" && types.size() > 1) continue;
    out += (out.empty() ? "" : "|") + word;
  }
  return out;
}

std::vector<std::pair<std::string, double>> shares_of(const Counts& types) {
  double total = 0;
  for (const auto& [word, count] : types) total += static_cast<double>(count);
  std::vector<std::pair<std::string, double>> shares;
  for (const auto& [word, count] : types) shares.emplace_back(word, static_cast<double>(count) / total);
  std::ranges::stable_sort(shares, std::ranges::greater(), &std::pair<std::string, double>::second);
  return shares;
}

}  // namespace

Field field_of_stats(const core::Json& stats, std::int64_t documents, bool sampled) {
  Field field;
  if (const Json* path = stats.find("path"); path != nullptr && path->if_array() != nullptr) {
    for (const Json& part : *path->if_array())
      if (part.if_string() != nullptr) field.path.push_back(*part.if_string());
  }
  const Counts types = counts_in(stats.find("types"));
  field.type = type_of(types, levels_in(stats.find("element_types")), stats.boolean("exact_as_double"));
  field.crosses_array = stats.boolean("crosses_array");
  if (field.crosses_array) field.type = Type::array_of(field.type);
  field.native_type = joined(types);
  field.comment = stats.text("comment");
  const std::int64_t present = stats.integer("present");
  const std::int64_t null = stats.integer("null");
  const double all = static_cast<double>(std::max<std::int64_t>(documents, 1));
  field.nullable = null > 0 || sampled;
  field.may_be_missing = present < documents || sampled;
  field.null_share = static_cast<double>(null) / all;
  field.missing_share = 1.0 - static_cast<double>(present) / all;
  if (field.type.kind == Kind::mixed && !types.empty()) field.type_shares = shares_of(types);
  const Type& value_type = field.type.kind == Kind::array && field.type.element ? *field.type.element : field.type;
  const Json* values = stats.find("values");
  if (value_type.kind == Kind::string && values != nullptr && values->if_array() != nullptr) {
    for (const Json& value : *values->if_array())
      if (value.if_string() != nullptr) field.known_values.push_back(*value.if_string());
  }
  return field;
}

}  // namespace recoupe::catalog
