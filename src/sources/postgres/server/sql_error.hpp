// What PostgreSQL says went wrong, as an Error to branch on. Takes an SQLSTATE and its words, gives an Error.
// Included by session only.
#pragma once

#include <string>
#include <string_view>

#include "core/error.hpp"

namespace recoupe::sources::postgres {

/// A statement failed. `words`: the server's own message.
core::Error statement_failed(std::string_view sqlstate, const std::string& words);
/// No connection came about; `sqlstate` is empty where no server answered. `words`: libpq's message.
core::Error connection_failed(std::string_view sqlstate, const std::string& place, const std::string& user,
                              const std::string& words);
/// The connection broke under a statement.
core::Error connection_lost(const std::string& place);
core::Error took_too_long(const std::string& place, int timeout_ms);
core::Error cancelled();

}  // namespace recoupe::sources::postgres
