// The model's line in a project's recoupe.toml, set as a person would: everything else stays as it is.
// Takes a file's text, gives it changed. Included by cli.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/result.hpp"

namespace recoupe::run {

/// A file before and after.
struct ConfigEdit {
  std::filesystem::path file;
  std::string before;
  std::string after;
};

/// Sets the model in recoupe.toml, which is made where there is none; what was written is read back. Errors:
/// `invalid_config` where the file can't be read or written, or where the setting is in another file.
core::Result<ConfigEdit> set_model(const std::filesystem::path& project, const std::string& model);

/// Gives the text with that model. Where the setting stands in a form that this does not know, nothing is changed.
std::string with_model(std::string_view toml, const std::string& model);

}  // namespace recoupe::run
