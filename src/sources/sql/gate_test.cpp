#include <doctest/doctest.h>

#include "sources/sql/gate.hpp"

namespace recoupe::sources::sql {
namespace {

core::Code refusal_of(std::string_view sql) {
  const auto checked = check_statement(sql);
  CAPTURE(std::string(sql));
  REQUIRE(!checked.has_value());
  CHECK(!checked.error().message.fr.empty());
  CHECK(!checked.error().remedy.fr.empty());
  return checked.error().code;
}

}  // namespace

TEST_CASE("plain_reads_are_allowed") {
  for (const char* sql : {
           "SELECT 1",
           "SELECT a, count(*) FROM public.t WHERE b = $1::text AND c IS NOT NULL GROUP BY a ORDER BY 1 DESC LIMIT 5",
           "SELECT \"a\"::float8 FROM \"public\".\"t\" WHERE (lower(\"b\" COLLATE \"C\") = ANY($1::text[]) OR \"b\" COLLATE \"C\" ~ '[^\\x01-\\x7f]')",
           "WITH q AS (SELECT x FROM s.t) SELECT max(x) FROM q",
           "SELECT FROM public.t",
           "SELECT x FROM public.t ORDER BY x NULLS LAST FETCH FIRST 3 ROWS WITH TIES",
           "SELECT e FROM public.t WHERE e = 'a'::public.mood",
           "VALUES (1), (2)",
           "SELECT x FROM public.t WHERE x BETWEEN 1 AND 2 AND y LIKE 'a%' AND z IN ('a', 'b')",
           "SELECT 'COMMIT; DROP TABLE t' FROM public.t",
       }) {
    CAPTURE(std::string(sql));
    const auto checked = check_statement(sql);
    CHECK(checked.has_value());
  }
}

TEST_CASE("what_changes_data_is_refused_as_a_write") {
  for (const char* sql : {"INSERT INTO public.t VALUES (1)", "UPDATE public.t SET a = 1", "DELETE FROM public.t",
                          "DROP TABLE public.t", "TRUNCATE public.t", "CREATE TABLE public.x (a int)", "GRANT ALL ON public.t TO x",
                          "WITH d AS (DELETE FROM public.t RETURNING 1) SELECT * FROM d", "SELECT 1 INTO public.x",
                          "SELECT a FROM public.t FOR UPDATE", "COPY public.t TO '/tmp/x'", "COPY public.t TO PROGRAM 'id'",
                          "DO $$ BEGIN END $$", "CALL public.p()", "MERGE INTO public.t USING public.u ON true WHEN MATCHED THEN DELETE"}) {
    CHECK(refusal_of(sql) == core::Code::write_refused);
  }
}

TEST_CASE("what_speaks_to_the_session_is_refused") {
  for (const char* sql : {"COMMIT", "ROLLBACK", "BEGIN", "SET TRANSACTION READ WRITE", "SET ROLE postgres", "RESET ALL",
                          "SET statement_timeout = 0", "DISCARD ALL", "EXPLAIN ANALYZE SELECT 1", "LISTEN x", "FETCH 1 FROM page",
                          "CLOSE page", "DECLARE c CURSOR FOR SELECT 1", "PREPARE p AS SELECT 1", "LOAD 'x'"}) {
    CHECK(refusal_of(sql) == core::Code::statement_refused);
  }
}

TEST_CASE("several_statements_are_refused_however_they_are_hidden") {
  refusal_of("/*x*/ COMMIT; BEGIN READ WRITE; INSERT INTO public.t VALUES (1)");
  refusal_of("SELECT 1; SELECT 2");
  refusal_of("SELECT 1;; COMMIT");
  refusal_of("");
  refusal_of(";");
  refusal_of("-- nothing");
  refusal_of(std::string_view("SELECT 1\0; DROP TABLE t", 24));
  CHECK(check_statement("SELECT 1;").has_value());
}

TEST_CASE("functions_not_on_the_list_are_refused_wherever_they_stand") {
  for (const char* sql : {
           "SELECT pg_sleep(10)",
           "SELECT * FROM pg_sleep(10)",
           "SELECT * FROM ROWS FROM (pg_sleep(10))",
           "SELECT \"pg_sleep\"(10)",
           "SELECT U&\"pg\\005fsleep\"(10)",
           "SELECT pg_catalog.pg_sleep(10)",
           "SELECT 1 FROM public.t WHERE pg_sleep(10) IS NULL",
           "SELECT 1 ORDER BY pg_sleep(10)",
           "SELECT count(*) FILTER (WHERE pg_sleep(1) IS NULL) FROM public.t",
           "SELECT sum(1) OVER (PARTITION BY pg_sleep(1)) FROM public.t",
           "SELECT CASE WHEN true THEN pg_sleep(1) END",
           "SELECT (SELECT pg_sleep(1))",
           "SELECT 1 LIMIT (SELECT pg_sleep(1) IS NULL)::int4",
           "SELECT query_to_xml('DELETE FROM t', true, true, '')",
           "SELECT * FROM dblink('', 'DELETE FROM t') AS x(a int)",
           "SELECT lo_import('/etc/passwd')",
           "SELECT pg_read_file('/etc/passwd')",
           "SELECT set_config('statement_timeout', '0', false)",
           "SELECT pg_advisory_lock(1)",
           "SELECT pg_terminate_backend(1)",
           "SELECT nextval('public.s')",
           "SELECT public.lower('x')",
           "SELECT current_setting('x')",
           "SELECT * FROM xmltable('/x' PASSING '<x/>' COLUMNS a int)",
           "SELECT repeat('x', 1000000000)",
       }) {
    CHECK(refusal_of(sql) == core::Code::statement_refused);
  }
}

TEST_CASE("operators_casts_and_attributes_are_held_to_the_list_too") {
  refusal_of("SELECT 1 OPERATOR(public.+) 2");
  refusal_of("SELECT 'pg_authid'::regclass");
  refusal_of("SELECT ('x'::pg_catalog.regproc)");
  refusal_of("SELECT t.pg_sleep FROM public.t AS t");
  refusal_of("SELECT (t).pg_relation_size FROM public.t AS t");
  refusal_of("SELECT current_user");
  refusal_of("SELECT 'x' COLLATE public.mine");
  const auto checked = check_statement("SELECT t.fn, 'a'::public.mood FROM public.t AS t");
  REQUIRE(checked.has_value());
  CHECK(checked->attributes == std::vector<std::string>{"fn"});
  CHECK(checked->types == std::vector<QualifiedName>{{"public", "mood"}});
  CHECK(checked->relations == std::vector<QualifiedName>{{"public", "t"}});
}

TEST_CASE("tables_of_the_system_and_tables_without_a_schema_are_refused") {
  refusal_of("SELECT * FROM pg_catalog.pg_authid");
  refusal_of("SELECT * FROM pg_shadow");
  refusal_of("SELECT * FROM information_schema.tables");
  refusal_of("SELECT * FROM employees");
  refusal_of("SELECT * FROM other.public.employees");
}

TEST_CASE("long_and_deep_statements_are_refused_without_a_crash") {
  refusal_of("SELECT " + std::string(70'000, '1'));
  refusal_of("SELECT " + std::string(20'000, '(') + "1" + std::string(20'000, ')'));
  std::string sum = "SELECT 1";
  for (int i = 0; i < 15'000; ++i) sum += "+1";
  refusal_of(sum);
}

}  // namespace recoupe::sources::sql
