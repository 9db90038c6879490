#include "catalog/field_stats.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/limits.hpp"

namespace recoupe::catalog {
namespace {

using core::Json;

constexpr std::size_t array_levels_max = 6;  // arrays inside arrays; what is deeper has no type of its own

struct Node {
  std::string name;
  std::map<std::string, std::int64_t> types;
  std::vector<std::map<std::string, std::int64_t>> element_types;  // of elements, of the elements of those, …
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
  ReadValue read_value = nullptr;
  Node root;
  std::int64_t documents = 0;
  std::size_t paths = 0;
  bool cut = false;

  void add(const Json& document);
  [[nodiscard]] Json fields() const;
  Node* child_of(Node& parent, std::string_view name);
  void add_members(const Json& document, Node& parent, std::size_t depth, bool in_array);
  void add_value(const Json& value, Node& node, std::size_t depth, bool in_array);
  void add_elements(const core::JsonArray& items, Node& node, std::size_t depth, std::size_t level);
  static void add_text(Node& node, std::string_view text);
  static void write(const Node& node, std::vector<std::string>& path, core::JsonArray& out);
};

Node* FieldStats::State::child_of(Node& parent, std::string_view name) {
  if (parent.names_are_data || name.empty()) return nullptr;  // an empty name can't be written in a plan
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
  const SeenValue seen = read_value(value);
  ++node.types[seen.type];
  node.crosses_array = node.crosses_array || in_array;
  node.exact_as_double = node.exact_as_double && seen.exact_as_double;
  if (const auto* text = value.if_string()) add_text(node, *text);
  if (depth >= path_parts_max) return;
  if (seen.type == "object") return add_members(value, node, depth + 1, in_array);
  if (const auto* items = value.if_array()) add_elements(*items, node, depth, 0);
}

// A path goes through one array, not through an array inside an array: so does MongoDB.
void FieldStats::State::add_elements(const core::JsonArray& items, Node& node, std::size_t depth, std::size_t level) {
  if (level >= array_levels_max) return;
  if (node.element_types.size() <= level) node.element_types.resize(level + 1);
  for (const Json& item : items) {
    const SeenValue seen = read_value(item);
    ++node.element_types[level][seen.type];
    node.exact_as_double = node.exact_as_double && seen.exact_as_double;
    if (level == 0) {
      if (const auto* text = item.if_string()) add_text(node, *text);
      if (seen.type == "object") add_members(item, node, depth + 1, true);
    }
    if (const auto* inner = item.if_array()) add_elements(*inner, node, depth, level + 1);
  }
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
    Json elements = Json::array();
    for (const auto& types : child->element_types) elements.push(counts(types));
    Json values;
    if (!child->too_many_values) {
      values = Json::array();
      for (const auto& value : child->values) values.push(value);
    }
    out.push_back(Json::object({{"path", std::move(parts)},
                                {"types", counts(child->types)},
                                {"element_types", std::move(elements)},
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

FieldStats::FieldStats(ReadValue read_value) : state_(std::make_unique<State>()) { state_->read_value = read_value; }
FieldStats::~FieldStats() = default;
void FieldStats::add(const core::Json& document) { state_->add(document); }
std::int64_t FieldStats::document_count() const { return state_->documents; }
core::Json FieldStats::fields() const { return state_->fields(); }
bool FieldStats::cut() const { return state_->cut; }

}  // namespace recoupe::catalog
