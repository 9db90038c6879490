// A named time zone (IANA) and the conversions the language needs (ICU). The host's zone never leaks in elsewhere.
// Included by instruction (periods), plan (bind) and result (DATE(t), DATE_TRUNC, EXTRACT).
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "core/value.hpp"

namespace recoupe::core {

class TimeZone {
 public:
  /// UTC.
  TimeZone() = default;
  /// Finds a zone by its IANA name ("Europe/Paris", "UTC").
  static Result<TimeZone> find(std::string_view name);
  /// Gives the host's zone: TZ, else /etc/timezone or /etc/localtime, else UTC.
  static TimeZone of_host();

  [[nodiscard]] const std::string& name() const { return name_; }
  /// Gives the local wall-clock time of an instant.
  [[nodiscard]] Datetime to_local(Timestamp instant) const;
  /// Gives the local day of an instant.
  [[nodiscard]] Date day_of(Timestamp instant) const;
  /// Gives the instant of a local time: of one that comes twice the first, of one that the clocks skip by the offset before.
  [[nodiscard]] Timestamp instant_of(Datetime local) const;
  /// Gives the first instant of a local day (in zones that skip midnight: the first instant that exists).
  [[nodiscard]] Timestamp midnight(Date day) const;

 private:
  struct Rules;
  std::string name_ = "UTC";
  std::shared_ptr<const Rules> rules_;  // shared: reading is thread-safe; none: UTC
};

}  // namespace recoupe::core
