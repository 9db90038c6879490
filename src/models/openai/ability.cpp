#include "models/openai/ability.hpp"

#include <array>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "core/clock.hpp"
#include "models/openai/chat.hpp"

namespace recoupe::models::openai {
namespace {

using core::Json;

constexpr std::array forms{Form::json_schema, Form::tools, Form::plain};
constexpr std::size_t kept_bytes_max = 256 * 1024;

/// A question whose answer shows whether the schema is kept to: by itself no model would say this.
planner::AuthorPrompt question() {
  planner::AuthorPrompt prompt;
  prompt.system = "You are polite.";
  prompt.turns.push_back({false, "Say hello in one word."});
  prompt.schema = Json::object({{"type", "object"},
                                {"properties", Json::object({{"plan", Json::object({{"type", "string"}, {"enum", Json::array({"ready"})}})}})},
                                {"required", Json::array({"plan"})},
                                {"additionalProperties", false}});
  return prompt;
}

bool keeps_to_schema(const planner::Written& written) {
  const auto json = Json::parse(written.text);
  return json && json->text("plan") == "ready";
}

std::string name_of(const Endpoint& endpoint) { return endpoint.url + "#" + endpoint.model; }

Json read_kept(const Endpoint& endpoint) {
  std::error_code failed;
  if (endpoint.probed.empty() || std::filesystem::file_size(endpoint.probed, failed) > kept_bytes_max || failed) return Json::object();
  std::ifstream file(endpoint.probed);
  const std::string text(std::istreambuf_iterator<char>(file), {});
  auto json = Json::parse(text);
  return json && json->if_object() != nullptr ? *std::move(json) : Json::object();
}

}  // namespace

std::string_view name_of(Form form) {
  switch (form) {
    case Form::json_schema: return "json_schema";
    case Form::tools: return "tools";
    case Form::plain: return "plain";
  }
  return {};
}

std::optional<Ability> known_ability(const Endpoint& endpoint) {
  const Json kept = read_kept(endpoint);
  const Json* seen = kept.find(name_of(endpoint));
  if (seen == nullptr || core::system_now().micros / 1'000'000 - seen->integer("at") > probed_age_max_s) return std::nullopt;
  for (const Form form : forms)
    if (seen->text("form") == name_of(form)) return Ability{form, seen->boolean("temperature")};
  return std::nullopt;
}

void keep_ability(const Endpoint& endpoint, const std::optional<Ability>& ability) {
  if (endpoint.probed.empty()) return;
  Json kept = read_kept(endpoint);
  kept.set(name_of(endpoint), !ability ? Json() : Json::object({{"form", name_of(ability->form)},
                                                               {"temperature", ability->takes_temperature},
                                                               {"at", core::system_now().micros / 1'000'000}}));
  std::error_code ignored;  // what can't be kept is asked again
  std::filesystem::create_directories(endpoint.probed.parent_path(), ignored);
  const std::filesystem::path next = endpoint.probed.string() + ".next";
  std::ofstream(next, std::ios::trunc) << kept.dump() << "\n";
  std::filesystem::rename(next, endpoint.probed, ignored);
}

core::Result<Ability> probe(wire::HttpClient& http, const Endpoint& endpoint, const core::Cancel& cancel) {
  Reply last;
  for (const Form form : forms) {
    for (const bool temperature : {true, false}) {
      const Ability ability{form, temperature};
      RECOUPE_TRY(reply, post(http, endpoint, body_of(question(), endpoint.model, ability), cancel));
      last = std::move(reply);
      if (is_bad_request(last.status)) continue;  // perhaps without a temperature
      if (last.status != 200) return core::fail(refused(endpoint, last));
      RECOUPE_TRY(written, message_in(endpoint, last));
      if (form == Form::plain || keeps_to_schema(written)) return ability;
      break;
    }
  }
  return core::fail(refused(endpoint, last));
}

}  // namespace recoupe::models::openai
