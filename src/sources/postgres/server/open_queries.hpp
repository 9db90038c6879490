// The statements whose pages are still to come, by an id that only their client knows; bounded, and forgotten when
// nobody asks for them. Safe for several threads. Included by server only.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "core/result.hpp"
#include "sources/postgres/server/open_query.hpp"

namespace recoupe::sources::postgres {

inline constexpr std::size_t open_queries_max = 16;
inline constexpr std::int64_t open_query_idle_ms_max = 300'000;

class OpenQueries {
 public:
  /// Opens a statement and gives its first page; where more follows, "cursor" names it.
  core::Result<core::Json> open(Sessions& sessions, const QueryRequest& request, const core::Cancel& cancel);
  /// Gives the next page of a cursor; the last page and any failure end it.
  core::Result<core::Json> next_page(const std::string& cursor, const core::Cancel& cancel);
  /// Ends a cursor; gives whether there was one.
  bool close(const std::string& cursor);

 private:
  struct Entry {
    std::unique_ptr<OpenQuery> query;
    std::int64_t used_at_ms = 0;
  };
  core::Status make_room();
  core::Result<core::Json> page_of(std::unique_ptr<OpenQuery> query, std::string cursor, const core::Cancel& cancel);
  std::unique_ptr<OpenQuery> take(const std::string& cursor);

  std::mutex mutex_;
  std::map<std::string, Entry> entries_;
};

}  // namespace recoupe::sources::postgres
