#include "sources/mql/field_stats.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/limits.hpp"
#include "sources/mql/ejson.hpp"

namespace recoupe::sources::mql {
namespace {

using core::Json;

constexpr std::int64_t exact_in_double_max = std::int64_t{1} << 53;

struct TypeWord {
  std::string_view wrapper;
  const char* type;
};

constexpr auto type_words = std::to_array<TypeWord>({
    {"$numberInt", "int"},      {"$numberLong", "long"},     {"$numberDouble", "double"},    {"$numberDecimal", "decimal"},
    {"$date", "date"},          {"$oid", "objectId"},        {"$regularExpression", "regex"}, {"$timestamp", "timestamp"},
    {"$minKey", "minKey"},      {"$maxKey", "maxKey"},       {"$undefined", "undefined"},    {"$symbol", "symbol"},
    {"$dbPointer", "dbPointer"},
});

/// MongoDB's own words for types, and "uuid" for the binary subtype that has a type of its own here.
std::string type_word(const Json& value) {
  if (value.is_null()) return "null";
  if (value.if_string() != nullptr) return "string";
  if (value.if_bool() != nullptr) return "bool";
  if (value.if_array() != nullptr) return "array";
  const auto wrapper = ejson::wrapper_of(value);
  if (!wrapper) return value.if_object() != nullptr ? "object" : "unknown";
  if (const auto binary = ejson::read_binary(value)) return binary->subtype == 4 && binary->bytes.size() == 16 ? "uuid" : "binData";
  if (wrapper->word == "$code") return value.if_object()->size() == 1 ? "javascript" : "javascriptWithScope";
  const auto found = std::ranges::find(type_words, wrapper->word, &TypeWord::wrapper);
  return found == type_words.end() ? "unknown" : found->type;
}

bool can_be_named(std::string_view name) {
  return !name.empty() && name.front() != '$' && name.find('.') == std::string_view::npos;
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

  void add(const Json& document);
  [[nodiscard]] Json fields() const;
  Node* child_of(Node& parent, std::string_view name);
  void add_members(const Json& document, Node& parent, std::size_t depth, bool in_array);
  void add_value(const Json& value, Node& node, std::size_t depth, bool in_array);
  void add_element(const Json& value, Node& node, std::size_t depth);
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

void FieldStats::State::add(const Json& document) {
  if (document.if_object() == nullptr) return;
  add_members(document, root, 1, false);
  ++documents;
}

void FieldStats::State::add_members(const Json& document, Node& parent, std::size_t depth, bool in_array) {
  for (const auto& [name, value] : *document.if_object()) {
    Node* node = child_of(parent, name);
    if (node != nullptr) add_value(value, *node, depth, in_array);
  }
}

void FieldStats::State::add_value(const Json& value, Node& node, std::size_t depth, bool in_array) {
  if (node.last_present != documents) {
    node.last_present = documents;
    ++node.present;
  }
  if (value.is_null() && node.last_null != documents) {
    node.last_null = documents;
    ++node.null;
  }
  const std::string type = type_word(value);
  ++node.types[type];
  node.crosses_array = node.crosses_array || in_array;
  if (const auto* text = value.if_string()) add_text(node, *text);
  if (type == "long") {
    const auto number = ejson::read_int(value);
    if (!number || *number > exact_in_double_max || *number < -exact_in_double_max) node.exact_as_double = false;
  }
  if (depth >= path_parts_max) return;
  if (type == "object") return add_members(value, node, depth + 1, in_array);
  if (const auto* items = value.if_array())
    for (const Json& item : *items) add_element(item, node, depth);
}

// A path goes through one array, not through an array inside an array: so does MongoDB.
void FieldStats::State::add_element(const Json& value, Node& node, std::size_t depth) {
  const std::string type = type_word(value);
  ++node.element_types[type];
  if (const auto* text = value.if_string()) add_text(node, *text);
  if (type == "object") add_members(value, node, depth + 1, true);
}

void FieldStats::State::add_text(Node& node, std::string_view text) {
  if (node.too_many_values) return;
  const bool fits = text.size() <= core::limits::known_value_bytes_max;
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
void FieldStats::add(const core::Json& document) { state_->add(document); }
std::int64_t FieldStats::document_count() const { return state_->documents; }
core::Json FieldStats::fields() const { return state_->fields(); }
bool FieldStats::cut() const { return state_->cut; }

}  // namespace recoupe::sources::mql
