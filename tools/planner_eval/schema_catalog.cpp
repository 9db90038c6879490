#include "schema_catalog.hpp"

#include <algorithm>

namespace recoupe::planner_eval {

namespace {

using core::Json;
using core::Kind;

/// "lines[].sku" gives {"lines", "sku"} and says that it crosses an array.
catalog::FieldPath path_of(std::string_view name, bool& crosses) {
  catalog::FieldPath path(1);
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] == '.') path.emplace_back();
    else if (name.substr(i, 2) == "[]") crosses = true, ++i;
    else path.back() += name[i];
  }
  return path;
}

core::Type type_of(std::string_view name) {
  if (name.starts_with("ARRAY<")) return core::Type::array_of(type_of(name.substr(6, name.size() - 7)));
  const auto type = core::parse_type(name);
  return type ? *type : core::Type(Kind::mixed);
}

void add_field(catalog::Table& table, const std::string& name, const Json& column) {
  catalog::Field field;
  field.path = path_of(name, field.crosses_array);
  for (std::size_t size = 1; size < field.path.size(); ++size) {
    const catalog::FieldPath prefix(field.path.begin(), field.path.begin() + static_cast<std::ptrdiff_t>(size));
    if (table.find(prefix) != nullptr) continue;
    catalog::Field parent;
    parent.path = prefix;
    const bool array = name.find("[]") != std::string::npos && size == 1;
    parent.type = array ? core::Type::array_of(Kind::document) : core::Type(Kind::document);
    table.fields.push_back(parent);
  }
  field.type = type_of(column.text("type"));
  if (field.crosses_array) field.type = core::Type::array_of(field.type);
  field.comment = column.text("comment");
  field.unique = column.boolean("key");
  field.nullable = column.find("null") != nullptr;
  field.may_be_missing = column.find("missing") != nullptr;
  if (const auto* values = column.find("values"); values != nullptr && values->if_array() != nullptr)
    for (const auto& value : *values->if_array())
      if (value.if_string() != nullptr) field.known_values.push_back(*value.if_string());
  if (field.unique) table.keys.push_back({field.path});
  table.fields.push_back(std::move(field));
}

std::optional<catalog::FieldRef> ref_of(std::string_view text, const catalog::Catalog& catalog) {
  const auto first = text.find('.');
  const auto second = text.find('.', first + 1);
  if (first == std::string_view::npos || second == std::string_view::npos) return std::nullopt;
  const auto* table = catalog.find_table(text.substr(0, first), "", text.substr(first + 1, second - first - 1));
  if (table == nullptr) return std::nullopt;
  bool crosses = false;
  const auto path = path_of(text.substr(second + 1), crosses);
  if (table->find(path) == nullptr) return std::nullopt;
  return catalog::FieldRef{std::string(text.substr(0, first)), table->schema, table->name, path};
}

const core::JsonObject& members(const Json* json) {
  static const core::JsonObject none;
  return json != nullptr && json->if_object() != nullptr ? *json->if_object() : none;
}

}  // namespace

catalog::Catalog catalog_of_schema(const Json& schema) {
  catalog::Catalog catalog;
  const auto read = [&](std::string_view server, std::string_view tables, std::string_view columns, bool mongodb) {
    catalog::Source source;
    source.server = server;
    source.kind = mongodb ? catalog::SourceKind::mongodb : catalog::SourceKind::postgres;
    const Json* part = schema.find(server);
    for (const auto& [name, body] : members(part != nullptr ? part->find(tables) : nullptr)) {
      catalog::Table table;
      table.name = name;
      table.schema = mongodb ? "" : "public";
      table.comment = body.text("comment");
      table.sampled = mongodb;
      for (const auto& [column, spec] : members(body.find(columns))) add_field(table, column, spec);
      source.tables.push_back(std::move(table));
    }
    catalog.sources.push_back(std::move(source));
  };
  read("postgres", "tables", "columns", false);
  read("mongodb", "collections", "fields", true);
  for (const auto& [server, tables, columns] : {std::tuple{"postgres", "tables", "columns"}, std::tuple{"mongodb", "collections", "fields"}}) {
    const Json* part = schema.find(server);
    for (const auto& [name, body] : members(part != nullptr ? part->find(tables) : nullptr)) {
      for (const auto& [column, spec] : members(body.find(columns))) {
        const auto left = ref_of(std::string(server) + "." + name + "." + column, catalog);
        const auto right = ref_of(spec.text("ref"), catalog);
        if (!left || !right) continue;
        catalog::Relation relation;
        relation.left = *left;
        relation.right = *right;
        relation.transform = spec.find("case") != nullptr ? catalog::KeyTransform::lower_both : catalog::KeyTransform::none;
        relation.confidence = 1;
        relation.why = "schema";
        catalog.relations.push_back(std::move(relation));
      }
    }
  }
  return catalog;
}

}  // namespace recoupe::planner_eval
