// How the plan's checks say no: an error of stage "plan" that points at the text.
// Included by validate, scope, infer and checks.
#pragma once

#include "core/result.hpp"

namespace recoupe::plan {

/// Makes the error; a span that points nowhere (a plan read from JSON) is left out.
core::Error refusal(core::Code code, const core::Span& span, core::Bilingual message, core::Bilingual remedy = {});

/// Makes the remedy a sentence: a capital first, a stop at the end.
core::Error with_sentence(core::Error error);

}  // namespace recoupe::plan
