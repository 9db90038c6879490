// Why a model of the Hub can't be had, in both languages, with what would do. Included by this folder's files.
#pragma once

#include <string>
#include <vector>

#include "models/hub/reference.hpp"
#include "models/hub/settings.hpp"
#include "wire/http_client.hpp"

namespace recoupe::models::hub {

core::Error interrupted();
core::Error unwritable(const std::string& path);
core::Error no_space(const std::string& path, std::uint64_t bytes);
core::Error too_large(const std::string& name, std::uint64_t bytes);
core::Error not_cached(const Reference& reference);
core::Error wrong_digest(const std::string& name);
core::Error damaged(const std::string& path);
core::Error no_answer(const Settings& settings, const wire::HttpFailure& failure);
core::Error cut_off(const std::string& name, std::uint64_t got, std::uint64_t whole);
/// Says what a status with X-Error-Code and X-Error-Message means.
core::Error refused(const Reference& reference, const Settings& settings, int status, const std::string& code, const std::string& words);
core::Error not_the_hub(const Settings& settings, const std::string& what);
/// The repository has no GGUF: says how to convert or serve what it has.
core::Error no_gguf(const Reference& reference, bool has_safetensors);
core::Error several_gguf(const Reference& reference, std::vector<std::string> files);
core::Error in_parts(const Reference& reference, const std::string& file);

}  // namespace recoupe::models::hub
