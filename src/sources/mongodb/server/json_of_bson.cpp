#include <bson/bson.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "core/unicode.hpp"
#include "sources/mql/ejson.hpp"
#include "sources/mongodb/server/bson_json.hpp"
#include "sources/mql/source_error.hpp"

namespace recoupe::sources::mongodb {
namespace {

using core::fail;
using core::Json;
using core::Result;

constexpr int levels_max = 180;  // MongoDB keeps 100 for documents; more than 180 would not pass as JSON

core::Error unreadable(const core::Bilingual& why) {
  return mql::source_error(core::Code::value_unreadable, core::Origin::source,
                      {"A document holds what JSON cannot say: " + why.en + ".",
                       "Un document contient ce que JSON ne peut pas dire : " + why.fr + "."},
                      {"Mend the document in MongoDB.", "Corrigez le document dans MongoDB."});
}

std::string hex_of(const bson_oid_t& oid) {
  std::array<char, 25> text{};
  bson_oid_to_string(&oid, text.data());
  return text.data();
}

/// Reads values and adds up about how long their text is.
class JsonBuilder {
 public:
  Result<Json> members(bson_iter_t& iter, int level) {
    RECOUPE_CHECK(check_level(level));
    core::JsonObject object;
    while (bson_iter_next(&iter)) {
      RECOUPE_TRY(name, text({bson_iter_key(&iter), bson_iter_key_len(&iter)}));
      RECOUPE_TRY(inner, value(iter, level));
      object.emplace_back(std::move(name), std::move(inner));
    }
    RECOUPE_CHECK(check_end(iter));
    if (has_duplicate(object)) return fail(unreadable({"a name that stands twice", "un nom présent deux fois"}));
    Json json(std::move(object));
    if (mql::ejson::wrapper_of(json))
      return fail(unreadable({"a sub-document that looks like a value", "un sous-document qui ressemble à une valeur"}));
    return json;
  }

  [[nodiscard]] std::size_t bytes() const { return bytes_; }

 private:
  static core::Status check_level(int level) {
    return level <= levels_max ? core::Status() : fail(unreadable({"too many levels", "trop de niveaux"}));
  }

  // Iteration also stops where the bytes make no sense; what came before is then not the whole.
  static core::Status check_end(const bson_iter_t& iter) {
    return iter.err_off == 0 ? core::Status() : fail(unreadable({"broken BSON", "un BSON abîmé"}));
  }

  static bool has_duplicate(const core::JsonObject& object) {
    std::vector<std::string_view> names;
    names.reserve(object.size());
    for (const auto& member : object) names.emplace_back(member.first);
    std::ranges::sort(names);
    return std::ranges::adjacent_find(names) != names.end();
  }

  Result<std::string> text(std::string_view bytes) {
    if (!core::is_valid_utf8(bytes)) return fail(unreadable({"text that is no UTF-8", "un texte qui n'est pas en UTF-8"}));
    bytes_ += bytes.size() + 4;
    return std::string(bytes);
  }

  Result<Json> array(bson_iter_t& iter, int level) {
    RECOUPE_CHECK(check_level(level));
    core::JsonArray items;
    while (bson_iter_next(&iter)) {
      RECOUPE_TRY(item, value(iter, level));
      items.push_back(std::move(item));
    }
    RECOUPE_CHECK(check_end(iter));
    return Json(std::move(items));
  }

