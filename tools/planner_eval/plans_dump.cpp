#include "plans_dump.hpp"

#include <cstdio>
#include <set>

#include "plan/traverse.hpp"
#include "planner/cards.hpp"
#include "planner/shorthand.hpp"

namespace recoupe::planner_eval {

namespace {

using core::Json;

constexpr int bos = 2;
constexpr int eos = 1;
constexpr int question_at = 256;

std::vector<std::string> plans_of(const Json& pair) {
  std::vector<std::string> plans;
  if (pair.text("kind") == "plan") plans.push_back(pair.text("plan"));
  for (const char* key : {"readings", "also_right"})
    if (const auto* more = pair.find(key); more != nullptr && more->if_array() != nullptr)
      for (const auto& one : *more->if_array())
        if (one.if_string() != nullptr) plans.push_back(*one.if_string());
  return plans;
}

std::string refusal_of(const Json& pair) {
  const std::string reason = pair.text("reason");
  if (reason == "write") return std::string(planner::says_write);
  if (reason != "not_in_schema") return std::string(planner::says_chat);
  return std::string(planner::says_none) + (pair.text("about").empty() ? "" : " " + pair.text("about"));
}

}  // namespace

PlansDump::PlansDump(const std::filesystem::path& folder, Tokenize tokenize) : tokenize_(std::move(tokenize)) {
  std::filesystem::create_directories(folder);
  cards_.open(folder / "cards.jsonl");
  cases_.open(folder / "cases.jsonl");
  texts_.open(folder / "texts.txt");
  std::ofstream(folder / "names.json")
      << Json::object({{"bos", std::int64_t{bos}}, {"eos", std::int64_t{eos}}, {"question_at", std::int64_t{question_at}}}).dump() << "\n";
}

Json PlansDump::tokens_of(const std::string& text, bool ends) const {
  Json list = Json::array();
  for (const int token : tokenize_(text)) list.push(static_cast<std::int64_t>(token));
  if (ends) list.push(std::int64_t{eos});
  return list;
}

void PlansDump::begin(const std::string& schema, const catalog::Catalog& catalog) {
  schema_ = schema;
  catalog_ = &catalog;
  vocabulary_ = planner::vocabulary_of(catalog, {});
  Json list = Json::array();
  for (std::size_t t = 0; t < vocabulary_.tables.size(); ++t) {
    const std::string full = planner::card_of(t, vocabulary_, true);
    list.push(Json::object({{"table", Json(vocabulary_.tables[t].source->server + "." + vocabulary_.tables[t].table->name)},
                            {"full", tokens_of(full, false)},
                            {"bare", tokens_of(planner::card_of(t, vocabulary_, false), false)}}));
    texts_ << full;
  }
  cards_ << Json::object({{"schema", Json(schema)}, {"cards", list}}).dump() << "\n";
}

void PlansDump::add(const Json& pair) {
  Json answers = Json::array();
  std::set<std::size_t> tables;
  const std::string question = planner::question_of(pair.text("instruction"));
  texts_ << pair.text("id") << " " << question;
  if (pair.text("kind") == "refuse") {
    answers.push(tokens_of(refusal_of(pair), true));
    texts_ << refusal_of(pair) << "\n";
  }
  for (const auto& plan : plans_of(pair)) {
    auto parsed = plan::parse(plan);
    auto valid = parsed ? plan::validate(*std::move(parsed), *catalog_) : core::fail(parsed.error());
    if (!valid) return void(std::printf("%s: %s\n", pair.text("id").c_str(), valid.error().message.en.c_str()));
    plan::for_each_table(valid->pipeline, [&](const plan::TableRef& table) {
      for (std::size_t t = 0; t < vocabulary_.tables.size(); ++t)
        if (vocabulary_.tables[t].table == table.resolved) tables.insert(t);
    });
    const std::string text = planner::shorthand_of(*valid, *catalog_, vocabulary_);
    answers.push(tokens_of(text, true));
    texts_ << text << "\n";
  }
  Json needed = Json::array();
  for (const std::size_t table : tables) needed.push(static_cast<std::int64_t>(table));
  cases_ << Json::object({{"id", Json(pair.text("id"))},
                          {"schema", Json(schema_)},
                          {"lang", Json(pair.text("lang"))},
                          {"kind", Json(pair.text("kind"))},
                          {"prompt", tokens_of(question, false)},
                          {"answers", answers},
                          {"tables", needed}})
                .dump()
         << "\n";
}

}  // namespace recoupe::planner_eval
