// Measures the planner on instruction–plan pairs: planner_eval DATA… [--out FILE.jsonl] [--e5 MODEL] [--model GGUF] [--only SCHEMA] [--features FILE.jsonl] [--linker FILE|none] [--links FOLDER] [--plans FOLDER]
// DATA holds schemas/*.json and pairs/*.jsonl. Plans are compared as plans, spelling apart; prints right, wrong, asked, refused.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <sstream>

#include "instruction/instruction.hpp"
#include "links_dump.hpp"
#include "plans_dump.hpp"
#include "contest_dump.hpp"
#include "planner/planner.hpp"
#include "planner/linker.hpp"
#include "planner/ranking.hpp"
#include "planner/same_plan.hpp"
#include "planner/weigh.hpp"
#include "schema_catalog.hpp"
#ifdef RECOUPE_EVAL_MODELS
#include "models/e5/embedder.hpp"
#include "models/llama_cpp/model.hpp"
#include "models/llama_cpp/generator.hpp"
#include "models/llama_cpp/tokenizer.hpp"
#endif

namespace {

using namespace recoupe;
using core::Json;

std::string file_text(const std::filesystem::path& path) {
  std::ifstream in(path);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

std::string alike(const std::string& text, const catalog::Catalog& catalog, std::string& why) {
  auto parsed = plan::parse(text);
  if (!parsed) return why = parsed.error().message.en, "";
  auto valid = plan::validate(*std::move(parsed), catalog);
  if (!valid) return why = valid.error().message.en, "";
  return planner::spelled_alike(*std::move(valid));
}

/// Writes the best drafts of a pair with their features, and which of them are right: what fit.py learns from.
void write_features(std::ofstream& out, const std::string& id, const instruction::Instruction& instruction, const catalog::Catalog& catalog,
                    const planner::Models& models, const std::vector<std::string>& expected) {
  constexpr std::size_t drafts_kept = 80;
  constexpr std::size_t drafts_seen = 250;
  const auto understood = planner::understand(planner::read(instruction), planner::vocabulary_of(catalog, {}), instruction, models, core::Cancel());
  if (!understood) return;
  const auto& [reading, vocabulary, mentions, scores, linked] = *understood;
  const auto weighed = planner::weigh_all(planner::draft_all(reading, vocabulary, mentions, scores), *understood, catalog, drafts_seen);
  Json list = Json::array();
  std::size_t kept = 0;
  for (const auto& [draft, validated] : weighed) {
    const std::string plan = planner::spelled_alike(validated);
    const bool right = std::find(expected.begin(), expected.end(), plan) != expected.end();
    if (kept >= drafts_kept && !right) continue;
    ++kept;
    Json features = Json::object();
    for (const auto& [name, amount] : draft.features)
      if (std::abs(amount) > 1e-9) features.set(name, std::round(amount * 1000) / 1000);
    for (const auto& name : planner::features_of_wish(draft.label, draft.tail, reading)) features.set(name, 1);
    list.push(Json::object({{"right", Json(right)}, {"plan", Json(plan)}, {"f", features}}));
  }
  Json gold = Json::array();
  for (const auto& one : expected) gold.push(one);
  out << Json::object({{"id", Json(id)}, {"gold", gold}, {"drafts", list}}).dump() << "\n";
}

struct Tally {
  std::map<std::string, int> outcomes;
  int total = 0;
  void add(const std::string& outcome) {
    ++outcomes[outcome];
    ++total;
  }
  void print(const std::string& name) const {
    std::printf("%-28s n=%4d", name.c_str(), total);
    for (const auto& [outcome, count] : outcomes) std::printf("  %s %d (%.1f%%)", outcome.c_str(), count, 100.0 * count / total);
    std::printf("\n");
  }
};

std::string kind_in(const std::string& plan) {
  for (const char* check : {"MATCH", "TOTALS", "UNIQUE", "SEQUENCE", "RULE", "ABSENT"})
    if (plan.find(std::string("CHECK ") + check) != std::string::npos) return check;
  if (plan.find("AGGREGATE") != std::string::npos) return plan.find("LIMIT") != std::string::npos ? "AGGREGATE-TOP" : "AGGREGATE";
  if (plan.find("CHECK EXISTS") != std::string::npos)
    return plan.find("'missing'") != std::string::npos ? "EXISTS-missing" : plan.find("finding = 'ok'") != std::string::npos ? "EXISTS-ok" : "EXISTS-show";
  return "LIST";
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> folders;
  std::string out_path;
  std::string only;
  std::string features_path;
  std::string e5;
  std::string links_path;
  std::string plans_path;
  std::string adapter;
  std::string linker_path;  // in place of the one built in; "none": without
  std::string gguf;
  for (int i = 1; i < argc; ++i) {
    const std::string arg = argv[i];
    if (arg == "--out" && i + 1 < argc) out_path = argv[++i];
    else if (arg == "--features" && i + 1 < argc) features_path = argv[++i];
    else if (arg == "--only" && i + 1 < argc) only = argv[++i];
    else if (arg == "--linker" && i + 1 < argc) linker_path = argv[++i];
    else if (arg == "--adapter" && i + 1 < argc) adapter = argv[++i];
    else if (arg == "--plans" && i + 1 < argc) plans_path = argv[++i];
    else if (arg == "--links" && i + 1 < argc) links_path = argv[++i];
    else if (arg == "--e5" && i + 1 < argc) e5 = argv[++i];
    else if (arg == "--model" && i + 1 < argc) gguf = argv[++i];
    else folders.push_back(arg);
  }
  planner::Models models;
#ifdef RECOUPE_EVAL_MODELS
  std::unique_ptr<planner::Embedder> embedder;
  std::unique_ptr<planner::Model> model;
  if (!e5.empty()) embedder = models::e5::make_embedder(e5).value();
  if (!gguf.empty() && plans_path.empty() && adapter.empty()) model = models::llama_cpp::make_model(gguf).value();
  models = {model.get(), embedder.get()};
#endif
  std::optional<planner::Linker> linker;
  if (!linker_path.empty() && linker_path != "none") linker = planner::Linker::from_bytes(file_text(linker_path)).value();
  if (!linker_path.empty()) models.linker = linker ? &*linker : nullptr;
  std::ofstream out(out_path.empty() || !adapter.empty() ? "/dev/null" : out_path);
  std::ofstream features(features_path.empty() ? "/dev/null" : features_path);
  std::map<std::string, Tally> tallies;
  std::optional<planner_eval::LinksDump> links;
  if (!links_path.empty() && models.embedder != nullptr) links.emplace(links_path, *models.embedder);
  std::optional<planner_eval::PlansDump> plans;
  std::unique_ptr<models::llama_cpp::Tokenizer> tokenizer;
  if (!plans_path.empty()) {
    tokenizer = models::llama_cpp::make_tokenizer(gguf).value();
    plans.emplace(plans_path, [&](const std::string& text) { return tokenizer->tokens_of(text); });
  }
  std::unique_ptr<planner::Generator> generator;
  std::optional<planner_eval::ContestDump> contest;
  if (!adapter.empty()) {
    const std::string adapter_bytes = file_text(adapter);
    generator = models::llama_cpp::make_generator(gguf, adapter_bytes).value();
    contest.emplace(out_path, models, *generator);
  }
  std::vector<std::filesystem::path> files;
  for (const auto& data : folders)
    for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(data) / "pairs")) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  int unreadable = 0;
  std::vector<double> times;
  for (const auto& file : files) {
    const std::string name = file.stem();
    if (!only.empty() && ("," + only + ",").find("," + name + ",") == std::string::npos) continue;
    const auto schema = Json::parse(file_text(file.parent_path().parent_path() / "schemas" / (name + ".json")));
    if (!schema) continue;
    const auto catalog = planner_eval::catalog_of_schema(*schema);
    if (links) links->begin(name, catalog);
    if (plans) plans->begin(name, catalog);
    std::istringstream lines(file_text(file));
    for (std::string line; std::getline(lines, line);) {
      const auto pair = Json::parse(line);
      if (!pair) continue;
      instruction::Instruction instruction;
      instruction.text = pair->text("instruction");
      instruction.language = pair->text("lang") == "fr" ? core::Language::fr : core::Language::en;
      instruction.now = core::Timestamp{1'794'000'000'000'000};
      instruction.zone = core::TimeZone::find("Europe/Paris").value();
      if (plans) {
        plans->add(*pair);
        continue;
      }
      if (links) {
        links->add(*pair, instruction);
        continue;
      }
      std::vector<std::string> expected;
      std::string why;
      std::string raw = pair->text("plan");
      if (pair->text("kind") == "plan") expected.push_back(alike(raw, catalog, why));
      if (const auto* readings = pair->find("readings"); readings != nullptr)
        for (const auto& reading : *readings->if_array()) expected.push_back(alike(*reading.if_string(), catalog, why));
      if (!why.empty()) std::printf("%s: %s\n", pair->text("id").c_str(), why.c_str());
      if (!why.empty()) ++unreadable;
      if (contest) {
        contest->add(*pair, instruction, catalog, expected);
        continue;
      }
      if (!features_path.empty() && pair->text("kind") == "plan") write_features(features, pair->text("id"), instruction, catalog, models, expected);
      if (!features_path.empty()) continue;
      const auto begin = std::chrono::steady_clock::now();
      const auto proposal = planner::propose(instruction, catalog, models, core::Cancel());
      times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count());
      if (!proposal) {
        std::printf("%s: %s\n", pair->text("id").c_str(), proposal.error().message.en.c_str());
        continue;
      }
      std::vector<std::string> got;
      for (const auto& candidate : proposal->candidates) got.push_back(planner::spelled_alike(candidate.plan));
      const auto rank = [&](std::size_t count) {
        for (std::size_t i = 0; i < std::min(count, got.size()); ++i)
          if (std::find(expected.begin(), expected.end(), got[i]) != expected.end()) return static_cast<int>(i);
        return -1;
      };
      const bool asked = proposal->outcome == planner::Outcome::clarify;
      const bool refused = proposal->outcome == planner::Outcome::refuse;
      std::string outcome;
      if (pair->text("kind") == "plan") outcome = refused ? "refused" : asked ? (rank(3) >= 0 ? "asked-right" : "asked-wrong") : rank(1) == 0 ? "right" : "wrong";
      else if (pair->text("kind") == "refuse") outcome = refused ? "right" : asked ? "asked" : "wrong";
      else outcome = refused ? "refused" : asked ? "right" : rank(1) == 0 ? "one-reading" : "wrong";
      const std::string kind = pair->text("kind") == "plan" ? kind_in(raw) : pair->text("kind") == "refuse" ? "refuse:" + pair->text("reason") : "clarify";
      tallies["all " + pair->text("kind")].add(outcome);
      tallies["lang " + pair->text("lang") + " " + pair->text("kind")].add(outcome);
      tallies["kind " + kind].add(outcome);
      Json record = Json::object({{"id", pair->text("id")}, {"kind", kind}, {"outcome", outcome}, {"instruction", instruction.text}, {"rank", rank(got.size())}, {"why", why}});
      record.set("expected", Json::array());
      Json list = Json::array();
      for (const auto& one : expected) list.push(one);
      record.set("expected", list);
      Json had = Json::array();
      for (std::size_t i = 0; i < got.size(); ++i) {
        Json parts = Json::object();
        for (const auto& [part, worth] : proposal->candidates[i].parts) parts.set(part, std::round(worth * 100) / 100);
        Json unexplained = Json::array();
        for (const auto& word : proposal->candidates[i].unexplained) unexplained.push(word);
        had.push(Json::object({{"plan", Json(got[i])}, {"score", Json(std::round(proposal->candidates[i].score * 100) / 100)}, {"parts", parts}, {"unexplained", unexplained}}));
      }
      record.set("got", had);
      Json signals = Json::object();
      for (const auto& [name, amount] : proposal->signals) signals.set(name, std::round(amount * 1e4) / 1e4);
      record.set("signals", signals);
      out << record.dump() << "\n";
    }
  }
  if (contest) contest->print();
  for (const auto& [name, tally] : tallies) tally.print(name);
  std::sort(times.begin(), times.end());
  if (!times.empty()) std::printf("ms p50 %.1f p95 %.1f max %.1f; expected plans that did not validate: %d\n", times[times.size() / 2], times[times.size() * 95 / 100], times.back(), unreadable);
}
