#include "core/hash.hpp"

#include <doctest/doctest.h>

#include "core/error.hpp"
#include "core/type.hpp"

using namespace recoupe::core;

TEST_CASE("sha256_and_hmac_match_their_published_vectors") {
  CHECK(hex(sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(hex(hmac_sha256("Jefe", "what do ya want for nothing?")) ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  Sha256 pieces;
  pieces.add("a");
  pieces.add("bc");
  CHECK(named(pieces.finish()) == named(sha256("abc")));
  CHECK(random_bytes(32) != random_bytes(32));
}

TEST_CASE("types_are_written_as_they_are_read") {
  CHECK(name_of(parse_type("array<array<Int64>>").value()) == "ARRAY<ARRAY<INT64>>");
  CHECK(parse_type("numeric").value() == Type(Kind::numeric));
  CHECK_FALSE(parse_type("VARCHAR"));
  CHECK(Type::array_of(Kind::string) != Type::array_of(Kind::date));
}

TEST_CASE("codes_have_names_and_exit_codes") {
  CHECK(name_of(Code::write_refused) == "write_refused");
  CHECK(exit_code_of(Code::write_refused) == 5);
  CHECK(exit_code_of(Code::interrupted) == 130);
}
