// The weights that the program is built with give in C++ what they gave where they were trained (model/train/export.py).
#ifdef RECOUPE_LINKER_GOLDEN
#include "planner/linker.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <fstream>
#include <sstream>

namespace recoupe::planner {

namespace {

constexpr double near = 1e-2;

double number(const core::Json& json) { return std::stod(json.if_number()->text); }

std::vector<double> numbers(const core::Json& list) {
  std::vector<double> out;
  for (const auto& one : *list.if_array()) out.push_back(number(one));
  return out;
}

std::vector<float> flat(const core::Json& rows) {
  std::vector<float> out;
  for (const auto& row : *rows.if_array())
    for (const double value : numbers(row)) out.push_back(static_cast<float>(value));
  return out;
}

std::vector<int> whole(const core::Json& list) {
  std::vector<int> out;
  for (const double value : numbers(list)) out.push_back(static_cast<int>(value));
  return out;
}

LinkInput input_of(const core::Json& golden) {
  auto items = std::make_shared<LinkItems>();
  items->digest = "golden";
  items->count = static_cast<std::size_t>(golden.integer("items"));
  items->vectors = flat(*golden.find("texts"));
  items->texts.resize(golden.find("texts")->if_array()->size());
  items->dimension = items->vectors.size() / items->texts.size();
  items->text = whole(*golden.find("text"));
  items->comment = whole(*golden.find("comment"));
  items->table = whole(*golden.find("table"));
  items->field = whole(*golden.find("field"));
  items->item_flags = flat(*golden.find("item_flags"));
  items->flags = items->item_flags.size() / items->count;
  for (const int parent : whole(*golden.find("parents"))) items->parents.push_back(static_cast<std::size_t>(parent));
  for (const auto& kind : *golden.find("kinds")->if_array())
    items->kinds.push_back(*kind.if_string() == "table"   ? ItemKind::table
                           : *kind.if_string() == "field" ? ItemKind::field
                                                          : ItemKind::value);
  LinkInput input;
  input.items = items;
  input.words = static_cast<std::size_t>(golden.integer("words"));
  input.word_vectors = flat(*golden.find("word_vectors"));
  input.word_flags = flat(*golden.find("word_flags"));
  input.flags = input.word_flags.size() / input.words;
  for (const auto& row : *golden.find("likeness")->if_array()) {
    const auto one = numbers(row);
    input.likeness.push_back({static_cast<std::uint32_t>(one[0]), static_cast<std::uint32_t>(one[1]),
                              static_cast<Channel>(one[2]), static_cast<float>(one[3])});
  }
  return input;
}

double chance(double logit) { return 1 / (1 + std::exp(-logit)); }

}  // namespace

TEST_CASE("the_built_in_linker_gives_what_training_gave") {
  std::ifstream in(RECOUPE_LINKER_GOLDEN);
  REQUIRE(in);
  REQUIRE(built_in_linker() != nullptr);
  std::stringstream text;
  text << in.rdbuf();
  const auto golden = core::Json::parse(text.str());
  REQUIRE(golden);
  const auto links = built_in_linker()->link(input_of(*golden));
  REQUIRE_MESSAGE(links, (links ? "" : links.error().message.en));
  const auto none = numbers(*golden->find("none"));
  const auto unknown = numbers(*golden->find("unknown"));
  for (std::size_t i = 0; i < links->words; ++i) {
    CHECK(std::abs(links->none[i] - none[i]) < near);
    CHECK(std::abs(links->unknown[i] - unknown[i]) < near);
    const auto row = numbers((*golden->find("links")->if_array())[i]);
    for (std::size_t j = 0; j < links->items; ++j) CHECK(std::abs(links->link(i, j) - row[j]) < near);
  }
  for (std::size_t j = 0; j < links->items; ++j) {
    const auto row = numbers((*golden->find("roles")->if_array())[j]);
    for (std::size_t r = 0; r < role_count; ++r) {
      const double got = links->role(j, static_cast<Role>(r));
      if (got > 0) CHECK(std::abs(got - chance(row[r])) < near);  // other roles are of other kinds of items
    }
  }
  const auto marks = numbers(*golden->find("flags"));
  for (std::size_t m = 0; m < mark_count; ++m) CHECK(std::abs(links->marks[m] - chance(marks[m])) < near);
  const auto answers = numbers(*golden->find("answers"));
  double sum = 0;
  for (const double logit : answers) sum += std::exp(logit);
  for (std::size_t a = 0; a < answer_count; ++a) CHECK(std::abs(links->answers[a] - std::exp(answers[a]) / sum) < near);
}

}  // namespace recoupe::planner
#endif
