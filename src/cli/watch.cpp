#include "cli/watch.hpp"

#include <filesystem>
#include <thread>

#include "cli/options.hpp"

namespace recoupe::cli {
namespace {

/// What changes when a file is saved; editors that put a new file in the old one's place change it too.
struct Saved {
  std::filesystem::file_time_type time;
  std::uintmax_t bytes = 0;
  bool operator==(const Saved&) const = default;
};

Saved saved(const std::string& path) {
  std::error_code absent;  // for a moment, while an editor saves
  Saved out{std::filesystem::last_write_time(path, absent), std::filesystem::file_size(path, absent)};
  return absent ? Saved{} : out;
}

}  // namespace

int watch(const std::string& path, const std::function<void()>& each) {
  while (!interrupt().requested()) {
    const Saved seen = saved(path);
    each();
    while (!interrupt().requested()) {
      std::this_thread::sleep_for(watch_poll);
      const Saved now = saved(path);
      if (now != seen && now != Saved{}) break;
    }
  }
  return core::exit_code_of(core::Code::interrupted);
}

}  // namespace recoupe::cli
