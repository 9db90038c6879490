// What becomes of plans that a model writes: they are held to the catalog, the language and the instruction.
#include "planner/writing.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "planner/test_field.hpp"

namespace recoupe::planner {

namespace {

using core::Kind;

/// A model whose answers stand in the test.
class Recited final : public Generator {
 public:
  explicit Recited(std::vector<Completion> answers) : answers_(std::move(answers)) {}
  [[nodiscard]] core::Json identity() const override { return core::Json::object({{"name", "recited"}}); }
  core::Result<Completions> complete(const Question& question, const core::Cancel&) override {
    cards = question.cards.size();
    words = question.words;
    may_speak_of_trucks = question.may_begin("trucks");
    return Completions{answers_, std::vector<double>(question.given.size(), improbable), 1};
  }
  std::size_t cards = 0;
  std::string words;
  bool may_speak_of_trucks = true;

 private:
  std::vector<Completion> answers_;
};

const catalog::Catalog& garage() {
  static const catalog::Catalog catalog = [] {
    catalog::Table cars;
    cars.schema = "public";
    cars.name = "cars";
    cars.fields = {field({"plate"}, Kind::string), field({"fuel"}, Kind::string, {"diesel", "electric"}), field({"sold_on"}, Kind::date), field({"price"}, Kind::numeric)};
    cars.fields[0].unique = true;
    cars.fields[2].nullable = true;
    catalog::Catalog out;
    out.sources = {{"postgres", catalog::SourceKind::postgres, "", {cars}}};
    return out;
  }();
  return catalog;
}

Writing writing_of(Recited& model, const std::string& text) {
  instruction::Instruction instruction;
  instruction.text = text;
  instruction.language = core::Language::en;
  instruction.zone = core::TimeZone::find("Europe/Paris").value();
  Models models;
  models.linker = nullptr;
  const auto understood = understand(read(instruction), vocabulary_of(garage(), {}), instruction, models, core::Cancel());
  REQUIRE(understood);
  auto writing = write_plans(*understood, {}, instruction, garage(), model, core::Cancel());
  REQUIRE(writing);
  return *std::move(writing);
}

}  // namespace

TEST_CASE("a_plan_that_holds_is_kept_and_the_model_is_shown_cards_and_the_question") {
  Recited model({{"cars\nWHERE sold_on IS NULL", -0.1}});
  const auto writing = writing_of(model, "cars nobody has bought");
  REQUIRE(writing.plans.size() == 1);
  CHECK(plan::text_of(writing.plans[0].plan) == "FROM postgres.public.cars\n|> WHERE sold_on IS NULL");
  CHECK(model.cards == 1);
  CHECK(model.words == "Q: cars nobody has bought\n");
  CHECK_FALSE(model.may_speak_of_trucks);
}

TEST_CASE("a_plan_with_a_name_or_a_number_from_nowhere_does_not_hold") {
  Recited model({{"cars\nWHERE owner = 'x'", -1.0}, {"cars\nWHERE price > 7", -1.5}});
  const auto writing = writing_of(model, "dear cars");
  CHECK(writing.plans.empty());
  CHECK(writing.invalid == doctest::Approx(std::exp(-1.0) + std::exp(-1.5)));
}

TEST_CASE("refusals_are_told_apart_and_say_what_is_lacking") {
  Recited model({{"NONE insurance", std::log(0.6)}, {"WRITE", std::log(0.2)}, {"CHAT", std::log(0.1)}});
  const auto writing = writing_of(model, "cars without insurance");
  CHECK(writing.none == doctest::Approx(0.6));
  CHECK(writing.write == doctest::Approx(0.2));
  CHECK(writing.chat == doctest::Approx(0.1));
  CHECK(writing.lacking == std::vector<std::string>{"insurance"});
}

}  // namespace recoupe::planner
