#include "sources/mql/gate.hpp"

#include <algorithm>

#include "sources/mql/ejson.hpp"
#include "sources/mql/gate_rules.hpp"

namespace recoupe::sources::mql {
namespace {

using core::fail;
using core::Json;
using core::Status;

Status check_depth(const Json& json, std::string_view part, int levels_max = statement_depth_max) {
  return gate::deeper_than(json, levels_max) ? fail(gate::malformed(part)) : Status();
}

}  // namespace

Status check_filter(const Json& json) {
  RECOUPE_CHECK(check_depth(json, "filter"));
  return gate::check_filter(json);
}

Status check_pipeline(const Json& json) {
  RECOUPE_CHECK(check_depth(json, "pipeline"));
  return gate::check_pipeline(json);
}

Status check_made_pipeline(const Json& json) {
  RECOUPE_CHECK(check_depth(json, "pipeline", made_pipeline_depth_max));
  return gate::check_pipeline(json);
}

Status check_projection(const Json& json) {
  const auto* members = json.if_object();
  if (members == nullptr) return fail(gate::malformed("projection"));
  for (const auto& [path, shown] : *members) {
    const auto way = ejson::read_int(shown).or_else([&] { return shown.as_int64(); });
    if (!gate::is_plain_path(path) || (shown.if_bool() == nullptr && way != 0 && way != 1))
      return fail(gate::malformed("projection"));
  }
  return {};
}

Status check_sort(const Json& json) { return gate::check_sort(json); }
Status check_collection(const Json& json) { return gate::check_collection(json); }

Status check_text(const Json& json) { return json.if_string() != nullptr ? Status() : fail(gate::malformed("a text")); }
Status check_flag(const Json& json) { return json.if_bool() != nullptr ? Status() : fail(gate::malformed("a flag")); }

Status check_count(const Json& json) {
  const auto count = json.as_int64();
  return count && *count > 0 ? Status() : fail(gate::malformed("a number of rows"));
}

Status check_collections(const Json& json) {
  const auto* items = json.if_array();
  if (items == nullptr) return fail(gate::malformed("collections"));
  for (const Json& item : *items) RECOUPE_CHECK(check_collection(item));
  return {};
}

Status check_path(const Json& json) {
  return json.if_string() != nullptr && gate::is_plain_path(*json.if_string()) ? Status() : fail(gate::malformed("having"));
}

Status check_paths(const Json& json) {
  const auto* items = json.if_array();
  const bool plain = items != nullptr && !items->empty() && std::ranges::all_of(*items, [](const Json& item) {
    return item.if_string() != nullptr && gate::is_plain_path(*item.if_string());
  });
  return plain ? Status() : fail(gate::malformed("paths"));
}

Status check_call(std::span<const ReadTool> tools, std::string_view name, const Json& arguments) {
  const auto tool = std::ranges::find(tools, name, &ReadTool::name);
  if (tool == tools.end()) return fail(gate::refused({"tool", "outil"}, name));
  const auto* members = arguments.if_object();
  if (members == nullptr && !arguments.is_null()) return fail(gate::malformed("arguments"));
  if (members != nullptr) {
    for (const auto& [key, value] : *members) {
      const auto argument = std::ranges::find(tool->arguments, std::string_view(key), &Argument::name);
      if (key.empty() || argument == tool->arguments.end()) return fail(gate::refused({"argument", "argument"}, key));
      RECOUPE_CHECK(argument->check(value));
    }
  }
  for (const auto& argument : tool->arguments)
    if (argument.required && arguments.find(argument.name) == nullptr) return fail(gate::malformed(argument.name));
  return {};
}

}  // namespace recoupe::sources::mql
