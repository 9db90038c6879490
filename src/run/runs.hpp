// The runs of a project's store, found by what a person types, and what their verification is as JSON.
// Takes a store, gives folders. Included by cli and serve.
#pragma once

#include <filesystem>
#include <string>

#include "evidence/verify.hpp"

namespace recoupe::run {

/// Finds a run by its id, by the only beginning of an id, or the latest by "last". Errors: `usage`.
core::Result<std::filesystem::path> find_run(const std::filesystem::path& store, const std::string& word);

/// Tells how a run ended, in a word of the language: "sealed", "aborted", …
std::string word_of(evidence::End end, core::Language language);
/// Gives a verification as `recoupe verify --format json` writes it.
core::Json to_json(const evidence::Verification& verified);

}  // namespace recoupe::run
