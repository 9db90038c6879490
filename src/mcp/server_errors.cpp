#include "mcp/server_errors.hpp"

#include <utility>

namespace recoupe::mcp {

namespace {

std::string en_server(const std::string& server) { return "The server \"" + server + "\""; }
std::string fr_server(const std::string& server) { return "Le serveur « " + server + " »"; }

core::Error source_error(core::Code code, core::Bilingual message, core::Bilingual remedy, bool retryable) {
  return {.code = code,
          .origin = core::Origin::source,
          .stage = "mcp",
          .message = std::move(message),
          .remedy = std::move(remedy),
          .retryable = retryable};
}

}  // namespace

core::Error exited(const std::string& server, const core::Bilingual& how, const std::string& words) {
  core::Bilingual message{en_server(server) + " stopped (" + how.en + ").",
                          fr_server(server) + " s'est arrêté (" + how.fr + ")."};
  if (!words.empty()) {
    message.en += " Its last words:\n" + words;
    message.fr += " Ses derniers mots :\n" + words;
  }
  return source_error(core::Code::server_exited, std::move(message),
                      {"Check its command, arguments and connection in .mcp.json; run the command by hand to see more.",
                       "Vérifiez sa commande, ses arguments et sa connexion dans .mcp.json ; lancez la commande à la main "
                       "pour en voir plus."},
                      false);
}

core::Error broke_protocol(const std::string& server, const core::Bilingual& what) {
  return source_error(core::Code::server_protocol,
                      {en_server(server) + " does not keep to the protocol: " + what.en + ".",
                       fr_server(server) + " ne respecte pas le protocole : " + what.fr + "."},
                      {"Check that its command starts an MCP server, and its version.",
                       "Vérifiez que sa commande lance bien un serveur MCP, et sa version."},
                      false);
}

core::Error timed_out(const std::string& server, const std::string& method, int timeout_ms) {
  const std::string ms = std::to_string(timeout_ms);
  return source_error(core::Code::timeout,
                      {en_server(server) + " did not answer " + method + " within " + ms + " ms.",
                       fr_server(server) + " n'a pas répondu à " + method + " en " + ms + " ms."},
                      {"Ask for less, or allow more time.", "Demandez moins, ou accordez plus de temps."}, true);
}

core::Error interrupted(const std::string& server) {
  return {.code = core::Code::interrupted,
          .origin = core::Origin::user,
          .stage = "mcp",
          .message = {"Interrupted while waiting for the server \"" + server + "\".",
                      "Interrompu pendant l'attente du serveur « " + server + " »."},
          .remedy = {"Run it again.", "Relancez."}};
}

core::Error refused_by_server(const std::string& server, const std::string& method, std::int64_t code,
                              const std::string& words) {
  const std::string number = std::to_string(code);
  return source_error(core::Code::server_error,
                      {en_server(server) + " refused " + method + " (" + number + "): " + words,
                       fr_server(server) + " a refusé " + method + " (" + number + ") : " + words},
                      {"The server's words say why.", "Les mots du serveur disent pourquoi."}, false);
}

core::Error changed_tool(const std::string& server, const std::string& tool) {
  return source_error(core::Code::policy,
                      {en_server(server) + " changed the definition of its tool " + tool + " since it was read; it was not called.",
                       fr_server(server) + " a changé la définition de son outil " + tool +
                           " depuis sa lecture ; il n'a pas été appelé."},
                      {"See what changed; a new run reads the new definition.",
                       "Voyez ce qui a changé ; une nouvelle exécution lira la nouvelle définition."},
                      false);
}

core::Error vanished_tool(const std::string& server, const std::string& tool) {
  return source_error(core::Code::server_error,
                      {en_server(server) + " does not offer its tool " + tool + " any more; it was not called.",
                       fr_server(server) + " ne propose plus son outil " + tool + " ; il n'a pas été appelé."},
                      {"Check the server's version and settings.", "Vérifiez la version et les réglages du serveur."}, false);
}

core::Error failed_tool(const std::string& server, const std::string& tool, const std::string& words) {
  const std::string quoted = words.empty() ? "" : ": " + words;
  const std::string quoted_fr = words.empty() ? "" : " : " + words;
  return source_error(core::Code::server_error,
                      {"The tool " + tool + " of the server \"" + server + "\" failed" + quoted,
                       "L'outil " + tool + " du serveur « " + server + " » a échoué" + quoted_fr},
                      {"The server's words say why.", "Les mots du serveur disent pourquoi."}, false);
}

}  // namespace recoupe::mcp
