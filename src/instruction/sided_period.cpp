#include "instruction/sided_period.hpp"

#include <utility>

#include "instruction/instruction.hpp"

namespace recoupe::instruction {
namespace {

Relation relation_of(std::string_view folded) {
  if (folded == "before" || folded == "avant") return Relation::before;
  if (folded == "after" || folded == "apres") return Relation::after;
  return Relation::during;
}

}  // namespace

core::Result<SidedPeriod> parse_sided(std::string_view words) {
  auto whole = Period::parse(words);
  if (whole) return SidedPeriod{*std::move(whole), std::string(words)};
  const auto all = words_of(words);
  if (all.size() < 2 || all.front().begin != 0) return core::fail(std::move(whole).error());
  const Relation relation = relation_of(all.front().folded);
  if (relation == Relation::during) return core::fail(std::move(whole).error());
  const std::string_view rest = words.substr(all[1].begin);
  auto period = Period::parse(rest);
  if (!period) return core::fail(std::move(whole).error());
  return SidedPeriod{*std::move(period), std::string(rest), relation};
}

}  // namespace recoupe::instruction
