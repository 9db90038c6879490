#include <doctest/doctest.h>

#include "wire/http_headers.hpp"
#include "wire/sse.hpp"
#include "wire/url.hpp"

namespace recoupe::wire {
namespace {

std::vector<SseEvent> events_of(SseParser& parser, std::string_view text, std::size_t block = 1) {
  std::vector<SseEvent> events;
  for (std::size_t at = 0; at < text.size(); at += block) REQUIRE(parser.take(text.substr(at, block), events));
  return events;
}

}  // namespace

TEST_CASE("events_are_the_same_however_the_bytes_arrive") {
  const std::string text = "\xef\xbb\xbf: hello\r\nevent: endpoint\r\ndata: /a\r\n\r\nid: 7\ndata:one\ndata: two\n\rdata\n\n: x\r\rdata: last\r\r";
  for (const std::size_t block : {std::size_t{1}, std::size_t{2}, std::size_t{3}, text.size()}) {
    SseParser parser;
    const auto events = events_of(parser, text, block);
    REQUIRE(events.size() == 3);
    CHECK(events[0].type == "endpoint");
    CHECK(events[0].data == "/a");
    CHECK(events[1].data == "one\ntwo");
    CHECK(events[2].type == "message");
    CHECK(events[2].data == "last");
    CHECK(parser.last_id() == "7");
  }
}

TEST_CASE("an_event_without_data_sets_id_and_pause_only") {
  SseParser parser;
  CHECK(events_of(parser, "id: event-1\nretry: 500\ndata: \n\n").empty());
  CHECK(parser.last_id() == "event-1");
  CHECK(parser.retry_ms() == 500);
  CHECK(events_of(parser, "retry: soon\nid\n\nretry: 99999999999\n\n").empty());
  CHECK(parser.last_id().empty());
  CHECK(parser.retry_ms() == sse_retry_ms_max);
}

TEST_CASE("an_event_beyond_the_limit_is_refused") {
  SseParser parser(1'000);
  std::vector<SseEvent> events;
  CHECK(parser.take("data: " + std::string(900, 'x') + "\n", events));
  CHECK(!parser.take("data: " + std::string(900, 'x'), events));
}

TEST_CASE("an_event_that_is_written_is_read_back") {
  SseParser parser;
  const auto events = events_of(parser, sse_event("a\nb"));
  REQUIRE(events.size() == 1);
  CHECK(events[0].data == "a\nb");
}

TEST_CASE("addresses_are_taken_apart_and_resolved") {
  const auto url = parse_url("https://u:p%40ss@Example.ORG:8443/a/b?c=d");
  REQUIRE(url.has_value());
  CHECK(url->origin() == "https://example.org:8443");
  CHECK(url->password == "p@ss");
  CHECK(url->query == "c=d");
  CHECK(parse_url("http://[::1]/")->is_loopback());
  CHECK(parse_url("http://localhost:80/x")->origin() == "http://localhost");
  CHECK(!parse_url("http://127.0.0.1.example.org/")->is_loopback());
  CHECK(!parse_url("example.org/mcp"));
  CHECK(!parse_url("file:///etc/passwd"));
  CHECK(!parse_url("http://"));
  CHECK(*resolve_url("http://h:1/sse", "/messages?id=1") == "http://h:1/messages?id=1");
  CHECK(*resolve_url("http://h:1/sse", "https://other/x") == "https://other/x");
}

TEST_CASE("header_names_and_values_are_told_from_what_can_not_be_sent") {
  CHECK(is_header_name("X-Api-Key"));
  CHECK(!is_header_name("X Key"));
  CHECK(!is_header_name(""));
  CHECK(is_header_value("Bearer a b"));
  CHECK(!is_header_value("a\r\nHost: evil"));
  CHECK(!is_header_value(" a"));
  CHECK(media_type("Text/Event-Stream ; charset=utf-8") == "text/event-stream");
}

}  // namespace recoupe::wire
