#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "sources/mql/constant.hpp"
#include "sources/mql/ejson.hpp"
#include "sources/mql/target.hpp"

namespace recoupe::sources::mql {
namespace {

using core::Json;
using Filter = std::optional<Json>;

constexpr auto comparisons = std::to_array<std::string_view>({"$eq", "$gt", "$gte", "$lt", "$lte", "$in"});

Json call(std::string_view op, Json argument) {
  Json out = Json::object();
  out.set(op, std::move(argument));
  return out;
}

/// Gives a value as plain JSON where that says the same: what compares alike in MongoDB whatever number type it has.
Filter plain_value(const Json& value) {
  constexpr std::int64_t exact_in_double_max = std::int64_t{1} << 53;
  if (value.is_null() || value.if_string() != nullptr || value.if_bool() != nullptr) return value;
  if (const auto number = ejson::read_int(value)) {
    const bool exact = *number <= exact_in_double_max && *number >= -exact_in_double_max;
    return exact ? Filter(Json(*number)) : std::nullopt;
  }
  const auto* items = value.if_array();
  if (items == nullptr) return std::nullopt;
  Json out = Json::array();
  for (const Json& item : *items) {
    auto plain = plain_value(item);
    if (!plain) return std::nullopt;
    out.push(*std::move(plain));
  }
  return out;
}

bool is_array(const std::string& path, const catalog::Table& table) {
  return std::ranges::any_of(table.fields, [&](const catalog::Field& field) {
    return field.type.kind == core::Kind::array && dotted(field.path) == path;
  });
}

class Rewriter {
 public:
  explicit Rewriter(const catalog::Table& table) : table_(table) {}

  Filter filter(const Json& json) const {
    const auto* members = json.if_object();
    if (members == nullptr) return std::nullopt;
    core::JsonArray parts;
    for (const auto& [key, value] : *members) {
      auto part = member(key, value);
      if (part) parts.push_back(*std::move(part));
    }
    if (parts.empty()) return std::nullopt;
    return parts.size() == 1 ? std::move(parts.front()) : call("$and", Json(std::move(parts)));
  }

 private:
  [[nodiscard]] Filter member(const std::string& key, const Json& value) const {
    if (key == "$and") {
      core::JsonArray parts;
      for (const Json& item : *value.if_array())
        if (auto part = filter(item)) parts.push_back(*std::move(part));
      return parts.empty() ? std::nullopt : Filter(call(key, Json(std::move(parts))));
    }
    if (key == "$or") {
      core::JsonArray parts;
      for (const Json& item : *value.if_array()) {
        auto part = filter(item);
        if (!part) return std::nullopt;
        parts.push_back(*std::move(part));
      }
      return call(key, Json(std::move(parts)));
    }
    if (key == "$expr") return call(key, value);  // only texts stand there
    if (key.starts_with('$') || value.if_object() == nullptr) return std::nullopt;
    core::JsonArray parts;
    for (const auto& [op, operand] : *value.if_object())
      if (auto part = condition(key, op, operand)) parts.push_back(*std::move(part));
    if (parts.empty()) return std::nullopt;
    return parts.size() == 1 ? std::move(parts.front()) : call("$and", Json(std::move(parts)));
  }

  [[nodiscard]] Filter condition(const std::string& path, const std::string& op, const Json& operand) const {
    if (op == "$exists" || op == "$regex") return call(path, call(op, operand));
    if (auto plain = plain_value(operand)) return call(path, call(op, *std::move(plain)));
    if (is_array(path, table_)) return std::nullopt;  // an expression compares an array as a whole
    auto constant = plain_constant(operand);
    if (!constant) return std::nullopt;
    Json sides = Json::array({"$" + path, *std::move(constant)});
    if (op == "$nin") return call("$expr", call("$not", Json::array({call("$in", std::move(sides))})));
    if (std::ranges::find(comparisons, op) == comparisons.end()) return std::nullopt;
    return call("$expr", call(op, std::move(sides)));
  }

  const catalog::Table& table_;
};

}  // namespace

Filter plain_filter(const Json& filter, const catalog::Table& table) { return Rewriter(table).filter(filter); }

}  // namespace recoupe::sources::mql
