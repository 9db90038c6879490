#include <algorithm>
#include <array>

#include "sources/mql/ejson.hpp"
#include "sources/mql/gate_rules.hpp"

namespace recoupe::sources::mql::gate {
namespace {

using core::fail;
using core::Json;

const core::Bilingual operator_ = {"filter operator", "opérateur de filtre"};

core::Status check_operators(const core::JsonObject& operators);

bool is_among(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::ranges::find(words, word) != words.end();
}

bool is_regex(const Json& json) {
  const auto wrapper = ejson::wrapper_of(json);
  return wrapper && wrapper->word == "$regularExpression";
}

bool has_operators(const Json& json) {
  const auto* members = json.if_object();
  return members != nullptr && !members->empty() && members->front().first.starts_with('$') && !ejson::wrapper_of(json);
}

core::Status check_operand(const std::string& op, const Json& operand) {
  if (is_among(op, {"$eq", "$ne", "$gt", "$gte", "$lt", "$lte"})) return check_literal(operand);
  if (is_among(op, {"$in", "$nin", "$all"}))
    return operand.if_array() != nullptr ? check_literal(operand) : fail(malformed(op));
  if (op == "$not") {
    if (is_regex(operand)) return check_literal(operand);
    return has_operators(operand) ? check_operators(*operand.if_object()) : fail(malformed(op));
  }
  if (op == "$elemMatch") {
    if (has_operators(operand) && !is_among(operand.if_object()->front().first, {"$and", "$or", "$nor"}))
      return check_operators(*operand.if_object());
    return check_filter(operand);
  }
  bool well_formed = false;
  if (op == "$exists") {
    well_formed = operand.if_bool() != nullptr || is_number(operand);
  } else if (op == "$size") {
    well_formed = is_number(operand);
  } else if (op == "$options") {
    const auto* text = operand.if_string();
    well_formed = text != nullptr && text->find_first_not_of("imsx") == std::string::npos;
  } else if (op == "$regex") {
    if (is_regex(operand)) return check_literal(operand);
    well_formed = operand.if_string() != nullptr && operand.if_string()->find('\0') == std::string::npos;
  } else if (is_among(op, {"$type", "$mod"})) {
    const auto scalar = [](const Json& json) { return json.if_string() != nullptr || is_number(json); };
    well_formed = operand.if_array() != nullptr ? std::ranges::all_of(*operand.if_array(), scalar) : scalar(operand);
  } else {
    return fail(refused(operator_, op));
  }
  return well_formed ? core::Status() : fail(malformed(op));
}

core::Status check_operators(const core::JsonObject& operators) {
  for (const auto& [op, operand] : operators) RECOUPE_CHECK(check_operand(op, operand));
  return {};
}

}  // namespace

core::Status check_filter(const Json& json) {
  const auto* members = json.if_object();
  if (members == nullptr) return fail(malformed("filter"));
  for (const auto& [key, value] : *members) {
    if (is_among(key, {"$and", "$or", "$nor"})) {
      const auto* parts = value.if_array();
      if (parts == nullptr || parts->empty()) return fail(malformed(key));
      for (const auto& part : *parts) RECOUPE_CHECK(check_filter(part));
    } else if (key == "$expr") {
      RECOUPE_CHECK(check_expression(value));
    } else if (key.starts_with('$')) {
      return fail(refused(operator_, key));
    } else if (!is_plain_path(key)) {
      return fail(malformed(key.empty() ? "path" : key));
    } else if (has_operators(value)) {
      RECOUPE_CHECK(check_operators(*value.if_object()));
    } else {
      RECOUPE_CHECK(check_literal(value));
    }
  }
  return {};
}

}  // namespace recoupe::sources::mql::gate
