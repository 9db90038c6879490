// The network on weights drawn by chance: what a file of weights must be, and that what comes out are probabilities.
#include "planner/linker.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstring>

namespace recoupe::planner {

namespace {

constexpr std::size_t dim = 8;
constexpr std::size_t width = 4;

core::Json list(const std::vector<std::string>& names) {
  core::Json out = core::Json::array();
  for (const auto& name : names) out.push(name);
  return out;
}

template <class Name>
std::vector<std::string> names_of(std::size_t count) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < count; ++i) out.emplace_back(name_of(static_cast<Name>(i)));
  return out;
}

/// Writes a file of weights as training does, its numbers by chance: 0, 0.25 … 0.75 with either sign.
class WeightsFile {
 public:
  void add(const std::string& name, std::size_t rows, std::size_t columns, bool positive = false) {
    tensors_.push(core::Json::object({{"name", core::Json(name)},
                                      {"shape", core::Json::array({static_cast<std::int64_t>(rows), static_cast<std::int64_t>(columns)})},
                                      {"offset", static_cast<std::int64_t>(data_.size())}}));
    for (std::size_t i = 0; i < rows * columns; ++i) {
      state_ = state_ * 6364136223846793005u + 1442695040888963407u;
      constexpr std::uint16_t halves[] = {0x0000, 0x3400, 0x3800, 0x3a00};
      const auto draw = state_ >> 60;
      const std::uint16_t half = positive ? 0x3c00 : static_cast<std::uint16_t>(halves[draw & 3] | ((draw & 4) << 13));
      data_ += static_cast<char>(half & 0xff);
      data_ += static_cast<char>(half >> 8);
    }
  }
  void norm(const std::string& name) {
    add(name + ".gain", 1, width, true);
    add(name + ".bias", 1, width);
  }
  void attention(const std::string& name, bool across) {
    norm(name + ".norm");
    if (across) norm(name + ".source_norm");
    if (across) add(name + ".beta", 2, channel_count);
    for (const char* letter : {"q", "k", "v", "o"}) {
      add(name + "." + letter, width, width);
      add(name + "." + letter + "_bias", 1, width);
    }
  }
  void feed_forward(const std::string& name) {
    norm(name + ".norm");
    add(name + ".w1", width, width);
    add(name + ".b1", 1, width);
    add(name + ".w2", width, width);
    add(name + ".b2", 1, width);
  }
  std::string bytes(std::vector<std::string> roles = names_of<Role>(role_count)) {
    for (const char* name : {"string_mean", "word_mean"}) add(name, 1, dim);
    for (const char* name : {"string_std", "word_std"}) add(name, 1, dim, true);
    add("x.word", dim, width);
    add("x.bias", 1, width);
    add("x.flags", word_flag_names().size(), width);
    norm("x.norm");
    for (const char* name : {"y.text", "y.comment", "y.table", "y.field"}) add(name, dim, width);
    add("y.flags", item_flag_names().size(), width);
    add("y.bias", 1, width);
    norm("y.norm");
    attention("block0.self", false);
    attention("block0.items", true);
    attention("block0.words", true);
    norm("block0.parent.norm");
    add("block0.parent.weight", width, width);
    add("block0.parent.bias", 1, width);
    feed_forward("block0.items_ffn");
    feed_forward("block0.words_ffn");
    norm("x.final");
    norm("y.final");
    add("link.p", width, width);
    add("link.q", width, width);
    add("link.gamma", 1, channel_count);
    for (const char* name : {"link.none", "link.unknown"}) {
      add(name, 1, width);
      add(name + std::string("_bias"), 1, 1);
    }
    add("role.weight", width + 1, role_count);
    add("role.bias", 1, role_count);
    add("summary.w1", 2 * width, width);
    add("summary.b1", 1, width);
    add("flags.weight", width, mark_count);
    add("flags.bias", 1, mark_count);
    add("answers.weight", width, answer_count);
    add("answers.bias", 1, answer_count);
    core::Json header = core::Json::object({{"d", static_cast<std::int64_t>(width)}, {"heads", 2}, {"blocks", 1},
                                            {"ffn", static_cast<std::int64_t>(width)}, {"hidden", static_cast<std::int64_t>(width)}});
    header.set("roles", list(roles));
    header.set("flags", list(names_of<Mark>(mark_count)));
    header.set("answers", list(names_of<Answer>(answer_count)));
    header.set("word_flags", list(word_flag_names()));
    header.set("item_flags", list(item_flag_names()));
    header.set("channels", list(channel_names()));
    header.set("tensors", tensors_);
    const std::string json = header.dump();
    std::string out = "RCPLINK1";
    for (int i = 0; i < 4; ++i) out += static_cast<char>((json.size() >> (8 * i)) & 0xff);
    return out + json + data_;
  }

