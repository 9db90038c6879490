#include "plan/infer_types.hpp"

namespace recoupe::plan {

using core::Kind;
using core::Type;

bool is_comparable(const Type& type) {
  return type.kind != Kind::array && type.kind != Kind::document && type.kind != Kind::mixed;
}

bool are_comparable(const Type& left, const Type& right) {
  if (!is_comparable(left) || !is_comparable(right)) return false;
  if (left.kind == Kind::null || right.kind == Kind::null) return true;
  return left.kind == right.kind || (left.is_number() && right.is_number());
}

std::optional<Type> common_type(const Type& left, const Type& right) {
  if (left.kind == Kind::null) return right;
  if (right.kind == Kind::null || left == right) return left;
  if (!left.is_number() || !right.is_number()) return std::nullopt;
  const bool inexact = left.kind == Kind::float64 || right.kind == Kind::float64;
  return Type(inexact ? Kind::float64 : Kind::numeric);
}

bool has_day(const Type& type) {
  return type.kind == Kind::date || type.kind == Kind::timestamp || type.kind == Kind::datetime;
}

bool can_cast(const Type& from, const Type& to) {
  const auto fixed = [](Kind kind) { return kind == Kind::array || kind == Kind::document; };
  if (fixed(from.kind) || fixed(to.kind) || to.kind == Kind::mixed || to.kind == Kind::null) return false;
  if (from.kind == to.kind || from.kind == Kind::null || from.kind == Kind::mixed) return true;
  if (from.kind == Kind::string || to.kind == Kind::string) return true;
  return (from.is_number() && to.is_number()) || (has_day(from) && has_day(to)) ||
         (to.kind == Kind::time && (from.kind == Kind::timestamp || from.kind == Kind::datetime));
}

}  // namespace recoupe::plan
