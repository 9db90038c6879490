#include "planner/link_input.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "core/hash.hpp"

using namespace recoupe;
using namespace recoupe::planner;

namespace {

/// Gives vectors made of a text's digest, and counts what it is asked.
class Counting final : public Embedder {
 public:
  [[nodiscard]] core::Json identity() const override { return core::Json::object({{"name", "counting"}}); }
  core::Result<std::vector<float>> embed(std::string_view text) override { return vector_of(text); }
  core::Result<std::vector<std::vector<float>>> embed_all(std::span<const std::string> texts, const core::Cancel&) override {
    asked += texts.size();
    return vectors_of(texts);
  }
  core::Result<std::vector<std::vector<float>>> embed_words(std::span<const std::string> words) override { return vectors_of(words); }
  std::size_t asked = 0;

 private:
  static std::vector<float> vector_of(std::string_view text) {
    const auto digest = core::sha256(text);
    return {static_cast<float>(digest[0]), static_cast<float>(digest[1])};
  }
  static std::vector<std::vector<float>> vectors_of(std::span<const std::string> texts) {
    std::vector<std::vector<float>> vectors;
    for (const auto& text : texts) vectors.push_back(vector_of(text));
    return vectors;
  }
};

catalog::Catalog clinic() {
  catalog::Field id;
  id.path = {"animal_id"};
  id.type = core::Kind::int64;
  id.unique = true;
  id.nullable = false;
  catalog::Field city;
  city.path = {"owner", "city"};
  city.type = core::Kind::string;
  catalog::Field status;
  status.path = {"status"};
  status.type = core::Kind::string;
  status.comment = "CLO closed, paid";
  status.known_values = {"CLO", "paid"};
  catalog::Table table;
  table.schema = "public";
  table.name = "sickAnimals";
  table.comment = "animals under treatment";
  table.fields = {id, city, status};
  table.keys = {{{"animal_id"}}};
  catalog::Source source;
  source.server = "postgres";
  source.tables = {table};
  catalog::Catalog catalog;
  catalog.sources = {source};
  return catalog;
}

struct Shown {
  explicit Shown(const std::string& text) {
    instruction::Instruction instruction;
    instruction.text = text;
    instruction.language = core::Language::en;
    reading = read(instruction);
    vocabulary = vocabulary_of(catalog, {});
    input = link_input(reading, vocabulary, find_mentions(reading, vocabulary), embedder, core::Cancel()).value();
  }
  [[nodiscard]] const std::string& text_of(int row) const { return input.items->texts[static_cast<std::size_t>(row)]; }
  [[nodiscard]] float flag(const std::vector<float>& flags, const std::vector<std::string>& names, std::size_t row, const std::string& name) const {
    const auto at = std::find(names.begin(), names.end(), name);
    REQUIRE(at != names.end());
    return flags[row * names.size() + static_cast<std::size_t>(at - names.begin())];
  }
  [[nodiscard]] float item_flag(std::size_t item, const std::string& name) const { return flag(input.items->item_flags, item_flag_names(), item, name); }
  [[nodiscard]] float word_flag(std::size_t word, const std::string& name) const { return flag(input.word_flags, word_flag_names(), word, name); }
  [[nodiscard]] float alike(std::size_t word, std::size_t item, Channel channel) const {
    for (const auto& one : input.likeness)
      if (one.word == word && one.item == item && one.channel == channel) return one.value;
    return 0;
  }
  catalog::Catalog catalog = clinic();
  Counting embedder;
  Reading reading;
  Vocabulary vocabulary;
  LinkInput input;
};

}  // namespace

