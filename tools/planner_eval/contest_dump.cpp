#include "contest_dump.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>

#include "contenders.hpp"
#include "planner/same_plan.hpp"

namespace recoupe::planner_eval {

namespace {

using core::Json;

constexpr std::size_t drafts_kept = 8;

Json json_of(const Signs& signs) {
  Json json = Json::object();
  for (const auto& [name, amount] : signs) json.set(std::string(name), std::round(amount * 1e4) / 1e4);
  return json;
}

}  // namespace

void ContestDump::add(const Json& pair, const instruction::Instruction& instruction, const catalog::Catalog& catalog,
                      const std::vector<std::string>& expected) {
  const auto understood = planner::understand(planner::read(instruction), planner::vocabulary_of(catalog, {}), instruction, models_, core::Cancel());
  if (!understood) return;
  auto drafts = planner::weigh_all(planner::draft_all(understood->reading, understood->vocabulary, understood->mentions, understood->scores), *understood, catalog, drafts_kept);
  const auto begin = std::chrono::steady_clock::now();
  const auto writing = planner::write_plans(*understood, drafts, instruction, catalog, generator_, core::Cancel());
  times_.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count());
  if (!writing) return void(std::printf("%s: %s\n", pair.text("id").c_str(), writing.error().message.en.c_str()));
  const auto right = [&](const plan::Plan& plan) { return std::ranges::find(expected, planner::spelled_alike(plan)) != expected.end(); };
  const std::string kind = pair.text("kind");
  Json written = Json::array();
  int right_at = -1;
  for (std::size_t i = 0; i < writing->plans.size(); ++i) {
    if (right_at < 0 && right(writing->plans[i].plan)) right_at = static_cast<int>(i);
    written.push(Json::object({{"log_p", Json(std::round(writing->plans[i].log_probability * 1e3) / 1e3)}, {"plan", Json(planner::spelled_alike(writing->plans[i].plan))}}));
  }
  const double first = writing->plans.empty() ? 0 : std::exp(writing->plans[0].log_probability);
  const bool refused = writing->none + writing->write + writing->chat > first;
  const std::string outcome = refused ? "refused" : writing->plans.empty() ? "nothing" : right_at == 0 ? "right" : right_at > 0 ? "later" : "wrong";
  for (const auto& name : {kind, kind + " " + pair.text("lang")}) ++tallies_[name][outcome];
  const auto contest = contest_of(drafts, *writing, *understood, planner::foresee(*understood));
  Json contenders = Json::array();
  for (const auto& contender : contest.contenders)
    contenders.push(Json::object({{"right", Json(right(contender.weighed.plan))}, {"plan", Json(planner::spelled_alike(contender.weighed.plan))}, {"signs", json_of(contender.signs)}}));
  Json gold = Json::array();
  for (const auto& one : expected) gold.push(one);
  out_ << Json::object({{"id", Json(pair.text("id"))},
                        {"kind", Json(kind)},
                        {"reason", Json(pair.text("reason"))},
                        {"lang", Json(pair.text("lang"))},
                        {"instruction", Json(instruction.text)},
                        {"gold", gold},
                        {"outcome", Json(outcome)},
                        {"contenders", contenders},
                        {"refusal", json_of(contest.refusal_signs)},
                        {"written", written}})
              .dump()
       << std::endl;
}

void ContestDump::print() const {
  for (const auto& [kind, tally] : tallies_) {
    int total = 0;
    for (const auto& [outcome, count] : tally) total += count;
    std::printf("written %-12s n=%4d", kind.c_str(), total);
    for (const auto& [outcome, count] : tally) std::printf("  %s %d (%.1f%%)", outcome.c_str(), count, 100.0 * count / total);
    std::printf("\n");
  }
  auto times = times_;
  std::ranges::sort(times);
  if (!times.empty()) std::printf("written ms p50 %.0f p95 %.0f max %.0f\n", times[times.size() / 2], times[times.size() * 95 / 100], times.back());
}

}  // namespace recoupe::planner_eval
