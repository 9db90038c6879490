#include "planner/atoms.hpp"

#include <algorithm>
#include <set>

#include "plan/traverse.hpp"
#include "planner/atoms_fields.hpp"

namespace recoupe::planner {

using namespace plan;

namespace {

bool has_call(const Expr& expr, std::initializer_list<Op> ops) {
  bool found = false;
  for_each_below(expr, [&](const Expr& below) {
    const auto* call = if_is<Call>(below);
    found = found || (call != nullptr && std::find(ops.begin(), ops.end(), call->op) != ops.end());
  });
  return found;
}

bool is_empty_text(const Expr& expr) {
  const auto* literal = if_is<Literal>(expr);
  const auto* text = literal != nullptr ? std::get_if<std::string>(&literal->value) : nullptr;
  return text != nullptr && text->empty();
}

/// Reads one plan's atoms, step by step.
class Reader {
 public:
  explicit Reader(const Vocabulary& vocabulary) : vocabulary_(vocabulary), items_(vocabulary), behind_(vocabulary) {}

  Atoms read(const Pipeline& pipeline) {
    read(pipeline, Role::subject, false);
    if (checks_ > 1) mark(Mark::two_checks);
    for (const bool shows : exists_) {
      const bool filtered = kept_.contains("missing") || kept_.contains("ok");
      if (kept_.contains("missing")) mark(Mark::exists_missing);
      if (kept_.contains("ok")) mark(Mark::exists_ok);
      if (shows || !filtered) mark(Mark::exists_show);
    }
    atoms_.used.assign(used_.begin(), used_.end());
    return std::move(atoms_);
  }

 private:
  void mark(Mark one) { atoms_.marks[static_cast<std::size_t>(one)] = true; }
  void add(const std::vector<std::size_t>& fields, Role role) {
    for (const std::size_t field : fields) used_.insert({items_.of_field(field), role});
  }
  void add(const Expr& expr, const Place& place, Role role) { add(behind_.of(expr, place), role); }

  void read(const Pipeline& pipeline, Role first, bool inside) {
    for (std::size_t i = 0; i < pipeline.steps.size(); ++i) {
      const Place place{&pipeline, i};
      const Step& step = pipeline.steps[i];
      for_each_expression(step, [&](const Expr& expr) { read_calls(expr); });
      std::visit([&](const auto& one) { read(one, place, first, inside); }, step.step);
    }
  }

  void read_calls(const Expr& expr) {
    for_each_below(expr, [&](const Expr& below) {
      if (if_is<PeriodLiteral>(below) != nullptr) mark(Mark::period);
      const auto* call = if_is<Call>(below);
      if (call == nullptr) return;
      switch (call->op) {
        case Op::count_all:
        case Op::count: return mark(Mark::count);
        case Op::sum: return mark(Mark::sum);
        case Op::avg: return mark(Mark::average);
        case Op::min: return mark(Mark::minimum);
        case Op::max: return mark(Mark::maximum);
        case Op::count_distinct: return mark(Mark::count_distinct);
        case Op::add:
        case Op::subtract:
        case Op::multiply:
        case Op::divide:
        case Op::date_diff:
        case Op::timestamp_diff: return mark(Mark::ratio_or_arithmetic);
        default: return;
      }
    });
  }

  void read_side(const Side& side, Role role, bool inside) {
    if (const auto* below = if_is<Pipeline>(side)) return read(*below, role, inside);
    const int table = behind_.table(*if_is<TableRef>(side));
    if (table >= 0) used_.insert({items_.of_table(static_cast<std::size_t>(table)), role});
  }

  void read(const From& from, const Place&, Role first, bool inside) { read_side(from.side, first, inside); }
  void read(const UnionAll& all, const Place&, Role first, bool inside) { read_side(all.side, first, inside); }
  void read(const Distinct&, const Place&, Role, bool) {}
  void read(const Extend&, const Place&, Role, bool) {}  // what its columns are for shows where they are used

  void read(const Where& where, const Place& place, Role, bool inside) {
    if (inside) mark(Mark::condition_inside_check);
    read_condition(where.condition, place, false, Role::compared);
  }

  void read(const Select& select, const Place& place, Role, bool) {
    mark(Mark::select);
    for (const auto& column : select.columns) add(column.expr, place, Role::shown);
  }

  void read(const Aggregate& aggregate, const Place& place, Role, bool) {
    for (const auto& column : aggregate.aggregates) read_measure(column.expr, place, Role::measured);
    if (!aggregate.groups.empty()) mark(Mark::group);
    for (const auto& key : aggregate.groups) read_group(key.expr, place, Role::grouped);
  }

  void read_group(const Expr& expr, const Place& place, Role role) {
    if (has_call(expr, {Op::date_trunc, Op::extract, Op::date})) mark(Mark::group_by_time);
    add(expr, place, role);
  }

