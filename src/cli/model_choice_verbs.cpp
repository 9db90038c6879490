// recoupe model list, show, use, fetch: which model plans, under which licence, and where it comes from.
#include <unistd.h>

#include <iostream>
#include <memory>
#include <sstream>

#include "cli/model_verbs.hpp"
#include "run/config_edit.hpp"
#include "run/model_choice.hpp"
#include "run/model_files.hpp"

namespace recoupe::cli {
namespace {

using core::Json;

core::Json to_json(const run::ModelPart& part, core::Language language) {
  Json json = Json::object({{"name", part.name}, {"role", part.role.in(language)}, {"licence", part.licence}, {"notice", part.notice.in(language)},
                            {"file", part.file.string()}, {"is_there", part.is_there}});
  return json;
}

std::string text_of(const run::ModelPart& part, core::Language language) {
  const bool french = language == core::Language::fr;
  std::string text = "  " + part.name + ": " + part.role.in(language) + "\n";
  if (!part.licence.empty()) text += std::string("    ") + (french ? "licence : " : "licence: ") + part.licence + "\n";
  if (!part.notice.empty()) text += "    " + part.notice.in(language) + "\n";
  if (!part.file.empty()) text += "    " + part.file.string() + (part.is_there ? "" : french ? "  (absent)" : "  (not there)") + "\n";
  return text;
}

std::string origin_of_model(const run::Config& config) {
  for (const run::Setting& setting : config.settings)
    if (setting.name == "model") return setting.origin;
  return {};
}

int show(const Options& options) {
  const auto config = run::load_config(options.overrides);
  if (!config) return fail(options, config.error());
  const auto parts = run::parts_of_model(config->model, *config);
  if (!parts) return fail(options, parts.error());
  const core::Language language = language_of(options);
  Json json = Json::object({{"model", config->model}, {"origin", origin_of_model(*config)}, {"parts", Json::array()}});
  std::string text = config->model + "  (" + origin_of_model(*config) + ")\n";
  for (const run::ModelPart& part : *parts) {
    json.if_object()->back().second.push(to_json(part, language));
    text += text_of(part, language);
  }
  return write_text(options, options.format == "json" ? json.pretty() + "\n" : text);
}

struct Named {
  const char* name;
  core::Bilingual what;
};
const Named named[] = {
    {"local", {"the bundled embedder and the bundled Gemma 3 270M", "le plongement et le Gemma 3 270M fournis"}},
    {"permissive", {"the bundled embedder alone, under a permissive licence", "le plongement fourni seul, sous licence permissive"}},
    {"none", {"words, values and relations alone", "les mots, les valeurs et les relations seuls"}},
    {"PATH.gguf", {"a GGUF file, run in this process", "un fichier GGUF, exécuté dans ce processus"}},
    {"hf://org/name[/file.gguf][@revision]", {"a GGUF of the Hugging Face Hub, downloaded into its shared cache", "un GGUF du Hub Hugging Face, téléchargé dans son cache partagé"}},
    {"hf-router://org/model[:provider]", {"hosted by Hugging Face's Inference Providers; writes plans", "hébergé par les Inference Providers de Hugging Face ; écrit des plans"}},
    {"http(s)://host/v1#model", {"any endpoint that speaks the OpenAI API; writes plans", "tout service qui parle l'API d'OpenAI ; écrit des plans"}},
};

int list(const Options& options) {
  const auto config = run::load_config(options.overrides);
  if (!config) return fail(options, config.error());
  const core::Language language = language_of(options);
  Json json = Json::array();
  std::string text;
  for (const Named& model : named) {
    const bool in_use = config->model == model.name;
    json.push(Json::object({{"name", model.name}, {"what", model.what.in(language)}, {"in_use", in_use}}));
    text += std::string(in_use ? "* " : "  ") + model.name + "\n    " + model.what.in(language) + "\n";
  }
  return write_text(options, options.format == "json" ? json.pretty() + "\n" : text);
}

/// Writes the lines that differ, as diff does.
std::string difference(const run::ConfigEdit& edit) {
  std::istringstream before(edit.before);
  std::istringstream after(edit.after);
  std::vector<std::string> old_lines;
  std::vector<std::string> new_lines;
  for (std::string line; std::getline(before, line);) old_lines.push_back(line);
  for (std::string line; std::getline(after, line);) new_lines.push_back(line);
  std::size_t head = 0;
  while (head < old_lines.size() && head < new_lines.size() && old_lines[head] == new_lines[head]) ++head;
  std::size_t tail = 0;
  while (tail + head < old_lines.size() && tail + head < new_lines.size() && old_lines[old_lines.size() - 1 - tail] == new_lines[new_lines.size() - 1 - tail]) ++tail;
  std::string text = edit.file.string() + "\n";
  for (std::size_t i = head; i + tail < old_lines.size(); ++i) text += "- " + old_lines[i] + "\n";
  for (std::size_t i = head; i + tail < new_lines.size(); ++i) text += "+ " + new_lines[i] + "\n";
  return text;
}

int use(const Options& options, const std::string& model) {
  if (const auto choice = run::parse_model_choice(model); !choice) return fail(options, choice.error());
  const auto config = run::load_config(options.overrides);
  if (!config) return fail(options, config.error());
  const auto edit = run::set_model(config->project, model);
  if (!edit) return fail(options, edit.error());
  const auto parts = run::parts_of_model(model, *config);
  if (!parts) return fail(options, parts.error());
  const core::Language language = language_of(options);
  std::string text = difference(*edit);
  for (const run::ModelPart& part : *parts) text += text_of(part, language);
  return write_text(options, text);
}

int fetch(const Options& options, const std::string& given) {
  listen_for_interrupt();
  const auto config = run::load_config(options.overrides);
  if (!config) return fail(options, config.error());
  const auto reference = models::hub::parse_reference(given.empty() ? config->model : given);
  if (!reference) return fail(options, reference.error());
  const auto file = run::fetch_model(*reference, *config, progress_of(options), interrupt());
  if (!file) return fail(options, file.error());
  if (options.format == "json")
    return write_text(options, Json::object({{"name", file->name}, {"path", file->path.string()}, {"digest", file->digest}}).pretty() + "\n");
  return write_text(options, file->name + "\n" + file->path.string() + "\n" + file->digest + "\n");
}

}  // namespace

void add_model_choice(CLI::App& model, Registry registry) {
  CLI::App* show_command = model.add_subcommand("show", "The model in use, its parts and their licences");
  show_command->callback([&chosen = registry.chosen] { chosen = show; });
  CLI::App* list_command = model.add_subcommand("list", "What can be named as a model");
  list_command->callback([&chosen = registry.chosen] { chosen = list; });
  CLI::App* use_command = model.add_subcommand("use", "Write the choice of a model into recoupe.toml");
  auto name = std::make_shared<std::string>();
  use_command->add_option("model", *name, "As `recoupe model list` shows")->required();
  use_command->callback([name, &chosen = registry.chosen] {
    chosen = [name](const Options& options) { return use(options, *name); };
  });
  CLI::App* fetch_command = model.add_subcommand("fetch", "Download a model of the Hub into the shared cache");
  auto reference = std::make_shared<std::string>();
  fetch_command->add_option("model", *reference, "hf://org/name[/file.gguf][@revision] (default: the configured model)");
  fetch_command->callback([reference, &chosen = registry.chosen] {
    chosen = [reference](const Options& options) { return fetch(options, *reference); };
  });
}

}  // namespace recoupe::cli
