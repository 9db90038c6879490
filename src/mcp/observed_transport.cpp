#include "mcp/observed_transport.hpp"

#include <optional>
#include <utility>

#include "mcp/eras.hpp"
#include "monitor/span.hpp"

namespace recoupe::mcp {

namespace {

using core::Json;
using monitor::Span;

class ObservedTransport final : public Transport {
 public:
  ObservedTransport(std::unique_ptr<Transport> transport, Watched watched)
      : transport_(std::move(transport)), watched_(std::move(watched)) {}

  core::Status open(Listener& listener) override { return transport_->open(listener); }

  core::Result<wire::Response> exchange(wire::Request request, const Exchange& how) override {
    const bool is_call = request.method == method::call_tool;
    const std::string name = is_call ? request.method + " " + request.params.text("name") : request.method;
    Span* span = Span::current();
    std::optional<Span> own;
    if (span == nullptr || span->name() != name || span->has("jsonrpc.request.id")) span = &own.emplace(name);
    describe(*span, request, is_call);
    if (!is_call) span->hush();
    if (is_call && !span->traceparent().empty()) tell(request, span->traceparent());
    const bool is_discovery = request.method == method::discover;
    const bool is_initialize = request.method == method::initialize;
    auto response = transport_->exchange(std::move(request), how);
    // Whether discovery is understood is what it is asked for: no failure that anybody need hear of.
    const monitor::Level loud = is_discovery ? monitor::Level::debug : monitor::Level::warning;
    if (!response) {
      span->fail(core::name_of(response.error().code), loud);
    } else if (response->error) {
      span->fail(std::to_string(response->error->code), loud);
    } else if (is_call && response->result.boolean("isError")) {
      span->fail("tool_error");
    } else if (is_initialize) {
      version_ = response->result.text("protocolVersion");
    }
    return response;
  }

  core::Status notify(wire::Notification notification) override { return transport_->notify(std::move(notification)); }
  void close() override { transport_->close(); }
  [[nodiscard]] std::string shown(const std::string& words) const override { return transport_->shown(words); }
  [[nodiscard]] bool is_legacy_only() const override { return transport_->is_legacy_only(); }
  [[nodiscard]] bool sends_argument_headers() const override { return transport_->sends_argument_headers(); }

 private:
  void describe(Span& span, const wire::Request& request, bool is_call) const {
    span.set("recoupe.server", watched_.server);
    if (is_call) {
      span.set("recoupe.tool", request.params.text("name"));
      span.set("gen_ai.operation.name", "execute_tool");
      span.set("gen_ai.tool.name", request.params.text("name"));
    }
    span.set("mcp.method.name", request.method);
    span.set("jsonrpc.request.id", request.id.if_string() ? *request.id.if_string() : request.id.dump());
    const Json* meta = request.params.find("_meta");
    const std::string version = meta ? meta->text(meta::version, version_) : version_;
    if (!version.empty()) span.set("mcp.protocol.version", version);
    if (!watched_.transport.empty()) span.set("network.transport", watched_.transport);
  }

  static void tell(wire::Request& request, std::string traceparent) {
    const Json* found = request.params.find("_meta");
    Json meta = found ? *found : Json::object();
    meta.set("traceparent", std::move(traceparent));
    request.params.set("_meta", std::move(meta));
  }

  std::unique_ptr<Transport> transport_;
  Watched watched_;
  std::string version_;  // agreed by initialize; written before any call
};

}  // namespace

std::unique_ptr<Transport> make_observed_transport(std::unique_ptr<Transport> transport, Watched watched) {
  return std::make_unique<ObservedTransport>(std::move(transport), std::move(watched));
}

}  // namespace recoupe::mcp
