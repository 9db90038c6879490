#include "planner/linker.hpp"

#include <algorithm>
#include <cmath>
#include <deque>
#include <limits>
#include <mutex>

#include "planner/linker_layers.hpp"
#include "planner/weights_file.hpp"

namespace recoupe::planner {

namespace {

constexpr std::size_t catalogs_max = 4;  // whose items are kept as the network first sees them

struct Block {
  Attention self;  // words among themselves
  Attention items;  // items read the words
  Attention words;  // words read the items
  Norm parent_norm;
  Linear parent;
  FeedForward items_ffn;
  FeedForward words_ffn;
};

struct Scale {
  Tensor mean;
  Tensor spread;
  /// Gives the vectors of rows with mean 0 and spread 1 in each place.
  [[nodiscard]] Rows of(const std::vector<float>& vectors, std::size_t count) const {
    Rows out(count, mean.columns);
    for (std::size_t i = 0; i < count; ++i)
      for (std::size_t j = 0; j < mean.columns; ++j)
        out.row(i)[j] = (vectors[i * mean.columns + j] - mean.values[j]) / spread.values[j];
    return out;
  }
};

/// Likeness as the layers want it: for each channel words × items.
struct Likeness {
  std::size_t words = 0;
  std::size_t items = 0;
  std::vector<float> values;
  explicit Likeness(const LinkInput& input)
      : words(input.words), items(input.items->count), values(channel_count * words * items, 0) {
    for (const auto& one : input.likeness)
      values[(static_cast<std::size_t>(one.channel) * words + one.word) * items + one.item] = one.value;
  }
  [[nodiscard]] const float* row(std::size_t channel, std::size_t word) const {
    return values.data() + (channel * words + word) * items;
  }
};

void add_rows(Rows& out, const Rows& of_texts, const std::vector<int>& texts) {
  for (std::size_t i = 0; i < out.count; ++i) {
    if (texts[i] == no_string) continue;
    const float* from = of_texts.row(static_cast<std::size_t>(texts[i]));
    for (std::size_t j = 0; j < out.width; ++j) out.row(i)[j] += from[j];
  }
}

std::vector<std::string> role_names() {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < role_count; ++i) names.emplace_back(name_of(static_cast<Role>(i)));
  return names;
}

std::vector<std::string> mark_names() {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < mark_count; ++i) names.emplace_back(name_of(static_cast<Mark>(i)));
  return names;
}

std::vector<std::string> answer_names() {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < answer_count; ++i) names.emplace_back(name_of(static_cast<Answer>(i)));
  return names;
}

}  // namespace

struct Linker::Network {
  std::size_t width = 0;
  std::size_t heads = 0;
  Scale strings;
  Scale words;
  Linear word, word_flags;
  Norm word_norm;
  Linear text, comment, table, field, item_flags;
  Norm item_norm;
  std::vector<Block> blocks;
  Norm word_final, item_final;
  Linear link_words, link_items;
  Tensor link_likeness;
  Linear none, unknown;
  Linear roles;
  Linear summary, marks, answers;

  mutable std::mutex guard;
  mutable std::deque<std::pair<std::string, std::shared_ptr<const Rows>>> seen;  // items by digest, latest first

  core::Status read(const LinkerWeights& weights);
  core::Result<Block> read_block(const LinkerWeights& weights, const std::string& name, std::size_t inner) const;
  [[nodiscard]] Rows first_words(const LinkInput& input) const;
  [[nodiscard]] std::shared_ptr<const Rows> first_items(const LinkItems& items) const;
  void run(const Block& block, Rows& x, Rows& y, const LinkItems& items, const Likeness& like) const;
  [[nodiscard]] Links links(const Rows& x, const Rows& y, const LinkItems& items, const Likeness& like) const;
};

