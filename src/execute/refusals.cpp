#include "execute/refusals.hpp"

#include <utility>

namespace recoupe::execute {

namespace {

core::Error error(core::Code code, core::Origin origin, core::Bilingual message, core::Bilingual remedy) {
  return {.code = code,
          .origin = origin,
          .stage = "execute",
          .message = std::move(message),
          .remedy = std::move(remedy)};
}

}  // namespace

core::Error not_connected(const std::string& server) {
  return error(core::Code::unreachable, core::Origin::source,
               {"The plan reads from the server \"" + server + "\", which is not connected.",
                "Le plan lit le serveur « " + server + " », qui n'est pas connecté."},
               {"Check its entry in .mcp.json; `recoupe doctor` tries it.",
                "Vérifiez son entrée dans .mcp.json ; `recoupe doctor` l'essaie."});
}

core::Error stopped() {
  return error(core::Code::interrupted, core::Origin::user, {"Interrupted.", "Interrompu."},
               {"Run it again.", "Relancez."});
}

core::Error budget_reached(const std::string& source, const std::string& budget, std::int64_t allowed) {
  const std::string limit = budget + " = " + std::to_string(allowed);
  return error(core::Code::budget_reached, core::Origin::user,
               {"Reading " + source + " goes beyond the budget " + limit + ".",
                "La lecture de " + source + " dépasse le budget " + limit + "."},
               {"Ask for less (a filter, a shorter period), or raise " + budget + " under [budgets] in recoupe.toml.",
                "Demandez moins (un filtre, une période plus courte), ou relevez " + budget +
                    " sous [budgets] dans recoupe.toml."});
}

core::Error cut_off(const std::string& server, const std::string& source) {
  return error(core::Code::server_protocol, core::Origin::source,
               {"The server \"" + server + "\" gave only a part of " + source + " and no way to the rest.",
                "Le serveur « " + server + " » n'a donné qu'une partie de " + source +
                    ", sans moyen d'avoir la suite."},
               {"Ask for less (a filter, a shorter period), or raise the server's own row limit.",
                "Demandez moins (un filtre, une période plus courte), ou relevez la limite de lignes du serveur."});
}

core::Error never_ends(const std::string& server, const std::string& source) {
  return error(core::Code::server_protocol, core::Origin::source,
               {"The server \"" + server + "\" keeps announcing rows of " + source + " that never come.",
                "Le serveur « " + server + " » annonce sans fin des lignes de " + source + " qui ne viennent pas."},
               {"Check the server's version.", "Vérifiez la version du serveur."});
}

}  // namespace recoupe::execute
