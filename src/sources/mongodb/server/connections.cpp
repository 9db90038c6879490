#include "sources/mongodb/server/connections.hpp"

#include <mongoc/mongoc.h>

#include <utility>

namespace recoupe::sources::mongodb {
Connections::Connections(Address address) : address_(std::move(address)) {
  bson_error_t error{};
  pool_ = mongoc_client_pool_new_with_error(address_.uri.get(), &error);
  if (pool_ == nullptr) return;
  mongoc_client_pool_max_size(pool_, connections_max);
  mongoc_client_pool_set_error_api(pool_, MONGOC_ERROR_API_VERSION_2);
}

Connections::~Connections() {
  if (pool_ != nullptr) mongoc_client_pool_destroy(pool_);
}

_mongoc_client_t* Connections::borrow() {
  if (pool_ == nullptr) return nullptr;
  mongoc_client_t* client = mongoc_client_pool_try_pop(pool_);
  if (client == nullptr) return nullptr;
  // A URI's own read concern would stand beside the one of each read.
  mongoc_read_concern_t* none = mongoc_read_concern_new();
  mongoc_client_set_read_concern(client, none);
  mongoc_read_concern_destroy(none);
  return client;
}

void Connections::give_back(_mongoc_client_t* client) { mongoc_client_pool_push(pool_, client); }

std::optional<ServerKind> Connections::kind() const {
  const std::lock_guard lock(mutex_);
  return kind_;
}

void Connections::set_kind(ServerKind kind) {
  const std::lock_guard lock(mutex_);
  kind_ = std::move(kind);
}

}  // namespace recoupe::sources::mongodb