  Result<Json> value(const bson_iter_t& iter, int level) {
    constexpr std::size_t wrapper_bytes = 40;
    bytes_ += wrapper_bytes;
    std::uint32_t length = 0;
    switch (bson_iter_type(&iter)) {
      case BSON_TYPE_NULL: return Json();
      case BSON_TYPE_BOOL: return Json(bson_iter_bool(&iter));
      case BSON_TYPE_INT32: return mql::ejson::int32(bson_iter_int32(&iter));
      case BSON_TYPE_INT64: return mql::ejson::int64(bson_iter_int64(&iter));
      case BSON_TYPE_DOUBLE: return mql::ejson::float64(bson_iter_double(&iter));
      case BSON_TYPE_DATE_TIME: return mql::ejson::date(bson_iter_date_time(&iter));
      case BSON_TYPE_OID: return mql::ejson::object_id(hex_of(*bson_iter_oid(&iter)));
      case BSON_TYPE_UTF8: {
        const char* data = bson_iter_utf8(&iter, &length);
        RECOUPE_TRY(string, text({data, length}));
        return Json(std::move(string));
      }
      case BSON_TYPE_DOCUMENT: {
        bson_iter_t child;
        bson_iter_recurse(&iter, &child);
        return members(child, level + 1);
      }
      case BSON_TYPE_ARRAY: {
        bson_iter_t child;
        bson_iter_recurse(&iter, &child);
        return array(child, level + 1);
      }
      case BSON_TYPE_DECIMAL128: {
        bson_decimal128_t decimal;
        bson_iter_decimal128(&iter, &decimal);
        std::array<char, BSON_DECIMAL128_STRING> buffer{};
        bson_decimal128_to_string(&decimal, buffer.data());
        return mql::ejson::decimal(buffer.data());
      }
      case BSON_TYPE_BINARY: {
        bson_subtype_t subtype = BSON_SUBTYPE_BINARY;
        const std::uint8_t* data = nullptr;
        bson_iter_binary(&iter, &subtype, &length, &data);
        bytes_ += length * 4 / 3;
        return mql::ejson::binary({reinterpret_cast<const char*>(data), length}, static_cast<std::uint8_t>(subtype));
      }
      default: return rare_value(iter, level);
    }
  }

  Result<Json> rare_value(const bson_iter_t& iter, int level) {
    std::uint32_t length = 0;
    switch (bson_iter_type(&iter)) {
      case BSON_TYPE_REGEX: {
        const char* options = nullptr;
        const char* pattern = bson_iter_regex(&iter, &options);
        RECOUPE_TRY(shown_pattern, text(pattern));
        RECOUPE_TRY(shown_options, text(options));
        return Json::object({{"$regularExpression", Json::object({{"pattern", std::move(shown_pattern)},
                                                                  {"options", std::move(shown_options)}})}});
      }
      case BSON_TYPE_TIMESTAMP: {
        std::uint32_t seconds = 0;
        std::uint32_t increment = 0;
        bson_iter_timestamp(&iter, &seconds, &increment);
        return Json::object({{"$timestamp", Json::object({{"t", static_cast<std::int64_t>(seconds)},
                                                          {"i", static_cast<std::int64_t>(increment)}})}});
      }
      case BSON_TYPE_CODE: {
        const char* data = bson_iter_code(&iter, &length);
        RECOUPE_TRY(code, text({data, length}));
        return Json::object({{"$code", std::move(code)}});
      }
      case BSON_TYPE_CODEWSCOPE: {
        const std::uint8_t* scope_data = nullptr;
        std::uint32_t scope_length = 0;
        const char* data = bson_iter_codewscope(&iter, &length, &scope_length, &scope_data);
        bson_iter_t child;
        if (!bson_iter_init_from_data(&child, scope_data, scope_length))
          return fail(unreadable({"broken BSON", "un BSON abîmé"}));
        RECOUPE_TRY(code, text({data, length}));
        RECOUPE_TRY(scope, members(child, level + 1));
        return Json::object({{"$code", std::move(code)}, {"$scope", std::move(scope)}});
      }
      case BSON_TYPE_SYMBOL: {
        const char* data = bson_iter_symbol(&iter, &length);
        RECOUPE_TRY(symbol, text({data, length}));
        return Json::object({{"$symbol", std::move(symbol)}});
      }
      case BSON_TYPE_DBPOINTER: {
        const char* collection = nullptr;
        const bson_oid_t* oid = nullptr;
        bson_iter_dbpointer(&iter, &length, &collection, &oid);
        RECOUPE_TRY(name, text({collection, length}));
        return Json::object({{"$dbPointer", Json::object({{"$ref", std::move(name)}, {"$id", mql::ejson::object_id(hex_of(*oid))}})}});
      }
      case BSON_TYPE_UNDEFINED: return Json::object({{"$undefined", true}});
      case BSON_TYPE_MINKEY: return Json::object({{"$minKey", 1}});
      case BSON_TYPE_MAXKEY: return Json::object({{"$maxKey", 1}});
      default: return fail(unreadable({"a type that is not known", "un type inconnu"}));
    }
  }

  std::size_t bytes_ = 0;
};

}  // namespace

Result<JsonDocument> json_of(const _bson_t& document) {
  bson_iter_t iter;
  if (!bson_iter_init(&iter, &document)) return fail(unreadable({"broken BSON", "un BSON abîmé"}));
  JsonBuilder builder;
  RECOUPE_TRY(json, builder.members(iter, 1));
  return JsonDocument{std::move(json), builder.bytes()};
}

}  // namespace recoupe::sources::mongodb
