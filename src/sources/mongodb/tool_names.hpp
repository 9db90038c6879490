// The names of our server's tools. Included by compiler, reader and server.
#pragma once

#include <string_view>

namespace recoupe::sources::mongodb::tool {

inline constexpr std::string_view list_collections = "list_collections";
inline constexpr std::string_view describe_collections = "describe_collections";
inline constexpr std::string_view sample = "sample";
inline constexpr std::string_view check_role = "check_role";
inline constexpr std::string_view count = "count";
inline constexpr std::string_view find = "find";
inline constexpr std::string_view aggregate = "aggregate";
inline constexpr std::string_view next_page = "next_page";
inline constexpr std::string_view close = "close";

}  // namespace recoupe::sources::mongodb::tool
