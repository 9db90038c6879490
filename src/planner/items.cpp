#include "planner/items.hpp"

#include <algorithm>
#include <array>

namespace recoupe::planner {

std::string_view name_of(ItemKind kind) {
  constexpr std::array<std::string_view, 3> names = {"table", "field", "value"};
  return names[static_cast<std::size_t>(kind)];
}

Items::Items(const Vocabulary& vocabulary) : tables_(vocabulary.tables.size()) {
  for (std::size_t t = 0; t < tables_; ++t) items_.push_back({ItemKind::table, t, 0, 0, t});
  for (std::size_t f = 0; f < vocabulary.fields.size(); ++f) {
    const std::size_t table = vocabulary.fields[f].table;
    items_.push_back({ItemKind::field, table, f, 0, of_table(table)});
  }
  for (std::size_t f = 0; f < vocabulary.fields.size(); ++f) {
    first_values_.push_back(items_.size());
    const std::size_t count = std::min(vocabulary.fields[f].field->known_values.size(), item_values_max);
    for (std::size_t v = 0; v < count; ++v)
      items_.push_back({ItemKind::value, vocabulary.fields[f].table, f, v, of_field(f)});
  }
  first_values_.push_back(items_.size());
}

std::optional<std::size_t> Items::of_value(std::size_t field, std::size_t value) const {
  const std::size_t item = first_values_[field] + value;
  if (item >= first_values_[field + 1]) return std::nullopt;
  return item;
}

}  // namespace recoupe::planner
