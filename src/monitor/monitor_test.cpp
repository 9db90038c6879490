#include <doctest/doctest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <set>

#include "core/hash.hpp"
#include "monitor/file_sink.hpp"
#include "monitor/span.hpp"

using namespace recoupe;
using namespace recoupe::monitor;
namespace fs = std::filesystem;

namespace {

struct Seen {
  std::vector<core::Json> events;
  std::vector<std::string> lines;
  Monitor monitor;
  explicit Seen(Level level) {
    monitor.add(level, make_function_sink([this](Level, const std::string& line, const core::Json& json) {
                  events.push_back(json);
                  lines.push_back(line);
                }));
  }
};

struct Folder {
  fs::path path = fs::temp_directory_path() / ("recoupe-monitor-" + core::hex(core::random_bytes(6)));
  ~Folder() { fs::remove_all(path); }
};

std::vector<std::string> lines_of(const fs::path& path) {
  std::ifstream file(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

Event event_of(const std::string& name) {
  Event event;
  event.name = name;
  return event;
}

}  // namespace

TEST_CASE("spans_nest_and_share_a_trace") {
  Seen seen(Level::info);
  {
    Span run(seen.monitor, "recoupe.run", "run-1");
    Span call("tools/call query");
    CHECK(call.traceparent().size() == 55);
    CHECK(Span::current() == &call);
  }
  CHECK(Span::current() == nullptr);
  REQUIRE(seen.events.size() == 2);  // the inner one ends first
  CHECK(seen.events[0].text("event") == "tools/call query");
  CHECK(seen.events[0].text("run_id") == "run-1");
  CHECK(seen.events[0].text("trace_id") == seen.events[1].text("trace_id"));
  CHECK(seen.events[0].text("parent_span_id") == seen.events[1].text("span_id"));
  CHECK(seen.events[1].find("parent_span_id") == nullptr);
}

TEST_CASE("without_a_span_around_it_nothing_is_watched") {
  Span call("tools/call query");
  call.set("recoupe.rows", 3);
  CHECK(call.traceparent().empty());
  CHECK(Span::current() == nullptr);
}

TEST_CASE("details_are_shown_at_debug_alone") {
  for (const Level level : {Level::info, Level::debug}) {
    Seen seen(level);
    {
      Span run(seen.monitor, "recoupe.run", "run-1");
      run.set("recoupe.server", "postgres");
      run.set("mcp.method.name", "tools/call");
      run.detail("db.query.text", "SELECT 'Dupont'");
    }
    REQUIRE(seen.events.size() == 1);
    CHECK((seen.events[0].find("db.query.text") != nullptr) == (level == Level::debug));
    CHECK((seen.lines[0].find("Dupont") != std::string::npos) == (level == Level::debug));
    CHECK(seen.lines[0].find(" server=postgres") != std::string::npos);
    CHECK((seen.lines[0].find("mcp.method.name=tools/call") != std::string::npos) == (level == Level::debug));
  }
}

TEST_CASE("a_sink_takes_its_level_and_those_before_it") {
  Seen seen(Level::warning);
  {
    Span quiet(seen.monitor, "quiet", "");
    Span loud("loud");
    loud.fail("timeout");
  }
  REQUIRE(seen.events.size() == 1);
  CHECK(seen.events[0].text("error.type") == "timeout");
  CHECK(seen.events[0].text("level") == "warning");
}

TEST_CASE("a_line_holds_no_control_characters") {
  Event event = event_of("x");
  event.attributes.set("recoupe.server", "evil\x1b[31m\nname");
  const std::string line = line_of(event, true);
  CHECK(line.find('\x1b') == std::string::npos);
  CHECK(line.find('\n') == std::string::npos);
}

TEST_CASE("files_are_private_and_bounded_in_size_and_number") {
  Folder folder;
  auto sink = make_file_sink({.folder = folder.path, .bytes_max = 1'000, .files_max = 3});
  for (int i = 0; i < 100; ++i) REQUIRE(sink->take(event_of("event " + std::to_string(i)), false));
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder.path)) names.insert(entry.path().filename());
  CHECK(names == std::set<std::string>{"lock", "recoupe.jsonl", "recoupe.1.jsonl", "recoupe.2.jsonl"});
  for (const char* name : {"recoupe.jsonl", "recoupe.1.jsonl", "recoupe.2.jsonl"}) {
    CHECK(fs::file_size(folder.path / name) <= 1'000);
    struct stat file {};
    CHECK(::stat((folder.path / name).c_str(), &file) == 0);
    CHECK((file.st_mode & 0777) == 0600);
  }
  const auto last = lines_of(folder.path / "recoupe.jsonl");
  REQUIRE(!last.empty());
  CHECK(core::Json::parse(last.back())->text("event") == "event 99");
  CHECK(lines_of(folder.path / "recoupe.1.jsonl").size() > 3);
}

TEST_CASE("several_processes_write_one_file_without_mixing_or_losing_lines") {
  Folder folder;
  constexpr int processes = 4, events = 50;
  for (int process = 0; process < processes; ++process) {
    if (::fork() != 0) continue;
    auto sink = make_file_sink({.folder = folder.path, .bytes_max = 4'000, .files_max = 50});
    bool whole = true;
    for (int i = 0; i < events; ++i) whole = sink->take(event_of(std::to_string(process) + ":" + std::to_string(i)), false) && whole;
    ::_exit(whole ? 0 : 1);
  }
  for (int process = 0, status = 0; process < processes; ++process) {
    REQUIRE(::wait(&status) > 0);
    CHECK(status == 0);
  }
  std::set<std::string> seen;
  for (const auto& entry : fs::directory_iterator(folder.path)) {
    for (const std::string& line : lines_of(entry.path())) {
      const auto json = core::Json::parse(line);
      REQUIRE(json.has_value());
      seen.insert(json->text("event"));
    }
  }
  CHECK(seen.size() == processes * events);
}

TEST_CASE("a_file_that_cannot_be_written_is_told_to_the_other_sinks_once") {
  Seen seen(Level::info);
  seen.monitor.add(Level::info, make_file_sink({.folder = "/proc/no/such/folder"}));
  seen.monitor.emit(event_of("one"));
  seen.monitor.emit(event_of("two"));
  REQUIRE(seen.events.size() == 3);
  CHECK(seen.events[1].text("event") == "recoupe.log_lost");
}
