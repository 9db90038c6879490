// A Python string literal as its text. Takes what repr() wrote, gives the text exactly, or nothing. Included by source.cpp
// and tests.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace recoupe::sources::postgres_mcp {

/// Reads 'text' or "text" as repr() writes it: \\ \' \" \n \r \t \xhh \uhhhh \Uhhhhhhhh; the whole must be one literal.
std::optional<std::string> text_of_python(std::string_view literal);

}  // namespace recoupe::sources::postgres_mcp
