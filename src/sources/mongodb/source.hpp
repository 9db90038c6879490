// All that a program needs to read MongoDB: our server for an in-process transport, and what speaks its dialect.
// Takes an address, gives a Source. Included by run and cli.
#pragma once

#include "sources/dialect/dialect.hpp"
#include "sources/mongodb/server/server.hpp"

namespace recoupe::sources::mongodb {

/// Makes what speaks with `recoupe mcp mongodb`, in this process or in another.
dialect::Dialect make_dialect();

/// Knows `recoupe mcp mongodb`.
dialect::Speaker speaker();

}  // namespace recoupe::sources::mongodb
