#include "sources/mongodb/source.hpp"

#include "sources/mongodb/compiler.hpp"
#include "sources/mongodb/decoder.hpp"
#include "sources/mongodb/reader.hpp"

namespace recoupe::sources::mongodb {

dialect::Dialect make_dialect() {
  return {std::make_unique<Compiler>(), std::make_unique<Decoder>(), std::make_unique<Reader>()};
}

dialect::Speaker speaker() {
  return {.quirks = {.name = "recoupe-mongodb",
                     .program = "recoupe mcp mongodb",
                     .kind = catalog::SourceKind::mongodb,
                     .secret_place = {"give the URI as MONGODB_URI in the entry's env",
                                      "donnez l'URI par MONGODB_URI dans env de l'entrée"},
                     .writes = {"it has no tool that writes", "il n'a aucun outil qui écrive"},
                     .cannot = {}},
          .speaks = [](const mcp::Implementation& server, const std::vector<mcp::Tool>&) { return server.name == server_name; },
          .resembles = nullptr,
          .make = [](const dialect::Met&) -> core::Result<dialect::Dialect> { return make_dialect(); }};
}

}  // namespace recoupe::sources::mongodb
