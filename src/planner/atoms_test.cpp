// A workshop's catalog: what a plan is made of must be read the same however it is written.
#include "planner/atoms.hpp"
#include "planner/test_field.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

namespace recoupe::planner {

namespace {

using core::Kind;

catalog::Catalog workshop() {
  catalog::Table jobs;
  jobs.name = "jobs";
  auto sku = field({"parts", "sku"}, core::Type::array_of(Kind::string));
  sku.crosses_array = true;
  jobs.fields = {field({"_id"}, Kind::objectid), field({"state"}, Kind::string, {"open", "closed"}),
                 field({"urgent"}, Kind::bool_), field({"opened_at"}, Kind::timestamp), field({"closed_at"}, Kind::timestamp),
                 field({"client"}, Kind::string), field({"parts"}, core::Type::array_of(Kind::document)), sku,
                 field({"hours"}, Kind::numeric), field({"estimate"}, Kind::numeric)};
  catalog::Table clients;
  clients.schema = "public";
  clients.name = "clients";
  clients.fields = {field({"code"}, Kind::string), field({"city"}, Kind::string), field({"blocked"}, Kind::bool_)};
  catalog::Catalog out;
  out.sources = {{"mongodb", catalog::SourceKind::mongodb, "", {jobs}},
                 {"postgres", catalog::SourceKind::postgres, "", {clients}}};
  return out;
}

struct Read {
  std::set<std::string> used;   // "jobs.state equals", "jobs.state=open is"
  std::set<std::string> marks;
};

Read read_atoms(const std::string& text) {
  static const catalog::Catalog catalog = workshop();
  static const Vocabulary vocabulary = vocabulary_of(catalog, {});
  auto plan = plan::parse(text);
  REQUIRE_MESSAGE(plan, text);
  auto valid = plan::validate(*std::move(plan), catalog);
  REQUIRE_MESSAGE(valid, (valid ? "" : valid.error().message.en));
  const Atoms atoms = atoms_of(*valid, vocabulary);
  const Items items(vocabulary);
  Read out;
  for (const auto& atom : atoms.used) {
    const auto& item = items[atom.item];
    CHECK(kind_of(atom.role) == item.kind);
    std::string name = vocabulary.tables[item.table].table->name;
    if (item.kind != ItemKind::table) name += "." + catalog::text_of(vocabulary.fields[item.field].field->path);
    if (item.kind == ItemKind::value) name += "=" + vocabulary.fields[item.field].field->known_values[item.value];
    out.used.insert(name + " " + std::string(name_of(atom.role)));
  }
  for (std::size_t m = 0; m < mark_count; ++m)
    if (atoms.marks[m]) out.marks.insert(std::string(name_of(static_cast<Mark>(m))));
  return out;
}

using Names = std::set<std::string>;

}  // namespace

TEST_CASE("a_condition_gives_its_field_and_its_value_a_role") {
  const auto read = read_atoms("FROM mongodb.jobs |> WHERE state != 'open' AND urgent = TRUE AND closed_at IS NOT NULL AND hours > 3");
  CHECK(read.used == Names{"jobs subject", "jobs.state not_equals", "jobs.state=open is_not", "jobs.urgent is_true",
                           "jobs.closed_at is_present", "jobs.hours greater"});
  CHECK(read.marks == Names{});
}

TEST_CASE("a_denied_condition_has_the_contrary_role") {
  const auto read = read_atoms("FROM mongodb.jobs |> WHERE NOT urgent AND NOT (state IN ('open', 'closed')) AND NOT hours < 3 AND (client IS NULL OR client = '')");
  CHECK(read.used == Names{"jobs subject", "jobs.urgent is_false", "jobs.state not_equals", "jobs.state=open is_not",
                           "jobs.state=closed is_not", "jobs.hours greater", "jobs.client is_null"});
}

TEST_CASE("a_check_s_side_has_roles_of_its_own") {
  const auto read = read_atoms("FROM mongodb.jobs |> WHERE opened_at DURING PERIOD 'this week' |> CHECK EXISTS IN (FROM postgres.public.clients |> "
                               "WHERE NOT blocked) AS c ON LOWER(client) = LOWER(c.code) |> WHERE finding = 'missing'");
  CHECK(read.used == Names{"jobs subject", "clients checked", "jobs.opened_at during", "clients.blocked is_false",
                           "jobs.client joins", "clients.code joins"});
  CHECK(read.marks == Names{"exists_missing", "condition_inside_check", "period"});
}

TEST_CASE("what_is_shown_of_the_other_side_is_shown") {
  const auto read = read_atoms("FROM mongodb.jobs |> CHECK EXISTS IN postgres.public.clients ON client = code SELECT city");
  CHECK(read.used.contains("clients.city shown"));
  CHECK(read.marks == Names{"exists_show"});
}

TEST_CASE("groups_measures_and_order_are_told_apart") {
  const auto read = read_atoms("FROM mongodb.jobs |> JOIN postgres.public.clients ON client = code |> AGGREGATE SUM(hours) AS total, COUNT(DISTINCT client) AS n "
                               "GROUP BY city, DATE_TRUNC('month', opened_at) AS month |> ORDER BY total DESC |> LIMIT 5");
  CHECK(read.used == Names{"jobs subject", "clients joined", "jobs.client joins", "clients.code joins", "jobs.hours measured",
                           "jobs.client counted", "clients.city grouped", "jobs.opened_at grouped"});
  CHECK(read.marks == Names{"join", "sum", "count_distinct", "group", "group_by_time", "order_desc", "limit"});
}

TEST_CASE("an_element_s_name_leads_to_the_field_below_its_array") {
  const auto read = read_atoms("FROM mongodb.jobs |> JOIN UNNEST(parts) AS p |> WHERE p.sku = 'X1' |> SELECT p.sku");
  CHECK(read.used == Names{"jobs subject", "jobs.parts.sku equals", "jobs.parts.sku shown"});
  CHECK(read.marks == Names{"unnest", "select"});
}

TEST_CASE("an_empty_array_is_no_number") {
  CHECK(read_atoms("FROM mongodb.jobs |> WHERE ARRAY_LENGTH(parts) = 0").used.contains("jobs.parts array_empty"));
  CHECK(read_atoms("FROM mongodb.jobs |> WHERE ARRAY_LENGTH(parts) > 3").used.contains("jobs.parts greater"));
}

TEST_CASE("fields_set_against_each_other_are_compared_and_a_rule_s_are_keyed") {
  CHECK(read_atoms("FROM mongodb.jobs |> WHERE hours > estimate").used ==
        Names{"jobs subject", "jobs.hours compared", "jobs.estimate compared"});
  const auto rule = read_atoms("FROM mongodb.jobs |> CHECK RULE opened_at <= closed_at |> WHERE finding = 'violation'");
  CHECK(rule.used == Names{"jobs subject", "jobs.opened_at keyed", "jobs.closed_at keyed"});
  CHECK(rule.marks == Names{"rule"});
}

TEST_CASE("a_column_made_on_the_way_stands_for_its_fields") {
  const auto read = read_atoms("FROM mongodb.jobs |> EXTEND hours - estimate AS over |> WHERE over > 2");
  CHECK(read.used == Names{"jobs subject", "jobs.hours greater", "jobs.estimate greater"});
  CHECK(read.marks == Names{"ratio_or_arithmetic"});
}

TEST_CASE("names_of_roles_and_marks_are_there_once_each") {
  std::set<std::string_view> roles;
  for (std::size_t r = 0; r < role_count; ++r) roles.insert(name_of(static_cast<Role>(r)));
  CHECK(roles.size() == role_count);
  CHECK(!roles.contains(""));
  std::set<std::string_view> marks;
  for (std::size_t m = 0; m < mark_count; ++m) marks.insert(name_of(static_cast<Mark>(m)));
  CHECK(marks.size() == mark_count);
  CHECK(!marks.contains(""));
}

}  // namespace recoupe::planner
