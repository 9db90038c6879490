#include "planner/weigh.hpp"

#include <algorithm>
#include <set>

#include "planner/links_ranking.hpp"
#include "planner/ranking.hpp"

namespace recoupe::planner {

namespace {

bool is_better(const Draft& l, const Draft& r) { return l.score != r.score ? l.score > r.score : l.text < r.text; }

}  // namespace

std::vector<Weighed> weigh_all(std::vector<Draft> drafts, const Understanding& understood, const catalog::Catalog& catalog,
                               std::size_t count_max) {
  Scorer by_words(understood.reading, decision_weights());
  for (auto& draft : drafts) by_words.weigh(draft);
  std::stable_sort(drafts.begin(), drafts.end(), is_better);
  const std::size_t looked_at = understood.linked ? std::max(count_max, judged_max) : count_max;
  std::vector<Weighed> kept;
  std::set<std::string> seen;
  for (auto& draft : drafts) {
    if (kept.size() >= looked_at) break;
    if (!seen.insert(draft.text).second) continue;
    auto parsed = plan::parse(draft.text);
    if (!parsed) continue;
    auto valid = plan::validate(*std::move(parsed), catalog);
    if (!valid) continue;
    kept.push_back({std::move(draft), *std::move(valid)});
  }
  if (!understood.linked) return kept;
  Scorer by_links(understood.reading, linked_weights());
  for (auto& [draft, plan] : kept) {
    judge(draft, atoms_of(plan, understood.vocabulary), understood);
    by_links.weigh(draft);
  }
  std::stable_sort(kept.begin(), kept.end(), [](const Weighed& l, const Weighed& r) { return is_better(l.draft, r.draft); });
  if (kept.size() > count_max) kept.resize(count_max);
  return kept;
}

}  // namespace recoupe::planner
