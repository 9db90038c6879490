// Tables, fields and known values of a vocabulary in one row, as the linker numbers them: all tables, then all fields,
// then the first values of each field, field by field.
// Takes a Vocabulary, gives places in the row. Included by atoms, link_input and linker.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "planner/vocabulary.hpp"

namespace recoupe::planner {

inline constexpr std::size_t item_values_max = 12;  // of one field

enum class ItemKind { table, field, value };
std::string_view name_of(ItemKind kind);

/// Numbers the items of a vocabulary; keeps nothing of the vocabulary itself.
class Items {
 public:
  explicit Items(const Vocabulary& vocabulary);

  struct Item {
    ItemKind kind = ItemKind::table;
    std::size_t table = 0;  // of the vocabulary
    std::size_t field = 0;  // of the vocabulary, of fields and values
    std::size_t value = 0;  // index into the field's known values
    std::size_t parent = 0;  // item: of a field its table, of a value its field, of a table itself
  };
  [[nodiscard]] std::size_t size() const { return items_.size(); }
  [[nodiscard]] const Item& operator[](std::size_t item) const { return items_[item]; }
  [[nodiscard]] std::size_t of_table(std::size_t table) const { return table; }
  [[nodiscard]] std::size_t of_field(std::size_t field) const { return tables_ + field; }
  /// Gives the item of a known value, nothing where the field has more values than are numbered.
  [[nodiscard]] std::optional<std::size_t> of_value(std::size_t field, std::size_t value) const;

 private:
  std::vector<Item> items_;
  std::size_t tables_ = 0;
  std::vector<std::size_t> first_values_;  // by field; one more than there are fields
};

}  // namespace recoupe::planner
