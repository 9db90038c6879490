#include "sources/postgres_mcp/python_text.hpp"

#include <doctest/doctest.h>

namespace recoupe::sources::postgres_mcp {

TEST_CASE("what_repr_writes_is_read_exactly") {
  CHECK(text_of_python("'a'") == "a");
  CHECK(text_of_python("''") == "");
  CHECK(text_of_python("\"it's\"") == "it's");
  CHECK(text_of_python(R"('it\'s "quoted"')") == "it's \"quoted\"");
  CHECK(text_of_python(R"('\\\n\r\t\x7f\xa0\u2028\U000e0001é')") == "\\\n\r\t\x7f\u00a0\u2028\U000e0001é");
}

TEST_CASE("what_is_no_one_literal_is_no_text") {
  for (const char* text : {"", "'", "a", "'a", "'a'b'", "'a', 'b'", R"('\')", R"('\x4')", R"('\ud800')", R"('\q')", "None"}) {
    CAPTURE(text);
    CHECK(!text_of_python(text));
  }
}

}  // namespace recoupe::sources::postgres_mcp
