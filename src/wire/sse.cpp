#include "wire/sse.hpp"

#include <algorithm>
#include <utility>

namespace recoupe::wire {

bool SseParser::take(std::string_view bytes, std::vector<SseEvent>& events) {
  while (!bytes.empty()) {
    if (std::exchange(after_cr_, false) && bytes.front() == '\n') {
      bytes.remove_prefix(1);
      continue;
    }
    const std::size_t end = std::min(bytes.find_first_of("\r\n"), bytes.size());
    line_.append(bytes.substr(0, end));
    if (line_.size() + data_.size() > event_bytes_max_) return false;
    if (end == bytes.size()) return true;
    after_cr_ = bytes[end] == '\r';
    bytes.remove_prefix(end + 1);
    end_line(events);
  }
  return true;
}

void SseParser::end_line(std::vector<SseEvent>& events) {
  const std::string whole = std::exchange(line_, {});
  std::string_view line = whole;
  if (std::exchange(at_start_, false) && line.starts_with("\xef\xbb\xbf")) line.remove_prefix(3);
  if (line.empty()) return end_event(events);
  const std::size_t colon = line.find(':');
  if (colon == 0) return;  // a comment
  const std::string_view field = line.substr(0, colon);
  std::string_view value = colon == std::string_view::npos ? std::string_view() : line.substr(colon + 1);
  if (value.starts_with(' ')) value.remove_prefix(1);
  if (field == "data") {
    if (std::exchange(has_data_, true)) data_.push_back('\n');
    data_.append(value);
  } else if (field == "event") {
    type_ = value;
  } else if (field == "id") {
    if (value.find('\0') == std::string_view::npos) last_id_ = value;
  } else if (field == "retry" && !value.empty() && value.find_first_not_of("0123456789") == std::string_view::npos) {
    retry_ms_ = value.size() > 6 ? sse_retry_ms_max : std::min(std::stoi(std::string(value)), sse_retry_ms_max);
  }
}

void SseParser::end_event(std::vector<SseEvent>& events) {
  has_data_ = false;
  SseEvent event{.type = std::exchange(type_, {}), .data = std::exchange(data_, {})};
  if (event.data.empty()) return;  // it only carried an id or a time to wait
  if (event.type.empty()) event.type = "message";
  events.push_back(std::move(event));
}

std::string sse_event(std::string_view data) {
  std::string text;
  while (true) {
    const std::size_t end = data.find('\n');
    text.append("data: ").append(data.substr(0, end)).append("\n");
    if (end == std::string_view::npos) return text.append("\n");
    data.remove_prefix(end + 1);
  }
}

}  // namespace recoupe::wire
