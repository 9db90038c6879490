// Bytes as base64 (RFC 4648, padded), as extended JSON writes binary values. Included by the mongodb folder.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace recoupe::sources::mongodb {

std::string base64_of(std::string_view bytes);
/// Gives the bytes again; nothing when the text is not padded base64.
std::optional<std::string> bytes_of_base64(std::string_view text);

}  // namespace recoupe::sources::mongodb
