// What makes one kind of server usable: how it is recognised, what speaks with it, and in what it differs from others.
// Each folder below sources/ that speaks with a server gives one Speaker; run lists them. Included by those folders and run.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "calls/compiler.hpp"
#include "catalog/reader.hpp"
#include "mcp/tool.hpp"
#include "rows/decoder.hpp"
#include "wire/environment.hpp"

namespace recoupe::sources::dialect {

/// What speaks with one connected server.
struct Dialect {
  std::unique_ptr<calls::Compiler> compiler;
  std::unique_ptr<rows::Decoder> decoder;
  std::unique_ptr<catalog::Reader> reader;
};

/// A connected server, as far as it is known before anything is asked of it.
struct Met {
  std::string name;            // in .mcp.json
  mcp::Implementation server;  // as it calls itself
  std::vector<mcp::Tool> tools;
  std::vector<std::string> args;  // of its entry, as are its variables
  wire::Variables env;
};

/// In what a kind of server differs from the others: said by doctor and in messages, and the same list for every dialect.
struct Quirks {
  std::string_view name;     // as recoupe.toml names the dialect: "dbhub"
  std::string_view program;  // which program, from where, which version was tried: "npm @bytebase/dbhub 1.4.0"
  catalog::SourceKind kind = catalog::SourceKind::postgres;
  core::Bilingual secret_place;    // how its connection is given so that no password stands in the arguments, or that
                                   // there is no such way and what to do instead
  core::Bilingual writes;          // how it is kept from writing on its own side, or that it can't be
  std::vector<core::Bilingual> cannot;  // what it can't do, one a line, each naming what that means for an audit
};

/// Knows one kind of server.
struct Speaker {
  Quirks quirks;
  /// Tells by the server's own name and by its tools' names and schemas.
  bool (*speaks)(const mcp::Implementation& server, const std::vector<mcp::Tool>& tools) = nullptr;
  /// Tells by the tools alone, where no other server has such tools; nullptr: that is never safe.
  bool (*resembles)(const std::vector<mcp::Tool>& tools) = nullptr;
  /// Makes what speaks with it. Errors: `policy` or `invalid_config` where this server can't be used as it is set up.
  core::Result<Dialect> (*make)(const Met& met) = nullptr;
};

/// Tells whether a tool is there that takes each of these arguments.
bool has_tool(const std::vector<mcp::Tool>& tools, std::string_view name, std::initializer_list<std::string_view> arguments);

}  // namespace recoupe::sources::dialect
