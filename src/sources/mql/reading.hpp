// What a fetch asks of a collection, in MongoDB's words: the part that every dialect has alike.
// Takes a fetch and perhaps keys, gives filter, projection, sort and limit. Included by the dialects' compilers.
#pragma once

#include <functional>
#include <optional>

#include "calls/compiler.hpp"

namespace recoupe::sources::mql {

inline constexpr std::int64_t read_whole_max = 200'000;      // documents that are sooner read than asked for by key
inline constexpr std::int64_t keys_always_pay_max = 4;       // so few keys cost no more than a filter
inline constexpr std::int64_t documents_per_key_min = 50;    // below, the keys ask for too large a part

struct Reading {
  std::optional<core::Json> filter;      // lets every document pass that qualifies; values as canonical extended JSON
  std::optional<core::Json> projection;  // nothing where some path can't be named: then documents come whole
  std::optional<core::Json> sort;        // by _id, only together with `limit`
  std::optional<std::int64_t> limit;
  calls::Pushed pushed;
};

/// Says a filter in a server's own words; nothing where it cannot.
using Rewrite = std::function<std::optional<core::Json>(const core::Json& filter)>;

/// Gives what to ask. `keys` as in calls::Compiler; what `rewrite` cannot say is not pushed.
/// Errors: `internal` for a fetch without a table.
core::Result<Reading> reading_of(const physical::Fetch& fetch, const rows::Column* keys, const Rewrite& rewrite = {});

/// Tells whether keys are expected to cost less than reading the collection whole.
[[nodiscard]] bool keys_pay(const physical::Fetch& fetch, std::int64_t key_count);

}  // namespace recoupe::sources::mql
