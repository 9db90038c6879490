#include "planner/cards.hpp"

#include <algorithm>

#include "core/unicode.hpp"
#include "plan/keywords.hpp"
#include "planner/writer.hpp"

namespace recoupe::planner {

namespace {

std::string_view word_of(FieldKind kind) {
  switch (kind) {
    case FieldKind::number: return " num";
    case FieldKind::date: return " date";
    case FieldKind::instant: return " time";
    case FieldKind::flag: return " bool";
    case FieldKind::array: return " list";
    case FieldKind::document: return " doc";
    case FieldKind::text:
    case FieldKind::other: return "";
  }
  return "";
}

/// Cuts at a character's beginning.
std::string cut(const std::string& text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) return text;
  std::size_t end = bytes_max;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end);
}

std::string comment_words(const std::string& comment) {
  std::string text = cut(comment, card_comment_bytes_max);
  std::ranges::replace(text, '\n', ' ');
  return text.empty() ? "" : " (" + text + ")";
}

std::string values_words(const catalog::Field& field) {
  std::string out;
  for (std::size_t i = 0; i < std::min(field.known_values.size(), card_values_max); ++i) {
    const std::string& value = field.known_values[i];
    if (out.size() + value.size() > card_values_bytes_max) break;
    out += " '" + value + "'";
  }
  return out;
}

std::string target_of(std::size_t field, const Vocabulary& vocabulary) {
  const Link* surest = nullptr;
  for (const auto& link : vocabulary.links)
    if (link.left == field && !link.derived && (surest == nullptr || link.confidence > surest->confidence)) surest = &link;
  return surest == nullptr ? "" : " > " + vocabulary.tables[vocabulary.fields[surest->right].table].table->name;
}

std::string field_line(std::size_t at, const Vocabulary& vocabulary, bool comments) {
  const auto& item = vocabulary.fields[at];
  std::string line;
  for (const auto& part : item.field->path) line += (line.empty() ? "" : ".") + part;
  line += word_of(item.kind);
  if (item.element) line += " []";
  if (item.key) line += " key";
  if (item.field->nullable || item.field->may_be_missing) line += "?";
  line += target_of(at, vocabulary);
  line += values_words(*item.field);
  if (comments) line += comment_words(item.field->comment);
  return line + "\n";
}

}  // namespace

std::string card_of(std::size_t table, const Vocabulary& vocabulary, bool comments) {
  const auto& item = vocabulary.tables[table];
  std::string card = item.source->server + " " + item.table->name;
  if (comments) card += comment_words(item.table->comment);
  card += "\n";
  std::size_t count = 0;
  for (const std::size_t field : item.fields) {
    if (vocabulary.fields[field].kind == FieldKind::document) continue;  // its fields tell more
    if (++count > card_fields_max) break;
    card += field_line(field, vocabulary, comments);
  }
  return card;
}

std::string question_of(std::string_view instruction) {
  std::string text = "Q: ";
  for (const char c : instruction) text += c == '\n' ? ' ' : c;
  return text + "\n";
}

}  // namespace recoupe::planner
