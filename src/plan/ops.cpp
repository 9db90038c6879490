#include "plan/ops.hpp"

#include <algorithm>
#include <array>

#include "plan/keywords.hpp"

namespace recoupe::plan {
namespace {

using namespace std::string_view_literals;

constexpr std::array functions{Op::abs,        Op::round,     Op::length,         Op::concat,       Op::substr,
                               Op::lower,      Op::upper,     Op::unaccent,       Op::trim,         Op::coalesce,
                               Op::nullif,     Op::cast,      Op::try_cast,       Op::type_of,      Op::date,
                               Op::date_trunc, Op::extract,   Op::date_diff,      Op::timestamp_diff, Op::current_date,
                               Op::array_length, Op::any,     Op::count,          Op::sum,          Op::avg,
                               Op::min,        Op::max};

constexpr std::array days{"DAY"sv, "WEEK"sv, "MONTH"sv, "QUARTER"sv, "YEAR"sv};
constexpr std::array parts{"DAY"sv,       "WEEK"sv,      "MONTH"sv, "QUARTER"sv, "YEAR"sv,
                           "DAYOFWEEK"sv, "DAYOFYEAR"sv, "HOUR"sv,  "MINUTE"sv,  "SECOND"sv};
constexpr std::array durations{"SECOND"sv, "MINUTE"sv, "HOUR"sv, "DAY"sv};

}  // namespace

std::string_view name_of(Op op) {
  switch (op) {
#define RECOUPE_AS_CASE(id, name) \
  case Op::id: return name;
    RECOUPE_PLAN_OPS(RECOUPE_AS_CASE)
#undef RECOUPE_AS_CASE
  }
  return {};
}

bool is_aggregate(Op op) {
  switch (op) {
    case Op::count_all:
    case Op::count:
    case Op::count_distinct:
    case Op::sum:
    case Op::avg:
    case Op::min:
    case Op::max: return true;
    default: return false;
  }
}

bool is_comparison(Op op) {
  switch (op) {
    case Op::equal:
    case Op::not_equal:
    case Op::less:
    case Op::less_equal:
    case Op::greater:
    case Op::greater_equal: return true;
    default: return false;
  }
}

std::optional<Op> function_named(std::string_view word) {
  for (const Op op : functions) {
    if (same_keyword(word, name_of(op))) return op;
  }
  return std::nullopt;
}

std::span<const std::string_view> function_words() {
  static const auto words = [] {
    std::array<std::string_view, functions.size()> out;
    std::ranges::transform(functions, out.begin(), [](Op op) { return name_of(op); });
    return out;
  }();
  return words;
}

std::optional<Op> op_named(std::string_view name) {
#define RECOUPE_AS_IF(id, written) \
  if (name == written) return Op::id;
  RECOUPE_PLAN_OPS(RECOUPE_AS_IF)
#undef RECOUPE_AS_IF
  return std::nullopt;
}

Arity arity_of(Op op) {
  switch (op) {
    case Op::current_date:
    case Op::count_all: return {0, 0};
    case Op::and_:
    case Op::or_:
    case Op::in:
    case Op::concat:
    case Op::case_: return {2, arguments_max};
    case Op::coalesce: return {1, arguments_max};
    case Op::between: return {3, 3};
    case Op::substr: return {2, 3};
    case Op::round: return {1, 2};
    case Op::equal:
    case Op::not_equal:
    case Op::less:
    case Op::less_equal:
    case Op::greater:
    case Op::greater_equal:
    case Op::like:
    case Op::add:
    case Op::subtract:
    case Op::multiply:
    case Op::divide:
    case Op::nullif:
    case Op::date_diff:
    case Op::timestamp_diff:
    case Op::during:
    case Op::before:
    case Op::after: return {2, 2};
    default: return {1, 1};
  }
}

std::span<const std::string_view> units_of(Op op) {
  switch (op) {
    case Op::date_trunc:
    case Op::date_diff: return days;
    case Op::extract: return parts;
    case Op::timestamp_diff: return durations;
    default: return {};
  }
}

}  // namespace recoupe::plan
