#include "monitor/monitor.hpp"

#include <unistd.h>

#include <cerrno>
#include <utility>

#include "core/clock.hpp"

namespace recoupe::monitor {

namespace {

class ConsoleSink final : public Sink {
 public:
  explicit ConsoleSink(int fd) : fd_(fd) {}
  bool take(const Event& event, bool with_details) override {
    const std::string line = line_of(event, with_details) + "\n";
    for (std::string_view left = line; !left.empty();) {
      const ssize_t count = ::write(fd_, left.data(), left.size());
      if (count < 0 && errno != EINTR) return false;
      if (count > 0) left.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
  }

 private:
  int fd_;
};

class FunctionSink final : public Sink {
 public:
  explicit FunctionSink(Told told) : told_(std::move(told)) {}
  bool take(const Event& event, bool with_details) override {
    told_(event.level, words_of(event, with_details), to_json(event, with_details));
    return true;
  }

 private:
  Told told_;
};

}  // namespace

void Monitor::add(Level level, std::unique_ptr<Sink> sink) {
  const std::lock_guard lock(mutex_);
  wishes_.push_back({level, std::move(sink)});
}

void Monitor::emit(const Event& event) {
  const std::lock_guard lock(mutex_);
  const auto lost = std::erase_if(wishes_, [&](const Wish& wish) {
    return event.level <= wish.level && !wish.sink->take(event, wish.level == Level::debug);
  });
  if (lost == 0) return;
  Event said;
  said.level = Level::warning;
  said.name = "recoupe.log_lost";
  said.time = core::system_now();
  std::erase_if(wishes_, [&](const Wish& wish) { return said.level <= wish.level && !wish.sink->take(said, false); });
}

std::unique_ptr<Sink> make_console_sink(int fd) { return std::make_unique<ConsoleSink>(fd); }
std::unique_ptr<Sink> make_function_sink(Told told) { return std::make_unique<FunctionSink>(std::move(told)); }

}  // namespace recoupe::monitor
