// Ends a session of processes when this program ends without having had the time to: kill -9, a crash, a power user.
// Takes a session's id. Included by child_process only.
#pragma once

#include <sys/types.h>

#include "core/result.hpp"
#include "wire/file_descriptor.hpp"

namespace recoupe::wire {

/// A tiny shell that waits for the end of a pipe whose only writer is this program. PR_SET_PDEATHSIG would not do: it
/// follows the thread that started the child, not the program, and reaches no grandchild (npx starts node).
class OrphanGuard {
 public:
  static core::Result<OrphanGuard> watch(pid_t session);
  OrphanGuard() = default;
  OrphanGuard(OrphanGuard&& other) noexcept;
  OrphanGuard& operator=(OrphanGuard&& other) noexcept;
  /// Lets go of the session without touching it.
  ~OrphanGuard();

 private:
  OrphanGuard(pid_t shell, FileDescriptor lifeline) : shell_(shell), lifeline_(std::move(lifeline)) {}
  pid_t shell_ = -1;
  FileDescriptor lifeline_;
};

}  // namespace recoupe::wire
