#include "serve/arguments.hpp"

#include <utility>

#include "core/limits.hpp"
#include "instruction/instruction.hpp"

namespace recoupe::serve {

namespace {

core::Error unfit(std::string_view key, const core::Bilingual& wanted) {
  const std::string name(key);
  return {.code = core::Code::usage,
          .origin = core::Origin::user,
          .stage = "serve",
          .message = {"The argument " + name + " is not " + wanted.en + ".", "L'argument " + name + " n'est pas " + wanted.fr + "."},
          .remedy = {"Look at the tool's input schema.", "Consultez le schéma d'entrée de l'outil."}};
}

}  // namespace

core::Result<std::string> Arguments::text(std::string_view key) const {
  const core::Json* value = json_.find(key);
  if (value == nullptr || value->is_null()) return std::string();
  if (!value->if_string()) return core::fail(unfit(key, {"a text", "un texte"}));
  return *value->if_string();
}

core::Result<bool> Arguments::flag(std::string_view key) const {
  const core::Json* value = json_.find(key);
  if (value == nullptr || value->is_null()) return false;
  if (!value->if_bool()) return core::fail(unfit(key, {"true or false", "true ou false"}));
  return *value->if_bool();
}

core::Result<std::int64_t> Arguments::rows() const {
  const core::Json* value = json_.find("rows_max");
  if (value == nullptr || value->is_null()) return rows_default;
  const auto count = value->as_int64();
  if (count && *count >= 0 && *count <= rows_max) return *count;
  const std::string most = std::to_string(rows_max);
  return core::fail(unfit("rows_max", {"a whole number from 0 to " + most, "un nombre entier de 0 à " + most}));
}

core::Result<std::vector<std::string>> Arguments::texts(std::string_view key) const {
  std::vector<std::string> list;
  const core::Json* value = json_.find(key);
  if (value == nullptr || value->is_null()) return list;
  const core::Error error = unfit(key, {"a list of texts", "une liste de textes"});
  if (!value->if_array()) return core::fail(error);
  for (const core::Json& item : *value->if_array()) {
    if (!item.if_string()) return core::fail(error);
    list.push_back(*item.if_string());
  }
  return list;
}

core::Result<run::Request> Arguments::request() const {
  run::Request request;
  RECOUPE_TRY(instruction, text("instruction"));
  RECOUPE_TRY(plan, text("plan"));
  RECOUPE_TRY(now, text("now"));
  RECOUPE_TRY(zone, text("time_zone"));
  RECOUPE_TRY(language, text("language"));
  RECOUPE_TRY(sources, texts("sources"));
  if (instruction.empty() == plan.empty())
    return core::fail(unfit("instruction", {"given alone: one of instruction and plan is wanted, and not both",
                                            "donné seul : il faut soit instruction, soit plan, pas les deux"}));
  if (instruction.size() > core::limits::instruction_bytes_max || plan.size() > core::limits::plan_bytes_max)
    return core::fail(unfit(instruction.empty() ? "plan" : "instruction", {"short enough", "assez court"}));
  request.instruction = std::move(instruction);
  request.plan_text = std::move(plan);
  request.sources = std::move(sources);
  if (!now.empty()) {
    auto instant = core::parse_timestamp(now);
    if (!instant) return core::fail(unfit("now", {"an instant as RFC 3339 writes it", "un instant au format RFC 3339"}));
    request.now = *instant;
  }
  if (!zone.empty()) {
    RECOUPE_TRY(found, core::TimeZone::find(zone));
    request.zone = std::move(found);
  }
  if (language == "fr") request.language = core::Language::fr;
  if (language == "en") request.language = core::Language::en;
  if (!language.empty() && !request.language) return core::fail(unfit("language", {"fr or en", "fr ni en"}));
  return request;
}

core::Language language_of(const core::Json& arguments, core::Language fallback) {
  const std::string word = arguments.text("language");
  if (word == "fr") return core::Language::fr;
  if (word == "en") return core::Language::en;
  const std::string instruction = arguments.text("instruction");
  return instruction.empty() ? fallback : instruction::detect_language(instruction, fallback);
}

}  // namespace recoupe::serve
