#include "sources/mongodb/server/sample.hpp"

#include <set>
#include <utility>

#include "sources/mql/value_text.hpp"

namespace recoupe::sources::mongodb {
namespace {

using core::Json;

/// Each part of the path may hold an array: taken apart one after the other, the last twice for arrays inside arrays.
Json elements_of(const std::string& path) {
  Json pipeline = Json::array({Json::object({{"$limit", sample_read_max}})});
  for (std::size_t dot = path.find('.'); dot != std::string::npos; dot = path.find('.', dot + 1))
    pipeline.push(Json::object({{"$unwind", "$" + path.substr(0, dot)}}));
  pipeline.push(Json::object({{"$unwind", "$" + path}}));
  pipeline.push(Json::object({{"$unwind", "$" + path}}));
  return pipeline;
}

struct Values {
  std::set<std::string> texts;
  bool all = true;
};

core::Result<Values> read_values(Session& session, const SampleRequest& request, Json pipeline, const core::Cancel& cancel) {
  Values out;
  RECOUPE_CHECK(read_all(session, Json::object({{"aggregate", request.collection}, {"pipeline", std::move(pipeline)},
                                                {"cursor", Json::object()}}),
                         cancel, [&](const _bson_t& document) {
                           const auto read = json_of(document);
                           const Json* value = read ? read->json.find("_id") : nullptr;
                           const auto text = value == nullptr ? std::nullopt : mql::text_of_value(*value);
                           const bool room = static_cast<std::int64_t>(out.texts.size()) < request.values_max;
                           if (text && text->size() <= sample_value_bytes_max && (room || out.texts.contains(*text))) {
                             out.texts.insert(*text);
                           } else if (value == nullptr || !value->is_null()) {
                             out.all = false;
                           }
                           return core::Status();
                         }));
  return out;
}

core::Result<Json> sample_path(Session& session, const SampleRequest& request, const std::string& path,
                               const core::Cancel& cancel) {
  Json grouped = elements_of(path);
  grouped.push(Json::object({{"$group", Json::object({{"_id", "$" + path}})}}));
  grouped.push(Json::object({{"$limit", request.values_max + 1}}));
  auto values = read_values(session, request, std::move(grouped), cancel);
  if (!values && values.error().code == core::Code::server_error) {  // not every server groups every type
    Json one_by_one = elements_of(path);
    one_by_one.push(Json::object({{"$project", Json::object({{"_id", "$" + path}})}}));
    values = read_values(session, request, std::move(one_by_one), cancel);
  }
  if (!values) return core::fail(values.error());
  Json out = Json::array();
  for (const auto& value : values->texts) out.push(value);
  return Json::object({{"path", path}, {"values", std::move(out)}, {"whole", values->all}});
}

}  // namespace

core::Result<Json> sample_paths(Session& session, const SampleRequest& request, const core::Cancel& cancel) {
  bool read_whole = false;
  RECOUPE_CHECK(read_all(session, Json::object({{"aggregate", request.collection},
                                                {"pipeline", Json::array({Json::object({{"$limit", sample_read_max + 1}}),
                                                                          Json::object({{"$count", "n"}})})},
                                                {"cursor", Json::object()}}),
                         cancel, [&](const _bson_t& document) {
                           const auto read = json_of(document);
                           const Json* count = read ? read->json.find("n") : nullptr;
                           read_whole = count != nullptr && mql::ejson::read_int(*count).value_or(0) <= sample_read_max;
                           return core::Status();
                         }));
  Json fields = Json::array();
  for (const auto& path : request.paths) {
    RECOUPE_TRY(field, sample_path(session, request, path, cancel));
    if (!read_whole) field.set("whole", false);
    fields.push(std::move(field));
  }
  return Json::object({{"fields", std::move(fields)}});
}

}  // namespace recoupe::sources::mongodb
