#include "sources/mql/ejson.hpp"
#include "sources/mql/gate_rules.hpp"

namespace recoupe::sources::mql::gate {
namespace {

using core::fail;
using core::Json;

const core::Bilingual operator_ = {"operator", "opérateur"};

core::Status check_text(const std::string& text) {
  if (text.starts_with("$$") && !is_allowed_variable(text)) return fail(refused({"variable", "variable"}, text));
  return {};
}

}  // namespace

core::Status check_expression(const Json& json) {
  if (const auto* text = json.if_string()) return check_text(*text);
  if (const auto* items = json.if_array()) {
    for (const auto& item : *items) RECOUPE_CHECK(check_expression(item));
    return {};
  }
  const auto* members = json.if_object();
  if (members == nullptr) return {};
  if (ejson::wrapper_of(json)) return check_literal(json);
  for (const auto& [key, value] : *members) {
    if (key == "$literal") {
      RECOUPE_CHECK(check_literal(value));
    } else {
      if (key.starts_with('$') && !is_allowed_expression(key)) return fail(refused(operator_, key));
      RECOUPE_CHECK(check_expression(value));
    }
    // An operator stands alone; beside a field's name the server would read it otherwise than we do.
    if (key.starts_with('$') && members->size() != 1) return fail(malformed(key));
  }
  return {};
}

core::Status check_accumulator(const Json& json) {
  const auto* members = json.if_object();
  if (members == nullptr || members->size() != 1) return fail(malformed("accumulator"));
  const auto& [op, argument] = members->front();
  if (!is_allowed_accumulator(op)) return fail(refused({"accumulator", "accumulateur"}, op));
  return check_expression(argument);
}

}  // namespace recoupe::sources::mql::gate
