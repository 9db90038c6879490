// Takes secrets out of text that is shown, logged or sent on. Takes any text, gives it with *** where they stood.
// Included by everything that quotes a URI or another program's words.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "wire/environment.hpp"

namespace recoupe::wire {

/// Replaces the password of every URI, of every `password=`, `token=`-like pair and bearer token, and every given
/// secret, by ***.
std::string redact(std::string_view text, std::span<const std::string> secrets = {});

/// Gives what must not be shown of a command: passwords inside its URIs, and the variables whose name says secret.
std::vector<std::string> secrets_of(std::span<const std::string> args, const Variables& variables);

/// Makes another program's words fit to be shown: redacted, without control characters and invalid UTF-8, and only the
/// last `bytes_max` bytes.
std::string last_words(std::string_view text, std::span<const std::string> secrets, std::size_t bytes_max);

}  // namespace recoupe::wire
