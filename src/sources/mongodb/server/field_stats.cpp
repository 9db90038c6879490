#include "sources/mongodb/server/field_stats.hpp"

#include <bson/bson.h>

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/limits.hpp"
#include "core/unicode.hpp"

namespace recoupe::sources::mongodb {
namespace {

using core::Json;

constexpr std::int64_t exact_in_double_max = std::int64_t{1} << 53;

/// MongoDB's own words for types, and "uuid" for the binary subtype that has a type of its own here.
std::string type_word(const bson_iter_t& value) {
  switch (bson_iter_type(&value)) {
    case BSON_TYPE_DOUBLE: return "double";
    case BSON_TYPE_UTF8: return "string";
    case BSON_TYPE_DOCUMENT: return "object";
    case BSON_TYPE_ARRAY: return "array";
    case BSON_TYPE_BINARY: {
      bson_subtype_t subtype = BSON_SUBTYPE_BINARY;
      std::uint32_t length = 0;
      const std::uint8_t* data = nullptr;
      bson_iter_binary(&value, &subtype, &length, &data);
      return subtype == BSON_SUBTYPE_UUID && length == 16 ? "uuid" : "binData";
    }
    case BSON_TYPE_UNDEFINED: return "undefined";
    case BSON_TYPE_OID: return "objectId";
    case BSON_TYPE_BOOL: return "bool";
    case BSON_TYPE_DATE_TIME: return "date";
    case BSON_TYPE_NULL: return "null";
    case BSON_TYPE_REGEX: return "regex";
    case BSON_TYPE_DBPOINTER: return "dbPointer";
    case BSON_TYPE_CODE: return "javascript";
    case BSON_TYPE_SYMBOL: return "symbol";
    case BSON_TYPE_CODEWSCOPE: return "javascriptWithScope";
    case BSON_TYPE_INT32: return "int";
    case BSON_TYPE_TIMESTAMP: return "timestamp";
    case BSON_TYPE_INT64: return "long";
    case BSON_TYPE_DECIMAL128: return "decimal";
    case BSON_TYPE_MINKEY: return "minKey";
    case BSON_TYPE_MAXKEY: return "maxKey";
    default: return "unknown";
  }
}

bool can_be_named(std::string_view name) {
  return !name.empty() && name.front() != '$' && name.find('.') == std::string_view::npos && core::is_valid_utf8(name);
}

struct Node {
  std::string name;
  std::map<std::string, std::int64_t> types;
  std::map<std::string, std::int64_t> element_types;
  std::int64_t present = 0;
  std::int64_t null = 0;
  std::int64_t last_present = -1;  // the document that was counted last, so that each counts once
  std::int64_t last_null = -1;
  bool crosses_array = false;
  bool exact_as_double = true;
  bool too_many_values = false;
  bool names_are_data = false;
  std::set<std::string, std::less<>> values;
  std::vector<std::unique_ptr<Node>> children;
  std::unordered_map<std::string, Node*> by_name;
};

}  // namespace

struct FieldStats::State {
  Node root;
  std::int64_t documents = 0;
  std::size_t paths = 0;
  bool cut = false;

