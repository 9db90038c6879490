// Messages as lines over a pair of pipes: one line, one message, never longer than a limit.
// Takes file descriptors (left in blocking mode: they may be shared), gives whole lines or why none came. Included by mcp's stdio ends.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "core/cancel.hpp"
#include "core/limits.hpp"
#include "wire/deadline.hpp"

namespace recoupe::wire {

/// Why a line could not be read or written.
enum class Fault {
  closed,     // the other end is gone
  timed_out,
  cancelled,
  too_long,   // a line beyond the limit; the next read goes on after it
};

/// Reads lines; holds at most one line and one block beyond it in memory.
class LineReader {
 public:
  explicit LineReader(int fd, std::size_t line_bytes_max = core::limits::frame_bytes_max);

  /// Gives the next line without its end. At the end of the stream an unfinished line is dropped and counted.
  std::expected<std::string, Fault> next(const Deadline& deadline, const core::Cancel& cancel);
  /// Gives how many bytes of an unfinished line have come.
  [[nodiscard]] std::size_t unfinished_bytes() const { return buffer_.size() - taken_; }

 private:
  int fd_;
  std::size_t line_bytes_max_;
  std::string buffer_;
  std::size_t taken_ = 0;    // bytes of buffer_ already given out
  std::size_t scanned_ = 0;  // bytes of buffer_ known to hold no line end
  bool skipping_ = false;    // inside a line that was too long
};

/// Writes a text and a line end. `begun` tells, after a fault, whether a part of it has left.
std::expected<void, Fault> write_line(int fd, std::string_view text, const Deadline& deadline,
                                      const core::Cancel& cancel, bool& begun);

}  // namespace recoupe::wire
