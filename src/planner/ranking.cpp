#include "planner/ranking.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <mutex>
#include <numeric>
#include <set>

namespace recoupe::planner {

namespace {

constexpr double cue_explains = 0.5;  // a word that tells the kind of wish, where nothing better explains it
constexpr double explained_min = 0.3;
constexpr double how_many_cost = 3;  // of rows where a number was asked for: more than any wish is worth
constexpr double value_evidence = 0.25;  // of a table, from a value of one of its fields that is named
constexpr double field_evidence = 0.12;
constexpr double meaning_share = 0.12;  // of one standard deviation of likeness
constexpr std::size_t described_fields_max = 12;

std::string description_of(const TableItem& item, const Vocabulary& vocabulary) {
  std::string text = item.table->name + (item.table->comment.empty() ? "" : " (" + item.table->comment + ")") + ":";
  std::size_t shown = 0;
  for (const std::size_t f : item.fields) {
    if (shown++ >= described_fields_max) break;
    text += " " + catalog::text_of(vocabulary.fields[f].field->path);
  }
  return text;
}

/// Vectors are asked of an embedder once for each text.
core::Result<std::vector<float>> embed_once(Embedder& embedder, const std::string& text) {
  static std::mutex guard;
  static std::map<std::pair<std::string, std::string>, std::vector<float>> known;
  constexpr std::size_t known_max = 5'000;
  const auto key = std::make_pair(embedder.identity().dump(), text);
  {
    const std::lock_guard lock(guard);
    if (const auto found = known.find(key); found != known.end()) return found->second;
  }
  RECOUPE_TRY(vector, embedder.embed(text));
  const std::lock_guard lock(guard);
  if (known.size() < known_max) known.emplace(key, vector);
  return vector;
}

/// Tells whether a cue asks for a number of rows: "how many", "combien de", or "number of" where the question begins.
bool asks_how_many(const FoundCue& cue, const Reading& reading) {
  if (cue.cue != Cue::count) return false;
  const auto& word = reading.tokens[cue.first].term.folded;
  if (word == "how" || word == "combien") return true;
  return std::none_of(reading.tokens.begin(), reading.tokens.begin() + static_cast<std::ptrdiff_t>(cue.first),
                      [](const Token& t) { return t.content() || t.cued; });
}

/// Tells whether a draft leaves "how many …" without a figure; a sum answers it where what is counted is no table.
bool leaves_how_many(const Draft& draft, const Reading& reading) {
  const auto used = [&](const FoundCue& cue) { return draft.cue_used[cue.first] || draft.explained[cue.first] > 0.6; };
  const auto asked = std::find_if(reading.cues.begin(), reading.cues.end(),
                                  [&](const FoundCue& cue) { return asks_how_many(cue, reading); });
  if (asked == reading.cues.end() || used(*asked)) return false;
  std::size_t next = asked->last + 1;
  while (next < reading.tokens.size() && !reading.tokens[next].content()) ++next;
  const bool of_table = next < reading.tokens.size() && draft.claimed[next] > 0;
  // "the number of parcels of order 12": a column may hold it.
  if (!draft.figure) return of_table || !draft.tail.ends_with("_columns");
  constexpr std::array other = {Cue::sum, Cue::average, Cue::minimum, Cue::maximum, Cue::distinct};
  const bool otherwise = std::any_of(reading.cues.begin(), reading.cues.end(), [&](const FoundCue& cue) {
    return std::find(other.begin(), other.end(), cue.cue) != other.end() && used(cue);
  });
  return !otherwise && of_table;
}

}  // namespace

std::vector<std::string> unexplained_by(const Draft& draft, const Reading& reading) {
  // Words that ask for a figure or a check of their own count where the draft gives none.
  constexpr std::array asking = {Cue::average, Cue::count, Cue::sum, Cue::duplicate, Cue::gap, Cue::reconcile};
  std::vector<bool> asks(reading.tokens.size(), false);
  for (const auto& cue : reading.cues)
    if (std::find(asking.begin(), asking.end(), cue.cue) != asking.end()) asks[cue.first] = true;
  std::vector<std::string> words;
  for (std::size_t i = 0; i < reading.tokens.size(); ++i) {
    const auto& token = reading.tokens[i];
    const bool counts = token.content() || token.number >= 0 || token.quote >= 0 || asks[i];
    if (counts && draft.explained[i] < explained_min && !draft.cue_used[i]) words.push_back(token.text);
  }
  return words;
}

void describe(Draft& draft, const Reading& reading) {
  auto& features = draft.features;
  std::erase_if(features, [](const auto& f) { return f.first.starts_with("explained/") || f.first.starts_with("unexplained/"); });
  if (draft.label.empty()) draft.label = name_of(draft.wish);
  if (draft.tail.empty()) draft.tail = "plain";
  std::vector<bool> period_seen(reading.periods.size(), false);
  for (std::size_t i = 0; i < reading.tokens.size(); ++i) {
    const auto& token = reading.tokens[i];
    const double worth = draft.cue_used[i] ? std::max(cue_explains, draft.explained[i]) : draft.explained[i];
    if (token.period >= 0) {
      auto&& seen = period_seen[static_cast<std::size_t>(token.period)];
      if (!seen && worth < explained_min) features["unexplained/period"] += 1;
      seen = true;
    } else if (token.number >= 0) {
      features["unexplained/number"] += worth < explained_min ? 1 : 0;
    } else if (token.quote >= 0) {
      features["unexplained/quote"] += worth < explained_min ? 1 : 0;
    } else if (token.content()) {
      features["explained/words"] += worth * token.weight;
      features["unexplained/words"] += (1 - worth) * token.weight;
      features["unexplained/whole_words"] += worth < explained_min ? token.weight : 0;
    }
  }
  for (const auto& cue : reading.cues) {
    bool used = false;
    for (std::size_t i = cue.first; i <= cue.last; ++i) used = used || draft.cue_used[i] || draft.explained[i] > 0.6;
    if (!used) features["unexplained/" + std::string(name_of(cue.cue))] = 1;
  }
}

std::vector<std::string> features_of_wish(const std::string& label, const std::string& tail, const Reading& reading) {
  std::vector<std::string> names = {"kind/" + label, "tail/" + tail, "both/" + label + "+" + tail};
  std::set<std::string> said;
  for (const auto& cue : reading.cues) said.insert(std::string(name_of(cue.cue)));
  for (const auto& cue : said) {
    names.push_back("kind/" + label + "/" + cue);
    names.push_back("tail/" + tail + "/" + cue);
  }
  return names;
}

Scorer::Scorer(const Reading& reading, Weights weights) : reading_(reading), weights_(weights) {}

void Scorer::weigh(Draft& draft) {
  draft.parts.clear();
  describe(draft, reading_);
  for (const auto& [name, amount] : draft.features)
    draft.parts[name.substr(0, name.find('/'))] += amount * weight_of(weights_, name);
  const auto [known, added] = wishes_.try_emplace({draft.label, draft.tail}, 0);
  if (added)
    for (const auto& name : features_of_wish(draft.label, draft.tail, reading_)) known->second += weight_of(weights_, name);
  draft.parts["kind"] += known->second;
  if (leaves_how_many(draft, reading_)) draft.parts["unexplained"] -= how_many_cost;
  draft.score = std::accumulate(draft.parts.begin(), draft.parts.end(), 0.0,
                                [](double sum, const auto& part) { return sum + part.second; });
}

core::Result<TableScores> score_tables(const std::string& instruction, const Vocabulary& vocabulary,
                                       const Mentions& mentions, Embedder* embedder, const core::Cancel& cancel) {
  const std::size_t count = vocabulary.tables.size();
  TableScores scores{std::vector<double>(count, 0), std::vector<double>(count, 0), std::vector<double>(count, 0)};
  for (const auto& part : mentions.parts)
    if (kind_of(part.role) == ItemKind::table) scores.linked[part.item] = std::max(scores.linked[part.item], part.sure);
  for (const auto& mention : mentions.tables)
    scores.words[mention.item] = std::max(scores.words[mention.item], mention.strength);
  std::vector<double> evidence(count, 0);
  for (const auto& mention : mentions.values)
    evidence[vocabulary.fields[mention.item].table] += value_evidence * mention.strength;
  for (const auto& mention : mentions.fields)
    evidence[vocabulary.fields[mention.item].table] += field_evidence * mention.strength;
  for (std::size_t t = 0; t < count; ++t) scores.words[t] += std::min(evidence[t], 0.6);
  if (embedder == nullptr || count == 0) return scores;
  RECOUPE_TRY(asked, embed_once(*embedder, instruction));
  std::vector<double> like(count, 0);
  for (std::size_t t = 0; t < count; ++t) {
    if (cancel.requested()) break;
    RECOUPE_TRY(known, embed_once(*embedder, description_of(vocabulary.tables[t], vocabulary)));
    like[t] = std::inner_product(asked.begin(), asked.end(), known.begin(), 0.0);
  }
  const double mean = std::accumulate(like.begin(), like.end(), 0.0) / static_cast<double>(count);
  double spread = 0;
  for (const double one : like) spread += (one - mean) * (one - mean);
  spread = std::sqrt(spread / static_cast<double>(count));
  constexpr double spread_min = 1e-6;
  if (spread < spread_min) return scores;
  for (std::size_t t = 0; t < count; ++t) scores.meaning[t] = meaning_share * (like[t] - mean) / spread;
  return scores;
}

}  // namespace recoupe::planner
