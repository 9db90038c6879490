// Which dialect a connected server speaks. Takes what it tells of itself and what recoupe.toml says of it, gives the Speaker.
// Included by connections and doctor.
#pragma once

#include <string>
#include <vector>

#include "sources/dialect/dialect.hpp"

namespace recoupe::run {

/// Gives every dialect of this version, our own servers' first.
const std::vector<sources::dialect::Speaker>& speakers();

/// Finds the dialect: the declared one ("": none is), else by the server's name and tools, else by its tools alone where
/// that is safe. Errors: `invalid_config` for a declared one that there is not, `policy` where none is recognised.
core::Result<const sources::dialect::Speaker*> speaker_for(const sources::dialect::Met& met, const std::string& declared);

}  // namespace recoupe::run
