#include "execute/sender.hpp"

#include <utility>

#include "core/clock.hpp"
#include "execute/refusals.hpp"
#include "mcp/tool_error.hpp"
#include "monitor/span.hpp"

namespace recoupe::execute {

using core::Json;

/// What every record of a call says: which one of the run, where it went. Nothing personal.
Json Sender::body_of(const calls::ToolCall& call) const {
  const auto number = static_cast<std::int64_t>(records_.size());
  return Json::object({{"call", number}, {"server", call.server}, {"tool", call.tool}});
}

core::Status Sender::gate(const Connection& connection, const calls::ToolCall& call) {
  auto passed = connection.compiler->gate(call);
  if (passed) return {};
  records_.back().status = "refused";
  Json body = body_of(call);
  body.set("code", core::name_of(passed.error().code));
  body.set("shape", call.shape);
  const evidence::Payload statement{"statement", call.statement};
  RECOUPE_CHECK(log_.append("refused", std::move(body), {&statement, 1}));
  return passed;
}

core::Status Sender::announce(const physical::Fetch& fetch, const calls::ToolCall& call, std::int64_t key_count) {
  Json body = body_of(call);
  body.set("fetch", fetch.id);
  body.set("shape", call.shape);
  body.set("columns", static_cast<std::int64_t>(fetch.columns.size()));
  if (key_count >= 0) body.set("keys", key_count);
  const evidence::Payload payloads[] = {{"statement", call.statement}, {"arguments", call.arguments.dump()}};
  return log_.append("call_sent", std::move(body), payloads);
}

core::Result<Page> Sender::failed(core::Error error, const calls::ToolCall& call, const std::string& reply) {
  CallRecord& record = records_.back();
  record.status = error.code == core::Code::interrupted ? "cancelled" : "failed";
  if (monitor::Span* span = monitor::Span::current()) {
    span->set("recoupe.status", record.status);
    span->fail(core::name_of(error.code));
  }
  Json body = body_of(call);
  body.set("code", core::name_of(error.code));
  body.set("ms", record.ms);
  std::vector<evidence::Payload> payloads{{"message", error.message.en}};
  if (!reply.empty()) payloads.push_back({"rows", reply});
  RECOUPE_CHECK(log_.append("call_failed", std::move(body), payloads));
  return core::fail(std::move(error));
}

core::Result<Page> Sender::send(const Connection& connection, const physical::Fetch& fetch, const calls::ToolCall& call,
                                std::int64_t key_count) {
  if (cancel_.requested()) return core::fail(stopped());
  records_.push_back({.server = call.server, .tool = call.tool, .statement = call.statement, .status = "failed"});
  RECOUPE_CHECK(gate(connection, call));
  RECOUPE_CHECK(announce(fetch, call, key_count));
  CallRecord& record = records_.back();
  monitor::Span span("tools/call " + call.tool);
  span.set("recoupe.server", call.server);
  span.set("recoupe.tool", call.tool);
  span.detail("db.query.text", call.statement);
  const std::int64_t began_ms = core::monotonic_ms();
  auto answer = connection.client->call_tool(
      call.tool, call.arguments,
      {.timeout_ms = budgets_.call_timeout_ms, .cancel = cancel_, .on_progress = {}});
  record.ms = core::monotonic_ms() - began_ms;
  if (!answer) return failed(std::move(answer).error(), call, {});

  Page page;
  page.reply = answer->structured.is_null() ? answer->content : answer->structured;
  const std::string text = page.reply.dump();
  record.bytes = page.bytes = static_cast<std::int64_t>(text.size());
  if (answer->is_error) return failed(mcp::error_in(*answer, call.server, call.tool), call, text);
  auto decoded = connection.decoder->decode(fetch, *answer);
  if (!decoded) return failed(std::move(decoded).error(), call, text);

  page.decoded = *std::move(decoded);
  record.rows = static_cast<std::int64_t>(page.decoded.batch.row_count());
  record.status = "ok";
  span.set("recoupe.rows", record.rows);
  span.set("recoupe.bytes", record.bytes);
  span.set("recoupe.status", record.status);
  Json body = body_of(call);
  body.set("rows", record.rows);
  body.set("bytes", record.bytes);
  body.set("ms", record.ms);
  const evidence::Payload payload{"rows", text};
  RECOUPE_CHECK(log_.append("call_returned", std::move(body), {&payload, 1}));
  return page;
}

}  // namespace recoupe::execute
