#include "sources/mongodb/source.hpp"

#include "sources/mongodb/compiler.hpp"
#include "sources/mongodb/decoder.hpp"
#include "sources/mongodb/reader.hpp"

namespace recoupe::sources::mongodb {

Dialect make_dialect() {
  return {std::make_unique<Compiler>(), std::make_unique<Decoder>(), std::make_unique<Reader>()};
}

}  // namespace recoupe::sources::mongodb
