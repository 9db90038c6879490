#include <algorithm>

#include "sources/mql/ejson.hpp"
#include "sources/mql/gate_rules.hpp"

namespace recoupe::sources::mql::gate {
namespace {

using core::fail;
using core::Json;

bool is_text(const Json* json) { return json != nullptr && json->if_string() != nullptr; }

bool is_pair_of_texts(const Json& json, std::string_view first, std::string_view second) {
  const auto* members = json.if_object();
  return members != nullptr && members->size() == 2 && is_text(json.find(first)) && is_text(json.find(second));
}

bool is_well_formed(const ejson::Wrapper& wrapper, const Json& json) {
  const auto word = wrapper.word;
  if (word == "$oid") return ejson::read_object_id(json).has_value();
  if (word == "$numberInt" || word == "$numberLong") return ejson::read_int(json).has_value();
  if (word == "$numberDouble") return ejson::read_float64(json).has_value();
  if (word == "$numberDecimal") return ejson::read_decimal(json).has_value();
  if (word == "$date") return ejson::read_date(json).has_value();
  if (word == "$binary" || word == "$uuid") return ejson::read_binary(json).has_value();
  if (word == "$regularExpression") return is_pair_of_texts(*wrapper.value, "pattern", "options");
  if (word == "$minKey" || word == "$maxKey") return wrapper.value->as_int64() == 1;
  return false;
}

}  // namespace

bool deeper_than(const Json& json, int levels_max) {
  if (levels_max < 0) return true;
  const auto deeper = [&](const Json& inner) { return deeper_than(inner, levels_max - 1); };
  if (const auto* items = json.if_array()) return std::ranges::any_of(*items, deeper);
  if (const auto* members = json.if_object())
    return std::ranges::any_of(*members, [&](const auto& member) { return deeper(member.second); });
  return false;
}

bool is_number(const Json& json) {
  return json.if_number() != nullptr || ejson::read_int(json) || ejson::read_float64(json) || ejson::read_decimal(json);
}

bool is_plain_path(std::string_view path) {
  if (path.find('\0') != std::string_view::npos) return false;
  while (true) {
    const auto dot = path.find('.');
    const auto part = path.substr(0, dot);
    if (part.empty() || part.front() == '$') return false;
    if (dot == std::string_view::npos) return true;
    path.remove_prefix(dot + 1);
  }
}

core::Status check_literal(const Json& json) {
  if (const auto* items = json.if_array()) {
    for (const auto& item : *items) RECOUPE_CHECK(check_literal(item));
    return {};
  }
  const auto* members = json.if_object();
  if (members == nullptr) return {};
  if (const auto wrapper = ejson::wrapper_of(json)) {
    if (is_well_formed(*wrapper, json)) return {};
    return fail(malformed(wrapper->word));
  }
  for (const auto& [key, value] : *members) {
    if (key.starts_with('$') || key.find('\0') != std::string::npos)
      return fail(refused({"word inside a value", "mot à l'intérieur d'une valeur"}, key));
    RECOUPE_CHECK(check_literal(value));
  }
  return {};
}

core::Status check_sort(const Json& json) {
  const auto* members = json.if_object();
  if (members == nullptr || members->empty()) return fail(malformed("sort"));
  for (const auto& [path, direction] : *members) {
    const auto way = ejson::read_int(direction).or_else([&] { return direction.as_int64(); });
    if (!is_plain_path(path) || (way != 1 && way != -1)) return fail(malformed("sort"));
  }
  return {};
}

core::Status check_collection(const Json& json) {
  constexpr std::size_t name_bytes_max = 255;
  const auto* name = json.if_string();
  if (name == nullptr || name->empty() || name->size() > name_bytes_max) return fail(malformed("collection"));
  const bool odd = name->find('$') != std::string::npos || name->find('\0') != std::string::npos;
  if (odd || name->starts_with("system.")) return fail(refused({"collection", "collection"}, *name));
  return {};
}

}  // namespace recoupe::sources::mql::gate
