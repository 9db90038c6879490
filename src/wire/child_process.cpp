#include "wire/child_process.hpp"

#include <atomic>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <mutex>
#include <utility>
#include <thread>

#include "core/cancel.hpp"
#include "wire/deadline.hpp"
#include "wire/file_descriptor.hpp"
#include "wire/orphan_guard.hpp"
#include "wire/session_processes.hpp"
#include "wire/spawn.hpp"

namespace recoupe::wire {

namespace {

constexpr int look_ms = 10;
constexpr int last_words_ms = 500;  // for what stderr still holds when the program has ended

core::Error not_started(const std::string& program, const core::Bilingual& why) {
  return {.code = core::Code::unreachable,
          .origin = core::Origin::user,
          .stage = "wire",
          .message = {"\"" + program + "\" can't be run: " + why.en + ".",
                      "« " + program + " » ne peut pas être lancé : " + why.fr + "."},
          .remedy = {"Check the command and its path, and that the program is installed.",
                     "Vérifiez la commande et son chemin, et que le programme est installé."}};
}

core::Bilingual words_of(int status) {
  if (WIFSIGNALED(status)) {
    const std::string number = std::to_string(WTERMSIG(status));
    return {"ended by signal " + number, "terminé par le signal " + number};
  }
  const std::string number = std::to_string(WEXITSTATUS(status));
  return {"exit code " + number, "code de sortie " + number};
}

}  // namespace

struct ChildProcess::State {
  pid_t pid = -1;
  int stop_timeout_ms = 0;
  FileDescriptor in;
  FileDescriptor out;
  FileDescriptor err;
  OrphanGuard guard;
  std::mutex reaping;
  std::optional<core::Bilingual> exit;  // set once reaped

  core::Cancel stopping;
  mutable std::mutex tail_mutex;
  std::string tail;
  std::thread drain;
  std::atomic<bool> drained = false;

  void drain_stderr() {
    read_stderr();
    drained = true;
  }

  /// Reads stderr for as long as somebody may write to it, so that nobody ever waits on a full pipe.
  void read_stderr() {
    char block[4096];
    while (!stopping.requested()) {
      pollfd entry{err.get(), POLLIN, 0};
      if (::poll(&entry, 1, core::Cancel::poll_ms) == 0) continue;
      const ssize_t count = ::read(err.get(), block, sizeof block);
      if (count == 0 || (count < 0 && errno != EINTR)) return;
      if (count < 0) continue;
      const std::lock_guard lock(tail_mutex);
      tail.append(block, static_cast<std::size_t>(count));
      if (tail.size() > 2 * core::limits::stderr_bytes_kept_max) {
        tail.erase(0, tail.size() - core::limits::stderr_bytes_kept_max);
      }
    }
  }

  bool reaped() {
    const std::lock_guard lock(reaping);
    if (exit) return true;
    int status = 0;
    const pid_t got = ::waitpid(pid, &status, WNOHANG);
    if (got == pid) exit = words_of(status);
    if (got < 0 && errno == ECHILD) exit = {"ended", "terminé"};  // the host ignores SIGCHLD or reaps for itself
    return exit.has_value();
  }

  bool session_gone() { return reaped() && signal_session(pid, 0) == 0; }

  template <class Condition>
  bool wait_until(Condition condition, int timeout_ms) {
    for (const Deadline deadline = Deadline::in_ms(timeout_ms); !condition();) {
      if (deadline.passed()) return false;
      std::this_thread::sleep_for(std::chrono::milliseconds(look_ms));
    }
    return true;
  }
};

core::Result<std::unique_ptr<ChildProcess>> ChildProcess::start(const Command& command, int stop_timeout_ms) {
  const Variables environment = child_environment(command.variables);
  std::string path;
  for (const auto& [name, value] : environment) {
    if (name == "PATH") path = value;
  }
  const auto program = find_program(command.program, path);
  if (!program) return core::fail(not_started(command.program, {"no such program", "programme introuvable"}));

  RECOUPE_TRY(in, make_pipe());
  RECOUPE_TRY(out, make_pipe());
  RECOUPE_TRY(err, make_pipe());
  std::vector<std::string> argv = {command.program};
  argv.insert(argv.end(), command.args.begin(), command.args.end());
  const auto pid = spawn(*program, argv, environment, in.read.get(), out.write.get(), err.write.get());
  if (!pid) {
    const std::string why = std::strerror(pid.error());
    return core::fail(not_started(command.program, {why, why}));
  }

  auto state = std::make_unique<State>();
  state->pid = *pid;
  state->stop_timeout_ms = stop_timeout_ms;
  state->in = std::move(in.write);
  state->out = std::move(out.read);
  state->err = std::move(err.read);
  state->drain = std::thread(&State::drain_stderr, state.get());
  std::unique_ptr<ChildProcess> child(new ChildProcess(std::move(state)));
  RECOUPE_TRY(guard, OrphanGuard::watch(*pid));
  child->state_->guard = std::move(guard);
  return child;
}

ChildProcess::ChildProcess(std::unique_ptr<State> state) : state_(std::move(state)) {}

ChildProcess::~ChildProcess() { stop(); }

int ChildProcess::stdin_fd() const { return state_->in.get(); }
int ChildProcess::stdout_fd() const { return state_->out.get(); }
pid_t ChildProcess::pid() const { return state_->pid; }

std::string ChildProcess::stderr_tail() const {
  const std::lock_guard lock(state_->tail_mutex);
  const std::size_t kept = std::min(state_->tail.size(), core::limits::stderr_bytes_kept_max);
  return state_->tail.substr(state_->tail.size() - kept);
}

std::optional<core::Bilingual> ChildProcess::wait_exit(int timeout_ms) {
  if (!state_->wait_until([this] { return state_->reaped(); }, timeout_ms)) return std::nullopt;
  state_->wait_until([this] { return state_->drained.load(); }, last_words_ms);
  return state_->exit;
}

void ChildProcess::stop() {
  if (!state_->drain.joinable()) return;
  state_->in.close();
  const int patience_ms = state_->stop_timeout_ms / 3;
  state_->wait_until([this] { return state_->reaped(); }, patience_ms);
  // Its own children may have stayed (npx leaves node): the whole session is asked, then made to go.
  if (signal_session(state_->pid, SIGTERM) > 0 &&
      !state_->wait_until([this] { return state_->session_gone(); }, state_->stop_timeout_ms - patience_ms)) {
    signal_session(state_->pid, SIGKILL);
    state_->wait_until([this] { return state_->session_gone(); }, patience_ms);
  }
  state_->wait_until([this] { return state_->reaped(); }, patience_ms);
  state_->stopping.request();
  state_->drain.join();
  state_->guard = {};
}

}  // namespace recoupe::wire
