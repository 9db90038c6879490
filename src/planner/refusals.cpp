#include "planner/refusals.hpp"

#include <algorithm>

#include "planner/word_forms.hpp"

namespace recoupe::planner {

namespace {

constexpr std::size_t nearest_max = 5;

core::Error refusal(core::Code code, core::Bilingual message, core::Bilingual remedy) {
  core::Error error;
  error.code = code;
  error.origin = core::Origin::user;
  error.stage = "planner";
  error.message = std::move(message);
  error.remedy = std::move(remedy);
  return error;
}

std::string joined(const std::vector<std::string>& words, std::string_view open, std::string_view close) {
  std::string out;
  for (const auto& word : words) out += (out.empty() ? "" : ", ") + std::string(open) + word + std::string(close);
  return out;
}

}  // namespace

core::Error write_refused(const std::string& words) {
  return refusal(core::Code::write_refused,
                 {"recoupe only reads: “" + words + "” asks to change data.",
                  "recoupe ne fait que lire : « " + words + " » demande de modifier des données."},
                 {"Ask to see the rows concerned; make the change in the application that owns them.",
                  "Demandez à voir les lignes concernées ; modifiez-les dans l'application qui les gère."});
}

core::Error not_a_question(const std::string& words) {
  return refusal(core::Code::not_answerable,
                 {"“" + words + "” does not ask about the data of the catalog.",
                  "« " + words + " » ne porte pas sur les données du catalogue."},
                 {"Ask what the sources hold: `recoupe catalog` lists it.",
                  "Interrogez ce que contiennent les sources : `recoupe catalog` en donne la liste."});
}

core::Error not_answerable(const std::vector<std::string>& words, const std::vector<std::string>& nearest) {
  core::Bilingual remedy{"`recoupe catalog` lists what can be asked.",
                         "`recoupe catalog` donne la liste de ce qui peut être demandé."};
  if (!nearest.empty()) {
    remedy.en = "Nearest fields: " + joined(nearest, "", "") + ". " + remedy.en;
    remedy.fr = "Champs proches : " + joined(nearest, "", "") + ". " + remedy.fr;
  }
  core::Error error = refusal(core::Code::not_answerable,
                              {"No table or field speaks of " + joined(words, "“", "”") + ".",
                               "Aucune table ni aucun champ ne parle de " + joined(words, "« ", " »") + "."},
                              std::move(remedy));
  error.candidates = nearest;
  return error;
}

core::Error nothing_to_search() {
  return refusal(core::Code::not_answerable,
                 {"The catalog holds no table that may be used.", "Le catalogue ne contient aucune table utilisable."},
                 {"Check the servers of .mcp.json with `recoupe doctor`.",
                  "Vérifiez les serveurs de .mcp.json avec `recoupe doctor`."});
}

std::vector<std::string> nearest_fields(const std::vector<std::string>& words, const Vocabulary& vocabulary) {
  std::vector<std::pair<double, std::string>> found;
  for (const auto& field : vocabulary.fields) {
    double most = 0;
    for (const auto& word : words)
      for (const auto& term : field.name) most = std::max(most, trigram_likeness(fold(word), term.term.folded));
    found.emplace_back(most, vocabulary.tables[field.table].table->name + "." + catalog::text_of(field.field->path));
  }
  std::stable_sort(found.begin(), found.end(), [](const auto& l, const auto& r) { return l.first > r.first; });
  constexpr double nearness_min = 0.2;
  std::vector<std::string> names;
  for (const auto& [most, name] : found)
    if (most >= nearness_min && names.size() < nearest_max) names.push_back(name);
  return names;
}

}  // namespace recoupe::planner
