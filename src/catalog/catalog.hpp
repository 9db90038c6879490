// What exists: tables, collections, their fields, keys and relations, as a snapshot with a digest.
// Takes nothing (plain data), filled by a source's catalog::Reader. Included by plan, planner, physical and run.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/json.hpp"
#include "core/type.hpp"

namespace recoupe::catalog {

/// A path inside a row: {"email"} or {"contact", "address", "city"}. No dots are split inside a part.
using FieldPath = std::vector<std::string>;

/// Writes a path with dots, for people; parts that are not plain names stand in backquotes.
std::string text_of(const FieldPath& path);

struct Field {
  FieldPath path;
  core::Type type;              // what a plan sees; below an array: ARRAY of what is found
  std::string native_type;      // the source's own word: "numeric(12,2)", "citext", "string|int"
  bool nullable = true;         // a NULL may stand here
  bool may_be_missing = false;  // MongoDB: some documents lack it
  bool crosses_array = false;   // the path goes through an array: only ANY, ARRAY_LENGTH, UNNEST take it
  bool unique = false;          // alone a key (primary, unique index, _id)
  double missing_share = 0;     // of sampled rows, 0..1; not in the digest
  double null_share = 0;        // of sampled rows, 0..1; not in the digest
  std::string comment;
  std::vector<std::string> known_values;  // all distinct values of a low-cardinality text field, else empty; a sample
  std::vector<std::pair<std::string, double>> type_shares;  // of a MIXED field: native type → share; a sample
};

struct Table {
  std::string schema;  // "public" for PostgreSQL, empty for MongoDB
  std::string name;
  std::string comment;
  std::vector<Field> fields;  // parents before children; in the source's order
  std::vector<std::vector<FieldPath>> keys;  // primary key first, then other unique keys
  std::int64_t row_count = -1;               // -1: not known; not in the digest
  bool sampled = false;                      // fields come from a sample, so unseen paths may exist

  [[nodiscard]] const Field* find(const FieldPath& path) const;
};

enum class SourceKind { postgres, mongodb };

struct Source {
  std::string server;  // the name in .mcp.json
  SourceKind kind = SourceKind::postgres;
  std::string product;  // "PostgreSQL 15.18", as the server says; not in the digest
  std::vector<Table> tables;
};

/// Names one field of one table.
struct FieldRef {
  std::string server;
  std::string schema;
  std::string table;
  FieldPath path;
  bool operator==(const FieldRef&) const = default;
};

/// How the left value must be changed to meet the right one.
enum class KeyTransform { none, lower_both, cast_left_to_string, cast_right_to_string };

/// Two fields whose values refer to each other; `left` refers to `right` (the side where it is a key).
struct Relation {
  FieldRef left;
  FieldRef right;
  KeyTransform transform = KeyTransform::none;
  double confidence = 0;  // 1: declared (foreign key or recoupe.toml); else proposed
  std::string why;        // "foreign key", "recoupe.toml", "name, type and 96% of sampled values"
};

struct Catalog {
  std::vector<Source> sources;
  std::vector<Relation> relations;

  [[nodiscard]] const Source* find_source(std::string_view server) const;
  /// Finds a table; an empty schema finds the only table of that name in the server, nullptr when none or several.
  [[nodiscard]] const Table* find_table(std::string_view server, std::string_view schema, std::string_view name) const;
};

/// Writes the whole snapshot, samples and counts included; from_json is its inverse.
core::Json to_json(const Catalog& catalog);
core::Result<Catalog> from_json(const core::Json& json);

/// Gives "sha256:…" of the canonical JSON without row counts and samples (EVIDENCE.md).
std::string digest_of(const Catalog& catalog);

}  // namespace recoupe::catalog
