#include "wire/session_processes.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

#include "wire/file_descriptor.hpp"

namespace recoupe::wire {

namespace {

/// Tells whether a process lives and belongs to the session, by its /proc/<pid>/stat: "pid (name) state parent group session".
bool lives_in(pid_t session, pid_t pid) {
  const FileDescriptor file(::open(("/proc/" + std::to_string(pid) + "/stat").c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) return false;
  std::array<char, 512> text{};
  if (::read(file.get(), text.data(), text.size() - 1) <= 0) return false;
  const char* after_name = std::strrchr(text.data(), ')');  // the name may hold anything, brackets too
  char state = 0;
  int parent = 0, group = 0, found = 0;
  if (after_name == nullptr || std::sscanf(after_name + 1, " %c %d %d %d", &state, &parent, &group, &found) != 4) return false;
  return found == session && state != 'Z' && state != 'X';
}

}  // namespace

int signal_session(pid_t session, int signal) {
  const std::unique_ptr<DIR, int (*)(DIR*)> folder(::opendir("/proc"), ::closedir);
  if (!folder) return 0;
  int count = 0;
  while (const dirent* entry = ::readdir(folder.get())) {
    const std::string_view name = entry->d_name;
    pid_t pid = 0;
    if (std::from_chars(name.data(), name.data() + name.size(), pid).ec != std::errc() || !lives_in(session, pid)) continue;
    ++count;
    if (signal != 0) ::kill(pid, signal);
  }
  return count;
}

}  // namespace recoupe::wire
