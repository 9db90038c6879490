// Rows as PostgreSQL's text output, one text a value. Included by all of sources/sql and by who runs statements for it.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace recoupe::sources::sql {

using Text = std::optional<std::string>;  // nothing: NULL
using TextRow = std::vector<Text>;

}  // namespace recoupe::sources::sql
