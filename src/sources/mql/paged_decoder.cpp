#include "sources/mql/paged_decoder.hpp"

#include <utility>

#include "mcp/tool_error.hpp"
#include "sources/mql/documents.hpp"
#include "sources/mql/exactness.hpp"
#include "sources/mql/page_errors.hpp"

namespace recoupe::sources::mql {

using core::Json;

core::Result<rows::Decoded> PagedDecoder::decode(const physical::Fetch& fetch, const mcp::ToolResult& reply) {
  if (reply.is_error) return core::fail(mcp::error_in(reply, fetch.server, "aggregate"));
  const Json& said = said_in(reply);
  if (const auto population = forms_->count_in(said)) {
    rows::Decoded out = columns_of(fetch, {});
    out.population = *population;
    out.complete = true;
    return out;
  }
  const auto page = forms_->page_in(said);
  if (!page) return core::fail(not_a_page(fetch.server));
  RECOUPE_CHECK(check_page(*page, *forms_, fetch.server, fetch.table == nullptr ? std::string() : fetch.table->name));
  core::JsonArray documents;
  std::int64_t unreadable = 0;
  for (const Json& item : page->documents) {
    if (item.boolean("again")) continue;
    const Json* tagged = item.find("d");
    auto document = tagged == nullptr ? std::nullopt : document_of_tagged(*tagged, [&](std::string_view member) {
      return reading_of_member(fetch, member);
    });
    if (document) {
      documents.push_back(*std::move(document));
    } else {
      ++unreadable;
    }
  }
  rows::Decoded out = columns_of(fetch, documents);
  out.unreadable += unreadable;
  return out;
}

const Json& said_in(const mcp::ToolResult& reply) { return reply.structured.is_null() ? reply.content : reply.structured; }

}  // namespace recoupe::sources::mql
