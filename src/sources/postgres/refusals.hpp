// How this source says no, in both languages. Takes what is wrong, gives an Error. Included in sources/postgres only.
#pragma once

#include <string>

#include "core/error.hpp"

namespace recoupe::sources::postgres {

/// A statement that may not run.
core::Error statement_refused(core::Bilingual message, core::Bilingual remedy);
/// A statement that would change something.
core::Error write_refused(core::Bilingual message);
/// A reply that is not what our server's tools give.
core::Error unexpected_reply(const std::string& server, core::Bilingual what);
/// A fault of our own.
core::Error internal_error(core::Bilingual message);

}  // namespace recoupe::sources::postgres
