#include "links_dump.hpp"

#include <cmath>
#include <cstdio>

#include "planner/atoms.hpp"
#include "planner/half.hpp"

namespace recoupe::planner_eval {

namespace {

using core::Json;

template <class Name>
Json names_of(std::size_t count) {
  Json list = Json::array();
  for (std::size_t i = 0; i < count; ++i) list.push(planner::name_of(static_cast<Name>(i)));
  return list;
}

Json list_of(const std::vector<std::string>& names) {
  Json list = Json::array();
  for (const auto& name : names) list.push(name);
  return list;
}

Json flags_of(const float* row, std::size_t count) {
  Json list = Json::array();
  for (std::size_t i = 0; i < count; ++i) list.push(static_cast<std::int64_t>(row[i]));
  return list;
}

void write_halves(std::ofstream& out, const float* row, std::size_t count) {
  std::string bytes;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint16_t half = planner::half_of(row[i]);
    bytes += static_cast<char>(half & 0xff);
    bytes += static_cast<char>(half >> 8);
  }
  out << bytes;
}

std::string_view answer_of(const Json& pair) {
  if (pair.text("kind") == "plan" || pair.text("kind") == "clarify") return pair.text("kind") == "plan" ? "plan" : "clarify";
  const std::string reason = pair.text("reason");
  return reason == "write" ? "write" : reason == "not_in_schema" ? "not_in_schema" : "injection";
}

std::vector<std::string> plans_of(const Json& pair) {
  std::vector<std::string> plans;
  if (pair.text("kind") == "plan") plans.push_back(pair.text("plan"));
  for (const char* key : {"readings", "also_right"})
    if (const auto* more = pair.find(key); more != nullptr && more->if_array() != nullptr)
      for (const auto& one : *more->if_array())
        if (one.if_string() != nullptr) plans.push_back(*one.if_string());
  return plans;
}

}  // namespace

LinksDump::LinksDump(const std::filesystem::path& folder, planner::Embedder& embedder) : folder_(folder), embedder_(embedder) {
  std::filesystem::create_directories(folder);
  schemas_.open(folder / "schemas.jsonl");
  cases_.open(folder / "cases.jsonl");
  strings_.open(folder / "strings.f16", std::ios::binary);
  words_.open(folder / "words.f16", std::ios::binary);
}

LinksDump::~LinksDump() = default;

void LinksDump::begin(const std::string& schema, const catalog::Catalog& catalog) {
  schema_ = schema;
  catalog_ = &catalog;
  vocabulary_ = planner::vocabulary_of(catalog, {});
  written_ = false;
}

int LinksDump::row_of(const planner::LinkItems& items, int text) {
  if (text == planner::no_string) return text;
  const auto at = static_cast<std::size_t>(text);
  const auto [found, added] = rows_.try_emplace(items.texts[at], static_cast<int>(rows_.size()));
  if (added) write_halves(strings_, items.vectors.data() + at * items.dimension, items.dimension);
  return found->second;
}

void LinksDump::write_names(const std::filesystem::path& folder, std::size_t dimension) {
  Json names = Json::object({{"roles", names_of<planner::Role>(planner::role_count)},
                             {"flags", names_of<planner::Mark>(planner::mark_count)},
                             {"answers", names_of<planner::Answer>(planner::answer_count)},
                             {"word_flags", list_of(planner::word_flag_names())},
                             {"item_flags", list_of(planner::item_flag_names())},
                             {"channels", list_of(planner::channel_names())},
                             {"dim", static_cast<std::int64_t>(dimension)}});
  std::ofstream(folder / "names.json") << names.dump() << "\n";
}

void LinksDump::add_schema(const planner::LinkItems& items) {
  if (written_) return;
  written_ = true;
  write_names(folder_, items.dimension);
  const planner::Items rows(*vocabulary_);
  Json list = Json::array();
  for (std::size_t i = 0; i < items.count; ++i) {
    const auto& item = rows[i];
    std::string name = vocabulary_->tables[item.table].table->name;
    if (item.kind != planner::ItemKind::table) name += "." + catalog::text_of(vocabulary_->fields[item.field].field->path);
    if (item.kind == planner::ItemKind::value) name += "=" + vocabulary_->fields[item.field].field->known_values[item.value];
    list.push(Json::object({{"kind", Json(planner::name_of(item.kind))},
                            {"name", Json(name)},
                            {"parent", static_cast<std::int64_t>(items.parents[i])},
                            {"flags", flags_of(items.item_flags.data() + i * items.flags, items.flags)},
                            {"text", row_of(items, items.text[i])},
                            {"comment", row_of(items, items.comment[i])},
                            {"table", row_of(items, items.table[i])},
                            {"field", row_of(items, items.field[i])}}));
  }
  schemas_ << Json::object({{"schema", Json(schema_)}, {"items", list}}).dump() << "\n";
}

void LinksDump::add(const Json& pair, const instruction::Instruction& instruction) {
  Json gold = Json::array();
  for (const auto& text : plans_of(pair)) {
    auto parsed = plan::parse(text);
    auto valid = parsed ? plan::validate(*std::move(parsed), *catalog_) : core::fail(parsed.error());
    if (!valid) return void(std::printf("%s: %s\n", pair.text("id").c_str(), valid.error().message.en.c_str()));
    const auto atoms = planner::atoms_of(*valid, *vocabulary_);
    Json used = Json::array();
    for (const auto& atom : atoms.used)
      used.push(Json::array({static_cast<std::int64_t>(atom.item), static_cast<std::int64_t>(atom.role)}));
    Json marks = Json::array();
    for (const bool mark : atoms.marks) marks.push(mark ? 1 : 0);
    gold.push(Json::object({{"atoms", used}, {"flags", marks}}));
  }
  const auto reading = planner::read(instruction);
  const auto mentions = planner::find_mentions(reading, *vocabulary_);
  const auto input = planner::link_input(reading, *vocabulary_, mentions, embedder_, core::Cancel());
  if (!input) return void(std::printf("%s: %s\n", pair.text("id").c_str(), input.error().message.en.c_str()));
  if (input->words == 0) return;
  add_schema(*input->items);
  Json words = Json::array();
  for (std::size_t i = 0; i < input->words; ++i)
    words.push(Json::object({{"text", Json(reading.tokens[i].text)}, {"flags", flags_of(input->word_flags.data() + i * input->flags, input->flags)}}));
  Json likeness = Json::array();
  for (const auto& one : input->likeness)
    likeness.push(Json::array({static_cast<std::int64_t>(one.word), static_cast<std::int64_t>(one.item), static_cast<std::int64_t>(one.channel),
                               Json(std::round(static_cast<double>(one.value) * 1000) / 1000)}));
  cases_ << Json::object({{"id", Json(pair.text("id"))},
                          {"schema", Json(schema_)},
                          {"lang", Json(pair.text("lang"))},
                          {"answer", Json(answer_of(pair))},
                          {"about", Json(pair.text("about"))},
                          {"words", words},
                          {"word_at", static_cast<std::int64_t>(word_rows_)},
                          {"likeness", likeness},
                          {"gold", gold}})
                .dump()
         << "\n";
  write_halves(words_, input->word_vectors.data(), input->word_vectors.size());
  word_rows_ += input->words;
}

}  // namespace recoupe::planner_eval
