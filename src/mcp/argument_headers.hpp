// The arguments of a tool that HTTP repeats in header fields (2026-07-28): which ones, and as what text.
// Takes a tool's input schema and a call's arguments, gives header fields. Included by client and serve_http.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/json.hpp"
#include "wire/http_headers.hpp"

namespace recoupe::mcp {

/// One property that the schema marks with `x-mcp-header`.
struct ArgumentHeader {
  std::string header;             // "Mcp-Param-Region"
  std::vector<std::string> path;  // of properties, from the root
  std::string type;               // "string", "integer" or "boolean"
};

/// Reads the marks of a schema. Unexpected: why the tool's definition is not valid, in English, for the log.
std::expected<std::vector<ArgumentHeader>, std::string> argument_headers_of(const core::Json& schema);

/// Gives the fields for a call's arguments; what is null or absent has none.
wire::HttpHeaders header_fields(const std::vector<ArgumentHeader>& marked, const core::Json& arguments);

/// Writes any text as a field's value: as it is where that is safe, else `=?base64?…?=`.
std::string header_text(std::string_view text);
/// Reads such a value back; nothing when it is neither.
std::optional<std::string> text_of_header(std::string_view value);

}  // namespace recoupe::mcp
