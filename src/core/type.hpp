// The types of the plan language, as written in LANGUAGE.md. Included by every folder that handles values.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/result.hpp"

namespace recoupe::core {

enum class Kind {
  null,  // the type of a bare NULL, which fits every kind
  bool_,
  int64,
  numeric,
  float64,
  string,
  date,
  timestamp,  // an instant
  datetime,   // no zone
  time,
  bytes,
  uuid,
  objectid,
  array,
  document,
  mixed,
};

struct Type {
  Kind kind = Kind::null;
  std::shared_ptr<const Type> element;  // of an array, else empty

  Type() = default;
  Type(Kind kind_) : kind(kind_) {}
  static Type array_of(Type element);

  bool operator==(const Type& other) const;
  [[nodiscard]] bool is_number() const {
    return kind == Kind::int64 || kind == Kind::numeric || kind == Kind::float64;
  }
};

/// Writes a type as the language does: "INT64", "ARRAY<STRING>".
std::string name_of(const Type& type);
/// Reads a type name, upper or lower case.
Result<Type> parse_type(std::string_view name);

}  // namespace recoupe::core
