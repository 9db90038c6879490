#include "plan/parameter_types.hpp"

#include "plan/ops.hpp"
#include "plan/text.hpp"
#include "plan/traverse.hpp"

namespace recoupe::plan {
namespace {

using core::Kind;

class Wishes {
 public:
  explicit Wishes(const std::map<std::size_t, std::string>& parameters) : parameters_(parameters) {}

  void look_at(const Step& step) {
    for_each_expression(step, [&](const Expr& whole) {
      for_each_below(whole, [&](const Expr& expr) {
        if (const Call* call = if_is<Call>(expr)) look_at(*call);
      });
    });
    const Check* check = if_is<Check>(step);
    if (const Match* match = check ? if_is<Match>(*check) : nullptr) look_at(match->compare);
    if (const Totals* totals = check ? if_is<Totals>(*check) : nullptr) {
      look_at(totals->by);
      look_at(totals->compare);
    }
  }

  std::map<std::size_t, WantedType> take() { return std::move(found_); }

 private:
  [[nodiscard]] bool is_parameter(const Expr& expr) const { return parameters_.contains(expr.span.begin) && if_is<Literal>(expr); }

  void want(const Expr& expr, WantedType wanted) { found_[expr.span.begin] = std::move(wanted); }

  void look_at(const std::vector<Pair>& pairs) {
    for (const Pair& pair : pairs) {
      if (is_parameter(pair.left)) want(pair.left, like(pair.right));
      if (is_parameter(pair.right)) want(pair.right, like(pair.left));
    }
  }

  void look_at(const Call& call) {
    for (std::size_t i = 0; i < call.args.size(); ++i) {
      if (is_parameter(call.args[i])) want(call.args[i], wanted_in(call, i));
    }
  }

  static WantedType like(const Expr& other) { return {other.type, text_of(other)}; }
  static WantedType of(Kind kind, const Call& call) { return {kind, std::string(name_of(call.op))}; }

  // CASE: when, then, when, then, …[, else]
  static bool is_condition_of_case(const Call& call, std::size_t operand) {
    return call.op == Op::case_ && operand % 2 == 0 && operand + 1 < call.args.size();
  }

  /// The type of the first operand beside it that has one.
  WantedType beside(const Call& call, std::size_t operand) const {
    for (std::size_t i = 0; i < call.args.size(); ++i) {
      const Expr& other = call.args[i];
      if (i == operand || other.type.kind == Kind::null || is_condition_of_case(call, i)) continue;
      return like(other);
    }
    return {};
  }

  WantedType wanted_in(const Call& call, std::size_t operand) const {
    switch (call.op) {
      case Op::like:
      case Op::lower:
      case Op::upper:
      case Op::unaccent:
      case Op::trim:
      case Op::length:
      case Op::concat: return of(Kind::string, call);
      case Op::substr: return of(operand == 0 ? Kind::string : Kind::int64, call);
      case Op::round:
        if (operand == 1) return of(Kind::int64, call);
        return of(Kind::numeric, call);
      case Op::multiply:
      case Op::divide:
      case Op::negate:
      case Op::abs: return of(Kind::numeric, call);
      case Op::and_:
      case Op::or_:
      case Op::not_:
      case Op::is_true:
      case Op::is_false: return of(Kind::bool_, call);
      case Op::case_:
        if (is_condition_of_case(call, operand)) return of(Kind::bool_, call);
        return beside(call, operand);
      case Op::add:
      case Op::subtract: return beside(call, operand);
      default: break;
    }
    if (is_comparison(call.op) || call.op == Op::in || call.op == Op::between || call.op == Op::coalesce ||
        call.op == Op::nullif || call.op == Op::date_diff || call.op == Op::timestamp_diff) {
      return beside(call, operand);
    }
    return {};
  }

  const std::map<std::size_t, std::string>& parameters_;
  std::map<std::size_t, WantedType> found_;
};

}  // namespace

std::map<std::size_t, WantedType> wanted_types(const Plan& validated, const std::map<std::size_t, std::string>& parameters) {
  Wishes wishes(parameters);
  for_each_step(validated.pipeline, [&](const Step& step) { wishes.look_at(step); });
  return wishes.take();
}

}  // namespace recoupe::plan
