// The arguments of a tool call as types. Takes JSON, gives a request or a refusal that names the argument. Included by tools.
#pragma once

#include <string>
#include <string_view>

#include "run/session.hpp"

namespace recoupe::serve {

inline constexpr std::int64_t rows_default = 100;  // in one reply, unless rows_max asks for another number
inline constexpr std::int64_t rows_max = 1'000;

/// Reads one call's arguments; each read fails with `usage`, naming the argument.
class Arguments {
 public:
  explicit Arguments(const core::Json& json) : json_(json) {}

  /// Gives a text, "" where it is absent.
  [[nodiscard]] core::Result<std::string> text(std::string_view key) const;
  [[nodiscard]] core::Result<bool> flag(std::string_view key) const;
  [[nodiscard]] core::Result<std::int64_t> rows() const;
  /// Reads instruction, plan, now, time_zone, language and sources.
  [[nodiscard]] core::Result<run::Request> request() const;

 private:
  [[nodiscard]] core::Result<std::vector<std::string>> texts(std::string_view key) const;
  const core::Json& json_;
};

/// Gives the language of a call: the one asked for, else the instruction's, else the fallback.
core::Language language_of(const core::Json& arguments, core::Language fallback);

}  // namespace recoupe::serve
