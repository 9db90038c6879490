#include "sources/mongodb/server/session.hpp"

#include <mongoc/mongoc.h>

#include <chrono>
#include <functional>
#include <future>
#include <thread>
#include <utility>

#include "core/clock.hpp"
#include "sources/mql/ejson.hpp"
#include "sources/mongodb/server/mongo_error.hpp"

namespace recoupe::sources::mongodb {
namespace {

using core::fail;
using core::Json;

constexpr std::int64_t wire_version_of_snapshot_reads = 13;  // MongoDB 5.0
constexpr int connecting_timeout_ms = 60'000;                // the URI's own bounds come first
constexpr std::int64_t wire_version_of_transactions = 7;     // MongoDB 4.0

std::string time_text(std::uint32_t seconds, std::uint32_t increment) {
  return std::to_string(seconds) + ":" + std::to_string(increment);
}

/// Finds a timestamp below dotted names.
std::optional<std::pair<std::uint32_t, std::uint32_t>> find_time(const bson_t& reply, const char* path) {
  bson_iter_t iter;
  bson_iter_t found;
  if (!bson_iter_init(&iter, &reply) || !bson_iter_find_descendant(&iter, path, &found)) return std::nullopt;
  if (!BSON_ITER_HOLDS_TIMESTAMP(&found)) return std::nullopt;
  std::pair<std::uint32_t, std::uint32_t> time;
  bson_iter_timestamp(&found, &time.first, &time.second);
  return time;
}

Json timestamp(std::uint32_t seconds, std::uint32_t increment) {
  return Json::object({{"$timestamp", Json::object({{"t", static_cast<std::int64_t>(seconds)},
                                                    {"i", static_cast<std::int64_t>(increment)}})}});
}

/// Runs work on a thread of its own and waits for it, looking at `cancel`. What the work uses it must share: where it
/// neither ends in time nor, once told by `stop`, soon after, it is left to itself.
bool runs_to_its_end(std::function<void()> work, const core::Cancel& cancel, int timeout_ms, const std::function<void()>& stop) {
  auto done = std::make_shared<std::promise<void>>();
  auto ended = done->get_future();
  std::thread thread([work = std::move(work), done] {
    work();
    done->set_value();
  });
  const std::int64_t give_up_ms = core::monotonic_ms() + timeout_ms;
  const auto poll = std::chrono::milliseconds(core::Cancel::poll_ms);
  while (ended.wait_for(poll) != std::future_status::ready) {
    if (!cancel.requested() && core::monotonic_ms() < give_up_ms) continue;
    stop();
    if (ended.wait_for(std::chrono::milliseconds(stop_grace_ms)) == std::future_status::ready) break;
    thread.detach();
    return false;
  }
  thread.join();
  return true;
}

}  // namespace

/// What a command needs for as long as it runs: the client, its session, the server it talks to.
struct Session::Handle {
  std::shared_ptr<Connections> connections;
  mongoc_client_t* client = nullptr;
  mongoc_client_session_t* session = nullptr;
  std::uint32_t server_id = 0;
  bool lost = false;  // a command may still run: nothing more can be said to this session

  ~Handle() {
    if (session != nullptr) {
      if (!lost && mongoc_client_session_in_transaction(session)) mongoc_client_session_abort_transaction(session, nullptr);
      mongoc_client_session_destroy(session);
    }
    if (client != nullptr) connections->give_back(client);
  }
};

/// A command under way and, later, what came of it.
struct Session::Running {
  Bson command;
  Bson options;
  Bson reply;
  bson_error_t error{};
  bool ok = false;

  void run(Handle& handle) {
    const auto& database = handle.connections->address().database;
    bson_t received;  // the driver initialises it anew, so that it can be no document of the heap
    ok = mongoc_client_read_command_with_opts(handle.client, database.c_str(), command.get(), nullptr, options.get(),
                                              &received, &error);
    reply.reset(bson_copy(&received));
    bson_destroy(&received);
  }
};

/// The choice of a server and the start of a session with it.
struct Session::Connecting {
  bson_error_t error{};
  std::string host;
  bool primary = false;

