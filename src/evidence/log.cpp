#include "evidence/log.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <mutex>

#include "core/clock.hpp"
#include "core/hash.hpp"
#include "evidence/heads.hpp"
#include "evidence/private_files.hpp"
#include "evidence/record.hpp"

namespace recoupe::evidence {
namespace {

constexpr std::size_t key_bytes = 32;
constexpr std::size_t payload_id_bytes = 16;
constexpr std::string_view keys_end = "}\n";

core::Error stopped() {
  core::Error error{.code = core::Code::evidence_unwritable,
                    .origin = core::Origin::internal,
                    .stage = "evidence",
                    .message = {},
                    .remedy = {}};
  error.message = {"The evidence log failed earlier or is sealed; nothing more may be sent.",
                   "Le journal de preuves a échoué ou est scellé ; plus rien ne peut être envoyé."};
  error.remedy = {"Start a new run once the folder can be written.",
                  "Relancez quand le dossier est de nouveau accessible en écriture."};
  return error;
}

// The store says itself that it is not for a repository: rows and questions of people are in it.
core::Status make_store(const std::filesystem::path& store) {
  std::error_code ignored;
  std::filesystem::create_directories(store.parent_path(), ignored);
  const bool is_new = !std::filesystem::exists(store, ignored);
  RECOUPE_CHECK(make_private_folder(store));
  if (is_new) {
    const auto path = store / ".gitignore";
    RECOUPE_TRY(file, open_private(path, O_WRONLY | O_CREAT | O_APPEND));
    RECOUPE_CHECK(write_all(file.number(), "*\n", path));
  }
  return make_private_folder(store / "runs");
}

}  // namespace

struct Log::State {
  std::mutex mutex;
  std::filesystem::path store;
  std::filesystem::path folder;
  std::string run_id;
  Descriptor log;
  Descriptor keys;
  std::int64_t log_bytes = 0;
  std::int64_t keys_bytes = 0;
  std::int64_t seq = 0;
  std::string prev;
  core::Timestamp last_time;
  bool closed = false;  // failed or sealed
  std::vector<std::filesystem::path> unsynced;

  std::string time() {
    last_time.micros = std::max(last_time.micros, core::system_now().micros);
    return core::text_of(last_time);
  }

  // keys.json stays one JSON object after every write: the new member takes the place of the closing brace.
  core::Status add_key(std::string_view id, std::string_view key) {
    const auto path = folder / "keys.json";
    const bool first = keys_bytes == static_cast<std::int64_t>(keys_end.size()) + 1;
    const std::string member = std::string(first ? "" : ",\n") + "\"" + std::string(id) + "\":\"" + core::hex(key) +
                               "\"" + std::string(keys_end);
    const std::int64_t at = keys_bytes - static_cast<std::int64_t>(keys_end.size());
    if (::lseek(keys.number(), static_cast<off_t>(at), SEEK_SET) < 0)
      return core::fail(unwritable("lseek", path, errno));
    RECOUPE_CHECK(write_all(keys.number(), member, path));
    keys_bytes = at + static_cast<std::int64_t>(member.size());
    return {};
  }

  core::Result<core::Json> add_payload(const Payload& payload) {
    const std::string id = core::hex(core::random_bytes(payload_id_bytes));
    const std::string key = core::random_bytes(key_bytes);
    const auto path = folder / "payloads" / id;
    RECOUPE_TRY(file, open_private(path, O_WRONLY | O_CREAT | O_EXCL));
    RECOUPE_CHECK(write_all(file.number(), payload.bytes, path));
    RECOUPE_CHECK(add_key(id, key));
    unsynced.push_back(path);
    return core::Json::object({{"id", id},
                               {"mac", core::hex(core::hmac_sha256(key, payload.bytes))},
                               {"bytes", static_cast<std::int64_t>(payload.bytes.size())}});
  }

  core::Status write_record(std::string_view kind, core::Json body, std::span<const Payload> payloads) {
    Draft draft{.seq = seq,
                .prev = prev,
                .time = time(),
                .kind = std::string(kind),
                .body = std::move(body),
                .payloads = core::Json::object()};
    if (draft.body.is_null()) draft.body = core::Json::object();
    for (const Payload& payload : payloads) {
      RECOUPE_TRY(named, add_payload(payload));
      draft.payloads.set(payload.name, std::move(named));
    }
    const core::Json record = sealed_record(draft);
    const std::string line = core::canonical(record) + "\n";
    if (auto written = write_all(log.number(), line, folder / "log.jsonl"); !written) {
      // Takes back what a full disk left of the line; where that fails too, the line counts as torn.
      [[maybe_unused]] const int undone = ::ftruncate(log.number(), static_cast<off_t>(log_bytes));
      return written;
    }
    log_bytes += static_cast<std::int64_t>(line.size());
    prev = record.text("hash");
    ++seq;
    return {};
  }

