#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>

#include "cli/options.hpp"
#include "evidence/log.hpp"
#include "evidence/verify.hpp"
#include "run/replay.hpp"
#include "run/runs.hpp"

namespace recoupe::cli {
namespace {

namespace fs = std::filesystem;

bool is_french(const Options& options) { return language_of(options) == core::Language::fr; }

/// Finds a run by its folder or bundle, or in the store of this folder.
core::Result<fs::path> find_run(const std::string& run) {
  std::error_code ignored;
  if (fs::exists(run, ignored)) return fs::absolute(run).lexically_normal();
  return run::find_run(evidence::find_store(fs::current_path()), run);
}

std::string text_of(const evidence::Verification& verified, bool french) {
  std::string out = verified.run_id + (french ? " : " : ": ");
  if (verified.faults.empty())
    out += std::string(french ? "le journal est intact, " : "the log verifies, ") + std::to_string(verified.records) +
           (french ? " enregistrements, " : " records, ") + std::to_string(verified.payloads_checked) +
           (french ? " contenus vérifiés, " : " payloads checked, ") +
           run::word_of(verified.end, french ? core::Language::fr : core::Language::en) + "\n" +
           verified.head + "\n";
  else
    out += french ? "le journal NE SE VÉRIFIE PAS\n" : "the log DOES NOT VERIFY\n";
  for (const evidence::Fault& fault : verified.faults)
    out += (fault.record < 0 ? std::string("  ") : (french ? "  enregistrement " : "  record ") + std::to_string(fault.record) +
                                                       (french ? " : " : ": ")) +
           (french ? fault.why.fr : fault.why.en) + "\n";
  return out;
}

int verify(const Options& options, const std::string& run) {
  auto path = find_run(run);
  if (!path) return fail(options, path.error());
  auto verified = evidence::verify(*path);
  if (!verified) return fail(options, verified.error());
  const int written = write_text(options, options.format == "json" ? run::to_json(*verified).pretty() + "\n"
                                                                   : text_of(*verified, is_french(options)));
  return verified->faults.empty() ? written : core::exit_code_of(core::Code::evidence_invalid);
}

int replay(const Options& options, const std::string& run) {
  auto path = find_run(run);
  if (!path) return fail(options, path.error());
  auto session = open_session(options);
  if (!session) return fail(options, session.error());
  auto replayed = run::replay(**session, *path, interrupt());
  if (!replayed) return fail(options, replayed.error());
  if (replayed->report.error) return write(options, replayed->report);
  const bool french = is_french(options);
  if (options.format == "json") {
    core::Json json = render::to_json(replayed->report, rows_of(options).value_or(0));
    json.set("replay", core::Json::object({{"of", path->filename().string()}, {"same", replayed->same},
                                           {"original_digest", replayed->original_digest},
                                           {"digest", replayed->report.answer.digest}, {"drift", replayed->drift.en}}));
    write_text(options, json.pretty() + "\n");
  } else {
    write_text(options, (replayed->same ? std::string(french ? "même résultat : " : "same result: ")
                                        : (french ? replayed->drift.fr : replayed->drift.en) + "\n" + replayed->original_digest + "\n") +
                            replayed->report.answer.digest + "\n");
  }
  return replayed->same ? 0 : core::exit_code_of(core::Code::replay_drifted);
}

constexpr std::size_t first_words_max = 60;  // in code points

/// Gives the first words of what a run was asked; "" where the payload is not kept.
std::string first_words(const fs::path& folder, const std::vector<evidence::Record>& records) {
  const auto asked = std::ranges::find(records, "instruction", &evidence::Record::kind);
  if (asked == records.end()) return {};
  const auto text = evidence::read_payload(folder, *asked, asked->body.text("form") == "plan" ? "plan_text" : "instruction");
  if (!text) return {};
  std::string words;
  std::size_t count = 0;
  for (const char c : *text) {
    const bool begins = (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    if (begins && ++count > first_words_max) return words + "…";
    words += static_cast<unsigned char>(c) < 0x20U || c == 0x7F ? ' ' : c;
  }
  return words;
}

int list_runs(const Options& options) {
  const fs::path store = evidence::find_store(fs::current_path());
  core::Json list = core::Json::array();
  std::string text;
  for (const std::string& id : evidence::list_runs(store)) {
    auto records = evidence::read_records(store / "runs" / id);
    if (!records || records->empty()) continue;
    const evidence::Record& last = records->back();
    const std::string outcome = last.kind == "sealed" ? last.body.text("outcome") : "aborted";
    const std::string asked = first_words(store / "runs" / id, *records);
    list.push(core::Json::object({{"run_id", id}, {"outcome", outcome}, {"records", static_cast<std::int64_t>(records->size())},
                                  {"asked", asked}}));
    text += id + "  " + outcome + (asked.empty() ? "" : "  " + asked) + "\n";
  }
  return write_text(options, options.format == "json" ? list.pretty() + "\n" : text);
}

int show(const Options& options, const std::string& run) {
  auto path = find_run(run);
  if (!path) return fail(options, path.error());
  auto records = evidence::read_records(*path);
  if (!records) return fail(options, records.error());
  core::Json json = core::Json::object({{"run_id", path->filename().string()}, {"records", core::Json::array()}});
  std::string text;
  for (const evidence::Record& record : *records) {
    json.if_object()->back().second.push(core::Json::object(
        {{"seq", record.seq}, {"time", record.time}, {"kind", record.kind}, {"body", record.body}, {"payloads", record.payloads}}));
    text += std::to_string(record.seq) + "  " + record.time + "  " + record.kind + "  " + record.body.dump() + "\n";
    if (record.kind != "result") continue;
    if (auto report = evidence::read_payload(*path, record, "report"))
      if (auto parsed = core::Json::parse(*report)) json.set("report", *parsed);
  }
  return write_text(options, options.format == "json" ? json.pretty() + "\n" : text);
}

void add_on_run(Registry registry, const char* name, const char* words, int (*action)(const Options&, const std::string&)) {
  CLI::App* command = registry.app.add_subcommand(name, words);
  auto run = std::make_shared<std::string>();
  command->add_option("run", *run, "A run's id or its beginning, `last`, a run's folder, or a bundle")->required();
  command->callback([=, &chosen = registry.chosen] { chosen = [=](const Options& options) { return action(options, *run); }; });
}

}  // namespace

void add_evidence(Registry registry) {
  add_on_run(registry, "verify", "Check a run's log and say where it breaks", verify);
  add_on_run(registry, "replay", "Run a run's plan again and compare", replay);
  add_on_run(registry, "show", "Show a run's records", show);
  CLI::App* runs = registry.app.add_subcommand("runs", "List the runs of this project, newest first");
  runs->callback([&chosen = registry.chosen] { chosen = list_runs; });
}

}  // namespace recoupe::cli
