// Takes a model's answer apart: the object that it was asked for, a plan alone, or one code block around either.
#include <algorithm>
#include <array>

#include "core/unicode.hpp"
#include "planner/author.hpp"

namespace recoupe::planner {
namespace {

using core::Json;

constexpr std::size_t shown_bytes_max = 200;  // of an answer, in an error message
constexpr std::string_view fence = "```";
constexpr std::array reasons{"write", "not_in_schema", "not_a_question"};

core::Error unreadable(core::Bilingual what) {
  core::Error error;
  error.code = core::Code::model_invalid_answer;
  error.origin = core::Origin::model;
  error.stage = "planner";
  error.message = std::move(what);
  error.remedy = {"A model answers with one JSON object: {\"plan\": \"FROM …\"}, {\"refuse\": …, \"why\": …} or {\"question\": …, \"plans\": […]}.",
                  "Un modèle répond par un seul objet JSON : {\"plan\": \"FROM …\"}, {\"refuse\": …, \"why\": …} ou {\"question\": …, \"plans\": […]}."};
  return error;
}

core::Error prose(std::string_view text) {
  std::string shown = core::substr(text, 1, shown_bytes_max);
  if (shown.size() < text.size()) shown += "…";
  return unreadable({"The model's answer is no plan: " + shown, "La réponse du modèle n'est pas un plan : " + shown});
}

/// Leaves out what a model thought aloud before its answer.
std::string_view without_thoughts(std::string_view text) {
  constexpr std::string_view open = "<think>";
  constexpr std::string_view close = "</think>";
  const std::size_t end = text.find(close);
  return text.starts_with(open) && end != std::string_view::npos ? text.substr(end + close.size()) : text;
}

/// Gives what stands in the only code block; the whole where there is none or more than one.
std::string only_block(const std::string& text) {
  const std::size_t open = text.find(fence);
  if (open == std::string::npos) return text;
  const std::size_t line = text.find('\n', open);
  const std::size_t close = text.find(fence, open + fence.size());
  if (line == std::string::npos || close == std::string::npos || close < line || text.find(fence, close + fence.size()) != std::string::npos) return text;
  return core::trim(text.substr(line + 1, close - line - 1));
}

bool begins_as_plan(std::string_view text) {
  const std::string start = core::upper(text.substr(0, 4));
  return start == "FROM" && text.size() > 4 && (text[4] == ' ' || text[4] == '\n' || text[4] == '\t' || text[4] == '`');
}

core::Result<std::string> plan_in(const Json& json) {
  if (const auto* text = json.if_string(); text != nullptr && !text->empty()) return *text;
  if (json.if_object() != nullptr) return json.dump();
  return core::fail(unreadable({"The model's plan is neither text nor its JSON form.", "Le plan du modèle n'est ni du texte ni sa forme JSON."}));
}

core::Result<AuthorAnswer> question_in(const Json& json) {
  AuthorAnswer answer;
  answer.outcome = Outcome::clarify;
  answer.words = json.text("question");
  const Json* plans = json.find("plans");
  const auto* list = plans != nullptr ? plans->if_array() : nullptr;
  if (list == nullptr || list->size() < 2 || list->size() > author_readings_max)
    return core::fail(unreadable({"The model asks without two or three plans to choose from.", "Le modèle interroge sans donner deux ou trois plans au choix."}));
  for (const Json& plan : *list) {
    RECOUPE_TRY(text, plan_in(plan));
    answer.plans.push_back(std::move(text));
  }
  return answer;
}

core::Result<AuthorAnswer> object_in(const Json& json) {
  const auto has_text = [&](std::string_view key) { return !json.text(key).empty(); };
  const Json* plan = json.find("plan");
  const bool plans = plan != nullptr && !plan->is_null() && !(plan->if_string() != nullptr && plan->if_string()->empty());
  if (static_cast<int>(plans) + static_cast<int>(has_text("refuse")) + static_cast<int>(has_text("question")) != 1)
    return core::fail(unreadable({"The model's answer must hold exactly one of plan, refuse and question.",
                                  "La réponse du modèle doit contenir exactement l'un de plan, refuse et question."}));
  if (has_text("question")) return question_in(json);
  AuthorAnswer answer;
  if (plans) {
    RECOUPE_TRY(text, plan_in(*plan));
    answer.plans.push_back(std::move(text));
    return answer;
  }
  answer.outcome = Outcome::refuse;
  answer.reason = json.text("refuse");
  answer.words = json.text("why");
  if (std::ranges::find(reasons, answer.reason) == reasons.end())
    return core::fail(unreadable({"The model refuses for no reason that is known: " + core::substr(answer.reason, 1, shown_bytes_max),
                                  "Le modèle refuse sans raison connue : " + core::substr(answer.reason, 1, shown_bytes_max)}));
  return answer;
}

}  // namespace

core::Result<AuthorAnswer> read_answer(std::string_view given) {
  if (given.size() > author_answer_bytes_max)
    return core::fail(unreadable({"The model's answer is longer than " + std::to_string(author_answer_bytes_max) + " bytes.",
                                  "La réponse du modèle dépasse " + std::to_string(author_answer_bytes_max) + " octets."}));
  const std::string text = only_block(core::trim(without_thoughts(core::trim(given))));
  if (begins_as_plan(text)) {
    AuthorAnswer answer;
    answer.plans.push_back(text);
    return answer;
  }
  if (!text.starts_with("{")) return core::fail(prose(text));
  auto json = Json::parse(text);
  if (!json) return core::fail(prose(text));
  if (json->find("steps") == nullptr) return object_in(*json);
  AuthorAnswer answer;
  answer.plans.push_back(text);
  return answer;
}

}  // namespace recoupe::planner
