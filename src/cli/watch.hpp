// Does something now and again each time that a file is saved. Included by command_run.
#pragma once

#include <chrono>
#include <functional>
#include <string>

namespace recoupe::cli {

inline constexpr std::chrono::milliseconds watch_poll{200};  // how often the file is looked at

/// Calls `each` at once and after each change of the file's text, until Ctrl-C; gives that exit code.
int watch(const std::string& path, const std::function<void()>& each);

}  // namespace recoupe::cli
