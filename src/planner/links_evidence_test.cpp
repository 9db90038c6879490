// What the linker says of values, held to the words.
#include "planner/links_evidence.hpp"

#include <doctest/doctest.h>

#include "planner/test_field.hpp"

namespace recoupe::planner {

namespace {

catalog::Catalog depot() {
  catalog::Table parcels;
  parcels.name = "parcels";
  parcels.fields = {field({"city"}, core::Kind::string, {"Lyon", "Évry", "évry"}), field({"note"}, core::Kind::string)};
  catalog::Catalog out;
  out.sources = {{"postgres", catalog::SourceKind::postgres, "", {parcels}}};
  return out;
}

struct Scene {
  catalog::Catalog catalog = depot();
  Vocabulary vocabulary = vocabulary_of(catalog, {});
  Items items{vocabulary};
  Reading reading;
  Links links;

  explicit Scene(const std::string& text) {
    instruction::Instruction instruction;
    instruction.text = text;
    reading = read(instruction);
    links.words = reading.tokens.size();
    links.items = items.size();
    links.of_words.assign(links.words * links.items, 0.01F);
    links.roles.assign(links.items * role_count, 0.9F);
  }
  [[nodiscard]] std::size_t value(std::size_t at) const { return *items.of_value(0, at); }
  void link(std::size_t word, std::size_t item, float chance) { links.of_words[word * links.items + item] = chance; }
};

}  // namespace

TEST_CASE("a_value_that_no_word_speaks_of_is_doubted_and_so_is_its_field") {
  Scene scene("parcels of today");
  hold_to_words(scene.links, scene.items, scene.vocabulary, scene.reading);
  CHECK(scene.links.role(scene.value(0), Role::is) == doctest::Approx(0.3));
  CHECK(scene.links.role(scene.items.of_field(0), Role::equals) == doctest::Approx(0.3));
  CHECK(scene.links.role(scene.items.of_field(1), Role::equals) == doctest::Approx(0.9));  // lists no values
  CHECK(scene.links.role(scene.items.of_field(0), Role::is_null) == doctest::Approx(0.9));
}

TEST_CASE("a_value_that_a_word_speaks_of_is_believed") {
  Scene scene("parcels for Lyon");
  scene.link(2, scene.value(0), 0.8F);
  hold_to_words(scene.links, scene.items, scene.vocabulary, scene.reading);
  CHECK(scene.links.role(scene.value(0), Role::is) == doctest::Approx(0.9));
  CHECK(scene.links.role(scene.items.of_field(0), Role::equals) == doctest::Approx(0.9));
}

TEST_CASE("of_spellings_of_one_value_the_written_one_stays") {
  Scene scene("parcels for Évry");
  for (const std::size_t at : {1, 2}) scene.link(2, scene.value(at), 0.8F);
  hold_to_words(scene.links, scene.items, scene.vocabulary, scene.reading);
  CHECK(scene.links.role(scene.value(1), Role::is) == doctest::Approx(0.9));
  CHECK(scene.links.role(scene.value(2), Role::is) == 0);
}

}  // namespace recoupe::planner
