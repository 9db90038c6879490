// A double as ECMAScript writes it: shortest digits that read back, 1e21 and 1e-7 in exponent form; locale-free.
// Takes a finite double, gives its text. Included by json (RFC 8785) and value (digests).
#pragma once

#include <cmath>
#include <string>

namespace recoupe::core {

[[nodiscard]] inline bool is_finite(double value) { return std::isfinite(value); }

/// Writes the digits; -0 stays "-0" (RFC 8785's "0" is the caller's choice).
std::string double_text(double value);

}  // namespace recoupe::core
