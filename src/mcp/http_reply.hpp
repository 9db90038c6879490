// Reads the answer of one POST or GET: one message, several, a stream of them, or a refusal. Takes header fields and
// bytes, gives messages. Included by the HTTP transports.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "core/language.hpp"
#include "wire/http_client.hpp"
#include "wire/json_rpc.hpp"
#include "wire/sse.hpp"

namespace recoupe::mcp {

class HttpReply final : public wire::HttpReader {
 public:
  /// Takes one message, and whether it came on a stream; false: nothing more is needed.
  using Take = std::function<bool(wire::Message message, bool on_stream)>;
  /// Takes an event of another type than "message"; false: nothing more is needed.
  using TakeEvent = std::function<bool(const wire::SseEvent& event)>;

  HttpReply(std::size_t frame_bytes_max, Take take, TakeEvent take_event = {}, std::function<void()> heard_head = {});

  void on_head(const wire::HttpHead& head) override;
  bool on_body(std::string_view bytes) override;
  /// Ends the reading: hands over what a body that is no stream holds.
  void finish();

  [[nodiscard]] int status() const { return head_.status; }
  [[nodiscard]] bool is_success() const { return head_.status >= 200 && head_.status < 300; }
  [[nodiscard]] bool is_stream() const { return is_stream_; }
  [[nodiscard]] const std::string* field(std::string_view name) const { return wire::find_header(head_.headers, name); }
  [[nodiscard]] const wire::SseParser& events() const { return events_; }
  [[nodiscard]] bool heard_events() const { return heard_events_; }
  [[nodiscard]] const std::string& body() const { return body_; }
  /// Gives how the answer breaks the protocol, if it does.
  [[nodiscard]] const std::optional<core::Bilingual>& flaw() const { return flaw_; }

 private:
  bool take_json(std::string_view text);
  bool too_long();

  std::size_t frame_bytes_max_;
  Take take_;
  TakeEvent take_event_;
  std::function<void()> heard_head_;
  wire::HttpHead head_;
  bool is_stream_ = false;
  bool heard_events_ = false;
  wire::SseParser events_;
  std::string body_;
  std::optional<core::Bilingual> flaw_;
};

}  // namespace recoupe::mcp
