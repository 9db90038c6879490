// Pieces of SQL for values as this folder keeps them: quoting, literals, conversions, keys. Included by sql_*.cpp.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/value.hpp"

namespace recoupe::result {

/// Writes text as an SQL literal, whatever bytes it holds.
std::string sql_quoted(std::string_view text);
/// Writes a value as it is kept in a type (numbers are brought to it).
std::string literal(const core::Value& value, const core::Type& type);
std::string null_of(const core::Type& type);

/// Brings an SQL value from one type to another that holds it (INT64 to NUMERIC, numbers to FLOAT64, NULL to anything).
std::string converted(const std::string& sql, const core::Type& from, const core::Type& to);
/// Writes CAST's meaning; NULL where the value has no place in the type.
std::string try_cast(const std::string& sql, const core::Type& from, const core::Type& to);
/// Tells whether a cast may find no place for a value.
bool cast_may_fail(const core::Type& from, const core::Type& to);

/// Gives what stands for a value where equality, order and groups are meant: 1.0 and 1.00 have one key, 0 and -0 too.
std::string key_of(const std::string& sql, const core::Type& type);
/// Tells whether values that differ can have the same key.
bool key_is_coarser(const core::Type& type);
/// Aggregates values that all have the same key to one of them, always the same.
std::string representative(const std::string& sql, const core::Type& type, const std::string& over = {});
/// Aggregates to the least or greatest value; of several with the same key, always the same.
std::string extreme(const char* min_or_max, const std::string& sql, const core::Type& type);

/// The word for how a type is kept in the names of our functions: text, float, whole, bool.
std::string storage_word(const core::Type& type);
/// Writes a kind as our functions take it.
std::string kind_number(core::Kind kind);

std::string joined(const std::vector<std::string>& parts, std::string_view between);

}  // namespace recoupe::result
