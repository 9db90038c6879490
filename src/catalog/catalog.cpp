#include "catalog/catalog.hpp"

#include <algorithm>

namespace recoupe::catalog {
namespace {

bool is_plain_name(std::string_view part) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  return !part.empty() && letter(part[0]) && std::ranges::all_of(part, [&](char c) { return letter(c) || digit(c); });
}

void append_name(std::string& out, std::string_view part) {
  if (is_plain_name(part)) {
    out += part;
    return;
  }
  out += '`';
  for (const char c : part) {
    if (c == '`') out += '`';
    out += c;
  }
  out += '`';
}

}  // namespace

std::string text_of(const FieldPath& path) {
  std::string out;
  for (const std::string& part : path) {
    if (!out.empty()) out += '.';
    append_name(out, part);
  }
  return out;
}

const Field* Table::find(const FieldPath& path) const {
  const auto found = std::ranges::find(fields, path, &Field::path);
  return found == fields.end() ? nullptr : &*found;
}

const Source* Catalog::find_source(std::string_view server) const {
  const auto found = std::ranges::find(sources, server, &Source::server);
  return found == sources.end() ? nullptr : &*found;
}

const Table* Catalog::find_table(std::string_view server, std::string_view schema, std::string_view name) const {
  const Source* source = find_source(server);
  if (!source) return nullptr;
  const Table* only = nullptr;
  for (const Table& table : source->tables) {
    if (table.name != name || (!schema.empty() && table.schema != schema)) continue;
    if (only) return nullptr;
    only = &table;
  }
  return only;
}

}  // namespace recoupe::catalog
