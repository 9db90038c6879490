#include <doctest/doctest.h>

#include <unistd.h>

#include <thread>

#include "wire/file_descriptor.hpp"
#include "wire/json_rpc.hpp"
#include "wire/lines.hpp"

namespace recoupe::wire {
namespace {

Pipe pipe_with(const std::string& bytes) {
  auto pipe = make_pipe();
  REQUIRE(pipe.has_value());
  REQUIRE(::write(pipe->write.get(), bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
  pipe->write.close();
  return *std::move(pipe);
}

}  // namespace

TEST_CASE("lines_come_one_by_one_and_an_unfinished_last_one_is_dropped") {
  const Pipe pipe = pipe_with("a\r\n\nb\nrest");
  LineReader reader(pipe.read.get());
  CHECK(reader.next(Deadline::in_ms(1000), {}) == "a");
  CHECK(reader.next(Deadline::in_ms(1000), {}) == "");
  CHECK(reader.next(Deadline::in_ms(1000), {}) == "b");
  CHECK(reader.next(Deadline::in_ms(1000), {}).error() == Fault::closed);
  CHECK(reader.unfinished_bytes() == 4);
}

TEST_CASE("a_line_beyond_the_limit_is_reported_and_skipped") {
  const Pipe pipe = pipe_with(std::string(5'000, 'x') + "\nok\n");
  LineReader reader(pipe.read.get(), 100);
  CHECK(reader.next(Deadline::in_ms(1000), {}).error() == Fault::too_long);
  CHECK(reader.next(Deadline::in_ms(1000), {}) == "ok");
}

TEST_CASE("waiting_for_a_line_ends_in_time_and_on_request") {
  auto pipe = make_pipe();
  REQUIRE(pipe.has_value());
  LineReader reader(pipe->read.get());
  CHECK(reader.next(Deadline::in_ms(20), {}).error() == Fault::timed_out);
  const core::Cancel cancel;
  cancel.request();
  CHECK(reader.next(Deadline::never(), cancel).error() == Fault::cancelled);
}

TEST_CASE("writing_to_a_pipe_that_nobody_reads_ends_without_a_signal") {
  auto pipe = make_pipe();
  REQUIRE(pipe.has_value());
  bool begun = false;
  const auto full = write_line(pipe->write.get(), std::string(200'000, 'x'), Deadline::in_ms(50), {}, begun);
  REQUIRE(!full.has_value());
  CHECK(full.error() == Fault::timed_out);
  CHECK(begun);
  pipe->read.close();
  CHECK(write_line(pipe->write.get(), "x", Deadline::in_ms(50), {}, begun).error() == Fault::closed);
}

TEST_CASE("messages_are_told_apart_and_what_is_none_is_refused") {
  const auto parsed = [](std::string_view text) { return parse_message(*core::Json::parse(text)); };
  CHECK(std::holds_alternative<Request>(*parsed(R"({"jsonrpc":"2.0","id":"a","method":"m"})")));
  CHECK(std::holds_alternative<Notification>(*parsed(R"({"jsonrpc":"2.0","method":"m"})")));
  CHECK(std::holds_alternative<Response>(*parsed(R"({"jsonrpc":"2.0","id":1,"result":null})")));
  CHECK(std::get<Response>(*parsed(R"({"jsonrpc":"2.0","id":null,"error":{"code":-1,"message":"x"}})")).error->code == -1);
  for (const char* text : {"1", "{}", R"({"jsonrpc":"1.0","id":1,"method":"m"})", R"({"jsonrpc":"2.0","id":{},"method":"m"})",
                           R"({"jsonrpc":"2.0","id":null,"method":"m"})", R"({"jsonrpc":"2.0","id":1})",
                           R"({"jsonrpc":"2.0","id":1,"method":"m","params":1})", R"({"jsonrpc":"2.0","id":1,"error":{}})"}) {
    CAPTURE(std::string(text));
    CHECK(!parsed(text));
  }
}

}  // namespace recoupe::wire
