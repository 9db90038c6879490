// The dialect of a server that takes one SQL text and gives rows back in a form of its own. Takes how the server is called
// and how its reply is opened, gives the ports' implementations. Included by the folders of such servers.
#pragma once

#include <string>

#include "sources/dialect/dialect.hpp"

namespace recoupe::sources::sql {

/// One server's way of taking SQL and giving back the one text that a carried statement makes.
struct SqlTool {
  std::string name;  // of the tool; its one argument is `sql`
  /// Takes the one text out of a reply: its structured content, or its content items. Errors: what the reply itself says
  /// went wrong (`server_error`), `server_protocol` where it holds something else.
  core::Result<std::string> (*text_in)(const core::Json& reply, const std::string& server) = nullptr;
};

dialect::Dialect carried_dialect(const SqlTool& tool);

/// Gives the text of the one text item of a reply's content. Errors: `server_protocol`.
core::Result<std::string> only_text(const core::Json& content, const std::string& server);
/// Gives the text in {"recoupe": text}, the one row of a reply. Errors: `server_protocol`.
core::Result<std::string> only_value(const core::Json& rows, const std::string& server);
/// The error that a server told in words of its own.
core::Error told_error(const std::string& server, const std::string& words);

}  // namespace recoupe::sources::sql
