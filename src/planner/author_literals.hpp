// Where the literals of a plan made from an instruction may come from (LANGUAGE.md "Values and types").
// Takes a validated plan and the instruction, gives the plan or an error that names the literal. Included by author.
#pragma once

#include "instruction/instruction.hpp"
#include "plan/plan.hpp"

namespace recoupe::planner {

/// Holds every literal to the instruction, the known values of its field, and the constants that are free. A text that
/// inflects exactly one known value of its field becomes that value. Errors: `model_invalid_answer`; its candidates are
/// known values, which its message does not tell.
core::Status check_literals(plan::Plan& plan, const instruction::Instruction& instruction, const catalog::Catalog& catalog);

}  // namespace recoupe::planner
