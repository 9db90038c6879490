#include "plan/infer_mismatch.hpp"

#include <algorithm>

#include "core/decimal.hpp"
#include "core/unicode.hpp"
#include "plan/infer_types.hpp"
#include "plan/literals.hpp"
#include "plan/text.hpp"
#include "plan/traverse.hpp"
#include "plan/validate_refusal.hpp"

namespace recoupe::plan {
namespace {

using core::Kind;
using core::Type;

core::Bilingual write(const std::string& text) { return {"write " + text, "écrivez " + text}; }

/// Gives the text of a text literal.
const std::string* text_literal(const Expr& expr) {
  const Literal* literal = if_is<Literal>(expr);
  return literal ? std::get_if<std::string>(&literal->value) : nullptr;
}

/// The literal of the wanted type that people mean when they write it as text.
std::string literal_as(const std::string& text, const Type& wanted) {
  if (wanted.kind == Kind::bool_) return text == "0" || core::lower(text) == "false" ? "FALSE" : "TRUE";
  const std::string name = core::name_of(wanted);
  if (literal_kind(name) && typed_literal(wanted.kind, text)) return name + " " + quoted_text(text);
  if (wanted.kind == Kind::timestamp && core::parse_date(text)) return name + " " + quoted_text(text + "T00:00:00Z");
  return "CAST(" + quoted_text(text) + " AS " + name + ")";
}

/// Tells whether the text can be read as a value of the type.
bool reads_as(const std::string& text, const Type& wanted) {
  if (wanted.is_number()) return core::parse_decimal(text).has_value();
  if (wanted.kind == Kind::bool_ || wanted.kind == Kind::string) return true;
  if (wanted.kind == Kind::timestamp && core::parse_date(text)) return true;
  return literal_kind(core::name_of(wanted)) && typed_literal(wanted.kind, text);
}

std::string cast(const Expr& expr, const Type& wanted, bool may_fail) {
  return (may_fail ? "TRY_CAST(" : "CAST(") + text_of(expr) + " AS " + core::name_of(wanted) + ")";
}

/// Which operand must change for the two to meet, and how.
core::Bilingual remedy_of(const Expr& left, const Expr& right) {
  if (left.type.kind == Kind::array || right.type.kind == Kind::array) {
    const Expr& array = left.type.kind == Kind::array ? left : right;
    if (const Call* any = if_call(array, Op::any)) {
      const std::string name = text_of(any->args.front());
      return {"its elements are arrays: unfold it with JOIN UNNEST(" + name + ") AS x, then write ANY(x) = …",
              "ses éléments sont des tableaux : dépliez-le par JOIN UNNEST(" + name + ") AS x, puis écrivez ANY(x) = …"};
    }
    const std::string name = text_of(array);
    return {"write ANY(" + name + ") = … for some element, or unfold it with JOIN UNNEST(" + name + ") AS x",
            "écrivez ANY(" + name + ") = … pour un élément, ou dépliez-le par JOIN UNNEST(" + name + ") AS x"};
  }
  if (left.type.kind == Kind::document || right.type.kind == Kind::document) {
    return {"compare the fields inside it by their paths", "comparez ses champs par leurs chemins"};
  }
  if (left.type.kind == Kind::mixed || right.type.kind == Kind::mixed) {
    const bool is_left = left.type.kind == Kind::mixed;
    const Type other = is_left ? right.type : left.type;
    const Type wanted = is_comparable(other) && other.kind != Kind::null ? other : Type(Kind::string);
    return remedy_for(is_left ? left : right, wanted);
  }
  for (const auto& [text, other] : {std::pair{&right, &left}, std::pair{&left, &right}}) {
    if (!text_literal(*text) || other->type.kind == Kind::string) continue;
    return reads_as(*text_literal(*text), other->type) ? remedy_for(*text, other->type) : remedy_for(*other, text->type);
  }
  if (has_day(left.type) && has_day(right.type)) {
    if (left.type.kind == Kind::date) return remedy_for(right, left.type);
    if (right.type.kind == Kind::date) return remedy_for(left, right.type);
  }
  if (left.type.kind == Kind::string) return remedy_for(right, left.type);
  return remedy_for(left, can_cast(left.type, right.type) ? right.type : Type(Kind::string));
}

}  // namespace

core::Bilingual remedy_for(const Expr& operand, const Type& wanted) {
  if (const std::string* text = text_literal(operand)) {
    const bool number = wanted.is_number() && core::parse_decimal(*text);
    return write(number ? *text : literal_as(*text, wanted));
  }
  if (operand.type.kind == Kind::document || operand.type.kind == Kind::array) {
    return {"name a field inside it, or unfold an array with JOIN UNNEST(…) AS x",
            "nommez un champ qu'il contient, ou dépliez un tableau par JOIN UNNEST(…) AS x"};
  }
  if (wanted.kind == Kind::date && has_day(operand.type)) return write("DATE(" + text_of(operand) + ")");
  if (!can_cast(operand.type, wanted)) {
    const std::string way = core::name_of(operand.type) + " → " + core::name_of(wanted);
    return {"take another column: no CAST knows the way " + way, "prenez une autre colonne : aucun CAST ne sait faire " + way};
  }
  const bool may_fail = operand.type.kind == Kind::mixed || operand.type.kind == Kind::string;
  return write(cast(operand, wanted, may_fail));
}

core::Error mismatch(const Expr& left, const Expr& right, std::string_view what) {
  core::Span span = left.span;
  span.end = std::max(span.end, right.span.end);
  const std::string l = text_of(left) + " (" + core::name_of(left.type) + ")";
  const std::string r = text_of(right) + " (" + core::name_of(right.type) + ")";
  const std::string by(what);
  return refusal(core::Code::type_mismatch, span,
                 {by + " can't bring together " + l + " and " + r, by + " ne peut pas rapprocher " + l + " et " + r},
                 remedy_of(left, right));
}

core::Error unfit(const Expr& operand, std::string_view what, core::Bilingual wanted) {
  const std::string written = text_of(operand) + " (" + core::name_of(operand.type) + ")";
  const std::string by(what);
  return refusal(core::Code::type_mismatch, operand.span,
                 {by + " takes " + wanted.en + ", not " + written, by + " prend " + wanted.fr + ", pas " + written});
}

}  // namespace recoupe::plan
