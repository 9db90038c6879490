// All that a program needs to read MongoDB: our server for an in-process transport, and what speaks its dialect.
// Takes an address, gives a Source. Included by run and cli.
#pragma once

#include <memory>
#include <string>

#include "calls/compiler.hpp"
#include "catalog/reader.hpp"
#include "rows/decoder.hpp"
#include "sources/mongodb/server/server.hpp"

namespace recoupe::sources::mongodb {

struct Dialect {
  std::unique_ptr<calls::Compiler> compiler;
  std::unique_ptr<rows::Decoder> decoder;
  std::unique_ptr<catalog::Reader> reader;
};

/// Makes what speaks with `recoupe mcp mongodb`, in this process or in another.
Dialect make_dialect();

}  // namespace recoupe::sources::mongodb
