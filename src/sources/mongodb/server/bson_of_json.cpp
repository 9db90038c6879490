#include <bson/bson.h>

#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>

#include "sources/mql/ejson.hpp"
#include "sources/mongodb/server/bson_json.hpp"
#include "sources/mql/source_error.hpp"

namespace recoupe::sources::mongodb {
namespace {

using core::Json;

constexpr int levels_max = 100;  // the server's own bound

core::Error cannot_hold(std::string_view what) {
  const std::string name(what.substr(0, 100));
  return mql::source_error(core::Code::statement_refused, core::Origin::user,
                      {"MongoDB cannot hold this value as it is written: " + name + ".",
                       "MongoDB ne peut pas contenir cette valeur telle quelle : " + name + "."},
                      {"Write it as canonical extended JSON.", "Écrivez-la en JSON étendu canonique."});
}

int length_of(std::string_view text) { return static_cast<int>(text.size()); }

bool has_nul(std::string_view text) { return text.find('\0') != std::string_view::npos; }

/// Appends values under one parent; every `bool` is libbson's: false when the document grew too large.
class Writer {
 public:
  explicit Writer(bson_t* target, int level) : target_(target), level_(level) {}

  core::Status append(std::string_view key, const Json& json) {
    if (has_nul(key) || level_ > levels_max) return core::fail(cannot_hold(key));
    const auto written = write(key, json);
    if (!written) return core::fail(written.error());
    return *written ? core::Status() : core::fail(cannot_hold(key));
  }

 private:
  core::Result<bool> write(std::string_view key, const Json& json) {
    const char* name = key.data();
    const int length = length_of(key);
    if (json.is_null()) return bson_append_null(target_, name, length);
    if (const auto* flag = json.if_bool()) return bson_append_bool(target_, name, length, *flag);
    if (const auto* text = json.if_string())
      return bson_append_utf8(target_, name, length, text->data(), length_of(*text));
    if (const auto* number = json.if_number()) return write_number(key, *number);
    if (const auto* items = json.if_array()) return write_array(key, *items);
    if (const auto wrapper = mql::ejson::wrapper_of(json)) return write_wrapped(key, json, *wrapper);
    bson_t child;
    if (!bson_append_document_begin(target_, name, length, &child)) return false;
    Writer inner(&child, level_ + 1);
    core::Status status;
    for (const auto& [member, value] : *json.if_object())
      if (status) status = inner.append(member, value);
    bson_append_document_end(target_, &child);
    RECOUPE_CHECK(status);
    return true;
  }

  core::Result<bool> write_array(std::string_view key, const core::JsonArray& items) {
    bson_t child;
    if (!bson_append_array_begin(target_, key.data(), length_of(key), &child)) return false;
    Writer inner(&child, level_ + 1);
    core::Status status;
    for (std::size_t i = 0; i < items.size() && status; ++i) status = inner.append(std::to_string(i), items[i]);
    bson_append_array_end(target_, &child);
    RECOUPE_CHECK(status);
    return true;
  }

  core::Result<bool> write_int(std::string_view key, std::int64_t value, bool wide) {
    const bool fits = value >= std::numeric_limits<std::int32_t>::min() && value <= std::numeric_limits<std::int32_t>::max();
    return fits && !wide ? bson_append_int32(target_, key.data(), length_of(key), static_cast<std::int32_t>(value))
                         : bson_append_int64(target_, key.data(), length_of(key), value);
  }

  core::Result<bool> write_number(std::string_view key, const core::JsonNumber& number) {
    const auto& text = number.text;
    std::int64_t value = 0;
    const auto whole = std::from_chars(text.data(), text.data() + text.size(), value);
    if (whole.ec == std::errc() && whole.ptr == text.data() + text.size()) return write_int(key, value, false);
    if (text.find_first_of(".eE") == std::string::npos) return core::fail(cannot_hold(text));
    double real = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), real);
    if (read.ec != std::errc() || !std::isfinite(real)) return core::fail(cannot_hold(text));
    return bson_append_double(target_, key.data(), length_of(key), real);
  }

  core::Result<bool> write_wrapped(std::string_view key, const Json& json, const mql::ejson::Wrapper& wrapper) {
    const char* name = key.data();
    const int length = length_of(key);
    const auto word = wrapper.word;
    if (const auto value = mql::ejson::read_int(json)) return write_int(key, *value, word == "$numberLong");
    if (const auto value = mql::ejson::read_float64(json)) return bson_append_double(target_, name, length, *value);
    if (const auto value = mql::ejson::read_date(json)) return bson_append_date_time(target_, name, length, *value);
    if (const auto text = mql::ejson::read_decimal(json)) {
      bson_decimal128_t decimal;
      if (!bson_decimal128_from_string_w_len(text->data(), length_of(*text), &decimal)) return core::fail(cannot_hold(*text));
      return bson_append_decimal128(target_, name, length, &decimal);
    }
    if (const auto text = mql::ejson::read_object_id(json)) {
      bson_oid_t oid;
      bson_oid_init_from_string(&oid, text->c_str());
      return bson_append_oid(target_, name, length, &oid);
    }
    if (const auto binary = mql::ejson::read_binary(json))
      return bson_append_binary(target_, name, length, static_cast<bson_subtype_t>(binary->subtype),
                                reinterpret_cast<const std::uint8_t*>(binary->bytes.data()),
                                static_cast<std::uint32_t>(binary->bytes.size()));
    if (word == "$regularExpression") {
      const auto pattern = wrapper.value->text("pattern");
      const auto options = wrapper.value->text("options");
      if (has_nul(pattern) || has_nul(options)) return core::fail(cannot_hold("$regularExpression"));
      return bson_append_regex_w_len(target_, name, length, pattern.c_str(), length_of(pattern), options.c_str());
    }
    if (word == "$timestamp") {
      const auto* seconds = wrapper.value->find("t");
      const auto* increment = wrapper.value->find("i");
      const auto in_range = [](const Json* part) {
        const auto number = part == nullptr ? std::nullopt : part->as_int64();
        return number && *number >= 0 && *number <= std::numeric_limits<std::uint32_t>::max() ? number : std::nullopt;
      };
      const auto t = in_range(seconds);
      const auto i = in_range(increment);
      if (!t || !i) return core::fail(cannot_hold(word));
      return bson_append_timestamp(target_, name, length, static_cast<std::uint32_t>(*t), static_cast<std::uint32_t>(*i));
    }
    if (word == "$minKey") return bson_append_minkey(target_, name, length);
    if (word == "$maxKey") return bson_append_maxkey(target_, name, length);
    return core::fail(cannot_hold(word));
  }

  bson_t* target_;
  int level_;
};

}  // namespace

void BsonFree::operator()(_bson_t* document) const { bson_destroy(document); }

core::Result<Bson> bson_of(const Json& json) {
  const auto* members = json.if_object();
  if (members == nullptr) return core::fail(cannot_hold("not a document"));
  Bson document(bson_new());
  Writer writer(document.get(), 1);
  for (const auto& [key, value] : *members) RECOUPE_CHECK(writer.append(key, value));
  return document;
}

}  // namespace recoupe::sources::mongodb
