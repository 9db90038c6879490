#include "wire/environment.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace recoupe::wire {

namespace {

constexpr std::array inherited = {"PATH", "HOME", "USER", "LOGNAME", "SHELL", "TERM", "LANG"};

bool is_program(const std::string& path) {
  struct stat info {};
  return ::stat(path.c_str(), &info) == 0 && S_ISREG(info.st_mode) && ::access(path.c_str(), X_OK) == 0;
}

}  // namespace

std::optional<std::string> process_variable(std::string_view name) {
  const char* value = std::getenv(std::string(name).c_str());
  return value ? std::optional<std::string>(value) : std::nullopt;
}

Variables child_environment(const Variables& given) {
  Variables all;
  const auto put = [&all](const std::string& name, const std::string& value) {
    const auto found = std::ranges::find(all, name, &Variables::value_type::first);
    if (found == all.end()) {
      all.emplace_back(name, value);
    } else {
      found->second = value;
    }
  };
  for (const char* name : inherited) {
    if (const auto value = process_variable(name)) put(name, *value);
  }
  for (const auto& [name, value] : given) put(name, value);
  return all;
}

std::optional<std::string> find_program(const std::string& command, std::string_view path) {
  if (command.find('/') != std::string::npos) {
    return is_program(command) ? std::optional(command) : std::nullopt;
  }
  while (!command.empty() && !path.empty()) {
    const std::size_t end = std::min(path.find(':'), path.size());
    const std::string candidate = std::string(path.substr(0, end)) + "/" + command;
    if (end > 0 && is_program(candidate)) return candidate;
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return std::nullopt;
}

}  // namespace recoupe::wire
