// The names of the server's tools. Included by the server, and by those that call it.
#pragma once

#include <array>
#include <string_view>

namespace recoupe::sources::postgres::tool {

inline constexpr std::string_view list_tables = "list_tables";
inline constexpr std::string_view describe_tables = "describe_tables";
inline constexpr std::string_view sample = "sample";
inline constexpr std::string_view check_role = "check_role";
inline constexpr std::string_view count = "count";
inline constexpr std::string_view query = "query";
inline constexpr std::string_view next_page = "next_page";
inline constexpr std::string_view close = "close";

inline constexpr std::array all = {list_tables, describe_tables, sample, check_role, count, query, next_page, close};

}  // namespace recoupe::sources::postgres::tool
