#include "sources/sql/self_contained.hpp"

#include <doctest/doctest.h>

#include "sources/sql/gate.hpp"
#include "sources/sql/literal.hpp"

namespace recoupe::sources::sql {

using core::Json;

TEST_CASE("nasty_texts_are_quoted_so_that_the_parser_reads_them_back") {
  for (const std::string text : {"", "'", "''", "\\", "\\'", "'; DROP TABLE t; --", "a\\nb", "$1", "$$", "/* */", "é𝄞", "\n\t", "E'x'", "\"", "\\\\'"}) {
    CAPTURE(text);
    const auto sql = self_contained("SELECT $1::text", Json::array({Json(text)}));
    REQUIRE(sql.has_value());
    REQUIRE(check_statement(*sql).has_value());
    CHECK(sql->find("$1::") == std::string::npos);
    CHECK((text.find('\\') == std::string::npos || sql->find(" E'") != std::string::npos));
  }
}

TEST_CASE("names_are_pinned_to_pg_catalog_and_values_put_in") {
  const auto sql = self_contained(
      "SELECT lower(\"a$1\") FROM public.t WHERE a = $1::int8 AND b LIKE $2::text AND c = ANY($3::text[]) AND d ~ 'x' AND e IS NULL",
      Json::array({"7", "x%", Json::array({"p", Json(), "q\"'\\"})}));
  REQUIRE(sql.has_value());
  CHECK(*sql == "SELECT pg_catalog.lower(\"a$1\") FROM public.t WHERE a OPERATOR(pg_catalog.=) '7'::pg_catalog.int8"
                " AND b OPERATOR(pg_catalog.~~) 'x%'::pg_catalog.text"
                " AND c OPERATOR(pg_catalog.=) ANY( E'{\"p\",NULL,\"q\\\\\"''\\\\\\\\\"}'::pg_catalog.text[])"
                " AND d OPERATOR(pg_catalog.~) 'x' AND e IS NULL");
}

TEST_CASE("pinning_that_would_change_what_binds_first_is_refused") {
  // = binds less than ||, OPERATOR(=) as much.
  CHECK(!self_contained("SELECT 'a' = 'b' || 'c'", Json::array()).has_value());
  CHECK(self_contained("SELECT 'a' = ('b' || 'c')", Json::array()).has_value());
}

TEST_CASE("each_reach_allows_what_it_names_and_no_more") {
  const auto allowed = [](const char* sql, Reach reach) { return check_statement(sql, reach).has_value(); };
  const char* setting = "SELECT current_setting('TimeZone')";
  CHECK(!allowed(setting, Reach::data));
  CHECK(allowed(setting, Reach::carried));
  const char* catalog = "SELECT relname FROM pg_catalog.pg_class";
  CHECK(!allowed(catalog, Reach::carried));
  CHECK(allowed(catalog, Reach::catalog));
  for (const char* sql : {"SELECT rolpassword FROM pg_catalog.pg_authid", "SELECT set_config('a', 'b', true)", "SELECT pg_sleep(1)",
                          "COMMIT; CREATE TABLE t (x int)", "SELECT 1; COMMIT", "SELECT * FROM pg_catalog.pg_read_file('x')",
                          "DELETE FROM public.t", "SELECT 1 INTO x"}) {
    CAPTURE(sql);
    for (const Reach reach : {Reach::data, Reach::carried, Reach::catalog}) CHECK(!allowed(sql, reach));
  }
}

}  // namespace recoupe::sources::sql
