#include "result/test_company.hpp"

namespace recoupe::result {

namespace {

using Counts = std::vector<std::pair<std::string, std::int64_t>>;

}  // namespace

TEST_CASE("exists_without_selected_columns_is_never_ambiguous_and_never_multiplies") {
  const Answer answer = answer_of(test_company(), R"(FROM mongodb.users
|> CHECK EXISTS IN postgres.public.employees ON LOWER(email) = LOWER(work_email)
|> SELECT email, finding)");
  CHECK(answer.row_count == 6);
  CHECK(answer.findings[0].counts == Counts{{"ok", 2}, {"missing", 2}, {"no_key", 2}});
}

TEST_CASE("counterparts_that_differ_in_scale_alone_agree") {
  CHECK(rows_of(test_company(), R"(FROM mongodb.users
|> WHERE role = 'admin' AND LOWER(email) LIKE 'élo%'
|> CHECK EXISTS IN postgres.public.employees ON LOWER(email) = LOWER(work_email) SELECT rate
|> SELECT rate, finding)") == "[\"2\",\"ok\"]\n");
}

TEST_CASE("a_side_may_be_a_pipeline") {
  const Answer answer = answer_of(test_company(), R"(FROM mongodb.users
|> CHECK EXISTS IN (FROM postgres.public.employees |> WHERE department = 'IT' |> SELECT LOWER(work_email) AS mail, department) AS e ON LOWER(users.email) = e.mail SELECT department
|> WHERE finding = 'ok'
|> SELECT email, department)");
  CHECK(lines_of(answer) == "[\"Ann@X.org\",\"IT\"]\n[\"Élodie@x.org\",\"IT\"]\n");
  CHECK(answer.coverage[1].after_filter == 3);
  CHECK(answer.coverage[1].matched == 2);
  CHECK(answer.coverage[1].unmatched == 1);
}

TEST_CASE("absent_is_the_other_way_round") {
  const Answer answer = answer_of(test_company(), R"(FROM postgres.public.employees
|> CHECK ABSENT IN mongodb.users ON LOWER(work_email) = LOWER(email) AS leaver
|> SELECT id, leaver)");
  CHECK(lines_of(answer) == "[\"1\",\"present\"]\n[\"2\",\"present\"]\n[\"3\",\"present\"]\n[\"4\",\"ok\"]\n");
  CHECK(answer.findings[0].name == "leaver");
}

TEST_CASE("a_second_check_renames_the_first_one_in_the_counts_too") {
  const Answer answer = answer_of(test_company(), R"(FROM postgres.invoices
|> CHECK UNIQUE BY number
|> CHECK RULE amount > 5
|> SELECT number, amount, finding_1, finding)");
  CHECK(lines_of(answer) == R"(["1","10.10","ok","ok"]
["2","0.20","duplicate","violation"]
["2","5","duplicate","violation"]
["5","7.5","ok","ok"]
["6",null,"ok","unknown"]
)");
  REQUIRE(answer.findings.size() == 2);
  CHECK(answer.findings[0].name == "finding_1");
  CHECK(answer.findings[0].counts == Counts{{"ok", 3}, {"duplicate", 2}});
  CHECK(answer.findings[1].counts == Counts{{"ok", 2}, {"violation", 2}, {"unknown", 1}});
}

TEST_CASE("sequence_adds_one_row_per_gap") {
  CHECK(rows_of(test_company(), R"(FROM postgres.invoices
|> CHECK SEQUENCE BY number
|> SELECT number, gap_from, gap_to, finding)") == R"(["1",null,null,"ok"]
["2",null,null,"duplicate"]
["2",null,null,"duplicate"]
["5",null,null,"ok"]
["6",null,null,"ok"]
[null,"3","4","gap"]
)");
  CHECK(rows_of(test_company(), R"(FROM postgres.invoices
|> CHECK SEQUENCE BY number PARTITION BY employee_id
|> WHERE finding != 'ok'
|> SELECT employee_id, gap_from, gap_to, finding)") == "[\"2\",\"3\",\"4\",\"gap\"]\n");
}

TEST_CASE("a_sequence_over_the_whole_of_int64_has_its_gap") {
  Company company;
  company.add("postgres", catalog::SourceKind::postgres, "numbers", {field({"n"}, core::Kind::int64), field({"f"}, core::Kind::float64)},
              {{number(INT64_MIN), core::Value(0.0)}, {number(INT64_MAX), core::Value(-0.0)}});
  CHECK(rows_of(company, "FROM postgres.numbers\n|> CHECK SEQUENCE BY n PARTITION BY f\n|> WHERE finding = 'gap'") ==
        "[null,\"-0\",\"-9223372036854775807\",\"9223372036854775806\",\"gap\"]\n");
}

TEST_CASE("a_check_inside_a_side_keeps_its_counts_under_another_name") {
  const Answer answer = answer_of(test_company(), R"(FROM postgres.invoices
|> CHECK UNIQUE BY number
|> CHECK EXISTS IN (FROM postgres.public.employees |> CHECK RULE department = 'IT') AS e ON employee_id = e.id)");
  std::vector<std::string> names;
  for (const CheckCounts& counts : answer.findings) names.push_back(counts.name);
  CHECK(names == std::vector<std::string>{"finding_1", "finding_2", "finding"});
  CHECK(answer.findings[1].counts == Counts{{"ok", 3}, {"violation", 1}});
}

TEST_CASE("a_key_of_the_right_side_may_divide") {
  CHECK(rows_of(test_company(), R"(FROM postgres.public.employees
|> SELECT id
|> CHECK MATCH WITH postgres.invoices AS i ON id = i.number / 2 COMPARE id = i.employee_id
|> AGGREGATE COUNT(*) AS n GROUP BY finding)") == "[\"mismatch\",\"2\"]\n[\"ok\",\"1\"]\n[\"only_left\",\"2\"]\n[\"only_right\",\"2\"]\n");
}

TEST_CASE("match_gives_one_row_per_pair_and_names_what_differs") {
  const Answer answer = answer_of(test_company(), R"(FROM mongodb.users
|> CHECK MATCH WITH postgres.public.employees AS e ON LOWER(users.email) = LOWER(e.work_email) COMPARE balance = rate TOLERANCE 20 %
|> SELECT email, id, differences, finding)");
  CHECK(lines_of(answer) == R"(["Ann@X.org","1",[],"ok"]
["bob@x.org",null,[],"only_left"]
["eve@x.org",null,[],"only_left"]
["Élodie@x.org","2",[],"ok"]
["Élodie@x.org","3",[],"ok"]
[null,"4",[],"only_right"]
[null,null,[],"no_key"]
[{"$missing":true},null,[],"no_key"]
)");
  CHECK(rows_of(test_company(), R"(FROM mongodb.users
|> CHECK MATCH WITH postgres.public.employees AS e ON LOWER(users.email) = LOWER(e.work_email) COMPARE balance = rate
|> WHERE finding = 'mismatch'
|> SELECT id, differences)") == R"(["2",[{"column":"balance","left":"2.50","right":"2"}]]
["3",[{"column":"balance","left":"2.50","right":"2.00"}]]
)");
}

TEST_CASE("totals_compare_group_by_group") {
  CHECK(rows_of(test_company(), R"(FROM postgres.public.employees
|> CHECK TOTALS WITH postgres.invoices BY id = employee_id COMPARE SUM(rate) = SUM(amount) TOLERANCE 10, COUNT(*) = COUNT(*))") ==
        R"~(["1","1.0","10.30","1","2",[{"column":"COUNT(*)","left":"1","right":"2"}],"mismatch"]
["2","2","12.5","1","2",[{"column":"SUM(rate)","left":"2","right":"12.5"},{"column":"COUNT(*)","left":"1","right":"2"}],"mismatch"]
["3","2.00",null,"1",null,[],"only_left"]
["4",null,null,"1",null,[],"only_left"]
[null,null,null,null,"1",[],"only_right"]
)~");
}

}  // namespace recoupe::result
