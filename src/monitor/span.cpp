#include "monitor/span.hpp"

#include <utility>

#include "core/clock.hpp"
#include "core/hash.hpp"

namespace recoupe::monitor {

namespace {

thread_local Span* innermost = nullptr;

}  // namespace

Span::Span(Monitor& monitor, std::string name, std::string run_id) : monitor_(&monitor), outer_(innermost) {
  event_.name = std::move(name);
  event_.run_id = std::move(run_id);
  begin();
}

Span::Span(std::string name) : monitor_(innermost ? innermost->monitor_ : nullptr), outer_(innermost) {
  event_.name = std::move(name);
  begin();
}

void Span::begin() {
  if (monitor_ == nullptr) return;
  innermost = this;
  if (outer_ != nullptr) {
    event_.trace_id = outer_->event_.trace_id;
    event_.parent_span_id = outer_->event_.span_id;
    if (event_.run_id.empty()) event_.run_id = outer_->event_.run_id;
  } else {
    event_.trace_id = core::hex(core::random_bytes(16));
  }
  event_.span_id = core::hex(core::random_bytes(8));
  event_.time = core::system_now();
  began_ms_ = core::monotonic_ms();
}

Span::~Span() {
  if (monitor_ == nullptr) return;
  innermost = outer_;
  event_.ms = core::monotonic_ms() - began_ms_;
  monitor_->emit(event_);
}

void Span::set(std::string_view key, core::Json value) {
  if (monitor_ != nullptr) event_.attributes.set(key, std::move(value));
}

void Span::detail(std::string_view key, core::Json value) {
  if (monitor_ != nullptr) event_.details.set(key, std::move(value));
}

void Span::hush() { event_.level = Level::debug; }

void Span::fail(std::string_view error_type, Level level) {
  set("error.type", error_type);
  event_.level = level;
}

std::string Span::traceparent() const {
  return monitor_ == nullptr ? std::string() : "00-" + event_.trace_id + "-" + event_.span_id + "-01";
}

Span* Span::current() { return innermost; }

}  // namespace recoupe::monitor
