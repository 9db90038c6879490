#include "catalog/unseen_fields.hpp"

#include <algorithm>

namespace recoupe::catalog {
namespace {

bool is_within(const FieldPath& path, const FieldPath& parent) {
  return path.size() >= parent.size() && std::equal(parent.begin(), parent.end(), path.begin());
}

/// Finds where a field belongs: behind the last one that stands in the same parent, at the end where there is none.
std::vector<Field>::iterator place_of(std::vector<Field>& fields, const FieldPath& path) {
  const FieldPath parent(path.begin(), path.end() - 1);
  if (parent.empty()) return fields.end();
  auto place = fields.end();
  for (auto at = fields.begin(); at != fields.end(); ++at)
    if (is_within(at->path, parent)) place = at + 1;
  return place;
}

}  // namespace

bool add_unseen(Table& table, std::vector<Field> found) {
  bool any = false;
  std::ranges::stable_sort(found, {}, [](const Field& field) { return field.path.size(); });
  for (Field& field : found) {
    if (field.path.empty() || table.find(field.path) != nullptr) continue;
    table.fields.insert(place_of(table.fields, field.path), std::move(field));
    any = true;
  }
  return any;
}

}  // namespace recoupe::catalog
