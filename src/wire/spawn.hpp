// One posix_spawn with what this project needs of it. Takes a program's path, arguments, environment and three
// descriptors, gives the process id. Included by child_process only.
#pragma once

#include <sys/types.h>

#include <expected>
#include <string>
#include <vector>

#include "wire/environment.hpp"

namespace recoupe::wire {

/// Starts a program in a new session (and so a group) of its own, with default signals and no descriptor but these; the error is an errno.
std::expected<pid_t, int> spawn(const std::string& path, const std::vector<std::string>& argv,
                                const Variables& environment, int stdin_fd, int stdout_fd, int stderr_fd);

}  // namespace recoupe::wire
