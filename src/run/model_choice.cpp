#include "run/model_choice.hpp"

#include <algorithm>

#include "wire/url.hpp"

namespace recoupe::run {
namespace {

constexpr std::string_view router_scheme = "hf-router://";
constexpr std::size_t name_bytes_max = 200;

core::Error invalid(core::Bilingual message) {
  return {.code = core::Code::invalid_config,
          .origin = core::Origin::user,
          .stage = "run",
          .message = std::move(message),
          .remedy = {"Use local, permissive, none, a path to a GGUF file, hf://org/name[/file.gguf][@revision], hf-router://org/model[:provider] or "
                     "http(s)://host/v1#model (docs/models.md).",
                     "Utilisez local, permissive, none, un chemin vers un fichier GGUF, hf://org/nom[/fichier.gguf][@révision], "
                     "hf-router://org/modèle[:fournisseur] ou http(s)://hôte/v1#modèle (docs/models.md)."}};
}

/// A model's name goes into a request and a log: visible ASCII, no spaces.
bool is_model_name(std::string_view name) {
  return !name.empty() && name.size() <= name_bytes_max && std::ranges::all_of(name, [](char c) { return c > 0x20 && c < 0x7f && c != '"' && c != '\\'; });
}

core::Result<ModelChoice> router_choice(std::string_view text) {
  ModelChoice choice{ModelKind::router, std::string(text), {}, {}, std::string(text.substr(router_scheme.size()))};
  if (!is_model_name(choice.model) || choice.model.find('/') == std::string::npos)
    return core::fail(invalid({choice.text + " names no organisation and model.", choice.text + " ne nomme ni organisation ni modèle."}));
  return choice;
}

core::Result<ModelChoice> endpoint_choice(std::string_view text) {
  const std::size_t mark = text.find('#');
  std::string_view address = text.substr(0, mark);
  while (address.ends_with('/')) address.remove_suffix(1);
  const auto url = wire::parse_url(address);
  if (!url || !url->query.empty())
    return core::fail(invalid({"The model's address can't be read.", "L'adresse du modèle ne peut pas être lue."}));
  if (!url->user.empty() || !url->password.empty())
    return core::fail(invalid({"The model's address holds a login; name the variable that holds the key in key_env under [model].",
                               "L'adresse du modèle contient un identifiant ; nommez la variable qui contient la clé par key_env sous [model]."}));
  ModelChoice choice{ModelKind::endpoint, std::string(text), {}, std::string(address), mark == std::string_view::npos ? "" : std::string(text.substr(mark + 1))};
  if (!is_model_name(choice.model))
    return core::fail(invalid({"The address " + url->origin() + " names no model behind #.", "L'adresse " + url->origin() + " ne nomme pas de modèle après #."}));
  return choice;
}

}  // namespace

core::Result<ModelChoice> parse_model_choice(std::string_view text) {
  if (text == "local") return ModelChoice{ModelKind::local, "local", {}, {}, {}};
  if (text == "permissive") return ModelChoice{ModelKind::permissive, "permissive", {}, {}, {}};
  if (text == "none") return ModelChoice{ModelKind::none, "none", {}, {}, {}};
  if (text.starts_with(router_scheme)) return router_choice(text);
  if (text.starts_with("http://") || text.starts_with("https://")) return endpoint_choice(text);
  if (text.starts_with(models::hub::scheme)) {
    RECOUPE_TRY(reference, models::hub::parse_reference(text));
    return ModelChoice{ModelKind::hub, std::string(text), std::move(reference), {}, {}};
  }
  const bool other_scheme = text.find("://") != std::string_view::npos;
  if (other_scheme || text.empty()) return core::fail(invalid({"No model is called " + std::string(text) + ".", "Aucun modèle ne s'appelle " + std::string(text) + "."}));
  return ModelChoice{ModelKind::file, std::string(text), {}, {}, {}};
}

}  // namespace recoupe::run
