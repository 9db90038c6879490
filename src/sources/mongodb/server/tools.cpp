#include "sources/mongodb/server/tools.hpp"

#include <string>
#include <utility>

#include "core/limits.hpp"
#include "mcp/tool_schema.hpp"
#include "sources/mongodb/server/sample.hpp"
#include "sources/mongodb/tool_names.hpp"

namespace recoupe::sources::mongodb {
namespace {

using core::Json;
using mcp::schema::text;
using mcp::schema::texts;
using mcp::schema::document;
using mcp::schema::whole_number;
using mcp::schema::read_only;

Json collection() { return text("The collection's name."); }
Json filter() { return document("A filter as find takes it; values as extended JSON. Only operators that read are allowed."); }
Json page_rows() { return whole_number(core::limits::page_rows_max, "Documents of one page at most."); }
Json population() {
  return Json::object({{"type", "boolean"}, {"description", "Whether to count the collection's documents in the same snapshot."}});
}

constexpr const char* pages =
    " Documents come as canonical extended JSON from one snapshot where the server has them. While \"complete\" is false, "
    "call next_page with the \"cursor\".";

}  // namespace

mcp::Tool list_collections_tool() {
  return read_only(tool::list_collections, "List collections", "Lists the collections and views that may be read.",
                   Json::object(), Json::array());
}

mcp::Tool describe_collections_tool() {
  return read_only(tool::describe_collections, "Describe collections",
                   "Gives the field paths that the documents hold, with their types, how often they are there or null, the "
                   "values of texts that take few, unique keys and document counts. Large collections are sampled.",
                   Json::object({{"collections", texts("The collections' names; all that may be read when left out.")},
                                 {"having", text("A field path with dots: only documents that hold it are looked at.")}}),
                   Json::array());
}

mcp::Tool sample_tool() {
  return read_only(tool::sample, "Sample values",
                   "Gives distinct values of field paths as text. \"whole\" tells whether these are all values.",
                   Json::object({{"collection", collection()},
                                 {"paths", texts("Field paths with dots, as in contact.city.")},
                                 {"values_max", whole_number(sample_values_max, "How many values of each path at most.")}}),
                   Json::array({"collection", "paths"}));
}

mcp::Tool count_tool() {
  return read_only(tool::count, "Count documents", "Counts documents exactly.",
                   Json::object({{"collection", collection()}, {"filter", filter()}}), Json::array({"collection"}));
}

mcp::Tool find_tool() {
  return read_only(tool::find, "Find", std::string("Reads documents and gives the first page.") + pages,
                   Json::object({{"collection", collection()},
                                 {"filter", filter()},
                                 {"projection", document("Paths to 1 or 0.")},
                                 {"sort", document("Paths to 1 or -1.")},
                                 {"limit", Json::object({{"type", "integer"}, {"minimum", 1}})},
                                 {"page_rows", page_rows()},
                                 {"population", population()}}),
                   Json::array({"collection"}));
}

mcp::Tool aggregate_tool() {
  return read_only(tool::aggregate, "Aggregate",
                   std::string("Runs a pipeline of stages that read and gives the first page.") + pages,
                   Json::object({{"collection", collection()},
                                 {"pipeline", Json::object({{"type", "array"}, {"items", Json::object({{"type", "object"}})}})},
                                 {"page_rows", page_rows()},
                                 {"population", population()}}),
                   Json::array({"collection", "pipeline"}));
}

mcp::Tool next_page_tool() {
  return read_only(tool::next_page, "Next page", "Gives the next page of a read, from the same snapshot.",
                   Json::object({{"cursor", text("The cursor that the page before gave.")}}), Json::array({"cursor"}));
}

mcp::Tool check_role_tool() {
  return read_only(tool::check_role, "Check the role",
                   "Names every privilege of the connected user beyond reading, and the command that makes a user who only reads.",
                   Json::object(), Json::array());
}

mcp::Tool close_tool() {
  return read_only(tool::close, "Close", "Ends a read whose remaining pages are not wanted.",
                   Json::object({{"cursor", text("The cursor that the last page gave.")}}), Json::array({"cursor"}));
}

}  // namespace recoupe::sources::mongodb
