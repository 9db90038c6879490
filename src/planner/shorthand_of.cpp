// Writes plans in the short form, as short as still gives the same plan: what reading puts back is left out.
#include <functional>

#include "plan/text.hpp"
#include "plan/traverse.hpp"
#include "planner/same_plan.hpp"
#include "planner/shorthand.hpp"

namespace recoupe::planner {

namespace {

using namespace plan;

/// A plan that is made shorter as long as what is written still gives the same plan.
class Shortening {
 public:
  Shortening(plan::Plan plan, std::string same, const catalog::Catalog& catalog, const Vocabulary& vocabulary)
      : plan_(std::move(plan)), same_(std::move(same)), catalog_(catalog), vocabulary_(vocabulary) {}

  /// Makes a change; takes it back where the plan would not be the same.
  bool attempt(const std::function<void(plan::Plan&)>& change) {
    plan::Plan changed = plan_;
    change(changed);
    const auto read = plan_of_shorthand(written(changed), catalog_, vocabulary_);
    if (!read || spelled_alike(*read) != same_) return false;
    plan_ = std::move(changed);
    return true;
  }

  [[nodiscard]] std::string text() const { return written(plan_); }

  /// Counts what `each` is called for, then tries a change on each.
  template <class Node, class Each>
  void attempt_each(const Each& each, const std::function<bool(Node&)>& change) {
    std::size_t count = 0;
    each(plan_, [&](Node&) { ++count; });
    for (std::size_t i = 0; i < count; ++i)
      attempt([&](plan::Plan& plan) {
        std::size_t at = 0;
        each(plan, [&](Node& node) {
          if (at++ == i) change(node);
        });
      });
  }

 private:
  static std::string written(const plan::Plan& plan) {
    std::string text = text_of(plan);
    const auto drop = [&text](const std::string& what, const std::string& by) {
      for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) text.replace(at, what.size(), by);
    };
    drop(std::string(anywhere) + ".", "");
    drop(" ON " + std::string(key_word), "");
    drop("\n|> ", "\n");
    drop(" |> ", "\n");
    for (const char* check : {"EXISTS", "ABSENT"}) drop(std::string("CHECK ") + check + " IN ", std::string(check) + " ");
    for (const char* check : {"MATCH", "TOTALS"}) drop(std::string("CHECK ") + check + " WITH ", std::string(check) + " ");
    drop("CHECK ", "");
    drop("(FROM ", "(");
    drop("\nWHERE finding = ", "\n= ");
    drop("\nWHERE finding != ", "\n!= ");
    return text.starts_with("FROM ") ? text.substr(5) : text;
  }

  plan::Plan plan_;
  std::string same_;
  const catalog::Catalog& catalog_;
  const Vocabulary& vocabulary_;
};

void each_table(plan::Plan& plan, const std::function<void(TableRef&)>& f) { for_each_table(plan.pipeline, f); }
void each_name(plan::Plan& plan, const std::function<void(Name&)>& f) {
  for_each_expression_in(plan.pipeline, [&](Expr& expr) {
    if (auto* name = if_is<Name>(expr)) f(*name);
  });
}
void each_key(plan::Plan& plan, const std::function<void(Expr&)>& f) {
  for_each_step(plan.pipeline, [&](Step& step) {
    if (if_is<Where>(step) != nullptr || side_of(step) == nullptr) return;
    bool first = true;
    for_each_expression(step, [&](Expr& expr) {
      const bool by = if_is<Check>(step) != nullptr && if_is<Totals>(*if_is<Check>(step)) != nullptr;
      if (std::exchange(first, false) && !by) f(expr);
    });
  });
}
void each_side(plan::Plan& plan, const std::function<void(Side&)>& f) {
  for_each_step(plan.pipeline, [&](Step& step) {
    if (auto* side = side_of(step)) f(*side);
  });
}
void each_measure(plan::Plan& plan, const std::function<void(Named&)>& f) {
  for_each_step(plan.pipeline, [&](Step& step) {
    if (auto* aggregate = if_is<Aggregate>(step))
      for (auto& measure : aggregate->aggregates) f(measure);
  });
}

}  // namespace

std::string shorthand_of(const plan::Plan& validated, const catalog::Catalog& catalog, const Vocabulary& vocabulary) {
  auto parsed = plan::parse(plan::text_of(validated));
  if (!parsed) return plan::text_of(validated);  // no plan that was validated
  Shortening shortening(*std::move(parsed), spelled_alike(validated), catalog, vocabulary);
  shortening.attempt_each<TableRef>(each_table, [](TableRef& table) { return table.server = anywhere, true; });
  shortening.attempt_each<Expr>(each_key, [](Expr& on) { return on.node = Name{{std::string(key_word)}}, true; });
  shortening.attempt_each<Side>(each_side, [](Side& side) { return side.alias.clear(), true; });
  shortening.attempt_each<Name>(each_name, [](Name& name) { return name.parts.size() > 1 && (name.parts.erase(name.parts.begin()), true); });
  shortening.attempt_each<Side>(each_side, [](Side& side) { return side.alias.clear(), true; });
  shortening.attempt_each<Named>(each_measure, [](Named& measure) { return measure.name == usual_name(measure.expr) && (measure.name.clear(), true); });
  return shortening.text();
}

}  // namespace recoupe::planner
