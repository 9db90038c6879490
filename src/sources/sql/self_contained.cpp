#include "sources/sql/self_contained.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>
#include <utility>

#include "sources/sql/gate.hpp"
#include "sources/sql/literal.hpp"
#include "sources/sql/refusals.hpp"
#include "sources/sql/value_form.hpp"

namespace recoupe::sources::sql {
namespace {

using core::Json;
using core::JsonArray;

constexpr std::string_view operator_characters = "+-*/<>=~!@#%^&|`?";

/// Gives a parameter's text as PostgreSQL reads it; nothing: NULL.
Text text_of_parameter(const Json& value) {
  if (value.if_string()) return *value.if_string();
  return value.if_array() ? text_of_array(value) : std::nullopt;
}

std::string only_name(const Json* names) {
  if (!names || !names->if_array() || names->if_array()->size() != 1) return {};
  const Json* text = (*names->if_array())[0].find("String");
  return text ? text->text("sval") : std::string();
}

/// Finds what must be written otherwise, by its place in the text.
class Edits {
 public:
  Edits(const std::string& sql, const Json& parameters) : sql_(sql), parameters_(*parameters.if_array()) {}

  void find_in(const Json& node) {
    if (const auto* array = node.if_array()) {
      for (const Json& item : *array) find_in(item);
    }
    const auto* object = node.if_object();
    if (!object) return;
    for (const auto& [key, value] : *object) {
      if (key == "FuncCall" && !only_name(value.find("funcname")).empty()) insert(value, "pg_catalog.");
      if (key == "typeName" && !only_name(value.find("names")).empty()) insert(value, "pg_catalog.");
      if (key == "RangeVar" && !value.find("schemaname") && value.text("relname").starts_with("pg_")) insert(value, "pg_catalog.");
      if (key == "A_Expr") pin_operator(value);
      if (key == "ParamRef") put_value(value);
      find_in(value);
    }
  }

  [[nodiscard]] std::string applied() const {
    std::string out;
    std::size_t from = 0;
    for (const auto& [place, edit] : edits_) {
      out += sql_.substr(from, place - from) + edit.second;
      from = place + edit.first;
    }
    return out + sql_.substr(from);
  }

 private:
  static std::size_t place_of(const Json& node) { return static_cast<std::size_t>(node.integer("location", 0)); }

  void insert(const Json& node, std::string text) { edits_[place_of(node)] = {0, std::move(text)}; }

  /// `=` and LIKE become OPERATOR(pg_catalog.…). IN and the like have no such form; they compare values of one type, for
  /// which pg_catalog's operator stands first.
  void pin_operator(const Json& node) {
    const std::string kind = node.text("kind");
    const std::string name = only_name(node.find("name"));
    const bool is_operator = kind == "AEXPR_OP" || kind == "AEXPR_OP_ANY" || kind == "AEXPR_OP_ALL";
    if (name.empty() || !(is_operator || kind == "AEXPR_LIKE")) return;
    const std::size_t place = place_of(node);
    std::size_t end = place;
    while (end < sql_.size() && (is_operator ? operator_characters.find(sql_[end]) != std::string_view::npos
                                             : std::isalpha(static_cast<unsigned char>(sql_[end])) != 0)) {
      ++end;
    }
    if (end > place) edits_[place] = {end - place, "OPERATOR(pg_catalog." + name + ")"};
  }

  void put_value(const Json& node) {
    const auto number = static_cast<std::size_t>(node.integer("number", 0));
    if (number == 0 || number > parameters_.size()) return;
    const Text text = text_of_parameter(parameters_[number - 1]);
    edits_[place_of(node)] = {1 + std::to_string(number).size(), text ? quoted_literal(*text) : "NULL"};
  }

  const std::string& sql_;
  const JsonArray& parameters_;
  std::map<std::size_t, std::pair<std::size_t, std::string>> edits_;  // place → bytes replaced, by what
};

/// Compares the trees before and after.
class Proof {
 public:
  explicit Proof(const Json& parameters) : parameters_(*parameters.if_array()) {}

  [[nodiscard]] bool same(const Json& before, const Json& after) const {
    if (const Json* parameter = before.find("ParamRef")) return is_value(*parameter, after.find("A_Const"));
    if (const auto* left = before.if_array()) {
      const auto* right = after.if_array();
      if (!right) return false;
      const std::size_t skipped = right->size() == left->size() + 1 && is_system_name((*right)[0]) ? 1 : 0;
      if (left->size() + skipped != right->size()) return false;
      for (std::size_t i = 0; i < left->size(); ++i) {
        if (!same((*left)[i], (*right)[i + skipped])) return false;
      }
      return true;
    }
    if (!before.if_object()) return before == after;
    return after.if_object() && same_members(before, after);
  }

 private:
  static bool is_system_name(const Json& node) {
    const Json* text = node.find("String");
    return text && text->text("sval") == "pg_catalog";
  }

  static bool is_about_the_text(std::string_view key) { return key == "location" || key.starts_with("stmt_l"); }

  [[nodiscard]] bool same_members(const Json& before, const Json& after) const {
    for (const auto& [key, value] : *before.if_object()) {
      if (is_about_the_text(key)) continue;
      const Json* other = after.find(key);
      if (key == "kind" && value == Json("AEXPR_LIKE") && other && *other == Json("AEXPR_OP")) continue;
      if (!other || !same(value, *other)) return false;
    }
    return std::ranges::all_of(*after.if_object(), [&](const core::JsonMember& member) {
      return is_about_the_text(member.first) || before.find(member.first) ||
             (member.first == "schemaname" && member.second == Json("pg_catalog"));
    });
  }

  [[nodiscard]] bool is_value(const Json& parameter, const Json* constant) const {
    const auto number = static_cast<std::size_t>(parameter.integer("number", 0));
    if (!constant || number == 0 || number > parameters_.size()) return false;
    const Text text = text_of_parameter(parameters_[number - 1]);
    const Json* written = constant->find("sval");
    if (!text) return constant->boolean("isnull");
    return written && written->text("sval") == *text;
  }

  const JsonArray& parameters_;
};

}  // namespace

core::Result<std::string> self_contained(const std::string& sql, const core::Json& parameters) {
  RECOUPE_TRY(before, parse_tree(sql));
  Edits edits(sql, parameters);
  edits.find_in(before);
  std::string out = edits.applied();
  RECOUPE_TRY(after, parse_tree(out));
  if (Proof(parameters).same(before, after)) return out;
  return core::fail(internal_error({"a statement changed its meaning while its names were pinned",
                                    "une instruction a changé de sens quand ses noms ont été fixés"}));
}

}  // namespace recoupe::sources::sql
