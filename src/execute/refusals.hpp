// The errors that running fetches adds to those of servers, compilers and decoders. Included by the execute folder.
#pragma once

#include <cstdint>
#include <string>

#include "core/error.hpp"

namespace recoupe::execute {

/// The plan reads from a server that is not connected.
core::Error not_connected(const std::string& server);
/// The run was stopped between two calls.
core::Error stopped();
/// Reading `source` came to more rows, or bytes, than the budget allows. `budget`: its name in recoupe.toml.
core::Error budget_reached(const std::string& source, const std::string& budget, std::int64_t allowed);
/// The server says that there are more rows, but not how to get them: a part must not pass for the whole.
core::Error cut_off(const std::string& server, const std::string& source);
/// The server keeps answering with pages that hold nothing.
core::Error never_ends(const std::string& server, const std::string& source);

}  // namespace recoupe::execute
