#include "mcp/http_errors.hpp"

#include <utility>

#include "mcp/server_errors.hpp"

namespace recoupe::mcp {

namespace {

core::Bilingual named(const HttpPeer& peer) {
  return {"The server \"" + peer.server + "\" (" + peer.origin + ")",
          "Le serveur « " + peer.server + " » (" + peer.origin + ")"};
}

core::Error source_error(core::Code code, const HttpPeer& peer, const core::Bilingual& what, const std::string& words,
                         core::Bilingual remedy, bool retryable) {
  const core::Bilingual who = named(peer);
  return {.code = code,
          .origin = core::Origin::source,
          .stage = "mcp",
          .message = {who.en + " " + what.en + (words.empty() ? "." : ": " + words),
                      who.fr + " " + what.fr + (words.empty() ? "." : " : " + words)},
          .remedy = std::move(remedy),
          .retryable = retryable};
}

}  // namespace

core::Error http_failed(const HttpPeer& peer, const wire::HttpFailure& failure, const std::string& method, int timeout_ms) {
  switch (failure.fault) {
    case wire::HttpFault::timed_out:
      return timed_out(peer.server, method, timeout_ms);
    case wire::HttpFault::cancelled:
      return interrupted(peer.server);
    case wire::HttpFault::too_long:
      return broke_protocol(peer.server, {"its answer's header fields are too long",
                                          "les champs d'en-tête de sa réponse sont trop longs"});
    case wire::HttpFault::untrusted:
      return source_error(core::Code::unreachable, peer,
                          {"shows a certificate that can't be trusted", "présente un certificat qui n'est pas digne de confiance"},
                          failure.words,
                          {"If its authority is your own, name its bundle in SSL_CERT_FILE; verification can't be turned off.",
                           "Si son autorité est la vôtre, nommez son fichier dans SSL_CERT_FILE ; la vérification ne peut pas "
                           "être désactivée."},
                          false);
    case wire::HttpFault::moved:
      return source_error(core::Code::unreachable, peer,
                          {"sends on to " + failure.words + ", where nothing was sent", "renvoie vers " + failure.words +
                                                                                           ", où rien n'a été envoyé"},
                          {},
                          {"If that is right, write the new address in .mcp.json.",
                           "Si c'est juste, écrivez la nouvelle adresse dans .mcp.json."},
                          false);
    case wire::HttpFault::cut:
      return source_error(core::Code::server_exited, peer,
                          {"closed the connection before its answer was whole",
                           "a fermé la connexion avant que sa réponse soit entière"},
                          failure.words,
                          {"See in the server's log why; nothing was sent again.",
                           "Voyez pourquoi dans le journal du serveur ; rien n'a été renvoyé."},
                          false);
    case wire::HttpFault::unreachable:
      break;
  }
  return source_error(core::Code::unreachable, peer, {"can't be reached", "est injoignable"}, failure.words,
                      {"Check its address in .mcp.json, that it runs, and the variables HTTP_PROXY, HTTPS_PROXY and NO_PROXY.",
                       "Vérifiez son adresse dans .mcp.json, qu'il tourne, et les variables HTTP_PROXY, HTTPS_PROXY et NO_PROXY."},
                      true);
}

core::Error http_refused(const HttpPeer& peer, int status, const std::string& words) {
  const std::string number = std::to_string(status);
  const core::Bilingual what = {"answers HTTP " + number, "répond HTTP " + number};
  if (status == 407) {
    return source_error(core::Code::authentication, peer, {"is behind a proxy that asks for a login (HTTP 407)",
                                                           "est derrière un proxy qui demande une identification (HTTP 407)"},
                        words, {"Put the proxy's user and password into HTTPS_PROXY or HTTP_PROXY.",
                                "Mettez l'utilisateur et le mot de passe du proxy dans HTTPS_PROXY ou HTTP_PROXY."},
                        false);
  }
  if (status == 401 || status == 403) {
    return source_error(core::Code::authentication, peer, what, words,
                        {"Check the token in this server's headers in .mcp.json, and what it may do.",
                         "Vérifiez le jeton dans les en-têtes de ce serveur dans .mcp.json, et ce qu'il autorise."},
                        false);
  }
  if (status == 429 || status >= 500) {
    return source_error(core::Code::server_error, peer, what, words,
                        {"Try again later, or see the server's log.", "Réessayez plus tard, ou voyez le journal du serveur."},
                        true);
  }
  core::Error error = source_error(core::Code::server_protocol, peer, what, words,
                                   {"Check that the address is that of an MCP server, path included.",
                                    "Vérifiez que l'adresse est bien celle d'un serveur MCP, chemin compris."},
                                   false);
  return error;
}

}  // namespace recoupe::mcp
