#include <doctest/doctest.h>

#include "wire/redact.hpp"

namespace recoupe::wire {

TEST_CASE("passwords_of_uris_and_pairs_are_hidden_and_the_rest_stays") {
  CHECK(redact("at postgresql://u:hunter2@h:5432/d?x=1") == "at postgresql://u:***@h:5432/d?x=1");
  CHECK(redact("mongodb+srv://u:p%40ss/word@h/d") == "mongodb+srv://u:***@h/d");
  CHECK(redact("host=h password=hunter2 dbname=d") == "host=h password=*** dbname=d");
  CHECK(redact("{\"token\": \"abc def\", \"a\": 1}") == "{\"token\": \"***\", \"a\": 1}");
  CHECK(redact("Authorization: Bearer abc.def") == "Authorization: Bearer ***");
  CHECK(redact("http://localhost:8080/path and user@example.org") == "http://localhost:8080/path and user@example.org");
}

TEST_CASE("given_secrets_are_hidden_wherever_they_stand_and_short_ones_hide_nothing") {
  const std::vector<std::string> secrets = {"s3cr3t-value", "dev"};
  CHECK(redact("say s3cr3t-value in dev", secrets) == "say *** in dev");
}

TEST_CASE("secrets_of_a_command_are_its_uris_passwords_and_variables_called_so") {
  const std::vector<std::string> args = {"mcp", "postgresql://u:inuri@h/d"};
  const auto secrets = secrets_of(args, {{"API_TOKEN", "tok-1"}, {"HOST", "h"}, {"DB", "mongodb://a:inenv@h"}});
  CHECK(secrets == std::vector<std::string>{"inuri", "tok-1", "inenv"});
}

TEST_CASE("another_programs_words_lose_control_characters_and_are_cut_at_a_character") {
  CHECK(last_words("\x1b[31mred\x1b[0m\r\n\x07ok", {}, 100) == "red\nok");
  CHECK(last_words("aaaééé", {}, 5) == "…éé");
  CHECK(last_words("bad \xff byte", {}, 100) == "bad ? byte");
}

}  // namespace recoupe::wire
