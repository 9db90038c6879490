// What `recoupe model` does besides measuring: tells which model is in use, chooses, downloads, shows what a hosted one is
// sent, takes an answer. Included by command_model.
#pragma once

#include "cli/options.hpp"

namespace recoupe::cli {

/// Add the verbs of `recoupe model` to its command.
void add_model_choice(CLI::App& model, Registry registry);  // list, show, use, fetch
void add_model_answer(CLI::App& model, Registry registry);  // prompt, accept

}  // namespace recoupe::cli
