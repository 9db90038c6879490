#include "models/hub/cache.hpp"

#include <fcntl.h>
#include <sys/file.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <thread>

#include "core/hash.hpp"
#include "core/unicode.hpp"
#include "models/hub/errors.hpp"
#include "models/hub/reference.hpp"

namespace recoupe::models::hub {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t name_bytes = 4;  // random, in the name of an incomplete file

std::string folder_name(const std::string& repository) {
  std::string name = "models--" + repository;
  name.replace(name.find('/'), 1, "--");
  return name;
}

}  // namespace

bool is_commit(std::string_view text) {
  constexpr std::size_t commit_digits = 40;
  return text.size() == commit_digits && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

Cache::Cache(fs::path folder, const std::string& repository) : folder_(folder / folder_name(repository)), locks_(folder / ".locks" / folder_name(repository)) {}

std::string Cache::commit_of(const std::string& revision) const {
  if (is_commit(revision)) return revision;
  std::ifstream file(folder_ / "refs" / revision);
  std::string commit;
  std::getline(file, commit);
  commit = core::trim(commit);
  return is_safe_path(commit) ? commit : "";
}

fs::path Cache::find(const std::string& commit, const std::string& file) const {
  std::error_code failed;
  const fs::path path = folder_ / "snapshots" / commit / file;
  return !commit.empty() && fs::is_regular_file(path, failed) ? path : fs::path();
}

std::vector<std::string> Cache::files_of(const std::string& commit) const {
  std::vector<std::string> names;
  std::error_code failed;
  const fs::path snapshot = folder_ / "snapshots" / commit;
  if (commit.empty()) return names;
  for (fs::recursive_directory_iterator at(snapshot, failed), end; !failed && at != end; at.increment(failed)) {
    std::error_code unreadable;
    if (fs::is_regular_file(at->path(), unreadable)) names.push_back(at->path().lexically_relative(snapshot).string());
  }
  std::ranges::sort(names);
  return names;
}

fs::path Cache::incomplete(const std::string& etag) const {
  std::error_code failed;
  for (fs::directory_iterator at(folder_ / "blobs", failed), end; !failed && at != end; at.increment(failed)) {
    const std::string name = at->path().filename().string();
    if (name.starts_with(etag + ".") && name.ends_with(".incomplete")) return at->path();
  }
  return folder_ / "blobs" / (etag + "." + core::hex(core::random_bytes(name_bytes)) + ".incomplete");
}

core::Result<fs::path> Cache::link(const std::string& commit, const std::string& revision, const std::string& file, const std::string& etag) const {
  const fs::path path = folder_ / "snapshots" / commit / file;
  std::error_code failed;
  fs::create_directories(path.parent_path(), failed);
  if (!failed && !fs::exists(path, failed)) {
    fs::remove(path, failed);  // a link that leads nowhere
    fs::create_symlink(blob(etag).lexically_relative(path.parent_path()), path, failed);
  }
  if (failed) return core::fail(unwritable(path.string()));
  if (revision != commit) {
    fs::create_directories((folder_ / "refs" / revision).parent_path(), failed);
    std::ofstream out(folder_ / "refs" / revision, std::ios::trunc);
    out << commit;
    if (!out) return core::fail(unwritable((folder_ / "refs").string()));
  }
  return path;
}

core::Result<wire::FileDescriptor> Cache::lock(const std::string& etag, const core::Cancel& cancel) const {
  std::error_code failed;
  fs::create_directories(locks_, failed);
  fs::create_directories(folder_ / "blobs", failed);
  const fs::path path = locks_ / (etag + ".lock");
  wire::FileDescriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
  if (file.get() < 0) return core::fail(unwritable(path.string()));
  while (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
    if (cancel.requested()) return core::fail(interrupted());
    std::this_thread::sleep_for(std::chrono::milliseconds(core::Cancel::poll_ms));
  }
  return file;
}

}  // namespace recoupe::models::hub
