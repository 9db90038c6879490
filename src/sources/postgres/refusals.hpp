// How our PostgreSQL server and its dialect say no, beyond what sources/sql says. Gives Errors in both languages.
// Included in sources/postgres only.
#pragma once

#include <cstddef>
#include <string>

#include "core/error.hpp"

namespace recoupe::sources::postgres {

/// A cursor that never was, has ended, or was left alone too long.
core::Error unknown_cursor();
core::Error too_many_cursors(std::size_t max);
/// A reply that is not what our server's tools give.
core::Error unexpected_reply(const std::string& server, core::Bilingual what);

}  // namespace recoupe::sources::postgres
