#include "catalog/snapshot.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include "core/hash.hpp"

namespace recoupe::catalog {
namespace {

core::Error failed(core::Code code, const std::filesystem::path& path, const core::Bilingual& what) {
  core::Error error;
  error.code = code;
  error.origin = core::Origin::user;
  error.stage = "catalog";
  error.message = {path.string() + ": " + what.en, path.string() + " : " + what.fr};
  error.remedy = {"read the catalog again with `recoupe catalog --refresh`",
                  "relisez le catalogue avec `recoupe catalog --refresh`"};
  return error;
}

core::Error unwritable(const std::filesystem::path& path, int number) {
  const std::string why = std::strerror(number);
  core::Error error = failed(core::Code::invalid_config, path, {"can't be written (" + why + ")",
                                                                "écriture impossible (" + why + ")"});
  error.remedy = {"make the folder writable or choose another one",
                  "rendez le dossier inscriptible ou choisissez-en un autre"};
  return error;
}

/// Writes and syncs a new file; gives errno, 0 when all is on disk.
int write_whole(const std::filesystem::path& path, const std::string& text) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) return errno;
  int failure = 0;
  for (std::size_t done = 0; done < text.size() && failure == 0;) {
    const ssize_t count = ::write(fd, text.data() + done, text.size() - done);
    if (count > 0) done += static_cast<std::size_t>(count);
    if (count < 0 && errno != EINTR) failure = errno;
  }
  if (failure == 0 && ::fsync(fd) != 0) failure = errno;
  if (::close(fd) != 0 && failure == 0) failure = errno;
  return failure;
}

}  // namespace

core::Status write_snapshot(const std::filesystem::path& path, const Catalog& catalog, core::Timestamp read_at) {
  const core::Json whole = core::Json::object({{"format", "recoupe catalog 1"},
                                               {"read_at", core::text_of(read_at)},
                                               {"digest", digest_of(catalog)},
                                               {"catalog", to_json(catalog)}});
  const std::filesystem::path partial = path.string() + "." + core::hex(core::random_bytes(8));
  if (const int number = write_whole(partial, whole.dump() + "\n")) {
    ::unlink(partial.c_str());
    return core::fail(unwritable(path, number));
  }
  if (::rename(partial.c_str(), path.c_str()) != 0) {
    const int number = errno;
    ::unlink(partial.c_str());
    return core::fail(unwritable(path, number));
  }
  return {};
}

core::Result<Snapshot> read_snapshot(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return core::fail(failed(core::Code::invalid_config, path, {"there is no such catalog snapshot",
                                                               "cet instantané du catalogue n'existe pas"}));
  }
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  RECOUPE_TRY(json, core::Json::parse(text));
  const core::Json* inner = json.find("catalog");
  if (json.text("format") != "recoupe catalog 1" || !inner) {
    return core::fail(failed(core::Code::invalid_json, path, {"this is no catalog snapshot",
                                                             "ce n'est pas un instantané du catalogue"}));
  }
  Snapshot out;
  RECOUPE_TRY(catalog, from_json(*inner));
  RECOUPE_TRY(read_at, core::parse_timestamp(json.text("read_at")));
  out.catalog = std::move(catalog);
  out.read_at = read_at;
  out.digest = digest_of(out.catalog);
  if (out.digest != json.text("digest")) {
    return core::fail(failed(core::Code::invalid_json, path,
                             {"the content does not have the digest it was written with",
                              "le contenu n'a pas l'empreinte avec laquelle il a été écrit"}));
  }
  return out;
}

}  // namespace recoupe::catalog
