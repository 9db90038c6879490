// The server's connections, kept between requests. Takes where PostgreSQL is, lends sessions whose read-only
// transaction is open. Safe for several threads. Included by the server's tools.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "sources/postgres/server/session.hpp"

namespace recoupe::sources::postgres {

inline constexpr std::size_t idle_sessions_max = 4;

class Sessions {
 public:
  Sessions(ConnectionOptions options, const SessionLimits& limits) : options_(std::move(options)), limits_(limits) {}

  /// Lends a session in a fresh transaction; connects when none is idle or the idle one has died.
  core::Result<std::unique_ptr<Session>> borrow(const core::Cancel& cancel);
  /// Takes a session back: rolled back and wiped, or closed where that fails.
  void give_back(std::unique_ptr<Session> session);

 private:
  std::unique_ptr<Session> take_idle();

  ConnectionOptions options_;
  SessionLimits limits_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Session>> idle_;
};

/// Holds a borrowed session for one request.
class BorrowedSession {
 public:
  static core::Result<BorrowedSession> from(Sessions& sessions, const core::Cancel& cancel);
  BorrowedSession(BorrowedSession&&) = default;
  BorrowedSession& operator=(BorrowedSession&&) = delete;
  ~BorrowedSession() {
    if (session_) sessions_->give_back(std::move(session_));
  }
  Session& operator*() { return *session_; }
  Session* operator->() { return session_.get(); }

 private:
  BorrowedSession(Sessions& sessions, std::unique_ptr<Session> session)
      : sessions_(&sessions), session_(std::move(session)) {}
  Sessions* sessions_;
  std::unique_ptr<Session> session_;
};

}  // namespace recoupe::sources::postgres
