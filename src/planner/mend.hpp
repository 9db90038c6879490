// A draft changed in the few places where the linker takes another decision: a condition, a column, a group, a date.
// Takes a draft's sketch and the Mentions that the linker made, gives drafts. Included by weigh.
#pragma once

#include <vector>

#include "planner/understand.hpp"

namespace recoupe::planner {

/// Changes drafts of one instruction; the conditions that the words allow are found once.
class Mender {
 public:
  explicit Mender(const Understanding& understood);
  /// Gives the drafts that come of a draft by one change each, and by all of them; none where the linker agrees with it.
  [[nodiscard]] std::vector<Draft> mend(const Draft& draft) const;

 private:
  const Understanding& understood_;
  std::vector<Condition> conditions_;
};

}  // namespace recoupe::planner
