#include "run/monitoring.hpp"

#include <unistd.h>

#include "monitor/file_sink.hpp"

namespace recoupe::run {

core::Result<std::optional<monitor::Level>> log_level_of(const std::string& name) {
  if (name == "none") return std::nullopt;
  if (auto level = monitor::level_of(name)) return level;
  return core::fail({.code = core::Code::invalid_config,
                     .origin = core::Origin::user,
                     .stage = "run",
                     .message = {"unknown log level " + name, "niveau de journal inconnu " + name},
                     .remedy = {"Use error, warning, info, debug or none.", "Utilisez error, warning, info, debug ou none."}});
}

std::shared_ptr<monitor::Monitor> make_monitor(const LogSettings& settings) {
  auto monitor = std::make_shared<monitor::Monitor>();
  if (settings.console) monitor->add(*settings.console, monitor::make_console_sink(STDERR_FILENO));
  if (settings.file)
    monitor->add(*settings.file, monitor::make_file_sink({.folder = settings.folder,
                                                          .bytes_max = settings.file_bytes_max,
                                                          .files_max = settings.files_max}));
  return monitor;
}

}  // namespace recoupe::run
