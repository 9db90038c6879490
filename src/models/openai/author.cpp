#include "models/openai/author.hpp"

#include "models/openai/ability.hpp"
#include "models/openai/chat.hpp"

namespace recoupe::models::openai {
namespace {

using core::Json;

constexpr const char* tool_name = "answer";

class OpenAiAuthor final : public planner::Author {
 public:
  explicit OpenAiAuthor(Endpoint endpoint) : endpoint_(std::move(endpoint)), ability_(known_ability(endpoint_)) {}

  [[nodiscard]] Json identity() const override {
    Json json = Json::object({{"name", endpoint_.model}, {"endpoint", endpoint_.url}});
    if (ability_) json.set("form", name_of(ability_->form));
    return json;
  }

  core::Result<planner::Written> write(const planner::AuthorPrompt& prompt, const core::Cancel& cancel) override {
    if (!ability_) {
      RECOUPE_TRY(seen, probe(http_, endpoint_, cancel));
      ability_ = seen;
      keep_ability(endpoint_, ability_);
    }
    RECOUPE_TRY(reply, post(http_, endpoint_, body_of(prompt, endpoint_.model, *ability_), cancel));
    if (is_bad_request(reply.status)) keep_ability(endpoint_, ability_ = std::nullopt);  // it may have changed: the next run asks anew
    if (reply.status != 200) return core::fail(refused(endpoint_, reply));
    return message_in(endpoint_, reply);
  }

 private:
  Endpoint endpoint_;
  wire::HttpClient http_;
  std::optional<Ability> ability_;
};

}  // namespace

Json body_of(const planner::AuthorPrompt& prompt, const std::string& model, const Ability& ability) {
  Json messages = Json::array({Json::object({{"role", "system"}, {"content", prompt.system}})});
  for (const planner::AuthorTurn& turn : prompt.turns)
    messages.push(Json::object({{"role", turn.from_model ? "assistant" : "user"}, {"content", turn.text}}));
  Json body = Json::object({{"model", model}, {"messages", std::move(messages)}, {"stream", false}});
  if (ability.takes_temperature) body.set("temperature", 0);
  if (ability.form == Form::json_schema) {
    body.set("response_format",
             Json::object({{"type", "json_schema"},
                           {"json_schema", Json::object({{"name", tool_name}, {"schema", prompt.schema}, {"strict", false}})}}));
  } else if (ability.form == Form::tools) {
    body.set("tools", Json::array({Json::object({{"type", "function"},
                                                 {"function", Json::object({{"name", tool_name},
                                                                            {"description", "Gives the plan, the refusal or the question."},
                                                                            {"parameters", prompt.schema}})}})}));
    body.set("tool_choice", Json::object({{"type", "function"}, {"function", Json::object({{"name", tool_name}})}}));
  }
  return body;
}

std::unique_ptr<planner::Author> make_author(Endpoint endpoint) { return std::make_unique<OpenAiAuthor>(std::move(endpoint)); }

}  // namespace recoupe::models::openai
