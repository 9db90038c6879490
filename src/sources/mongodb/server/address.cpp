#include "sources/mongodb/server/address.hpp"

#include <mongoc/mongoc.h>

#include "core/limits.hpp"
#include "sources/mql/source_error.hpp"
#include "wire/redact.hpp"

namespace recoupe::sources::mongodb {
namespace {

// Once per process; the driver's own log would write to stderr what we say ourselves.
void start_driver() {
  static const bool started = [] {
    mongoc_init();
    mongoc_log_set_handler(nullptr, nullptr);
    return true;
  }();
  static_cast<void>(started);
}

core::Error refused(core::Bilingual message) {
  return mql::source_error(core::Code::invalid_config, core::Origin::user, std::move(message),
                      {"Write MONGODB_URI as mongodb://user:password@host:27017/database.",
                       "Écrivez MONGODB_URI sous la forme mongodb://utilisateur:motdepasse@hôte:27017/base."});
}

core::Error invalid(const core::Bilingual& why) {
  return refused({"The address of MongoDB is not usable: " + why.en + ".",
                  "L'adresse de MongoDB n'est pas utilisable : " + why.fr + "."});
}

void bound(mongoc_uri_t* uri, const char* option, int ms) {
  if (!mongoc_uri_has_option(uri, option)) mongoc_uri_set_option_as_int32(uri, option, ms);
}

std::string hosts_of(const mongoc_uri_t* uri) {
  if (const char* name = mongoc_uri_get_srv_hostname(uri)) return name;
  std::string hosts;
  for (const mongoc_host_list_t* host = mongoc_uri_get_hosts(uri); host != nullptr; host = host->next) {
    if (!hosts.empty()) hosts += ',';
    hosts += static_cast<const char*>(host->host_and_port);
  }
  return hosts;
}

}  // namespace

void UriFree::operator()(_mongoc_uri_t* uri) const { mongoc_uri_destroy(uri); }

core::Result<Address> read_address(const std::string& uri) {
  if (uri.empty()) return core::fail(refused({"MONGODB_URI is not set.", "MONGODB_URI n'est pas définie."}));
  start_driver();
  Address address;
  bson_error_t error{};
  address.uri.reset(mongoc_uri_new_with_error(uri.c_str(), &error));
  if (!address.uri) {
    const auto words = wire::last_words(static_cast<const char*>(error.message), std::vector<std::string>{uri},
                                        core::limits::foreign_text_bytes_max);
    return core::fail(invalid({words, words}));
  }
  mongoc_uri_t* parsed = address.uri.get();
  const char* database = mongoc_uri_get_database(parsed);
  if (database == nullptr || *database == '\0')
    return core::fail(invalid({"it names no database", "elle ne nomme pas de base"}));
  address.database = database;
  if (const char* user = mongoc_uri_get_username(parsed)) address.user = user;
  if (const char* password = mongoc_uri_get_password(parsed)) address.secrets.emplace_back(password);
  address.place = hosts_of(parsed) + "/" + address.database;
  bound(parsed, MONGOC_URI_SERVERSELECTIONTIMEOUTMS, server_selection_timeout_ms);
  bound(parsed, MONGOC_URI_CONNECTTIMEOUTMS, connect_timeout_ms);
  bound(parsed, MONGOC_URI_SOCKETTIMEOUTMS, socket_timeout_ms);
  if (mongoc_uri_get_appname(parsed) == nullptr) mongoc_uri_set_appname(parsed, "recoupe");
  return address;
}

}  // namespace recoupe::sources::mongodb
