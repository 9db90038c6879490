#include "planner/joins.hpp"

#include <algorithm>

namespace recoupe::planner {

Joins::Joins(const Vocabulary& vocabulary, const Writer& writer, std::size_t subject)
    : vocabulary_(vocabulary), writer_(writer) {
  seats_.push_back(writer_.seat(subject, {}));
}

bool Joins::reach(std::size_t table) {
  if (table == seats_[0].table) return true;
  const auto* path = vocabulary_.way(seats_[0].table, table);
  if (path == nullptr) return false;
  for (const auto& link : *path) {
    const std::size_t next = vocabulary_.fields[link.right].table;
    if (std::any_of(seats_.begin(), seats_.end(), [next](const Seat& s) { return s.table == next; })) continue;
    seats_.push_back(writer_.seat(next, seats_));
    joined_.push_back(link);
  }
  return true;
}

void Joins::open(std::size_t field) {
  const auto& item = vocabulary_.fields[field];
  const auto array = array_of(item, vocabulary_);
  if (array.empty()) return;
  for (std::size_t i = 0; i < seats_.size(); ++i) {
    if (seats_[i].table != item.table) continue;
    const bool known =
        std::any_of(opened_.begin(), opened_.end(), [&](const auto& o) { return o.first == i && o.second == array; });
    if (!known) opened_.emplace_back(i, array);
  }
}

bool Joins::is_opened(std::size_t field) const {
  const auto& item = vocabulary_.fields[field];
  const auto array = array_of(item, vocabulary_);
  return !array.empty() && std::any_of(opened_.begin(), opened_.end(), [&](const auto& o) {
    return seats_[o.first].table == item.table && o.second == array;
  });
}

std::vector<std::size_t> Joins::tables() const {
  std::vector<std::size_t> tables;
  for (const auto& seat : seats_) tables.push_back(seat.table);
  return tables;
}

std::string Joins::text() {
  for (const auto& link : joined_) open(link.left);
  std::string out;
  for (const auto& [seat, array] : opened_)
    if (seat == 0) out += " |> " + writer_.open(seats_[seat], array, seats_);
  for (std::size_t i = 0; i < joined_.size(); ++i) {
    const auto& link = joined_[i];
    const std::vector<Seat> scope(seats_.begin(), seats_.begin() + static_cast<std::ptrdiff_t>(i) + 2);
    const auto [left, right] = writer_.key(link, scope, scope);
    out += " |> JOIN " + writer_.table(seats_[i + 1]) + " ON " + left + " = " + right;
    for (const auto& [seat, array] : opened_)
      if (seat == i + 1) out += " |> " + writer_.open(seats_[seat], array, seats_);
  }
  return out;
}

}  // namespace recoupe::planner