core::Result<Block> Linker::Network::read_block(const LinkerWeights& weights, const std::string& name,
                                                std::size_t inner) const {
  Block block;
  RECOUPE_TRY(self, take_attention(weights, name + ".self", width, heads, 0));
  RECOUPE_TRY(items, take_attention(weights, name + ".items", width, heads, channel_count));
  RECOUPE_TRY(of_words, take_attention(weights, name + ".words", width, heads, channel_count));
  RECOUPE_TRY(parent_norm, take_norm(weights, name + ".parent.norm", width));
  RECOUPE_TRY(parent, take_linear(weights, name + ".parent.weight", name + ".parent.bias", width, width));
  RECOUPE_TRY(items_ffn, take_feed_forward(weights, name + ".items_ffn", width, inner));
  RECOUPE_TRY(words_ffn, take_feed_forward(weights, name + ".words_ffn", width, inner));
  block.self = std::move(self);
  block.items = std::move(items);
  block.words = std::move(of_words);
  block.parent_norm = std::move(parent_norm);
  block.parent = std::move(parent);
  block.items_ffn = std::move(items_ffn);
  block.words_ffn = std::move(words_ffn);
  return block;
}

core::Status Linker::Network::read(const LinkerWeights& weights) {
  constexpr std::size_t blocks_max = 8;
  RECOUPE_CHECK(weights.same_names("roles", role_names()));
  RECOUPE_CHECK(weights.same_names("flags", mark_names()));
  RECOUPE_CHECK(weights.same_names("answers", answer_names()));
  RECOUPE_CHECK(weights.same_names("word_flags", word_flag_names()));
  RECOUPE_CHECK(weights.same_names("item_flags", item_flag_names()));
  RECOUPE_CHECK(weights.same_names("channels", channel_names()));
  RECOUPE_TRY(d, weights.size("d"));
  RECOUPE_TRY(head_count, weights.size("heads"));
  RECOUPE_TRY(block_count, weights.size("blocks"));
  RECOUPE_TRY(inner, weights.size("ffn"));
  RECOUPE_TRY(hidden, weights.size("hidden"));
  const std::size_t dim = weights.length("string_mean");
  if (d % head_count != 0 || block_count > blocks_max)
    return core::fail(weights_error("planner/linker", "linker.bin: its sizes"));
  width = d;
  heads = head_count;
  const auto vector = [&](Tensor& into, const std::string& name, std::size_t columns) -> core::Status {
    RECOUPE_TRY(taken, weights.take(name, 1, columns));
    into = std::move(taken);
    return {};
  };
  const auto linear = [&](Linear& into, const std::string& weight, const std::string& bias, std::size_t in,
                          std::size_t out) -> core::Status {
    RECOUPE_TRY(taken, take_linear(weights, weight, bias, in, out));
    into = std::move(taken);
    return {};
  };
  const auto norm = [&](Norm& into, const std::string& name) -> core::Status {
    RECOUPE_TRY(taken, take_norm(weights, name, d));
    into = std::move(taken);
    return {};
  };
  RECOUPE_CHECK(vector(strings.mean, "string_mean", dim));
  RECOUPE_CHECK(vector(strings.spread, "string_std", dim));
  RECOUPE_CHECK(vector(words.mean, "word_mean", dim));
  RECOUPE_CHECK(vector(words.spread, "word_std", dim));
  RECOUPE_CHECK(linear(word, "x.word", "x.bias", dim, d));
  RECOUPE_CHECK(linear(word_flags, "x.flags", "", word_flag_names().size(), d));
  RECOUPE_CHECK(norm(word_norm, "x.norm"));
  RECOUPE_CHECK(linear(text, "y.text", "", dim, d));
  RECOUPE_CHECK(linear(comment, "y.comment", "", dim, d));
  RECOUPE_CHECK(linear(table, "y.table", "", dim, d));
  RECOUPE_CHECK(linear(field, "y.field", "", dim, d));
  RECOUPE_CHECK(linear(item_flags, "y.flags", "y.bias", item_flag_names().size(), d));
  RECOUPE_CHECK(norm(item_norm, "y.norm"));
  for (std::size_t b = 0; b < block_count; ++b) {
    RECOUPE_TRY(block, read_block(weights, "block" + std::to_string(b), inner));
    blocks.push_back(std::move(block));
  }
  RECOUPE_CHECK(norm(word_final, "x.final"));
  RECOUPE_CHECK(norm(item_final, "y.final"));
  RECOUPE_CHECK(linear(link_words, "link.p", "", d, d));
  RECOUPE_CHECK(linear(link_items, "link.q", "", d, d));
  RECOUPE_CHECK(vector(link_likeness, "link.gamma", channel_count));
  RECOUPE_CHECK(linear(none, "link.none", "link.none_bias", d, 1));
  RECOUPE_CHECK(linear(unknown, "link.unknown", "link.unknown_bias", d, 1));
  RECOUPE_CHECK(linear(roles, "role.weight", "role.bias", d + 1, role_count));
  RECOUPE_CHECK(linear(summary, "summary.w1", "summary.b1", 2 * d, hidden));
  RECOUPE_CHECK(linear(marks, "flags.weight", "flags.bias", hidden, mark_count));
  RECOUPE_CHECK(linear(answers, "answers.weight", "answers.bias", hidden, answer_count));
  return {};
}

