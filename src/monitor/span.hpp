// A piece of work being watched: it becomes one event when it ends. Spans nest by scope on their thread, and the outermost
// says where the events go. Takes names and attributes, gives an Event and a traceparent. Included by mcp, execute, run.
#pragma once

#include <string>
#include <string_view>

#include "monitor/monitor.hpp"

namespace recoupe::monitor {

class Span {
 public:
  /// Begins a span of a run; within another span it belongs to that one's trace. `monitor` outlives it.
  Span(Monitor& monitor, std::string name, std::string run_id);
  /// Begins a span within the one that is under way on this thread; where there is none, nothing is watched.
  explicit Span(std::string name);
  /// Ends it.
  ~Span();
  Span(const Span&) = delete;
  Span& operator=(const Span&) = delete;

  void set(std::string_view key, core::Json value);
  /// Says what may hold a literal: shown at the level debug alone.
  void detail(std::string_view key, core::Json value);
  /// Makes it one that only the level debug shows, as long as it does not fail.
  void hush();
  /// Says that it failed, how ("timeout"), and how loud that is.
  void fail(std::string_view error_type, Level level = Level::warning);

  [[nodiscard]] const std::string& name() const { return event_.name; }
  [[nodiscard]] bool has(std::string_view key) const { return event_.attributes.find(key) != nullptr; }
  /// Gives what tells another program of this span (W3C Trace Context); "" where nothing is watched.
  [[nodiscard]] std::string traceparent() const;
  /// Gives the innermost span of this thread, or nullptr.
  static Span* current();

 private:
  void begin();

  Monitor* monitor_ = nullptr;  // nullptr: nobody watches
  Span* outer_;
  Event event_;
  std::int64_t began_ms_ = 0;
};

}  // namespace recoupe::monitor
