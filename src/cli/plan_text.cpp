#include "cli/plan_text.hpp"

#include <charconv>
#include <fstream>
#include <iostream>
#include <optional>
#include <utility>

#include "cli/plan_input.hpp"
#include "plan/complete.hpp"

namespace recoupe::cli {
namespace {

constexpr int differs_exit_code = 1;

core::Error usage(core::Bilingual message, core::Bilingual remedy) {
  return {.code = core::Code::usage, .origin = core::Origin::user, .stage = "cli", .message = std::move(message),
          .remedy = std::move(remedy)};
}

int write_back(const Options& options, const std::string& path, const std::string& text) {
  if (path == standard_input)
    return fail(options, usage({"standard input can't be written back", "l'entrée standard ne peut pas être réécrite"},
                               {"Name a file with --write.", "Nommez un fichier avec --write."}));
  std::ofstream file(path, std::ios::binary);
  file << text << std::flush;
  if (file) return 0;
  return fail(options, usage({path + " can't be written", path + " : écriture impossible"},
                             {"Look at its permissions.", "Vérifiez ses droits."}));
}

int tell_difference(const Options& options, const std::string& path) {
  const core::Bilingual words{path + " is not in canonical form; `recoupe plan --file " + path + " --write` writes it",
                              path + " n'est pas en forme canonique ; `recoupe plan --file " + path + " --write` l'écrit"};
  if (!options.quiet) std::cerr << words.in(language_of(options)) << "\n";
  return differs_exit_code;
}

/// Reads "3:14".
std::optional<std::pair<std::size_t, std::size_t>> line_and_column(const std::string& at) {
  std::size_t line = 0;
  std::size_t column = 0;
  const char* end = at.data() + at.size();
  const auto first = std::from_chars(at.data(), end, line);
  if (first.ec != std::errc() || first.ptr == end || *first.ptr != ':') return std::nullopt;
  const auto second = std::from_chars(first.ptr + 1, end, column);
  if (second.ec != std::errc() || second.ptr != end || line == 0 || column == 0) return std::nullopt;
  return std::pair(line, column);
}

}  // namespace

int format_plans(const Options& options, const std::string& path, Formatting formatting) {
  auto text = read_plan(path);
  if (!text) return fail(options, text.error());
  auto formatted = plan::formatted(*text);
  if (!formatted) return fail(options, formatted.error(), *text);
  if (formatting == Formatting::print) return write_text(options, *formatted);
  if (*formatted == *text) return 0;
  return formatting == Formatting::check ? tell_difference(options, path) : write_back(options, path, *formatted);
}

int complete_plan(const Options& options, const std::string& path, const std::string& at) {
  const auto place = line_and_column(at);
  if (!place)
    return fail(options, usage({"--at " + at + " is no place", "--at " + at + " n'est pas un endroit"},
                               {"Write LINE:COLUMN, both from 1: --at 3:14.", "Écrivez LIGNE:COLONNE, à partir de 1 : --at 3:14."}));
  auto text = read_plan(path);
  if (!text) return fail(options, text.error());
  auto session = open_session(options);
  if (!session) return fail(options, session.error());
  auto snapshot = (*session)->catalog(false, interrupt());
  if (!snapshot) return fail(options, snapshot.error());
  const std::size_t byte = plan::byte_at(*text, place->first, place->second);
  return write_text(options, plan::to_json(plan::complete(*text, byte, snapshot->catalog, language_of(options))).pretty() + "\n");
}

}  // namespace recoupe::cli
