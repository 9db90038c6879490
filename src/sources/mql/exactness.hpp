// Which columns of a fetch need every value whole, and how deep. A MIXED or DOCUMENT column shows its values as they
// are; a column of one type shows only values of that type, so that what a server cannot tell of others does not matter.
// Included by the paged compiler and decoder.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "physical/fetch.hpp"
#include "sources/mql/tagged.hpp"

namespace recoupe::sources::mql {

/// Gives how many containers deep the columns look.
int levels_of(const physical::Fetch& fetch);
/// Tells how a document's own member is to be read for these columns.
Untold reading_of_member(const physical::Fetch& fetch, std::string_view member);

struct UntoldColumn {
  std::string column;
  std::string type;  // MongoDB's word
};
/// Gives a column that shows values as they are and was seen with one of these types.
std::optional<UntoldColumn> untold_in(const physical::Fetch& fetch, std::span<const std::string_view> types);

}  // namespace recoupe::sources::mql
