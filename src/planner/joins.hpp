// The joins that bring other tables' fields to a subject, and the arrays opened on the way.
// Takes a vocabulary, gives seats and text. Included by compose.
#pragma once

#include <string>
#include <vector>

#include "planner/writer.hpp"

namespace recoupe::planner {

/// The tables that a subject is joined to and the arrays opened of them.
class Joins {
 public:
  Joins(const Vocabulary& vocabulary, const Writer& writer, std::size_t subject);
  /// Joins what it takes to see a table; false when there is no way.
  bool reach(std::size_t table);
  /// Opens the array that a field lies in, if it does.
  void open(std::size_t field);
  [[nodiscard]] bool is_opened(std::size_t field) const;
  [[nodiscard]] std::vector<std::size_t> tables() const;
  [[nodiscard]] const std::vector<Seat>& seats() const { return seats_; }
  [[nodiscard]] std::size_t opened() const { return opened_.size(); }
  /// " |> JOIN … |> JOIN UNNEST(…) …"
  [[nodiscard]] std::string text();

 private:
  const Vocabulary& vocabulary_;
  const Writer& writer_;
  std::vector<Seat> seats_;
  std::vector<Link> joined_;  // [i] brings seats_[i + 1]
  std::vector<std::pair<std::size_t, catalog::FieldPath>> opened_;  // seat, array
};

}  // namespace recoupe::planner
