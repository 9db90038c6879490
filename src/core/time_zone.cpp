#include "core/time_zone.hpp"

#include <unicode/basictz.h>
#include <unicode/timezone.h>
#include <unicode/tztrans.h>
#include <unicode/unistr.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <utility>

namespace recoupe::core {
namespace {

constexpr std::int64_t micros_per_ms = 1'000;
constexpr std::int64_t micros_per_day = 86'400'000'000;

std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

std::string_view zone_of_path(std::string_view path) {
  constexpr std::string_view folder = "zoneinfo/";
  const auto at = path.find(folder);
  if (at == std::string_view::npos) return path;
  path.remove_prefix(at + folder.size());
  for (const std::string_view prefix : {"posix/", "right/"})
    if (path.starts_with(prefix)) path.remove_prefix(prefix.size());
  return path;
}

}  // namespace

struct TimeZone::Rules {
  std::unique_ptr<icu::BasicTimeZone> icu;

  [[nodiscard]] std::int64_t offset_micros(std::int64_t utc_micros) const {
    std::int32_t raw = 0;
    std::int32_t dst = 0;
    UErrorCode status = U_ZERO_ERROR;
    icu->getOffset(static_cast<UDate>(floor_div(utc_micros, micros_per_ms)), false, raw, dst, status);
    return (std::int64_t{raw} + dst) * micros_per_ms;
  }
};

Result<TimeZone> TimeZone::find(std::string_view name) {
  const auto id = icu::UnicodeString::fromUTF8({name.data(), static_cast<std::int32_t>(name.size())});
  icu::UnicodeString canonical;
  UBool is_system = false;
  UErrorCode status = U_ZERO_ERROR;
  if (!name.empty()) icu::TimeZone::getCanonicalID(id, canonical, is_system, status);
  std::unique_ptr<icu::TimeZone> found;
  if (is_system && U_SUCCESS(status) && name != "Etc/Unknown") found.reset(icu::TimeZone::createTimeZone(id));
  if (!found || dynamic_cast<icu::BasicTimeZone*>(found.get()) == nullptr) {
    Error error{.code = Code::invalid_time_zone, .origin = Origin::user, .stage = "core", .message = {}, .remedy = {}};
    error.message = {"Unknown time zone: " + std::string(name), "Fuseau horaire inconnu : " + std::string(name)};
    error.remedy = {"Use an IANA name such as Europe/Paris or UTC.",
                    "Utilisez un nom de l'IANA, par exemple Europe/Paris ou UTC."};
    return fail(std::move(error));
  }
  auto rules = std::make_shared<Rules>();
  rules->icu.reset(dynamic_cast<icu::BasicTimeZone*>(found.release()));
  TimeZone zone;
  zone.name_ = std::string(name);
  zone.rules_ = std::move(rules);
  return zone;
}

TimeZone TimeZone::of_host() {
  if (const char* set = std::getenv("TZ")) {
    std::string_view name = set;
    if (name.starts_with(':')) name.remove_prefix(1);
    if (auto zone = find(zone_of_path(name))) return *std::move(zone);
    if (name.empty()) return {};
  }
  std::string line;
  if (std::ifstream file("/etc/timezone"); std::getline(file, line))
    if (auto zone = find(line)) return *std::move(zone);
  std::error_code ignored;
  const auto target = std::filesystem::read_symlink("/etc/localtime", ignored);
  if (auto zone = find(zone_of_path(target.string()))) return *std::move(zone);
  return {};
}

Datetime TimeZone::to_local(Timestamp instant) const {
  return {instant.micros + (rules_ ? rules_->offset_micros(instant.micros) : 0)};
}

Date TimeZone::day_of(Timestamp instant) const {
  return {static_cast<std::int32_t>(floor_div(to_local(instant).micros, micros_per_day))};
}

Timestamp TimeZone::instant_of(Datetime local) const {
  if (!rules_) return {local.micros};
  std::int32_t raw = 0;
  std::int32_t dst = 0;
  UErrorCode status = U_ZERO_ERROR;
  rules_->icu->getOffsetFromLocal(static_cast<UDate>(floor_div(local.micros, micros_per_ms)), UCAL_TZ_LOCAL_FORMER,
                                  UCAL_TZ_LOCAL_FORMER, raw, dst, status);
  return {local.micros - (std::int64_t{raw} + dst) * micros_per_ms};
}

Timestamp TimeZone::midnight(Date day) const {
  const std::int64_t local = std::int64_t{day.days} * micros_per_day;
  if (!rules_) return {local};
  const Timestamp instant = instant_of({local});
  if (to_local(instant).micros == local) return instant;
  // Midnight was skipped: the day begins where the clocks jumped.
  icu::TimeZoneTransition jump;
  if (rules_->icu->getPreviousTransition(static_cast<UDate>(instant.micros / micros_per_ms), true, jump))
    return {static_cast<std::int64_t>(jump.getTime()) * micros_per_ms};
  return instant;
}

}  // namespace recoupe::core
