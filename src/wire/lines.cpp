#include "wire/lines.hpp"

#include <limits.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "wire/broken_pipe_guard.hpp"

namespace recoupe::wire {

namespace {

constexpr std::size_t block_bytes = 64 * 1024;

/// Sleeps until the descriptor is ready (or gone); the read or write that follows tells which.
std::expected<void, Fault> await(int fd, short events, const Deadline& deadline, const core::Cancel& cancel) {
  while (true) {
    if (cancel.requested()) return std::unexpected(Fault::cancelled);
    pollfd entry{fd, events, 0};
    if (::poll(&entry, 1, deadline.slice_ms()) > 0) return {};
    if (deadline.passed()) return std::unexpected(Fault::timed_out);
  }
}

bool would_wait() { return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR; }

}  // namespace

LineReader::LineReader(int fd, std::size_t line_bytes_max) : fd_(fd), line_bytes_max_(line_bytes_max) {}

std::expected<std::string, Fault> LineReader::next(const Deadline& deadline, const core::Cancel& cancel) {
  while (true) {
    const std::size_t end = buffer_.find('\n', scanned_);
    if (end != std::string::npos) {
      std::string line = buffer_.substr(taken_, end - taken_);
      taken_ = scanned_ = end + 1;
      if (std::exchange(skipping_, false)) continue;
      if (line.size() > line_bytes_max_) return std::unexpected(Fault::too_long);
      if (line.ends_with('\r')) line.pop_back();
      return line;
    }
    buffer_.erase(0, taken_);
    taken_ = 0;
    if (skipping_) buffer_.clear();
    scanned_ = buffer_.size();
    if (buffer_.size() > line_bytes_max_) {
      skipping_ = true;
      buffer_ = {};
      scanned_ = 0;
      return std::unexpected(Fault::too_long);
    }

    if (auto ready = await(fd_, POLLIN, deadline, cancel); !ready) return std::unexpected(ready.error());
    buffer_.resize(scanned_ + block_bytes);
    const ssize_t count = ::read(fd_, buffer_.data() + scanned_, block_bytes);
    buffer_.resize(scanned_ + static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    if (count == 0 || (count < 0 && !would_wait())) return std::unexpected(Fault::closed);
  }
}

std::expected<void, Fault> write_line(int fd, std::string_view text, const Deadline& deadline,
                                      const core::Cancel& cancel, bool& begun) {
  const BrokenPipeGuard guard;
  begun = false;
  const auto write_part = [&](std::string_view part) -> std::expected<void, Fault> {
    while (!part.empty()) {
      // A pipe that polls as writable takes PIPE_BUF bytes without waiting; more could block for ever.
      if (auto ready = await(fd, POLLOUT, deadline, cancel); !ready) return ready;
      const ssize_t count = ::write(fd, part.data(), std::min<std::size_t>(part.size(), PIPE_BUF));
      if (count > 0) {
        begun = true;
        part.remove_prefix(static_cast<std::size_t>(count));
      } else if (count < 0 && !would_wait()) {
        return std::unexpected(Fault::closed);
      }
    }
    return {};
  };
  if (auto written = write_part(text); !written) return written;
  return write_part("\n");
}

}  // namespace recoupe::wire
