// What a tool call of recoupe's own server gives back, bounded in size. Takes reports, errors and catalogs, gives mcp::ToolResult.
// Included by server.
#pragma once

#include <string>

#include "catalog/snapshot.hpp"
#include "mcp/tool.hpp"
#include "render/report.hpp"

namespace recoupe::serve {

inline constexpr std::size_t reply_bytes_max = 1024 * 1024;     // of the structured part
inline constexpr std::size_t statement_bytes_max = 2'000;       // of one call; the evidence has it whole

/// Gives a report as the contract's object; rows are left out from the end where the reply would grow too long. A report that
/// failed is marked as an error, a question is none.
mcp::ToolResult reply_of(const render::Report& report, std::int64_t rows);
/// Gives an error of a call that came to no report.
mcp::ToolResult reply_of(const core::Error& error, core::Language language);

/// Which part of a catalog is wanted; empty: all of it.
struct CatalogWish {
  std::string server;
  std::string table;
};
/// Errors: `unknown_name` where nothing has that name.
core::Result<mcp::ToolResult> reply_of(const catalog::Snapshot& snapshot, const CatalogWish& wish);

}  // namespace recoupe::serve
