#include "evidence/private_files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace recoupe::evidence {
namespace {

constexpr mode_t folder_mode = 0700;
constexpr mode_t file_mode = 0600;

core::Error unreadable(const std::filesystem::path& path, const std::string& reason) {
  core::Error error{.code = core::Code::evidence_invalid,
                    .origin = core::Origin::user,
                    .stage = "evidence",
                    .message = {},
                    .remedy = {}};
  error.message = {"Cannot read " + path.string() + ": " + reason,
                   "Lecture impossible de " + path.string() + " : " + reason};
  error.remedy = {"Give the folder of a run or a sealed bundle that you may read.",
                  "Indiquez le dossier d'une exécution ou une archive scellée que vous pouvez lire."};
  return error;
}

}  // namespace

Descriptor::~Descriptor() {
  if (number_ >= 0) ::close(number_);
}

core::Error unwritable(std::string_view what, const std::filesystem::path& path, int system_error) {
  const std::string reason = std::generic_category().message(system_error);
  core::Error error{.code = core::Code::evidence_unwritable,
                    .origin = core::Origin::internal,
                    .stage = "evidence",
                    .message = {},
                    .remedy = {}};
  error.message = {
      "The evidence log cannot be written (" + std::string(what) + " " + path.string() + "): " + reason,
      "Le journal de preuves ne peut pas être écrit (" + std::string(what) + " " + path.string() + ") : " + reason};
  error.remedy = {"Make room or give write access to this folder; nothing is sent to a source without a log.",
                  "Libérez de la place ou accordez l'accès en écriture à ce dossier ; rien n'est envoyé à une source "
                  "sans journal."};
  return error;
}

core::Error invalid(const core::Bilingual& why) {
  core::Error error{.code = core::Code::evidence_invalid,
                    .origin = core::Origin::user,
                    .stage = "evidence",
                    .message = why,
                    .remedy = {}};
  error.remedy = {"Run `recoupe verify` on this run; compare with a copy kept elsewhere.",
                  "Lancez `recoupe verify` sur cette exécution ; comparez avec une copie conservée ailleurs."};
  return error;
}

core::Status make_private_folder(const std::filesystem::path& path) {
  if (::mkdir(path.c_str(), folder_mode) == 0 || errno == EEXIST) return {};
  return core::fail(unwritable("mkdir", path, errno));
}

core::Result<Descriptor> open_private(const std::filesystem::path& path, int flags) {
  Descriptor file(::open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW, file_mode));
  if (!file.is_open()) return core::fail(unwritable("open", path, errno));
  return file;
}

core::Status write_all(int descriptor, std::string_view bytes, const std::filesystem::path& path) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return core::fail(unwritable("write", path, written == 0 ? ENOSPC : errno));
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

core::Status sync_file(int descriptor, const std::filesystem::path& path) {
  if (::fsync(descriptor) == 0) return {};
  return core::fail(unwritable("fsync", path, errno));
}

core::Status sync_path(const std::filesystem::path& path) {
  RECOUPE_TRY(file, open_private(path, O_RDONLY));
  return sync_file(file.number(), path);
}

core::Result<std::string> read_open_file(int descriptor, const std::filesystem::path& path) {
  struct stat about {};
  if (::fstat(descriptor, &about) != 0) return core::fail(unreadable(path, std::generic_category().message(errno)));
  if (!S_ISREG(about.st_mode)) return core::fail(unreadable(path, "not a file"));
  if (static_cast<std::uint64_t>(about.st_size) > file_bytes_max) return core::fail(unreadable(path, "too large"));
  std::string bytes(static_cast<std::size_t>(about.st_size), '\0');
  std::size_t at = 0;
  while (at < bytes.size()) {
    const ssize_t got = ::pread(descriptor, bytes.data() + at, bytes.size() - at, static_cast<off_t>(at));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return core::fail(unreadable(path, std::generic_category().message(errno)));
    if (got == 0) break;
    at += static_cast<std::size_t>(got);
  }
  bytes.resize(at);
  return bytes;
}

core::Result<std::optional<std::string>> read_file(const std::filesystem::path& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.is_open()) {
    if (errno == ENOENT || errno == ENOTDIR) return std::optional<std::string>();
    return core::fail(unreadable(path, std::generic_category().message(errno)));
  }
  RECOUPE_TRY(bytes, read_open_file(file.number(), path));
  return std::optional(std::move(bytes));
}

}  // namespace recoupe::evidence
