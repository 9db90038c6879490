// What one MongoDB server of others does otherwise than the next: the names of its tools and arguments, the form of its
// replies, what it can be told and what it cannot tell. The paged compiler, decoder and reader know no server but this.
// Implemented in sources/<server>/, included there and by the paged files.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "catalog/catalog.hpp"
#include "core/cancel.hpp"
#include "mcp/client.hpp"
#include "sources/mql/gate.hpp"
#include "sources/mql/paging.hpp"

namespace recoupe::sources::mql {

/// A collection as the server lists it.
struct Collection {
  std::string database;  // "" where the server knows one alone
  std::string name;
  core::Json validator = {};  // its JSON Schema; null where the server does not tell
  bool is_view = false;       // known to be none of its own: its _id need not be unique
};

/// A tool and what it is given.
struct Invocation {
  std::string tool;
  core::Json arguments;
};

class ToolForms {
 public:
  virtual ~ToolForms() = default;

  /// The tools that may be called, and with what: the gate's list.
  [[nodiscard]] virtual std::span<const ReadTool> tools() const = 0;
  [[nodiscard]] virtual Invocation aggregate(const Collection& collection, core::Json pipeline) const = 0;
  [[nodiscard]] virtual Invocation count(const Collection& collection) const = 0;
  /// Gives the collections that may be read, by name.
  virtual core::Result<std::vector<Collection>> collections(mcp::Client& client, const core::Cancel& cancel) const = 0;

  /// Reads the reply of an aggregate: the structured content, or the content items where there is none.
  [[nodiscard]] virtual std::optional<Page> page_in(const core::Json& reply) const = 0;
  /// Reads the reply of a count; nothing where it is none.
  [[nodiscard]] virtual std::optional<std::int64_t> count_in(const core::Json& reply) const = 0;

  /// Says a filter, and a value as an expression, in the server's words; nothing where it cannot be told.
  [[nodiscard]] virtual std::optional<core::Json> filter(const core::Json& filter, const catalog::Table& table) const = 0;
  [[nodiscard]] virtual std::optional<core::Json> constant(const core::Json& value) const = 0;

  /// Documents of one page. Their number bounds the reply: MCP servers give it as one message.
  [[nodiscard]] virtual std::int64_t page_rows() const = 0;
  /// MongoDB's words for types whose values the server cannot tell whole.
  [[nodiscard]] virtual std::span<const std::string_view> untold_types() const = 0;
};

/// Gives what a reply says: the structured content, or the content items where there is none.
const core::Json& said_in(const mcp::ToolResult& reply);

}  // namespace recoupe::sources::mql
