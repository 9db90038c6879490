// PostgreSQL's types as the plan language sees them. Takes the names that describe_tables gives, gives language types and
// what may be done with them in SQL. Included by reader, compiler and predicate.
#pragma once

#include <string>
#include <string_view>

#include "core/type.hpp"

namespace recoupe::sources::sql {

/// What SQL may do with a column.
enum class NativeKind {
  boolean,
  integer,    // int2, int4, int8, oid
  numeric,
  real,       // float4: its exact value is read as float8
  double_,
  text,       // text, varchar: "=" is of bytes, or looser under a nondeterministic collation
  padded,     // char(n): read without its padding
  folded,     // citext, enums, name: compared by way of ::text
  date,
  timestamptz,
  timestamp,
  uuid,
  bytea,
  jsonb,
  other,      // read as text, never compared on the server
};

/// Gives the kind of a column by Field::native_type; of an array: that of its elements.
NativeKind kind_of(std::string_view native_type);

/// Gives the name under domains, without modifiers; of an array: that of its elements.
std::string base_name(std::string_view native_type);

/// Tells whether a column holds one JSON value a row, inside which paths lead.
bool is_json(std::string_view native_type);

/// Gives the type that a plan sees. `base_type`: pg_type.typname under domains, of an array's elements.
core::Type language_type(std::string_view base_type, bool is_array, bool is_enum);

/// Marks an enum in Field::native_type, so that kind_of knows it.
std::string native_name(const std::string& name, bool is_enum);

/// Writes how a column is read so that its text is exact.
std::string read_expression(const std::string& quoted_column, std::string_view native_type);

}  // namespace recoupe::sources::sql
