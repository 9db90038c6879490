// The left side of a comparison as MongoDB can see it: a path, perhaps inside LOWER, UPPER, CAST or DATE.
// Takes an expression over a fetch's columns, gives a Target or nothing. Included by predicate and compiler.
#pragma once

#include <optional>
#include <string>

#include "core/type.hpp"
#include "physical/fetch.hpp"

namespace recoupe::sources::mql {

enum class Form {
  plain,
  lower,    // LOWER(path) of text
  upper,    // UPPER(path) of text
  as_text,  // CAST(path AS STRING) of a type whose text says its value
  day,      // DATE(path) of an instant
  any,      // ANY(path): some element
};

struct Target {
  std::string path;  // dotted
  core::Type type;   // of the path's value; of an element where form is any
  Form form = Form::plain;
};

std::optional<Target> target_of(const plan::Expr& expr, const physical::Fetch& fetch);

/// Writes a path with dots; nothing where MongoDB would read it otherwise (a dot or dollar sign in a part).
std::optional<std::string> dotted(const catalog::FieldPath& path);

/// Gives a column's path where the expression is its bare name.
std::optional<Target> column_of(const plan::Expr& expr, const physical::Fetch& fetch);

}  // namespace recoupe::sources::mql
