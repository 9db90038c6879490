// Joins a Client to a Server of this program without a process or bytes between them.
// Takes what makes a server, gives a Transport. Included by run and tests.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "mcp/server.hpp"
#include "mcp/transport.hpp"

namespace recoupe::mcp {

struct InProcessOptions {
  std::string server;  // its name in .mcp.json, for messages
  ServerFactory make;  // called when the transport is opened; its failure is that of Client::connect
  std::vector<std::string> secrets = {};  // never to be shown (wire::secrets_of)
};

std::unique_ptr<Transport> make_in_process_transport(InProcessOptions options);
/// The same for a server that is there already.
std::unique_ptr<Transport> make_in_process_transport(std::string name, std::shared_ptr<const Server> server);

}  // namespace recoupe::mcp
