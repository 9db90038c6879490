#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include "sources/mql/table_of.hpp"

namespace recoupe::sources::mql {
namespace {

using catalog::Field;
using core::Json;
using core::Kind;
using core::Type;

using Counts = std::map<std::string, std::int64_t>;

Counts counts_in(const Json& field, const char* name) {
  Counts counts;
  const Json* types = field.find(name);
  if (types == nullptr || types->if_object() == nullptr) return counts;
  for (const auto& [word, count] : *types->if_object()) counts[word] = count.as_int64().value_or(0);
  return counts;
}

Kind kind_of(std::string_view word) {
  if (word == "bool") return Kind::bool_;
  if (word == "int" || word == "long") return Kind::int64;
  if (word == "double") return Kind::float64;
  if (word == "decimal") return Kind::numeric;
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
Type type_of(Counts types, const Counts& elements, bool exact_as_double) {
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
  if (type.kind == Kind::array) return Type::array_of(type_of(elements, {}, exact_as_double));
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

Field field_of(const Json& json, std::int64_t documents, bool sampled) {
  Field field;
  if (const Json* path = json.find("path"); path != nullptr && path->if_array() != nullptr) {
    for (const Json& part : *path->if_array())
      if (part.if_string() != nullptr) field.path.push_back(*part.if_string());
  }
  const bool is_id = field.path == catalog::FieldPath{"_id"};
  const Counts types = counts_in(json, "types");
  field.type = type_of(types, counts_in(json, "element_types"), json.boolean("exact_as_double"));
  field.crosses_array = json.boolean("crosses_array");
  if (field.crosses_array) field.type = Type::array_of(field.type);
  field.native_type = joined(types);
  field.comment = json.text("comment");
  const std::int64_t present = json.integer("present");
  const std::int64_t null = json.integer("null");
  const double all = static_cast<double>(std::max<std::int64_t>(documents, 1));
  field.nullable = !is_id && (null > 0 || sampled);
  field.may_be_missing = !is_id && (present < documents || sampled);
  field.null_share = static_cast<double>(null) / all;
  field.missing_share = 1.0 - static_cast<double>(present) / all;
  if (field.type.kind == Kind::mixed && !types.empty()) field.type_shares = shares_of(types);
  const Type& value_type = field.type.kind == Kind::array && field.type.element ? *field.type.element : field.type;
  const Json* values = json.find("values");
  if (value_type.kind == Kind::string && values != nullptr && values->if_array() != nullptr) {
    for (const Json& value : *values->if_array())
      if (value.if_string() != nullptr) field.known_values.push_back(*value.if_string());
  }
  return field;
}

catalog::FieldPath parts_of(const std::string& dotted_path) {
  catalog::FieldPath parts(1);
  for (const char c : dotted_path) {
    if (c == '.') {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

/// A key counts where every path of it is a field that goes through no array: else it is unique per element only.
void add_key(catalog::Table& table, const Json& paths) {
  std::vector<catalog::FieldPath> key;
  if (paths.if_array() == nullptr) return;
  for (const Json& path : *paths.if_array()) {
    if (path.if_string() == nullptr) return;
    key.push_back(parts_of(*path.if_string()));
    const Field* field = table.find(key.back());
    if (field == nullptr || field->type.kind == Kind::array || field->type.kind == Kind::mixed) return;
  }
  if (key.size() == 1) {
    const auto field = std::ranges::find(table.fields, key.front(), &Field::path);
    field->unique = true;
  }
  table.keys.push_back(std::move(key));
}

}  // namespace

catalog::Table table_of(const Json& described) {
  catalog::Table table;
  table.name = described.text("name");
  table.comment = described.text("comment");
  table.row_count = described.integer("row_count", -1);
  table.sampled = described.boolean("sampled") || described.boolean("cut");
  const std::int64_t documents = described.integer("documents_read");
  if (const Json* fields = described.find("fields"); fields != nullptr && fields->if_array() != nullptr) {
    for (const Json& field : *fields->if_array()) table.fields.push_back(field_of(field, documents, table.sampled));
  }
  if (const Json* keys = described.find("keys"); keys != nullptr && keys->if_array() != nullptr) {
    for (const Json& key : *keys->if_array()) add_key(table, key);
  }
  return table;
}

std::vector<Field> fields_towards(catalog::Table table, const catalog::FieldPath& path) {
  std::vector<Field> out;
  for (Field& found : table.fields) {
    const std::size_t shared = std::min(found.path.size(), path.size());
    const bool on_the_way = std::equal(found.path.begin(), found.path.begin() + static_cast<std::ptrdiff_t>(shared), path.begin());
    if (!on_the_way) continue;
    found.may_be_missing = found.nullable = true;  // the documents without it were not looked at
    found.known_values.clear();
    out.push_back(std::move(found));
  }
  return out;
}

}  // namespace recoupe::sources::mql
