#include "mcp/http_session.hpp"

#include <algorithm>

#include "mcp/argument_headers.hpp"
#include "mcp/http_transport.hpp"

namespace recoupe::mcp {

using core::Json;

namespace {

/// Gives the version that a modern message says itself; "" of a legacy one.
std::string modern_version_of(const wire::Request& request) {
  const Json* meta = request.params.find("_meta");
  return meta ? meta->text(meta::version) : std::string();
}

bool is_handle(const std::string& text) {
  return !text.empty() && text.size() <= session_bytes_max && std::ranges::all_of(text, [](char c) { return c >= 0x21 && c <= 0x7e; });
}

}  // namespace

wire::HttpHeaders HttpSession::fields_of(const wire::Message& message) const {
  wire::HttpHeaders fields = {{"Content-Type", "application/json"}, {"Accept", "application/json, text/event-stream"}};
  const auto* request = std::get_if<wire::Request>(&message);
  const std::string version = request ? modern_version_of(*request) : std::string();
  if (!version.empty()) {
    fields.emplace_back(header::version, version);
    fields.emplace_back(header::method, request->method);
    const std::string name = request->params.text(request->method == method::read_resource ? "uri" : "name");
    if (!name.empty()) fields.emplace_back(header::name, header_text(name));
  } else if (!request || request->method != method::initialize) {
    const std::lock_guard lock(mutex_);
    add_fields(fields);
  }
  return fields;
}

wire::HttpHeaders HttpSession::fields() const {
  wire::HttpHeaders fields = {{"Accept", "text/event-stream"}};
  const std::lock_guard lock(mutex_);
  add_fields(fields);
  return fields;
}

void HttpSession::add_fields(wire::HttpHeaders& fields) const {
  if (!handle_.empty()) fields.emplace_back(header::session, handle_);
  const bool has_version_field = !version_.empty() && version_ != "2025-03-26" && version_ != "2024-11-05";
  if (has_version_field) fields.emplace_back(header::version, version_);
}

bool HttpSession::opened(const Json& params, const Json& result, const std::string* handle) {
  if (handle && !is_handle(*handle)) return false;
  const Json* capabilities = result.find("capabilities");
  const Json* tools = capabilities ? capabilities->find("tools") : nullptr;
  const Json* offered = params.find("capabilities");
  const std::lock_guard lock(mutex_);
  handle_ = handle ? *handle : std::string();
  version_ = result.text("protocolVersion");
  opening_ = params;
  const bool may_be_asked = offered && offered->if_object() && !offered->if_object()->empty();
  speaks_first_ = may_be_asked || (tools && tools->boolean("listChanged"));
  return true;
}

std::string HttpSession::handle() const {
  const std::lock_guard lock(mutex_);
  return handle_;
}

std::string HttpSession::version() const {
  const std::lock_guard lock(mutex_);
  return version_;
}

std::optional<Json> HttpSession::opening() const {
  const std::lock_guard lock(mutex_);
  return opening_;
}

bool HttpSession::speaks_first() const {
  const std::lock_guard lock(mutex_);
  return speaks_first_;
}

}  // namespace recoupe::mcp
