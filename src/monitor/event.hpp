// Something that happened, as people and programs that watch get it: one line on a console, one JSON object in a file.
// Takes names and attributes (no literal of an instruction or statement), gives text. Included by the folder's sinks and spans.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/json.hpp"
#include "core/value.hpp"

namespace recoupe::monitor {

enum class Level { error, warning, info, debug };  // each shows those before it, too

std::string_view name_of(Level level);
std::optional<Level> level_of(std::string_view name);

struct Event {
  Level level = Level::info;
  std::string name;  // "tools/call query", "recoupe.run"
  core::Timestamp time;  // when it began
  std::int64_t ms = 0;   // how long it took
  std::string run_id;    // empty: outside any run
  std::string trace_id;  // as W3C writes it: 32 hex digits, of a span 16
  std::string span_id;
  std::string parent_span_id;  // empty: the first of its trace
  core::Json attributes = core::Json::object();
  core::Json details = core::Json::object();  // may hold literals: shown at the level debug alone
};

/// Gives the event as one flat JSON object.
core::Json to_json(const Event& event, bool with_details);
/// Gives the event in words for people: name, key=value; nothing in it moves a terminal's cursor.
std::string words_of(const Event& event, bool with_details);
/// Gives its words after time and level.
std::string line_of(const Event& event, bool with_details);

}  // namespace recoupe::monitor
