#include <algorithm>

#include "physical/passes/passes.hpp"

namespace recoupe::physical {

namespace {

using core::Kind;

struct Asked {
  const plan::Side* side = nullptr;
  const plan::Expr* on = nullptr;
};

/// Gives the side that only rows with the left side's keys of can matter; MATCH, TOTALS and UNION read theirs whole.
Asked asked_of(const plan::Step& step) {
  if (const auto* join = plan::if_is<plan::Join>(step)) return {&join->side, &join->on};
  const auto* check = plan::if_is<plan::Check>(step);
  if (!check) return {};
  if (const auto* exists = plan::if_is<plan::Exists>(*check)) return {&exists->side, &exists->on};
  if (const auto* absent = plan::if_is<plan::Absent>(*check)) return {&absent->side, &absent->on};
  return {};
}

/// Tells whether values of a type are the same on both sides when they travel as keys.
bool can_be_key(Kind kind) {
  switch (kind) {
    case Kind::int64:
    case Kind::numeric:
    case Kind::string:
    case Kind::date:
    case Kind::timestamp:
    case Kind::datetime:
    case Kind::bytes:
    case Kind::uuid:
    case Kind::objectid: return true;
    default: return false;
  }
}

enum class Names { none, left, right, both };

Names names_in(const plan::Expr& expr, std::size_t left_size) {
  bool left = false;
  bool right = false;
  plan::for_each_below(expr, [&](const plan::Expr& part) {
    const auto* name = plan::if_is<plan::Name>(part);
    if (name) (static_cast<std::size_t>(name->slot) < left_size ? left : right) = true;
  });
  return left && right ? Names::both : left ? Names::left : right ? Names::right : Names::none;
}

/// Makes the source's values have the target's type where that changes none of them.
std::optional<plan::Expr> typed_as(const plan::Expr& source, const plan::Expr& target) {
  if (source.type == target.type) return source;
  if (source.type.kind != Kind::int64 || target.type.kind != Kind::numeric) return std::nullopt;
  plan::Call cast{plan::Op::cast, {source}, Kind::numeric, {}};
  return plan::Expr{std::move(cast), source.span, Kind::numeric};
}

/// Guesses how few rows one key finds: higher is better.
int selectivity(const plan::Expr& target, const Read& read) {
  int score = plan::if_is<plan::Name>(target) ? 1 : 0;  // an index may serve a bare column
  plan::for_each_below(target, [&](const plan::Expr& part) {
    const auto* name = plan::if_is<plan::Name>(part);
    const catalog::Field* field = name ? read.table->resolved->find(name->parts) : nullptr;
    if (!field) return;
    if (field->unique) score += 8;
    if (!field->known_values.empty()) score -= 8;
    for (const auto& key : read.table->resolved->keys) {
      if (std::ranges::find(key, field->path) != key.end()) score += 2;
    }
  });
  return score;
}

struct Choice {
  plan::Expr source;
  plan::Expr target;
  int score = 0;
};

/// Reads a conjunct `left = right` (in either order) as a key of the fetch.
std::optional<Choice> key_of(const plan::Expr& conjunct, const Sight& sight, const Read& read, const Fetch& fetch) {
  const plan::Call* call = plan::if_call(conjunct, plan::Op::equal);
  if (!call) return std::nullopt;
  const plan::Expr* source = &call->args[0];
  const plan::Expr* right = &call->args[1];
  if (names_in(*source, sight.left->size()) == Names::right) std::swap(source, right);
  if (names_in(*source, sight.left->size()) != Names::left) return std::nullopt;
  if (names_in(*right, sight.left->size()) != Names::right) return std::nullopt;
  if (may_fail(*source)) return std::nullopt;  // keys are taken of every left row, also where the right side is empty
  auto target = over_fetch(*right, sight, read, fetch);
  if (!target || !can_be_key(target->type.kind)) return std::nullopt;
  auto typed = typed_as(*source, *target);
  if (!typed) return std::nullopt;
  const int score = selectivity(*target, read);
  return Choice{*std::move(typed), *std::move(target), score};
}

/// Tells whether a TRY_CAST of the step looks at the right side's rows: its failures are counted over all of them.
bool counts_right_failures(const plan::Step& step, std::size_t left_size) {
  bool found = false;
  plan::for_each_expression(step, [&](const plan::Expr& whole) {
    plan::for_each_below(whole, [&](const plan::Expr& part) {
      if (!plan::if_call(part, plan::Op::try_cast)) return;
      found = found || (counts_failures(part) && names_in(part, left_size) == Names::right);
    });
  });
  return found;
}

}  // namespace

void push_keys(const plan::Pipeline& pipeline, const std::vector<Read>& reads, Fetches& fetches) {
  int slots = 0;
  visit_pipelines(pipeline, [&](const plan::Pipeline& at) {
    for (std::size_t i = 1; i < at.steps.size(); ++i) {
      const Asked asked = asked_of(at.steps[i]);
      const auto read = asked.side ? plain_table_of(*asked.side, reads) : std::nullopt;
      if (!read) continue;
      const Sight sight = sight_of(at, i, reads);
      if (counts_right_failures(at.steps[i], sight.left->size())) continue;
      std::optional<Choice> best;
      for (const plan::Expr* conjunct : conjuncts_of(*asked.on)) {
        auto choice = key_of(*conjunct, sight, reads[*read], fetches[*read]);
        if (choice && (!best || choice->score > best->score)) best = std::move(choice);
      }
      if (!best) continue;
      fetches[*read].keys = KeySlot{static_cast<int>(i), slots++, std::move(best->target), std::move(best->source)};
    }
  });
}

}  // namespace recoupe::physical