 private:
  core::Json tensors_ = core::Json::array();
  std::string data_;
  std::uint64_t state_ = 7;
};

LinkInput two_words() {
  auto items = std::make_shared<LinkItems>();
  items->digest = "two words";
  items->count = 3;
  items->dimension = dim;
  items->flags = item_flag_names().size();
  items->texts = {"jobs", "state", "open"};
  items->vectors.assign(3 * dim, 0);
  for (std::size_t i = 0; i < 3; ++i) items->vectors[i * dim + i] = 1;
  items->text = {0, 1, 2};
  items->comment = {no_string, no_string, 1};
  items->table = {no_string, 0, 0};
  items->field = {no_string, no_string, 1};
  items->kinds = {ItemKind::table, ItemKind::field, ItemKind::value};
  items->parents = {0, 0, 1};
  items->item_flags.assign(3 * items->flags, 0);
  LinkInput input;
  input.items = items;
  input.words = 2;
  input.flags = word_flag_names().size();
  input.word_vectors.assign(2 * dim, 0);
  input.word_vectors[0] = 1;
  input.word_vectors[dim + 2] = 1;
  input.word_flags.assign(2 * input.flags, 0);
  input.likeness = {{0, 0, Channel::name, 1}, {1, 2, Channel::name, 0.8f}};
  return input;
}

}  // namespace

TEST_CASE("links_are_probabilities_and_the_same_each_time") {
  const auto linker = Linker::from_bytes(WeightsFile().bytes());
  REQUIRE_MESSAGE(linker, (linker ? "" : linker.error().message.en));
  const auto input = two_words();
  const auto links = linker->link(input);
  REQUIRE(links);
  for (std::size_t i = 0; i < 2; ++i) {
    double sum = links->none[i] + links->unknown[i];
    for (std::size_t j = 0; j < 3; ++j) sum += links->link(i, j);
    CHECK(sum == doctest::Approx(1).epsilon(1e-5));
  }
  CHECK(links->role(0, Role::subject) > 0);
  CHECK(links->role(0, Role::equals) == 0);  // no role of tables
  CHECK(links->role(2, Role::is) > 0);
  double answers = 0;
  for (const float one : links->answers) answers += one;
  CHECK(answers == doctest::Approx(1).epsilon(1e-5));
  const auto again = linker->link(input);
  REQUIRE(again);
  CHECK(std::memcmp(links->of_words.data(), again->of_words.data(), links->of_words.size() * sizeof(float)) == 0);
  CHECK(links->roles == again->roles);
}

TEST_CASE("a_word_s_vector_and_its_likeness_change_its_links") {
  const auto linker = Linker::from_bytes(WeightsFile().bytes());
  REQUIRE(linker);
  const auto before = linker->link(two_words());
  auto other = two_words();
  other.word_vectors[1] = 1;
  CHECK(linker->link(other)->of_words != before->of_words);
  auto alike = two_words();
  alike.likeness.pop_back();
  CHECK(linker->link(alike)->of_words != before->of_words);
}

TEST_CASE("weights_of_other_roles_are_refused") {
  auto roles = names_of<Role>(role_count);
  std::swap(roles[0], roles[1]);
  const auto linker = Linker::from_bytes(WeightsFile().bytes(roles));
  REQUIRE(!linker);
  CHECK(linker.error().code == core::Code::model_unavailable);
}

TEST_CASE("damaged_weights_are_refused") {
  const std::string whole = WeightsFile().bytes();
  for (const std::size_t size : {std::size_t{0}, std::size_t{7}, std::size_t{11}, std::size_t{400}, whole.size() - 1})
    CHECK(!Linker::from_bytes(std::string_view(whole).substr(0, size)));
  std::string other = whole;
  other[0] = 'X';
  CHECK(!Linker::from_bytes(other));
}

TEST_CASE("an_embedder_of_another_width_is_refused") {
  const auto linker = Linker::from_bytes(WeightsFile().bytes());
  REQUIRE(linker);
  auto input = two_words();
  auto items = std::make_shared<LinkItems>(*input.items);
  items->dimension = dim + 1;
  input.items = items;
  CHECK(!linker->link(input));
}

}  // namespace recoupe::planner
