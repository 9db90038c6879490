// A small company's catalog for tests: users and orders in MongoDB, employees, departments and invoices in PostgreSQL.
// Included by tests of plan only.
#pragma once

#include "catalog/catalog.hpp"

namespace recoupe::plan {

inline catalog::Field test_field(std::vector<std::string> path, core::Type type, bool may_be_missing = false) {
  catalog::Field field;
  field.path = std::move(path);
  field.type = std::move(type);
  field.may_be_missing = may_be_missing;
  return field;
}

inline catalog::Catalog test_catalog() {
  using core::Kind;
  const core::Type texts = core::Type::array_of(Kind::string);
  const auto crossing = [](std::vector<std::string> path, Kind kind) {
    catalog::Field field = test_field(std::move(path), core::Type::array_of(kind));
    field.crosses_array = true;
    return field;
  };
  catalog::Table users{.schema = "", .name = "users", .comment = "", .fields = {}, .keys = {}};
  users.sampled = true;
  users.fields = {test_field({"_id"}, Kind::objectid),
                  test_field({"email"}, Kind::string, true),
                  test_field({"role"}, Kind::string),
                  test_field({"active"}, Kind::bool_),
                  test_field({"created_at"}, Kind::timestamp),
                  test_field({"contact"}, Kind::document, true),
                  test_field({"contact", "city"}, Kind::string, true),
                  test_field({"contact", "phone"}, Kind::string, true),
                  test_field({"tags"}, texts),
                  test_field({"balance"}, Kind::numeric),
                  test_field({"score"}, Kind::float64),
                  test_field({"legacy"}, Kind::mixed),
                  test_field({"lines"}, core::Type::array_of(Kind::document)),
                  crossing({"lines", "sku"}, Kind::string),
                  crossing({"lines", "quantity"}, Kind::int64)};
  catalog::Table events{.schema = "", .name = "events", .comment = "", .fields = {}, .keys = {}};
  events.fields = {test_field({"_id"}, Kind::objectid), test_field({"finding"}, Kind::string),
                   test_field({"events"}, Kind::document), test_field({"events", "kind"}, Kind::string)};
  catalog::Table employees{.schema = "public", .name = "employees", .comment = "", .fields = {}, .keys = {}};
  employees.fields = {test_field({"id"}, Kind::int64),        test_field({"work_email"}, Kind::string),
                      test_field({"department"}, Kind::string), test_field({"hired_on"}, Kind::date),
                      test_field({"manager_id"}, Kind::int64), test_field({"balance"}, Kind::numeric)};
  catalog::Table invoices{.schema = "public", .name = "invoices", .comment = "", .fields = {}, .keys = {}};
  invoices.fields = {test_field({"number"}, Kind::int64), test_field({"employee_id"}, Kind::int64),
                     test_field({"amount"}, Kind::numeric), test_field({"paid_at"}, Kind::timestamp),
                     test_field({"month"}, Kind::date), test_field({"reference"}, Kind::uuid)};
  catalog::Table archived = invoices;
  archived.schema = "archive";
  catalog::Catalog out;
  out.sources = {{"mongodb", catalog::SourceKind::mongodb, "", {users, events}},
                 {"postgres", catalog::SourceKind::postgres, "", {employees, invoices, archived}}};
  return out;
}

}  // namespace recoupe::plan
