#include "sources/mongodb/gate.hpp"

#include "sources/mongodb/tool_names.hpp"
#include "sources/mql/gate.hpp"

namespace recoupe::sources::mongodb {
namespace {

using mql::Argument;

constexpr Argument collection = {"collection", mql::check_collection, true};
constexpr Argument cursor = {"cursor", mql::check_text, true};
constexpr Argument filter = {"filter", mql::check_filter};
constexpr Argument page_rows = {"page_rows", mql::check_count};
constexpr Argument population = {"population", mql::check_flag};

constexpr auto tools = std::to_array<mql::ReadTool>({
    {tool::list_collections},
    {tool::describe_collections, {Argument{"collections", mql::check_collections}, Argument{"having", mql::check_path}}},
    {tool::sample, {collection, Argument{"paths", mql::check_paths, true}, Argument{"values_max", mql::check_count}}},
    {tool::check_role},
    {tool::count, {collection, filter}},
    {tool::find,
     {collection, filter, Argument{"projection", mql::check_projection}, Argument{"sort", mql::check_sort},
      Argument{"limit", mql::check_count}, page_rows, population}},
    {tool::aggregate, {collection, Argument{"pipeline", mql::check_pipeline, true}, page_rows, population}},
    {tool::next_page, {cursor}},
    {tool::close, {cursor}},
});

}  // namespace

core::Status check_call(std::string_view name, const core::Json& arguments) {
  return mql::check_call(tools, name, arguments);
}

}  // namespace recoupe::sources::mongodb
