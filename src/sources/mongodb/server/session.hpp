// One session with MongoDB: its snapshot, its commands, and the end of both. Takes commands as extended JSON that the
// gate let pass, gives replies. Used by one thread at a time. Included by the server's tools.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "core/cancel.hpp"
#include "core/json.hpp"
#include "core/result.hpp"
#include "sources/mongodb/server/bson_json.hpp"
#include "sources/mongodb/server/connections.hpp"

namespace recoupe::sources::mongodb {

inline constexpr int max_time_ms = 110'000;    // below limits::call_timeout_ms, so that the server's word comes first
inline constexpr int stop_grace_ms = 700;     // for a command that was told to stop

/// How far the reads of a session see one moment.
enum class Consistency {
  snapshot,     // readConcern snapshot at one cluster time
  transaction,  // a transaction that only reads
  none,         // each read sees what is there when it runs
};

class Session {
 public:
  /// Opens a session; `consistent` asks for the best snapshot that this server has.
  static core::Result<std::unique_ptr<Session>> open(std::shared_ptr<Connections> connections, bool consistent,
                                                     const core::Cancel& cancel);
  /// Ends its transaction.
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// Runs one command as it is. Asked to cancel, it stops the command on the server too.
  core::Result<Bson> run(const core::Json& command, const core::Cancel& cancel);
  /// Runs a find or aggregate in the session's snapshot and time bound. A server that refuses the snapshot is read
  /// without one, which `snapshot` then says.
  core::Result<Bson> read(core::Json command, const core::Cancel& cancel);

  /// Tells the server something whose answer is not needed, and does not wait for it long.
  void tell(const core::Json& command);

  /// Tells what the reads so far saw: {"consistency", "cluster_time"?, "operation_time"?, "replica_set"?, "host",
  /// "primary", "server", "database", "opened_at"}.
  [[nodiscard]] core::Json snapshot() const;
  [[nodiscard]] const ServerKind& kind() const { return kind_; }
  [[nodiscard]] const Address& address() const;

 private:
  struct Handle;
  struct Connecting;
  struct Running;
  Session() = default;
  core::Status learn_kind(const core::Cancel& cancel);
  core::Status choose_consistency();
  /// Runs a command on a thread of its own and waits for it, looking at `cancel`.
  core::Result<std::shared_ptr<Running>> wait_for(const core::Json& command, const core::Cancel& cancel,
                                                  int timeout_ms = socket_timeout_ms);
  static void stop_command(const std::shared_ptr<Handle>& handle);
  void note(const _bson_t& reply);

  std::shared_ptr<Handle> handle_;  // shared with a command that would not stop
  ServerKind kind_;
  Consistency consistency_ = Consistency::none;
  bool has_read_ = false;
  std::optional<core::Json> at_cluster_time_;  // {"$timestamp": …}
  std::string cluster_time_;
  std::string operation_time_;
  std::string host_;
  bool primary_ = false;
  std::string opened_at_;
};

/// Takes documents one by one; a failure ends the reading.
using DocumentSink = std::function<core::Status(const _bson_t& document)>;

/// Hands over each document of a reply's batch; stops at the first that the sink refuses.
core::Status for_each_document(const _bson_t& reply, const DocumentSink& sink);
/// Gives the id of a reply's cursor; 0: it is finished.
std::int64_t cursor_id_of(const _bson_t& reply);

/// Reads a find or aggregate to its end.
core::Status read_all(Session& session, core::Json command, const core::Cancel& cancel,
                      const DocumentSink& sink);
/// Counts what a filter lets through, exactly.
core::Result<std::int64_t> count_documents(Session& session, const std::string& collection, core::Json filter,
                                           const core::Cancel& cancel);

}  // namespace recoupe::sources::mongodb
