// What MongoDB or its driver says went wrong, as an Error to branch on. Takes the driver's error, gives an Error without
// secrets. Included by session only.
#pragma once

#include <cstdint>

#include "core/error.hpp"
#include "sources/mongodb/server/address.hpp"

struct _bson_error_t;

namespace recoupe::sources::mongodb {

/// Says why a command failed, or why no connection came about.
core::Error command_failed(const _bson_error_t& error, const Address& address);
/// Tells whether the server does not give this kind of snapshot here, so that the read can do without.
[[nodiscard]] bool refuses_snapshot(const _bson_error_t& error);
/// Tells whether the server does not let this user run the command.
[[nodiscard]] bool is_unauthorized(const core::Error& error);
core::Error interrupted();
/// The server takes commands and gives no answer.
core::Error no_answer(const Address& address);
core::Error too_many_sessions();

}  // namespace recoupe::sources::mongodb
