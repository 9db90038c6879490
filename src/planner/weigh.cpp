#include "planner/weigh.hpp"

#include <algorithm>
#include <set>

#include "planner/links_ranking.hpp"
#include "planner/mend.hpp"
#include "planner/ranking.hpp"

namespace recoupe::planner {

namespace {

constexpr std::size_t mended_max = 10;  // drafts that are changed in one round where the linker may decide otherwise
constexpr std::size_t mending_rounds = 3;

bool is_better(const Draft& l, const Draft& r) { return l.score != r.score ? l.score > r.score : l.text < r.text; }

/// Keeps a draft whose text is new and that the plan language accepts.
void keep(std::vector<Weighed>& kept, std::set<std::string>& seen, Draft draft, const catalog::Catalog& catalog) {
  if (!seen.insert(draft.text).second) return;
  auto parsed = plan::parse(draft.text);
  if (!parsed) return;
  auto valid = plan::validate(*std::move(parsed), catalog);
  if (valid) kept.push_back({std::move(draft), *std::move(valid)});
}

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
    keep(kept, seen, std::move(draft), catalog);
  }
  if (!understood.linked) return kept;
  Scorer by_links(understood.reading, linked_weights());
  const auto sort_from = [&](std::size_t first) {
    for (std::size_t i = first; i < kept.size(); ++i) {
      judge(kept[i].draft, atoms_of(kept[i].plan, understood.vocabulary), understood);
      by_links.weigh(kept[i].draft);
    }
    std::stable_sort(kept.begin(), kept.end(), [](const Weighed& l, const Weighed& r) { return is_better(l.draft, r.draft); });
  };
  sort_from(0);
  const Mender mender(understood);
  std::set<std::string> mended;
  for (std::size_t round = 0; round < mending_rounds; ++round) {
    std::vector<Draft> changed;
    for (std::size_t i = 0; i < std::min(kept.size(), mended_max); ++i)
      if (mended.insert(kept[i].draft.text).second)
        for (auto& draft : mender.mend(kept[i].draft)) changed.push_back(std::move(draft));
    const std::size_t before = kept.size();
    for (auto& draft : changed) {
      std::erase_if(draft.features, [](const auto& f) { return f.first.starts_with("linker/") && f.first != "linker/mended"; });
      keep(kept, seen, std::move(draft), catalog);
    }
    if (kept.size() == before) break;
    sort_from(before);
  }
  if (kept.size() > count_max) kept.resize(count_max);
  return kept;
}

}  // namespace recoupe::planner
