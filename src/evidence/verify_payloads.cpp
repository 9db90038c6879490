#include <set>

#include "core/hash.hpp"
#include "evidence/private_files.hpp"
#include "evidence/record.hpp"
#include "evidence/verify_log.hpp"

namespace recoupe::evidence {
namespace {

std::optional<std::string> bytes_of_hex(std::string_view hex) {
  if (hex.size() % 2 != 0) return std::nullopt;
  const auto digit = [](char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1; };
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    const int high = digit(hex[i]);
    const int low = digit(hex[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes.push_back(static_cast<char>(high * 16 + low));
  }
  return bytes;
}

enum class State { sound, absent, no_key, altered };

core::Result<State> state_of(const RunFiles& files, const core::Json& keys, const core::Json& named,
                             std::string& bytes) {
  const std::string id = named.text("id");
  if (!is_safe_id(id)) return State::altered;
  RECOUPE_TRY(read, files.read("payloads/" + id));
  if (!read) return State::absent;
  const auto key = bytes_of_hex(keys.text(id));
  if (!key || key->empty()) return State::no_key;
  bytes = *std::move(read);
  const bool sound = static_cast<std::int64_t>(bytes.size()) == named.integer("bytes", -1) &&
                     core::hex(core::hmac_sha256(*key, bytes)) == named.text("mac");
  return sound ? State::sound : State::altered;
}

core::Bilingual about(const std::string& name, std::string_view en, std::string_view fr) {
  return {"payload \"" + name + "\" " + std::string(en), "le contenu « " + name + " » " + std::string(fr)};
}

}  // namespace

core::Status check_payloads(const RunFiles& files, const Chain& chain, Verification& out) {
  RECOUPE_TRY(keys_text, files.read("keys.json"));
  core::Json keys;
  if (keys_text) {
    auto parsed = core::Json::parse(*keys_text);
    if (parsed) keys = *std::move(parsed);
    else out.faults.push_back({-1, {"keys.json is no JSON", "keys.json n'est pas du JSON"}});
  }
  std::set<std::string> named_ids;
  for (std::size_t at = 0; at < chain.records.size(); ++at) {
    const core::Json* payloads = chain.records[at].find("payloads");
    const core::JsonObject* members = payloads != nullptr ? payloads->if_object() : nullptr;
    if (members == nullptr) continue;
    const auto seq = static_cast<std::int64_t>(at);
    for (const auto& [name, named] : *members) {
      named_ids.insert(named.text("id"));
      std::string bytes;
      RECOUPE_TRY(state, state_of(files, keys, named, bytes));
      ++(state == State::absent ? out.payloads_absent : out.payloads_checked);
      if (state == State::no_key)
        out.faults.push_back({seq, about(name, "is there but its key is not", "est là mais sa clé manque")});
      if (state == State::altered)
        out.faults.push_back({seq, about(name, "or its key was altered", "ou sa clé a été modifié")});
      const core::Json* body = chain.records[at].find("body");
      if (state == State::sound && name == "digest_lines" && body != nullptr &&
          core::named(core::sha256(bytes)) != body->text("digest"))
        out.faults.push_back(
            {seq, about(name, "does not give the result digest", "ne donne pas l'empreinte du résultat")});
    }
  }
  // Killed between payload and record, a run leaves a payload without a record; a sealed one cannot.
  if (chain.end != End::sealed) return {};
  for (const std::string& id : files.payload_ids())
    if (!named_ids.contains(id))
      out.faults.push_back({-1, about(id, "is named by no record", "n'est nommé par aucun enregistrement")});
  return {};
}

core::Result<std::string> read_payload(const std::filesystem::path& run_folder, const Record& record,
                                       const std::string& name) {
  RECOUPE_TRY(files, RunFiles::open(run_folder));
  const core::Json* named = record.payloads.find(name);
  RECOUPE_TRY(keys_text, files->read("keys.json"));
  const auto keys = core::Json::parse(keys_text.value_or("{}"));
  std::string bytes;
  State state = State::absent;
  if (named != nullptr) {
    RECOUPE_TRY(found, state_of(*files, keys ? *keys : core::Json(), *named, bytes));
    state = found;
  }
  if (state == State::sound) return bytes;
  if (state == State::absent)
    return core::fail(invalid(about(name, "was erased or never kept", "a été effacé ou n'a pas été conservé")));
  return core::fail(invalid(about(name, "or its key was altered", "ou sa clé a été modifié")));
}

}  // namespace recoupe::evidence
