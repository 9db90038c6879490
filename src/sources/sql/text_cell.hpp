// How a column is read as text that is the same in any session, where no SET can be sent. Takes a column, gives SQL and the
// settings that it still hangs on. Included by the carried compiler and decoder.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sources/sql/sql_column.hpp"

namespace recoupe::sources::sql {

/// A setting of the session as it must be for a text to be exact.
struct NeededSetting {
  std::string_view name;
  std::string_view wanted;
};

struct TextCell {
  std::string expression;  // of type text: as our own server writes the value; of an array column its JSON list of texts
  std::vector<NeededSetting> needs;
};

TextCell text_cell(const SqlColumn& column);

/// Tells whether the session's value of a setting is as good as the wanted one.
bool serves(const NeededSetting& setting, std::string_view value);

}  // namespace recoupe::sources::sql
