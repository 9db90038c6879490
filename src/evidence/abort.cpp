#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>

#include "core/clock.hpp"
#include "evidence/heads.hpp"
#include "evidence/log.hpp"
#include "evidence/private_files.hpp"
#include "evidence/record.hpp"
#include "evidence/verify.hpp"

namespace recoupe::evidence {
namespace {

struct Tail {
  std::int64_t records = 0;
  core::Json last;           // null: no record yet
  std::string_view torn;     // bytes behind the last whole record
  bool needs_newline = false;
};

// Reads as far as whole records go; what does not parse in the middle is left to verify.
Tail tail_of(std::string_view text) {
  Tail tail;
  const Lines lines = split_lines(text);
  tail.records = static_cast<std::int64_t>(lines.whole.size());
  std::string_view last = lines.whole.empty() ? std::string_view() : lines.whole.back();
  if (core::Json::parse(lines.torn)) {
    last = lines.torn;
    ++tail.records;
    tail.needs_newline = true;
  } else {
    tail.torn = lines.torn;
  }
  if (auto json = core::Json::parse(last)) tail.last = *std::move(json);
  return tail;
}

Head head_for(const std::string& run_id, const core::Json& record) {
  const core::Json* body = record.find("body");
  const bool sealed = record.text("kind") == "sealed";
  return {.run_id = run_id,
          .seq = record.integer("seq"),
          .hash = record.text("hash"),
          .prev = {},
          .time = record.text("time"),
          .outcome = sealed && body != nullptr ? body->text("outcome") : "aborted",
          .mac_of_result = sealed && body != nullptr ? body->text("mac_of_result") : ""};
}

// Gives true where the run was marked now.
core::Result<bool> mark(const std::filesystem::path& store, const std::string& run_id) {
  const auto path = store / "runs" / run_id / "log.jsonl";
  const auto file = open_private(path, O_RDWR | O_APPEND);
  if (!file) return false;  // not ours to write
  if (::flock(file->number(), LOCK_EX | LOCK_NB) != 0) return false;  // it lives
  RECOUPE_TRY(text, read_open_file(file->number(), path));
  const Tail tail = tail_of(text);
  const std::string kind = tail.last.text("kind");
  if (kind == "sealed" || kind == "aborted") {
    // Killed between its last record and its head.
    if (!runs_with_head(store).contains(run_id)) RECOUPE_CHECK(append_head(store, head_for(run_id, tail.last)));
    return false;
  }
  if (tail.records > 0 && tail.last.is_null()) return false;  // no log of ours to continue; verify says why
  if (!tail.torn.empty() && ::ftruncate(file->number(), static_cast<off_t>(text.size() - tail.torn.size())) != 0)
    return core::fail(unwritable("ftruncate", path, errno));
  const core::Json record =
      sealed_record({.seq = tail.records == 0 ? 0 : tail.last.integer("seq") + 1,
                     .prev = tail.records == 0 ? first_prev(run_id) : tail.last.text("hash"),
                     .time = core::text_of(core::system_now()),
                     .kind = "aborted",
                     .body = core::Json::object({{"torn_bytes", static_cast<std::int64_t>(tail.torn.size())}}),
                     .payloads = core::Json::object()});
  RECOUPE_CHECK(write_all(file->number(), (tail.needs_newline ? "\n" : "") + core::canonical(record) + "\n", path));
  RECOUPE_CHECK(sync_file(file->number(), path));
  RECOUPE_CHECK(append_head(store, head_for(run_id, record)));
  return true;
}

}  // namespace

core::Result<std::vector<std::string>> mark_aborted(const std::filesystem::path& store) {
  std::vector<std::string> marked;
  const std::set<std::string> finished = runs_with_head(store);
  for (const std::string& run_id : list_runs(store)) {
    if (finished.contains(run_id)) continue;
    RECOUPE_TRY(now_marked, mark(store, run_id));
    if (now_marked) marked.push_back(run_id);
  }
  return marked;
}

}  // namespace recoupe::evidence
