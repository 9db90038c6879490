// Every bound in one place: rows, bytes, time, depth, counts. Units stand last in the name.
// Included wherever something could grow without end.
#pragma once

#include <cstddef>
#include <cstdint>

namespace recoupe::core::limits {

inline constexpr std::int64_t rows_shown_max = 1'000;           // --rows default
inline constexpr std::int64_t fetch_rows_max = 5'000'000;       // one fetch, default budget
inline constexpr std::int64_t fetch_bytes_max = 2'000'000'000;  // one fetch, default budget
inline constexpr std::int64_t memory_bytes_max =
    1'073'741'824;  // of the local engine, default budget; beyond it spills to disk
inline constexpr std::int64_t page_rows_max = 5'000;            // one reply of our servers
inline constexpr std::int64_t page_bytes_max = 8 * 1024 * 1024;
inline constexpr std::size_t frame_bytes_max = 64 * 1024 * 1024;  // one JSON-RPC message
inline constexpr std::size_t stderr_bytes_kept_max = 16 * 1024;   // of a server's stderr, the last
inline constexpr int call_timeout_ms = 120'000;
inline constexpr int start_timeout_ms = 30'000;   // a server's first answer
inline constexpr int stop_timeout_ms = 3'000;     // then SIGKILL to its group
inline constexpr int discover_timeout_ms = 2'000; // server/discover before initialize
inline constexpr std::size_t foreign_text_bytes_max = 2'000;  // of another program's words, in an error message
inline constexpr int stray_lines_max = 100;        // lines on a server's stdout that are no messages
inline constexpr std::size_t tools_max = 1'000;    // of one server
inline constexpr std::size_t tools_page_max = 100; // of ours, in one reply to tools/list
inline constexpr int list_pages_max = 100;
inline constexpr std::size_t calls_queued_max = 64;    // waiting in one of our servers
inline constexpr std::size_t progress_kept_max = 256;  // notifications that wait for the caller
inline constexpr std::size_t config_bytes_max = 1024 * 1024;
inline constexpr std::int64_t keys_per_call_max = 2'000;
inline constexpr std::int64_t keys_pushed_max = 100'000;  // above, the right side is read whole
inline constexpr std::int64_t sample_documents_max = 5'000;
inline constexpr std::int64_t known_values_max = 50;      // distinct values kept of a text field
inline constexpr std::size_t known_value_bytes_max = 64;
inline constexpr std::size_t plan_bytes_max = 256 * 1024;
inline constexpr int plan_depth_max = 100;
inline constexpr std::size_t instruction_bytes_max = 8 * 1024;
inline constexpr std::size_t digest_lines_bytes_max = 64 * 1024 * 1024;  // above, a result's lines are not sealed

}  // namespace recoupe::core::limits
