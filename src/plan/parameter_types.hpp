// Which type each parameter of a plan is meant to have, from what stands beside it.
// Takes a plan in which parameters are NULLs with a place, gives types by place. Included by parameters.
#pragma once

#include <map>
#include <string>

#include "plan/nodes.hpp"

namespace recoupe::plan {

/// What is wanted at a place.
struct WantedType {
  core::Type type;        // of null: whatever the value's own form says
  std::string beside;     // what it is compared with, as text
};

/// Gives what is wanted of each parameter, by the byte at which it begins. `validated` has every type filled in.
std::map<std::size_t, WantedType> wanted_types(const Plan& validated, const std::map<std::size_t, std::string>& parameters);

}  // namespace recoupe::plan
