// What documents hold, counted path by path. Takes documents and who can tell the type of a value in them, gives how often
// each path is there and with which types and texts; and, of such counts, the fields that a plan sees. Included by sources.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "catalog/catalog.hpp"
#include "core/json.hpp"

namespace recoupe::catalog {

inline constexpr std::size_t path_parts_max = 12;
inline constexpr std::size_t paths_max = 2'000;         // of one collection
inline constexpr std::size_t names_in_document_max = 200;  // more: its names are data, not fields

/// A value's type in the words of its source; an object whose members are fields is an "object", a list an "array".
struct SeenValue {
  std::string type;
  bool exact_as_double = true;
};
using ReadValue = SeenValue (*)(const core::Json& value);

class FieldStats {
 public:
  explicit FieldStats(ReadValue read_value);
  ~FieldStats();
  /// Counts a document.
  void add(const core::Json& document);
  [[nodiscard]] std::int64_t document_count() const;

  /// Gives an array, parents before children: {"path": […], "types": {name: values}, "element_types": [{…} of its
  /// elements, {…} of the elements of those that are arrays, …], "present": documents, "null": documents, "crosses_array", "exact_as_double", "values": […] or null where there are too many}.
  [[nodiscard]] core::Json fields() const;
  /// Tells whether paths were left out because there are too many.
  [[nodiscard]] bool cut() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Makes the field of one item of FieldStats::fields(). `sampled`: there may be documents that were not counted.
Field field_of_stats(const core::Json& stats, std::int64_t documents, bool sampled);

}  // namespace recoupe::catalog
