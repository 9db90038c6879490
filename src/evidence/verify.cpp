#include "evidence/verify.hpp"

#include "evidence/private_files.hpp"
#include "evidence/record.hpp"
#include "evidence/run_files.hpp"
#include "evidence/verify_log.hpp"

namespace recoupe::evidence {
namespace {

core::Result<std::string> log_of(const RunFiles& files) {
  RECOUPE_TRY(log, files.read("log.jsonl"));
  if (!log) return core::fail(invalid({"The run has no log.jsonl", "L'exécution n'a pas de log.jsonl"}));
  return *std::move(log);
}

}  // namespace

core::Result<Verification> verify(const std::filesystem::path& path) {
  RECOUPE_TRY(files, RunFiles::open(path));
  RECOUPE_TRY(log, log_of(*files));
  Verification out;
  out.run_id = files->run_id();
  const Chain chain = check_chain(log, out.run_id, out.faults);
  out.records = static_cast<std::int64_t>(chain.records.size());
  out.head = "sha256:" + (chain.records.empty() ? first_prev(out.run_id) : chain.head);
  out.end = chain.end;
  RECOUPE_CHECK(check_payloads(*files, chain, out));
  RECOUPE_CHECK(check_heads(*files, chain, out));
  return out;
}

core::Result<std::vector<Record>> read_records(const std::filesystem::path& run_folder) {
  RECOUPE_TRY(files, RunFiles::open(run_folder));
  RECOUPE_TRY(log, log_of(*files));
  const Lines lines = split_lines(log);
  std::vector<Record> records;
  for (const std::string_view line : lines.whole) {
    const auto json = core::Json::parse(line);
    if (!json || json->if_object() == nullptr) {
      const std::string at = std::to_string(records.size());
      return core::fail(
          invalid({"Record " + at + " is no JSON object", "L'enregistrement " + at + " n'est pas un objet JSON"}));
    }
    const core::Json* body = json->find("body");
    const core::Json* payloads = json->find("payloads");
    records.push_back({json->integer("seq", -1), json->text("time"), json->text("kind"),
                       body != nullptr ? *body : core::Json(), payloads != nullptr ? *payloads : core::Json()});
  }
  return records;
}

}  // namespace recoupe::evidence
