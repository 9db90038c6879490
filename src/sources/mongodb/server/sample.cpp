#include "sources/mongodb/server/sample.hpp"

#include <set>
#include <utility>

#include "sources/mongodb/value_text.hpp"

namespace recoupe::sources::mongodb {
namespace {

using core::Json;

core::Result<Json> sample_path(Session& session, const SampleRequest& request, const std::string& path,
                               const core::Cancel& cancel) {
  const Json elements = Json::object({{"$unwind", "$v"}});
  Json pipeline = Json::array({Json::object({{"$limit", sample_read_max}}),
                               Json::object({{"$project", Json::object({{"_id", 0}, {"v", "$" + path}})}}),
                               elements,
                               elements,
                               Json::object({{"$group", Json::object({{"_id", "$v"}})}}),
                               Json::object({{"$limit", request.values_max + 1}})});
  std::set<std::string> values;
  bool all = true;
  std::int64_t found = 0;
  RECOUPE_CHECK(read_all(session, Json::object({{"aggregate", request.collection}, {"pipeline", std::move(pipeline)},
                                                {"cursor", Json::object()}}),
                         cancel, [&](const _bson_t& document) {
                           ++found;
                           const auto read = json_of(document);
                           const Json* value = read ? read->json.find("_id") : nullptr;
                           const auto text = value == nullptr ? std::nullopt : text_of_value(*value);
                           if (text && text->size() <= sample_value_bytes_max) {
                             values.insert(*text);
                           } else if (value == nullptr || !value->is_null()) {
                             all = false;
                           }
                           return core::Status();
                         }));
  all = all && found <= request.values_max;
  Json out = Json::array();
  for (const auto& value : values) {
    if (static_cast<std::int64_t>(out.if_array()->size()) < request.values_max) out.push(value);
  }
  return Json::object({{"path", path}, {"values", std::move(out)}, {"whole", all}});
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
                           read_whole = count != nullptr && ejson::read_int(*count).value_or(0) <= sample_read_max;
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
