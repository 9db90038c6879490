#include "serve/turns.hpp"

#include <chrono>
#include <utility>

namespace recoupe::serve {

namespace {

core::Error cancelled() {
  return {.code = core::Code::interrupted,
          .origin = core::Origin::user,
          .stage = "serve",
          .message = {"Cancelled while waiting for the call before it.", "Annulé pendant l'attente de l'appel précédent."},
          .remedy = {"Call it again.", "Relancez l'appel."}};
}

}  // namespace

Turns::Turns(run::Config config, std::shared_ptr<monitor::Monitor> monitor)
    : config_(std::move(config)),
      session_(std::make_unique<run::Session>(config_, [this](const core::Bilingual& words) { tell(words); }, std::move(monitor))) {}

core::Status Turns::wait(std::unique_lock<std::timed_mutex>& lock, const mcp::CallContext& context) {
  while (!lock.try_lock_for(std::chrono::milliseconds(core::Cancel::poll_ms))) {
    if (context.cancel.requested()) return core::fail(cancelled());
  }
  return {};
}

void Turns::tell(const core::Bilingual& words) {
  const std::lock_guard lock(telling_);
  if (progress_) progress_({.done = ++told_, .total = {}, .message = words.in(language_)});
}

Turns::Listening::Listening(Turns& turns, const mcp::ProgressSink& progress, core::Language language) : turns_(turns) {
  const std::lock_guard lock(turns_.telling_);
  turns_.progress_ = progress;
  turns_.language_ = language;
  turns_.told_ = 0;
}

Turns::Listening::~Listening() {
  const std::lock_guard lock(turns_.telling_);
  turns_.progress_ = {};
}

}  // namespace recoupe::serve
