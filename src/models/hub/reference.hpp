// A model of the Hugging Face Hub as a person names it: hf://org/name[/file.gguf][@revision]. Takes text, gives its parts.
// Included by run and by this folder's files.
#pragma once

#include <string>
#include <string_view>

#include "core/result.hpp"

namespace recoupe::models::hub {

inline constexpr std::string_view scheme = "hf://";

struct Reference {
  std::string repository;  // "org/name"
  std::string file;        // "Q4/name.gguf"; empty: the repository's only GGUF
  std::string revision = "main";  // a branch, a tag or a commit

  /// Writes it as it was read, with the revision where it is not "main".
  [[nodiscard]] std::string text() const;
};

/// Reads a reference. Errors: `invalid_config`; nothing in it may lead out of the cache's folder.
core::Result<Reference> parse_reference(std::string_view text);

/// Tells whether a name may stand in a path below the cache: no empty part, no "." or "..", no control characters.
bool is_safe_path(std::string_view path);

}  // namespace recoupe::models::hub
