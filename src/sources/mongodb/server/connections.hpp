// The driver's pool of connections to one MongoDB, and what kind of server it is. Takes an address, lends clients.
// Safe for several threads. Included by session.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "core/result.hpp"
#include "sources/mongodb/server/address.hpp"

struct _mongoc_client_pool_t;
struct _mongoc_client_t;

namespace recoupe::sources::mongodb {

inline constexpr unsigned connections_max = 40;  // open cursors, calls under way, and those that stop them

/// What decides how a read is made, learnt at the first connection.
struct ServerKind {
  std::string product;      // "MongoDB 8.0.4"
  std::string replica_set;  // "" for a server that stands alone
  bool sharded = false;
  std::int64_t wire_version = 0;
  bool reads_past_times = true;  // honours atClusterTime; the stand-in of the tests takes it and does not
};

class Connections {
 public:
  explicit Connections(Address address);
  ~Connections();
  Connections(const Connections&) = delete;
  Connections& operator=(const Connections&) = delete;

  /// Lends a client, nullptr when all are lent. It must come back by give_back.
  _mongoc_client_t* borrow();
  void give_back(_mongoc_client_t* client);

  [[nodiscard]] const Address& address() const { return address_; }
  [[nodiscard]] std::optional<ServerKind> kind() const;
  void set_kind(ServerKind kind);

 private:
  Address address_;
  _mongoc_client_pool_t* pool_;
  mutable std::mutex mutex_;
  std::optional<ServerKind> kind_;
};

}  // namespace recoupe::sources::mongodb
