#include "planner/writing.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "planner/answer_words.hpp"
#include "planner/author_literals.hpp"
#include "planner/cards.hpp"
#include "planner/shorthand.hpp"

namespace recoupe::planner {

namespace {

/// Chooses the tables to show, in the catalog's order: the same cards in the same order are read once.
std::vector<std::size_t> tables_shown(const Understanding& understood) {
  const auto& scores = understood.scores;
  const std::size_t count = understood.vocabulary.tables.size();
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), 0);
  if (count <= cards_max) return order;
  const auto worth = [&](std::size_t table) {
    const auto of = [&](const std::vector<double>& values) { return table < values.size() ? values[table] : 0; };
    return of(scores.linked) + of(scores.words);
  };
  std::ranges::stable_sort(order, [&](std::size_t l, std::size_t r) { return worth(l) > worth(r); });
  order.resize(cards_max);
  std::ranges::sort(order);
  return order;
}

/// Adds a refusal's probability; false where the text is a plan.
bool refuses(const Completion& completion, double probability, Writing& writing) {
  if (completion.text == says_write) return writing.write += probability, true;
  if (completion.text == says_chat) return writing.chat += probability, true;
  if (!completion.text.starts_with(says_none)) return false;
  writing.none += probability;
  if (completion.text.size() > says_none.size() + 1) writing.lacking.push_back(completion.text.substr(says_none.size() + 1));
  return true;
}

}  // namespace

core::Result<Writing> write_plans(const Understanding& understood, const std::vector<Weighed>& drafts, const instruction::Instruction& instruction,
                                  const catalog::Catalog& catalog, Generator& generator, const core::Cancel& cancel) {
  const auto& vocabulary = understood.vocabulary;
  const std::vector<std::size_t> tables = tables_shown(understood);
  const AnswerWords words(instruction.text, vocabulary, tables);
  Question question;
  for (const std::size_t table : tables) question.cards.push_back(card_of(table, vocabulary, true));
  question.words = question_of(instruction.text);
  for (std::size_t i = 0; i < std::min(drafts.size(), drafts_given_max); ++i) question.given.push_back(shorthand_of(drafts[i].plan, catalog, vocabulary));
  question.may_begin = [&words](std::string_view text) { return words.may_begin(text); };
  RECOUPE_TRY(completions, generator.complete(question, cancel));
  Writing writing;
  writing.of_drafts = std::move(completions.of_given);
  writing.tokens = completions.tokens;
  for (const auto& completion : completions.written) {
    const double probability = std::exp(completion.log_probability);
    if (refuses(completion, probability, writing)) continue;
    auto plan = plan_of_shorthand(completion.text, catalog, vocabulary);
    if (plan && check_literals(*plan, instruction, catalog)) writing.plans.push_back({*std::move(plan), completion.log_probability});
    else writing.invalid += probability;
  }
  return writing;
}

}  // namespace recoupe::planner
