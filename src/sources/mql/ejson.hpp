// Extended JSON v2: how a MongoDB value is written as JSON without losing its type.
// Takes values, gives JSON, and tells a wrapper such as {"$oid": …} from a document. Included by the folders that speak it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/json.hpp"

namespace recoupe::sources::mql::ejson {

core::Json int32(std::int32_t value);
core::Json int64(std::int64_t value);
/// Writes the shortest text that reads back the same; "-0.0", "NaN", "Infinity", "-Infinity".
core::Json float64(double value);
/// Takes Decimal128's own text: "1.10", "1E+3", "NaN".
core::Json decimal(std::string text);
/// Takes milliseconds since 1970-01-01T00:00:00Z.
core::Json date(std::int64_t ms);
core::Json object_id(std::string hex);
core::Json binary(std::string_view bytes, std::uint8_t subtype);
/// Takes the canonical text of a UUID, 36 characters.
core::Json uuid(std::string_view text);

/// A value's wrapper: its type's word ("$oid") and what it wraps.
struct Wrapper {
  std::string_view word;
  const core::Json* value;
};
/// Gives the wrapper where the JSON is one by its words; nothing for plain JSON and documents.
/// {"$code": …, "$scope": …} is the one of two members; its value is the code.
std::optional<Wrapper> wrapper_of(const core::Json& json);
/// Tells whether a word names a type of extended JSON: "$oid", "$numberInt", …
bool is_type_word(std::string_view word);

/// Read what a wrapper wraps; nothing when it is another type or badly formed. Dates: canonical or RFC 3339.
std::optional<std::int64_t> read_int(const core::Json& json);  // $numberInt or $numberLong, within its range
std::optional<double> read_float64(const core::Json& json);    // $numberDouble
std::optional<std::string> read_decimal(const core::Json& json);
std::optional<std::int64_t> read_date(const core::Json& json);
std::optional<std::string> read_object_id(const core::Json& json);
struct Binary {
  std::string bytes;
  std::uint8_t subtype = 0;
};
std::optional<Binary> read_binary(const core::Json& json);  // $binary, and $uuid
/// Writes 16 bytes as the canonical text of a UUID.
std::optional<std::string> uuid_text(std::string_view bytes);

}  // namespace recoupe::sources::mql::ejson
