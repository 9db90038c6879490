// What went wrong, as properties to branch on: code, origin, stage, place, whether a retry can help.
// Messages are for people, in both languages; nothing may branch on them. Included everywhere.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/language.hpp"

namespace recoupe::core {

/// Who can mend it.
enum class Origin { user, model, source, internal };

// One line per code: identifier, its stable name in JSON (docs/errors.md), the exit code of the command line.
#define RECOUPE_ERROR_CODES(X)                     \
  X(usage, "usage", 2)                             \
  X(invalid_config, "invalid_config", 2)           \
  X(invalid_json, "invalid_json", 2)               \
  X(syntax, "syntax", 2)                           \
  X(unknown_name, "unknown_name", 2)               \
  X(ambiguous_name, "ambiguous_name", 2)           \
  X(duplicate_name, "duplicate_name", 2)           \
  X(type_mismatch, "type_mismatch", 2)             \
  X(invalid_plan, "invalid_plan", 2)               \
  X(invalid_period, "invalid_period", 2)           \
  X(invalid_time_zone, "invalid_time_zone", 2)     \
  X(clarification_needed, "clarification_needed", 3) \
  X(authentication, "authentication", 4)           \
  X(write_refused, "write_refused", 5)             \
  X(statement_refused, "statement_refused", 5)     \
  X(not_answerable, "not_answerable", 5)           \
  X(policy, "policy", 5)                           \
  X(unreachable, "unreachable", 6)                 \
  X(server_exited, "server_exited", 6)             \
  X(server_protocol, "server_protocol", 6)         \
  X(server_error, "server_error", 6)               \
  X(timeout, "timeout", 6)                         \
  X(budget_reached, "budget_reached", 6)           \
  X(model_unavailable, "model_unavailable", 6)     \
  X(model_invalid_answer, "model_invalid_answer", 6) \
  X(value_unreadable, "value_unreadable", 6)       \
  X(division_by_zero, "division_by_zero", 6)       \
  X(evidence_invalid, "evidence_invalid", 7)       \
  X(replay_drifted, "replay_drifted", 7)           \
  X(evidence_unwritable, "evidence_unwritable", 6) \
  X(internal, "internal", 70)                      \
  X(interrupted, "interrupted", 130)

enum class Code {
#define RECOUPE_AS_ENUM(id, name, exit) id,
  RECOUPE_ERROR_CODES(RECOUPE_AS_ENUM)
#undef RECOUPE_AS_ENUM
};

/// Gives the stable name of a code, as it stands in JSON.
std::string_view name_of(Code code);
std::string_view name_of(Origin origin);

/// Gives the exit code of the command line for an error that ends a run.
int exit_code_of(Code code);

/// A place in a text that a person wrote: bytes from the start; line and column count from 1, columns in code points.
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::uint32_t line = 1;
  std::uint32_t column = 1;
};

struct Error {
  Code code = Code::internal;
  Origin origin = Origin::internal;
  std::string stage;                    // the folder's name: "plan", "mcp", "sources/postgres", …
  Bilingual message;                    // what is wrong, naming the thing
  Bilingual remedy;                     // what would do
  std::optional<Span> span = {};        // where in the plan's or instruction's text
  std::vector<std::string> candidates = {};  // names that would have been known, nearest first
  bool retryable = false;
};

}  // namespace recoupe::core
