#include "run/model_files.hpp"

#include "models/e5/embedder.hpp"
#include "models/llama_cpp/model.hpp"

namespace recoupe::run {
namespace {

constexpr const char* embedder_file = "e5/e5-small-q4.bin";
constexpr const char* local_model_file = "models/gemma-3-270m-q4_k_m.gguf";

}  // namespace

core::Result<planner::Models> LoadedModels::load(const Config& config) {
  if (!loaded_ && config.model != "none") {
    RECOUPE_TRY(embedder, models::e5::make_embedder((config.models / embedder_file).string()));
    const std::string weights = config.model == "local" ? (config.models / local_model_file).string() : config.model;
    RECOUPE_TRY(model, models::llama_cpp::make_model(weights));
    embedder_ = std::move(embedder);
    model_ = std::move(model);
  }
  loaded_ = true;
  return planner::Models{model_.get(), embedder_.get()};
}

}  // namespace recoupe::run
