// PostgreSQL through our own server. Takes nothing, gives what speaks with it. Included by run and tests.
#pragma once

#include "sources/dialect/dialect.hpp"

namespace recoupe::sources::postgres {

/// Makes what speaks with `recoupe mcp postgres`, in this process or in another.
dialect::Dialect make_dialect();

/// Knows `recoupe mcp postgres`.
dialect::Speaker speaker();

}  // namespace recoupe::sources::postgres
