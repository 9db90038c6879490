#include "run/model_files.hpp"

#include "models/e5/embedder.hpp"
#include "models/llama_cpp/model.hpp"
#include "models/openai/author.hpp"
#include "planner/weights_file.hpp"
#include "run/model_choice.hpp"

namespace recoupe::run {
namespace {

namespace fs = std::filesystem;
using core::Result;

constexpr const char* embedder_file = "e5/e5-small-q4.bin";
constexpr const char* local_model_file = "models/gemma-3-270m-q4_k_m.gguf";
constexpr const char* gemma_terms_file = "models/GEMMA_TERMS.html";
constexpr const char* probed_file = "model_endpoints.json";
constexpr const char* vectors_file = "e5_vectors.bin";

const core::Bilingual weighs{"weighs plans that recoupe built", "pèse des plans que recoupe a construits"};
const core::Bilingual likens{"tells which tables are near in meaning", "dit quelles tables sont proches par le sens"};
const core::Bilingual writes{"writes plans; is sent the instruction and the catalog's names and types", "écrit des plans ; reçoit la consigne, les noms et les types du catalogue"};

core::Bilingual key_remedy(const ModelChoice& choice, const ModelSettings& settings) {
  if (choice.kind == ModelKind::router)
    return {"Run `hf auth login`, or set HF_TOKEN to a token that may call Inference Providers.",
            "Lancez `hf auth login`, ou donnez à HF_TOKEN un jeton qui peut appeler les Inference Providers."};
  if (settings.key_env.empty())
    return {"Name the variable that holds the key: key_env under [model] in recoupe.toml.", "Nommez la variable qui contient la clé : key_env sous [model] dans recoupe.toml."};
  return {"Check " + settings.key_env + " in the environment or in .env.", "Vérifiez " + settings.key_env + " dans l'environnement ou dans .env."};
}

models::openai::Endpoint endpoint_of(const ModelChoice& choice, const Config& config) {
  const ModelSettings& settings = config.model_settings;
  const bool is_router = choice.kind == ModelKind::router;
  return {.url = is_router ? settings.router : choice.url,
          .model = choice.model,
          .key = is_router ? settings.hub.token : settings.key,
          .key_remedy = key_remedy(choice, settings),
          .timeout_ms = settings.timeout_ms,
          .probed = config.store / probed_file};
}

ModelPart embedder_part(const Config& config) {
  const fs::path file = config.models / embedder_file;
  std::error_code ignored;
  return {"multilingual-e5-small, 4 bits", likens, "MIT", {}, file, fs::exists(file, ignored)};
}

ModelPart gemma_part(const Config& config) {
  const fs::path file = config.models / local_model_file;
  const std::string terms = (config.models / gemma_terms_file).string();
  std::error_code ignored;
  return {"Gemma 3 270M, Q4_K_M", weighs, "Gemma Terms of Use",
          {"Gemma is provided under and subject to the Gemma Terms of Use found at ai.google.dev/gemma/terms; a copy is in " + terms,
           "Gemma est fourni selon les conditions d'utilisation de Gemma (ai.google.dev/gemma/terms) ; une copie se trouve dans " + terms},
          file, fs::exists(file, ignored)};
}

ModelPart hub_part(const ModelChoice& choice, const Config& config) {
  ModelPart part{choice.text, weighs, {}, {}, {}, false};
  const std::string page = config.model_settings.hub.endpoint + "/" + choice.hub.repository;
  part.notice = {"Its licence stands at " + page, "Sa licence se trouve sur " + page};
  if (const auto cached = models::hub::find_cached(choice.hub, config.model_settings.hub)) {
    part.name = cached->name;
    part.file = cached->path;
    part.is_there = true;
  }
  return part;
}

core::Error no_such_file(const std::string& path) {
  return {.code = core::Code::model_unavailable,
          .origin = core::Origin::user,
          .stage = "run",
          .message = {"there is no model file " + path, "il n'y a pas de fichier de modèle " + path},
          .remedy = {"Name a GGUF file that is there, or another model (docs/models.md).",
                     "Nommez un fichier GGUF qui existe, ou un autre modèle (docs/models.md)."}};
}

}  // namespace

Result<models::hub::ModelFile> fetch_model(const models::hub::Reference& reference, const Config& config, const execute::Progress& progress,
                                           const core::Cancel& cancel) {
  RECOUPE_TRY(file, models::hub::fetch(reference, config.model_settings.hub, progress, cancel));
  RECOUPE_TRY(digest, planner::digest_of_weights(file.blob.string(), "models/hub"));
  if (!file.digest.empty() && file.digest != digest) return core::fail(models::hub::damaged(file.blob.string()));
  file.digest = std::move(digest);
  return file;
}

Result<ReadyModels> LoadedModels::load(const Config& config, const execute::Progress& progress, const core::Cancel& cancel) {
  if (!loaded_) {
    RECOUPE_TRY(choice, parse_model_choice(config.model));
    std::error_code ignored;
    if (choice.kind == ModelKind::file && !fs::is_regular_file(choice.text, ignored)) return core::fail(no_such_file(choice.text));
    std::unique_ptr<planner::Model> model;
    std::unique_ptr<planner::Embedder> embedder;
    if (choice.is_hosted()) author_ = models::openai::make_author(endpoint_of(choice, config));
    if (!choice.is_hosted() && choice.kind != ModelKind::none) {
      RECOUPE_TRY(made, models::e5::make_embedder((config.models / embedder_file).string(), config.store / vectors_file));
      embedder = std::move(made);
    }
    if (choice.kind == ModelKind::hub) {
      RECOUPE_TRY(file, fetch_model(choice.hub, config, progress, cancel));
      RECOUPE_TRY(made, models::llama_cpp::make_model(file.path.string(), {file.name, file.digest}));
      model = std::move(made);
    } else if (choice.kind == ModelKind::local || choice.kind == ModelKind::file) {
      RECOUPE_TRY(made, models::llama_cpp::make_model(choice.kind == ModelKind::local ? (config.models / local_model_file).string() : choice.text));
      model = std::move(made);
    }
    embedder_ = std::move(embedder);
    model_ = std::move(model);
    loaded_ = true;
  }
  return ReadyModels{{model_.get(), embedder_.get()}, author_.get()};
}

Result<std::vector<ModelPart>> parts_of_model(const std::string& model, const Config& config) {
  RECOUPE_TRY(choice, parse_model_choice(model));
  std::error_code ignored;
  switch (choice.kind) {
    case ModelKind::none: return std::vector<ModelPart>{};
    case ModelKind::permissive: return std::vector{embedder_part(config)};
    case ModelKind::local: return std::vector{embedder_part(config), gemma_part(config)};
    case ModelKind::file: return std::vector{embedder_part(config), ModelPart{fs::path(choice.text).filename().string(), weighs, {}, {}, choice.text, fs::exists(choice.text, ignored)}};
    case ModelKind::hub: return std::vector{embedder_part(config), hub_part(choice, config)};
    case ModelKind::router:
    case ModelKind::endpoint: break;
  }
  const std::string url = endpoint_of(choice, config).url;
  return std::vector{ModelPart{choice.model, writes, {}, {"It runs at " + url + "; its terms are its provider's", "Il tourne sur " + url + " ; ses conditions sont celles de son fournisseur"}, {}, true}};
}

Result<core::Json> request_body(const Config& config, const planner::AuthorPrompt& prompt) {
  RECOUPE_TRY(choice, parse_model_choice(config.model));
  if (!choice.is_hosted()) return core::Json();
  const models::openai::Endpoint endpoint = endpoint_of(choice, config);
  const auto ability = models::openai::known_ability(endpoint).value_or(models::openai::Ability{models::openai::Form::json_schema, true});
  return core::Json::object({{"url", endpoint.url + "/chat/completions"}, {"body", models::openai::body_of(prompt, endpoint.model, ability)}});
}

}  // namespace recoupe::run
