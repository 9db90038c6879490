#include <mongoc/mongoc.h>

#include <utility>

#include "sources/mql/ejson.hpp"
#include "sources/mongodb/server/session.hpp"

namespace recoupe::sources::mongodb {
namespace {

using core::Json;

/// Finds the documents of a reply's first or next batch.
bool find_batch(const bson_t& reply, bson_iter_t& batch) {
  bson_iter_t iter;
  for (const char* path : {"cursor.firstBatch", "cursor.nextBatch"}) {
    bson_iter_t found;
    if (bson_iter_init(&iter, &reply) && bson_iter_find_descendant(&iter, path, &found) &&
        BSON_ITER_HOLDS_ARRAY(&found) && bson_iter_recurse(&found, &batch))
      return true;
  }
  return false;
}

}  // namespace

core::Status for_each_document(const bson_t& reply, const DocumentSink& sink) {
  bson_iter_t batch;
  if (!find_batch(reply, batch)) return {};
  while (bson_iter_next(&batch)) {
    if (!BSON_ITER_HOLDS_DOCUMENT(&batch)) continue;
    std::uint32_t length = 0;
    const std::uint8_t* data = nullptr;
    bson_iter_document(&batch, &length, &data);
    bson_t document;
    if (bson_init_static(&document, data, length)) RECOUPE_CHECK(sink(document));
  }
  return {};
}

std::int64_t cursor_id_of(const bson_t& reply) {
  bson_iter_t iter;
  bson_iter_t found;
  const bool there = bson_iter_init(&iter, &reply) && bson_iter_find_descendant(&iter, "cursor.id", &found);
  return there ? bson_iter_as_int64(&found) : 0;
}

core::Status read_all(Session& session, Json command, const core::Cancel& cancel,
                      const DocumentSink& sink) {
  const std::string collection = command.if_object()->front().second.if_string() != nullptr
                                     ? *command.if_object()->front().second.if_string()
                                     : std::string();
  RECOUPE_TRY(reply, session.read(std::move(command), cancel));
  while (true) {
    RECOUPE_CHECK(for_each_document(*reply, sink));
    const std::int64_t id = cursor_id_of(*reply);
    if (id == 0) return {};
    RECOUPE_TRY(next, session.run(Json::object({{"getMore", mql::ejson::int64(id)}, {"collection", collection}}), cancel));
    reply = std::move(next);
  }
}

core::Result<std::int64_t> count_documents(Session& session, const std::string& collection, Json filter,
                                           const core::Cancel& cancel) {
  Json pipeline = Json::array();
  if (filter.if_object() != nullptr && !filter.if_object()->empty())
    pipeline.push(Json::object({{"$match", std::move(filter)}}));
  pipeline.push(Json::object({{"$count", "n"}}));
  std::int64_t count = 0;
  RECOUPE_CHECK(read_all(session, Json::object({{"aggregate", collection}, {"pipeline", std::move(pipeline)},
                                                {"cursor", Json::object()}}),
                         cancel, [&](const bson_t& document) {
                           bson_iter_t iter;
                           if (bson_iter_init_find(&iter, &document, "n")) count = bson_iter_as_int64(&iter);
                           return core::Status();
                         }));
  return count;
}

}  // namespace recoupe::sources::mongodb
