#include "wire/spawn.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace recoupe::wire {

namespace {

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> all;
  all.reserve(texts.size() + 1);
  for (std::string& text : texts) all.push_back(text.data());
  all.push_back(nullptr);
  return all;
}

}  // namespace

std::expected<pid_t, int> spawn(const std::string& path, const std::vector<std::string>& argv,
                                const Variables& environment, int stdin_fd, int stdout_fd, int stderr_fd) {
  std::vector<std::string> arguments = argv;
  std::vector<std::string> settings;
  settings.reserve(environment.size());
  for (const auto& [name, value] : environment) settings.push_back(name + "=" + value);

  // Copies above the three standard numbers first: a descriptor may itself be 0, 1 or 2.
  const int given[] = {stdin_fd, stdout_fd, stderr_fd};
  int high[3];
  for (int i = 0; i < 3; ++i) high[i] = ::fcntl(given[i], F_DUPFD_CLOEXEC, 3);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  for (int i = 0; i < 3; ++i) posix_spawn_file_actions_adddup2(&actions, high[i], i);
  posix_spawn_file_actions_addclosefrom_np(&actions, 3);

  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  sigset_t signals;
  sigemptyset(&signals);
  posix_spawnattr_setsigmask(&attributes, &signals);
  for (const int signal : {SIGPIPE, SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGCHLD}) sigaddset(&signals, signal);
  posix_spawnattr_setsigdefault(&attributes, &signals);

  pid_t pid = -1;
  const bool copied = std::ranges::all_of(high, [](int fd) { return fd >= 0; });
  const int failure = copied ? ::posix_spawn(&pid, path.c_str(), &actions, &attributes, pointers(arguments).data(),
                                             pointers(settings).data())
                             : EMFILE;
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  for (const int fd : high) {
    if (fd >= 0) ::close(fd);
  }
  if (failure != 0) return std::unexpected(failure);
  return pid;
}

}  // namespace recoupe::wire
