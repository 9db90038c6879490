// The models that a configuration names, loaded when first needed. Takes Config, gives planner::Models.
// Included by session.
#pragma once

#include <memory>

#include "planner/model.hpp"
#include "planner/planner.hpp"
#include "run/config.hpp"

namespace recoupe::run {

class LoadedModels {
 public:
  /// Loads what `config.model` names, once: `local`, a path to a GGUF file, or `none` (words and values alone decide).
  /// Errors: `model_unavailable`, naming the file and what would do.
  core::Result<planner::Models> load(const Config& config);

 private:
  bool loaded_ = false;
  std::unique_ptr<planner::Embedder> embedder_;
  std::unique_ptr<planner::Model> model_;
};

}  // namespace recoupe::run
