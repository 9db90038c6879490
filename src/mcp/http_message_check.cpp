#include "mcp/http_message_check.hpp"

#include <algorithm>
#include <cstdlib>

#include "mcp/argument_headers.hpp"
#include "mcp/eras.hpp"

namespace recoupe::mcp {

namespace {

using core::Json;

std::string version_of(const wire::Request& request) {
  const Json* meta = request.params.find("_meta");
  return meta ? meta->text(meta::version) : std::string();
}

bool is_same_number(const std::string& a, const std::string& b) {
  char* end_a = nullptr;
  char* end_b = nullptr;
  const double left = std::strtod(a.c_str(), &end_a);
  const double right = std::strtod(b.c_str(), &end_b);
  return !a.empty() && !b.empty() && *end_a == '\0' && *end_b == '\0' && left == right;
}

std::optional<std::string> flaw_in_field(const wire::HttpHeaders& headers, const std::string& name, const std::string& wanted,
                                         bool is_encoded, bool is_number = false) {
  const std::string* value = wire::find_header(headers, name);
  if (!value || wire::count_headers(headers, name) != 1) return "The header field " + name + " is missing or stands twice";
  const auto text = is_encoded ? text_of_header(*value) : std::optional(*value);
  if (text && (*text == wanted || (is_number && is_same_number(*text, wanted)))) return std::nullopt;
  return "The header field " + name + " is another than the body's value";
}

}  // namespace

bool is_modern_request(const wire::Request& request) { return !version_of(request).empty(); }

std::optional<std::string> header_mismatch(const wire::Request& request, const wire::HttpHeaders& headers, const Server& server) {
  if (auto flaw = flaw_in_field(headers, header::version, version_of(request), false)) return flaw;
  if (auto flaw = flaw_in_field(headers, header::method, request.method, false)) return flaw;
  const bool has_uri = request.method == method::read_resource;
  if (request.method != method::call_tool && request.method != "prompts/get" && !has_uri) return std::nullopt;
  const std::string name = request.params.text(has_uri ? "uri" : "name");
  if (auto flaw = flaw_in_field(headers, header::name, name, true)) return flaw;
  const Json* arguments = request.params.find("arguments");
  const auto tool = std::ranges::find_if(server.tools, [&](const ServedTool& served) { return served.tool.name == name; });
  if (request.method != method::call_tool || !arguments || tool == server.tools.end()) return std::nullopt;
  const auto marked = argument_headers_of(tool->tool.input_schema).value_or(std::vector<ArgumentHeader>());
  for (const ArgumentHeader& argument : marked) {
    for (const auto& [field, value] : header_fields({argument}, *arguments)) {
      if (auto flaw = flaw_in_field(headers, field, *text_of_header(value), true, argument.type == "integer")) return flaw;
    }
  }
  return std::nullopt;
}

}  // namespace recoupe::mcp
