#include "models/hub/reference.hpp"

#include <algorithm>

namespace recoupe::models::hub {
namespace {

constexpr std::size_t part_bytes_max = 96;     // of an organisation's or a repository's name, as the Hub has it
constexpr std::size_t path_bytes_max = 1'024;

core::Error invalid(std::string_view text) {
  const std::string shown(text.substr(0, path_bytes_max));
  return {.code = core::Code::invalid_config,
          .origin = core::Origin::user,
          .stage = "models/hub",
          .message = {shown + " names no model of the Hub.", shown + " ne nomme aucun modèle du Hub."},
          .remedy = {"Write hf://organisation/name, perhaps with /file.gguf and @revision behind it.",
                     "Écrivez hf://organisation/nom, suivi au besoin de /fichier.gguf et de @révision."}};
}

bool is_name(std::string_view part) {
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.'; };
  return !part.empty() && part.size() <= part_bytes_max && std::ranges::all_of(part, fits) && part != "." && part != ".." &&
         part.find("--") == std::string_view::npos;
}

}  // namespace

bool is_safe_path(std::string_view path) {
  if (path.empty() || path.size() > path_bytes_max) return false;
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    const std::string_view part = path.substr(at, end - at);
    if (part.empty() || part == "." || part == "..") return false;
    at = end + 1;
  }
  return std::ranges::none_of(path, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '\\'; });
}

std::string Reference::text() const {
  return std::string(scheme) + repository + (file.empty() ? "" : "/" + file) + (revision == "main" ? "" : "@" + revision);
}

core::Result<Reference> parse_reference(std::string_view text) {
  if (!text.starts_with(scheme)) return core::fail(invalid(text));
  std::string_view rest = text.substr(scheme.size());
  Reference reference;
  if (const std::size_t at = rest.find('@'); at != std::string_view::npos) {
    reference.revision = rest.substr(at + 1);
    rest = rest.substr(0, at);
    if (!is_safe_path(reference.revision)) return core::fail(invalid(text));
  }
  const std::size_t slash = rest.find('/');
  if (slash == std::string_view::npos) return core::fail(invalid(text));
  const std::size_t second = std::min(rest.find('/', slash + 1), rest.size());
  const std::string_view organisation = rest.substr(0, slash);
  const std::string_view name = rest.substr(slash + 1, second - slash - 1);
  if (!is_name(organisation) || !is_name(name)) return core::fail(invalid(text));
  reference.repository = std::string(organisation) + "/" + std::string(name);
  if (second < rest.size()) {
    reference.file = rest.substr(second + 1);
    if (!is_safe_path(reference.file) || !reference.file.ends_with(".gguf")) return core::fail(invalid(text));
  }
  return reference;
}

}  // namespace recoupe::models::hub
