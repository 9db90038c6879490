// How this source says no, in both languages. Takes what is wrong, gives an Error. Included in sources/postgres only.
#pragma once

#include <cstddef>
#include <string>

#include "core/error.hpp"

namespace recoupe::sources::postgres {

/// A statement that may not run.
core::Error statement_refused(core::Bilingual message, core::Bilingual remedy);
/// A statement that would change something.
core::Error write_refused(core::Bilingual message);
/// A cursor that never was, has ended, or was left alone too long.
core::Error unknown_cursor();
core::Error too_many_cursors(std::size_t max);
/// A reply that is not what our server's tools give.
core::Error unexpected_reply(const std::string& server, core::Bilingual what);
/// A fault of our own.
core::Error internal_error(core::Bilingual message);

}  // namespace recoupe::sources::postgres
