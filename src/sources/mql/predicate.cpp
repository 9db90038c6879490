#include "sources/mql/predicate.hpp"

#include <limits>
#include <utility>

#include "sources/mql/ejson.hpp"
#include "sources/mql/like.hpp"
#include "sources/mql/literal.hpp"

namespace recoupe::sources::mql {
namespace {

using core::Json;
using core::Kind;
using plan::Op;
using Filter = std::optional<Json>;

constexpr std::int64_t day_ms = 86'400'000;
constexpr std::int64_t zone_ms_max = 16 * 3'600'000;  // no zone was ever further from UTC

Json on(const std::string& path, Json condition) { return Json::object({{path, std::move(condition)}}); }
Json on(const std::string& path, const char* op, Json operand) { return on(path, Json::object({{op, std::move(operand)}})); }

/// The same comparison with its sides exchanged.
Op flipped(Op op) {
  switch (op) {
    case Op::less: return Op::greater;
    case Op::less_equal: return Op::greater_equal;
    case Op::greater: return Op::less;
    case Op::greater_equal: return Op::less_equal;
    default: return op;
  }
}

const char* word_of(Op op) {
  switch (op) {
    case Op::less: return "$lt";
    case Op::less_equal: return "$lte";
    case Op::greater: return "$gt";
    case Op::greater_equal: return "$gte";
    default: return nullptr;
  }
}

const core::Value* value_in(const plan::Expr& expr) {
  const auto* literal = std::get_if<plan::Literal>(&expr.node);
  const bool usable = literal != nullptr && literal->interval.empty() && !literal->value.is_null();
  return usable ? &literal->value : nullptr;
}

/// x op instant, where x has whole milliseconds.
Filter compare_instant(const std::string& path, Op op, core::Timestamp instant) {
  const bool up = op == Op::less || op == Op::greater_equal;
  return on(path, word_of(op), ejson::date(up ? ceil_ms(instant) : floor_ms(instant)));
}

/// DATE(x) op day, in whatever zone.
Filter compare_day(const std::string& path, Op op, core::Date day) {
  const std::int64_t begin = day.days * day_ms;
  const std::int64_t end = begin + day_ms;
  switch (op) {
    case Op::equal:
      return on(path, Json::object({{"$gte", ejson::date(begin - zone_ms_max)}, {"$lt", ejson::date(end + zone_ms_max)}}));
    case Op::less: return on(path, "$lt", ejson::date(begin + zone_ms_max));
    case Op::less_equal: return on(path, "$lt", ejson::date(end + zone_ms_max));
    case Op::greater: return on(path, "$gte", ejson::date(end - zone_ms_max));
    case Op::greater_equal: return on(path, "$gte", ejson::date(begin - zone_ms_max));
    default: return std::nullopt;
  }
}

/// x op value. NaN is greater than everything here, and nothing's equal or neighbour in MongoDB.
Filter compare_plain(const Target& target, Op op, const core::Value& value) {
  auto literal = literal_for(target.type, value);
  if (!literal) return std::nullopt;
  const char* word = word_of(op);
  Json compared = on(target.path, word, *std::move(literal));
  const bool has_nan = target.type.kind == Kind::float64 || target.type.kind == Kind::numeric;
  const bool upward = op == Op::greater || op == Op::greater_equal;
  if (!has_nan) return compared;
  const Json nan = on(target.path, "$eq", ejson::float64(std::numeric_limits<double>::quiet_NaN()));
  // Where the literal itself is NaN, everything is below it.
  const auto* real = std::get_if<double>(&value);
  const auto* decimal = std::get_if<core::Decimal>(&value);
  if ((real != nullptr && *real != *real) || (decimal != nullptr && decimal->text == "NaN")) return std::nullopt;
  return upward ? Json::object({{"$or", Json::array({std::move(compared), nan})}}) : compared;
}

Filter compare(const Target& target, Op op, const core::Value& value) {
  if (target.form == Form::day) {
    const auto* day = std::get_if<core::Date>(&value);
    return day == nullptr ? std::nullopt : compare_day(target.path, op, *day);
  }
  if (op == Op::equal) {
    auto equal = one_of(target, {value});
    return equal ? Filter(std::move(equal->filter)) : std::nullopt;
  }
  if (word_of(op) == nullptr || (target.form != Form::plain && target.form != Form::any)) return std::nullopt;
  if (target.type.kind == Kind::timestamp) {
    const auto* instant = std::get_if<core::Timestamp>(&value);
    return instant == nullptr ? std::nullopt : compare_instant(target.path, op, *instant);
  }
  return compare_plain(target, op, value);
}

/// The condition's negation where the values' equality is the server's too.
Filter differs(const Target& target, const std::vector<core::Value>& values) {
  if (target.form != Form::plain || target.type.kind == Kind::timestamp) return std::nullopt;
  core::JsonArray list;
  for (const auto& value : values) {
    auto literal = literal_for(target.type, value);
    if (!literal) return std::nullopt;
    list.push_back(*std::move(literal));
  }
  list.emplace_back();  // neither null nor missing qualifies
  return on(target.path, "$nin", Json(std::move(list)));
}

class Pusher {
 public:
  explicit Pusher(const physical::Fetch& fetch) : fetch_(fetch) {}

