// The header fields of an HTTP message, in their order. Takes and gives names and values as they stand on the wire.
// Included by wire and mcp.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace recoupe::wire {

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

/// Gives the value of the first field of that name, in any case; nothing when there is none.
const std::string* find_header(const HttpHeaders& headers, std::string_view name);
/// Counts the fields of that name.
std::size_t count_headers(const HttpHeaders& headers, std::string_view name);
/// Sets a field, replacing one of the same name.
void set_header(HttpHeaders& headers, std::string name, std::string value);

/// Tells whether a text can be a field's name (a token of RFC 9110).
bool is_header_name(std::string_view text);
/// Tells whether a text can be a field's value as it is: visible ASCII, spaces and tabs inside.
bool is_header_value(std::string_view text);
/// Tells whether two texts are equal but for the case of ASCII letters.
bool equal_ignoring_case(std::string_view a, std::string_view b);
/// Gives a media type without its parameters, in lower case: "text/html; charset=utf-8" is "text/html".
std::string media_type(std::string_view value);

}  // namespace recoupe::wire
