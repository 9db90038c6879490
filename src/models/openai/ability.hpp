// What an endpoint can do, tried once with a short question and kept in a file. Takes an Endpoint, gives an Ability.
// Included by author.
#pragma once

#include "models/openai/author.hpp"
#include "wire/http_client.hpp"

namespace recoupe::models::openai {

/// Asks in each form, the strictest first, until one is kept to. Errors: those of the endpoint that no form can mend.
core::Result<Ability> probe(wire::HttpClient& http, const Endpoint& endpoint, const core::Cancel& cancel);

/// Keeps what was seen, or forgets it where there is none.
void keep_ability(const Endpoint& endpoint, const std::optional<Ability>& ability);

}  // namespace recoupe::models::openai
