#include "result/spill_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <system_error>
#include <utility>

namespace recoupe::result {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view name_begin = "recoupe-";
constexpr std::string_view name_pattern = "recoupe-XXXXXX";
constexpr const char* lock_name = "lock";
constexpr int swept_max = 10'000;  // entries of the temporary folder that are looked at

/// Tells whether a folder is one of ours by name, owner and mode; what a link names is not looked at.
bool is_ours(const fs::path& folder) {
  const std::string name = folder.filename().string();
  struct stat seen {};
  return name.size() == name_pattern.size() && name.starts_with(name_begin) && ::lstat(folder.c_str(), &seen) == 0 &&
         S_ISDIR(seen.st_mode) && seen.st_uid == ::geteuid() && (seen.st_mode & 0777U) == 0700U;
}

/// Removes the folders whose owner no longer holds their lock.
void sweep(const fs::path& temporary) {
  std::error_code failed;
  int looked = 0;
  for (fs::directory_iterator each(temporary, failed), end; !failed && each != end && looked < swept_max;
       each.increment(failed), ++looked) {
    const fs::path folder = each->path();
    if (!is_ours(folder)) continue;
    const int lock = ::open((folder / lock_name).c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    if (lock < 0) continue;  // no spill folder, or one that is just being made
    std::error_code ignored;
    if (::flock(lock, LOCK_EX | LOCK_NB) == 0) fs::remove_all(folder, ignored);
    ::close(lock);
  }
}

core::Error not_made() {
  return {.code = core::Code::budget_reached,
          .origin = core::Origin::user,
          .stage = "result",
          .message = {"No temporary folder can be made.", "Aucun dossier temporaire ne peut être créé."},
          .remedy = {"Free space, or point TMPDIR at a folder that can be written.",
                     "Libérez de la place, ou faites pointer TMPDIR vers un dossier inscriptible."}};
}

}  // namespace

core::Result<SpillFolder> SpillFolder::make() {
  std::error_code failed;
  const fs::path temporary = fs::temp_directory_path(failed);
  if (failed) return core::fail(not_made());
  sweep(temporary);
  SpillFolder made;
  std::string name = (temporary / name_pattern).string();
  if (!::mkdtemp(name.data())) return core::fail(not_made());
  made.path_ = std::move(name);
  // Locked before it has its name: a sweep meets no folder of the living unlocked.
  const std::string unnamed = made.path_ + "/." + lock_name;
  made.lock_ = ::open(unnamed.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  const bool locked = made.lock_ >= 0 && ::flock(made.lock_, LOCK_EX | LOCK_NB) == 0 &&
                      ::rename(unnamed.c_str(), (made.path_ + "/" + lock_name).c_str()) == 0;
  if (!locked) return core::fail(not_made());
  return made;
}

SpillFolder::SpillFolder(SpillFolder&& other) noexcept
    : path_(std::exchange(other.path_, {})), lock_(std::exchange(other.lock_, -1)) {}

SpillFolder& SpillFolder::operator=(SpillFolder&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(lock_, other.lock_);
  return *this;
}

SpillFolder::~SpillFolder() {
  std::error_code ignored;
  if (!path_.empty()) fs::remove_all(path_, ignored);
  if (lock_ >= 0) ::close(lock_);
}

}  // namespace recoupe::result
