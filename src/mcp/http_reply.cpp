#include "mcp/http_reply.hpp"

#include <utility>
#include <vector>

namespace recoupe::mcp {

HttpReply::HttpReply(std::size_t frame_bytes_max, Take take, TakeEvent take_event, std::function<void()> heard_head)
    : frame_bytes_max_(frame_bytes_max),
      take_(std::move(take)),
      take_event_(std::move(take_event)),
      heard_head_(std::move(heard_head)),
      events_(frame_bytes_max) {}

void HttpReply::on_head(const wire::HttpHead& head) {
  head_ = head;
  const std::string* type = field("Content-Type");
  is_stream_ = is_success() && type && wire::media_type(*type) == "text/event-stream";
  if (heard_head_) heard_head_();
}

bool HttpReply::on_body(std::string_view bytes) {
  if (!is_stream_) {
    if (body_.size() + bytes.size() > frame_bytes_max_) return too_long();
    body_.append(bytes);
    return true;
  }
  std::vector<wire::SseEvent> complete;
  const bool fits = events_.take(bytes, complete);
  for (const wire::SseEvent& event : complete) {
    heard_events_ = true;
    const bool goes_on = event.type == "message" ? take_json(event.data) : !take_event_ || take_event_(event);
    if (!goes_on) return false;
  }
  return fits || too_long();
}

void HttpReply::finish() {
  if (is_stream_ || flaw_) return;
  const std::size_t begin = body_.find_first_not_of(" \t\r\n");
  if (begin == std::string::npos) return;
  const bool may_be_message = body_[begin] == '{' || body_[begin] == '[';
  if (may_be_message || is_success()) take_json(body_);
  if (!is_success()) flaw_.reset();  // a refusal's body may be anything
}

bool HttpReply::take_json(std::string_view text) {
  auto json = core::Json::parse(text);
  if (!json) {
    flaw_ = core::Bilingual{"an answer is no JSON: " + json.error().message.en,
                            "une réponse n'est pas du JSON : " + json.error().message.fr};
    return false;
  }
  const auto take_one = [this](core::Json item) {
    auto message = wire::parse_message(std::move(item));
    if (message) return take_(*std::move(message), is_stream_);
    flaw_ = core::Bilingual{"an answer is no JSON-RPC message", "une réponse n'est pas un message JSON-RPC"};
    return false;
  };
  auto* batch = json->if_array();  // which 2025-03-26 allows
  if (!batch) return take_one(*std::move(json));
  for (core::Json& item : *batch) {
    if (!take_one(std::move(item))) return false;
  }
  return true;
}

bool HttpReply::too_long() {
  const std::string bytes = std::to_string(frame_bytes_max_);
  flaw_ = core::Bilingual{"a message is longer than " + bytes + " bytes", "un message dépasse " + bytes + " octets"};
  return false;
}

}  // namespace recoupe::mcp
