#include "render/explanation.hpp"

#include <algorithm>

#include "render/visible_text.hpp"
#include "render/wording.hpp"

namespace recoupe::render {

namespace {

using core::Language;

constexpr int label_columns = 14;

/// Writes a line whose second column begins at the same place in all.
std::string line(std::string_view label, const std::string& text) {
  return "   " + std::string(label) + std::string(static_cast<std::size_t>(std::max(1, label_columns - width_of(label))), ' ') +
         visible(text) + "\n";
}

class Writer {
 public:
  explicit Writer(Language language) : language_(language) {}

  void fetch(const physical::ExplainedFetch& fetch) {
    out_ += std::to_string(fetch.id + 1) + ". " + fetch.source + rows_of(fetch) + "\n";
    row("reads", "lit", listed(fetch.columns));
    for (const physical::ExplainedFilter& filter : fetch.filters)
      row(filter.pushed ? "filter" : "filter here", filter.pushed ? "filtre" : "filtre ici", filter.text);
    if (fetch.keys)
      row(fetch.keys->pushed ? "by keys" : "keys here", fetch.keys->pushed ? "par clés" : "clés ici", keys_of(*fetch.keys));
    if (fetch.limit) row(fetch.limit_pushed ? "first" : "first here", fetch.limit_pushed ? "premiers" : "premiers ici",
                         number(*fetch.limit, language_) + " (" + listed(fetch.order) + ")");
    row("sends", "envoie", fetch.tool + " " + fetch.statement);
    if (fetch.keys && fetch.keys->pushed)
      row("", "", std::string(say(language_, "and the keys, a call for every ", "et les clés, un appel par ")) +
                      number(core::limits::keys_per_call_max, language_));
    for (const core::Bilingual& reason : fetch.reasons) row("not pushed", "non poussé", reason.in(language_));
  }

  void local(const std::vector<std::string>& steps) {
    out_ += std::string(say(language_, "Here, in DuckDB (filters that were sent are applied again)",
                            "Ici, dans DuckDB (les filtres envoyés sont appliqués de nouveau)")) + "\n";
    for (const std::string& step : steps) out_ += "   |> " + visible(step) + "\n";
  }

  void budgets(const execute::Budgets& budgets, std::int64_t memory_bytes_max) {
    out_ += std::string(say(language_, "Budgets", "Budgets")) + "\n";
    row("a fetch", "une lecture", rows_words(budgets.rows_max, language_) + ", " + size_words(budgets.bytes_max, language_));
    row("a call", "un appel", number(budgets.call_timeout_ms / 1000, language_) + " s");
    row("memory", "mémoire", size_words(memory_bytes_max, language_) +
                                 std::string(say(language_, ", then a private folder on disk", ", puis un dossier privé sur disque")));
  }

  std::string take() { return std::move(out_); }

 private:
  void row(std::string_view en, std::string_view fr, const std::string& text) {
    out_ += line(say(language_, en, fr), text);
  }

  [[nodiscard]] std::string rows_of(const physical::ExplainedFetch& fetch) const {
    if (fetch.population < 0) return {};
    std::string text = ": " + rows_words(fetch.population, language_);
    if (language_ == Language::fr) text = " " + text;
    std::int64_t expected = fetch.estimated_rows;
    if (fetch.keys && fetch.keys->pushed && fetch.keys->asked >= 0) expected = std::min(expected, fetch.keys->asked);
    if (expected >= 0 && expected != fetch.population)
      text += std::string(say(language_, ", about ", ", environ ")) + number(expected, language_) +
              std::string(say(language_, " expected", " attendues"));
    return text;
  }

  [[nodiscard]] std::string keys_of(const physical::ExplainedKeys& keys) const {
    std::string text = keys.of + " = " + keys.from;
    if (keys.asked >= 0)
      text += std::string(say(language_, ", about ", ", environ ")) + number(keys.asked, language_) +
              std::string(say(language_, " keys", " clés"));
    return text;
  }

  [[nodiscard]] std::string listed(const std::vector<std::string>& texts) const {
    if (texts.empty()) return std::string(say(language_, "no column: rows are counted", "aucune colonne : les lignes sont comptées"));
    std::string out;
    for (const std::string& text : texts) out += (out.empty() ? "" : ", ") + text;
    return out;
  }

  Language language_;
  std::string out_;
};

}  // namespace

std::string explanation_text(const physical::Explanation& explanation, const execute::Budgets& budgets,
                             std::int64_t memory_bytes_max, Language language) {
  Writer writer(language);
  for (const physical::ExplainedFetch& fetch : explanation.fetches) writer.fetch(fetch);
  writer.local(explanation.local);
  writer.budgets(budgets, memory_bytes_max);
  return writer.take();
}

}  // namespace recoupe::render
