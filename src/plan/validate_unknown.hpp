// What more can be said of a name that a plan's scope does not have. Included by validate.
#pragma once

#include "plan/scope.hpp"

namespace recoupe::plan {

/// Gives the name that stands in the step where the error points, or nullptr.
const Name* name_at(const Step& step, const core::Error& error);

/// Makes the remedy of an unknown name say so where an earlier check of the pipeline has the column on its other side
/// but does not select it.
core::Error with_unselected(core::Error error, const Pipeline& pipeline, std::size_t failed,
                            const catalog::Catalog& catalog);

}  // namespace recoupe::plan
