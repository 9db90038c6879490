#include "physical/passes/passes.hpp"

namespace recoupe::physical {

namespace {

using plan::Pipeline;
using plan::Scope;

/// Which columns of a scope are needed.
using Mask = std::vector<bool>;

void add_shown(Mask& mask, const Scope& scope, std::size_t shift = 0) {
  for (std::size_t i = 0; i < scope.size(); ++i) {
    if (!scope[i].hidden) mask[shift + i] = true;
  }
}

/// Ties are broken by all columns, and DISTINCT and UNION ALL compare or carry all: there every shown column is needed.
bool takes_all_columns(const plan::Step& step) {
  return plan::if_is<plan::OrderBy>(step) || plan::if_is<plan::Limit>(step) || plan::if_is<plan::Distinct>(step) ||
         plan::if_is<plan::UnionAll>(step);
}

/// Tells whether a step can fail on a row, and would then name it.
bool may_name_a_row(const plan::Step& step) {
  bool found = false;
  plan::for_each_expression(step, [&](const plan::Expr& expr) {
    plan::for_each_below(expr, [&](const plan::Expr& part) {
      const auto* call = plan::if_is<plan::Call>(part);
      if (!call) return;
      const bool counts = part.type.kind == core::Kind::int64 &&
                          (call->op == plan::Op::add || call->op == plan::Op::subtract || call->op == plan::Op::multiply ||
                           call->op == plan::Op::negate || call->op == plan::Op::abs || call->op == plan::Op::round);
      found = found || counts || call->op == plan::Op::divide || call->op == plan::Op::cast;
    });
  });
  return found;
}

/// Walks back from what is shown to the fields that it is made of.
class Needs {
 public:
  explicit Needs(const std::vector<Read>& reads) : reads_(reads) {
    for (const Read& read : reads) fields_.emplace_back(read.scope.size(), false);
  }

  void of(const Pipeline& pipeline, Mask output) {
    for (std::size_t i = pipeline.steps.size() - 1; i > 0; --i) output = before(pipeline, i, output);
    const auto* from = plan::if_is<plan::From>(pipeline.steps.front());
    Mask below(scope_of(from->side, reads_).size(), false);
    for (std::size_t i = 0; i < output.size() && i < below.size(); ++i) below[i] = output[i];
    of(from->side, std::move(below));
  }

  [[nodiscard]] const Mask& fields(std::size_t read) const { return fields_[read]; }

 private:
  void of(const plan::Side& side, Mask mask) {
    if (const auto* inner = plan::if_is<Pipeline>(side)) return of(*inner, std::move(mask));
    Mask& fields = fields_[read_index(reads_, *plan::if_is<plan::TableRef>(side))];
    for (std::size_t i = 0; i < mask.size(); ++i) fields[i] = fields[i] || mask[i];
  }

  /// Gives what a step needs of its input for what is needed of its output; tells its side the same.
  Mask before(const Pipeline& pipeline, std::size_t at, const Mask& output) {
    const plan::Step& step = pipeline.steps[at];
    const Sight sight = sight_of(pipeline, at, reads_);
    const std::size_t left_size = sight.left->size();
    Mask input(left_size + (sight.right ? sight.right->size() : 0), false);
    for (std::size_t i = 0; i < output.size(); ++i) {
      if (output[i] && step.output[i].from >= 0) input[static_cast<std::size_t>(step.output[i].from)] = true;
    }
    plan::for_each_expression(step, [&](const plan::Expr& expr) {
      plan::for_each_below(expr, [&](const plan::Expr& part) {
        const auto* name = plan::if_is<plan::Name>(part);
        if (name && sight.find(*name)) input[static_cast<std::size_t>(name->slot)] = true;
      });
    });
    if (may_name_a_row(step)) add_named(input, sight);
    if (takes_all_columns(step)) add_shown(input, *sight.left);
    if (plan::if_is<plan::UnionAll>(step)) add_shown(input, *sight.right, left_size);
    if (const plan::Side* side = plan::side_of(step)) {
      of(*side, Mask(input.begin() + static_cast<std::ptrdiff_t>(left_size), input.end()));
    }
    input.resize(left_size);
    return input;
  }

  /// Adds the columns by which an error would name the row.
  static void add_named(Mask& mask, const Sight& sight) {
    std::size_t at = 0;
    std::size_t named = 0;
    for (const Scope* scope : {sight.left, sight.right}) {
      if (!scope) continue;
      for (const plan::ScopeColumn& column : *scope) {
        if (names_rows(column) && named++ < row_columns_named_max) mask[at] = true;
        ++at;
      }
    }
  }

  const std::vector<Read>& reads_;
  std::vector<Mask> fields_;
};

}  // namespace

void prune_columns(const Pipeline& pipeline, const std::vector<Read>& reads, Fetches& fetches) {
  Needs needs(reads);
  const Scope& last = pipeline.steps.back().output;
  Mask shown(last.size(), false);
  add_shown(shown, last);
  needs.of(pipeline, std::move(shown));
  for (std::size_t i = 0; i < fetches.size(); ++i) {
    std::vector<FetchColumn> kept;
    for (std::size_t k = 0; k < fetches[i].columns.size(); ++k) {
      if (needs.fields(i)[k]) kept.push_back(std::move(fetches[i].columns[k]));
    }
    fetches[i].columns = std::move(kept);
  }
}

}  // namespace recoupe::physical
