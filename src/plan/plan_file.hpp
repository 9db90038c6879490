// A plan file: several plans separated by ";", with comments and names (`-- name: unpaid`).
// Takes the file's text, gives each plan's text and where it stands, or the canonical text of all. Included by run and cli.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace recoupe::plan {

struct FilePlan {
  std::string text;  // with the comments before it, without the ";"
  std::string name;  // of a comment `-- name: …` before it; empty: none
  core::Span place;  // of `text` in the file
};

/// Cuts a file into its plans. Errors: `syntax`, placed in the file.
core::Result<std::vector<FilePlan>> plans_in_file(std::string_view text);

/// Moves a place in a plan's text to where it is in the file.
core::Span in_file(const core::Span& inside, const core::Span& place);

/// Writes a file in canonical text: comments are kept, parameters stay, several plans end in ";". Errors: `syntax`.
core::Result<std::string> formatted(std::string_view text);

}  // namespace recoupe::plan
