// Text put into HTML. Takes foreign text, gives text that can only be text. Included by the HTML renderers.
#pragma once

#include <string>
#include <string_view>

namespace recoupe::render {

/// Escapes for element content and quoted attributes; control characters are pictured, line breaks and tabs stay.
std::string escaped(std::string_view text);

/// The same for sentences: no line breaks beside a French guillemet or before ":", ";", "?", "!".
std::string escaped_words(std::string_view text);

}  // namespace recoupe::render
