// What the documents of a collection hold, counted path by path. Takes documents, gives how often each path is there
// and with which types and texts. Included by our server and the readers of others.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "core/json.hpp"

namespace recoupe::sources::mql {

inline constexpr std::size_t path_parts_max = 12;
inline constexpr std::size_t paths_max = 2'000;         // of one collection
inline constexpr std::size_t names_in_document_max = 200;  // more: its names are data, not fields

class FieldStats {
 public:
  FieldStats();
  ~FieldStats();
  /// Counts a document in canonical extended JSON.
  void add(const core::Json& document);
  [[nodiscard]] std::int64_t document_count() const;

  /// Gives an array, parents before children: {"path": […], "types": {name: values}, "element_types": {…}, "present":
  /// documents, "null": documents, "crosses_array", "exact_as_double", "values": […] or null where there are too many}.
  /// Paths that a dotted name cannot reach are left out.
  [[nodiscard]] core::Json fields() const;
  /// Tells whether paths were left out because there are too many.
  [[nodiscard]] bool cut() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace recoupe::sources::mql
