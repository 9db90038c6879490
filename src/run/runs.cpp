#include "run/runs.hpp"

#include <utility>
#include <vector>

#include "evidence/log.hpp"

namespace recoupe::run {

namespace {

core::Error no_such_run(const std::string& word) {
  return {.code = core::Code::usage,
          .origin = core::Origin::user,
          .stage = "run",
          .message = {"no run " + word, "pas d'exécution " + word},
          .remedy = {"`recoupe runs` lists them.", "`recoupe runs` les énumère."}};
}

}  // namespace

core::Result<std::filesystem::path> find_run(const std::filesystem::path& store, const std::string& word) {
  std::vector<std::filesystem::path> found;
  for (const std::string& id : evidence::list_runs(store))
    if ((!word.empty() && id.starts_with(word)) || (word == "last" && found.empty())) found.push_back(store / "runs" / id);
  if (found.size() == 1) return found.front();
  return core::fail(no_such_run(word));
}

std::string word_of(evidence::End end, core::Language language) {
  const bool french = language == core::Language::fr;
  if (end == evidence::End::sealed) return french ? "scellé" : "sealed";
  if (end == evidence::End::aborted) return french ? "interrompu (aborted)" : "aborted";
  return french ? "interrompu avant sa fin (aborted)" : "aborted before its end";
}

core::Json to_json(const evidence::Verification& verified) {
  core::Json faults = core::Json::array();
  for (const evidence::Fault& fault : verified.faults)
    faults.push(core::Json::object({{"record", fault.record}, {"why", fault.why.en}}));
  return core::Json::object({{"run_id", verified.run_id},
                             {"verifies", verified.faults.empty()},
                             {"records", verified.records},
                             {"head", verified.head},
                             {"end", word_of(verified.end, core::Language::en)},
                             {"payloads_checked", verified.payloads_checked},
                             {"payloads_absent", verified.payloads_absent},
                             {"faults", std::move(faults)}});
}

}  // namespace recoupe::run
