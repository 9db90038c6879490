#include "sources/mongodb/compiler.hpp"

#include <utility>

#include "sources/mongodb/gate.hpp"
#include "sources/mongodb/tool_names.hpp"
#include "sources/mql/reading.hpp"
#include "sources/mql/shape.hpp"

namespace recoupe::sources::mongodb {

using core::Json;

core::Result<calls::CompiledFetch> Compiler::compile(const physical::Fetch& fetch, const rows::Column* keys) {
  RECOUPE_TRY(reading, mql::reading_of(fetch, keys));
  Json statement = Json::object({{"find", fetch.table->name}});
  Json arguments = Json::object({{"collection", fetch.table->name}});
  Json shape = statement;
  const auto add = [&](const char* name, const Json& value, const Json& shown) {
    statement.set(name, value);
    arguments.set(name, value);
    shape.set(name, shown);
  };
  if (reading.filter) add("filter", *reading.filter, mql::shape_of_filter(*reading.filter));
  if (reading.projection) add("projection", *reading.projection, *reading.projection);
  if (reading.sort) add("sort", *reading.sort, *reading.sort);
  if (reading.limit) add("limit", *reading.limit, "?");
  arguments.set("population", true);
  calls::ToolCall call{.server = fetch.server,
                       .tool = std::string(tool::find),
                       .arguments = std::move(arguments),
                       .statement = statement.dump(),
                       .shape = shape.dump()};
  return calls::CompiledFetch{std::move(call), std::move(reading.pushed)};
}

std::optional<calls::ToolCall> Compiler::next_page(const calls::ToolCall& call, const Json& reply) {
  const Json* cursor = reply.find("cursor");
  if (reply.boolean("complete", true) || cursor == nullptr || cursor->if_string() == nullptr) return std::nullopt;
  calls::ToolCall next = call;
  next.tool = tool::next_page;
  next.arguments = Json::object({{"cursor", *cursor->if_string()}});
  return next;
}

core::Status Compiler::gate(const calls::ToolCall& call) { return check_call(call.tool, call.arguments); }

bool Compiler::keys_pay(const physical::Fetch& fetch, std::int64_t key_count) { return mql::keys_pay(fetch, key_count); }

}  // namespace recoupe::sources::mongodb
