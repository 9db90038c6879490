#include <algorithm>
#include <utility>

#include "catalog/field_stats.hpp"
#include "sources/mql/table_of.hpp"

namespace recoupe::sources::mql {
namespace {

using catalog::Field;
using core::Json;
using core::Kind;

/// Every document has an _id; of a collection that is empty it is all that is known.
Field id_field() {
  Field field;
  field.path = {"_id"};
  field.type = Kind::mixed;
  field.nullable = false;
  field.unique = true;
  return field;
}

Field field_of(const Json& stats, std::int64_t documents, bool sampled) {
  Field field = catalog::field_of_stats(stats, documents, sampled);
  if (field.path == catalog::FieldPath{"_id"}) field.nullable = field.may_be_missing = false;
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
  if (table.fields.empty() && documents == 0) table.fields.push_back(id_field());
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
