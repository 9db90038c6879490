// PostgreSQL as one source: its own server and the dialect to speak with it. Takes where the database is, gives the
// ports' implementations. Included by run and cli.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "calls/compiler.hpp"
#include "catalog/reader.hpp"
#include "mcp/in_process_transport.hpp"
#include "rows/decoder.hpp"
#include "sources/postgres/server/server.hpp"
#include "wire/environment.hpp"

namespace recoupe::sources::postgres {

struct Source {
  mcp::ServerFactory make_server;    // for make_in_process_transport; `invalid_config` where the URI is no URI
  std::vector<std::string> secrets;  // what of the URI and variables must never be shown
  std::unique_ptr<calls::Compiler> compiler;
  std::unique_ptr<rows::Decoder> decoder;
  std::unique_ptr<catalog::Reader> reader;
};

/// Makes the source. `uri`: "" where `variables` tell (POSTGRES_URI, else PGHOST and the like). Nothing connects before
/// the server's first call.
Source make_source(std::string uri, wire::Variables variables);

}  // namespace recoupe::sources::postgres
