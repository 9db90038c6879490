// The items of a catalog as the linker is shown them: texts as vectors, flags, and who belongs to whom.
// Takes a Vocabulary and an Embedder, gives LinkItems. Included by link_input.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "core/cancel.hpp"
#include "core/result.hpp"
#include "planner/items.hpp"
#include "planner/model.hpp"
#include "planner/vocabulary.hpp"

namespace recoupe::planner {

inline constexpr int no_string = -1;

/// The items of a catalog in the order of `Items`; the same object for the same catalog, for as long as it is in use.
struct LinkItems {
  std::string digest;  // of everything below
  std::size_t count = 0;
  std::size_t dimension = 0;  // of vectors
  std::size_t flags = 0;  // columns of item_flags
  std::vector<std::string> texts;  // what items are described with, each text once
  std::vector<float> vectors;  // texts × dimension, of length 1
  std::vector<int> text;  // by item: rows of `texts`, or no_string
  std::vector<int> comment;
  std::vector<int> table;  // of fields and values
  std::vector<int> field;  // of values
  std::vector<ItemKind> kinds;
  std::vector<std::size_t> parents;  // item: of a field its table, of a value its field, of a table itself
  std::vector<float> item_flags;  // count × flags
};

/// Names of the columns of item_flags, in their order.
std::vector<std::string> item_flag_names();

/// Describes the items; vectors of a catalog's texts are asked of the embedder once a process.
core::Result<std::shared_ptr<const LinkItems>> link_items(const Vocabulary& vocabulary, Embedder& embedder,
                                                          const core::Cancel& cancel);

}  // namespace recoupe::planner
