// What the linker is shown: the items of a catalog and the words of an instruction, as vectors, flags and likeness.
// Takes a Reading, a Vocabulary, its Mentions and an Embedder, gives a LinkInput. All matrices are row-major.
// Included by linker, propose and the evaluation's dump.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/cancel.hpp"
#include "core/result.hpp"
#include "planner/link_items.hpp"
#include "planner/mentions.hpp"
#include "planner/model.hpp"
#include "planner/reading.hpp"
#include "planner/vocabulary.hpp"

namespace recoupe::planner {

/// How a word and an item are alike without a network.
enum class Channel {
  name,      // of the name, or of the value
  gloss,     // of the comment, or of what the comment says of the value
  opposite,  // "unpaid" and `paid`
  strength,  // of the whole mention that the word is part of
  count_of_
};
inline constexpr std::size_t channel_count = static_cast<std::size_t>(Channel::count_of_);

/// Names of the columns, in their order; a file of weights that was trained on others is refused.
std::vector<std::string> word_flag_names();
std::vector<std::string> channel_names();

/// Likeness of a word and an item, where there is any.
struct LinkLikeness {
  std::uint32_t word = 0;
  std::uint32_t item = 0;
  Channel channel = Channel::name;
  float value = 0;  // 0..1
};

struct LinkInput {
  std::shared_ptr<const LinkItems> items;
  std::size_t words = 0;  // tokens of the Reading
  std::size_t flags = 0;  // columns of word_flags
  std::vector<float> word_vectors;  // words × items->dimension, of length 1
  std::vector<float> word_flags;  // words × flags
  std::vector<LinkLikeness> likeness;  // sorted by word, item, channel; each once
};

/// Gathers the input; vectors of a catalog's texts are asked of the embedder once.
core::Result<LinkInput> link_input(const Reading& reading, const Vocabulary& vocabulary, const Mentions& lexical,
                                   Embedder& embedder, const core::Cancel& cancel);

}  // namespace recoupe::planner
