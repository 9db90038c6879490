#include "written.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>

#include "planner/answer_words.hpp"
#include "planner/author_literals.hpp"
#include "planner/cards.hpp"
#include "planner/shorthand.hpp"
#include "same_plan.hpp"

namespace recoupe::planner_eval {

namespace {

using core::Json;

bool is_refusal(std::string_view text) {
  return text.starts_with(planner::says_none) || text == planner::says_write || text == planner::says_chat;
}

}  // namespace

void WrittenPlans::begin(const catalog::Catalog& catalog) {
  catalog_ = &catalog;
  vocabulary_ = planner::vocabulary_of(catalog, {});
}

void WrittenPlans::add(const Json& pair, const instruction::Instruction& instruction, const std::vector<std::string>& expected) {
  std::vector<std::string> cards;
  std::vector<std::size_t> tables;
  for (std::size_t t = 0; t < vocabulary_.tables.size(); ++t) {
    cards.push_back(planner::card_of(t, vocabulary_, true));
    tables.push_back(t);
  }
  const planner::AnswerWords words(instruction.text, vocabulary_, tables);
  const auto begin = std::chrono::steady_clock::now();
  const auto completions = generator_.complete(cards, planner::question_of(instruction.text), words.constraint(), core::Cancel());
  times_.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count());
  if (!completions) return void(std::printf("%s: %s\n", pair.text("id").c_str(), completions.error().message.en.c_str()));
  Json list = Json::array();
  int right_at = -1;
  int valid_count = 0;
  std::string first;
  for (const auto& completion : *completions) {
    std::string plan;
    std::string why;
    if (is_refusal(completion.text)) {
      plan = "refuse";
    } else if (auto read = planner::plan_of_shorthand(completion.text, *catalog_, vocabulary_); !read) {
      why = read.error().message.en;
    } else if (auto held = planner::check_literals(*read, instruction, *catalog_); !held) {
      why = held.error().message.en;
    } else {
      plan = spelled_alike(*std::move(read));
    }
    if (!plan.empty()) {
      if (first.empty()) first = plan;
      const bool right = pair.text("kind") == "refuse" ? plan == "refuse" : std::ranges::find(expected, plan) != expected.end();
      if (right && right_at < 0) right_at = valid_count;
      ++valid_count;
    }
    list.push(Json::object({{"text", Json(completion.text)}, {"log_p", Json(std::round(completion.log_probability * 1000) / 1000)}, {"why", Json(why)}, {"plan", Json(plan)}}));
  }
  const std::string outcome = right_at == 0 ? "right" : valid_count == 0 ? "none" : first == "refuse" ? "refused" : right_at > 0 ? "second" : "wrong";
  ++tallies_[pair.text("kind")][outcome];
  ++tallies_[pair.text("kind") + " " + pair.text("lang")][outcome];
  Json gold = Json::array();
  for (const auto& one : expected) gold.push(one);
  out_ << Json::object({{"id", Json(pair.text("id"))}, {"kind", Json(pair.text("kind"))}, {"instruction", Json(instruction.text)}, {"outcome", Json(outcome)}, {"right_at", std::int64_t{right_at}}, {"gold", gold}, {"got", list}}).dump() << std::endl;
}

void WrittenPlans::print() const {
  for (const auto& [kind, tally] : tallies_) {
    int total = 0;
    for (const auto& [outcome, count] : tally) total += count;
    std::printf("%-12s n=%4d", kind.c_str(), total);
    for (const auto& [outcome, count] : tally) std::printf("  %s %d (%.1f%%)", outcome.c_str(), count, 100.0 * count / total);
    std::printf("\n");
  }
  auto times = times_;
  std::ranges::sort(times);
  if (!times.empty()) std::printf("ms p50 %.0f p95 %.0f max %.0f\n", times[times.size() / 2], times[times.size() * 95 / 100], times.back());
}

}  // namespace recoupe::planner_eval