  /// In an aggregate the conditions of a CASE are conditions.
  void read_measure(const Expr& expr, const Place& place, Role role) {
    const auto* call = if_is<Call>(expr);
    if (call == nullptr) return add(expr, place, role);
    if (call->op == Op::count || call->op == Op::count_distinct) role = Role::counted;
    if (call->op == Op::case_) {
      for (std::size_t i = 0; i < call->args.size(); ++i) {
        const bool when = i % 2 == 0 && i + 1 < call->args.size();
        if (when) read_condition(call->args[i], place, false, Role::compared);
        else read_measure(call->args[i], place, role);
      }
      return;
    }
    for (const auto& arg : call->args) read_measure(arg, place, role);
  }

  void read(const OrderBy& order, const Place& place, Role, bool) {
    for (const auto& key : order.keys) {
      mark(key.descending ? Mark::order_desc : Mark::order_asc);
      add(key.expr, place, Role::ordered);
    }
  }

  void read(const Limit& limit, const Place& place, Role, bool) {
    mark(Mark::limit);
    for (const auto& key : limit.per) add(key, place, Role::grouped);
  }

  void read(const Join& join, const Place& place, Role, bool inside) {
    mark(Mark::join);
    read_side(join.side, Role::joined, inside);
    read_condition(join.on, place, false, Role::joins);
  }

  void read(const Unnest&, const Place&, Role, bool) { mark(Mark::unnest); }

  void read(const plan::Check& check, const Place& place, Role, bool) {
    ++checks_;
    std::visit([&](const auto& one) { read_check(one, place); }, check.check);
  }

  void read_check(const Exists& check, const Place& place) {
    exists_.push_back(!check.select.empty());
    read_side(check.side, Role::checked, true);
    read_condition(check.on, place, false, Role::joins);
    for (const auto& column : check.select) add(column.expr, place, Role::shown);
  }
  void read_check(const Absent& check, const Place& place) {
    mark(Mark::absent);
    read_side(check.side, Role::checked, true);
    read_condition(check.on, place, false, Role::joins);
  }
  void read_check(const Match& check, const Place& place) {
    mark(Mark::match);
    read_side(check.side, Role::checked, true);
    read_condition(check.on, place, false, Role::joins);
    read_pairs(check.compare, place);
  }
  void read_check(const Totals& check, const Place& place) {
    mark(Mark::totals);
    read_side(check.side, Role::checked, true);
    for (const auto& pair : check.by) {
      read_group(pair.left, place, Role::joins);
      read_group(pair.right, place, Role::joins);
    }
    read_pairs(check.compare, place);
  }
  void read_pairs(const std::vector<Pair>& pairs, const Place& place) {
    for (const auto& pair : pairs) {
      add(pair.left, place, Role::compared);
      add(pair.right, place, Role::compared);
    }
  }
  void read_check(const Unique& check, const Place& place) {
    mark(Mark::unique);
    for (const auto& key : check.by) add(key, place, Role::keyed);
  }
  void read_check(const Sequence& check, const Place& place) {
    mark(Mark::sequence);
    add(check.by, place, Role::keyed);
    for (const auto& key : check.partition) add(key, place, Role::keyed);
  }
  void read_check(const Rule& check, const Place& place) {
    mark(Mark::rule);
    add(check.condition, place, Role::keyed);
    for_each_below(check.condition, [&](const Expr& below) {
      const auto* call = if_is<Call>(below);
      if (call != nullptr && (call->op == Op::equal || call->op == Op::not_equal || call->op == Op::in))
        read_values(*call, place, Role::is);
    });
  }

  /// `between`: the role of two fields that are set against each other.
  void read_condition(const Expr& expr, const Place& place, bool negated, Role between) {
    const auto* call = if_is<Call>(expr);
    if (call == nullptr) return add(expr, place, negated ? Role::is_false : Role::is_true);
    switch (call->op) {
      case Op::and_:
      case Op::or_:
        for (const auto& arg : call->args) read_condition(arg, place, negated, between);
        return;
      case Op::not_: return read_condition(call->args[0], place, !negated, between);
      case Op::is_null: return add(call->args[0], place, negated ? Role::is_present : Role::is_null);
      case Op::is_missing: return add(call->args[0], place, negated ? Role::is_present : Role::is_missing);
      case Op::is_true: return add(call->args[0], place, negated ? Role::is_false : Role::is_true);
      case Op::is_false: return add(call->args[0], place, negated ? Role::is_true : Role::is_false);
      case Op::not_equal: return read_equality(*call, place, !negated, between);
      case Op::equal:
      case Op::in:
      case Op::like: return read_equality(*call, place, negated, between);
      case Op::between: return read_between(*call, place);
      case Op::during: return add(call->args[0], place, Role::during);
      case Op::before:
      case Op::after: return add(call->args[0], place, Role::before_after);
      case Op::less:
      case Op::less_equal: return read_order(*call, place, negated, between);
      case Op::greater:
      case Op::greater_equal: return read_order(*call, place, !negated, between);
      default: return add(expr, place, negated ? Role::is_false : Role::is_true);
    }
  }

