#include "cli/options.hpp"

#include <unistd.h>

#include <charconv>
#include <csignal>
#include <iostream>

namespace recoupe::cli {
namespace {

core::Error usage(core::Bilingual message, core::Bilingual remedy) {
  return {.code = core::Code::usage, .origin = core::Origin::user, .stage = "cli", .message = std::move(message),
          .remedy = std::move(remedy)};
}

extern "C" void on_interrupt(int signal) {
  interrupt().request();
  std::signal(signal, SIG_DFL);  // the second one ends the program; its log then says aborted
}

}  // namespace

execute::Progress progress_of(const Options& options) {
  if (options.quiet || ::isatty(STDERR_FILENO) == 0) return {};
  return [language = language_of(options)](const core::Bilingual& what) {
    std::cerr << "\r\033[K… " << what.in(language) << std::flush;
  };
}

const core::Cancel& interrupt() {
  static const core::Cancel flag;
  return flag;
}

core::Language language_of(const Options& options) {
  if (options.overrides.language == "fr") return core::Language::fr;
  if (options.overrides.language == "en") return core::Language::en;
  return run::locale_language();
}

core::Result<std::optional<core::Timestamp>> now_of(const Options& options) {
  if (options.now.empty()) return std::optional<core::Timestamp>();
  auto now = core::parse_timestamp(options.now);
  if (now) return std::optional(*now);
  return core::fail(usage({"--now " + options.now + " is no instant", "--now " + options.now + " n'est pas un instant"},
                          {"Write RFC 3339, for example 2026-03-01T09:00:00Z.", "Écrivez en RFC 3339, par exemple 2026-03-01T09:00:00Z."}));
}

core::Result<std::int64_t> rows_of(const Options& options) {
  if (options.rows == "all") return std::int64_t{-1};
  std::int64_t rows = 0;
  const char* end = options.rows.data() + options.rows.size();
  if (auto [at, error] = std::from_chars(options.rows.data(), end, rows); error == std::errc() && at == end && rows >= 0)
    return rows;
  return core::fail(usage({"--rows " + options.rows + " is no number of rows", "--rows " + options.rows + " n'est pas un nombre de lignes"},
                          {"Give a number or `all`.", "Donnez un nombre ou `all`."}));
}

void listen_for_interrupt() {
  interrupt();  // made before a signal can ask for it
  std::signal(SIGINT, on_interrupt);
  std::signal(SIGTERM, on_interrupt);
}

core::Result<std::unique_ptr<run::Session>> open_session(const Options& options) {
  listen_for_interrupt();
  RECOUPE_TRY(config, run::load_config(options.overrides));
  return std::make_unique<run::Session>(std::move(config), progress_of(options));
}

}  // namespace recoupe::cli
