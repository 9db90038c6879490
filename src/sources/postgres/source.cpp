#include "sources/postgres/source.hpp"

#include "sources/postgres/compiler.hpp"
#include "sources/postgres/decoder.hpp"
#include "sources/postgres/reader.hpp"
#include "sources/postgres/server/server.hpp"

namespace recoupe::sources::postgres {

dialect::Dialect make_dialect() {
  return {std::make_unique<Compiler>(), std::make_unique<Decoder>(), std::make_unique<Reader>()};
}

dialect::Speaker speaker() {
  return {.quirks = {.name = "recoupe-postgres",
                     .program = "recoupe mcp postgres",
                     .kind = catalog::SourceKind::postgres,
                     .secret_place = {"give the URI as POSTGRES_URI in the entry's env",
                                      "donnez l'URI par POSTGRES_URI dans env de l'entrée"},
                     .writes = {"its transactions are read-only", "ses transactions sont en lecture seule"},
                     .cannot = {}},
          .speaks = [](const mcp::Implementation& server, const std::vector<mcp::Tool>&) { return server.name == server_name; },
          .resembles = nullptr,
          .make = [](const dialect::Met&) -> core::Result<dialect::Dialect> { return make_dialect(); }};
}

}  // namespace recoupe::sources::postgres
