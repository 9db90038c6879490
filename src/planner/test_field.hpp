// A field of a made-up catalog. Takes path, type and known values. Included by the planner's tests.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "catalog/catalog.hpp"

namespace recoupe::planner {

inline catalog::Field field(catalog::FieldPath path, core::Type type, std::vector<std::string> values = {}) {
  catalog::Field out;
  out.path = std::move(path);
  out.type = std::move(type);
  out.known_values = std::move(values);
  return out;
}

}  // namespace recoupe::planner
