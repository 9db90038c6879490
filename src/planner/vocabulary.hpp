// The catalog as the planner reads it: every table, field and known value as terms, and the links between tables.
// Takes a Catalog and the servers that may be used, gives a Vocabulary. Included by the planner's own files.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "catalog/catalog.hpp"
#include "planner/likeness.hpp"

namespace recoupe::planner {

struct WeightedTerm {
  Term term;
  double weight = 1;
};

enum class FieldKind { text, number, date, instant, flag, array, document, other };

struct FieldItem {
  std::size_t table = 0;
  const catalog::Field* field = nullptr;
  FieldKind kind = FieldKind::other;
  std::vector<WeightedTerm> name;
  std::vector<WeightedTerm> comment;
  std::vector<std::vector<WeightedTerm>> values;  // one for each known value
  std::vector<std::vector<WeightedTerm>>
      glosses;  // what the comment says a value means: "CM corrective, PM preventive"
  bool key = false;  // alone or part of a key
  bool reference = false;  // refers to another table
  bool element = false;  // below an array of documents
  bool folds = false;  // refers to another table whatever the case
  [[nodiscard]] bool dated() const { return kind == FieldKind::date || kind == FieldKind::instant; }
};

struct TableItem {
  const catalog::Source* source = nullptr;
  const catalog::Table* table = nullptr;
  std::vector<WeightedTerm> name;
  std::vector<WeightedTerm> comment;
  std::vector<std::size_t> fields;
  int key = -1;  // the field that names a row, index into fields of the vocabulary
};

/// A way from one table to another: fields whose values meet once both are changed as said.
struct Link {
  std::size_t left = 0;  // field
  std::size_t right = 0;  // field
  bool lower = false;
  bool cast_left = false;
  bool cast_right = false;
  double confidence = 0;
  bool turned = false;  // the right side refers to the left
  bool derived = false;  // both refer to the same third field
};

inline constexpr std::size_t hops_max = 3;  // of a way

struct Vocabulary {
  std::vector<TableItem> tables;
  std::vector<FieldItem> fields;
  std::vector<Link> links;  // each way once

  std::vector<std::vector<Link>> ways;  // from × to: through keys to what a table refers to; empty where there is no way

  /// Gives the way from a table to one that it refers to, null where there is none.
  [[nodiscard]] const std::vector<Link>* way(std::size_t from, std::size_t to) const;
  /// Gives the links from one table to another, the surest first; `left` is in `from`.
  [[nodiscard]] std::vector<Link> between(std::size_t from, std::size_t to) const;
};

/// Finds what a comment says after a value's name, up to a sign that ends it: "CM corrective, PM preventive".
std::string gloss_of(const std::string& value, const std::string& comment);

Vocabulary vocabulary_of(const catalog::Catalog& catalog, const std::vector<std::string>& servers);

}  // namespace recoupe::planner
