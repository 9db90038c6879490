#include "sources/mql/source_error.hpp"

#include <utility>

namespace recoupe::sources::mql {

core::Error source_error(core::Code code, core::Origin origin, core::Bilingual message, core::Bilingual remedy) {
  core::Error error;
  error.code = code;
  error.origin = origin;
  error.stage = "sources/mongodb";
  error.message = std::move(message);
  error.remedy = std::move(remedy);
  return error;
}

}  // namespace recoupe::sources::mql
