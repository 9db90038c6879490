#include "sources/mql/shape.hpp"

#include <algorithm>

#include "sources/mql/ejson.hpp"

namespace recoupe::sources::mql {
namespace {

using core::Json;

/// In an expression a text that begins with a dollar sign names a field: literals stand in $literal.
Json shape_of_expression(const Json& json) {
  if (const auto* text = json.if_string()) return text->starts_with('$') ? json : Json("?");
  if (const auto* items = json.if_array()) {
    Json out = Json::array();
    for (const Json& item : *items) out.push(shape_of_expression(item));
    return out;
  }
  const auto* members = json.if_object();
  if (members == nullptr || ejson::wrapper_of(json)) return "?";
  Json out = Json::object();
  for (const auto& [key, value] : *members) out.set(key, key == "$literal" ? Json("?") : shape_of_expression(value));
  return out;
}

bool is_logical(std::string_view key) { return key == "$and" || key == "$or" || key == "$nor"; }

}  // namespace

core::Json shape_of_filter(const Json& filter) {
  const auto* members = filter.if_object();
  if (members == nullptr || ejson::wrapper_of(filter)) return "?";
  Json out = Json::object();
  for (const auto& [key, value] : *members) {
    const auto* parts = value.if_array();
    if (key == "$expr") {
      out.set(key, shape_of_expression(value));
    } else if (is_logical(key) && parts != nullptr) {
      Json shapes = Json::array();
      for (const Json& part : *parts) shapes.push(shape_of_filter(part));
      out.set(key, std::move(shapes));
    } else {
      out.set(key, shape_of_filter(value));
    }
  }
  return out;
}

core::Json shape_of_pipeline(const Json& pipeline) {
  Json out = Json::array();
  for (const Json& stage : *pipeline.if_array()) {
    const auto& [name, argument] = stage.if_object()->front();
    Json shape = argument;
    if (name == "$match") shape = shape_of_filter(argument);
    if (name == "$replaceWith") shape = "?";
    out.push(Json::object({{name, std::move(shape)}}));
  }
  return out;
}

}  // namespace recoupe::sources::mql
