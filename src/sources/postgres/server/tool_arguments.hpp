// The arguments of a tool call as types. Takes JSON, gives values or a refusal that names the argument.
// Included by the server's tools.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/json.hpp"
#include "sources/sql/gate.hpp"
#include "sources/postgres/server/session.hpp"

namespace recoupe::sources::postgres {

/// Reads one tool's arguments; each read fails with `usage`, naming the argument.
class ToolArguments {
 public:
  explicit ToolArguments(const core::Json& arguments) : arguments_(arguments) {}

  [[nodiscard]] bool has(std::string_view key) const;
  [[nodiscard]] core::Result<std::string> text(std::string_view key) const;
  /// Gives a whole number from 1 to `max`; `max` where it is absent.
  [[nodiscard]] core::Result<std::int64_t> count(std::string_view key, std::int64_t max) const;
  /// Reads "schema.table"; parts with dots stand in double quotes.
  [[nodiscard]] core::Result<sql::QualifiedName> table(std::string_view key) const;
  [[nodiscard]] core::Result<std::vector<sql::QualifiedName>> tables(std::string_view key) const;
  [[nodiscard]] core::Result<std::vector<std::string>> texts(std::string_view key) const;
  /// Reads the statement's parameters: text, number, true, false, null, or an array of texts and nulls.
  [[nodiscard]] core::Result<std::vector<Text>> parameters(std::string_view key) const;

 private:
  const core::Json& arguments_;
};

}  // namespace recoupe::sources::postgres
