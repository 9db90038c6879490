// Plans made at random and plans damaged at random: each form writes what the other reads, and nothing breaks the readers.
#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "core/json.hpp"
#include "plan/fixtures.hpp"
#include "plan/literals.hpp"
#include "plan/ops.hpp"
#include "plan/plan.hpp"
#include "plan/shape.hpp"

using namespace recoupe;
using namespace recoupe::plan;

namespace {

constexpr std::array all_ops{
#define RECOUPE_AS_ITEM(id, name) Op::id,
    RECOUPE_PLAN_OPS(RECOUPE_AS_ITEM)
#undef RECOUPE_AS_ITEM
};

// Makes trees that the language can say, with names that try to be mistaken for something else.
class Maker {
 public:
  explicit Maker(std::uint32_t seed) : random_(seed) {}

  Plan plan() {
    Plan out;
    out.pipeline = pipeline(2);
    return out;
  }

 private:
  std::size_t below(std::size_t count) { return std::uniform_int_distribution<std::size_t>(0, count - 1)(random_); }
  bool coin() { return below(2) == 0; }

  std::string name() {
    static const std::vector<std::string> names{"a",      "date",  "not",    "in",   "case",   "when", "end",     "from",
                                                "select", "count", "on",     "as",   "period", "null", "any",     "distinct",
                                                "desc",   "per",   "by",     "é ù",  "a.b",    "`q`",  "interval", "current_date",
                                                "and",    "true",  "unnest", "join", "2fa",    "order", "group",  "tolerance"};
    return names[below(names.size())];
  }
  std::vector<std::string> path() {
    std::vector<std::string> out;
    for (std::size_t i = 0; i <= below(3); ++i) out.push_back(name());
    if (out.empty()) out.push_back(name());
    return out;
  }

  Literal literal() {
    static const std::vector<std::string> numbers{"0", "1", "-1", "1.50", "-0.05", "9007199254740993", "-9223372036854775808",
                                                  "12345678901234567890", "5.0"};
    switch (below(8)) {
      case 0: return text_literal("it's \"1\" `x` -- |> ;\n");
      case 1: return bool_literal(coin());
      case 2: return null_literal();
      case 3: return *typed_literal(core::Kind::date, "2026-03-01");
      case 4: return *interval_literal("1 day");
      case 5: return *typed_literal(core::Kind::bytes, "00ff");
      case 6: return text_literal("");
      default: return *number_literal(numbers[below(numbers.size())]);
    }
  }

  Expr leaf() {
    Expr out;
    if (coin()) {
      out.node = Name{path()};
    } else {
      out.node = literal();
    }
    return out;
  }

  Expr expr(int depth) {
    if (depth == 0 || below(4) == 0) return leaf();
    Call call{.op = all_ops[below(all_ops.size())], .args = {}, .target = {}, .unit = {}};
    const Arity arity = arity_of(call.op);
    const std::size_t count = arity.min + below(std::min<std::size_t>(arity.max - arity.min, 3) + 1);
    for (std::size_t i = 0; i < count; ++i) call.args.push_back(expr(depth - 1));
    if (call.op == Op::during || call.op == Op::before || call.op == Op::after) {
      call.args[1].node = PeriodLiteral{*instruction::Period::parse(coin() ? "cette semaine" : "today"), {}, {}, {}, {}};
    }
    if (call.op == Op::cast || call.op == Op::try_cast) {
      call.target = coin() ? core::Type(core::Kind::string) : core::Type::array_of(core::Kind::int64);
    }
    if (const auto units = units_of(call.op); !units.empty()) call.unit = units[below(units.size())];
    if (call.op == Op::and_ || call.op == Op::or_) call = combined(call.op, std::move(call.args));
    if (complaint_about(call)) return leaf();  // "= NULL"
    Expr out;
    out.node = std::move(call);
    return out;
  }

  template <class F>
  auto some(F&& make) {
    std::vector<decltype(make())> out;
    for (std::size_t i = 0; i <= below(3); ++i) out.push_back(make());
    if (out.empty()) out.push_back(make());
    return out;
  }
  std::vector<Expr> exprs() {
    return some([&] { return expr(2); });
  }
  std::vector<Named> columns() {
    return some([&] {
      Named out{expr(3), coin() ? name() : "", {}};
      drop_needless_name(out);
      return out;
    });
  }
  std::vector<Pair> pairs(bool keys) {
    return some([&] {
      Pair out{expr(2), expr(2), {}, {}};
      if (keys && coin()) out.name = name();
      if (!keys && coin()) out.tolerance = {"0.50", coin()};
      return out;
    });
  }

  Side side(int depth) {
    Side out;
    if (depth > 0 && below(3) == 0) {
      out.source = pipeline(depth - 1);
    } else {
      out.source = TableRef{name(), coin() ? name() : "", name(), {}};
    }
    if (coin()) out.alias = name();
    drop_needless_alias(out);
    return out;
  }

