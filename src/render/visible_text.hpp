// Foreign text made safe to show: control characters are pictured, never sent; widths are those of a terminal.
// Takes UTF-8 from anywhere, gives UTF-8 for people. Included by every renderer.
#pragma once

#include <string>
#include <string_view>

namespace recoupe::render {

/// Replaces control characters by their pictures (ESC: ␛), invisible direction marks by their code, broken UTF-8 by �.
std::string visible(std::string_view text);

/// Counts terminal columns: wide characters two, combining marks none. The text must be visible().
int width_of(std::string_view text);

/// Cuts a visible text to `width_max` columns, the last one … where something is left out.
std::string cut_to(std::string_view text, int width_max);

/// Breaks a text at spaces so that no line is wider than `width_max`; its own line breaks stay. Each line is visible().
std::string wrapped(std::string_view text, int width_max, std::string_view indent = {});

}  // namespace recoupe::render
