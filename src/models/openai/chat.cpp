#include "models/openai/chat.hpp"

#include <array>

#include "wire/redact.hpp"
#include "wire/url.hpp"

namespace recoupe::models::openai {
namespace {

using core::Code;
using core::Json;

/// Names the model and its endpoint without anything secret.
std::string who(const Endpoint& endpoint) {
  const auto url = wire::parse_url(endpoint.url);
  return endpoint.model + " (" + (url ? url->origin() : endpoint.url) + ")";
}

core::Error error_of(Code code, const Endpoint& endpoint, const core::Bilingual& what, const std::string& words, core::Bilingual remedy,
                     bool retryable = false) {
  const std::array secrets{endpoint.key};
  const std::string shown = wire::last_words(words, endpoint.key.empty() ? std::span<const std::string>() : std::span<const std::string>(secrets), words_bytes_max);
  const std::string tail = shown.empty() ? "" : ": " + shown;
  core::Error error;
  error.code = code;
  error.origin = core::Origin::model;
  error.stage = "models/openai";
  error.message = {"The model " + who(endpoint) + " " + what.en + (tail.empty() ? "." : tail),
                   "Le modèle " + who(endpoint) + " " + what.fr + (tail.empty() ? "." : " " + tail)};
  error.remedy = std::move(remedy);
  error.retryable = retryable;
  return error;
}

core::Error failed(const Endpoint& endpoint, const wire::HttpFailure& failure) {
  switch (failure.fault) {
    case wire::HttpFault::cancelled: {
      core::Error error = error_of(Code::interrupted, endpoint, {"was interrupted", "a été interrompu"}, {}, {});
      error.origin = core::Origin::user;
      return error;
    }
    case wire::HttpFault::timed_out:
      return error_of(Code::timeout, endpoint,
                      {"gave no answer within " + std::to_string(endpoint.timeout_ms / 1000) + " s",
                       "n'a pas répondu en " + std::to_string(endpoint.timeout_ms / 1000) + " s"},
                      {}, {"Allow it more time with timeout_s under [model] in recoupe.toml; nothing was sent again.",
                           "Donnez-lui plus de temps par timeout_s sous [model] dans recoupe.toml ; rien n'a été renvoyé."}, true);
    case wire::HttpFault::untrusted:
      return error_of(Code::unreachable, endpoint, {"shows a certificate that can't be trusted", "présente un certificat qui n'est pas digne de confiance"}, failure.words,
                      {"If its authority is your own, name its bundle in SSL_CERT_FILE.", "Si son autorité est la vôtre, nommez son fichier dans SSL_CERT_FILE."});
    case wire::HttpFault::moved:
      return error_of(Code::unreachable, endpoint, {"sends on to " + failure.words + ", where nothing was sent", "renvoie vers " + failure.words + ", où rien n'a été envoyé"}, {},
                      {"If that is right, write the new address.", "Si c'est juste, écrivez la nouvelle adresse."});
    case wire::HttpFault::cut:
    case wire::HttpFault::too_long:
      return error_of(Code::model_unavailable, endpoint, {"broke off its answer", "a interrompu sa réponse"}, failure.words,
                      {"See its log; nothing was sent again.", "Voyez son journal ; rien n'a été renvoyé."}, true);
    case wire::HttpFault::unreachable:
      break;
  }
  return error_of(Code::unreachable, endpoint, {"can't be reached", "est injoignable"}, failure.words,
                  {"Check the address and that it runs, and HTTP_PROXY, HTTPS_PROXY, NO_PROXY. `--model local` needs no network.",
                   "Vérifiez l'adresse et qu'il tourne, puis HTTP_PROXY, HTTPS_PROXY, NO_PROXY. `--model local` n'a pas besoin du réseau."}, true);
}

class Body final : public wire::HttpReader {
 public:
  explicit Body(Reply& reply) : reply_(reply) {}
  void on_head(const wire::HttpHead& head) override {
    reply_.status = head.status;
    if (const std::string* after = wire::find_header(head.headers, "Retry-After")) reply_.retry_after = *after;
  }
  bool on_body(std::string_view bytes) override {
    reply_.body.append(bytes);
    return reply_.body.size() <= reply_bytes_max;
  }

 private:
  Reply& reply_;
};

/// Gives the words of an error object, in whichever of the usual places they stand.
std::string words_in(const std::string& body) {
  const auto json = Json::parse(body);
  if (!json) return body;
  const Json* error = json->find("error");
  if (error != nullptr && error->if_string() != nullptr) return *error->if_string();
  for (const Json* place : {error, &*json})
    for (const char* key : {"message", "detail", "error_description"})
      if (place != nullptr && !place->text(key).empty()) return place->text(key);
  return {};
}

core::Error no_answer(const Endpoint& endpoint, const std::string& words) {
  return error_of(Code::server_protocol, endpoint, {"answers with something else than a chat completion", "répond par autre chose qu'une réponse de l'API chat"}, words,
                  {"Check the address: it ends in /v1, with #model behind it.", "Vérifiez l'adresse : elle finit par /v1, suivie de #modèle."});
}

}  // namespace

bool is_bad_request(int status) { return status == 400 || status == 415 || status == 422 || status == 501; }

core::Result<Reply> post(wire::HttpClient& http, const Endpoint& endpoint, const Json& body, const core::Cancel& cancel) {
  wire::HttpCall call{.method = "POST", .url = endpoint.url + "/chat/completions", .headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}}, .body = body.dump()};
  if (!endpoint.key.empty()) call.headers.emplace_back("Authorization", "Bearer " + endpoint.key);
  Reply reply;
  Body reader(reply);
  const auto done = http.exchange(std::move(call), wire::Deadline::in_ms(endpoint.timeout_ms), cancel, reader);
  if (!done) return core::fail(failed(endpoint, done.error()));
  if (reply.body.size() > reply_bytes_max)
    return core::fail(error_of(Code::model_invalid_answer, endpoint, {"answers with more than " + std::to_string(reply_bytes_max) + " bytes", "répond par plus de " + std::to_string(reply_bytes_max) + " octets"}, {}, {}));
  return reply;
}

