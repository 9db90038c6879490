// Needs the weights that tools/fetch_deps puts in .deps; where they are not, says so and passes.
#include "models/e5/embedder.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

#include "models/e5/word_states.h"

using namespace recoupe;

namespace {

constexpr const char* weights = ".deps/e5/e5-small-q4.bin";

bool is_there() {
  const bool there = std::filesystem::exists(weights);
  if (!there) MESSAGE("skipped: no weights in .deps/e5");
  return there;
}

float dot(const std::vector<float>& left, const std::vector<float>& right) {
  return std::inner_product(left.begin(), left.end(), right.begin(), 0.0F);
}

}  // namespace

TEST_CASE("the_pieces_of_words_make_up_the_vector_of_their_text") {
  if (!is_there()) return;
  const std::unique_ptr<e5_model, void (*)(e5_model*)> model(e5_load(weights), e5_free);
  REQUIRE(model != nullptr);
  const auto dimension = static_cast<std::size_t>(e5_dim(model.get()));
  for (const std::vector<const char*>& words : std::vector<std::vector<const char*>>{
           {"unpaid", "invoices", "of", "2026"}, {"les", "dossiers", "d'inscription", "non", "réglés", "depuis", "août"}}) {
    std::string text;
    for (const char* word : words) text += std::string(text.empty() ? "" : " ") + word;
    std::vector<int> first_of(words.size() + 1);
    float* states = nullptr;
    int rows = 0;
    REQUIRE(e5_word_states(model.get(), words.data(), static_cast<int>(words.size()), first_of.data(), &states, &rows) == static_cast<int>(words.size()));
    const std::unique_ptr<float, void (*)(void*)> owned(states, std::free);
    CHECK(first_of.back() == rows - 1);
    std::vector<float> mean(dimension, 0.0F);
    for (std::size_t row = 0; row < static_cast<std::size_t>(rows); ++row)
      for (std::size_t i = 0; i < dimension; ++i) mean[i] += states[row * dimension + i];
    const float size = std::sqrt(dot(mean, mean));
    std::vector<float> whole(dimension);
    REQUIRE(e5_embed(model.get(), text.c_str(), 1, whole.data()) == 0);
    for (std::size_t i = 0; i < dimension; ++i) CHECK(mean[i] / size == doctest::Approx(whole[i]).epsilon(1e-4));
  }
}

TEST_CASE("a_word_has_a_vector_of_its_own_among_the_others") {
  if (!is_there()) return;
  auto embedder = models::e5::make_embedder(weights);
  REQUIRE(embedder);
  const std::vector<std::string> words = {"late", "deliveries", "and", "late", "fees"};
  const auto vectors = (*embedder)->embed_words(words);
  REQUIRE(vectors);
  REQUIRE(vectors->size() == words.size());
  for (const auto& vector : *vectors) CHECK(dot(vector, vector) == doctest::Approx(1));
  CHECK((*vectors)[0] != (*vectors)[3]);
  CHECK(*(*embedder)->embed_words(words) == *vectors);
}

TEST_CASE("more_words_than_the_model_reads_at_once_all_have_vectors") {
  if (!is_there()) return;
  auto embedder = models::e5::make_embedder(weights);
  REQUIRE(embedder);
  std::vector<std::string> words(700, "facture");
  words.push_back(std::string(3'000, 'x'));
  const auto vectors = (*embedder)->embed_words(words);
  REQUIRE(vectors);
  CHECK(vectors->size() == words.size());
}

TEST_CASE("a_text_has_the_same_vector_alone_and_among_others") {
  if (!is_there()) return;
  auto one = models::e5::make_embedder(weights);
  auto other = models::e5::make_embedder(weights);
  REQUIRE(one);
  REQUIRE(other);
  std::vector<std::string> texts;
  for (int i = 0; i < 70; ++i) texts.push_back("column " + std::to_string(i));
  const auto together = (*one)->embed_all(texts, core::Cancel());
  const auto alone = (*other)->embed_all(std::vector<std::string>{texts[40]}, core::Cancel());
  REQUIRE(together);
  REQUIRE(alone);
  CHECK((*together)[40] == (*alone)[0]);
  CHECK((*together)[40] == (*one)->embed_all(std::vector<std::string>{texts[40]}, core::Cancel()).value()[0]);
}

TEST_CASE("embedding_many_texts_stops_when_cancelled") {
  if (!is_there()) return;
  auto embedder = models::e5::make_embedder(weights);
  REQUIRE(embedder);
  const core::Cancel cancel;
  cancel.request();
  const auto vectors = (*embedder)->embed_all(std::vector<std::string>{"invoice"}, cancel);
  REQUIRE_FALSE(vectors);
  CHECK(vectors.error().code == core::Code::interrupted);
}
