#include "planner/link_items.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <map>
#include <mutex>
#include <string_view>
#include <utility>

#include "core/hash.hpp"
#include "core/unicode.hpp"
#include "planner/word_forms.hpp"

namespace recoupe::planner {

namespace {

constexpr std::int64_t text_length_max = 200;  // code points of a name, value or comment that are read
constexpr std::size_t path_parts_max = 2;      // of a field's path: the last ones
constexpr std::size_t catalogs_kept_max = 4;

constexpr std::array<std::string_view, 3> item_kinds = {"table", "field", "value"};
constexpr std::array<std::string_view, 8> field_kinds = {"text", "number", "date", "instant", "flag", "array", "document", "other"};
static_assert(static_cast<std::size_t>(FieldKind::other) + 1 == field_kinds.size());
constexpr std::array<std::string_view, 7> field_marks = {"key", "reference", "nullable", "may_be_missing", "element", "sampled", "has_comment"};
constexpr std::size_t flag_count = item_kinds.size() + field_kinds.size() + field_marks.size();

std::string words_of_name(std::string_view name) {
  std::string text;
  for (const auto& word : split_identifier(name)) text += (text.empty() ? "" : " ") + word;
  return text.empty() ? std::string(name) : text;
}

std::string words_of_path(const catalog::FieldPath& path) {
  std::string text;
  for (std::size_t part = path.size() - std::min(path.size(), path_parts_max); part < path.size(); ++part)
    text += (text.empty() ? "" : " ") + words_of_name(path[part]);
  return text;
}

/// Numbers texts, each once.
class Texts {
 public:
  explicit Texts(std::vector<std::string>& texts) : texts_(texts) {}
  int row_of(const std::string& text) {
    std::string cut = core::substr(text, 1, text_length_max);
    if (cut.empty()) return no_string;
    const auto [found, added] = rows_.try_emplace(cut, static_cast<int>(texts_.size()));
    if (added) texts_.push_back(std::move(cut));
    return found->second;
  }

 private:
  std::vector<std::string>& texts_;
  std::map<std::string, int> rows_;
};

/// Sets the flags of one item; `field` null: of a table.
void add_flags(std::vector<float>& flags, ItemKind kind, const TableItem& table, const FieldItem* field) {
  const std::size_t first = flags.size();
  flags.resize(first + flag_count, 0.0F);
  flags[first + static_cast<std::size_t>(kind)] = 1;
  if (field != nullptr) flags[first + item_kinds.size() + static_cast<std::size_t>(field->kind)] = 1;
  const std::size_t at = first + item_kinds.size() + field_kinds.size();
  const auto& comment = field != nullptr ? field->field->comment : table.table->comment;
  const std::array<bool, field_marks.size()> marks = {field != nullptr && field->key,
                                                      field != nullptr && field->reference,
                                                      field != nullptr && field->field->nullable,
                                                      field != nullptr && field->field->may_be_missing,
                                                      field != nullptr && field->element,
                                                      table.table->sampled,
                                                      !comment.empty()};
  for (std::size_t i = 0; i < marks.size(); ++i) flags[at + i] = marks[i] ? 1.0F : 0.0F;
}

/// Describes the items; vectors and digest are still to come.
LinkItems describe(const Vocabulary& vocabulary) {
  const Items items(vocabulary);
  LinkItems out;
  out.count = items.size();
  out.flags = flag_count;
  Texts texts(out.texts);
  std::vector<int> table_rows;
  for (const auto& table : vocabulary.tables) table_rows.push_back(texts.row_of(words_of_name(table.table->name)));
  std::vector<int> field_rows;
  for (const auto& field : vocabulary.fields) field_rows.push_back(texts.row_of(words_of_path(field.field->path)));
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto& item = items[i];
    const auto& table = vocabulary.tables[item.table];
    const FieldItem* field = item.kind == ItemKind::table ? nullptr : &vocabulary.fields[item.field];
    out.kinds.push_back(item.kind);
    out.parents.push_back(item.parent);
    out.comment.push_back(texts.row_of(field != nullptr ? field->field->comment : table.table->comment));
    out.table.push_back(field != nullptr ? table_rows[item.table] : no_string);
    out.field.push_back(item.kind == ItemKind::value ? field_rows[item.field] : no_string);
    if (item.kind == ItemKind::value) {
      const auto& value = field->field->known_values[item.value];
      const auto gloss = gloss_of(value, field->field->comment);
      out.text.push_back(texts.row_of(gloss.empty() ? value : value + " : " + gloss));
    } else {
      out.text.push_back(field != nullptr ? field_rows[item.field] : table_rows[item.table]);
    }
    add_flags(out.item_flags, item.kind, table, field);
  }
  return out;
}

/// Gives the digest of what is described and of the embedder that gives the vectors.
std::string digest_of(const LinkItems& items, const Embedder& embedder) {
  core::Sha256 sum;
  sum.add(embedder.identity().dump());
  const auto add_numbers = [&sum](const auto& numbers) {
    sum.add({reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(numbers[0])});
  };
  for (const auto& text : items.texts) {
    sum.add(text);
    sum.add({"\0", 1});
  }
  add_numbers(items.text);
  add_numbers(items.comment);
  add_numbers(items.table);
  add_numbers(items.field);
  add_numbers(items.parents);
  add_numbers(items.item_flags);
  return core::named(sum.finish());
}

using Known = std::shared_ptr<const LinkItems>;

/// The latest catalogs, the one asked for last in front.
class KnownCatalogs {
 public:
  Known find(const std::string& digest) {
    const std::lock_guard lock(guard_);
    const auto found = std::find_if(known_.begin(), known_.end(), [&](const Known& one) { return one->digest == digest; });
    if (found == known_.end()) return nullptr;
    std::rotate(known_.begin(), found, found + 1);
    return known_.front();
  }
  void add(Known items) {
    const std::lock_guard lock(guard_);
    known_.push_front(std::move(items));
    if (known_.size() > catalogs_kept_max) known_.pop_back();
  }

 private:
  std::mutex guard_;
  std::deque<Known> known_;
};

}  // namespace

std::vector<std::string> item_flag_names() {
  std::vector<std::string> names(item_kinds.begin(), item_kinds.end());
  names.insert(names.end(), field_kinds.begin(), field_kinds.end());
  names.insert(names.end(), field_marks.begin(), field_marks.end());
  return names;
}

core::Result<std::shared_ptr<const LinkItems>> link_items(const Vocabulary& vocabulary, Embedder& embedder, const core::Cancel& cancel) {
  static KnownCatalogs catalogs;
  LinkItems items = describe(vocabulary);
  items.digest = digest_of(items, embedder);
  if (auto known = catalogs.find(items.digest)) return known;
  RECOUPE_TRY(vectors, embedder.embed_all(items.texts, cancel));
  items.dimension = vectors.empty() ? 0 : vectors[0].size();
  items.vectors.reserve(vectors.size() * items.dimension);
  for (const auto& vector : vectors) items.vectors.insert(items.vectors.end(), vector.begin(), vector.end());
  auto made = std::make_shared<const LinkItems>(std::move(items));
  catalogs.add(made);
  return made;
}

}  // namespace recoupe::planner
