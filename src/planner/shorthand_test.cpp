// The short form of plans: what is left out is put back, and what cannot be is an error of the plan language.
#include "planner/shorthand.hpp"

#include <doctest/doctest.h>

#include "planner/answer_words.hpp"
#include "planner/cards.hpp"
#include "planner/same_plan.hpp"
#include "planner/test_field.hpp"

namespace recoupe::planner {

namespace {

using core::Kind;

catalog::Catalog bank() {
  catalog::Table users;
  users.name = "users";
  users.sampled = true;
  users.fields = {field({"_id"}, Kind::objectid), field({"email"}, Kind::string), field({"role"}, Kind::string, {"admin", "viewer"}),
                  field({"team"}, Kind::string), field({"created_at"}, Kind::timestamp)};
  catalog::Table team;
  team.schema = "public";
  team.name = "team";
  team.comment = "équipes";
  team.fields = {field({"code"}, Kind::string), field({"boss_mail"}, Kind::string), field({"size"}, Kind::int64), field({"closed_on"}, Kind::date)};
  team.fields[0].unique = true;
  for (auto* table : {&users, &team})
    for (auto& one : table->fields) one.nullable = one.path[0] == "closed_on";
  catalog::Catalog out;
  out.sources = {{"mongodb", catalog::SourceKind::mongodb, "", {users}}, {"postgres", catalog::SourceKind::postgres, "", {team}}};
  catalog::Relation relation;
  relation.left = {"mongodb", "", "users", {"team"}};
  relation.right = {"postgres", "public", "team", {"code"}};
  relation.transform = catalog::KeyTransform::lower_both;
  relation.confidence = 0.9;
  out.relations = {relation};
  return out;
}

const catalog::Catalog& catalog_of_bank() {
  static const catalog::Catalog catalog = bank();
  return catalog;
}

std::string whole(std::string_view text) {
  const auto plan = plan_of_shorthand(text, catalog_of_bank(), vocabulary_of(catalog_of_bank(), {}));
  return plan ? spelled_alike(*plan) : "error: " + plan.error().message.en;
}

std::string written(std::string_view text) {
  auto plan = plan::parse(text);
  REQUIRE(plan);
  auto valid = plan::validate(*std::move(plan), catalog_of_bank());
  REQUIRE(valid);
  return spelled_alike(*std::move(valid));
}

}  // namespace

TEST_CASE("servers_checks_keys_and_findings_are_put_back") {
  CHECK(whole("users\nWHERE role = 'admin'\nEXISTS team\n= 'missing'") ==
        written("FROM mongodb.users |> WHERE role = 'admin' |> CHECK EXISTS IN postgres.team AS t ON LOWER(users.team) = LOWER(t.code) |> WHERE finding = 'missing'"));
}

TEST_CASE("a_side_with_conditions_gets_its_key_and_an_alias") {
  CHECK(whole("users\nABSENT (team\nWHERE closed_on IS NOT NULL)\n= 'present'") ==
        written("FROM mongodb.users |> CHECK ABSENT IN (FROM postgres.team |> WHERE closed_on IS NOT NULL) AS t ON LOWER(users.team) = LOWER(t.code) "
                "|> WHERE finding = 'present'"));
}

TEST_CASE("measures_get_their_usual_names") {
  CHECK(whole("team\nAGGREGATE COUNT(*), SUM(size)\nORDER BY n DESC") ==
        written("FROM postgres.team |> AGGREGATE COUNT(*) AS n, SUM(size) AS total |> ORDER BY n DESC"));
}

TEST_CASE("a_key_that_is_written_stays_as_it_is") {
  CHECK(whole("team\nEXISTS users ON LOWER(boss_mail) = LOWER(email)\n= 'ok'") ==
        written("FROM postgres.team AS t |> CHECK EXISTS IN mongodb.users ON LOWER(t.boss_mail) = LOWER(users.email) |> WHERE finding = 'ok'"));
}

TEST_CASE("what_the_catalog_does_not_have_is_an_error") {
  CHECK(whole("accounts").starts_with("error: there is no server anywhere"));
  CHECK(whole("users\nWHERE salary > 3").starts_with("error: there is no column salary"));
  CHECK(whole("users\nWHERE (role = 'admin'").starts_with("error: "));
  CHECK(whole("").starts_with("error: "));
}

TEST_CASE("a_card_tells_names_types_keys_references_values_and_comments") {
  const auto vocabulary = vocabulary_of(catalog_of_bank(), {});
  CHECK(card_of(1, vocabulary, true) == "postgres team (équipes)\ncode key\nboss_mail\nsize num\nclosed_on date?\n");
  CHECK(card_of(1, vocabulary, false).starts_with("postgres team\n"));
  CHECK(card_of(0, vocabulary, true).find("team > team\n") != std::string::npos);
  CHECK(card_of(0, vocabulary, true).find("role 'admin' 'viewer'\n") != std::string::npos);
}

TEST_CASE("an_answer_is_made_of_the_catalogs_names_and_the_instructions_texts") {
  const auto vocabulary = vocabulary_of(catalog_of_bank(), {});
  const AnswerWords words("les comptes « root » créés cette semaine et leur salaire", vocabulary, {0, 1});
  CHECK(words.may_begin("use"));
  CHECK(words.may_begin("users\nWHERE role = 'adm"));
  CHECK(words.may_begin("users\nWHERE email = 'root' AND created_at DURING PERIOD 'cette semaine'"));
  CHECK(words.may_begin("users\nEXISTS (team\nWHERE closed_on IS NULL)\n= 'missing'"));
  CHECK(words.may_begin("NONE salaire"));
  CHECK(words.may_begin("WRITE"));
  CHECK_FALSE(words.may_begin("accounts\n"));
  CHECK_FALSE(words.may_begin("users\nWHERE salary"));
  CHECK_FALSE(words.may_begin("users\nWHERE boss_mail"));  // of a table that is not named yet
  CHECK_FALSE(words.may_begin("users\nWHERE email = 'toor' "));
  CHECK_FALSE(words.may_begin("NONE prime"));
}

}  // namespace recoupe::planner
