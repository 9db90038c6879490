// Which model a setting names: local, permissive, none, a GGUF file, one of the Hub, one behind a router or an endpoint.
// Takes `model` of the configuration, gives its parts. Included by model_files, config and cli.
#pragma once

#include <string>
#include <string_view>

#include "models/hub/reference.hpp"

namespace recoupe::run {

enum class ModelKind {
  local,       // the bundled parts
  permissive,  // of the bundled parts those under permissive licences
  none,        // words, values and relations alone
  file,        // a GGUF file
  hub,         // hf://org/name[/file.gguf][@revision]
  router,      // hf-router://org/model[:provider]
  endpoint,    // http(s)://host/v1#model
};

struct ModelChoice {
  ModelKind kind = ModelKind::local;
  std::string text;            // as written
  models::hub::Reference hub;  // of hub
  std::string url;             // of endpoint: up to and with /v1
  std::string model;           // of router and endpoint: as the endpoint names it

  /// Tells whether the model runs elsewhere and writes plans.
  [[nodiscard]] bool is_hosted() const { return kind == ModelKind::router || kind == ModelKind::endpoint; }
};

/// Reads a setting. Errors: `invalid_config`, also where an address holds a password.
core::Result<ModelChoice> parse_model_choice(std::string_view text);

}  // namespace recoupe::run