  Filter superset(const plan::Expr& expr) const {
    const auto* call = std::get_if<plan::Call>(&expr.node);
    if (call == nullptr) return truth(expr, true);
    switch (call->op) {
      case Op::and_: return all_of(call->args);
      case Op::or_: return any_of(call->args);
      case Op::not_: return negated(call->args[0]);
      case Op::is_true: return truth(call->args[0], true);
      case Op::is_false: return truth(call->args[0], false);
      case Op::is_null: return absent(call->args[0], Json());
      case Op::is_missing: return absent(call->args[0], Json::object({{"$exists", false}}));
      case Op::not_equal: return unequal(call->args);
      case Op::in: return among(call->args);
      case Op::between: return between(call->args);
      case Op::like: return like(call->args);
      case Op::during:
      case Op::before:
      case Op::after: return in_period(*call);
      default: return compared(*call);
    }
  }

 private:
  [[nodiscard]] Filter all_of(const std::vector<plan::Expr>& args) const {
    core::JsonArray parts;
    for (const auto& arg : args)
      if (auto part = superset(arg)) parts.push_back(*std::move(part));
    if (parts.empty()) return std::nullopt;
    return parts.size() == 1 ? Filter(std::move(parts.front())) : Json::object({{"$and", Json(std::move(parts))}});
  }

  [[nodiscard]] Filter any_of(const std::vector<plan::Expr>& args) const {
    core::JsonArray parts;
    for (const auto& arg : args) {
      auto part = superset(arg);
      if (!part) return std::nullopt;
      parts.push_back(*std::move(part));
    }
    return Json::object({{"$or", Json(std::move(parts))}});
  }

  [[nodiscard]] Filter truth(const plan::Expr& expr, bool wanted) const {
    const auto column = column_of(expr, fetch_);
    return column && column->type.kind == Kind::bool_ ? Filter(on(column->path, "$eq", wanted)) : std::nullopt;
  }

  /// IS NULL and IS MISSING of a path that goes through no array; of others MongoDB's answer differs.
  [[nodiscard]] Filter absent(const plan::Expr& expr, Json condition) const {
    const auto column = column_of(expr, fetch_);
    if (!column || column->type.kind == Kind::array) return std::nullopt;
    return on(column->path, std::move(condition));
  }

  [[nodiscard]] Filter negated(const plan::Expr& inner) const {
    const auto* call = std::get_if<plan::Call>(&inner.node);
    if (call == nullptr) return truth(inner, false);
    if (call->op == Op::equal) return unequal(call->args);
    if (call->op == Op::is_null || call->op == Op::is_missing) return absent(call->args[0], Json::object({{"$exists", true}}));
    if (call->op != Op::in) return std::nullopt;
    const auto target = target_of(call->args[0], fetch_);
    std::vector<core::Value> values;
    for (std::size_t i = 1; i < call->args.size(); ++i) {
      const auto* value = value_in(call->args[i]);
      if (value == nullptr) return std::nullopt;
      values.push_back(*value);
    }
    return target ? differs(*target, values) : std::nullopt;
  }

