#include "sources/mql/target.hpp"

#include <algorithm>
#include <variant>

namespace recoupe::sources::mql {
namespace {

using core::Kind;
using plan::Op;

/// Tells whether a comparison with a value of this type can be sent.
bool is_scalar(Kind kind) {
  return kind == Kind::bool_ || kind == Kind::int64 || kind == Kind::numeric || kind == Kind::float64 ||
         kind == Kind::string || kind == Kind::timestamp || kind == Kind::uuid || kind == Kind::objectid;
}

bool has_telling_text(Kind kind) { return kind == Kind::int64 || kind == Kind::uuid || kind == Kind::objectid; }

}  // namespace

std::optional<std::string> dotted(const catalog::FieldPath& path) {
  std::string out;
  for (const auto& part : path) {
    const bool odd = part.empty() || part.front() == '$' || part.find('.') != std::string::npos || part.find('\0') != std::string::npos;
    if (odd) return std::nullopt;
    out += (out.empty() ? "" : ".") + part;
  }
  return out.empty() ? std::nullopt : std::optional(std::move(out));
}

std::optional<Target> column_of(const plan::Expr& expr, const physical::Fetch& fetch) {
  const auto* name = std::get_if<plan::Name>(&expr.node);
  if (name == nullptr || name->slot < 0 || static_cast<std::size_t>(name->slot) >= fetch.columns.size()) return std::nullopt;
  const auto& column = fetch.columns[static_cast<std::size_t>(name->slot)];
  auto path = dotted(column.path);
  if (!path) return std::nullopt;
  return Target{*std::move(path), column.type, Form::plain};
}

std::optional<Target> target_of(const plan::Expr& expr, const physical::Fetch& fetch) {
  if (auto plain = column_of(expr, fetch)) return is_scalar(plain->type.kind) ? plain : std::nullopt;
  const auto* call = std::get_if<plan::Call>(&expr.node);
  if (call == nullptr || call->args.size() != 1) return std::nullopt;
  auto inner = column_of(call->args[0], fetch);
  if (!inner) return std::nullopt;
  const Kind kind = inner->type.kind;
  if ((call->op == Op::lower || call->op == Op::upper) && kind == Kind::string) {
    inner->form = call->op == Op::lower ? Form::lower : Form::upper;
    return inner;
  }
  if (call->op == Op::cast && call->target.kind == Kind::string && (kind == Kind::string || has_telling_text(kind))) {
    inner->form = kind == Kind::string ? Form::plain : Form::as_text;
    return inner;
  }
  if (call->op == Op::date && kind == Kind::timestamp) {
    inner->form = Form::day;
    return inner;
  }
  if (call->op == Op::any && kind == Kind::array && inner->type.element && is_scalar(inner->type.element->kind)) {
    const core::Type element = *inner->type.element;
    inner->type = element;
    inner->form = Form::any;
    return inner;
  }
  return std::nullopt;
}

}  // namespace recoupe::sources::mql
