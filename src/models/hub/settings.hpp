// How the Hub is reached and where its files are kept: the variables that Hugging Face's own tools read.
// Takes a lookup of variables, gives Settings. Included by run and by this folder's files.
#pragma once

#include <filesystem>
#include <string>

#include "wire/environment.hpp"

namespace recoupe::models::hub {

struct Settings {
  std::string endpoint = "https://huggingface.co";  // HF_ENDPOINT
  std::string token;                                // HF_TOKEN, else the file HF_TOKEN_PATH or $HF_HOME/token; never shown
  std::filesystem::path cache;                      // HF_HUB_CACHE, else $HF_HOME/hub
  bool offline = false;                             // HF_HUB_OFFLINE
  bool shows_progress = true;                       // HF_HUB_DISABLE_PROGRESS_BARS turns it off
};

/// Reads HF_TOKEN, HF_TOKEN_PATH, HF_HOME, HF_HUB_CACHE, HF_ENDPOINT, HF_HUB_OFFLINE, HF_HUB_DISABLE_PROGRESS_BARS.
Settings settings_of(const wire::Lookup& lookup);

}  // namespace recoupe::models::hub
