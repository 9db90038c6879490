// How a collection is read in pages through a server that gives no cursor: in the order of _id, each page from where the
// last one ended, so that an answer that the server cut is continued and never taken for the whole.
// Takes what to ask and replies, gives pipelines. Included by the paged compiler, decoder and reader.
#pragma once

#include <cstdint>
#include <optional>

#include "core/json.hpp"

namespace recoupe::sources::mql {

struct PageRequest {
  core::Json filter = {};      // in the server's words; null: none
  core::Json projection = {};  // null: whole documents
  bool descending = false;
  std::optional<std::int64_t> limit = {};  // of the whole reading
  int levels = 1;                          // containers to look into
};

/// What a server answered to one of these pipelines: its documents are {"d": tagged, "rows": how many the page may hold,
/// "again": flag?}.
struct Page {
  core::JsonArray documents;
  std::optional<std::int64_t> total;  // documents that the pipeline gives; nothing where the server does not know
  bool capped = false;                // the server says that it cut
};

/// Gives the first page's pipeline.
core::Json first_pipeline(const PageRequest& request, std::int64_t page_rows);
/// Gives the pipeline of the page after one that ended at an _id, as an expression; nothing where the limit is reached.
/// The document of that _id comes once more, marked `again`: twice means that _id tells no document from another. After a
/// page that the server cut no more is asked than it gives, since some servers work all of it out before they cut.
std::optional<core::Json> next_pipeline(const core::Json& pipeline, const core::Json& last_id, const Page& page);

/// Count a page's documents: those that the page before did not have, and those that it had.
std::int64_t new_rows_of(const Page& page);
std::int64_t repeated_rows_of(const Page& page);
/// Tells whether more may follow: the page is full, or the server does not prove that it gave all.
[[nodiscard]] bool may_go_on(const Page& page);
/// Gives the _id of a page's last document in canonical extended JSON; nothing where it has none that can be told.
std::optional<core::Json> last_id_of(const Page& page);

}  // namespace recoupe::sources::mql
