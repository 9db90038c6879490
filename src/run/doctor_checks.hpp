// The parts of `recoupe doctor`. Takes a project's configuration and servers, gives checks. Included by doctor only.
#pragma once

#include <vector>

#include "run/connections.hpp"
#include "run/doctor.hpp"

namespace recoupe::run {

/// Builds the check that an error stands for.
CheckUp failed(std::string server, std::string check, const core::Error& error);

/// Checks one server from the outside in; what can't be reached is not asked further.
std::vector<CheckUp> examine_server(Connections& connections, const mcp::ServerEntry& entry, const core::Cancel& cancel);

/// Asks a server that can tell what its role may do beyond reading; the command that makes a safe one is the remedy. Of a server
/// that can't tell, says so.
CheckUp examine_role(const OpenServer& server, const std::vector<mcp::Tool>& tools, const std::string& name,
                     const core::Cancel& cancel);

}  // namespace recoupe::run
