// The bytes of records and head lines, and their hashes, as EVIDENCE.md fixes them. Nothing here touches a file.
// Included by the folder's own files.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/json.hpp"

namespace recoupe::evidence {

inline constexpr std::int64_t format_version = 1;
inline constexpr std::string_view result_key_id = "result";  // in keys.json: the key of mac_of_result

/// Gives the `prev` of a run's first record: SHA-256 of "recoupe evidence 1\n<run_id>\n".
std::string first_prev(std::string_view run_id);
/// Gives the `prev` of the first line of heads.jsonl: SHA-256 of "recoupe heads 1\n".
std::string first_head_prev();

/// Gives SHA-256, in hex, of the record in canonical JSON without `hash`.
std::string hash_of(const core::Json& record);

/// What a record is made of, before it is hashed.
struct Draft {
  std::int64_t seq = 0;
  std::string prev;
  std::string time;
  std::string kind;
  core::Json body;
  core::Json payloads;
};
/// Gives the record with its hash.
core::Json sealed_record(const Draft& draft);

/// Gives the line of heads.jsonl for a run, without `\n`.
struct Head {
  std::string run_id;
  std::int64_t seq = 0;
  std::string hash;  // of the run's last record
  std::string prev;  // SHA-256 of the line before
  std::string time;
  std::string outcome;
  std::string mac_of_result;
};
std::string line_of(const Head& head);
std::optional<Head> head_of(const core::Json& json);

/// A file of lines that ends in "\n", or in what a killed process left of one.
struct Lines {
  std::vector<std::string_view> whole;
  std::string_view torn;  // behind the last "\n"
};
Lines split_lines(std::string_view text);
/// Tells whether text is the beginning of a JSON object that was cut off, not something else.
bool is_cut_json(std::string_view text);

/// Tells whether an id can name a file in payloads/: letters, digits and dashes.
bool is_safe_id(std::string_view id);

}  // namespace recoupe::evidence