  [[nodiscard]] Filter unequal(const std::vector<plan::Expr>& args) const {
    for (const std::size_t left : {0U, 1U}) {
      const auto target = target_of(args[left], fetch_);
      const auto* value = value_in(args[1 - left]);
      if (target && value != nullptr) return differs(*target, {*value});
    }
    return std::nullopt;
  }

  [[nodiscard]] Filter compared(const plan::Call& call) const {
    if (call.args.size() != 2) return std::nullopt;
    for (const std::size_t left : {0U, 1U}) {
      const auto target = target_of(call.args[left], fetch_);
      const auto* value = value_in(call.args[1 - left]);
      const bool comparison = call.op == Op::equal || word_of(call.op) != nullptr;
      if (target && value != nullptr && comparison) return compare(*target, left == 0 ? call.op : flipped(call.op), *value);
    }
    return std::nullopt;
  }

  [[nodiscard]] Filter among(const std::vector<plan::Expr>& args) const {
    const auto target = target_of(args[0], fetch_);
    if (!target) return std::nullopt;
    std::vector<core::Value> values;
    for (std::size_t i = 1; i < args.size(); ++i) {
      const auto* literal = std::get_if<plan::Literal>(&args[i].node);
      if (literal == nullptr || !literal->interval.empty()) return std::nullopt;
      if (!literal->value.is_null()) values.push_back(literal->value);  // NULL makes nothing TRUE
    }
    auto found = one_of(*target, values);
    return found ? Filter(std::move(found->filter)) : std::nullopt;
  }

  [[nodiscard]] Filter between(const std::vector<plan::Expr>& args) const {
    const auto target = target_of(args[0], fetch_);
    const auto* low = value_in(args[1]);
    const auto* high = value_in(args[2]);
    if (!target || target->form == Form::any || low == nullptr || high == nullptr) return std::nullopt;
    auto above = compare(*target, Op::greater_equal, *low);
    auto below = compare(*target, Op::less_equal, *high);
    if (!above || !below) return std::nullopt;
    return Json::object({{"$and", Json::array({*std::move(above), *std::move(below)})}});
  }

  [[nodiscard]] Filter like(const std::vector<plan::Expr>& args) const {
    const auto target = target_of(args[0], fetch_);
    const auto* value = value_in(args[1]);
    const auto* pattern = value == nullptr ? nullptr : std::get_if<std::string>(value);
    const bool usable = target && target->type.kind == Kind::string && (target->form == Form::plain || target->form == Form::any);
    if (!usable || pattern == nullptr) return std::nullopt;
    auto regex = regex_of_like(*pattern);
    return regex ? Filter(on(target->path, "$regex", *std::move(regex))) : std::nullopt;
  }

  [[nodiscard]] Filter in_period(const plan::Call& call) const {
    const auto target = target_of(call.args[0], fetch_);
    const auto* period = std::get_if<plan::PeriodLiteral>(&call.args[1].node);
    if (!target || period == nullptr) return std::nullopt;
    const bool upper = call.op != Op::after;   // x < …
    const bool lower = call.op != Op::before;  // x ≥ …
    core::JsonArray parts;
    const auto add = [&](Op op, const core::Value& value) {
      auto part = compare(*target, op, value);
      if (part) parts.push_back(*std::move(part));
      return part.has_value();
    };
    const bool from = call.op == Op::during;  // AFTER begins where the period ends, BEFORE ends where it begins
    if (target->form == Form::day) {
      if (!period->days) return std::nullopt;
      if (lower && !add(Op::greater_equal, from ? period->days->from : period->days->to)) return std::nullopt;
      if (upper && !add(Op::less, from ? period->days->to : period->days->from)) return std::nullopt;
    } else {
      if (!period->from || !period->to || target->form != Form::plain) return std::nullopt;
      if (lower && !add(Op::greater_equal, from ? *period->from : *period->to)) return std::nullopt;
      if (upper && !add(Op::less, from ? *period->to : *period->from)) return std::nullopt;
    }
    return parts.size() == 1 ? std::move(parts.front()) : Json::object({{"$and", Json(std::move(parts))}});
  }

  const physical::Fetch& fetch_;
};

}  // namespace

std::optional<Json> superset_of(const plan::Expr& condition, const physical::Fetch& fetch) {
  return Pusher(fetch).superset(condition);
}

}  // namespace recoupe::sources::mql
