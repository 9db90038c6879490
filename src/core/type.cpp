#include "core/type.hpp"

#include <array>
#include <utility>

namespace recoupe::core {
namespace {

constexpr std::array<std::pair<Kind, std::string_view>, 15> names{{
    {Kind::null, "NULL"},
    {Kind::bool_, "BOOL"},
    {Kind::int64, "INT64"},
    {Kind::numeric, "NUMERIC"},
    {Kind::float64, "FLOAT64"},
    {Kind::string, "STRING"},
    {Kind::date, "DATE"},
    {Kind::timestamp, "TIMESTAMP"},
    {Kind::datetime, "DATETIME"},
    {Kind::time, "TIME"},
    {Kind::bytes, "BYTES"},
    {Kind::uuid, "UUID"},
    {Kind::objectid, "OBJECTID"},
    {Kind::document, "DOCUMENT"},
    {Kind::mixed, "MIXED"},
}};
constexpr int array_depth_max = 16;

std::string upper_ascii(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (c != ' ') out.push_back(c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
  return out;
}

}  // namespace

Type Type::array_of(Type element) {
  Type type(Kind::array);
  type.element = std::make_shared<const Type>(std::move(element));
  return type;
}

bool Type::operator==(const Type& other) const {
  if (kind != other.kind) return false;
  if (!element || !other.element) return !element && !other.element;
  return *element == *other.element;
}

std::string name_of(const Type& type) {
  if (type.kind == Kind::array) return "ARRAY<" + (type.element ? name_of(*type.element) : "MIXED") + ">";
  for (const auto& [kind, name] : names)
    if (kind == type.kind) return std::string(name);
  return "NULL";
}

Result<Type> parse_type(std::string_view text) {
  const std::string whole = upper_ascii(text);
  std::string_view name = whole;
  int depth = 0;
  while (name.starts_with("ARRAY<") && name.ends_with('>') && depth < array_depth_max) {
    name = name.substr(6, name.size() - 7);
    ++depth;
  }
  for (const auto& [kind, known] : names) {
    if (known != name) continue;
    Type type(kind);
    for (; depth > 0; --depth) type = Type::array_of(std::move(type));
    return type;
  }
  Error error{.code = Code::unknown_name, .origin = Origin::user, .stage = "core", .message = {}, .remedy = {}};
  error.message = {"Unknown type: " + std::string(text), "Type inconnu : " + std::string(text)};
  error.remedy = {"Use one of the types of the plan language.", "Utilisez l'un des types du langage de plan."};
  for (const auto& known : names) error.candidates.emplace_back(known.second);
  error.candidates.emplace_back("ARRAY<T>");
  return fail(std::move(error));
}

}  // namespace recoupe::core
