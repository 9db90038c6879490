#include "contenders.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "plan/text.hpp"
#include "plan/traverse.hpp"
#include "planner/ranking.hpp"
#include "planner/same_plan.hpp"

namespace recoupe::planner_eval {

namespace {

using namespace planner;

constexpr double log_probability_min = -8;
constexpr double lead_max = 4;
constexpr double behind_max = 3;
constexpr double unexplained_max = 5;

/// Where a plan comes from.
struct Origin {
  std::optional<double> log_probability;  // as the model wrote or weighed it
  bool written = false;                   // by the model itself
  std::optional<std::size_t> rank;        // among the drafts
};

/// Accounts for the periods, numbers, quotes and words of figures and checks that a written plan holds.
void explain_literals(Draft& draft, const plan::Plan& plan, const Atoms& atoms, const Reading& reading) {
  std::vector<std::string> texts;
  bool period = false;
  plan::for_each_expression_in(plan.pipeline, [&](const plan::Expr& expr) {
    if (plan::if_is<plan::PeriodLiteral>(expr) != nullptr) period = true;
    if (plan::if_is<plan::Literal>(expr) != nullptr) texts.push_back(plan::text_of(expr));
  });
  plan::for_each_step(plan.pipeline, [&](const plan::Step& step) {
    if (const auto* limit = plan::if_is<plan::Limit>(step)) texts.push_back(std::to_string(limit->count));
  });
  const auto holds = [&](const std::string& text) { return std::ranges::find(texts, text) != texts.end(); };
  const auto marked = [&](Mark mark) { return atoms.marks[static_cast<std::size_t>(mark)]; };
  for (std::size_t i = 0; i < reading.tokens.size(); ++i) {
    const auto& token = reading.tokens[i];
    const bool said = (token.period >= 0 && period) ||
                      (token.number >= 0 && holds(reading.numbers[static_cast<std::size_t>(token.number)].decimal)) ||
                      (token.quote >= 0 && holds("'" + reading.quotes[static_cast<std::size_t>(token.quote)].text + "'"));
    if (said) draft.explained[i] = 1;
  }
  const std::pair<Cue, bool> cues[] = {{Cue::average, marked(Mark::average)},
                                       {Cue::count, marked(Mark::count) || marked(Mark::count_distinct)},
                                       {Cue::sum, marked(Mark::sum)},
                                       {Cue::duplicate, marked(Mark::unique)},
                                       {Cue::gap, marked(Mark::sequence)},
                                       {Cue::reconcile, marked(Mark::match) || marked(Mark::totals)}};
  for (const auto& [cue, used] : cues)
    if (used) draft.use(reading, cue);
}

Weighed weighed_of(const plan::Plan& plan, const Understanding& understood) {
  Draft draft;
  const std::size_t words = understood.reading.tokens.size();
  draft.text = plan::text_of(plan);
  draft.explained.resize(words);
  draft.claimed.resize(words);
  draft.cue_used.resize(words);
  const Atoms atoms = atoms_of(plan, understood.vocabulary);
  explain_literals(draft, plan, atoms, understood.reading);
  if (understood.linked) judge(draft, atoms, understood);
  return {std::move(draft), plan};
}

double sum_of(const Draft& draft, std::string_view prefix) {
  double sum = 0;
  for (const auto& [name, amount] : draft.features) sum += name.starts_with(prefix) ? amount : 0;
  return sum;
}

Signs signs_of(const Weighed& weighed, const Origin& origin, const std::vector<Weighed>& drafts, const Writing& writing,
               const Understanding& understood, const Foresight& foresight, double other) {
  const auto& tokens = understood.reading.tokens;
  const double content = std::max<double>(1, static_cast<double>(std::ranges::count_if(tokens, [](const Token& t) { return t.content(); })));
  const double unexplained = static_cast<double>(unexplained_by(weighed.draft, understood.reading).size());
  const double log_probability = std::max(origin.log_probability.value_or(log_probability_min), log_probability_min);
  const bool drafted = origin.rank.has_value();
  const double behind = drafted ? std::min(drafts[0].draft.score - drafts[*origin.rank].draft.score, behind_max) : behind_max;
  const bool leads = origin.log_probability.has_value() && log_probability > other;
  return {{"one", 1},
          {"written", origin.written ? 1 : 0},
          {"weighed", origin.log_probability.has_value() ? 1 : 0},
          {"probability", std::exp(log_probability)},
          {"log_probability", log_probability / 4},
          {"ahead", std::clamp(log_probability - other, -lead_max, lead_max) / 2},
          {"leads", leads ? 1 : 0},
          {"drafted", drafted ? 1 : 0},
          {"first_draft", drafted && *origin.rank == 0 ? 1 : 0},
          {"behind", behind},
          {"both_first", leads && drafted && *origin.rank == 0 ? 1 : 0},
          {"doubted", sum_of(weighed.draft, "linker/doubted")},
          {"weakest", sum_of(weighed.draft, "linker/weakest")},
          {"marks", sum_of(weighed.draft, "linker/marks")},
          {"left", sum_of(weighed.draft, "linker/left_")},
          {"elsewhere", sum_of(weighed.draft, "linker/words_elsewhere")},
          {"unexplained", std::min(unexplained, unexplained_max)},
          {"share", 1 - std::min(1.0, unexplained / content)},
          {"plan", foresight.plan},
          {"clarify", foresight.clarify},
          {"unknown", foresight.unknown},
          {"none", writing.none},
          {"refuses", writing.write + writing.chat},
          {"invalid", writing.invalid}};
}

Signs refusal_signs_of(const Writing& writing, const Foresight& foresight) {
  return {{"one", 1},
          {"none", writing.none},
          {"refuses", writing.write + writing.chat},
          {"invalid", writing.invalid},
          {"not_in_schema", foresight.not_in_schema},
          {"order", foresight.write + foresight.injection},
          {"unknown", foresight.unknown},
          {"plan", foresight.plan},
          {"unwritten", writing.plans.empty() ? 1 : 0}};
}

}  // namespace

Contest contest_of(const std::vector<Weighed>& drafts, const Writing& writing, const Understanding& understood, const Foresight& foresight) {
  Contest contest;
  std::vector<std::string> texts;
  std::vector<Origin> origins;
  const auto place_of = [&](const plan::Plan& plan) {
    std::string text = spelled_alike(plan);
    const auto at = static_cast<std::size_t>(std::ranges::find(texts, text) - texts.begin());
    if (at == texts.size()) {
      texts.push_back(std::move(text));
      origins.emplace_back();
      contest.contenders.emplace_back();
    }
    return at;
  };
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    const std::size_t at = place_of(drafts[i].plan);
    if (origins[at].rank) continue;
    origins[at].rank = i;
    contest.contenders[at].weighed = drafts[i];
  }
  for (std::size_t i = 0; i < std::min(drafts.size(), writing.of_drafts.size()); ++i) {
    auto& origin = origins[place_of(drafts[i].plan)];
    origin.log_probability = std::max(origin.log_probability.value_or(improbable), writing.of_drafts[i]);
  }
  for (const auto& written : writing.plans) {
    const std::size_t at = place_of(written.plan);
    auto& origin = origins[at];
    origin.log_probability = std::max(origin.log_probability.value_or(improbable), written.log_probability);
    if (!origin.rank && !origin.written) contest.contenders[at].weighed = weighed_of(written.plan, understood);
    origin.written = true;
  }
  for (std::size_t i = 0; i < contest.contenders.size(); ++i) {
    double other = log_probability_min;
    for (std::size_t j = 0; j < origins.size(); ++j)
      if (j != i) other = std::max(other, origins[j].log_probability.value_or(log_probability_min));
    auto& contender = contest.contenders[i];
    contender.signs = signs_of(contender.weighed, origins[i], drafts, writing, understood, foresight, other);
  }
  contest.refusal_signs = refusal_signs_of(writing, foresight);
  return contest;
}

}  // namespace recoupe::planner_eval
