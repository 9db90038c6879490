// The catalog's one JSON form, whole (snapshot) or reduced to its structure (digest).
#include <array>
#include <charconv>
#include <cmath>

#include "catalog/catalog.hpp"
#include "core/hash.hpp"

namespace recoupe::catalog {
namespace {

using core::Json;
using core::JsonArray;

constexpr std::int64_t version = 1;

enum class Part { whole, structure };

constexpr std::array<std::pair<SourceKind, std::string_view>, 2> source_kinds = {{
    {SourceKind::postgres, "postgres"},
    {SourceKind::mongodb, "mongodb"},
}};

constexpr std::array<std::pair<KeyTransform, std::string_view>, 4> transforms = {{
    {KeyTransform::none, "none"},
    {KeyTransform::lower_both, "lower_both"},
    {KeyTransform::cast_left_to_string, "cast_left_to_string"},
    {KeyTransform::cast_right_to_string, "cast_right_to_string"},
}};

template <class Enum, std::size_t n>
std::string_view name_in(const std::array<std::pair<Enum, std::string_view>, n>& names, Enum value) {
  for (const auto& [each, name] : names) {
    if (each == value) return name;
  }
  return {};
}

Json json_of(const std::vector<std::string>& texts) {
  Json out = Json::array();
  for (const std::string& text : texts) out.push(text);
  return out;
}

Json json_of(const Field& field, Part part) {
  Json out = Json::object({
      {"path", json_of(field.path)},
      {"type", core::name_of(field.type)},
      {"native_type", field.native_type},
      {"nullable", field.nullable},
      {"may_be_missing", field.may_be_missing},
      {"crosses_array", field.crosses_array},
      {"unique", field.unique},
      {"comment", field.comment},
  });
  if (part == Part::structure) return out;
  out.set("missing_share", field.missing_share);
  out.set("null_share", field.null_share);
  out.set("known_values", json_of(field.known_values));
  Json shares = Json::array();
  for (const auto& [type, share] : field.type_shares) shares.push(Json::array({type, share}));
  out.set("type_shares", std::move(shares));
  return out;
}

Json json_of(const Table& table, Part part) {
  Json fields = Json::array();
  for (const Field& field : table.fields) fields.push(json_of(field, part));
  Json keys = Json::array();
  for (const auto& key : table.keys) {
    Json paths = Json::array();
    for (const FieldPath& path : key) paths.push(json_of(path));
    keys.push(std::move(paths));
  }
  Json out = Json::object({
      {"schema", table.schema},
      {"name", table.name},
      {"comment", table.comment},
      {"fields", std::move(fields)},
      {"keys", std::move(keys)},
      {"sampled", table.sampled},
  });
  if (part == Part::whole) out.set("row_count", table.row_count);
  return out;
}

Json json_of(const Source& source, Part part) {
  Json tables = Json::array();
  for (const Table& table : source.tables) tables.push(json_of(table, part));
  Json out = Json::object({
      {"server", source.server},
      {"kind", name_in(source_kinds, source.kind)},
      {"tables", std::move(tables)},
  });
  if (part == Part::whole) out.set("product", source.product);
  return out;
}

Json json_of(const FieldRef& field) {
  return Json::object(
      {{"server", field.server}, {"schema", field.schema}, {"table", field.table}, {"path", json_of(field.path)}});
}

/// A proposed relation rests on samples; only declared ones are structure.
bool is_declared(const Relation& relation) { return relation.confidence >= 1; }

Json json_of(const Relation& relation, Part part) {
  Json out = Json::object({
      {"left", json_of(relation.left)},
      {"right", json_of(relation.right)},
      {"transform", name_in(transforms, relation.transform)},
  });
  if (part == Part::structure) return out;
  out.set("confidence", relation.confidence);
  out.set("why", relation.why);
  return out;
}

Json json_of(const Catalog& catalog, Part part) {
  Json sources = Json::array();
  for (const Source& source : catalog.sources) sources.push(json_of(source, part));
  Json relations = Json::array();
  for (const Relation& relation : catalog.relations) {
    if (part == Part::whole || is_declared(relation)) relations.push(json_of(relation, part));
  }
  return Json::object({{"v", version}, {"sources", std::move(sources)}, {"relations", std::move(relations)}});
}

/// Reads one JSON object's members; the first thing that is not as written above is kept as the failure.
class Members {
 public:
  Members(const Json& json, std::string place) : json_(json), place_(std::move(place)) {}

