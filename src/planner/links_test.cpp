// What the linker says, by hand: words and items that nothing in their spelling brings together.
#include "planner/conditions.hpp"
#include "planner/links_contrary.hpp"
#include "planner/links_mentions.hpp"
#include "planner/links_ranking.hpp"
#include "planner/test_field.hpp"
#include "planner/weigh.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace recoupe::planner {

namespace {

using core::Kind;

catalog::Catalog kennel() {
  catalog::Table dogs;
  dogs.schema = "public";
  dogs.name = "pensionnaires";
  dogs.fields = {field({"puce"}, Kind::string), field({"etat"}, Kind::string, {"P", "S"}),
                 field({"dt_retour"}, Kind::date), field({"vaccin"}, Kind::bool_)};
  catalog::Table visits;
  visits.schema = "public";
  visits.name = "soins";
  visits.fields = {field({"id"}, Kind::int64), field({"cout"}, Kind::numeric)};
  catalog::Catalog out;
  out.sources = {{"postgres", catalog::SourceKind::postgres, "", {dogs, visits}}};
  return out;
}

/// An instruction about the kennel, and links that say nothing yet.
struct Told {
  explicit Told(const std::string& text) {
    instruction.text = text;
    instruction.language = core::Language::en;
    instruction.zone = core::TimeZone::find("Europe/Paris").value();
    understood.reading = read(instruction);
    understood.vocabulary = vocabulary_of(catalog(), {});
    understood.mentions = find_mentions(understood.reading, understood.vocabulary);
    understood.scores = {{0, 0}, {0, 0}, {0, 0}};
    Items items(understood.vocabulary);
    Links links;
    links.words = understood.reading.tokens.size();
    links.items = items.size();
    links.of_words.assign(links.words * links.items, 0);
    links.none.assign(links.words, 1);
    links.unknown.assign(links.words, 0);
    links.roles.assign(links.items * role_count, 0);
    understood.linked = Linked{std::move(items), std::move(links)};
  }
  Links& links() { return understood.linked->links; }
  void link(std::size_t word, std::size_t item, float how_much) {
    links().of_words[word * links().items + item] = how_much;
    links().none[word] -= how_much;
  }
  void role(std::size_t item, Role role, float how_much) {
    links().roles[item * role_count + static_cast<std::size_t>(role)] = how_much;
  }
  Mentions& told() {
    add_links(understood.mentions, links(), understood.linked->items, understood.vocabulary, understood.reading);
    return understood.mentions;
  }
  [[nodiscard]] plan::Plan plan(const std::string& text) const {
    return plan::validate(plan::parse(text).value(), catalog()).value();
  }
  static const catalog::Catalog& catalog() {
    static const catalog::Catalog made = kennel();
    return made;
  }
  [[nodiscard]] Draft draft() const {
    Draft out;
    out.explained.assign(understood.reading.tokens.size(), 0);
    out.claimed = out.explained;
    out.cue_used.assign(understood.reading.tokens.size(), false);
    return out;
  }
  instruction::Instruction instruction;
  Understanding understood;
};

constexpr std::size_t dogs = 0;
constexpr std::size_t state = 3;   // items: 2 tables, then fields
constexpr std::size_t back = 4;
constexpr std::size_t present = 8;  // the value P

}  // namespace

TEST_CASE("a_word_that_is_linked_becomes_a_mention") {
  Told told("hounds still boarding");
  told.link(0, dogs, 0.9F);
  const auto& mentions = told.told();
  REQUIRE(mentions.tables.size() == 1);
  CHECK(mentions.tables[0].item == 0);
  CHECK(mentions.tables[0].anchor == 0);
  CHECK(mentions.tables[0].strength > 0.8);
}

TEST_CASE("a_value_that_is_denied_is_not_taken_for_said") {
  for (const auto& [text, turned] : {std::pair{"hounds not boarding", true}, std::pair{"hounds still boarding", false}}) {
    Told told(text);
    told.link(2, present, 0.9F);
    told.role(present, Role::is, 0.8F);
    turn_contraries(told.links(), told.understood.linked->items, told.understood.vocabulary, told.understood.reading);
    CHECK((told.links().role(present, Role::is_not) > 0.5) == turned);
    CHECK((told.links().role(present, Role::is) > 0.5) == !turned);
  }
}

TEST_CASE("a_faint_link_says_nothing") {
  Told told("hounds still boarding");
  told.link(0, dogs, 0.1F);
  CHECK(told.told().tables.empty());
}

TEST_CASE("a_value_that_the_linker_takes_for_asked_becomes_a_condition") {
  Told told("hounds boarding now");
  told.link(1, present, 0.7F);
  told.role(present, Role::is, 0.9F);
  const auto& mentions = told.told();
  CHECK(mentions.sure(Role::is, 1, 0) == doctest::Approx(0.9));
  const auto conditions = find_conditions(told.understood.reading, told.understood.vocabulary, mentions);
  const auto found = std::find_if(conditions.begin(), conditions.end(), [](const Condition& c) { return c.form == Form::equals; });
  REQUIRE(found != conditions.end());
  CHECK(found->values == std::vector<std::string>{"'P'"});
  CHECK(!found->negated);
  CHECK(found->linked == doctest::Approx(0.9));
}

TEST_CASE("a_date_that_should_not_be_there_is_null") {
  Told told("hounds never collected");
  told.link(2, back, 0.8F);
  told.role(back, Role::is_null, 0.7F);
  const auto conditions = find_conditions(told.understood.reading, told.understood.vocabulary, told.told());
  CHECK(std::any_of(conditions.begin(), conditions.end(), [](const Condition& c) { return c.form == Form::is_null && !c.negated && c.field == 2; }));
}

TEST_CASE("a_plan_that_uses_what_is_linked_is_judged_better") {
  Told told("hounds boarding");
  told.link(0, dogs, 0.9F);
  told.link(1, present, 0.8F);
  told.role(dogs, Role::subject, 0.95F);
  told.role(state, Role::equals, 0.9F);
  told.role(present, Role::is, 0.9F);
  told.told();
  const auto judged = [&](const std::string& text) {
    Draft draft = told.draft();
    judge(draft, atoms_of(told.plan(text), told.understood.vocabulary), told.understood);
    return draft;
  };
  const Draft right = judged("FROM postgres.public.pensionnaires |> WHERE etat = 'P'");
  const Draft bare = judged("FROM postgres.public.pensionnaires");
  const Draft other = judged("FROM postgres.public.soins");
  CHECK(right.features.at("linker/value") > 0);
  CHECK(!right.features.contains("linker/left_value"));
  CHECK(bare.features.at("linker/left_value") > 0);
  CHECK(other.features.at("linker/subject") < 0);
  CHECK(other.features.at("linker/weakest") < bare.features.at("linker/weakest"));
  CHECK(right.explained[1] > 0.5);
  CHECK(bare.explained[1] == 0);
}

TEST_CASE("words_that_the_catalog_does_not_have_are_named") {
  Told told("hounds with a pedigree");
  told.links().unknown[3] = 0.9F;
  CHECK(foresee(told.understood).unknown_words == std::vector<std::string>{"pedigree"});
}

}  // namespace recoupe::planner
