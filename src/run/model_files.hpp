// The models that a configuration names, loaded or reached when first needed. Takes Config, gives the planner's ports.
// Included by session and cli.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/cancel.hpp"
#include "execute/execute.hpp"
#include "models/hub/download.hpp"
#include "planner/author.hpp"
#include "planner/model.hpp"
#include "planner/planner.hpp"
#include "run/config.hpp"

namespace recoupe::run {

/// What plans an instruction: parts that weigh, or a model that writes.
struct ReadyModels {
  planner::Models weighing;
  planner::Author* author = nullptr;
};

class LoadedModels {
 public:
  /// Loads what `config.model` names, once. Errors: `invalid_config`, `model_unavailable` naming the file and what would
  /// do, those of models::hub::fetch.
  core::Result<ReadyModels> load(const Config& config, const execute::Progress& progress, const core::Cancel& cancel);

 private:
  bool loaded_ = false;
  std::unique_ptr<planner::Embedder> embedder_;
  std::unique_ptr<planner::Model> model_;
  std::unique_ptr<planner::Author> author_;
};

/// One part of a model as `recoupe model show` tells of it.
struct ModelPart {
  std::string name;
  core::Bilingual role;
  std::string licence;         // empty: not known here
  core::Bilingual notice;      // what its licence asks to be told
  std::filesystem::path file;  // empty: it runs elsewhere, or is not in the cache
  bool is_there = false;       // the file is
};
/// Tells of what a model is made, without loading or asking anything. Errors: `invalid_config`.
core::Result<std::vector<ModelPart>> parts_of_model(const std::string& model, const Config& config);

/// Gives the body that would be sent to the configured hosted model; null where none is configured.
core::Result<core::Json> request_body(const Config& config, const planner::AuthorPrompt& prompt);

/// Finds or downloads a model of the Hub; its digest is that of its bytes now. Errors: those of models::hub::fetch, and
/// `model_unavailable` where the cached file is not what its name says.
core::Result<models::hub::ModelFile> fetch_model(const models::hub::Reference& reference, const Config& config,
                                                 const execute::Progress& progress, const core::Cancel& cancel);

}  // namespace recoupe::run
