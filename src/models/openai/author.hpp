// The port to a model that writes plans, over any endpoint that speaks the OpenAI API (chat completions). Takes an address
// and a key, gives an Author. Included by run.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "planner/author.hpp"

namespace recoupe::models::openai {

inline constexpr int answer_timeout_ms = 120'000;                    // default of one request
inline constexpr std::size_t reply_bytes_max = 4 * 1024 * 1024;      // of one reply's body
inline constexpr std::size_t words_bytes_max = 500;                  // of an endpoint's words, in an error message
inline constexpr std::int64_t probed_age_max_s = 7 * 24 * 3600;      // what an endpoint can do is asked again then

struct Endpoint {
  std::string url;     // up to and with /v1
  std::string model;   // as the endpoint names it
  std::string key;     // empty: none is sent; never shown
  core::Bilingual key_remedy;  // where a key is looked for
  int timeout_ms = answer_timeout_ms;
  std::filesystem::path probed;  // file that keeps what endpoints can do; empty: asked once a process
};

/// How an answer is held to its schema, the strictest first.
enum class Form { json_schema, tools, plain };
std::string_view name_of(Form form);

/// What an endpoint was seen to do.
struct Ability {
  Form form = Form::plain;
  bool takes_temperature = true;
};

/// Makes the body of a request; `recoupe model prompt` shows it.
core::Json body_of(const planner::AuthorPrompt& prompt, const std::string& model, const Ability& ability);

/// Reads what an earlier run saw an endpoint do, where that is recent.
std::optional<Ability> known_ability(const Endpoint& endpoint);

/// Makes the author. What its endpoint can do is tried once, before the first prompt.
std::unique_ptr<planner::Author> make_author(Endpoint endpoint);

}  // namespace recoupe::models::openai
