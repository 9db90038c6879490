// What a child process gets to know: a short list of variables and what its entry gives, nothing else.
// Takes an entry's variables, gives the whole environment. Included by child_process and mcp's configuration.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace recoupe::wire {

using Variables = std::vector<std::pair<std::string, std::string>>;

/// Finds a variable's value.
using Lookup = std::function<std::optional<std::string>(std::string_view name)>;

/// Looks into this process's environment.
std::optional<std::string> process_variable(std::string_view name);

/// Gives PATH, HOME, USER, LOGNAME, SHELL, TERM and LANG of this process, then what the entry gives, which wins.
Variables child_environment(const Variables& given);

/// Finds a program as a shell would: by its path, or in the folders of `path` (colon-separated).
std::optional<std::string> find_program(const std::string& command, std::string_view path);

}  // namespace recoupe::wire