Rows Linker::Network::first_words(const LinkInput& input) const {
  Rows x = word.of(words.of(input.word_vectors, input.words));
  Rows flags(input.words, input.flags);
  flags.values = input.word_flags;
  word_flags.add_to(x, flags);
  return word_norm.of(x);
}

std::shared_ptr<const Rows> Linker::Network::first_items(const LinkItems& items) const {
  {
    const std::lock_guard lock(guard);
    for (const auto& [digest, rows] : seen)
      if (digest == items.digest) return rows;
  }
  const Rows texts = strings.of(items.vectors, items.texts.size());
  Rows flags(items.count, items.flags);
  flags.values = items.item_flags;
  Rows y = item_flags.of(flags);
  add_rows(y, text.of(texts), items.text);
  add_rows(y, comment.of(texts), items.comment);
  add_rows(y, table.of(texts), items.table);
  add_rows(y, field.of(texts), items.field);
  auto made = std::make_shared<const Rows>(item_norm.of(y));
  const std::lock_guard lock(guard);
  seen.emplace_front(items.digest, made);
  if (seen.size() > catalogs_max) seen.pop_back();
  return made;
}

void Linker::Network::run(const Block& block, Rows& x, Rows& y, const LinkItems& items, const Likeness& like) const {
  block.self.add_to(x, x, heads, {});
  block.items.add_to(y, x, heads, [&](std::size_t head, std::size_t item, float* logits) {
    for (std::size_t c = 0; c < channel_count; ++c)
      for (std::size_t word_ = 0; word_ < like.words; ++word_)
        logits[word_] += block.items.lean.row(head)[c] * like.row(c, word_)[item];
  });
  block.words.add_to(x, y, heads, [&](std::size_t head, std::size_t word_, float* logits) {
    for (std::size_t c = 0; c < channel_count; ++c) {
      const float lean = block.words.lean.row(head)[c];
      const float* row = like.row(c, word_);
      for (std::size_t item = 0; item < like.items; ++item) logits[item] += lean * row[item];
    }
  });
  const Rows said = block.parent.of(block.parent_norm.of(y));
  for (std::size_t i = 0; i < y.count; ++i)
    for (std::size_t j = 0; j < y.width; ++j) y.row(i)[j] += said.row(items.parents[i])[j];
  block.items_ffn.add_to(y);
  block.words_ffn.add_to(x);
}

