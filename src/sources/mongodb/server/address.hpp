// Where MongoDB is and which database is read. Takes the URI as people write it, gives its checked parts; nothing that
// these say for people holds the password. Included by the server's files and source.cpp.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/result.hpp"

struct _mongoc_uri_t;

namespace recoupe::sources::mongodb {

struct UriFree {
  void operator()(_mongoc_uri_t* uri) const;
};

struct Address {
  std::unique_ptr<_mongoc_uri_t, UriFree> uri;
  std::string place;     // "host:port/database", for messages
  std::string user;      // "" where none is given
  std::string database;  // never empty
  std::vector<std::string> secrets;
};

inline constexpr int server_selection_timeout_ms = 5'000;
inline constexpr int connect_timeout_ms = 5'000;
inline constexpr int socket_timeout_ms = 120'000;

/// Reads a URI (mongodb:// or mongodb+srv://); times that it does not set get bounds. Errors: `invalid_config` for what
/// is no URI or names no database.
core::Result<Address> read_address(const std::string& uri);

}  // namespace recoupe::sources::mongodb
