// How what speaks SQL says no, in both languages. Takes what is wrong, gives an Error. Included by PostgreSQL's dialects.
#pragma once

#include <string>

#include "core/error.hpp"

namespace recoupe::sources::sql {

/// A statement that may not run.
core::Error statement_refused(core::Bilingual message, core::Bilingual remedy);
/// A statement that would change something.
core::Error write_refused(core::Bilingual message);
/// A reply that is not what a server's tools give.
core::Error unexpected_reply(const std::string& server, core::Bilingual what, core::Bilingual remedy);
/// A fault of our own.
core::Error internal_error(core::Bilingual message);

}  // namespace recoupe::sources::sql
