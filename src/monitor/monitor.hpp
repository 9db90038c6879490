// Where events go: any number of sinks, each with the level up to which it takes them. Takes events, gives them on.
// Included by run, cli, the Python module and the folder's spans.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "monitor/event.hpp"

namespace recoupe::monitor {

class Sink {
 public:
  virtual ~Sink() = default;
  /// Takes an event; false: it can't take any more, and will not be asked again.
  virtual bool take(const Event& event, bool with_details) = 0;
};

/// Safe for several threads.
class Monitor {
 public:
  void add(Level level, std::unique_ptr<Sink> sink);
  /// Gives an event to the sinks that want its level. One that is lost (a full disk) is told to the others, and that is all:
  /// watching never stops the work; what must not be lost is the evidence's.
  void emit(const Event& event);

 private:
  struct Wish {
    Level level;
    std::unique_ptr<Sink> sink;
  };
  std::mutex mutex_;
  std::vector<Wish> wishes_;
};

/// Writes each event as a line to a descriptor.
std::unique_ptr<Sink> make_console_sink(int fd);
/// Hands each event to a function, in words and as JSON.
using Told = std::function<void(Level level, const std::string& words, const core::Json& json)>;
std::unique_ptr<Sink> make_function_sink(Told told);

}  // namespace recoupe::monitor
