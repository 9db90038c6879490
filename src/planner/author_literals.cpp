#include "planner/author_literals.hpp"

#include <algorithm>
#include <array>

#include "core/unicode.hpp"
#include "plan/literals.hpp"
#include "plan/scope.hpp"
#include "plan/traverse.hpp"
#include "planner/author_sources.hpp"
#include "planner/word_forms.hpp"

namespace recoupe::planner {
namespace {

using plan::Expr;
using plan::Op;

// The words that checks put into their column, and those that TYPE gives, belong to the plan language.
constexpr std::array findings{"ok",       "missing",    "no_key",    "ambiguous", "present", "mismatch", "only_left",
                              "only_right", "duplicate", "gap",       "violation", "unknown"};
constexpr std::size_t candidates_max = 10;

/// What a literal stands beside: fields of the catalog, a check's finding, a type.
struct Beside {
  std::vector<const catalog::Field*> fields;
  bool finding = false;
  bool type = false;
  bool lower = false;  // it is compared with LOWER(…)
  bool upper = false;
};

bool compares(Op op) {
  switch (op) {
    case Op::equal: case Op::not_equal: case Op::less: case Op::less_equal: case Op::greater: case Op::greater_equal:
    case Op::in: case Op::between: case Op::like: case Op::nullif: case Op::coalesce:
      return true;
    default:
      return false;
  }
}

core::Error refused(const std::string& literal, const std::vector<std::string>& fields) {
  std::string names;
  for (const std::string& field : fields) names += (names.empty() ? "" : ", ") + field;
  core::Error error;
  error.code = core::Code::model_invalid_answer;
  error.origin = core::Origin::model;
  error.stage = "planner";
  error.message = {"The model's plan holds " + literal + ", which does not come from the instruction" +
                       (names.empty() ? "." : ", and is no known value of " + names + "."),
                   "Le plan du modèle contient " + literal + ", qui ne vient pas de la consigne" +
                       (names.empty() ? "." : " et n'est pas une valeur connue de " + names + ".")};
  error.remedy = {"Only what the instruction says, known values, periods, 0, 1 and '' may stand in a plan: say the value, or write the plan yourself.",
                  "Un plan ne contient que ce que dit la consigne, des valeurs connues, des périodes, 0, 1 et '' : dites la valeur, ou écrivez le plan vous-même."};
  return error;
}

std::vector<std::string> stems_in(std::string_view text) {
  std::vector<std::string> stems;
  for (const instruction::Word& word : instruction::words_of(text)) stems.push_back(stem_of(word.folded));
  return stems;
}

class Check {
 public:
  Check(const LiteralSources& sources, const catalog::Catalog& catalog) : sources_(sources), catalog_(catalog) {}

  core::Status pipeline(plan::Pipeline& pipeline) {
    plan::Scope input;
    for (plan::Step& step : pipeline.steps) {
      if (plan::Side* side = plan::side_of(step)) {
        if (auto* below = plan::if_is<plan::Pipeline>(*side)) RECOUPE_CHECK(this->pipeline(*below));
        const plan::Scope right = columns_of(*side);
        input = plan::joined(std::move(input), right);
      }
      scope_ = &input;
      core::Status status;
      plan::for_each_expression(step, [&](Expr& expr) { if (status) status = expression(expr, {}); });
      RECOUPE_CHECK(status);
      RECOUPE_CHECK(numbers_of(step));
      input = step.output;
    }
    return {};
  }

 private:
  static plan::Scope columns_of(const plan::Side& side) {
    if (const auto* table = plan::if_is<plan::TableRef>(side)) return plan::scope_of(*table->resolved, table->server, table->table);
    return plan::passed_on(plan::if_is<plan::Pipeline>(side)->steps.back().output);
  }

  /// Numbers that are no expressions: LIMIT's and tolerances.
  core::Status numbers_of(const plan::Step& step) const {
    const auto number = [&](const std::string& decimal) -> core::Status {
      if (decimal.empty() || sources_.has_number(decimal)) return {};
      return core::fail(refused(decimal, {}));
    };
    const auto tolerances = [&](const std::vector<plan::Pair>& pairs) -> core::Status {
      for (const plan::Pair& pair : pairs) RECOUPE_CHECK(number(pair.tolerance.decimal));
      return {};
    };
    if (const auto* limit = plan::if_is<plan::Limit>(step)) return number(std::to_string(limit->count));
    if (const auto* check = plan::if_is<plan::Check>(step)) {
      if (const auto* match = plan::if_is<plan::Match>(*check)) return tolerances(match->compare);
      if (const auto* totals = plan::if_is<plan::Totals>(*check)) return tolerances(totals->compare);
    }
    return {};
  }

  [[nodiscard]] Beside beside(const Expr& expr) const {
    Beside found;
    plan::for_each_below(expr, [&](const Expr& part) {
      if (plan::if_call(part, Op::type_of) != nullptr) found.type = true;
      if (plan::if_call(part, Op::lower) != nullptr) found.lower = true;
      if (plan::if_call(part, Op::upper) != nullptr) found.upper = true;
      const auto* name = plan::if_is<plan::Name>(part);
      if (name == nullptr || name->slot < 0 || static_cast<std::size_t>(name->slot) >= scope_->size()) return;
      const plan::ScopeColumn& column = (*scope_)[static_cast<std::size_t>(name->slot)];
      if (column.is_finding) found.finding = true;
      if (!column.origin) return;
      const auto* table = catalog_.find_table(column.origin->server, column.origin->schema, column.origin->table);
      if (const auto* field = table != nullptr ? table->find(column.origin->path) : nullptr) found.fields.push_back(field);
    });
    return found;
  }

