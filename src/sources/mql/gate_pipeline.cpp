#include <algorithm>
#include <array>

#include "sources/mql/ejson.hpp"
#include "sources/mql/gate_rules.hpp"

namespace recoupe::sources::mql::gate {
namespace {

using core::fail;
using core::Json;
using core::Status;

bool has_only(const Json& json, std::initializer_list<std::string_view> names) {
  const auto* members = json.if_object();
  return members != nullptr && std::ranges::all_of(*members, [&](const auto& member) {
           return std::ranges::find(names, member.first) != names.end();
         });
}

bool is_path(const Json* json) { return json != nullptr && json->if_string() != nullptr && is_plain_path(*json->if_string()); }

/// Checks an object of names to expressions; the names are fields of what comes out.
Status check_fields(const Json& json, Status (*check_value)(const Json&)) {
  const auto* members = json.if_object();
  if (members == nullptr) return fail(malformed("stage"));
  for (const auto& [path, value] : *members) {
    if (!is_plain_path(path)) return fail(malformed(path.empty() ? "path" : path));
    RECOUPE_CHECK(check_value(value));
  }
  return {};
}

Status project(const Json& stage) { return check_fields(stage, check_expression); }

Status group(const Json& stage) {
  const auto* members = stage.if_object();
  if (members == nullptr || stage.find("_id") == nullptr) return fail(malformed("$group"));
  for (const auto& [name, value] : *members)
    RECOUPE_CHECK(name == "_id" ? check_expression(value) : check_accumulator(value));
  return {};
}

Status bucket(const Json& stage) {
  if (!has_only(stage, {"groupBy", "boundaries", "default", "output"})) return fail(malformed("$bucket"));
  for (const auto& [name, value] : *stage.if_object())
    RECOUPE_CHECK(name == "output" ? check_fields(value, check_accumulator) : check_expression(value));
  return {};
}

Status number(const Json& stage) { return is_number(stage) ? Status() : fail(malformed("$limit or $skip")); }

Status sample(const Json& stage) {
  const auto* size = stage.find("size");
  return has_only(stage, {"size"}) && size != nullptr && is_number(*size) ? Status() : fail(malformed("$sample"));
}

Status count(const Json& stage) { return is_path(&stage) ? Status() : fail(malformed("$count")); }

Status unset(const Json& stage) {
  if (const auto* items = stage.if_array()) {
    const bool paths = std::ranges::all_of(*items, [](const Json& item) { return is_path(&item); });
    return paths ? Status() : fail(malformed("$unset"));
  }
  return is_path(&stage) ? Status() : fail(malformed("$unset"));
}

Status unwind(const Json& stage) {
  if (stage.if_string() != nullptr) return check_expression(stage);
  if (!has_only(stage, {"path", "includeArrayIndex", "preserveNullAndEmptyArrays"})) return fail(malformed("$unwind"));
  for (const auto& member : *stage.if_object()) RECOUPE_CHECK(check_expression(member.second));
  return {};
}

Status replace_root(const Json& stage) {
  if (!has_only(stage, {"newRoot"})) return fail(malformed("$replaceRoot"));
  return check_expression(stage);
}

Status facet(const Json& stage) { return check_fields(stage, check_pipeline); }

Status lookup(const Json& stage) {
  if (!has_only(stage, {"from", "localField", "foreignField", "as", "let", "pipeline"}) || stage.find("from") == nullptr)
    return fail(malformed("$lookup"));
  RECOUPE_CHECK(check_collection(*stage.find("from")));
  for (const char* name : {"localField", "foreignField", "as"})
    if (const auto* path = stage.find(name); path != nullptr && !is_path(path)) return fail(malformed(name));
  if (const auto* let = stage.find("let")) RECOUPE_CHECK(check_fields(*let, check_expression));
  if (const auto* pipeline = stage.find("pipeline")) RECOUPE_CHECK(check_pipeline(*pipeline));
  return {};
}

Status union_with(const Json& stage) {
  if (stage.if_string() != nullptr) return check_collection(stage);
  if (!has_only(stage, {"coll", "pipeline"}) || stage.find("coll") == nullptr) return fail(malformed("$unionWith"));
  RECOUPE_CHECK(check_collection(*stage.find("coll")));
  const auto* pipeline = stage.find("pipeline");
  return pipeline == nullptr ? Status() : check_pipeline(*pipeline);
}

struct Stage {
  std::string_view name;
  Status (*check)(const Json&);
};

constexpr auto stages = std::to_array<Stage>({
    {"$match", check_filter},    {"$project", project},       {"$addFields", project},
    {"$set", project},           {"$unset", unset},           {"$group", group},
    {"$bucket", bucket},         {"$sort", check_sort},       {"$limit", number},
    {"$skip", number},           {"$sample", sample},         {"$count", count},
    {"$sortByCount", check_expression}, {"$unwind", unwind},  {"$replaceRoot", replace_root},
    {"$replaceWith", check_expression}, {"$facet", facet},    {"$lookup", lookup},
    {"$unionWith", union_with},
});

}  // namespace

Status check_pipeline(const Json& json) {
  const auto* items = json.if_array();
  if (items == nullptr) return fail(malformed("pipeline"));
  for (const auto& item : *items) {
    const auto* members = item.if_object();
    if (members == nullptr || members->size() != 1) return fail(malformed("stage"));
    const auto& [name, argument] = members->front();
    const auto stage = std::ranges::find(stages, name, &Stage::name);
    if (stage == stages.end()) return fail(refused({"stage", "étape"}, name));
    RECOUPE_CHECK(stage->check(argument));
  }
  return {};
}

}  // namespace recoupe::sources::mql::gate
