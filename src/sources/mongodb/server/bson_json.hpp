// BSON to canonical extended JSON and back, refusing what one of them cannot say rather than changing it.
// Takes and gives whole documents. Included by the server's files.
#pragma once

#include <cstddef>
#include <memory>

#include "core/json.hpp"

struct _bson_t;

namespace recoupe::sources::mongodb {

struct BsonFree {
  void operator()(_bson_t* document) const;
};
using Bson = std::unique_ptr<_bson_t, BsonFree>;

/// Builds BSON from extended JSON, canonical or relaxed. Plain whole numbers become int32 or int64, others doubles.
/// Errors: `statement_refused` for a value that BSON cannot hold as written.
core::Result<Bson> bson_of(const core::Json& json);

/// A document as JSON and about how many bytes its text takes.
struct JsonDocument {
  core::Json json;
  std::size_t bytes = 0;
};
/// Writes canonical extended JSON. Errors: `value_unreadable` for text that is no UTF-8, a name that stands twice, a
/// sub-document that would read as a value ({"$oid": …} as data), too many levels.
core::Result<JsonDocument> json_of(const _bson_t& document);

}  // namespace recoupe::sources::mongodb
