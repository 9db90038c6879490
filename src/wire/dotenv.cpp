#include "wire/dotenv.hpp"

#include <cctype>
#include <fstream>
#include <optional>

namespace recoupe::wire {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front()))) text.remove_prefix(1);
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back()))) text.remove_suffix(1);
  return text;
}

bool is_name(std::string_view text) {
  if (text.empty() || std::isdigit(static_cast<unsigned char>(text.front()))) return false;
  for (char c : text)
    if (!std::isalnum(static_cast<unsigned char>(c)) && c != '_') return false;
  return true;
}

std::string unquoted(std::string_view value) {
  for (char quote : {'"', '\''})
    if (value.size() >= 2 && value.front() == quote && value.back() == quote)
      return std::string(value.substr(1, value.size() - 2));
  if (const auto comment = value.find(" #"); comment != std::string_view::npos) value = trimmed(value.substr(0, comment));
  return std::string(value);
}

/// Gives nothing for a line that is neither empty, a comment nor NAME=value.
std::optional<std::pair<std::string, std::string>> read_line(std::string_view line) {
  if (line.starts_with("export ")) line = trimmed(line.substr(7));
  const auto equals = line.find('=');
  if (equals == std::string_view::npos || !is_name(trimmed(line.substr(0, equals)))) return std::nullopt;
  return std::pair(std::string(trimmed(line.substr(0, equals))), unquoted(trimmed(line.substr(equals + 1))));
}

}  // namespace

core::Result<Variables> read_dotenv(const std::filesystem::path& path) {
  Variables variables;
  std::ifstream file(path);
  std::string line;
  for (int number = 1; std::getline(file, line); ++number) {
    const std::string_view text = trimmed(line);
    if (text.empty() || text.starts_with('#')) continue;
    auto variable = read_line(text);
    if (!variable) {
      const std::string place = path.filename().string() + ":" + std::to_string(number);
      return core::fail({.code = core::Code::invalid_config,
                         .origin = core::Origin::user,
                         .stage = "wire",
                         .message = {place + ": this line is not NAME=value", place + " : cette ligne n'est pas NOM=valeur"},
                         .remedy = {"Correct the line or begin it with #.", "Corrigez la ligne ou commencez-la par #."}});
    }
    variables.push_back(std::move(*variable));
  }
  return variables;
}

}  // namespace recoupe::wire
