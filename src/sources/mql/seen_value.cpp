#include "sources/mql/seen_value.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "sources/mql/ejson.hpp"

namespace recoupe::sources::mql {
namespace {

using core::Json;

constexpr std::int64_t exact_in_double_max = std::int64_t{1} << 53;

struct TypeWord {
  std::string_view wrapper;
  const char* type;
};

constexpr auto type_words = std::to_array<TypeWord>({
    {"$numberInt", "int"},      {"$numberLong", "long"},     {"$numberDouble", "double"},    {"$numberDecimal", "decimal"},
    {"$date", "date"},          {"$oid", "objectId"},        {"$regularExpression", "regex"}, {"$timestamp", "timestamp"},
    {"$minKey", "minKey"},      {"$maxKey", "maxKey"},       {"$undefined", "undefined"},    {"$symbol", "symbol"},
    {"$dbPointer", "dbPointer"},
});

std::string type_word(const Json& value) {
  if (value.is_null()) return "null";
  if (value.if_string() != nullptr) return "string";
  if (value.if_bool() != nullptr) return "bool";
  if (value.if_array() != nullptr) return "array";
  const auto wrapper = ejson::wrapper_of(value);
  if (!wrapper) return value.if_object() != nullptr ? "object" : "unknown";
  if (const auto binary = ejson::read_binary(value)) return binary->subtype == 4 && binary->bytes.size() == 16 ? "uuid" : "binData";
  if (wrapper->word == "$code") return value.if_object()->size() == 1 ? "javascript" : "javascriptWithScope";
  const auto found = std::ranges::find(type_words, wrapper->word, &TypeWord::wrapper);
  return found == type_words.end() ? "unknown" : found->type;
}

}  // namespace

catalog::SeenValue seen_value(const core::Json& value) {
  catalog::SeenValue seen{type_word(value)};
  if (seen.type == "long") {
    const auto number = ejson::read_int(value);
    seen.exact_as_double = number && *number <= exact_in_double_max && *number >= -exact_in_double_max;
  }
  return seen;
}

}  // namespace recoupe::sources::mql
