#include "sources/postgres/server/open_queries.hpp"

#include <iterator>
#include <utility>
#include <vector>

#include "core/clock.hpp"
#include "core/hash.hpp"
#include "sources/postgres/refusals.hpp"

namespace recoupe::sources::postgres {
namespace {

constexpr std::size_t cursor_bytes = 16;

}  // namespace

core::Result<core::Json> OpenQueries::open(Sessions& sessions, const QueryRequest& request, const core::Cancel& cancel) {
  RECOUPE_CHECK(make_room());
  RECOUPE_TRY(query, OpenQuery::open(sessions, request, cancel));
  return page_of(std::move(query), core::hex(core::random_bytes(cursor_bytes)), cancel);
}

core::Result<core::Json> OpenQueries::next_page(const std::string& cursor, const core::Cancel& cancel) {
  auto query = take(cursor);
  if (!query) return core::fail(unknown_cursor());
  return page_of(std::move(query), cursor, cancel);
}

bool OpenQueries::close(const std::string& cursor) { return take(cursor) != nullptr; }

/// Ends what nobody has asked for in a while; their sessions go back after the lock is released, for that takes a round trip.
core::Status OpenQueries::make_room() {
  std::vector<std::unique_ptr<OpenQuery>> left_alone;
  const std::lock_guard lock(mutex_);
  const std::int64_t now_ms = core::monotonic_ms();
  for (auto entry = entries_.begin(); entry != entries_.end();) {
    const bool idle = now_ms - entry->second.used_at_ms >= open_query_idle_ms_max;
    if (idle) left_alone.push_back(std::move(entry->second.query));
    entry = idle ? entries_.erase(entry) : std::next(entry);
  }
  if (entries_.size() < open_queries_max) return {};
  return core::fail(too_many_cursors(open_queries_max));
}

core::Result<core::Json> OpenQueries::page_of(std::unique_ptr<OpenQuery> query, std::string cursor,
                                              const core::Cancel& cancel) {
  RECOUPE_TRY(page, query->next_page(cancel));
  if (query->complete()) return page;
  page.set("cursor", cursor);
  const std::lock_guard lock(mutex_);
  entries_.emplace(std::move(cursor), Entry{std::move(query), core::monotonic_ms()});
  return page;
}

std::unique_ptr<OpenQuery> OpenQueries::take(const std::string& cursor) {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(cursor);
  if (found == entries_.end()) return nullptr;
  auto query = std::move(found->second.query);
  entries_.erase(found);
  return query;
}

}  // namespace recoupe::sources::postgres
