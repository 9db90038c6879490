#include "models/hub/settings.hpp"

#include <algorithm>
#include <fstream>

#include "core/unicode.hpp"

namespace recoupe::models::hub {
namespace {

namespace fs = std::filesystem;

/// Tells whether a variable is set to what Hugging Face's tools take for yes.
bool is_on(const wire::Lookup& lookup, std::string_view name) {
  const std::string value = core::upper(lookup(name).value_or(""));
  return value == "1" || value == "ON" || value == "YES" || value == "TRUE";
}

fs::path expanded(const wire::Lookup& lookup, const std::string& path) {
  return path.starts_with("~/") ? fs::path(lookup("HOME").value_or("/")) / path.substr(2) : fs::path(path);
}

std::string given(const wire::Lookup& lookup, std::string_view name, const std::string& otherwise) {
  const auto value = lookup(name);
  return value && !value->empty() ? *value : otherwise;
}

std::string first_line(const fs::path& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return core::trim(line);
}

}  // namespace

Settings settings_of(const wire::Lookup& lookup) {
  Settings settings;
  const fs::path caches = expanded(lookup, given(lookup, "XDG_CACHE_HOME", "~/.cache"));
  const fs::path home = expanded(lookup, given(lookup, "HF_HOME", (caches / "huggingface").string()));
  settings.cache = expanded(lookup, given(lookup, "HF_HUB_CACHE", (home / "hub").string()));
  settings.endpoint = given(lookup, "HF_ENDPOINT", settings.endpoint);
  while (settings.endpoint.ends_with('/')) settings.endpoint.pop_back();
  settings.token = core::trim(lookup("HF_TOKEN").value_or(""));
  if (settings.token.empty()) settings.token = first_line(expanded(lookup, given(lookup, "HF_TOKEN_PATH", (home / "token").string())));
  settings.offline = is_on(lookup, "HF_HUB_OFFLINE");
  settings.shows_progress = !is_on(lookup, "HF_HUB_DISABLE_PROGRESS_BARS");
  return settings;
}

}  // namespace recoupe::models::hub
