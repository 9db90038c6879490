// A value as an aggregation expression: as extended JSON where a server reads that, else worked out from plain JSON by the
// database itself. Takes canonical extended JSON, gives an expression or nothing. Included by the folders of those servers.
#pragma once

#include <optional>

#include "catalog/catalog.hpp"
#include "core/json.hpp"

namespace recoupe::sources::mql {

/// Gives the expression that makes the value from what every JSON keeps: {"$toObjectId": "…"}; nothing for types that
/// MongoDB makes from no text (binary, UUID, regular expressions).
std::optional<core::Json> plain_constant(const core::Json& value);

/// Rewrites a filter so that it holds plain JSON alone; it still lets every document pass that qualifies. Nothing where no
/// part of it can be said. The values stand below an array: servers that guess types from texts leave those alone.
std::optional<core::Json> plain_filter(const core::Json& filter, const catalog::Table& table);

}  // namespace recoupe::sources::mql
