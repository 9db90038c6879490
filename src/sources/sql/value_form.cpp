#include "sources/sql/value_form.hpp"

#include "core/hash.hpp"
#include "core/unicode.hpp"

namespace recoupe::sources::sql {
namespace {

using core::Json;

constexpr int dimensions_max = 6;  // PostgreSQL's own bound

/// Reads array text from the front; every function leaves `rest` after what it took.
class ArrayReader {
 public:
  explicit ArrayReader(std::string_view text) : rest_(text) {}

  std::optional<Json> read() {
    if (rest_.starts_with('[')) {  // "[0:2]={…}": bounds other than 1
      const std::size_t equals = rest_.find('=');
      if (equals == std::string_view::npos) return std::nullopt;
      rest_.remove_prefix(equals + 1);
    }
    auto array = list(0);
    return array && rest_.empty() ? array : std::nullopt;
  }

 private:
  bool take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::optional<Json> list(int depth) {
    if (depth == dimensions_max || !take('{')) return std::nullopt;
    Json out = Json::array();
    if (take('}')) return out;
    do {
      auto item = rest_.starts_with('{') ? list(depth + 1) : scalar();
      if (!item) return std::nullopt;
      out.push(*std::move(item));
    } while (take(','));
    return take('}') ? std::optional(std::move(out)) : std::nullopt;
  }

  std::optional<Json> scalar() {
    if (take('"')) return quoted();
    std::string text;
    while (!rest_.empty() && rest_[0] != ',' && rest_[0] != '}') {
      if (rest_[0] == '\\') rest_.remove_prefix(1);
      if (rest_.empty()) return std::nullopt;
      text += rest_[0];
      rest_.remove_prefix(1);
    }
    if (text == "NULL") return Json();
    return Json(std::move(text));
  }

  std::optional<Json> quoted() {
    std::string text;
    while (!rest_.empty() && rest_[0] != '"') {
      if (rest_[0] == '\\') rest_.remove_prefix(1);
      if (rest_.empty()) return std::nullopt;
      text += rest_[0];
      rest_.remove_prefix(1);
    }
    return take('"') ? std::optional(Json(std::move(text))) : std::nullopt;
  }

  std::string_view rest_;
};

}  // namespace

core::Json cell_of(const Text& value, bool is_array) {
  if (!value) return {};
  if (!core::is_valid_utf8(*value)) return Json::object({{"$bytes", core::hex(*value)}});
  if (is_array) {
    if (auto array = array_of_text(*value)) return *std::move(array);
  }
  return Json(*value);
}

std::optional<core::Json> array_of_text(std::string_view text) { return ArrayReader(text).read(); }

std::optional<std::string> text_of_array(const core::Json& array) {
  const auto* items = array.if_array();
  if (!items) return std::nullopt;
  std::string out = "{";
  for (const Json& item : *items) {
    if (out.size() > 1) out += ',';
    if (item.is_null()) {
      out += "NULL";
      continue;
    }
    if (!item.if_string()) return std::nullopt;
    out += '"';
    for (const char c : *item.if_string()) {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
    out += '"';
  }
  return out + '}';
}

}  // namespace recoupe::sources::sql