  void add(const bson_t& document);
  [[nodiscard]] Json fields() const;
  Node* child_of(Node& parent, std::string_view name);
  void add_members(bson_iter_t& members, Node& parent, std::size_t depth, bool in_array);
  void add_value(const bson_iter_t& value, Node& node, std::size_t depth, bool in_array);
  void add_element(const bson_iter_t& value, Node& node, std::size_t depth);
  static void add_text(Node& node, std::string_view text);
  static void write(const Node& node, std::vector<std::string>& path, core::JsonArray& out);
};

Node* FieldStats::State::child_of(Node& parent, std::string_view name) {
  if (parent.names_are_data || !can_be_named(name)) return nullptr;
  const auto found = parent.by_name.find(std::string(name));
  if (found != parent.by_name.end()) return found->second;
  if (&parent != &root && parent.children.size() >= names_in_document_max) {
    parent.names_are_data = true;
    parent.by_name.clear();
    parent.children.clear();
    cut = true;
    return nullptr;
  }
  if (paths >= paths_max) {
    cut = true;
    return nullptr;
  }
  ++paths;
  auto child = std::make_unique<Node>();
  child->name = name;
  Node* added = child.get();
  parent.by_name.emplace(child->name, added);
  parent.children.push_back(std::move(child));
  return added;
}

void FieldStats::State::add(const bson_t& document) {
  bson_iter_t members;
  if (!bson_iter_init(&members, &document)) return;
  add_members(members, root, 1, false);
  ++documents;
}

void FieldStats::State::add_members(bson_iter_t& members, Node& parent, std::size_t depth, bool in_array) {
  while (bson_iter_next(&members)) {
    Node* node = child_of(parent, {bson_iter_key(&members), bson_iter_key_len(&members)});
    if (node != nullptr) add_value(members, *node, depth, in_array);
  }
}

void FieldStats::State::add_value(const bson_iter_t& value, Node& node, std::size_t depth, bool in_array) {
  if (node.last_present != documents) {
    node.last_present = documents;
    ++node.present;
  }
  if (BSON_ITER_HOLDS_NULL(&value) && node.last_null != documents) {
    node.last_null = documents;
    ++node.null;
  }
  ++node.types[type_word(value)];
  node.crosses_array = node.crosses_array || in_array;
  std::uint32_t length = 0;
  if (BSON_ITER_HOLDS_UTF8(&value)) {
    const char* text = bson_iter_utf8(&value, &length);
    add_text(node, {text, length});
  }
  if (BSON_ITER_HOLDS_INT64(&value)) {
    const std::int64_t number = bson_iter_int64(&value);
    if (number > exact_in_double_max || number < -exact_in_double_max) node.exact_as_double = false;
  }
  bson_iter_t inner;
  if (depth >= path_parts_max || !bson_iter_recurse(&value, &inner)) return;
  if (BSON_ITER_HOLDS_DOCUMENT(&value)) return add_members(inner, node, depth + 1, in_array);
  while (bson_iter_next(&inner)) add_element(inner, node, depth);
}

// A path goes through one array, not through an array inside an array: so does MongoDB.
void FieldStats::State::add_element(const bson_iter_t& value, Node& node, std::size_t depth) {
  ++node.element_types[type_word(value)];
  std::uint32_t length = 0;
  if (BSON_ITER_HOLDS_UTF8(&value)) {
    const char* text = bson_iter_utf8(&value, &length);
    add_text(node, {text, length});
  }
  bson_iter_t inner;
  if (BSON_ITER_HOLDS_DOCUMENT(&value) && bson_iter_recurse(&value, &inner)) add_members(inner, node, depth + 1, true);
}

void FieldStats::State::add_text(Node& node, std::string_view text) {
  if (node.too_many_values) return;
  const bool fits = text.size() <= core::limits::known_value_bytes_max && core::is_valid_utf8(text);
  if (fits && node.values.find(text) == node.values.end()) node.values.emplace(text);
  node.too_many_values = !fits || node.values.size() > static_cast<std::size_t>(core::limits::known_values_max);
  if (node.too_many_values) node.values.clear();
}

void FieldStats::State::write(const Node& node, std::vector<std::string>& path, core::JsonArray& out) {
  for (const auto& child : node.children) {
    path.push_back(child->name);
    Json parts = Json::array();
    for (const auto& part : path) parts.push(part);
    const auto counts = [](const std::map<std::string, std::int64_t>& types) {
      Json json = Json::object();
      for (const auto& [word, count] : types) json.set(word, count);
      return json;
    };
    Json values;
    if (!child->too_many_values) {
      values = Json::array();
      for (const auto& value : child->values) values.push(value);
    }
    out.push_back(Json::object({{"path", std::move(parts)},
                                {"types", counts(child->types)},
                                {"element_types", counts(child->element_types)},
                                {"present", child->present},
                                {"null", child->null},
                                {"crosses_array", child->crosses_array},
                                {"exact_as_double", child->exact_as_double},
                                {"values", std::move(values)}}));
    write(*child, path, out);
    path.pop_back();
  }
}

core::Json FieldStats::State::fields() const {
  core::JsonArray out;
  std::vector<std::string> path;
  write(root, path, out);
  return Json(std::move(out));
}

FieldStats::FieldStats() : state_(std::make_unique<State>()) {}
FieldStats::~FieldStats() = default;
void FieldStats::add(const bson_t& document) { state_->add(document); }
std::int64_t FieldStats::document_count() const { return state_->documents; }
core::Json FieldStats::fields() const { return state_->fields(); }
bool FieldStats::cut() const { return state_->cut; }

}  // namespace recoupe::sources::mongodb
