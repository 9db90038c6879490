// One session for several callers: each waits for its turn, and hears how far its own work is. Takes a session, gives turns.
// Included by tools.
#pragma once

#include <memory>
#include <mutex>

#include "mcp/server.hpp"
#include "run/session.hpp"

namespace recoupe::serve {

class Turns {
 public:
  /// Opens the session when the first turn is taken.
  explicit Turns(run::Config config, std::shared_ptr<monitor::Monitor> monitor);

  /// Does work with the session once nobody else does; progress is told in `language`. Errors: `interrupted` where the call was cancelled while it waited.
  template <class Work>
  auto with_session(const mcp::CallContext& context, core::Language language, Work work) -> core::Result<decltype(work(std::declval<run::Session&>()))> {
    std::unique_lock<std::timed_mutex> lock(busy_, std::defer_lock);
    RECOUPE_CHECK(wait(lock, context));
    const Listening listening(*this, context.progress, language);
    return work(*session_);
  }

  [[nodiscard]] const run::Config& config() const { return config_; }

 private:
  /// Passes the words of a run on to the call that it belongs to.
  class Listening {
   public:
    Listening(Turns& turns, const mcp::ProgressSink& progress, core::Language language);
    ~Listening();
    Listening(const Listening&) = delete;
    Listening& operator=(const Listening&) = delete;

   private:
    Turns& turns_;
  };

  core::Status wait(std::unique_lock<std::timed_mutex>& lock, const mcp::CallContext& context);
  void tell(const core::Bilingual& words);

  run::Config config_;
  std::timed_mutex busy_;
  std::mutex telling_;
  mcp::ProgressSink progress_;  // of the call whose turn it is
  core::Language language_ = core::Language::en;
  double told_ = 0;             // progress must rise
  std::unique_ptr<run::Session> session_;
};

}  // namespace recoupe::serve
