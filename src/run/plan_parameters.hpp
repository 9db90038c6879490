// Values for the parameters of a plan file, put in from what a session knows: its catalog and its zone.
// Takes text and values, gives text without parameters. Included by cli and the Python module.
#pragma once

#include "plan/parameters.hpp"
#include "run/session.hpp"

namespace recoupe::run {

/// Writes literals in place of a text's parameters; a text that has none stays as it is. Errors: those of
/// plan::with_parameters and, where there are parameters, of Session::validate.
core::Result<std::string> with_parameters(Session& session, std::string_view text, const std::vector<plan::Parameter>& given,
                                          const core::Cancel& cancel);

}  // namespace recoupe::run
