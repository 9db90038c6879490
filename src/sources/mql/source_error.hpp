// The errors of this source, all of one stage. Included by the folders that speak it.
#pragma once

#include "core/error.hpp"

namespace recoupe::sources::mql {

core::Error source_error(core::Code code, core::Origin origin, core::Bilingual message, core::Bilingual remedy);

}  // namespace recoupe::sources::mql
