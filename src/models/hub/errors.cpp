#include "models/hub/errors.hpp"

#include <array>

#include "wire/redact.hpp"

namespace recoupe::models::hub {
namespace {

using core::Code;

constexpr std::size_t words_bytes_max = 300;  // of the Hub's own words
constexpr std::size_t candidates_max = 10;

core::Error error_of(Code code, core::Bilingual message, core::Bilingual remedy, bool retryable = false) {
  return {.code = code, .origin = core::Origin::model, .stage = "models/hub", .message = std::move(message), .remedy = std::move(remedy), .retryable = retryable};
}

std::string page_of(const Reference& reference, const Settings& settings) { return settings.endpoint + "/" + reference.repository; }

}  // namespace

core::Error interrupted() {
  core::Error error = error_of(Code::interrupted, {"The download was interrupted.", "Le téléchargement a été interrompu."},
                               {"What has come is kept; the next start goes on from there.", "Ce qui est arrivé est gardé ; le prochain démarrage reprendra là."});
  error.origin = core::Origin::user;
  return error;
}

core::Error unwritable(const std::string& path) {
  return error_of(Code::model_unavailable, {"The model cache can't be written: " + path, "Le cache des modèles ne peut pas être écrit : " + path},
                  {"Name another folder in HF_HUB_CACHE or HF_HOME.", "Nommez un autre dossier dans HF_HUB_CACHE ou HF_HOME."});
}

core::Error no_space(const std::string& path, std::uint64_t bytes) {
  const std::string size = std::to_string(bytes);
  return error_of(Code::model_unavailable, {"The model needs " + size + " bytes more than there is room for in " + path, "Il manque " + size + " octets pour le modèle dans " + path},
                  {"Make room, or name another folder in HF_HUB_CACHE.", "Faites de la place, ou nommez un autre dossier dans HF_HUB_CACHE."});
}

core::Error too_large(const std::string& name, std::uint64_t bytes) {
  const std::string size = std::to_string(bytes);
  return error_of(Code::budget_reached, {name + " is " + size + " bytes long, beyond model_file_bytes_max", name + " fait " + size + " octets, au-delà de model_file_bytes_max"},
                  {"Choose a smaller quantisation.", "Choisissez une quantification plus petite."});
}

core::Error not_cached(const Reference& reference) {
  return error_of(Code::model_unavailable,
                  {reference.text() + " is not in the cache, and HF_HUB_OFFLINE forbids the network.", reference.text() + " n'est pas dans le cache, et HF_HUB_OFFLINE interdit le réseau."},
                  {"Run `recoupe model fetch " + reference.text() + "` once where the network is there, or unset HF_HUB_OFFLINE.",
                   "Lancez une fois `recoupe model fetch " + reference.text() + "` là où il y a le réseau, ou retirez HF_HUB_OFFLINE."});
}

core::Error wrong_digest(const std::string& name) {
  return error_of(Code::model_unavailable, {"What was downloaded as " + name + " has not the SHA-256 that the Hub names; it was thrown away.",
                                            "Ce qui a été téléchargé comme " + name + " n'a pas le SHA-256 que le Hub annonce ; cela a été jeté."},
                  {"Try again; if it happens again, a proxy or a mirror changes the file.", "Réessayez ; si cela se répète, un proxy ou un miroir modifie le fichier."});
}

core::Error damaged(const std::string& path) {
  return error_of(Code::model_unavailable, {"The cached model file has not the SHA-256 in its name: " + path, "Le fichier de modèle en cache n'a pas le SHA-256 de son nom : " + path},
                  {"Delete that file and run `recoupe model fetch` again.", "Supprimez ce fichier et relancez `recoupe model fetch`."});
}

core::Error no_answer(const Settings& settings, const wire::HttpFailure& failure) {
  if (failure.fault == wire::HttpFault::cancelled) return interrupted();
  const std::string words = failure.words.empty() ? "" : ": " + failure.words;
  const bool late = failure.fault == wire::HttpFault::timed_out;
  return error_of(late ? Code::timeout : Code::unreachable, {"The Hub at " + settings.endpoint + (late ? " does not answer" : " can't be reached") + words,
                                                             "Le Hub à " + settings.endpoint + (late ? " ne répond pas" : " est injoignable") + words},
                  {"Check the network, HTTPS_PROXY and HF_ENDPOINT. `--model local` needs none of them.",
                   "Vérifiez le réseau, HTTPS_PROXY et HF_ENDPOINT. `--model local` n'en a pas besoin."}, true);
}

core::Error cut_off(const std::string& name, std::uint64_t got, std::uint64_t whole) {
  const std::string part = std::to_string(got) + " / " + std::to_string(whole);
  return error_of(Code::unreachable, {"The download of " + name + " was cut off at " + part + " bytes.", "Le téléchargement de " + name + " a été coupé à " + part + " octets."},
                  {"Start again: it goes on from there.", "Relancez : il reprendra là."}, true);
}

core::Error refused(const Reference& reference, const Settings& settings, int status, const std::string& code, const std::string& given) {
  const std::array secrets{settings.token};
  const std::string shown = wire::last_words(given, settings.token.empty() ? std::span<const std::string>() : std::span<const std::string>(secrets), words_bytes_max);
  const std::string words = shown.empty() ? "" : " (" + shown + ")";
  const std::string& repository = reference.repository;
  const std::string http = "HTTP " + std::to_string(status);
  if (code == "GatedRepo" && settings.token.empty())
    return error_of(Code::authentication, {repository + " is gated: its authors ask who downloads it" + words + ".", repository + " est à accès contrôlé : ses auteurs demandent qui le télécharge" + words + "."},
                    {"Accept its terms at " + page_of(reference, settings) + ", then run `hf auth login` or set HF_TOKEN.",
                     "Acceptez ses conditions sur " + page_of(reference, settings) + ", puis lancez `hf auth login` ou définissez HF_TOKEN."});
  if (code == "GatedRepo")
    return error_of(Code::authentication, {repository + " is gated, and this token's account has no access to it" + words + ".", repository + " est à accès contrôlé, et le compte de ce jeton n'y a pas accès" + words + "."},
                    {"Accept its terms at " + page_of(reference, settings) + " with the account of HF_TOKEN; some authors answer by hand.",
                     "Acceptez ses conditions sur " + page_of(reference, settings) + " avec le compte de HF_TOKEN ; certains auteurs répondent à la main."});
  if (code == "RevisionNotFound")
    return error_of(Code::model_unavailable, {repository + " has no revision " + reference.revision + ".", repository + " n'a pas de révision " + reference.revision + "."},
                    {"Name a branch, a tag or a whole commit behind @, or leave it out.", "Nommez une branche, une étiquette ou un commit entier après @, ou ne mettez rien."});
  if (code == "EntryNotFound")
    return error_of(Code::model_unavailable, {repository + " has no file " + reference.file + " at " + reference.revision + ".", repository + " n'a pas de fichier " + reference.file + " à la révision " + reference.revision + "."},
                    {"Look at " + page_of(reference, settings) + "/tree/" + reference.revision + ", or name the repository alone.",
                     "Voyez " + page_of(reference, settings) + "/tree/" + reference.revision + ", ou ne nommez que le dépôt."});
  if (code == "RepoNotFound" || status == 404 || (status == 401 && settings.token.empty()))
    return settings.token.empty()
               ? error_of(Code::model_unavailable, {"There is no public repository " + repository + " on the Hub.", "Il n'y a pas de dépôt public " + repository + " sur le Hub."},
                          {"Check its name; if it is private, run `hf auth login` or set HF_TOKEN.", "Vérifiez son nom ; s'il est privé, lancez `hf auth login` ou définissez HF_TOKEN."})
               : error_of(Code::model_unavailable, {"There is no repository " + repository + " that this token may see.", "Il n'y a pas de dépôt " + repository + " que ce jeton puisse voir."},
                          {"Check its name, and that the account of HF_TOKEN may read it.", "Vérifiez son nom, et que le compte de HF_TOKEN peut le lire."});
  if (status == 401 || status == 403)
    return error_of(Code::authentication, {"The Hub does not accept the token (" + http + ")" + words + ".", "Le Hub n'accepte pas le jeton (" + http + ")" + words + "."},
                    {"Run `hf auth login`, or set HF_TOKEN to a token that may read.", "Lancez `hf auth login`, ou donnez à HF_TOKEN un jeton qui peut lire."});
  if (status == 429)
    return error_of(Code::model_unavailable, {"The Hub asks for fewer requests (HTTP 429).", "Le Hub demande moins de requêtes (HTTP 429)."},
                    {"Wait some minutes; with HF_TOKEN set the limit is higher.", "Attendez quelques minutes ; avec HF_TOKEN la limite est plus haute."}, true);
  return error_of(Code::model_unavailable, {"The Hub answers " + http + words + ".", "Le Hub répond " + http + words + "."},
                  {"Try again later.", "Réessayez plus tard."}, status >= 500);
}

core::Error not_the_hub(const Settings& settings, const std::string& what) {
  return error_of(Code::server_protocol, {settings.endpoint + " does not answer as the Hub does: " + what, settings.endpoint + " ne répond pas comme le Hub : " + what},
                  {"Check HF_ENDPOINT.", "Vérifiez HF_ENDPOINT."});
}

core::Error no_gguf(const Reference& reference, bool has_safetensors) {
  const std::string& repository = reference.repository;
  if (!has_safetensors)
    return error_of(Code::model_unavailable, {repository + " holds no model that recoupe can load.", repository + " ne contient aucun modèle que recoupe puisse charger."},
                    {"Name a repository with a .gguf file; many are called …-GGUF.", "Nommez un dépôt avec un fichier .gguf ; beaucoup s'appellent …-GGUF."});
  return error_of(Code::model_unavailable, {repository + " holds safetensors and no GGUF; recoupe loads GGUF in its own process.", repository + " contient des safetensors et pas de GGUF ; recoupe charge du GGUF dans son processus."},
                  {"Take a GGUF of it (https://huggingface.co/models?library=gguf&other=base_model:quantized:" + repository + "); or convert it: `hf download " + repository +
                       " --local-dir model && python convert_hf_to_gguf.py model --outfile model.gguf` (llama.cpp), then `--model model.gguf`; or serve it: `vllm serve " + repository +
                       "`, then `--model http://localhost:8000/v1#" + repository + "`; or have it served: `--model hf-router://" + repository + "`.",
                   "Prenez-en un GGUF (https://huggingface.co/models?library=gguf&other=base_model:quantized:" + repository + ") ; ou convertissez-le : `hf download " + repository +
                       " --local-dir model && python convert_hf_to_gguf.py model --outfile model.gguf` (llama.cpp), puis `--model model.gguf` ; ou servez-le : `vllm serve " + repository +
                       "`, puis `--model http://localhost:8000/v1#" + repository + "` ; ou faites-le servir : `--model hf-router://" + repository + "`."});
}

core::Error several_gguf(const Reference& reference, std::vector<std::string> files) {
  files.resize(std::min(files.size(), candidates_max));
  std::string names;
  for (const std::string& file : files) names += (names.empty() ? "" : ", ") + file;
  core::Error error = error_of(Code::model_unavailable, {reference.repository + " holds several GGUF files.", reference.repository + " contient plusieurs fichiers GGUF."},
                               {"Name one: hf://" + reference.repository + "/" + files.front() + ". There are: " + names + ".",
                                "Nommez-en un : hf://" + reference.repository + "/" + files.front() + ". Il y a : " + names + "."});
  error.candidates = std::move(files);
  return error;
}

core::Error in_parts(const Reference& reference, const std::string& file) {
  return error_of(Code::model_unavailable, {reference.repository + " holds " + file + ", one part of a file in several.", reference.repository + " contient " + file + ", une partie d'un fichier en plusieurs."},
                  {"Download the parts, join them with `llama-gguf-split --merge`, and name the file; or choose a smaller quantisation in one part.",
                   "Téléchargez les parties, joignez-les par `llama-gguf-split --merge`, et nommez le fichier ; ou choisissez une quantification plus petite en une partie."});
}

}  // namespace recoupe::models::hub
