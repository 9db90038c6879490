#include "sources/postgres/source.hpp"

#include <utility>

#include "sources/postgres/compiler.hpp"
#include "sources/postgres/decoder.hpp"
#include "sources/postgres/reader.hpp"
#include "sources/postgres/server/server.hpp"
#include "wire/redact.hpp"

namespace recoupe::sources::postgres {

Source make_source(std::string uri, wire::Variables variables) {
  Source source;
  source.secrets = wire::secrets_of(std::vector{uri}, variables);
  source.make_server = [uri = std::move(uri), variables = std::move(variables)] { return make_server(uri, variables); };
  source.compiler = std::make_unique<Compiler>();
  source.decoder = std::make_unique<Decoder>();
  source.reader = std::make_unique<Reader>();
  return source;
}

}  // namespace recoupe::sources::postgres
