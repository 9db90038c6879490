#include "monitor/event.hpp"

#include <algorithm>
#include <array>

namespace recoupe::monitor {

namespace {

using core::Json;

constexpr std::array<std::string_view, 4> names = {"error", "warning", "info", "debug"};
constexpr std::string_view own_prefix = "recoupe.";

void add_ids(const Event& event, Json& json) {
  if (!event.run_id.empty()) json.set("run_id", event.run_id);
  if (event.trace_id.empty()) return;
  json.set("trace_id", event.trace_id);
  json.set("span_id", event.span_id);
  if (!event.parent_span_id.empty()) json.set("parent_span_id", event.parent_span_id);
}

void add_all(const Json& from, Json& to) {
  for (const auto& [key, value] : *from.if_object()) to.set(key, value);
}

std::string shown(const Json& value) {
  const std::string* text = value.if_string();
  if (text == nullptr) return value.dump();
  const bool is_plain = !text->empty() && std::ranges::all_of(*text, [](unsigned char c) { return c > ' ' && c < 0x7f && c != '"' && c != '='; });
  return is_plain ? *text : value.dump();
}

/// Our own attributes without their prefix, and what went wrong; the conventions' many at the level debug alone.
void append(std::string& line, const Json& attributes, bool all) {
  for (const auto& [key, value] : *attributes.if_object()) {
    const bool is_own = key.starts_with(own_prefix);
    if (!is_own && !all && key != "error.type") continue;
    line += " " + (is_own ? key.substr(own_prefix.size()) : key) + "=" + shown(value);
  }
}

}  // namespace

std::string_view name_of(Level level) { return names[static_cast<std::size_t>(level)]; }

std::optional<Level> level_of(std::string_view name) {
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Level>(found - names.begin());
}

Json to_json(const Event& event, bool with_details) {
  Json json = Json::object({{"time", core::text_of(event.time)}, {"level", name_of(event.level)}, {"event", event.name}});
  add_ids(event, json);
  json.set("duration_ms", event.ms);
  add_all(event.attributes, json);
  if (with_details) add_all(event.details, json);
  return json;
}

std::string words_of(const Event& event, bool with_details) {
  std::string line = event.name;
  append(line, event.attributes, with_details);
  line += " ms=" + std::to_string(event.ms);
  if (with_details) {
    Json ids;
    add_ids(event, ids);
    if (!ids.is_null()) append(line, ids, true);
    append(line, event.details, true);
  }
  return line;
}

std::string line_of(const Event& event, bool with_details) {
  return core::text_of(event.time) + " " + std::string(name_of(event.level)) + " " + words_of(event, with_details);
}

}  // namespace recoupe::monitor
