// The schemas that come with instruction–plan pairs, as catalogs. Takes a schema's JSON, gives a Catalog.
// Included by tests of plan only.
#pragma once

#include "catalog/catalog.hpp"
#include "core/json.hpp"

namespace recoupe::plan {

namespace schema_form {

/// "lines[].sku" is {"lines","sku"} through an array.
inline catalog::FieldPath path_of(std::string_view written) {
  catalog::FieldPath out;
  std::string part;
  for (const char c : written) {
    if (c == '.') {
      out.push_back(std::move(part));
      part.clear();
    } else if (c != '[' && c != ']') {
      part += c;
    }
  }
  out.push_back(std::move(part));
  return out;
}

inline core::Result<catalog::Field> field_of(const std::string& written, const core::Json& json) {
  catalog::Field field;
  field.path = path_of(written);
  RECOUPE_TRY(type, core::parse_type(json.text("type")));
  field.crosses_array = written.find("[]") != std::string::npos;
  field.type = field.crosses_array ? core::Type::array_of(std::move(type)) : std::move(type);
  field.unique = json.boolean("key");
  field.may_be_missing = json.find("missing") != nullptr;
  field.comment = json.text("comment");
  return field;
}

/// Adds the documents above a nested field, which the schema leaves out.
inline void add_parents(catalog::Table& table, const catalog::FieldPath& path) {
  for (std::size_t length = 1; length < path.size(); ++length) {
    catalog::Field parent;
    parent.path.assign(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(length));
    parent.type = core::Kind::document;
    if (!table.find(parent.path)) table.fields.push_back(std::move(parent));
  }
}

inline core::Result<catalog::Source> source_of(const core::Json& json, catalog::SourceKind kind) {
  const bool postgres = kind == catalog::SourceKind::postgres;
  catalog::Source source;
  source.server = postgres ? "postgres" : "mongodb";
  source.kind = kind;
  const core::Json* server = json.find(source.server);
  const core::Json* tables = server ? server->find(postgres ? "tables" : "collections") : nullptr;
  if (!tables || !tables->if_object()) return source;
  for (const auto& [name, described] : *tables->if_object()) {
    catalog::Table table;
    table.schema = postgres ? "public" : "";
    table.name = name;
    table.sampled = !postgres;
    const core::Json* columns = described.find(postgres ? "columns" : "fields");
    if (!columns || !columns->if_object()) continue;
    for (const auto& [written, column] : *columns->if_object()) {
      RECOUPE_TRY(field, field_of(written, column));
      add_parents(table, field.path);
      table.fields.push_back(std::move(field));
    }
    source.tables.push_back(std::move(table));
  }
  return source;
}

}  // namespace schema_form

inline core::Result<catalog::Catalog> catalog_of_schema(const core::Json& json) {
  catalog::Catalog out;
  for (const auto kind : {catalog::SourceKind::postgres, catalog::SourceKind::mongodb}) {
    RECOUPE_TRY(source, schema_form::source_of(json, kind));
    out.sources.push_back(std::move(source));
  }
  return out;
}

}  // namespace recoupe::plan
