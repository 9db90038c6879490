#include "planner/vocabulary.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

#include "planner/word_forms.hpp"

namespace recoupe::planner {

namespace {

// Parts of names that nearly every table has say little.
constexpr double generic_weight = 0.3;
constexpr double parent_weight = 0.5;
constexpr double derived_share = 0.7;  // of the weaker relation's confidence
constexpr double name_only_confidence = 0.35;

bool is_generic(const std::string& word) {
  static constexpr std::array generic = {"id",        "no",  "num",  "code", "cd",  "ref", "dt", "date",   "le",
                                         "on",        "at",  "ts",   "is",   "has", "est", "de", "du",     "nb",
                                         "lib",       "flg", "flag", "the",  "of",  "la",  "a",  "numero", "number",
                                         "reference", "key", "d",    "par",  "by",  "to",  "in", "en"};
  return std::find(generic.begin(), generic.end(), word) != generic.end();
}

/// Tells whether a name alone says nothing of whose it is.
bool names_anything(const std::string& name) {
  static constexpr std::array words = {"name", "nom",    "libelle", "label",     "id",   "code",
                                       "type", "number", "numero",  "no",        "num",  "ref",
                                       "key",  "value",  "valeur",  "full_name", "login"};
  return std::find(words.begin(), words.end(), fold(name)) != words.end();
}

void add_terms(std::vector<WeightedTerm>& terms, std::string_view text, double weight) {
  const std::size_t first = terms.size();
  for (const auto& word : split_identifier(text))
    terms.push_back({term_of(word), is_generic(word) ? weight * generic_weight : weight});
  std::vector<Term*> added;
  for (std::size_t i = first; i < terms.size(); ++i) added.push_back(&terms[i].term);
  add_phrases(added);
}

FieldKind kind_of(const catalog::Field& field) {
  using core::Kind;
  // Below an array of documents the type is an array of what is found there: the kind is that of one element.
  const bool below = field.crosses_array && field.type.kind == Kind::array && field.type.element != nullptr;
  switch (below ? field.type.element->kind : field.type.kind) {
    case Kind::bool_: return FieldKind::flag;
    case Kind::int64:
    case Kind::numeric:
    case Kind::float64: return FieldKind::number;
    case Kind::string: return FieldKind::text;
    case Kind::date: return FieldKind::date;
    case Kind::timestamp:
    case Kind::datetime: return FieldKind::instant;
    case Kind::array: return FieldKind::array;
    case Kind::document: return FieldKind::document;
    default: return FieldKind::other;
  }
}

bool holds(const std::vector<std::vector<catalog::FieldPath>>& keys, const catalog::FieldPath& path) {
  return std::any_of(keys.begin(), keys.end(), [&path](const auto& key) { return key.size() == 1 && key[0] == path; });
}

int find_field(const Vocabulary& vocabulary, const catalog::FieldRef& ref) {
  for (std::size_t i = 0; i < vocabulary.fields.size(); ++i) {
    const auto& item = vocabulary.fields[i];
    const auto& table = vocabulary.tables[item.table];
    if (table.source->server == ref.server && table.table->schema == ref.schema && table.table->name == ref.table &&
        item.field->path == ref.path)
      return static_cast<int>(i);
  }
  return -1;
}

/// Works out the casts that make both sides text where their types differ.
void fit_types(Link& link, const Vocabulary& vocabulary) {
  const auto kind = [&](std::size_t field) {
    const auto& type = vocabulary.fields[field].field->type;
    return type.kind == core::Kind::array && type.element ? type.element->kind : type.kind;
  };
  const auto left = kind(link.left);
  const auto right = kind(link.right);
  const bool numbers = core::Type(left).is_number() && core::Type(right).is_number();
  link.cast_left = left != right && !numbers && left != core::Kind::string;
  link.cast_right = left != right && !numbers && right != core::Kind::string;
}

Link turned(const Link& link) {
  Link back = link;
  std::swap(back.left, back.right);
  std::swap(back.cast_left, back.cast_right);
  back.turned = !back.turned;
  return back;
}

void add_relations(Vocabulary& vocabulary, const catalog::Catalog& catalog) {
  for (const auto& relation : catalog.relations) {
    const int left = find_field(vocabulary, relation.left);
    const int right = find_field(vocabulary, relation.right);
    if (left < 0 || right < 0) continue;
    Link link;
    link.left = static_cast<std::size_t>(left);
    link.right = static_cast<std::size_t>(right);
    link.confidence = relation.confidence;
    link.lower = relation.transform == catalog::KeyTransform::lower_both;
    fit_types(link, vocabulary);
    vocabulary.fields[link.left].reference = true;
    vocabulary.fields[link.left].folds = link.lower;
    vocabulary.links.push_back(link);
  }
  // Two fields that refer to the same third one refer to each other.
  const std::size_t direct = vocabulary.links.size();
  for (std::size_t i = 0; i < direct; ++i) {
    for (std::size_t j = i + 1; j < direct; ++j) {
      const auto& a = vocabulary.links[i];
      const auto& b = vocabulary.links[j];
      if (a.right != b.right || vocabulary.fields[a.left].table == vocabulary.fields[b.left].table) continue;
      Link link;
      link.left = a.left;
      link.right = b.left;
      link.lower = a.lower || b.lower;
      link.confidence = std::min(a.confidence, b.confidence) * derived_share;
      link.derived = true;
      fit_types(link, vocabulary);
      vocabulary.links.push_back(link);
    }
  }
}

/// Words that many tables' keys are made of and that tell nothing of whose key it is.
bool says_no_table(const Term& term) {
  static const std::array words = {term_of("name"),        term_of("type"),  term_of("status"),
                                   term_of("description"), term_of("title"), term_of("amount")};
  return std::any_of(words.begin(), words.end(),
                     [&term](const Term& word) { return likeness(word, term) >= same_idea; });
}

/// Where nothing links two tables, a key that is called like a field of the other does.
void add_name_links(Vocabulary& vocabulary) {
  const auto linked = [&](std::size_t a, std::size_t b) { return !vocabulary.between(a, b).empty(); };
  std::vector<Link> found;
  for (std::size_t k = 0; k < vocabulary.fields.size(); ++k) {
    const auto& key = vocabulary.fields[k];
    if (!key.key || key.element) continue;
    for (std::size_t f = 0; f < vocabulary.fields.size(); ++f) {
      const auto& field = vocabulary.fields[f];
      if (field.table == key.table || field.dated() || field.kind == FieldKind::flag || linked(field.table, key.table))
        continue;
      double likest = 0;
      for (const auto& a : field.name) {
        if (a.weight < 1 || says_no_table(a.term)) continue;
        for (const auto& b : key.name)
          if (b.weight >= 1 && !says_no_table(b.term)) likest = std::max(likest, likeness(a.term, b.term));
      }
      if (likest < same_idea) continue;
      Link link;
      link.left = f;
      link.right = k;
      link.confidence = name_only_confidence * likest;
      link.lower = field.kind == FieldKind::text && key.kind == FieldKind::text;
      fit_types(link, vocabulary);
      found.push_back(link);
    }
  }
  vocabulary.links.insert(vocabulary.links.end(), found.begin(), found.end());
}

/// Finds, from each table, the shortest ways through keys to what it refers to.
void add_ways(Vocabulary& vocabulary) {
  const std::size_t count = vocabulary.tables.size();
  vocabulary.ways.resize(count * count);
  std::vector<std::vector<Link>> steps(count);  // from each table, the surest link to each other one
  for (std::size_t from = 0; from < count; ++from) {
    for (std::size_t to = 0; to < count; ++to) {
      if (from == to) continue;
      for (const auto& link : vocabulary.between(from, to)) {
        // Through a key: joining two referrers of one key would multiply rows.
        const auto& right = vocabulary.fields[link.right];
        if (link.derived || right.element || link.confidence <= 0 || !right.key) continue;
        steps[from].push_back(link);
        break;
      }
    }
  }
  for (std::size_t from = 0; from < count; ++from) {
    std::vector<std::size_t> edge = {from};
    for (std::size_t hop = 0; hop < hops_max; ++hop) {
      std::vector<std::size_t> next;
      for (const std::size_t table : edge) {
        for (const auto& link : steps[table]) {
          const std::size_t to = vocabulary.fields[link.right].table;
          auto& way = vocabulary.ways[from * count + to];
          if (to == from || !way.empty()) continue;
          if (table != from) way = vocabulary.ways[from * count + table];
          way.push_back(link);
          next.push_back(to);
        }
      }
      edge = std::move(next);
    }
  }
}

}  // namespace

std::string gloss_of(const std::string& value, const std::string& comment) {
  const auto in_word = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || (c & 0x80) != 0 || c == '_';
  };
  for (std::size_t at = comment.find(value); !value.empty() && at != std::string::npos;
       at = comment.find(value, at + 1)) {
    const std::size_t end = at + value.size();
    if ((at > 0 && in_word(comment[at - 1])) || (end < comment.size() && in_word(comment[end]))) continue;
    const std::size_t from = comment.find_first_not_of(" =:-(", end);
    if (from == std::string::npos || from == end) return {};
    return comment.substr(from, comment.find_first_of(",;/)|.", from) - from);
  }
  return {};
}

