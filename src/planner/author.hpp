// The port to a model that writes plans itself, what it is sent, and how its answer is held to the catalog, to the
// instruction and to the plan language. Takes an instruction and a catalog, gives a Proposal as propose does.
// Implemented in models/openai; included by run.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "instruction/instruction.hpp"
#include "planner/planner.hpp"

namespace recoupe::planner {

inline constexpr int author_repairs_max = 2;                            // answers asked for again, with what was wrong
inline constexpr std::size_t author_catalog_bytes_max = 96 * 1024;      // of the prompt; tables far from the words are left out
inline constexpr std::size_t author_comment_bytes_max = 200;            // of one table or field, where values may be sent
inline constexpr std::size_t author_answer_bytes_max = 512 * 1024;
inline constexpr std::size_t author_readings_max = 3;                   // of a question

/// What was said since the instruction: the model's answers, and why they do not hold.
struct AuthorTurn {
  bool from_model = false;
  std::string text;
};

/// All that a model is sent: language and catalog, the instruction, the JSON Schema of its answer.
struct AuthorPrompt {
  std::string system;
  std::vector<AuthorTurn> turns;
  core::Json schema;
};

struct Written {
  std::string text;
  std::int64_t tokens_read = 0;     // as the endpoint counts them; 0: it does not tell
  std::int64_t tokens_written = 0;
};

/// A model that writes: text in, text out.
class Author {
 public:
  virtual ~Author() = default;
  /// Names the model and where it runs, for evidence; never its key.
  [[nodiscard]] virtual core::Json identity() const = 0;
  virtual core::Result<Written> write(const AuthorPrompt& prompt, const core::Cancel& cancel) = 0;
};

/// Gives what a model is sent: names and types of the catalog; known values and comments only with `sends_values`.
AuthorPrompt author_prompt(const instruction::Instruction& instruction, const catalog::Catalog& catalog, bool sends_values);

/// Gives the JSON Schema of an answer: a plan (text or JSON form), a refusal, or a question with readings.
core::Json author_schema();

/// An answer taken apart, its plans in text or JSON form, not yet validated.
struct AuthorAnswer {
  Outcome outcome = Outcome::plan;
  std::vector<std::string> plans;  // plan: one; clarify: the readings
  std::string reason;              // of a refusal: "write" | "not_in_schema" | "not_a_question"
  std::string words;               // of a refusal: why; of a question: the question
};
/// Reads an answer: the JSON object asked for, a plan in either form, or one code block with either. Errors:
/// `model_invalid_answer`.
core::Result<AuthorAnswer> read_answer(std::string_view text);

/// Validates a parsed plan against a catalog that may grow meanwhile.
using Validate = std::function<core::Result<plan::Plan>(const plan::Plan&)>;

/// Lets a model write the plan of an instruction; what does not hold is sent back at most `repairs_max` times. Errors:
/// `model_invalid_answer` naming what does not hold; those of the author and of `validate` that no answer can mend.
core::Result<Proposal> propose_by(Author& author, const instruction::Instruction& instruction, const catalog::Catalog& catalog,
                                  bool sends_values, int repairs_max, const Validate& validate, const core::Cancel& cancel);

}  // namespace recoupe::planner
