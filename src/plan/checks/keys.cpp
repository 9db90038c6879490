#include "plan/checks/keys.hpp"

#include "plan/traverse.hpp"

namespace recoupe::plan {
namespace {

struct Seen {
  bool left = false;
  bool right = false;
};

Seen sides_of(const Expr& expr, std::size_t left_count) {
  Seen seen;
  for_each_below(expr, [&](const Expr& each) {
    const Name* name = if_is<Name>(each);
    if (!name || name->slot < 0) return;
    (static_cast<std::size_t>(name->slot) < left_count ? seen.left : seen.right) = true;
  });
  return seen;
}

void add_conjuncts(const Expr& condition, std::vector<const Expr*>& out) {
  if (const Call* both = if_call(condition, Op::and_)) {
    for (const Expr& each : both->args) add_conjuncts(each, out);
  } else {
    out.push_back(&condition);
  }
}

}  // namespace

std::vector<const Expr*> conjuncts_of(const Expr& condition) {
  std::vector<const Expr*> out;
  add_conjuncts(condition, out);
  return out;
}

std::vector<KeyPair> key_pairs_of(const Expr& on, std::size_t left_count) {
  std::vector<KeyPair> out;
  for (const Expr* conjunct : conjuncts_of(on)) {
    const Call* equal = if_call(*conjunct, Op::equal);
    if (!equal || if_call(equal->args[0], Op::any)) continue;
    const Seen first = sides_of(equal->args[0], left_count);
    const Seen second = sides_of(equal->args[1], left_count);
    if (first.left && !first.right && second.right && !second.left) out.push_back({&equal->args[0], &equal->args[1]});
    if (first.right && !first.left && second.left && !second.right) out.push_back({&equal->args[1], &equal->args[0]});
  }
  return out;
}

}  // namespace recoupe::plan
