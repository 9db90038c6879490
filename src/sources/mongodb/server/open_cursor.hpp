// A read under way: its session, its cursor, and the pages still to come.
// Takes a find or aggregate, gives replies of bounded size. Included by the read tools and open_cursors.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "core/limits.hpp"
#include "sources/mongodb/server/session.hpp"

namespace recoupe::sources::mongodb {

struct ReadRequest {
  std::string collection;
  core::Json command;  // {"find": …} or {"aggregate": …}, without batch size
  std::int64_t page_rows = core::limits::page_rows_max;
  bool population = false;  // whether the collection's documents are to be counted in the same snapshot
};

class OpenCursor {
 public:
  /// Opens the cursor in a session of its own.
  static core::Result<std::unique_ptr<OpenCursor>> open(std::shared_ptr<Connections> connections,
                                                        const ReadRequest& request, const core::Cancel& cancel);
  /// Kills the cursor on the server if it isn't finished.
  ~OpenCursor();
  OpenCursor(const OpenCursor&) = delete;
  OpenCursor& operator=(const OpenCursor&) = delete;

  /// Gives the next page: {"documents", "complete", "unreadable", "snapshot", "population"?}. `unreadable` counts the
  /// documents that this page leaves out because JSON cannot say what they hold.
  core::Result<core::Json> next_page(const core::Cancel& cancel);
  [[nodiscard]] bool complete() const { return complete_; }

 private:
  OpenCursor() = default;
  core::Status fetch_batch(const core::Cancel& cancel);

  std::unique_ptr<Session> session_;
  std::string collection_;
  std::int64_t page_rows_ = 0;
  std::optional<std::int64_t> population_;
  Bson batch_;                 // the reply whose documents are being handed out
  std::int64_t taken_ = 0;     // documents of it that earlier pages hold
  std::int64_t batch_size_ = 0;
  std::int64_t cursor_id_ = 0;
  bool complete_ = false;
};

}  // namespace recoupe::sources::mongodb
