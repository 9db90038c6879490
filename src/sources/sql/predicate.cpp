#include "sources/sql/predicate.hpp"

#include <algorithm>
#include <utility>

#include "core/unicode.hpp"
#include "sources/sql/sql_column.hpp"

namespace recoupe::sources::sql {
namespace {

using core::Json;
using core::Value;
using plan::Op;

// Bytes decide, whatever the column's collation says; LIKE and ~ need that under nondeterministic collations.
constexpr const char* by_bytes = " COLLATE \"C\"";
// What is not ASCII alone: there, PostgreSQL's lower() need not be Unicode's.
constexpr const char* beyond_ascii = " ~ '[^\\x01-\\x7f]'";

const plan::Name* name_in(const plan::Expr& expr) { return std::get_if<plan::Name>(&expr.node); }

const plan::Call* call_in(const plan::Expr& expr) { return std::get_if<plan::Call>(&expr.node); }

const Value* literal_in(const plan::Expr& expr) {
  const auto* literal = std::get_if<plan::Literal>(&expr.node);
  return literal && literal->interval.empty() ? &literal->value : nullptr;
}

const char* sql_of(Op op) {
  switch (op) {
    case Op::equal: return " = ";
    case Op::not_equal: return " <> ";
    case Op::less: return " < ";
    case Op::less_equal: return " <= ";
    case Op::greater: return " > ";
    case Op::greater_equal: return " >= ";
    default: return nullptr;
  }
}

Op mirrored(Op op) {
  switch (op) {
    case Op::less: return Op::greater;
    case Op::less_equal: return Op::greater_equal;
    case Op::greater: return Op::less;
    case Op::greater_equal: return Op::less_equal;
    default: return op;
  }
}

bool is_textual(NativeKind kind) {
  return kind == NativeKind::text || kind == NativeKind::padded || kind == NativeKind::folded;
}

/// Tells whether NaN or -0 could make the two comparisons differ in what is not TRUE.
bool is_inexact_number(NativeKind kind) {
  return kind == NativeKind::numeric || kind == NativeKind::real || kind == NativeKind::double_;
}

std::string as_text(const SqlColumn& column) {
  return column.kind == NativeKind::text ? column.quoted : column.quoted + "::text";
}

}  // namespace

std::nullopt_t Predicates::refuse(std::string why) {
  why_ = std::move(why);
  return std::nullopt;
}

std::string Predicates::parameter(Json value, const std::string& type) {
  parameters_.push(std::move(value));
  return "$" + std::to_string(parameter_count()) + "::" + type;
}

void Predicates::forget_from(std::size_t count) { parameters_.if_array()->resize(count); }

std::optional<std::string> Predicates::condition(const plan::Expr& expr, Fidelity fidelity) {
  const std::size_t before = parameter_count();
  Sql sql;
  if (const auto* call = call_in(expr)) {
    sql = this->call(*call, fidelity);
  } else if (const auto* name = name_in(expr)) {
    const auto column = sql_column(fetch_, name->slot);
    if (column && column->kind == NativeKind::boolean && !column->is_array()) sql = column->quoted;
    else why_ = "a column that is no truth value stands as a condition";
  } else {
    why_ = "a constant stands as a condition";
  }
  if (!sql) forget_from(before);
  return sql;
}

Predicates::Sql Predicates::call(const plan::Call& call, Fidelity fidelity) {
  switch (call.op) {
    case Op::and_:
    case Op::or_: return junction(call, fidelity);
    case Op::not_: return negation(call.args[0]);
    case Op::equal:
    case Op::not_equal:
    case Op::less:
    case Op::less_equal:
    case Op::greater:
    case Op::greater_equal: return comparison(call.op, call.args[0], call.args[1], fidelity);
    case Op::between: return between(call, fidelity);
    case Op::in: {
      std::vector<Value> values;
      for (std::size_t i = 1; i < call.args.size(); ++i) {
        const Value* value = literal_in(call.args[i]);
        if (!value || (value->is_null() && fidelity == Fidelity::exact)) return refuse("IN holds more than constants");
        if (!value->is_null()) values.push_back(*value);
      }
      return one_of(call.args[0], values, fidelity);
    }
    case Op::like: return fidelity == Fidelity::exact ? refuse("LIKE is not negated on the server") : like(call);
    case Op::is_null: return is_null(call);
    case Op::is_true: return truth(call, true);
    case Op::is_false: return truth(call, false);
    case Op::during:
    case Op::before:
    case Op::after: return period(call, fidelity);
    default: return refuse(std::string(plan::name_of(call.op)) + " is worked out locally");
  }
}

/// Of AND, what can be said suffices; OR needs every arm.
Predicates::Sql Predicates::junction(const plan::Call& call, Fidelity fidelity) {
  const bool all_needed = call.op == Op::or_ || fidelity == Fidelity::exact;
  std::string joined;
  for (const plan::Expr& arg : call.args) {
    const Sql part = condition(arg, fidelity);
    if (!part && all_needed) return std::nullopt;
    if (part) joined += (joined.empty() ? "" : call.op == Op::or_ ? " OR " : " AND ") + *part;
  }
  return joined.empty() ? std::nullopt : Sql("(" + joined + ")");
}

Predicates::Sql Predicates::negation(const plan::Expr& operand) {
  const Sql inner = condition(operand, Fidelity::exact);
  return inner ? Sql("NOT (" + *inner + ")") : std::nullopt;
}

Predicates::Sql Predicates::comparison(Op op, const plan::Expr& left, const plan::Expr& right, Fidelity fidelity) {
  if (literal_in(left) && !literal_in(right)) return comparison(mirrored(op), right, left, fidelity);
  const Value* value = literal_in(right);
  if (!value || value->is_null()) return refuse("a comparison with more than a constant");
  if (op == Op::equal) return one_of(left, {*value}, fidelity);
  const auto* name = name_in(left);
  const auto column = name ? sql_column(fetch_, name->slot) : std::nullopt;
  if (!column || column->is_array()) return refuse("a comparison of more than a column");
  if (is_textual(column->kind)) {
    const auto* text = std::get_if<std::string>(value);
    if (op != Op::not_equal || !text || text->find('\0') != std::string::npos) {
      return refuse("text is ordered by a collation on the server");
    }
    return as_text(*column) + by_bytes + " <> " + parameter(*text, "text");
  }
  if (fidelity == Fidelity::exact && is_inexact_number(column->kind)) return refuse("NaN is not negated on the server");
  const auto literal = literal_for(column->kind, *value);
  if (!literal) return refuse("a comparison that the server could understand otherwise");
  return column->quoted + sql_of(op) + parameter(literal->text, literal->type);
}

Predicates::Sql Predicates::between(const plan::Call& call, Fidelity fidelity) {
  const Sql low = comparison(Op::greater_equal, call.args[0], call.args[1], fidelity);
  if (!low && fidelity == Fidelity::exact) return std::nullopt;
  const Sql high = comparison(Op::less_equal, call.args[0], call.args[2], fidelity);
  if (low && high) return "(" + *low + " AND " + *high + ")";
  return fidelity == Fidelity::exact ? std::nullopt : (low ? low : high);
}

Predicates::Sql Predicates::is_one_of(const plan::Expr& target, const rows::Column& keys, bool& exact) {
  std::vector<Value> values;
  values.reserve(keys.size());
  for (std::size_t row = 0; row < keys.size(); ++row) {
    Value value = keys.value(row);
    if (!value.is_null() && !value.is_missing()) values.push_back(std::move(value));
  }
  const std::size_t before = parameter_count();
  Sql sql = one_of(target, values, Fidelity::exact);
  exact = sql.has_value();
  if (exact) return sql;
  forget_from(before);
  sql = one_of(target, values, Fidelity::superset);
  if (!sql) forget_from(before);
  return sql;
}

Predicates::Sql Predicates::one_of(const plan::Expr& target, const std::vector<Value>& values, Fidelity fidelity) {
  if (const auto* call = call_in(target)) {
    const bool folds = call->op == Op::lower || call->op == Op::upper;
    const auto* inner = folds ? name_in(call->args[0]) : nullptr;
    if (inner && fidelity == Fidelity::superset) {
      return one_of_texts(*inner, call->op == Op::lower ? "lower" : "upper", values, fidelity);
    }
    if (call->op == Op::any && fidelity == Fidelity::superset) return any_element(*call, values);
    const bool casts = call->op == Op::cast || call->op == Op::try_cast;
    if (casts && call->target.kind == core::Kind::string) return one_of_cast(*call, values);
    return refuse(std::string(plan::name_of(call->op)) + " is worked out locally");
  }
  const auto* name = name_in(target);
  const auto column = name ? sql_column(fetch_, name->slot) : std::nullopt;
  if (!column || column->is_array()) return refuse("a comparison of more than a column");
  if (is_textual(column->kind)) return one_of_texts(*name, "", values, fidelity);
  if (fidelity == Fidelity::exact && is_inexact_number(column->kind)) return refuse("NaN is not negated on the server");
  Json list = Json::array();
  std::string type;
  for (const Value& value : values) {
    auto literal = literal_for(column->kind, value);
    if (!literal) return refuse("a comparison that the server could understand otherwise");
    // One of several numbers may be no whole one: then all are compared as numeric.
    if (type.empty() || literal->type == "numeric") type = literal->type;
    list.push(std::move(literal->text));
  }
  if (values.empty()) return std::string("false");
  if (values.size() > 1) return column->quoted + " = ANY(" + parameter(std::move(list), type + "[]") + ")";
  return column->quoted + " = " + parameter(std::move((*list.if_array())[0]), type);
}

Predicates::Sql Predicates::one_of_texts(const plan::Name& name, const std::string& function,
                                         const std::vector<Value>& values, Fidelity fidelity) {
  const auto column = sql_column(fetch_, name.slot);
  if (!column || column->is_array() || !is_textual(column->kind)) return refuse("a comparison of what is no text");
  Json list = Json::array();
  for (const Value& value : values) {
    const auto* text = std::get_if<std::string>(&value);
    if (!text) return refuse("a comparison of text with what is none");
    const bool holds_nul = text->find('\0') != std::string::npos;  // PostgreSQL's text never does
    if (!holds_nul && core::is_valid_utf8(*text)) list.push(*text);
  }
  std::string left = as_text(*column);
  std::string type = "text";
  if (!function.empty()) left = function + "(" + left + by_bytes + ")";
  else if (fidelity == Fidelity::exact) left += by_bytes;
  else if (column->kind == NativeKind::padded) left = column->quoted, type = "bpchar";  // an index can serve this
  const std::string right = list.if_array()->size() == 1
                                ? " = " + parameter((*list.if_array())[0], type)
                                : " = ANY(" + parameter(std::move(list), type + "[]") + ")";
  if (!function.empty()) return "(" + left + right + " OR " + as_text(*column) + by_bytes + beyond_ascii + ")";
  // What is equal by bytes is so under any collation: said twice, an index can serve it.
  const bool doubled = fidelity == Fidelity::exact && column->kind == NativeKind::text;
  return doubled ? "(" + column->quoted + right + " AND " + left + right + ")" : left + right;
}

/// Some element of an array is the value; that none is, is left to be seen locally.
Predicates::Sql Predicates::any_element(const plan::Call& any, const std::vector<Value>& values) {
  const auto* name = name_in(any.args[0]);
  const auto column = name ? sql_column(fetch_, name->slot) : std::nullopt;
  if (!column || !column->is_array() || values.size() != 1) return refuse("ANY of more than an array column and a constant");
  if (!is_textual(column->kind)) {
    const auto literal = literal_for(column->kind, values[0]);
    if (!literal || literal->type == "numeric") return refuse("a comparison that the server could understand otherwise");
    return parameter(literal->text, literal->type) + " = ANY(" + column->quoted + ")";
  }
  const auto* text = std::get_if<std::string>(&values[0]);
  if (!text || text->find('\0') != std::string::npos) return refuse("a comparison of text with what is none");
  return parameter(*text, "text") + by_bytes + " = ANY(" + column->quoted + "::text[])";
}

/// CAST(x AS STRING) = text: the texts that a whole number can't be written as match nothing.
Predicates::Sql Predicates::one_of_cast(const plan::Call& cast, const std::vector<Value>& values) {
  const auto* name = name_in(cast.args[0]);
  const auto column = name ? sql_column(fetch_, name->slot) : std::nullopt;
  if (!column || column->is_array()) return refuse("a cast of more than a column");
  if (is_textual(column->kind)) return one_of_texts(*name, "", values, Fidelity::exact);
  const bool is_integer = column->kind == NativeKind::integer;
  if (!is_integer && column->kind != NativeKind::uuid && column->kind != NativeKind::numeric) {
    return refuse("a cast whose text the server could write otherwise");
  }
  Json list = Json::array();
  for (const Value& value : values) {
    const auto* text = std::get_if<std::string>(&value);
    if (!text) return refuse("a comparison of text with what is none");
    if (!is_integer) {
      if (core::is_ascii(*text) && text->find('\0') == std::string::npos) list.push(*text);
      continue;
    }
    const Json number = Json(core::JsonNumber{*text});
    const auto whole = number.as_int64();
    if (whole && std::to_string(*whole) == *text) list.push(*text);
  }
  if (is_integer) return column->quoted + " = ANY(" + parameter(std::move(list), "int8[]") + ")";
  return column->quoted + "::text" + by_bytes + " = ANY(" + parameter(std::move(list), "text[]") + ")";
}

/// "_" becomes "%": what one character is, hangs on the database's encoding.
Predicates::Sql Predicates::like(const plan::Call& call) {
  const auto* name = name_in(call.args[0]);
  const auto column = name ? sql_column(fetch_, name->slot) : std::nullopt;
  const Value* value = literal_in(call.args[1]);
  const auto* pattern = value ? std::get_if<std::string>(value) : nullptr;
  if (!column || column->is_array() || !is_textual(column->kind) || !pattern || pattern->find('\0') != std::string::npos) {
    return refuse("LIKE of more than a text column and a constant");
  }
  std::string weakened;
  for (const char c : *pattern) {
    if (c == '\\') weakened += '\\';
    weakened += c == '_' ? '%' : c;
  }
  return as_text(*column) + by_bytes + " LIKE " + parameter(std::move(weakened), "text");
}

Predicates::Sql Predicates::period(const plan::Call& call, Fidelity fidelity) {
  const auto* name = name_in(call.args[0]);
  const auto column = name ? sql_column(fetch_, name->slot) : std::nullopt;
  const auto* period = std::get_if<plan::PeriodLiteral>(&call.args[1].node);
  if (!column || column->is_array() || !period || !period->days || !period->from || !period->to) {
    return refuse("a period of more than a column");
  }
  Value from;
  Value to;
  if (column->kind == NativeKind::date) {
    from = period->days->from;
    to = period->days->to;
  } else if (column->kind == NativeKind::timestamptz) {
    from = *period->from;
    to = *period->to;
  } else if (column->kind == NativeKind::timestamp && fidelity == Fidelity::superset) {
    // A day more on the side that is asked for, whatever zone the column's times are meant in.
    constexpr std::int64_t day_micros = 86'400'000'000;
    const int outwards = call.op == Op::during ? 1 : -1;
    from = core::Datetime{(period->days->from.days - outwards) * day_micros};
    to = core::Datetime{(period->days->to.days + outwards) * day_micros};
  } else {
    return refuse("a period of what is no date");
  }
  const auto begin = literal_for(column->kind, from);
  const auto end = literal_for(column->kind, to);
  if (!begin || !end) return refuse("a period that the server can't name");
  if (call.op == Op::before) return column->quoted + " < " + parameter(begin->text, begin->type);
  if (call.op == Op::after) return column->quoted + " >= " + parameter(end->text, end->type);
  return "(" + column->quoted + " >= " + parameter(begin->text, begin->type) + " AND " + column->quoted + " < " +
         parameter(end->text, end->type) + ")";
}

Predicates::Sql Predicates::is_null(const plan::Call& call) {
  const auto* name = name_in(call.args[0]);
  const auto column = name ? sql_column(fetch_, name->slot) : std::nullopt;
  if (!column) return refuse("IS NULL of more than a column");
  if (column->kind == NativeKind::jsonb && !column->is_array()) return refuse("a JSON null is no NULL on the server");
  return column->quoted + " IS NULL";
}

Predicates::Sql Predicates::truth(const plan::Call& call, bool wanted) {
  const auto* name = name_in(call.args[0]);
  const auto column = name ? sql_column(fetch_, name->slot) : std::nullopt;
  if (!column || column->is_array() || column->kind != NativeKind::boolean) {
    return refuse("a truth value of more than a column");
  }
  return column->quoted + (wanted ? " IS TRUE" : " IS FALSE");
}

}  // namespace recoupe::sources::sql
