#include "sources/mongodb/server/open_cursors.hpp"

#include <utility>
#include <vector>

#include "core/clock.hpp"
#include "core/hash.hpp"
#include "sources/mongodb/server/mongo_error.hpp"
#include "sources/mql/source_error.hpp"

namespace recoupe::sources::mongodb {
namespace {

constexpr std::size_t handle_bytes = 16;

core::Error not_known() {
  return mql::source_error(core::Code::usage, core::Origin::user,
                      {"There is no such cursor: it is finished, closed, in use or was idle for too long.",
                       "Ce curseur n'existe pas : il est terminé, fermé, en cours d'emploi ou resté trop longtemps inactif."},
                      {"Read again from the start.", "Reprenez la lecture depuis le début."});
}

}  // namespace

core::Status OpenCursors::make_room() {
  std::vector<std::unique_ptr<OpenCursor>> idle;  // closed after the lock is gone
  const std::lock_guard lock(mutex_);
  const std::int64_t oldest_ms = core::monotonic_ms() - cursor_idle_timeout_ms;
  for (auto it = kept_.begin(); it != kept_.end();) {
    if (it->second.used_ms >= oldest_ms) {
      ++it;
      continue;
    }
    idle.push_back(std::move(it->second.cursor));
    it = kept_.erase(it);
  }
  return kept_.size() < open_cursors_max ? core::Status() : core::fail(too_many_sessions());
}

core::Result<core::Json> OpenCursors::open(const std::shared_ptr<Connections>& connections, const ReadRequest& request,
                                           const core::Cancel& cancel) {
  RECOUPE_CHECK(make_room());
  RECOUPE_TRY(cursor, OpenCursor::open(connections, request, cancel));
  return page_of(std::move(cursor), core::hex(core::random_bytes(handle_bytes)), cancel);
}

core::Result<core::Json> OpenCursors::next_page(const std::string& handle, const core::Cancel& cancel) {
  auto cursor = take(handle);
  if (!cursor) return core::fail(not_known());
  return page_of(std::move(cursor), handle, cancel);
}

core::Result<core::Json> OpenCursors::page_of(std::unique_ptr<OpenCursor> cursor, std::string handle,
                                              const core::Cancel& cancel) {
  RECOUPE_TRY(page, cursor->next_page(cancel));
  if (cursor->complete()) return page;
  page.set("cursor", handle);
  const std::lock_guard lock(mutex_);
  kept_[std::move(handle)] = Kept{std::move(cursor), core::monotonic_ms()};
  return page;
}

bool OpenCursors::close(const std::string& handle) { return take(handle) != nullptr; }

std::unique_ptr<OpenCursor> OpenCursors::take(const std::string& handle) {
  const std::lock_guard lock(mutex_);
  const auto found = kept_.find(handle);
  if (found == kept_.end()) return nullptr;
  auto cursor = std::move(found->second.cursor);
  kept_.erase(found);
  return cursor;
}

}  // namespace recoupe::sources::mongodb
