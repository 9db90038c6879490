#include "mcp/serve_stdio.hpp"

#include <mutex>
#include <string>
#include <utility>

#include "core/limits.hpp"
#include "mcp/conversation.hpp"
#include "wire/lines.hpp"

namespace recoupe::mcp {

namespace {

using core::Json;

/// The client's end of the pipe, written to by several threads.
class Output {
 public:
  Output(int fd, core::Cancel cancel) : fd_(fd), cancel_(std::move(cancel)) {}

  void send(Json message) {
    const std::string text = message.dump();
    const std::lock_guard lock(mutex_);
    bool begun = false;
    if (broken_.requested()) return;
    const auto deadline = wire::Deadline::in_ms(core::limits::call_timeout_ms);
    // Half a line would spoil all that follow, and a client that reads nothing has left.
    if (!wire::write_line(fd_, text, deadline, cancel_, begun)) broken_.request();
  }
  [[nodiscard]] const core::Cancel& broken() const { return broken_; }

 private:
  int fd_;
  core::Cancel cancel_;
  core::Cancel broken_;
  std::mutex mutex_;
};

void refuse(Output& output, std::int64_t code, const char* why) {
  output.send(wire::to_json(wire::refusal({}, code, why)));
}

void take(Conversation& conversation, Output& output, Json json) {
  auto message = wire::parse_message(std::move(json));
  if (message) return conversation.take(*std::move(message));
  refuse(output, wire::rpc_code::invalid_request, "Not a JSON-RPC 2.0 message");
}

void take_line(Conversation& conversation, Output& output, const std::string& line) {
  if (line.find_first_not_of(" \t") == std::string::npos) return;
  auto json = Json::parse(line);
  if (!json) return refuse(output, wire::rpc_code::parse_error, "Not JSON");
  auto* batch = json->if_array();  // 2025-03-26 has them; each is answered by itself
  if (!batch) return take(conversation, output, *std::move(json));
  if (batch->empty()) return refuse(output, wire::rpc_code::invalid_request, "An empty batch");
  for (Json& item : *batch) take(conversation, output, std::move(item));
}

}  // namespace

void serve_stdio(const Server& server, int in_fd, int out_fd, const core::Cancel& cancel) {
  Output output(out_fd, cancel);
  Conversation conversation(server, true, [&output](wire::Message message) { output.send(wire::to_json(std::move(message))); });
  wire::LineReader lines(in_fd);
  while (!output.broken().requested() && !cancel.requested()) {
    const auto line = lines.next(wire::Deadline::in_ms(core::Cancel::poll_ms), cancel);
    if (line) {
      take_line(conversation, output, *line);
    } else if (line.error() == wire::Fault::too_long) {
      refuse(output, wire::rpc_code::invalid_request, "The message is too long");
    } else if (line.error() != wire::Fault::timed_out) {
      break;
    }
  }
  if (!output.broken().requested() && !cancel.requested()) conversation.wait_idle(leave_grace_ms);
}

}  // namespace recoupe::mcp
