// Writes pieces of plans as text: names as short as they may be, aliases where needed, conditions, keys.
// Takes the vocabulary's items, gives text that plan::parse reads. Included by the planner's own files.
#pragma once

#include <string>
#include <vector>

#include "planner/conditions.hpp"
#include "planner/vocabulary.hpp"

namespace recoupe::planner {

/// A table with the alias it has in a plan, and the arrays of it that were opened into rows.
struct Seat {
  std::size_t table = 0;
  std::string alias;
  struct Opened {
    catalog::FieldPath path;
    std::string alias;
  };
  std::vector<Opened> opened;
};

class Writer {
 public:
  explicit Writer(const Vocabulary& vocabulary) : vocabulary_(vocabulary) {}

  /// Gives a table the shortest alias that nothing else has.
  [[nodiscard]] Seat seat(std::size_t table, const std::vector<Seat>& others) const;
  /// "server.schema.table [AS alias]".
  [[nodiscard]] std::string table(const Seat& seat) const;
  /// A field's name, qualified where it would not be unique.
  [[nodiscard]] std::string name(std::size_t field, const std::vector<Seat>& seats) const;
  [[nodiscard]] std::string condition(const Condition& condition, const std::vector<Seat>& seats) const;
  [[nodiscard]] std::string conditions(const std::vector<Condition>& conditions, const std::vector<Seat>& seats) const;
  /// Both sides of a key as they meet: {"LOWER(users.email)", "LOWER(work_email)"}.
  [[nodiscard]] std::pair<std::string, std::string> key(const Link& link, const std::vector<Seat>& left,
                                                        const std::vector<Seat>& right) const;
  /// "JOIN UNNEST(lines) AS line"; the seat remembers it.
  std::string open(Seat& seat, const catalog::FieldPath& array, const std::vector<Seat>& seats) const;

 private:
  const Vocabulary& vocabulary_;
};

/// Gives the path of the array that a field lies below (its parent), empty where there is none.
catalog::FieldPath array_of(const FieldItem& field, const Vocabulary& vocabulary);

}  // namespace recoupe::planner