Links Linker::Network::links(const Rows& x, const Rows& y, const LinkItems& items, const Likeness& like) const {
  Links out;
  out.words = x.count;
  out.items = y.count;
  out.of_words.resize(x.count * y.count);
  const Rows asked = link_words.of(x);
  const Rows known = link_items.of(y);
  const Rows no_item = none.of(x);
  const Rows no_such = unknown.of(x);
  const float scale = 1 / std::sqrt(static_cast<float>(width));
  Rows described(y.count, width + 1);  // the item and how much the word that speaks most of it does
  for (std::size_t j = 0; j < y.count; ++j) {
    std::copy_n(y.row(j), width, described.row(j));
    described.row(j)[width] = -std::numeric_limits<float>::infinity();
  }
  std::vector<float> logits(y.count + 2);
  for (std::size_t i = 0; i < x.count; ++i) {
    for (std::size_t j = 0; j < y.count; ++j) {
      float sum = 0;
      for (std::size_t c = 0; c < width; ++c) sum += asked.row(i)[c] * known.row(j)[c];
      sum *= scale;
      for (std::size_t c = 0; c < channel_count; ++c) sum += link_likeness.values[c] * like.row(c, i)[j];
      logits[j] = sum;
      described.row(j)[width] = std::max(described.row(j)[width], sum);
    }
    logits[y.count] = no_item.row(i)[0];
    logits[y.count + 1] = no_such.row(i)[0];
    softmax(logits.data(), logits.size());
    std::copy_n(logits.begin(), y.count, out.of_words.begin() + static_cast<std::ptrdiff_t>(i * y.count));
    out.none.push_back(logits[y.count]);
    out.unknown.push_back(logits[y.count + 1]);
  }
  const Rows role_logits = roles.of(described);
  out.roles.resize(y.count * role_count, 0);
  for (std::size_t j = 0; j < y.count; ++j)
    for (std::size_t r = 0; r < role_count; ++r)
      if (kind_of(static_cast<Role>(r)) == items.kinds[j]) out.roles[j * role_count + r] = sigmoid(role_logits.row(j)[r]);
  Rows whole(1, 2 * width);
  for (std::size_t c = 0; c < width; ++c) {
    float sum = 0;
    float highest = x.row(0)[c];
    for (std::size_t i = 0; i < x.count; ++i) {
      sum += x.row(i)[c];
      highest = std::max(highest, x.row(i)[c]);
    }
    whole.row(0)[c] = sum / static_cast<float>(x.count);
    whole.row(0)[width + c] = highest;
  }
  Rows hidden = summary.of(whole);
  gelu(hidden);
  const Rows mark_logits = marks.of(hidden);
  for (std::size_t m = 0; m < mark_count; ++m) out.marks[m] = sigmoid(mark_logits.values[m]);
  Rows answer_logits = answers.of(hidden);
  softmax(answer_logits.values.data(), answer_count);
  std::copy_n(answer_logits.values.begin(), answer_count, out.answers.begin());
  return out;
}

Linker::Linker(std::unique_ptr<Network> network, core::Json identity)
    : network_(std::move(network)), identity_(std::move(identity)) {}
Linker::Linker(Linker&& other) noexcept = default;
Linker& Linker::operator=(Linker&& other) noexcept = default;
Linker::~Linker() = default;

core::Result<Linker> Linker::from_bytes(std::string_view bytes) {
  RECOUPE_TRY(weights, LinkerWeights::read(bytes));
  auto network = std::make_unique<Network>();
  RECOUPE_CHECK(network->read(weights));
  return Linker(std::move(network), core::Json::object({{"name", "recoupe linker"}, {"digest", weights.digest()}}));
}

core::Result<Links> Linker::link(const LinkInput& input) const {
  const LinkItems& items = *input.items;
  const auto& network = *network_;
  if (items.dimension != network.words.mean.columns || items.flags != network.item_flags.weight.rows ||
      input.flags != network.word_flags.weight.rows)
    return core::fail(weights_error("planner/linker", "linker.bin: it was trained with another embedder"));
  if (input.words == 0 || items.count == 0) return Links{input.words, items.count, {}, std::vector<float>(input.words, 1), std::vector<float>(input.words, 0), std::vector<float>(items.count * role_count, 0), {}, {}};
  const Likeness like(input);
  Rows x = network.first_words(input);
  Rows y = *network.first_items(items);
  for (const auto& block : network.blocks) network.run(block, x, y, items, like);
  return network.links(network.word_final.of(x), network.item_final.of(y), items, like);
}

}  // namespace recoupe::planner
