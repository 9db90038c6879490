#include "planner/prompt.hpp"

#include <algorithm>

namespace recoupe::planner {

std::string prompt_of(const std::string& instruction, const std::vector<Draft>& best, const Vocabulary& vocabulary) {
  std::vector<std::size_t> tables;
  for (const auto& draft : best)
    for (const std::size_t table : draft.tables)
      if (tables.size() < prompt_tables_max && std::find(tables.begin(), tables.end(), table) == tables.end())
        tables.push_back(table);
  std::string text = "Tables:\n";
  for (const std::size_t t : tables) {
    const auto& item = vocabulary.tables[t];
    text += item.source->server + "." + item.table->name + "(";
    std::size_t shown = 0;
    for (const std::size_t f : item.fields) {
      if (shown >= prompt_fields_max) break;
      text += (shown++ == 0 ? "" : ", ") + catalog::text_of(vocabulary.fields[f].field->path);
    }
    text += ")\n";
  }
  return text + "Question: " + instruction + "\nQuery: ";
}

}  // namespace recoupe::planner
