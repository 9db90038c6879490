// A program of somebody else, kept on a short lead: its own session, a small environment, pipes to its stdin and
// stdout, its stderr always drained, and nothing of it left behind. Included by mcp's stdio transport.
#pragma once

#include <sys/types.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/limits.hpp"
#include "core/result.hpp"
#include "wire/environment.hpp"

namespace recoupe::wire {

struct Command {
  std::string program;
  std::vector<std::string> args;
  Variables variables;  // beyond those that every child gets
};

class ChildProcess {
 public:
  /// Starts the command. Fails with `unreachable` when there is no such program or it can't be run.
  static core::Result<std::unique_ptr<ChildProcess>> start(const Command& command,
                                                           int stop_timeout_ms = core::limits::stop_timeout_ms);
  /// Stops it.
  ~ChildProcess();

  [[nodiscard]] int stdin_fd() const;
  [[nodiscard]] int stdout_fd() const;
  [[nodiscard]] pid_t pid() const;
  /// Gives the end of what it wrote to stderr so far, at most limits::stderr_bytes_kept_max bytes, as it came.
  [[nodiscard]] std::string stderr_tail() const;
  /// Waits for its end; gives the wait status ("exit code 1", "signal 9") in both languages, or nothing.
  [[nodiscard]] std::optional<core::Bilingual> wait_exit(int timeout_ms);
  /// Closes its stdin, waits, sends SIGTERM, waits, sends SIGKILL: to its whole session. At most about stop_timeout_ms.
  void stop();

 private:
  struct State;
  explicit ChildProcess(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace recoupe::wire
