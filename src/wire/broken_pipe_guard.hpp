// Keeps a write to a pipe that nobody reads from ending the program, without touching the program's signal handlers:
// the host (Python, say) may have its own. Included by wire's writers.
#pragma once

#include <signal.h>

namespace recoupe::wire {

/// Blocks SIGPIPE in this thread while it lives and takes away the one that a write may have raised.
class BrokenPipeGuard {
 public:
  BrokenPipeGuard();
  ~BrokenPipeGuard();
  BrokenPipeGuard(const BrokenPipeGuard&) = delete;
  BrokenPipeGuard& operator=(const BrokenPipeGuard&) = delete;

 private:
  sigset_t before_{};
  bool was_pending_ = false;
};

}  // namespace recoupe::wire