  core::Status append(std::string_view kind, core::Json body, std::span<const Payload> payloads) {
    if (closed) return core::fail(stopped());
    auto written = write_record(kind, std::move(body), payloads);
    closed = !written;
    return written;
  }

  core::Status sync() {
    for (const auto& path : unsynced) RECOUPE_CHECK(sync_path(path));
    unsynced.clear();
    RECOUPE_CHECK(sync_file(keys.number(), folder / "keys.json"));
    RECOUPE_CHECK(sync_file(log.number(), folder / "log.jsonl"));
    for (const auto& path : {folder / "payloads", folder, store / "runs"}) RECOUPE_CHECK(sync_path(path));
    return {};
  }
};

Log::Log(std::unique_ptr<State> state) : state_(std::move(state)) {}
Log::~Log() = default;

core::Result<std::unique_ptr<Log>> Log::create(const std::filesystem::path& store, const std::string& run_id) {
  auto state = std::make_unique<State>();
  state->store = store;
  state->folder = store / "runs" / run_id;
  state->run_id = run_id;
  state->prev = first_prev(run_id);
  if (!is_safe_id(run_id)) return core::fail(unwritable("run_id", state->folder, EINVAL));
  RECOUPE_CHECK(make_store(store));
  if (::mkdir(state->folder.c_str(), 0700) != 0) return core::fail(unwritable("mkdir", state->folder, errno));
  RECOUPE_CHECK(make_private_folder(state->folder / "payloads"));
  RECOUPE_TRY(keys, open_private(state->folder / "keys.json", O_RDWR | O_CREAT | O_EXCL));
  state->keys = std::move(keys);
  const std::string none = "{" + std::string(keys_end);
  RECOUPE_CHECK(write_all(state->keys.number(), none, state->folder / "keys.json"));
  state->keys_bytes = static_cast<std::int64_t>(none.size());
  // Locked before it has its name: whoever looks for dead logs never sees this one unlocked.
  const auto path = state->folder / "log.jsonl";
  const auto unnamed = state->folder / "log.jsonl.new";
  RECOUPE_TRY(log, open_private(unnamed, O_RDWR | O_CREAT | O_EXCL | O_APPEND));
  state->log = std::move(log);
  if (::flock(state->log.number(), LOCK_EX | LOCK_NB) != 0) return core::fail(unwritable("flock", path, errno));
  if (::rename(unnamed.c_str(), path.c_str()) != 0) return core::fail(unwritable("rename", path, errno));
  return std::unique_ptr<Log>(new Log(std::move(state)));
}

core::Status Log::append(std::string_view kind, core::Json body, std::span<const Payload> payloads) {
  const std::lock_guard lock(state_->mutex);
  return state_->append(kind, std::move(body), payloads);
}

core::Status Log::sync() {
  const std::lock_guard lock(state_->mutex);
  auto synced = state_->sync();
  if (!synced) state_->closed = true;
  return synced;
}

core::Status Log::seal(std::string_view outcome, std::string_view result) {
  const std::lock_guard lock(state_->mutex);
  if (state_->closed) return core::fail(stopped());
  std::string mac;
  if (!result.empty()) {
    const std::string key = core::random_bytes(key_bytes);
    mac = core::hex(core::hmac_sha256(key, result));
    if (auto kept = state_->add_key(result_key_id, key); !kept) {
      state_->closed = true;
      return kept;
    }
  }
  RECOUPE_CHECK(state_->append("sealed", core::Json::object({{"outcome", outcome}, {"mac_of_result", mac}}), {}));
  state_->closed = true;
  RECOUPE_CHECK(state_->sync());
  return append_head(state_->store, {.run_id = state_->run_id,
                                     .seq = state_->seq - 1,
                                     .hash = state_->prev,
                                     .prev = {},
                                     .time = core::text_of(state_->last_time),
                                     .outcome = std::string(outcome),
                                     .mac_of_result = mac});
}

const std::string& Log::run_id() const { return state_->run_id; }
std::filesystem::path Log::folder() const { return state_->folder; }

std::string Log::head() const {
  const std::lock_guard lock(state_->mutex);
  return "sha256:" + state_->prev;
}

}  // namespace recoupe::evidence
