// Why a reading in pages ends before the whole, each said once. Included by the paged files.
#pragma once

#include <string>

#include "core/error.hpp"
#include "sources/mql/tool_forms.hpp"

namespace recoupe::sources::mql {

/// Checks that a page can be continued where more may follow, and that it does not repeat itself.
/// Errors: `server_protocol` where the server's limits let nothing pass, `not_answerable` where _id orders no documents.
core::Status check_page(const Page& page, const ToolForms& forms, const std::string& server, const std::string& collection);

/// The server answered with something else than documents.
core::Error not_a_page(const std::string& server);
/// A column may hold a type whose values the server cannot tell whole.
core::Error untold_column(const std::string& server, const std::string& column, const std::string& type);

}  // namespace recoupe::sources::mql
