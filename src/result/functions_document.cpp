// What is read inside a document, and how values are written into one.
#include <algorithm>

#include "core/decimal.hpp"
#include "result/cast.hpp"
#include "result/functions.hpp"
#include "result/scalar.hpp"
#include "rows/extended_json.hpp"

namespace recoupe::result {

namespace {

using core::Json;
using core::Kind;
using core::Value;
using Text = std::string_view;

/// Finds what stands at a path; behind an array, in each of its items.
void find_inside(const Json& json, const core::JsonArray& path, std::size_t depth, std::vector<const Json*>& found) {
  if (depth == path.size()) {
    found.push_back(&json);
  } else if (const core::JsonArray* items = json.if_array()) {
    for (const Json& item : *items) find_inside(item, path, depth, found);
  } else if (const core::JsonObject* members = rows::document_in(json)) {
    const auto member = std::ranges::find(*members, *path[depth].if_string(), &core::JsonMember::first);
    if (member != members->end()) find_inside(member->second, path, depth + 1, found);
  }
}

/// A parsed document and what stands at a path in it.
struct Found {
  Json document;
  std::vector<const Json*> places;
  Found(Text text, Text path) {
    auto parsed = Json::parse(text);
    auto parts = Json::parse(path);
    if (!parsed || !parts) return;
    document = *std::move(parsed);
    find_inside(document, *parts->if_array(), 0, places);
  }
};

template <class T>
std::optional<T> cell_of(const Json& json, Kind kind) {
  if constexpr (std::is_same_v<T, std::string>) {
    if (!json.is_null() && (kind == Kind::mixed || (kind == Kind::document && rows::document_in(json)))) return json.dump();
  }
  const auto value = rows::value_of_extended_json(json);
  if (!value || value->is_null()) return std::nullopt;
  rows::Column column = rows::make_column({}, kind);
  const bool number = core::Type(kind).is_number();
  const bool number_too = std::holds_alternative<std::int64_t>(*value) || std::holds_alternative<double>(*value);
  if (!column.append(*value)) {
    const auto widened = number && number_too ? cast(*value, kind, {}) : std::nullopt;
    if (!widened || !column.append(*widened)) return std::nullopt;
  }
  if constexpr (std::is_same_v<T, std::string>) return column.texts[0];
  else if constexpr (std::is_same_v<T, double>) return column.doubles[0];
  else if constexpr (std::is_same_v<T, bool>) return column.ints[0] != 0;
  else return column.ints[0];
}

template <class T>
core::Status add_inside(const Database& database, const std::string& storage) {
  RECOUPE_CHECK((add_scalar<T, Text, Text, std::int64_t>(
      database, "rc_inside_" + storage, [](Text text, Text path, std::int64_t kind) -> std::optional<T> {
        const Found found(text, path);
        return found.places.empty() ? std::nullopt : cell_of<T>(*found.places[0], static_cast<Kind>(kind));
      })));
  using List = std::vector<std::optional<T>>;
  return add_scalar<List, Text, Text, std::int64_t>(
      database, "rc_list_inside_" + storage, [](Text text, Text path, std::int64_t kind) -> std::optional<List> {
        const Found found(text, path);
        if (found.places.empty()) return std::nullopt;
        List out;
        for (const Json* place : found.places) {
          if (const core::JsonArray* items = place->if_array()) {
            for (const Json& item : *items) out.push_back(cell_of<T>(item, static_cast<Kind>(kind)));
          } else {
            out.push_back(cell_of<T>(*place, static_cast<Kind>(kind)));
          }
        }
        return out;
      });
}

/// Writes a value as extended JSON; what that has no form for, as text.
std::string json_text(const Value& value) {
  auto json = rows::extended_json(value);
  return json ? json->dump() : core::digest_json(value).dump();
}

template <class In>
core::Status add_json(const Database& database, const std::string& storage) {
  return add_scalar<std::string, In, std::int64_t>(
      database, "rc_json_" + storage, [](In x, std::int64_t kind) -> std::optional<std::string> {
        rows::Column column = rows::make_column({}, static_cast<Kind>(kind));
        column.presence.push_back(rows::Presence::value);
        if constexpr (std::is_same_v<In, Text>) column.texts.emplace_back(x);
        else if constexpr (std::is_same_v<In, double>) column.doubles.push_back(x);
        else column.ints.push_back(x);
        return json_text(column.value(0));
      });
}

}  // namespace

core::Status add_document_functions(const Database& database) {
  RECOUPE_CHECK(add_inside<std::string>(database, "text"));
  RECOUPE_CHECK(add_inside<double>(database, "float"));
  RECOUPE_CHECK(add_inside<std::int64_t>(database, "whole"));
  RECOUPE_CHECK(add_inside<bool>(database, "bool"));
  RECOUPE_CHECK((add_scalar<bool, Text, Text>(
      database, "rc_inside_missing", [](Text text, Text path) { return Found(text, path).places.empty(); })));
  RECOUPE_CHECK((add_scalar<bool, Text, Text>(database, "rc_inside_null", [](Text text, Text path) {
    const Found found(text, path);
    return found.places.empty() || found.places[0]->is_null();
  })));
  RECOUPE_CHECK((add_scalar<std::int64_t, Text, Text>(database, "rc_list_inside_nulls", [](Text text, Text path) {
    std::int64_t nulls = 0;
    for (const Json* place : Found(text, path).places) {
      if (place->is_null()) ++nulls;
      if (const core::JsonArray* items = place->if_array()) nulls += std::ranges::count_if(*items, &Json::is_null);
    }
    return nulls;
  })));
  RECOUPE_CHECK(add_json<Text>(database, "text"));
  RECOUPE_CHECK(add_json<double>(database, "float"));
  RECOUPE_CHECK(add_json<std::int64_t>(database, "whole"));
  return add_json<bool>(database, "bool");
}

}  // namespace recoupe::result