  core::Status expression(Expr& expr, const Beside& around) {
    if (auto* literal = plan::if_is<plan::Literal>(expr)) return this->literal(*literal, around);
    if (const auto* period = plan::if_is<plan::PeriodLiteral>(expr)) {
      if (sources_.has_period(period->period)) return {};
      return core::fail(refused("PERIOD " + plan::quoted_text(period->words.empty() ? period->period.words(core::Language::en) : period->words), {}));
    }
    auto* call = plan::if_is<plan::Call>(expr);
    if (call == nullptr) return {};
    const Beside here = compares(call->op) ? beside(expr) : around;
    for (Expr& arg : call->args) RECOUPE_CHECK(expression(arg, here));
    return {};
  }

  core::Status literal(plan::Literal& literal, const Beside& beside) {
    const core::Value& value = literal.value;
    if (value.is_null() || std::holds_alternative<bool>(value)) return {};
    if (!literal.interval.empty()) {
      const auto interval = plan::interval_of(literal);
      if (interval && sources_.has_number(std::to_string(interval->count))) return {};
    } else if (const auto* text = std::get_if<std::string>(&value)) {
      return this->text(literal, *text, beside);
    } else if (std::holds_alternative<std::int64_t>(value) || std::holds_alternative<core::Decimal>(value) || std::holds_alternative<double>(value)) {
      if (sources_.has_number(plan::plain_text_of(literal))) return {};
    } else if (const auto* day = std::get_if<core::Date>(&value)) {
      if (sources_.has_day(*day)) return {};
    } else if (const auto* instant = std::get_if<core::Timestamp>(&value)) {
      const core::Date first = sources_.zone().day_of(*instant);
      if (sources_.zone().midnight(first) == *instant && sources_.has_day(first)) return {};
      if (sources_.has_exactly(plan::plain_text_of(literal))) return {};
    } else if (sources_.has_exactly(plan::plain_text_of(literal))) {
      return {};
    }
    return core::fail(refused(plan::text_of(literal), {}));
  }

  core::Status text(plan::Literal& literal, const std::string& text, const Beside& beside) const {
    const auto is_known = [&](const std::string& known) { return known == text || core::lower(known) == text || core::upper(known) == text; };
    std::vector<std::string> known;
    for (const catalog::Field* field : beside.fields) known.insert(known.end(), field->known_values.begin(), field->known_values.end());
    if (text.empty() || std::ranges::any_of(known, is_known)) return {};
    if (beside.finding && std::ranges::find(findings, text) != findings.end()) return {};
    if (beside.type) return {};
    if (sources_.has_exactly(text) && known.empty()) return {};
    if (inflects_one_of(literal, text, known, beside)) return {};
    if (sources_.has_text(text) || has_pattern(text, known)) return {};
    std::vector<std::string> fields;
    for (const catalog::Field* field : beside.fields) fields.push_back(catalog::text_of(field->path));
    core::Error error = refused(plan::text_of(literal), fields);
    known.resize(std::min(known.size(), candidates_max));
    error.candidates = std::move(known);
    return core::fail(std::move(error));
  }

  /// Puts the one known value in place of a word that inflects it: "admins" becomes "admin".
  static bool inflects_one_of(plan::Literal& literal, const std::string& text, const std::vector<std::string>& known, const Beside& beside) {
    const auto stems = stems_in(text);
    if (stems.empty() || text.find('%') != std::string::npos) return false;
    std::vector<std::string> alike;
    for (const std::string& value : known) {
      const std::string seen = beside.lower ? core::lower(value) : beside.upper ? core::upper(value) : value;
      if (stems_in(seen) == stems && std::ranges::find(alike, seen) == alike.end()) alike.push_back(seen);
    }
    // "Admin" and "admin" inflect alike: the one that the word begins with.
    if (alike.size() > 1) std::erase_if(alike, [&](const std::string& value) { return !text.starts_with(value); });
    if (alike.size() != 1) return false;
    literal = plan::text_literal(alike.front());
    return true;
  }

  /// Tells whether each part between the signs of a LIKE pattern is said or known.
  [[nodiscard]] bool has_pattern(const std::string& text, const std::vector<std::string>& known) const {
    if (text.find_first_of("%_") == std::string::npos) return false;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = std::min(text.find_first_of("%_", at), text.size());
      const std::string part = text.substr(at, end - at);
      if (!part.empty() && !sources_.has_text(part) && std::ranges::find(known, part) == known.end()) return false;
      at = end + 1;
    }
    return true;
  }

  const LiteralSources& sources_;
  const catalog::Catalog& catalog_;
  const plan::Scope* scope_ = nullptr;
};

}  // namespace

core::Status check_literals(plan::Plan& plan, const instruction::Instruction& instruction, const catalog::Catalog& catalog) {
  const LiteralSources sources(instruction);
  return Check(sources, catalog).pipeline(plan.pipeline);
}

}  // namespace recoupe::planner
