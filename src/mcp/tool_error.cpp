#include "mcp/tool_error.hpp"

#include <array>
#include <utility>

#include "core/limits.hpp"
#include "mcp/server_errors.hpp"
#include "wire/redact.hpp"

namespace recoupe::mcp {

namespace {

using core::Json;

Json to_json(const core::Bilingual& text) { return Json::object({{"en", text.en}, {"fr", text.fr}}); }

/// A reply may come from anybody: its words are made fit to be shown.
core::Bilingual bilingual_of(const Json* json) {
  if (!json) return {};
  const auto shown = [](const std::string& words) { return wire::last_words(words, {}, core::limits::foreign_text_bytes_max); };
  return {shown(json->text("en")), shown(json->text("fr"))};
}

std::optional<core::Code> code_named(std::string_view name) {
#define RECOUPE_AS_COMPARISON(id, text, exit) \
  if (name == text) return core::Code::id;
  RECOUPE_ERROR_CODES(RECOUPE_AS_COMPARISON)
#undef RECOUPE_AS_COMPARISON
  return std::nullopt;
}

core::Origin origin_named(std::string_view name) {
  for (const core::Origin origin : {core::Origin::user, core::Origin::model, core::Origin::internal}) {
    if (core::name_of(origin) == name) return origin;
  }
  return core::Origin::source;
}

std::optional<core::Error> own_error(const Json& structured) {
  const Json* said = structured.find("error");
  if (!said) return std::nullopt;
  const auto code = code_named(said->text("code"));
  core::Error error;
  error.message = bilingual_of(said->find("message"));
  if (!code || error.message.en.empty() || error.message.fr.empty()) return std::nullopt;
  error.code = *code;
  error.origin = origin_named(said->text("origin"));
  error.stage = said->text("stage", "mcp");
  error.remedy = bilingual_of(said->find("remedy"));
  error.retryable = said->boolean("retryable");
  const Json* candidates = said->find("candidates");
  if (candidates && candidates->if_array()) {
    for (const Json& name : *candidates->if_array()) {
      if (name.if_string()) error.candidates.push_back(*name.if_string());
    }
  }
  return error;
}

std::string words_in(const ToolResult& result) {
  std::string words;
  if (const auto* items = result.content.if_array()) {
    for (const Json& item : *items) {
      if (item.text("type") == "text") words += (words.empty() ? "" : "\n") + item.text("text");
    }
  }
  if (words.empty() && !result.structured.is_null()) words = result.structured.dump();
  return wire::last_words(words, {}, core::limits::foreign_text_bytes_max);
}

}  // namespace

ToolResult failed_result(const core::Error& error) {
  Json said = Json::object({{"code", core::name_of(error.code)},
                            {"origin", core::name_of(error.origin)},
                            {"stage", error.stage},
                            {"message", to_json(error.message)},
                            {"remedy", to_json(error.remedy)},
                            {"retryable", error.retryable}});
  if (!error.candidates.empty()) {
    Json candidates = Json::array();
    for (const std::string& name : error.candidates) candidates.push(name);
    said.set("candidates", std::move(candidates));
  }
  std::string words = std::string(core::name_of(error.code)) + ": " + error.message.en;
  if (!error.remedy.en.empty()) words += "\n" + error.remedy.en;
  return {.is_error = true,
          .content = Json::array({Json::object({{"type", "text"}, {"text", std::move(words)}})}),
          .structured = Json::object({{"error", std::move(said)}})};
}

core::Error error_in(const ToolResult& result, const std::string& server, const std::string& tool) {
  if (auto error = own_error(result.structured)) return *std::move(error);
  return failed_tool(server, tool, words_in(result));
}

}  // namespace recoupe::mcp