core::Error refused(const Endpoint& endpoint, const Reply& reply) {
  const std::string number = std::to_string(reply.status);
  const std::string words = words_in(reply.body);
  if (reply.status == 401 || reply.status == 403)
    return error_of(Code::authentication, endpoint,
                    endpoint.key.empty() ? core::Bilingual{"asks for a key (HTTP " + number + ")", "demande une clé (HTTP " + number + ")"}
                                         : core::Bilingual{"does not accept the key (HTTP " + number + ")", "n'accepte pas la clé (HTTP " + number + ")"},
                    words, endpoint.key_remedy);
  if (reply.status == 402)
    return error_of(Code::model_unavailable, endpoint, {"asks for credit (HTTP 402)", "demande du crédit (HTTP 402)"}, words,
                    {"Add credit to the account, or choose another provider or model.", "Créditez le compte, ou choisissez un autre fournisseur ou modèle."});
  if (reply.status == 404)
    return error_of(Code::model_unavailable, endpoint, {"is not known there (HTTP 404)", "n'y est pas connu (HTTP 404)"}, words,
                    {"Check the model's name and the address: it ends in /v1, with #model behind it.",
                     "Vérifiez le nom du modèle et l'adresse : elle finit par /v1, suivie de #modèle."});
  if (reply.status == 429) {
    const std::string after = reply.retry_after.empty() ? "" : " (" + reply.retry_after + ")";
    return error_of(Code::model_unavailable, endpoint, {"asks for fewer requests (HTTP 429)", "demande moins de requêtes (HTTP 429)"}, words,
                    {"Wait" + after + " and try again; nothing was sent again.", "Attendez" + after + " et réessayez ; rien n'a été renvoyé."}, true);
  }
  if (reply.status >= 500)
    return error_of(Code::model_unavailable, endpoint, {"fails (HTTP " + number + ")", "est en panne (HTTP " + number + ")"}, words,
                    {"Try again later, or see its log; nothing was sent again.", "Réessayez plus tard, ou voyez son journal ; rien n'a été renvoyé."}, true);
  return error_of(Code::model_unavailable, endpoint, {"refuses the request (HTTP " + number + ")", "refuse la requête (HTTP " + number + ")"}, words,
                  {"`recoupe model prompt` shows what is sent; where it is too long, name fewer sources or choose a model with a larger window.",
                   "`recoupe model prompt` montre ce qui est envoyé ; si c'est trop long, nommez moins de sources ou choisissez un modèle à plus grande fenêtre."});
}

core::Result<planner::Written> message_in(const Endpoint& endpoint, const Reply& reply) {
  const auto json = Json::parse(reply.body);
  if (!json) return core::fail(no_answer(endpoint, reply.body));
  const Json* choices = json->find("choices");
  const auto* list = choices != nullptr ? choices->if_array() : nullptr;
  const Json* message = list != nullptr && !list->empty() ? list->front().find("message") : nullptr;
  if (message == nullptr) return core::fail(no_answer(endpoint, reply.body));
  planner::Written written;
  if (const Json* usage = json->find("usage")) {
    written.tokens_read = usage->integer("prompt_tokens");
    written.tokens_written = usage->integer("completion_tokens");
  }
  if (list->front().text("finish_reason") == "length")
    return core::fail(error_of(Code::model_invalid_answer, endpoint, {"was cut off before its answer was whole", "a été coupé avant la fin de sa réponse"}, {},
                               {"Let the endpoint write more tokens, or choose a model that thinks less aloud.",
                                "Laissez le service écrire plus de jetons, ou choisissez un modèle qui réfléchit moins à voix haute."}));
  const Json* calls = message->find("tool_calls");
  if (calls != nullptr && calls->if_array() != nullptr && !calls->if_array()->empty()) {
    const Json* function = calls->if_array()->front().find("function");
    const Json* arguments = function != nullptr ? function->find("arguments") : nullptr;
    if (arguments != nullptr) written.text = arguments->if_string() != nullptr ? *arguments->if_string() : arguments->dump();
  }
  if (written.text.empty()) written.text = message->text("content");
  if (written.text.empty() && !message->text("refusal").empty())
    written.text = Json::object({{"refuse", "not_a_question"}, {"why", message->text("refusal")}}).dump();
  return written;
}

}  // namespace recoupe::models::openai
