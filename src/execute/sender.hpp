// Sends one call: gated, recorded before it leaves and after it came back, decoded. Nothing is ever sent twice.
// Takes a ToolCall and its connection, gives a page of rows. Included by fetch_run.
#pragma once

#include <vector>

#include "execute/execute.hpp"

namespace recoupe::execute {

/// A reply, read. Rows may be used only because their `call_returned` has been written.
struct Page {
  rows::Decoded decoded;
  core::Json reply;  // structured content, else the content items
  std::int64_t bytes = 0;
};

class Sender {
 public:
  Sender(evidence::Log& log, const Budgets& budgets, const core::Cancel& cancel, std::vector<CallRecord>& records)
      : log_(log), budgets_(budgets), cancel_(cancel), records_(records) {}

  /// Gives what stops the run: also the work between calls.
  [[nodiscard]] const core::Cancel& cancel() const { return cancel_; }

  /// `key_count`: how many keys the call asks for, -1: it does not ask by keys.
  core::Result<Page> send(const Connection& connection, const physical::Fetch& fetch, const calls::ToolCall& call,
                          std::int64_t key_count);

 private:
  core::Status gate(const Connection& connection, const calls::ToolCall& call);
  core::Status announce(const physical::Fetch& fetch, const calls::ToolCall& call, std::int64_t key_count);
  core::Result<Page> failed(core::Error error, const calls::ToolCall& call, const std::string& reply);
  [[nodiscard]] core::Json body_of(const calls::ToolCall& call) const;

  evidence::Log& log_;
  const Budgets& budgets_;
  const core::Cancel& cancel_;
  std::vector<CallRecord>& records_;  // the last one is the call under way
};

}  // namespace recoupe::execute