  /// Gives the side of a comparison that has fields, null where both have or none.
  const Expr* field_side(const Call& call, const Place& place) const {
    const bool left = !behind_.of(call.args[0], place).empty();
    const bool right = call.args.size() > 1 && !behind_.of(call.args[1], place).empty();
    if (left == right) return nullptr;
    return left ? &call.args[0] : &call.args[1];
  }

  bool both_have_fields(const Call& call, const Place& place) const {
    return !behind_.of(call.args[0], place).empty() && !behind_.of(call.args[1], place).empty();
  }

  void read_values(const Call& call, const Place& place, Role role) {
    std::vector<std::size_t> fields;
    for (const auto& arg : call.args)
      for (const std::size_t field : behind_.of(arg, place)) fields.push_back(field);
    for (const auto& arg : call.args) {
      const auto* literal = if_is<Literal>(arg);
      const auto* text = literal != nullptr ? std::get_if<std::string>(&literal->value) : nullptr;
      if (text == nullptr) continue;
      for (const std::size_t field : fields) {
        const auto& known = vocabulary_.fields[field].field->known_values;
        const auto at = std::find(known.begin(), known.end(), *text);
        if (at == known.end()) continue;
        const auto item = items_.of_value(field, static_cast<std::size_t>(at - known.begin()));
        if (item) used_.insert({*item, role});
      }
    }
  }

  void read_equality(const Call& call, const Place& place, bool negated, Role between) {
    for (const auto& arg : call.args) {
      if (!behind_.is_finding(arg, place)) continue;
      for (const auto& other : call.args) {
        const auto* literal = if_is<Literal>(other);
        const auto* text = literal != nullptr ? std::get_if<std::string>(&literal->value) : nullptr;
        if (text != nullptr) kept_.insert(!negated ? *text : *text == "ok" ? "missing" : "ok");
      }
      return;
    }
    if (both_have_fields(call, place)) {
      for (const auto& arg : call.args) add(arg, place, between);
      return;
    }
    const Expr* said = field_side(call, place);
    if (said == nullptr) return;
    const Expr& other = said == &call.args[0] ? call.args[1] : call.args[0];
    const auto* literal = if_is<Literal>(other);
    if (is_empty_text(other)) return add(*said, place, negated ? Role::is_present : Role::is_null);
    if (const auto* flag = literal != nullptr ? std::get_if<bool>(&literal->value) : nullptr)
      return add(*said, place, *flag != negated ? Role::is_true : Role::is_false);
    if (has_call(*said, {Op::array_length})) {
      const auto* count = literal != nullptr ? std::get_if<std::int64_t>(&literal->value) : nullptr;
      const bool none = count != nullptr && *count == 0;
      return add(*said, place, none ? negated ? Role::greater : Role::array_empty : Role::equals);
    }
    add(*said, place, negated ? Role::not_equals : Role::equals);
    read_values(call, place, negated ? Role::is_not : Role::is);
  }

  static bool is_dated(const Expr& expr) {
    if (has_call(expr, {Op::current_date})) return true;
    const auto* literal = if_is<Literal>(expr);
    return literal != nullptr && (literal->type.kind == core::Kind::date || literal->type.kind == core::Kind::timestamp ||
                                  literal->type.kind == core::Kind::datetime);
  }

  void read_between(const Call& call, const Place& place) {
    if (is_dated(call.args[1])) return add(call.args[0], place, Role::during);
    add(call.args[0], place, Role::greater);
    add(call.args[0], place, Role::less);
  }

  /// `turned`: the operation says that the left is greater.
  void read_order(const Call& call, const Place& place, bool turned, Role between) {
    if (both_have_fields(call, place)) {
      for (const auto& arg : call.args) add(arg, place, between == Role::joins ? Role::compared : between);
      return;
    }
    const Expr* said = field_side(call, place);
    if (said == nullptr) return;
    const bool left = said == &call.args[0];
    if (is_dated(left ? call.args[1] : call.args[0])) return add(*said, place, Role::before_after);
    add(*said, place, turned == left ? Role::greater : Role::less);
  }

  const Vocabulary& vocabulary_;
  Items items_;
  FieldsBehind behind_;
  Atoms atoms_;
  std::set<Atom> used_;
  std::set<std::string, std::less<>> kept_;  // findings that the plan keeps
  std::vector<bool> exists_;  // by EXISTS: columns are shown
  std::size_t checks_ = 0;
};

}  // namespace

Atoms atoms_of(const plan::Plan& validated, const Vocabulary& vocabulary) {
  return Reader(vocabulary).read(validated.pipeline);
}

}  // namespace recoupe::planner
