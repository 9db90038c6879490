// What speaks with a server of others: compiler, decoder and reader over the forms of its tools.
// Takes forms, gives a dialect. Included by the folders of those servers.
#pragma once

#include <memory>
#include <string>

#include "sources/dialect/dialect.hpp"
#include "sources/mql/tool_forms.hpp"

namespace recoupe::sources::mql {

/// Makes the three over the same forms.
dialect::Dialect paged_dialect(const std::shared_ptr<const ToolForms>& forms);

/// Gives the database of a connection string, "" where it names none.
std::string database_in(std::string_view uri);

}  // namespace recoupe::sources::mql
