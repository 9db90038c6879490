#include "sources/mongodb/server/open_cursor.hpp"

#include <algorithm>
#include <utility>

#include "sources/mql/ejson.hpp"

namespace recoupe::sources::mongodb {
namespace {

using core::Json;

std::int64_t count_batch(const _bson_t& reply) {
  std::int64_t count = 0;
  static_cast<void>(for_each_document(reply, [&](const _bson_t&) {
    ++count;
    return core::Status();
  }));
  return count;
}

}  // namespace

core::Result<std::unique_ptr<OpenCursor>> OpenCursor::open(std::shared_ptr<Connections> connections,
                                                           const ReadRequest& request, const core::Cancel& cancel) {
  std::unique_ptr<OpenCursor> cursor(new OpenCursor());
  cursor->collection_ = request.collection;
  cursor->page_rows_ = std::clamp<std::int64_t>(request.page_rows, 1, core::limits::page_rows_max);
  RECOUPE_TRY(session, Session::open(std::move(connections), true, cancel));
  cursor->session_ = std::move(session);
  if (request.population) {
    RECOUPE_TRY(count, count_documents(*cursor->session_, request.collection, Json::object(), cancel));
    cursor->population_ = count;
  }
  Json command = request.command;
  const Json batch_size = Json(cursor->page_rows_);
  if (command.find("find") != nullptr) {
    command.set("batchSize", batch_size);
  } else {
    command.set("cursor", Json::object({{"batchSize", batch_size}}));
  }
  RECOUPE_TRY(reply, cursor->session_->read(std::move(command), cancel));
  cursor->batch_ = std::move(reply);
  cursor->batch_size_ = count_batch(*cursor->batch_);
  cursor->cursor_id_ = cursor_id_of(*cursor->batch_);
  return cursor;
}

OpenCursor::~OpenCursor() {
  if (cursor_id_ == 0 || !session_) return;
  session_->tell(Json::object({{"killCursors", collection_}, {"cursors", Json::array({mql::ejson::int64(cursor_id_)})}}));
}

core::Status OpenCursor::fetch_batch(const core::Cancel& cancel) {
  RECOUPE_TRY(reply, session_->run(Json::object({{"getMore", mql::ejson::int64(cursor_id_)},
                                                 {"collection", collection_},
                                                 {"batchSize", page_rows_}}),
                                   cancel));
  batch_ = std::move(reply);
  taken_ = 0;
  batch_size_ = count_batch(*batch_);
  cursor_id_ = cursor_id_of(*batch_);
  return {};
}

core::Result<Json> OpenCursor::next_page(const core::Cancel& cancel) {
  while (taken_ == batch_size_ && cursor_id_ != 0) RECOUPE_CHECK(fetch_batch(cancel));
  core::JsonArray documents;
  std::int64_t unreadable = 0;
  std::size_t bytes = 0;
  std::int64_t place = 0;
  RECOUPE_CHECK(for_each_document(*batch_, [&](const _bson_t& document) {
    const bool full = bytes >= static_cast<std::size_t>(core::limits::page_bytes_max);
    if (place++ < taken_ || full) return core::Status();
    ++taken_;
    auto read = json_of(document);
    if (!read) {
      ++unreadable;
      return core::Status();
    }
    bytes += read->bytes;
    documents.push_back(std::move(read->json));
    return core::Status();
  }));
  complete_ = taken_ == batch_size_ && cursor_id_ == 0;
  Json page = Json::object({{"documents", Json(std::move(documents))},
                            {"complete", complete_},
                            {"unreadable", unreadable},
                            {"snapshot", session_->snapshot()}});
  if (population_) page.set("population", *population_);
  return page;
}

}  // namespace recoupe::sources::mongodb
