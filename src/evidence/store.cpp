#include <unistd.h>
#include <sys/stat.h>

#include <algorithm>

#include "core/hash.hpp"
#include "evidence/log.hpp"
#include "evidence/record.hpp"
#include "evidence/verify.hpp"

namespace recoupe::evidence {
namespace {

constexpr std::string_view store_name = ".recoupe";
constexpr std::size_t random_id_bytes = 8;

// Another person's folder above ours (in /tmp, say) is not our store.
bool is_own_folder(const std::filesystem::path& path) {
  struct stat about {};
  return ::lstat(path.c_str(), &about) == 0 && S_ISDIR(about.st_mode) && about.st_uid == ::geteuid();
}

}  // namespace

std::string new_run_id(core::Timestamp now) {
  std::string second;
  for (const char c : core::text_of(now).substr(0, 19))
    if (c != '-' && c != ':') second.push_back(c);
  return second + "Z-" + core::hex(core::random_bytes(random_id_bytes));
}

std::filesystem::path find_store(const std::filesystem::path& start) {
  std::error_code ignored;
  auto folder = std::filesystem::absolute(start, ignored).lexically_normal();
  for (const auto first = folder;; folder = folder.parent_path()) {
    if (is_own_folder(folder / store_name)) return folder / store_name;
    if (folder == folder.parent_path()) return first / store_name;
  }
}

std::vector<std::string> list_runs(const std::filesystem::path& store) {
  std::vector<std::string> runs;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(store / "runs", ignored)) {
    const std::string name = entry.path().filename().string();
    if (is_safe_id(name) && std::filesystem::exists(entry.path() / "log.jsonl", ignored)) runs.push_back(name);
  }
  std::sort(runs.rbegin(), runs.rend());
  return runs;
}

}  // namespace recoupe::evidence
