// The cursors that clients hold by a handle between two calls. Bounded in number and idle time.
// Takes reads, gives pages and handles that cannot be guessed. Safe for several threads. Included by the tools.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "core/result.hpp"
#include "sources/mongodb/server/open_cursor.hpp"

namespace recoupe::sources::mongodb {

inline constexpr std::size_t open_cursors_max = 16;
inline constexpr std::int64_t cursor_idle_timeout_ms = 600'000;

class OpenCursors {
 public:
  /// Opens a read and gives its first page; where more follows, "cursor" names it.
  core::Result<core::Json> open(const std::shared_ptr<Connections>& connections, const ReadRequest& request,
                                const core::Cancel& cancel);
  /// Gives the next page of a cursor; the last page and any failure end it.
  core::Result<core::Json> next_page(const std::string& handle, const core::Cancel& cancel);
  /// Ends a cursor; gives whether there was one.
  bool close(const std::string& handle);

 private:
  struct Kept {
    std::unique_ptr<OpenCursor> cursor;
    std::int64_t used_ms = 0;
  };
  core::Status make_room();
  core::Result<core::Json> page_of(std::unique_ptr<OpenCursor> cursor, std::string handle, const core::Cancel& cancel);
  std::unique_ptr<OpenCursor> take(const std::string& handle);

  std::mutex mutex_;
  std::map<std::string, Kept> kept_;
};

}  // namespace recoupe::sources::mongodb