  void run(Handle& handle) {
    mongoc_server_description_t* chosen =
        mongoc_client_select_server(handle.client, false, mongoc_client_get_read_prefs(handle.client), &error);
    if (chosen == nullptr) return;
    handle.server_id = mongoc_server_description_id(chosen);
    host = static_cast<const char*>(mongoc_server_description_host(chosen)->host_and_port);
    primary = std::string_view(mongoc_server_description_type(chosen)) != "RSSecondary";
    mongoc_server_description_destroy(chosen);
    mongoc_session_opt_t* options = mongoc_session_opts_new();
    mongoc_session_opts_set_causal_consistency(options, false);
    handle.session = mongoc_client_start_session(handle.client, options, &error);
    mongoc_session_opts_destroy(options);
  }
};

core::Result<std::unique_ptr<Session>> Session::open(std::shared_ptr<Connections> connections, bool consistent,
                                                     const core::Cancel& cancel) {
  if (cancel.requested()) return fail(interrupted());
  std::unique_ptr<Session> session(new Session());
  session->opened_at_ = core::text_of(core::system_now());
  session->handle_ = std::make_shared<Handle>();
  Handle& handle = *session->handle_;
  handle.connections = std::move(connections);
  handle.client = handle.connections->borrow();
  if (handle.client == nullptr) return fail(too_many_sessions());

  const auto connecting = std::make_shared<Connecting>();
  const bool ended = runs_to_its_end([connecting, shared = session->handle_] { connecting->run(*shared); }, cancel,
                                     connecting_timeout_ms, [] {});
  if (cancel.requested()) return fail(interrupted());
  if (!ended) return fail(no_answer(session->address()));
  if (handle.session == nullptr) return fail(command_failed(connecting->error, session->address()));
  session->host_ = connecting->host;
  session->primary_ = connecting->primary;
  RECOUPE_CHECK(session->learn_kind(cancel));
  if (consistent) RECOUPE_CHECK(session->choose_consistency());
  return session;
}

Session::~Session() = default;

const Address& Session::address() const { return handle_->connections->address(); }

core::Status Session::learn_kind(const core::Cancel& cancel) {
  if (auto known = handle_->connections->kind()) {
    kind_ = *std::move(known);
    return {};
  }
  RECOUPE_TRY(hello, run(Json::object({{"hello", 1}}), cancel));
  RECOUPE_TRY(said, json_of(*hello));
  RECOUPE_TRY(build, run(Json::object({{"buildInfo", 1}}), cancel));
  RECOUPE_TRY(built, json_of(*build));
  kind_.replica_set = said.json.text("setName");
  kind_.sharded = said.json.text("msg") == "isdbgrid";
  if (const Json* version = said.json.find("maxWireVersion")) kind_.wire_version = mql::ejson::read_int(*version).value_or(0);
  const std::string stand_in = built.json.text("secantusVersion");
  kind_.reads_past_times = stand_in.empty();
  kind_.product = stand_in.empty() ? "MongoDB " + built.json.text("version") : "SecantusDB " + stand_in;
  handle_->connections->set_kind(kind_);
  return {};
}

core::Status Session::choose_consistency() {
  if (kind_.replica_set.empty() && !kind_.sharded) return {};
  if (kind_.wire_version >= wire_version_of_snapshot_reads && kind_.reads_past_times) {
    consistency_ = Consistency::snapshot;
    return {};
  }
  if (kind_.wire_version < wire_version_of_transactions || !primary_) return {};
  mongoc_transaction_opt_t* options = mongoc_transaction_opts_new();
  mongoc_read_concern_t* concern = mongoc_read_concern_new();
  mongoc_read_concern_set_level(concern, MONGOC_READ_CONCERN_LEVEL_SNAPSHOT);
  mongoc_transaction_opts_set_read_concern(options, concern);
  bson_error_t error{};
  if (mongoc_client_session_start_transaction(handle_->session, options, &error)) consistency_ = Consistency::transaction;
  mongoc_read_concern_destroy(concern);
  mongoc_transaction_opts_destroy(options);
  return {};
}

core::Result<std::shared_ptr<Session::Running>> Session::wait_for(const Json& command, const core::Cancel& cancel,
                                                                    int timeout_ms) {
  if (cancel.requested()) return fail(interrupted());
  if (handle_->lost) return fail(no_answer(address()));
  auto running = std::make_shared<Running>();
  RECOUPE_TRY(bson, bson_of(command));
  running->command = std::move(bson);
  running->options.reset(bson_new());
  bson_error_t error{};
  if (!mongoc_client_session_append(handle_->session, running->options.get(), &error))
    return fail(command_failed(error, address()));
  bson_append_int32(running->options.get(), "serverId", -1, static_cast<std::int32_t>(handle_->server_id));

  const bool ended = runs_to_its_end([running, handle = handle_] { running->run(*handle); }, cancel, timeout_ms,
                                     [this] { std::thread(stop_command, handle_).detach(); });
  handle_->lost = !ended;
  if (cancel.requested()) return fail(interrupted());
  if (!ended) return fail(no_answer(address()));
  return running;
}

// Another client tells the server, since this one waits for its reply.
void Session::stop_command(const std::shared_ptr<Handle>& handle) {
  mongoc_client_t* other = handle->connections->borrow();
  if (other == nullptr) return;
  bson_t command = BSON_INITIALIZER;
  bson_t sessions;
  bson_append_array_begin(&command, "killSessions", -1, &sessions);
  bson_append_document(&sessions, "0", -1, mongoc_client_session_get_lsid(handle->session));
  bson_append_array_end(&command, &sessions);
  bson_t reply;
  bson_error_t error{};
  mongoc_client_command_simple_with_server_id(other, "admin", &command, nullptr, handle->server_id, &reply, &error);
  bson_destroy(&reply);
  bson_destroy(&command);
  handle->connections->give_back(other);
}

void Session::tell(const Json& command) { static_cast<void>(wait_for(command, {}, stop_grace_ms)); }

core::Result<Bson> Session::run(const Json& command, const core::Cancel& cancel) {
  RECOUPE_TRY(running, wait_for(command, cancel));
  if (!running->ok) return fail(command_failed(running->error, address()));
  return std::move(running->reply);
}

core::Result<Bson> Session::read(Json command, const core::Cancel& cancel) {
  command.set("maxTimeMS", max_time_ms);
  command.set("collation", Json::object({{"locale", "simple"}}));  // by code point, whatever the collection's own
  Json asked = command;
  if (consistency_ == Consistency::snapshot) {
    Json concern = Json::object({{"level", "snapshot"}});
    if (at_cluster_time_) concern.set("atClusterTime", *at_cluster_time_);
    asked.set("readConcern", std::move(concern));
  }
  RECOUPE_TRY(running, wait_for(asked, cancel));
  if (!running->ok && !has_read_ && consistency_ != Consistency::none && refuses_snapshot(running->error)) {
    if (mongoc_client_session_in_transaction(handle_->session))
      mongoc_client_session_abort_transaction(handle_->session, nullptr);
    consistency_ = Consistency::none;
    RECOUPE_TRY(again, wait_for(command, cancel));
    running = std::move(again);
  }
  if (!running->ok) return fail(command_failed(running->error, address()));
  note(*running->reply);
  has_read_ = true;
  return std::move(running->reply);
}

void Session::note(const bson_t& reply) {
  if (const auto at = find_time(reply, "cursor.atClusterTime"); at && consistency_ == Consistency::snapshot)
    at_cluster_time_ = timestamp(at->first, at->second);
  if (has_read_) return;
  const auto at = find_time(reply, "cursor.atClusterTime");
  const auto cluster = at ? at : find_time(reply, "$clusterTime.clusterTime");
  if (cluster) cluster_time_ = time_text(cluster->first, cluster->second);
  if (const auto operation = find_time(reply, "operationTime")) operation_time_ = time_text(operation->first, operation->second);
}

Json Session::snapshot() const {
  const char* consistency = consistency_ == Consistency::snapshot      ? "snapshot"
                            : consistency_ == Consistency::transaction ? "transaction"
                                                                       : "none";
  Json out = Json::object({{"consistency", consistency}});
  if (!cluster_time_.empty()) out.set("cluster_time", cluster_time_);
  if (!operation_time_.empty()) out.set("operation_time", operation_time_);
  if (!kind_.replica_set.empty()) out.set("replica_set", kind_.replica_set);
  out.set("host", host_);
  out.set("primary", primary_);
  out.set("server", kind_.product);
  out.set("database", address().database);
  out.set("opened_at", opened_at_);
  return out;
}

}  // namespace recoupe::sources::mongodb
