// Values that name their types: how a document crosses a server whose JSON would lose them. The server is asked for an
// aggregate whose last stage turns each value into what every JSON keeps: texts, flags, null and 32-bit integers as they
// are, all else as [type, text], containers as [type, [[name, value], …]].
// Takes levels, gives the expression; takes what came, gives canonical extended JSON. Included by page and its readers.
#pragma once

#include <functional>
#include <optional>
#include <string_view>

#include "core/json.hpp"

namespace recoupe::sources::mql {

inline constexpr int tagged_levels_max = 12;  // documents and arrays inside one another; deeper ones come without content

/// Gives the expression that tags a value ("$$ROOT") and what it holds, `levels` containers deep.
core::Json tagged_expression(std::string_view value, int levels);

/// What to do with a value that the server could not tell whole (a regular expression as {}, a binary without its subtype,
/// a container below the last level).
enum class Untold {
  refused,      // the document does not read
  type_kept,    // its type stands, its content may be empty: for statistics, and for columns that such types never fit
};

/// Gives a value in canonical extended JSON; nothing where it is badly formed, untold and refused, has a name twice, or a
/// document would read as a value ({"$oid": …} as data).
std::optional<core::Json> value_of_tagged(const core::Json& tagged, Untold untold);

/// Gives a document; `untold` is asked for each of its own members by name.
std::optional<core::Json> document_of_tagged(const core::Json& tagged,
                                             const std::function<Untold(std::string_view member)>& untold);

}  // namespace recoupe::sources::mql
