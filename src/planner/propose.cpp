#include <algorithm>
#include <cmath>

#include "planner/confidence.hpp"
#include "planner/links_ranking.hpp"
#include "planner/planner.hpp"
#include "planner/prompt.hpp"
#include "planner/ranking.hpp"
#include "planner/refusals.hpp"
#include "planner/weigh.hpp"

namespace recoupe::planner {

namespace {

// Fitted on the hand-written pairs (docs/planner.md).
constexpr std::size_t candidates_max = 8;  // validated and kept
constexpr std::size_t readings_max = 3;  // of a question
constexpr double order_min = 0.9;  // as surely the linker reads an order to write, or to the machine
constexpr double model_worth = 0.06;  // of one nat for each token

std::string one_line(const plan::Plan& plan) {
  std::string text = plan::text_of(plan);
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

/// Gives how many bytes all texts begin with alike, cut before a space so that the last word is whole; some of each
/// is left.
std::size_t common_words(const std::vector<std::string>& texts) {
  std::size_t same = texts[0].size();
  for (const auto& text : texts) {
    std::size_t at = 0;
    while (at < std::min(same, text.size()) && text[at] == texts[0][at]) ++at;
    same = at;
  }
  const std::size_t space = same == 0 ? std::string::npos : texts[0].rfind(' ', same - 1);
  return space == std::string::npos ? 0 : space;
}

/// Adds what the language model makes of the best few plans: its mean log-probability of a token, against the best
/// one's.
core::Status ask_model(Model& model, const std::string& instruction, const Vocabulary& vocabulary,
                       std::vector<Weighed>& kept, const core::Cancel& cancel,
                       std::int64_t& tokens) {
  std::vector<Draft> best;
  std::vector<std::string> texts;
  for (const auto& [draft, plan] : kept) {
    if (texts.size() >= weighed_plans_max || kept[0].draft.score - draft.score > weighed_margin) break;
    best.push_back(draft);
    texts.push_back(one_line(plan));
  }
  if (texts.size() < 2) return {};  // nothing to choose from
  // What all plans begin with is read once, with the prompt.
  std::string prompt = prompt_of(instruction, best, vocabulary);
  const std::size_t same = common_words(texts);
  prompt += texts[0].substr(0, same);
  for (auto& text : texts) text.erase(0, same);
  RECOUPE_TRY(scores, model.score(prompt, texts, cancel));
  double highest = -1e9;
  std::vector<double> means;
  for (const auto& score : scores) {
    tokens += score.tokens;
    means.push_back(score.tokens > 0 ? score.log_probability / score.tokens : 0);
    highest = std::max(highest, means.back());
  }
  double lowest = 0;
  for (std::size_t i = 0; i < means.size(); ++i) {
    const double part = model_worth * std::max(means[i] - highest, -3.0);
    lowest = std::min(lowest, part);
    kept[i].draft.parts["model"] = part;
    kept[i].draft.score += part;
  }
  // What the model did not see is not better than what it liked least.
  for (std::size_t i = means.size(); i < kept.size(); ++i) {
    kept[i].draft.parts["model"] = lowest;
    kept[i].draft.score += lowest;
  }
  std::stable_sort(kept.begin(), kept.end(),
                   [](const auto& l, const auto& r) { return l.draft.score > r.draft.score; });
  return {};
}

Candidate candidate_of(const Draft& draft, plan::Plan plan, const Reading& reading) {
  Candidate candidate;
  candidate.plan = std::move(plan);
  candidate.score = draft.score;
  candidate.parts.assign(draft.parts.begin(), draft.parts.end());
  candidate.unexplained = unexplained_by(draft, reading);
  return candidate;
}

std::string words_at(const Reading& reading, const instruction::Instruction& instruction, const FoundCue& cue) {
  return instruction.text.substr(reading.tokens[cue.first].begin,
                                 reading.tokens[cue.last].end - reading.tokens[cue.first].begin);
}

Proposal refuse(core::Error error) {
  Proposal proposal;
  proposal.outcome = Outcome::refuse;
  proposal.refusal = std::move(error);
  return proposal;
}

}  // namespace

core::Result<Proposal> propose(const instruction::Instruction& instruction, const catalog::Catalog& catalog,
                               const Models& models, const core::Cancel& cancel) {
  Reading said = read(instruction);
  if (const auto* cue = said.find(Cue::injection)) return refuse(not_a_question(words_at(said, instruction, *cue)));
  if (const auto* cue = said.find(Cue::write)) return refuse(write_refused(words_at(said, instruction, *cue)));
  Vocabulary all = vocabulary_of(catalog, instruction.sources);
  if (all.tables.empty()) return refuse(nothing_to_search());
  RECOUPE_TRY(understood, understand(std::move(said), std::move(all), instruction, models, cancel));
  const auto& [reading, vocabulary, mentions, scores, linked] = understood;
  const Foresight foresight = foresee(understood);
  if (foresight.write >= order_min) return refuse(write_refused(instruction.text));
  if (foresight.injection >= order_min) return refuse(not_a_question(instruction.text));
  auto kept = weigh_all(draft_all(reading, vocabulary, mentions, scores), understood, catalog, candidates_max);
  const auto unfit = [&](std::vector<std::string> words) {
    // What the linker does not find in the catalog is named first.
    words.insert(words.begin(), foresight.unknown_words.begin(), foresight.unknown_words.end());
    std::vector<std::string> once;
    for (auto& word : words)
      if (std::find(once.begin(), once.end(), word) == once.end()) once.push_back(std::move(word));
    return not_answerable(once, nearest_fields(once, vocabulary));
  };
  if (kept.empty()) return refuse(unfit({instruction.text}));
  Proposal proposal;
  const auto confidence = [&] {
    proposal.signals = signals_of(kept, understood, foresight);
    return confidence_of(proposal.signals);
  };
  Confidence sure = confidence();
  const Thresholds from = thresholds_of(proposal.signals);
  const auto fits = [&] { return sure.one >= from.plan || (sure.three >= from.ask && kept.size() > 1); };
  if (fits() && models.model != nullptr && kept.size() > 1 && !cancel.requested()) {
    RECOUPE_CHECK(ask_model(*models.model, instruction.text, vocabulary, kept, cancel, proposal.tokens_scored));
    sure = confidence();
  }
  const bool asks = sure.one < from.plan;
  const bool refuses = !fits();
  for (auto& [draft, plan] : kept) proposal.candidates.push_back(candidate_of(draft, std::move(plan), reading));
  if (refuses) {
    auto words = proposal.candidates[0].unexplained;
    if (words.empty() && foresight.unknown_words.empty()) words = {instruction.text};
    proposal.refusal = unfit(std::move(words));
    return proposal;
  }
  proposal.outcome = Outcome::plan;
  if (asks) {
    proposal.outcome = Outcome::clarify;
    if (proposal.candidates.size() > readings_max) proposal.candidates.resize(readings_max);
    const std::string count = std::to_string(proposal.candidates.size());
    proposal.question = {"This can be read in " + count + " ways. Which one is meant?",
                         "Cette consigne se lit de " + count + " façons. Laquelle est la bonne ?"};
  }
  return proposal;
}

}  // namespace recoupe::planner