const std::vector<Link>* Vocabulary::way(std::size_t from, std::size_t to) const {
  const auto& found = ways[from * tables.size() + to];
  return found.empty() ? nullptr : &found;
}

std::vector<Link> Vocabulary::between(std::size_t from, std::size_t to) const {
  std::vector<Link> found;
  for (const auto& link : links) {
    const auto left = fields[link.left].table;
    const auto right = fields[link.right].table;
    if (left == from && right == to) found.push_back(link);
    if (left == to && right == from) found.push_back(turned(link));
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const Link& l, const Link& r) { return l.confidence > r.confidence; });
  return found;
}

Vocabulary vocabulary_of(const catalog::Catalog& catalog, const std::vector<std::string>& servers) {
  Vocabulary vocabulary;
  for (const auto& source : catalog.sources) {
    if (!servers.empty() && std::find(servers.begin(), servers.end(), source.server) == servers.end()) continue;
    for (const auto& table : source.tables) {
      TableItem item;
      item.source = &source;
      item.table = &table;
      add_terms(item.name, table.name, 1);
      add_terms(item.comment, table.comment, 1);
      for (const auto& field : table.fields) {
        FieldItem found;
        found.table = vocabulary.tables.size();
        found.field = &field;
        found.kind = kind_of(field);
        found.element = field.crosses_array;
        found.key = field.unique || holds(table.keys, field.path);
        // "carrier.name" is a carrier first; of "contact.city" the last part tells.
        const bool bare = field.path.size() > 1 && names_anything(field.path.back());
        for (std::size_t part = 0; part < field.path.size(); ++part) {
          const bool last = part + 1 == field.path.size();
          add_terms(found.name, field.path[part], last != bare ? 1 : parent_weight);
        }
        add_terms(found.comment, field.comment, 1);
        for (const auto& value : field.known_values) {
          std::vector<WeightedTerm> terms;
          add_terms(terms, value, 1);
          found.values.push_back(std::move(terms));
          std::vector<WeightedTerm> gloss;
          add_terms(gloss, gloss_of(value, field.comment), 1);
          found.glosses.push_back(std::move(gloss));
        }
        const int index = static_cast<int>(vocabulary.fields.size());
        const bool primary = !table.keys.empty() && table.keys[0].size() == 1 && table.keys[0][0] == field.path;
        if (primary || (item.key < 0 && table.keys.empty() && field.unique)) item.key = index;
        item.fields.push_back(vocabulary.fields.size());
        vocabulary.fields.push_back(std::move(found));
      }
      vocabulary.tables.push_back(std::move(item));
    }
  }
  add_relations(vocabulary, catalog);
  add_name_links(vocabulary);
  add_ways(vocabulary);
  return vocabulary;
}

}  // namespace recoupe::planner
