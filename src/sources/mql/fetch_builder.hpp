// Fetches and conditions written in a few words. Included by this folder's tests only.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "physical/fetch.hpp"

namespace recoupe::sources::mql::build {

inline plan::Expr column(int slot) {
  plan::Expr expr;
  expr.node = plan::Name{{"x"}, slot};
  return expr;
}

inline plan::Expr literal(core::Value value) {
  plan::Expr expr;
  expr.node = plan::Literal{std::move(value), {}, {}};
  return expr;
}

inline plan::Expr call(plan::Op op, std::vector<plan::Expr> args, core::Type target = {}) {
  plan::Expr expr;
  expr.node = plan::Call{op, std::move(args), std::move(target), {}};
  return expr;
}

inline physical::Fetch fetch(const catalog::Table& table, std::vector<physical::FetchColumn> columns) {
  physical::Fetch out;
  out.server = "mongodb";
  out.table = &table;
  out.columns = std::move(columns);
  return out;
}

}  // namespace recoupe::sources::mql::build
