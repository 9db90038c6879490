#include "sources/postgres/server/sessions.hpp"

namespace recoupe::sources::postgres {

std::unique_ptr<Session> Sessions::take_idle() {
  const std::lock_guard lock(mutex_);
  if (idle_.empty()) return nullptr;
  auto session = std::move(idle_.back());
  idle_.pop_back();
  return session;
}

core::Result<std::unique_ptr<Session>> Sessions::borrow(const core::Cancel& cancel) {
  while (auto session = take_idle()) {
    if (session->begin(cancel)) return session;
  }
  RECOUPE_TRY(session, Session::connect(options_, limits_, cancel));
  RECOUPE_CHECK(session->begin(cancel));
  return session;
}

void Sessions::give_back(std::unique_ptr<Session> session) {
  if (!session->end()) return;  // whatever it was told dies with it
  const std::lock_guard lock(mutex_);
  if (idle_.size() < idle_sessions_max) idle_.push_back(std::move(session));
}

core::Result<BorrowedSession> BorrowedSession::from(Sessions& sessions, const core::Cancel& cancel) {
  RECOUPE_TRY(session, sessions.borrow(cancel));
  return BorrowedSession(sessions, std::move(session));
}

}  // namespace recoupe::sources::postgres
