#include "sources/mongodb/base64.hpp"

#include <doctest/doctest.h>

namespace mongodb = recoupe::sources::mongodb;

TEST_CASE("base64_writes_what_rfc_4648_says") {
  CHECK(mongodb::base64_of("").empty());
  CHECK(mongodb::base64_of("f") == "Zg==");
  CHECK(mongodb::base64_of("fo") == "Zm8=");
  CHECK(mongodb::base64_of("foobar") == "Zm9vYmFy");
  CHECK(mongodb::base64_of(std::string_view("\xff\x00\xfe", 3)) == "/wD+");
}

TEST_CASE("base64_comes_back_the_same_for_every_length") {
  std::string bytes;
  for (int i = 0; i < 40; ++i) {
    CHECK(mongodb::bytes_of_base64(mongodb::base64_of(bytes)) == bytes);
    bytes += static_cast<char>(i * 37);
  }
}

TEST_CASE("text_that_is_not_base64_is_refused") {
  for (const char* text : {"Z", "Zg=", "Zg=a", "=Zgg", "Zg==Zg==", "Z!==", "===="})
    CHECK_FALSE(mongodb::bytes_of_base64(text).has_value());
}
