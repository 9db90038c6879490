#include "wire/orphan_guard.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>

#include <cerrno>
#include <cstring>
#include <string>

#include "wire/spawn.hpp"

namespace recoupe::wire {

namespace {

// Not only the group of the session's leader: what a program starts in groups of their own belongs to it as well. Words of
// /proc/<pid>/stat after the name: state, parent, group, session.
constexpr const char* script = R"(
each() {
  for stat in /proc/[0-9]*/stat; do
    read -r line < "$stat" || continue
    set -- "$1" "$2" ${line##*) }
    [ "$6" = "$2" ] && pid=${stat#/proc/} && kill "$1" "${pid%/stat}"
  done
}
read -r line
each -TERM "$1"
sleep 1
each -KILL "$1"
)";

}  // namespace

core::Result<OrphanGuard> OrphanGuard::watch(pid_t session) {
  RECOUPE_TRY(pipe, make_pipe());
  const FileDescriptor nowhere(::open("/dev/null", O_WRONLY | O_CLOEXEC));
  const auto shell = spawn("/bin/sh", {"sh", "-c", script, "recoupe-guard", std::to_string(session)},
                           {{"PATH", "/usr/bin:/bin"}}, pipe.read.get(), nowhere.get(), nowhere.get());
  if (!shell) {
    const std::string why = std::strerror(shell.error());
    return core::fail({.code = core::Code::unreachable,
                       .origin = core::Origin::user,
                       .stage = "wire",
                       .message = {"/bin/sh can't be run: " + why + ".", "/bin/sh ne peut pas être lancé : " + why + "."},
                       .remedy = {"recoupe needs it to leave no process behind.",
                                  "recoupe en a besoin pour ne laisser aucun processus derrière lui."}});
  }
  return OrphanGuard(*shell, std::move(pipe.write));
}

OrphanGuard::OrphanGuard(OrphanGuard&& other) noexcept
    : shell_(std::exchange(other.shell_, -1)), lifeline_(std::move(other.lifeline_)) {}

OrphanGuard& OrphanGuard::operator=(OrphanGuard&& other) noexcept {
  std::swap(shell_, other.shell_);
  std::swap(lifeline_, other.lifeline_);
  return *this;
}

OrphanGuard::~OrphanGuard() {
  if (shell_ < 0) return;
  ::kill(shell_, SIGKILL);
  while (::waitpid(shell_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

}  // namespace recoupe::wire
