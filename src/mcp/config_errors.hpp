// How a configuration is said to be wrong. Takes what is wrong and what would do, gives an Error.
// Included by config and expand only.
#pragma once

#include <utility>

#include "core/error.hpp"

namespace recoupe::mcp {

inline core::Error invalid_config(core::Bilingual message, core::Bilingual remedy) {
  core::Error error;
  error.code = core::Code::invalid_config;
  error.origin = core::Origin::user;
  error.stage = "mcp";
  error.message = std::move(message);
  error.remedy = std::move(remedy);
  return error;
}

}  // namespace recoupe::mcp
