#include "physical/estimate.hpp"

#include <algorithm>
#include <cmath>

#include "plan/traverse.hpp"

namespace recoupe::physical {

namespace {

using plan::Op;

// Where the sample tells nothing, what System R's optimizer assumed (Selinger et al., 1979, table 1).
constexpr double share_of_equality = 0.1;
constexpr double share_of_range = 1.0 / 3;
constexpr double share_of_between = 0.25;
constexpr double share_of_anything = 1.0 / 3;

/// Gives the field that an operand is, through functions that keep one value one.
const catalog::Field* field_of(const plan::Expr& operand, const Fetch& fetch) {
  if (const auto* name = plan::if_is<plan::Name>(operand)) {
    return fetch.table->find(fetch.columns[static_cast<std::size_t>(name->slot)].path);
  }
  const auto* call = plan::if_is<plan::Call>(operand);
  const bool keeps = call && (call->op == Op::lower || call->op == Op::upper || call->op == Op::cast || call->op == Op::trim ||
                              call->op == Op::any);
  return keeps && !call->args.empty() ? field_of(call->args.front(), fetch) : nullptr;
}

double share_of_value(const plan::Expr& operand, const Fetch& fetch) {
  const catalog::Field* field = field_of(operand, fetch);
  if (!field) return share_of_equality;
  if (field->unique && fetch.table->row_count > 0) return 1.0 / static_cast<double>(fetch.table->row_count);
  if (!field->known_values.empty()) return 1.0 / static_cast<double>(field->known_values.size());
  return share_of_equality;
}

double share_absent(const plan::Call& call, const Fetch& fetch) {
  const catalog::Field* field = field_of(call.args.front(), fetch);
  if (!field) return share_of_equality;
  return call.op == Op::is_missing ? field->missing_share : field->missing_share + field->null_share;
}

double share_of_call(const plan::Call& call, const Fetch& fetch) {
  const auto all = [&](double start, auto&& combine) {
    double share = start;
    for (const plan::Expr& arg : call.args) share = combine(share, share_kept(arg, fetch));
    return share;
  };
  switch (call.op) {
    case Op::and_: return all(1.0, [](double a, double b) { return a * b; });
    case Op::or_: return all(0.0, [](double a, double b) { return a + b - a * b; });
    case Op::not_: return 1.0 - share_kept(call.args.front(), fetch);
    case Op::equal: return share_of_value(call.args.front(), fetch);
    case Op::not_equal: return 1.0 - share_of_value(call.args.front(), fetch);
    case Op::in: return static_cast<double>(call.args.size() - 1) * share_of_value(call.args.front(), fetch);
    case Op::is_null:
    case Op::is_missing: return share_absent(call, fetch);
    case Op::between:
    case Op::during: return share_of_between;
    case Op::less:
    case Op::less_equal:
    case Op::greater:
    case Op::greater_equal:
    case Op::before:
    case Op::after: return share_of_range;
    case Op::like: return share_of_equality;
    default: return share_of_anything;
  }
}

}  // namespace

double share_kept(const plan::Expr& condition, const Fetch& fetch) {
  const auto* call = plan::if_is<plan::Call>(condition);
  return call ? std::clamp(share_of_call(*call, fetch), 0.0, 1.0) : 0.5;
}

std::int64_t estimated_rows(const Fetch& fetch) {
  if (fetch.table->row_count < 0) return -1;
  double rows = static_cast<double>(fetch.table->row_count);
  for (const plan::Expr& filter : fetch.filters) rows *= share_kept(filter, fetch);
  const auto count = static_cast<std::int64_t>(std::ceil(rows));
  return fetch.limit ? std::min(count, *fetch.limit) : count;
}

}  // namespace recoupe::physical
