#include "sources/mql/exactness.hpp"

#include <algorithm>
#include <ranges>

namespace recoupe::sources::mql {
namespace {

using core::Kind;

bool shows_values_as_they_are(const core::Type& type) {
  if (type.kind == Kind::array) return type.element && shows_values_as_they_are(*type.element);
  return type.kind == Kind::mixed || type.kind == Kind::document;
}

int depth_of(const core::Type& type) { return type.kind == Kind::array && type.element ? 1 + depth_of(*type.element) : 0; }

bool begins_with(const catalog::FieldPath& path, const catalog::FieldPath& begin) {
  return path.size() >= begin.size() && std::equal(begin.begin(), begin.end(), path.begin());
}

/// Finds one of the words in "binData|string".
std::optional<std::string> type_among(const std::string& native_type, std::span<const std::string_view> types) {
  for (const auto word : native_type | std::views::split('|')) {
    const std::string_view text(word.begin(), word.end());
    if (std::ranges::find(types, text) != types.end()) return std::string(text);
  }
  return std::nullopt;
}

}  // namespace

int levels_of(const physical::Fetch& fetch) {
  int levels = 1;
  for (const auto& column : fetch.columns) {
    if (shows_values_as_they_are(column.type)) return tagged_levels_max;
    // Each part of a path may stand in an array, which is a container of its own.
    levels = std::max(levels, 2 * static_cast<int>(column.path.size()) - 1 + depth_of(column.type));
  }
  return std::min(levels, tagged_levels_max);
}

Untold reading_of_member(const physical::Fetch& fetch, std::string_view member) {
  const bool whole = std::ranges::any_of(fetch.columns, [&](const physical::FetchColumn& column) {
    return !column.path.empty() && column.path.front() == member && shows_values_as_they_are(column.type);
  });
  return whole ? Untold::refused : Untold::type_kept;
}

std::optional<UntoldColumn> untold_in(const physical::Fetch& fetch, std::span<const std::string_view> types) {
  for (const auto& column : fetch.columns) {
    if (!shows_values_as_they_are(column.type)) continue;
    for (const catalog::Field& field : fetch.table->fields) {
      if (!begins_with(field.path, column.path)) continue;
      if (auto type = type_among(field.native_type, types)) return UntoldColumn{catalog::text_of(field.path), *std::move(type)};
    }
  }
  return std::nullopt;
}

}  // namespace recoupe::sources::mql
