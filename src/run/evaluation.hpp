// How right the planner is: each case is answered by the whole program and compared, as an answer, with that of its plan.
// Takes a Session and cases, gives what became of each. Included by cli.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "run/session.hpp"

namespace recoupe::run {

/// An instruction and what it should come to, written by hand.
struct EvaluationCase {
  std::string id;
  std::string language;               // "fr" | "en"
  std::string kind;                   // "plan" | "clarify" | "refuse"
  std::string reason;                 // of "refuse": not_in_schema | write | injection | not_a_question
  std::string instruction;
  std::vector<std::string> plans;     // "plan": any of them is right; "clarify": the readings
};

/// Reads a line of a case file (JSONL). Errors: `usage`, naming the field.
core::Result<EvaluationCase> evaluation_case(std::string_view line);

/// right: the answer is that of a plan; wrong: another answer, given as if it were right; asked_right, asked_wrong:
/// readings were offered, with or without a right one; refused; failed: a source or we did. A case that should be refused
/// or asked is right when it is; refusing an unclear one is refused, answering it is wrong.
enum class EvaluationOutcome { right, wrong, asked_right, asked_wrong, refused, failed };
std::string_view name_of(EvaluationOutcome outcome);

struct Evaluated {
  EvaluationOutcome outcome = EvaluationOutcome::failed;
  std::string proposed;         // the plan that was answered with, or the code of the refusal
  std::string form;             // the kind of the case's first plan: "EXISTS", "AGGREGATE", …
  std::int64_t sources = 0;     // servers that it reads
  std::int64_t ms = 0;          // from instruction to plan, in a warm session
  bool empty = false;           // the right answer has no row: nothing tells plans apart that agree on that
};

/// Answers one case. Never fails: what went wrong is an outcome.
Evaluated evaluate(Session& session, const EvaluationCase& one, core::Timestamp now, const core::Cancel& cancel);

/// Writes the case with what became of it as one JSON object.
core::Json to_json(const EvaluationCase& one, const Evaluated& evaluated);

}  // namespace recoupe::run
