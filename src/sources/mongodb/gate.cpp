#include "sources/mongodb/gate.hpp"

#include <algorithm>
#include <array>

#include "sources/mongodb/ejson.hpp"
#include "sources/mongodb/gate_rules.hpp"

namespace recoupe::sources::mongodb {
namespace {

using core::fail;
using core::Json;
using core::Status;

Status check_depth(const Json& json, std::string_view part) {
  return gate::deeper_than(json, statement_depth_max) ? fail(gate::malformed(part)) : Status();
}

Status text(const Json& json) { return json.if_string() != nullptr ? Status() : fail(gate::malformed("cursor")); }
Status flag(const Json& json) { return json.if_bool() != nullptr ? Status() : fail(gate::malformed("population")); }
Status rows(const Json& json) {
  const auto count = json.as_int64();
  return count && *count > 0 ? Status() : fail(gate::malformed("a number of rows"));
}

Status collections(const Json& json) {
  const auto* items = json.if_array();
  if (items == nullptr) return fail(gate::malformed("collections"));
  for (const Json& item : *items) RECOUPE_CHECK(check_collection(item));
  return {};
}

Status paths(const Json& json) {
  const auto* items = json.if_array();
  const bool plain = items != nullptr && !items->empty() && std::ranges::all_of(*items, [](const Json& item) {
    return item.if_string() != nullptr && gate::is_plain_path(*item.if_string());
  });
  return plain ? Status() : fail(gate::malformed("paths"));
}

struct Argument {
  std::string_view name;
  Status (*check)(const Json&);
  bool required = false;
};

struct Tool {
  std::string_view name;
  std::array<Argument, 7> arguments{};  // those without a name are none
};

constexpr Argument collection = {"collection", check_collection, true};
constexpr Argument cursor = {"cursor", text, true};
constexpr Argument filter = {"filter", check_filter};
constexpr Argument page_rows = {"page_rows", rows};
constexpr Argument population = {"population", flag};

constexpr auto tools = std::to_array<Tool>({
    {"list_collections"},
    {"describe_collections", {Argument{"collections", collections}}},
    {"sample", {collection, Argument{"paths", paths, true}, Argument{"values_max", rows}}},
    {"count", {collection, filter}},
    {"find",
     {collection, filter, Argument{"projection", check_projection}, Argument{"sort", check_sort}, Argument{"limit", rows},
      page_rows, population}},
    {"aggregate", {collection, Argument{"pipeline", check_pipeline, true}, page_rows, population}},
    {"next_page", {cursor}},
    {"close", {cursor}},
});

}  // namespace

Status check_filter(const Json& json) {
  RECOUPE_CHECK(check_depth(json, "filter"));
  return gate::check_filter(json);
}

Status check_pipeline(const Json& json) {
  RECOUPE_CHECK(check_depth(json, "pipeline"));
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

Status check_call(std::string_view name, const Json& arguments) {
  const auto tool = std::ranges::find(tools, name, &Tool::name);
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

}  // namespace recoupe::sources::mongodb
