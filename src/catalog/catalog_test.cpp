#include "catalog/catalog.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "catalog/name_likeness.hpp"
#include "catalog/relations.hpp"
#include "catalog/snapshot.hpp"
#include "catalog/unseen_fields.hpp"
#include "core/hash.hpp"

namespace recoupe::catalog {
namespace {

using core::Kind;

Field field(FieldPath path, core::Type type, bool unique = false) {
  Field out;
  out.path = std::move(path);
  out.type = std::move(type);
  out.unique = unique;
  return out;
}

Catalog company() {
  Table users{.schema = "", .name = "users", .comment = "", .fields = {}, .keys = {{{"_id"}}}, .row_count = 2'000,
              .sampled = true};
  users.fields = {field({"_id"}, Kind::objectid, true), field({"email"}, Kind::string),
                  field({"tags"}, core::Type::array_of(Kind::string)), field({"contact"}, Kind::document),
                  field({"contact", "employee_no"}, Kind::string)};
  users.fields[1].missing_share = 0.25;
  users.fields[1].may_be_missing = true;
  users.fields[1].type_shares = {{"string", 0.75}, {"null", 0.25}};
  Table employees{.schema = "public", .name = "employees", .comment = "staff", .fields = {}, .keys = {{{"id"}}},
                  .row_count = 300, .sampled = false};
  employees.fields = {field({"id"}, Kind::int64, true), field({"work_email"}, Kind::string, true),
                      field({"department"}, Kind::string)};
  employees.fields[2].known_values = {"Finance", "Ventes"};
  Catalog out;
  out.sources = {{"mongodb", SourceKind::mongodb, "MongoDB 7.0", {users}},
                 {"postgres", SourceKind::postgres, "PostgreSQL 15.18", {employees}}};
  return out;
}

FieldRef ref(std::string server, std::string schema, std::string table, FieldPath path) {
  return {std::move(server), std::move(schema), std::move(table), std::move(path)};
}

}  // namespace

TEST_CASE("paths_are_quoted_where_they_are_no_plain_names") {
  CHECK(text_of({"contact", "city"}) == "contact.city");
  CHECK(text_of({"app.users", "a`b", "é"}) == "`app.users`.`a``b`.`é`");
}

TEST_CASE("a_table_is_found_without_its_schema_only_when_unique") {
  Catalog catalog = company();
  CHECK(catalog.find_table("postgres", "", "employees") != nullptr);
  CHECK(catalog.find_table("postgres", "hr", "employees") == nullptr);
  Table other = catalog.sources[1].tables[0];
  other.schema = "hr";
  catalog.sources[1].tables.push_back(other);
  CHECK(catalog.find_table("postgres", "", "employees") == nullptr);
  CHECK(catalog.find_table("postgres", "hr", "employees") != nullptr);
}

TEST_CASE("json_gives_the_catalog_back") {
  Catalog catalog = company();
  catalog.relations = {{ref("mongodb", "", "users", {"email"}), ref("postgres", "public", "employees", {"work_email"}),
                        KeyTransform::lower_both, 0.9, "name and type"}};
  const core::Json json = to_json(catalog);
  const auto again = from_json(json);
  REQUIRE(again);
  CHECK(to_json(*again) == json);
  CHECK(again->sources[0].tables[0].fields[2].type == core::Type::array_of(Kind::string));
}

TEST_CASE("json_of_another_shape_is_refused_naming_the_member") {
  core::Json json = to_json(company());
  json.set("sources", "none");
  const auto read = from_json(json);
  REQUIRE_FALSE(read);
  CHECK(read.error().code == core::Code::invalid_json);
  CHECK(read.error().message.en.find("catalog.sources") != std::string::npos);
}

TEST_CASE("digest_changes_with_structure_but_not_with_counts_and_samples") {
  Catalog catalog = company();
  const std::string digest = digest_of(catalog);
  Table& users = catalog.sources[0].tables[0];
  users.row_count = 9;
  users.fields[1].missing_share = 0.5;
  users.fields[1].null_share = 0.1;
  users.fields[1].type_shares.clear();
  users.fields[1].known_values = {"a@example.com"};
  catalog.sources[0].product = "MongoDB 8.0";
  catalog.relations = {{ref("mongodb", "", "users", {"email"}), ref("postgres", "public", "employees", {"work_email"}),
                        KeyTransform::none, 0.9, "name, type and 90% of sampled values"}};
  CHECK(digest_of(catalog) == digest);
  catalog.relations[0].confidence = 1;
  CHECK(digest_of(catalog) != digest);
  catalog.relations.clear();
  users.fields[1].type = Kind::mixed;
  CHECK(digest_of(catalog) != digest);
}

TEST_CASE("snapshot_is_read_back_and_a_changed_one_is_refused") {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("recoupe-catalog-" + core::hex(core::random_bytes(8)));
  std::filesystem::create_directory(folder);
  const std::filesystem::path path = folder / "catalog.json";
  REQUIRE(write_snapshot(path, company(), core::Timestamp{1'000'000}));
  const auto snapshot = read_snapshot(path);
  REQUIRE(snapshot);
  CHECK(snapshot->digest == digest_of(company()));
  CHECK(snapshot->read_at == core::Timestamp{1'000'000});
  CHECK(std::distance(std::filesystem::directory_iterator(folder), {}) == 1);

  std::string text;
  std::getline(std::ifstream(path), text);
  text.replace(text.find("employees"), 9, "customers");
  std::ofstream(path) << text;
  const auto damaged = read_snapshot(path);
  REQUIRE_FALSE(damaged);
  CHECK(damaged.error().code == core::Code::invalid_json);
  std::filesystem::remove_all(folder);
  CHECK(read_snapshot(path).error().code == core::Code::invalid_config);
}

TEST_CASE("names_are_alike_whatever_their_case_style") {
  CHECK(words_of("HTTPCodeÉtat") == Words{"http", "codeetat"});
  CHECK(likeness(words_of("userId"), words_of("user_ids")) == 1);
  CHECK(likeness(words_of("email"), words_of("work_email")) == doctest::Approx(0.5));
  CHECK(likeness(words_of("city"), words_of("amount")) == 0);
}

TEST_CASE("fields_whose_values_meet_in_another_case_are_proposed_as_a_relation") {
  const Catalog catalog = company();
  const auto email = ref("mongodb", "", "users", {"email"});
  const auto work_email = ref("postgres", "public", "employees", {"work_email"});
  const SampledValues samples = {{email, {"Ana@Example.com", "bo@example.com", "Cy@example.com"}, true},
                                 {work_email,
                                  {"ana@example.com", "bo@example.com", "cy@example.com", "di@example.com"}, true}};
  const std::vector<Relation> relations = propose_relations(catalog, samples);
  REQUIRE_FALSE(relations.empty());
  CHECK(relations[0].left == email);
  CHECK(relations[0].right == work_email);
  CHECK(relations[0].transform == KeyTransform::lower_both);
  CHECK(relations[0].confidence < 1);
}

TEST_CASE("fields_whose_values_never_meet_are_not_proposed") {
  const auto email = ref("mongodb", "", "users", {"email"});
  const auto work_email = ref("postgres", "public", "employees", {"work_email"});
  const SampledValues samples = {{email, {"a@x.org", "b@x.org", "c@x.org"}, true},
                                 {work_email, {"d@y.org", "e@y.org", "f@y.org"}, true}};
  for (const Relation& relation : propose_relations(company(), samples)) {
    CHECK_FALSE((relation.left == email && relation.right == work_email));
  }
}

TEST_CASE("known_relations_are_not_proposed_again") {
  Catalog catalog = company();
  const auto email = ref("mongodb", "", "users", {"email"});
  const auto work_email = ref("postgres", "public", "employees", {"work_email"});
  catalog.relations = {{email, work_email, KeyTransform::lower_both, 1, "recoupe.toml"}};
  const SampledValues samples = {{email, {"a@x.org", "b@x.org", "c@x.org"}, true},
                                 {work_email, {"a@x.org", "b@x.org", "c@x.org"}, true}};
  for (const Relation& relation : propose_relations(catalog, samples)) CHECK_FALSE(relation.left == email);
}

TEST_CASE("fields_that_may_be_keys_are_sampled_the_likeliest_first") {
  const std::vector<FieldRef> fields = fields_to_sample(company());
  const auto has = [&](const FieldRef& wanted) { return std::ranges::find(fields, wanted) != fields.end(); };
  CHECK(has(ref("mongodb", "", "users", {"email"})));
  CHECK(has(ref("postgres", "public", "employees", {"work_email"})));
  CHECK_FALSE(has(ref("mongodb", "", "users", {"tags"})));
  CHECK_FALSE(has(ref("postgres", "public", "employees", {"department"})));
}

TEST_CASE("a_field_found_later_stands_with_its_parents_other_fields") {
  const auto field = [](FieldPath path) {
    Field made;
    made.path = std::move(path);
    return made;
  };
  Table table;
  table.fields = {field({"_id"}), field({"contact"}), field({"contact", "city"}), field({"role"})};
  CHECK(add_unseen(table, {field({"contact", "fax", "home"}), field({"contact"}), field({"contact", "fax"})}));
  std::vector<std::string> paths;
  for (const Field& one : table.fields) paths.push_back(text_of(one.path));
  CHECK(paths == std::vector<std::string>{"_id", "contact", "contact.city", "contact.fax", "contact.fax.home", "role"});
  CHECK_FALSE(add_unseen(table, {field({"role"})}));
  CHECK(add_unseen(table, {field({"age"})}));
  CHECK(table.fields.back().path == FieldPath{"age"});
}

TEST_CASE("serial_numbers_refer_to_the_table_they_are_called_after_and_never_from_key_to_key") {
  const auto table = [](const std::string& name, std::vector<std::string> fields) {
    Table made;
    made.schema = "public";
    made.name = name;
    for (const std::string& one : fields) {
      Field field;
      field.path = {one};
      field.type = Kind::int64;
      field.unique = one == fields.front();
      made.fields.push_back(std::move(field));
    }
    return made;
  };
  Catalog catalog;
  catalog.sources = {{"postgres", SourceKind::postgres, "",
                      {table("orders", {"id", "customer_id"}), table("customers", {"id"}), table("payments", {"id"})}}};
  const std::vector<std::string> serial = {"1", "2", "3", "4"};
  SampledValues samples;
  for (const auto& [name, field] : {std::pair{"orders", "id"}, {"orders", "customer_id"}, {"customers", "id"}, {"payments", "id"}})
    samples.push_back({ref("postgres", "public", name, {field}), serial, true});
  const std::vector<Relation> relations = propose_relations(catalog, samples);
  REQUIRE(relations.size() == 1);
  CHECK(relations[0].left == ref("postgres", "public", "orders", {"customer_id"}));
  CHECK(relations[0].right == ref("postgres", "public", "customers", {"id"}));
}

}  // namespace recoupe::catalog
