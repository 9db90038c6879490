#include "mcp/handshake.hpp"

#include <algorithm>
#include <utility>

#include "mcp/server_errors.hpp"
#include "wire/redact.hpp"

namespace recoupe::mcp {

namespace {

using core::Json;

/// Some servers answer unknown methods with an empty result: only the right shape counts.
bool is_discovery(const Json& result) {
  const Json* versions = result.find("supportedVersions");
  const Json* capabilities = result.find("capabilities");
  return versions && versions->if_array() && capabilities && capabilities->if_object() &&
         std::ranges::all_of(*versions->if_array(), [](const Json& version) { return version.if_string() != nullptr; });
}

std::string listed(const Json* versions) {
  std::string list;
  if (versions && versions->if_array()) {
    for (const Json& version : *versions->if_array()) {
      if (version.if_string()) list += (list.empty() ? "" : ", ") + *version.if_string();
    }
  }
  return wire::last_words(list, {}, core::limits::foreign_text_bytes_max);
}

bool lists(const Json* versions, std::string_view wanted) {
  return versions && versions->if_array() && std::ranges::any_of(*versions->if_array(), [&](const Json& version) {
           return version.if_string() && *version.if_string() == wanted;
         });
}

core::Error no_common_version(const std::string& server, const std::string& theirs) {
  return broke_protocol(server, {"no common version; it speaks " + theirs, "aucune version commune ; il parle " + theirs});
}

core::Result<Agreement> accept_discovery(const HandshakePort& port, const Json& result) {
  const Json* versions = result.find("supportedVersions");
  if (!lists(versions, modern_version)) return core::fail(no_common_version(port.server, listed(versions)));
  Agreement agreement{.era = Era::modern,
                      .version = std::string(modern_version),
                      .server = {},
                      .instructions = result.text("instructions"),
                      .capabilities = *result.find("capabilities")};
  const Json* info = result.find("_meta");
  if (info) info = info->find(meta::server_info);
  if (!info) info = result.find("serverInfo");  // where drafts of the revision had it
  if (info) agreement.server = implementation_of(*info);
  return agreement;
}

core::Result<wire::Response> ask(const HandshakePort& port, Json id, std::string_view method, Json params,
                                 int timeout_ms) {
  return port.transport.exchange({std::move(id), std::string(method), std::move(params)},
                                 {.timeout_ms = timeout_ms, .cancel = port.cancel, .announce_end = false, .on_progress = {}});
}

core::Result<wire::Response> discover(const HandshakePort& port, const Json& id) {
  return ask(port, id, method::discover, Json::object({{"_meta", modern_meta(port.self, port.capabilities)}}), port.discover_timeout_ms);
}

core::Result<Agreement> initialize(const HandshakePort& port, const Json& discover_id) {
  RECOUPE_TRY(answer, ask(port, port.next_id(), method::initialize,
                          Json::object({{"protocolVersion", legacy_versions.front()},
                                        {"capabilities", port.capabilities},
                                        {"clientInfo", to_json(port.self)}}),
                          port.start_timeout_ms));
  if (answer.error) {
    // A modern server that was slow to start answers discover late and refuses initialize.
    const auto late = port.late_answer(discover_id);
    if (late && !late->error && is_discovery(late->result)) return accept_discovery(port, late->result);
    return core::fail(refused_by_server(port.server, std::string(method::initialize), answer.error->code,
                                        port.transport.shown(answer.error->message)));
  }
  const std::string version = answer.result.text("protocolVersion");
  if (!is_legacy_version(version)) return core::fail(no_common_version(port.server, wire::last_words(version, {}, 100)));
  RECOUPE_CHECK(port.transport.notify({std::string(method::initialized), {}}));
  const Json* info = answer.result.find("serverInfo");
  const Json* capabilities = answer.result.find("capabilities");
  return Agreement{.era = Era::legacy,
                   .version = version,
                   .server = info ? implementation_of(*info) : Implementation{},
                   .instructions = answer.result.text("instructions"),
                   .capabilities = capabilities ? *capabilities : Json()};
}

bool is_modern_refusal(std::int64_t code) {
  return code == mcp_code::header_mismatch || code == mcp_code::missing_capability;
}

}  // namespace

bool Agreement::announces_tool_changes() const {
  const Json* tools = capabilities.find("tools");
  return tools && tools->boolean("listChanged");
}

Json modern_meta(const Implementation& self, const Json& capabilities) {
  Json meta = Json::object();
  meta.set(meta::version, modern_version);
  meta.set(meta::client_info, to_json(self));
  meta.set(meta::client_capabilities, capabilities);
  return meta;
}

core::Result<Agreement> shake_hands(const HandshakePort& port) {
  const Json discover_id = port.next_id();
  if (port.transport.is_legacy_only()) return initialize(port, discover_id);
  auto answer = discover(port, discover_id);
  if (!answer) {
    const core::Code code = answer.error().code;
    // A status that is neither success nor a refusal of who asks says no more than that the request was not known.
    const bool may_be_legacy = code == core::Code::timeout || code == core::Code::server_protocol ||
                               code == core::Code::server_error;
    return may_be_legacy ? initialize(port, discover_id) : core::fail(std::move(answer).error());
  }
  if (answer->error && answer->error->code == mcp_code::unsupported_version) {
    // Modern for certain, so never initialize. The version it wants may be ours after all: ask once more.
    const Json* supported = answer->error->data.find("supported");
    if (!lists(supported, modern_version)) return core::fail(no_common_version(port.server, listed(supported)));
    answer = discover(port, port.next_id());
    if (!answer) return core::fail(std::move(answer).error());
    if (answer->error || !is_discovery(answer->result)) {
      return core::fail(broke_protocol(port.server, {"it refuses the version that it lists",
                                                     "il refuse la version qu'il annonce"}));
    }
  }
  if (answer->error && is_modern_refusal(answer->error->code)) {
    return core::fail(refused_by_server(port.server, std::string(method::discover), answer->error->code,
                                        port.transport.shown(answer->error->message)));
  }
  if (!answer->error && is_discovery(answer->result)) return accept_discovery(port, answer->result);
  return initialize(port, discover_id);
}

}  // namespace recoupe::mcp