  std::string text(std::string_view key) {
    const Json* member = json_.find(key);
    if (member && member->if_string()) return *member->if_string();
    return missing(key), std::string();
  }
  bool boolean(std::string_view key) {
    const Json* member = json_.find(key);
    if (member && member->if_bool()) return *member->if_bool();
    return missing(key), false;
  }
  std::int64_t integer(std::string_view key) {
    const Json* member = json_.find(key);
    const auto value = member ? member->as_int64() : std::nullopt;
    return value ? *value : (missing(key), 0);
  }
  double share(std::string_view key) {
    const Json* member = json_.find(key);
    return member ? number(*member, key) : (missing(key), 0.0);
  }
  double number(const Json& json, std::string_view key) {
    double value = 0;
    const core::JsonNumber* written = json.if_number();
    if (!written) return missing(key), 0.0;
    const char* end = written->text.data() + written->text.size();
    const auto read = std::from_chars(written->text.data(), end, value);
    if (read.ec != std::errc() || read.ptr != end || !std::isfinite(value)) missing(key);
    return value;
  }
  const JsonArray& array(std::string_view key) {
    static const JsonArray none;
    const Json* member = json_.find(key);
    if (member && member->if_array()) return *member->if_array();
    missing(key);
    return none;
  }
  std::vector<std::string> texts(const Json& json, std::string_view key) {
    std::vector<std::string> out;
    if (!json.if_array()) return missing(key), out;
    for (const Json& item : *json.if_array()) {
      if (!item.if_string()) return missing(key), out;
      out.push_back(*item.if_string());
    }
    return out;
  }
  std::vector<std::string> texts(std::string_view key) {
    const Json* member = json_.find(key);
    return texts(member ? *member : Json(), key);
  }
  template <class Enum, std::size_t n>
  Enum one_of(const std::array<std::pair<Enum, std::string_view>, n>& names, std::string_view key) {
    const std::string written = text(key);
    for (const auto& [value, name] : names) {
      if (name == written) return value;
    }
    return missing(key), names[0].first;
  }
  void missing(std::string_view key) {
    if (failed_.empty()) failed_ = place_ + "." + std::string(key);
  }
  [[nodiscard]] core::Status status() const {
    if (failed_.empty()) return {};
    core::Error error;
    error.code = core::Code::invalid_json;
    error.origin = core::Origin::user;
    error.stage = "catalog";
    error.message = {"the catalog snapshot has no valid " + failed_,
                     "l'instantané du catalogue n'a pas de " + failed_ + " valide"};
    error.remedy = {"read the catalog again with `recoupe catalog --refresh`",
                    "relisez le catalogue avec `recoupe catalog --refresh`"};
    return core::fail(std::move(error));
  }

 private:
  const Json& json_;
  std::string place_;
  std::string failed_;
};

core::Result<Field> read_field(const Json& json) {
  Members in(json, "field");
  Field out;
  out.path = in.texts("path");
  if (out.path.empty()) in.missing("path");
  out.native_type = in.text("native_type");
  out.nullable = in.boolean("nullable");
  out.may_be_missing = in.boolean("may_be_missing");
  out.crosses_array = in.boolean("crosses_array");
  out.unique = in.boolean("unique");
  out.comment = in.text("comment");
  out.missing_share = in.share("missing_share");
  out.null_share = in.share("null_share");
  out.known_values = in.texts("known_values");
  for (const Json& item : in.array("type_shares")) {
    const JsonArray* pair = item.if_array();
    if (pair && pair->size() == 2 && (*pair)[0].if_string()) {
      out.type_shares.emplace_back(*(*pair)[0].if_string(), in.number((*pair)[1], "type_shares"));
    } else {
      in.missing("type_shares");
    }
  }
  const std::string type = in.text("type");
  RECOUPE_CHECK(in.status());
  RECOUPE_TRY(parsed, core::parse_type(type));
  out.type = std::move(parsed);
  return out;
}

core::Result<Table> read_table(const Json& json) {
  Members in(json, "table");
  Table out;
  out.schema = in.text("schema");
  out.name = in.text("name");
  out.comment = in.text("comment");
  out.sampled = in.boolean("sampled");
  out.row_count = in.integer("row_count");
  for (const Json& key : in.array("keys")) {
    std::vector<FieldPath> paths;
    if (!key.if_array()) in.missing("keys");
    for (const Json& path : key.if_array() ? *key.if_array() : JsonArray()) paths.push_back(in.texts(path, "keys"));
    out.keys.push_back(std::move(paths));
  }
  for (const Json& item : in.array("fields")) {
    RECOUPE_TRY(field, read_field(item));
    out.fields.push_back(std::move(field));
  }
  RECOUPE_CHECK(in.status());
  return out;
}

core::Result<Source> read_source(const Json& json) {
  Members in(json, "source");
  Source out;
  out.server = in.text("server");
  out.kind = in.one_of(source_kinds, "kind");
  out.product = in.text("product");
  for (const Json& item : in.array("tables")) {
    RECOUPE_TRY(table, read_table(item));
    out.tables.push_back(std::move(table));
  }
  RECOUPE_CHECK(in.status());
  return out;
}

core::Result<FieldRef> read_ref(const Json* json, std::string place) {
  const Json none;
  Members in(json ? *json : none, std::move(place));
  FieldRef out{in.text("server"), in.text("schema"), in.text("table"), in.texts("path")};
  RECOUPE_CHECK(in.status());
  return out;
}

core::Result<Relation> read_relation(const Json& json) {
  Members in(json, "relation");
  Relation out;
  RECOUPE_TRY(left, read_ref(json.find("left"), "relation.left"));
  RECOUPE_TRY(right, read_ref(json.find("right"), "relation.right"));
  out.left = std::move(left);
  out.right = std::move(right);
  out.transform = in.one_of(transforms, "transform");
  out.confidence = in.share("confidence");
  out.why = in.text("why");
  RECOUPE_CHECK(in.status());
  return out;
}

}  // namespace

core::Json to_json(const Catalog& catalog) { return json_of(catalog, Part::whole); }

core::Result<Catalog> from_json(const core::Json& json) {
  Members in(json, "catalog");
  if (in.integer("v") != version) in.missing("v");
  Catalog out;
  const JsonArray& sources = in.array("sources");
  const JsonArray& relations = in.array("relations");
  RECOUPE_CHECK(in.status());
  for (const Json& item : sources) {
    RECOUPE_TRY(source, read_source(item));
    out.sources.push_back(std::move(source));
  }
  for (const Json& item : relations) {
    RECOUPE_TRY(relation, read_relation(item));
    out.relations.push_back(std::move(relation));
  }
  return out;
}

std::string digest_of(const Catalog& catalog) {
  return core::named(core::sha256(core::canonical(json_of(catalog, Part::structure))));
}

}  // namespace recoupe::catalog
