// Where the server's PostgreSQL is and who asks. Takes a URI and libpq's variables, gives keywords for libpq.
// Included by session and server.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/result.hpp"

namespace recoupe::sources::postgres {

using Variables = std::vector<std::pair<std::string, std::string>>;

/// libpq's connection parameters, in the order in which later ones win.
struct ConnectionOptions {
  std::vector<std::pair<std::string, std::string>> keywords;
};

/// Reads a URI (postgresql://…) or "key=value" text, "" for none, over libpq's variables (PGHOST, PGPASSWORD, …).
/// Errors: `invalid_config`, which never quotes the URI.
core::Result<ConnectionOptions> connection_options(const std::string& uri, const Variables& environment);

}  // namespace recoupe::sources::postgres
