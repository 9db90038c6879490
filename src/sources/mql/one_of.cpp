#include <utility>

#include "core/unicode.hpp"
#include "sources/mql/ejson.hpp"
#include "sources/mql/literal.hpp"
#include "sources/mql/predicate.hpp"

namespace recoupe::sources::mql {
namespace {

using core::Json;

Json on(const std::string& path, Json condition) { return Json::object({{path, std::move(condition)}}); }

Json in_list(const std::string& path, core::JsonArray list) {
  if (list.size() == 1) return on(path, Json::object({{"$eq", std::move(list.front())}}));
  return on(path, Json::object({{"$in", Json(std::move(list))}}));
}

// MongoDB changes the case of ASCII letters alone. A text that holds others is let pass, since theirs may become ASCII
// (the Kelvin sign is a k); one that holds none gives ASCII, so that only ASCII values can meet it.
std::optional<KeyFilter> case_folded(const Target& target, const std::vector<core::Value>& values) {
  core::JsonArray ascii;
  for (const auto& value : values) {
    const auto* text = std::get_if<std::string>(&value);
    if (text == nullptr) return std::nullopt;
    if (core::is_ascii(*text)) ascii.emplace_back(*text);
  }
  Json other = on(target.path, Json::object({{"$regex", "[^\\x00-\\x7F]"}}));
  if (ascii.empty()) return KeyFilter{std::move(other), false};
  const Json field = "$" + target.path;
  const Json is_text = Json::object({{"$eq", Json::array({Json::object({{"$type", field}}), "string"})}});
  const Json guarded = Json::object({{"$cond", Json::array({is_text, field, ""})}});
  const char* change = target.form == Form::lower ? "$toLower" : "$toUpper";
  Json folded = Json::object({{"$in", Json::array({Json::object({{change, guarded}}), Json::object({{"$literal", Json(std::move(ascii))}})})}});
  return KeyFilter{Json::object({{"$or", Json::array({Json::object({{"$expr", std::move(folded)}}), std::move(other)})}}), false};
}

std::optional<KeyFilter> instants(const Target& target, const std::vector<core::Value>& values) {
  core::JsonArray list;
  for (const auto& value : values) {
    const auto* instant = std::get_if<core::Timestamp>(&value);
    if (instant == nullptr) return std::nullopt;
    if (floor_ms(*instant) == ceil_ms(*instant)) list.push_back(ejson::date(floor_ms(*instant)));
  }
  return KeyFilter{in_list(target.path, std::move(list)), true};
}

}  // namespace

std::optional<KeyFilter> one_of(const Target& target, const std::vector<core::Value>& values) {
  if (target.form == Form::lower || target.form == Form::upper) return case_folded(target, values);
  if (target.form == Form::day) return std::nullopt;
  if (target.type.kind == core::Kind::timestamp) return instants(target, values);
  core::JsonArray list;
  for (const auto& value : values) {
    if (target.form == Form::as_text) {
      if (!std::holds_alternative<std::string>(value)) return std::nullopt;
      if (auto literal = literal_of_text(target.type, value)) list.push_back(*std::move(literal));
      continue;
    }
    auto literal = literal_for(target.type, value);
    if (!literal) return std::nullopt;
    list.push_back(*std::move(literal));
  }
  // Two decimals of one value (1.0 and 1.00), or an array's elements, could let a document pass by several keys.
  const auto kind = target.type.kind;
  const bool exact = target.form != Form::any && kind != core::Kind::numeric && kind != core::Kind::float64;
  return KeyFilter{in_list(target.path, std::move(list)), exact};
}

}  // namespace recoupe::sources::mql