TEST_CASE("items_are_described_by_words_comment_and_what_they_belong_to") {
  const Shown shown("sick animals");
  const auto& items = *shown.input.items;
  REQUIRE(items.count == 6);  // a table, three fields, two values
  CHECK(shown.text_of(items.text[0]) == "sick animals");
  CHECK(shown.text_of(items.comment[0]) == "animals under treatment");
  CHECK(items.table[0] == no_string);
  CHECK(shown.text_of(items.text[1]) == "animal id");
  CHECK(items.comment[1] == no_string);
  CHECK(shown.text_of(items.table[1]) == "sick animals");
  CHECK(shown.text_of(items.text[2]) == "owner city");
  CHECK(shown.text_of(items.text[4]) == "CLO : closed");
  CHECK(shown.text_of(items.text[5]) == "paid");
  CHECK(shown.text_of(items.field[4]) == "status");
  CHECK(shown.text_of(items.comment[4]) == "CLO closed, paid");
  CHECK(items.parents == std::vector<std::size_t>{0, 0, 0, 0, 3, 3});
  CHECK(items.vectors.size() == items.texts.size() * items.dimension);
}

TEST_CASE("item_flags_tell_kind_and_type_and_what_may_be_empty") {
  const Shown shown("sick animals");
  CHECK(shown.item_flag(0, "table") == 1);
  CHECK(shown.item_flag(0, "has_comment") == 1);
  CHECK(shown.item_flag(1, "field") == 1);
  CHECK(shown.item_flag(1, "number") == 1);
  CHECK(shown.item_flag(1, "key") == 1);
  CHECK(shown.item_flag(1, "nullable") == 0);
  CHECK(shown.item_flag(3, "nullable") == 1);
  CHECK(shown.item_flag(5, "value") == 1);
  CHECK(shown.item_flag(5, "text") == 1);
}

TEST_CASE("word_flags_tell_small_words_cues_numbers_and_names") {
  const Shown shown("how many animals without the city of Lyon since 2 weeks");
  const auto word = [&](const std::string& text) {
    const auto found = std::find_if(shown.reading.tokens.begin(), shown.reading.tokens.end(), [&](const Token& t) { return t.text == text; });
    REQUIRE(found != shown.reading.tokens.end());
    return static_cast<std::size_t>(found - shown.reading.tokens.begin());
  };
  CHECK(shown.word_flag(word("animals"), "content") == 1);
  CHECK(shown.word_flag(word("the"), "small") == 1);
  CHECK(shown.word_flag(word("how"), "cued") == 1);
  CHECK(shown.word_flag(word("how"), "count") == 1);
  CHECK(shown.word_flag(word("without"), "without") == 1);
  CHECK(shown.word_flag(word("Lyon"), "capital") == 1);
  CHECK(shown.word_flag(word("city"), "capital") == 0);
}

TEST_CASE("likeness_keeps_name_comment_opposite_and_mention_apart") {
  const Shown shown("animals closed but unpaid");
  CHECK(shown.alike(0, 0, Channel::name) > 0.9F);
  CHECK(shown.alike(0, 0, Channel::gloss) > 0.9F);
  CHECK(shown.alike(0, 0, Channel::strength) > 0.4F);
  CHECK(shown.alike(0, 2, Channel::name) == 0);
  CHECK(shown.alike(1, 4, Channel::gloss) > 0.9F);
  CHECK(shown.alike(3, 5, Channel::opposite) > 0.5F);
  CHECK(shown.alike(3, 5, Channel::name) == 0);
  CHECK(std::is_sorted(shown.input.likeness.begin(), shown.input.likeness.end(), [](const auto& l, const auto& r) {
    return std::tuple(l.word, l.item, l.channel) < std::tuple(r.word, r.item, r.channel);
  }));
}

TEST_CASE("a_catalog_is_asked_of_the_embedder_once") {
  Shown shown("sick animals");
  const std::size_t asked = shown.embedder.asked;
  const auto again = link_input(shown.reading, shown.vocabulary, Mentions(), shown.embedder, core::Cancel()).value();
  CHECK(shown.embedder.asked == asked);
  CHECK(again.items == shown.input.items);
  shown.catalog.sources[0].tables[0].comment = "another one";
  const auto vocabulary = vocabulary_of(shown.catalog, {});
  const auto other = link_input(shown.reading, vocabulary, Mentions(), shown.embedder, core::Cancel()).value();
  CHECK(other.items->digest != shown.input.items->digest);
}
