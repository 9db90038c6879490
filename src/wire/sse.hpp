// Server-sent events as the HTML standard reads them. Takes the bytes of a stream, gives whole events.
// Included by mcp's HTTP transports.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/limits.hpp"

namespace recoupe::wire {

inline constexpr int sse_retry_ms_max = 30'000;

struct SseEvent {
  std::string type = "message";
  std::string data = {};
};

class SseParser {
 public:
  explicit SseParser(std::size_t event_bytes_max = core::limits::frame_bytes_max) : event_bytes_max_(event_bytes_max) {}

  /// Takes the next bytes and appends the events that they complete; false: an event is longer than the limit.
  [[nodiscard]] bool take(std::string_view bytes, std::vector<SseEvent>& events);
  /// Gives the id of the last event that had one; "" before.
  [[nodiscard]] const std::string& last_id() const { return last_id_; }
  /// Gives how long the stream asks to wait before the next connection.
  [[nodiscard]] std::optional<int> retry_ms() const { return retry_ms_; }

 private:
  void end_line(std::vector<SseEvent>& events);
  void end_event(std::vector<SseEvent>& events);

  std::size_t event_bytes_max_;
  std::string line_;
  std::string type_;
  std::string data_;
  bool has_data_ = false;
  bool after_cr_ = false;  // a line feed that follows belongs to the same line end
  bool at_start_ = true;   // where a byte order mark may stand
  std::string last_id_;
  std::optional<int> retry_ms_;
};

/// Writes one event; its data may have several lines.
std::string sse_event(std::string_view data);

}  // namespace recoupe::wire
