// Result<T>: a value or an Error; expected failures are returned, never thrown.
// Included by every folder.
#pragma once

#include <expected>
#include <utility>

#include "core/error.hpp"

namespace recoupe::core {

template <class T>
using Result = std::expected<T, Error>;

using Status = Result<void>;

/// Builds the failing side of any Result.
inline std::unexpected<Error> fail(Error error) { return std::unexpected<Error>(std::move(error)); }

}  // namespace recoupe::core

// Returns the error of a Result expression from the enclosing function, or binds its value to a new name.
#define RECOUPE_JOIN_(a, b) a##b
#define RECOUPE_JOIN(a, b) RECOUPE_JOIN_(a, b)
#define RECOUPE_TRY(name, expression)                                                 \
  auto RECOUPE_JOIN(result_, __LINE__) = (expression);                                \
  if (!RECOUPE_JOIN(result_, __LINE__))                                               \
    return ::recoupe::core::fail(std::move(RECOUPE_JOIN(result_, __LINE__)).error()); \
  auto name = *std::move(RECOUPE_JOIN(result_, __LINE__))
#define RECOUPE_CHECK(expression)                                                          \
  do {                                                                                     \
    if (auto checked_ = (expression); !checked_)                                           \
      return ::recoupe::core::fail(std::move(checked_).error());                           \
  } while (false)