  Check check(int depth) {
    Check out;
    if (coin()) out.name = name();
    switch (below(7)) {
      case 0: {
        out.check = Exists{side(depth), expr(3), {}};
        break;
      }
      case 1: out.check = Absent{side(depth), expr(3)}; break;
      case 2: out.check = Match{side(depth), expr(3), pairs(false)}; break;
      case 3: out.check = Totals{side(depth), pairs(true), pairs(false)}; break;
      case 4: out.check = Unique{exprs()}; break;
      case 5: out.check = Sequence{expr(2), coin() ? exprs() : std::vector<Expr>{}}; break;
      default: out.check = Rule{expr(4)}; break;
    }
    return out;
  }

  Step step(int depth) {
    Step out;
    switch (below(11)) {
      case 0: out.step = Extend{columns()}; break;
      case 1: out.step = Select{columns()}; break;
      case 2: out.step = Aggregate{columns(), coin() ? columns() : std::vector<Named>{}}; break;
      case 3: out.step = OrderBy{some([&] { return OrderKey{expr(2), coin()}; })}; break;
      case 4: out.step = Limit{static_cast<std::int64_t>(below(100)), coin() ? exprs() : std::vector<Expr>{}}; break;
      case 5: out.step = Distinct{}; break;
      case 6: out.step = Join{coin(), side(depth), expr(3)}; break;
      case 7: {
        Expr array;
        array.node = Name{path()};
        out.step = Unnest{coin(), std::move(array), name()};
        break;
      }
      case 8: out.step = UnionAll{side(depth)}; break;
      case 9: out.step = check(depth); break;
      default: out.step = Where{expr(5)}; break;
    }
    return out;
  }

  Pipeline pipeline(int depth) {
    Pipeline out;
    Step from;
    from.step = From{side(depth)};
    out.steps.push_back(std::move(from));
    for (std::size_t i = 0; i < below(4); ++i) out.steps.push_back(step(depth));
    return out;
  }

  std::mt19937 random_;
};

}  // namespace

TEST_CASE("any_plan_survives_text_and_json") {
  for (std::uint32_t seed = 0; seed < 3'000; ++seed) {
    const Plan made = Maker(seed).plan();
    const std::string text = text_of(made);
    const core::Json json = to_json(made);
    CAPTURE(seed);
    CAPTURE(text);
    const auto parsed = parse(text);
    if (!parsed) FAIL(parsed.error().message.en);
    REQUIRE(to_json(*parsed).dump() == json.dump());
    REQUIRE(text_of(*parsed) == text);
    const auto read = from_json(json);
    if (!read) FAIL(read.error().message.en);
    REQUIRE(to_json(*read) == json);
    REQUIRE(text_of(*read) == text);
  }
}

TEST_CASE("damaged_text_and_json_are_read_or_refused_and_never_break_the_readers") {
  std::mt19937 random(1);
  const auto below = [&](std::size_t count) { return std::uniform_int_distribution<std::size_t>(0, count - 1)(random); };
  const std::vector<std::string> texts = canonical_plans();
  const std::string pieces = "'`()|>,;.=-*%\"\n NOTANDINFROMASPERIODNULL019";
  for (int i = 0; i < 20'000; ++i) {
    std::string text = texts[below(texts.size())];
    for (std::size_t change = 0; change <= below(4); ++change) {
      const std::size_t place = below(text.size());
      switch (below(4)) {
        case 0: text.erase(place, 1 + below(12)); break;
        case 1: text.insert(place, pieces.substr(below(pieces.size()), 1 + below(6))); break;
        case 2: text[place] = static_cast<char>(below(256)); break;
        default: text.insert(place, text.substr(below(text.size()), below(40))); break;
      }
      if (text.empty()) text = "x";
    }
    const auto plan = parse(text);
    if (!plan) {
      REQUIRE_FALSE(plan.error().remedy.fr.empty());
      continue;
    }
    CAPTURE(text);
    const auto again = parse(text_of(*plan));
    REQUIRE(again.has_value());
    REQUIRE(to_json(*again) == to_json(*plan));
  }
  for (int i = 0; i < 5'000; ++i) {
    std::string dump = to_json(*parse(texts[below(texts.size())])).dump();
    for (std::size_t change = 0; change <= below(2); ++change) {
      dump.replace(below(dump.size()), below(8), dump.substr(below(dump.size()), below(8)));
    }
    const auto json = core::Json::parse(dump);
    if (!json) continue;
    const auto plan = from_json(*json);
    if (!plan) continue;
    CAPTURE(dump);
    const auto again = parse(text_of(*plan));
    REQUIRE(again.has_value());
    REQUIRE(to_json(*again) == to_json(*plan));
  }
}
