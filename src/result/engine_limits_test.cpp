#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "result/duckdb_api.hpp"
#include "result/vectors.hpp"
#include "result/test_company.hpp"

namespace recoupe::result {

namespace {

/// Many users, first to last or last to first.
Company crowd(std::int64_t count, bool reversed) {
  using core::Kind;
  std::vector<Cells> cells;
  for (std::int64_t i = 0; i < count; ++i) {
    const std::int64_t n = reversed ? count - 1 - i : i;
    cells.push_back({number(n), text("user" + std::to_string(n % 5'000) + "@x.org"),
                     decimal(std::to_string(n % 7) + (n % 2 == 0 ? ".0" : ".00")),
                     core::Value(static_cast<double>(n % 1'000) / 7 * (n % 3 == 0 ? 1e16 : 1))});
  }
  Company company;
  company.add("mongodb", catalog::SourceKind::mongodb, "crowd",
              {field({"n"}, Kind::int64), field({"email"}, Kind::string), field({"amount"}, Kind::numeric),
               field({"score"}, Kind::float64)},
              std::move(cells));
  return company;
}

}  // namespace

TEST_CASE("the_digest_depends_neither_on_the_order_of_rows_nor_on_threads") {
  const Company forwards = crowd(30'000, false);
  const Company backwards = crowd(30'000, true);
  for (const char* text :
       {"FROM mongodb.crowd\n|> AGGREGATE SUM(score) AS s, AVG(score) AS m, SUM(amount) AS a, MIN(amount) AS low, MAX(amount) AS high GROUP BY amount",
        "FROM mongodb.crowd\n|> SELECT amount, email\n|> DISTINCT",
        "FROM mongodb.crowd\n|> ORDER BY amount\n|> LIMIT 100\n|> SELECT amount, score",
        "FROM mongodb.crowd\n|> CHECK EXISTS IN mongodb.crowd AS o ON LOWER(crowd.email) = o.email AND o.n < 5000 SELECT amount\n|> AGGREGATE COUNT(*) AS c GROUP BY finding"}) {
    INFO(text);
    CHECK(answer_of(forwards, text).digest == answer_of(backwards, text).digest);
  }
}

TEST_CASE("cancelling_stops_a_long_query_within_a_second") {
  Run run = Run::start(crowd(30'000, false),
                       "FROM mongodb.crowd\n|> JOIN mongodb.crowd AS o ON crowd.score < o.score * 2 AND UPPER(crowd.email) != UPPER(o.email)\n|> AGGREGATE COUNT(*) AS n");
  const core::Cancel cancel;
  std::jthread later([&cancel] {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    cancel.request();
  });
  const auto begin = std::chrono::steady_clock::now();
  const auto answer = run.engine->answer(run.executed, cancel);
  REQUIRE(!answer);
  CHECK(answer.error().code == core::Code::interrupted);
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::milliseconds(2'300));
}

TEST_CASE("the_database_reaches_nothing_outside_and_keeps_its_configuration") {
  std::string folder;
  {
    auto database = Database::open(64'000'000);
    REQUIRE(database);
    CHECK(!database->run("SELECT * FROM read_csv('/etc/passwd')"));
    CHECK(!database->run("COPY (SELECT 1) TO '/tmp/recoupe_out.csv'"));
    CHECK(!database->run("INSTALL httpfs"));
    CHECK(!database->run("ATTACH '/tmp/recoupe_other.db'"));
    CHECK(!database->run("SET enable_external_access = true"));
    CHECK(!database->run("SET threads = 1"));
    folder = database->folder();
    CHECK(std::filesystem::exists(folder));
  }
  CHECK(!std::filesystem::exists(folder));
}

TEST_CASE("what_a_killed_run_spilled_is_removed_by_the_next_start_and_only_that") {
  const std::filesystem::path temporary = std::filesystem::temp_directory_path();
  const auto folder = [&](const std::string& name, bool with_lock) {
    std::filesystem::create_directory(temporary / name);
    std::filesystem::permissions(temporary / name, std::filesystem::perms::owner_all);
    std::ofstream(temporary / name / "duckdb_temp_storage-0.tmp") << "spilled";
    if (with_lock) std::ofstream(temporary / name / "lock");
    return temporary / name;
  };
  const auto left = folder("recoupe-aB3dE5", true);
  const auto foreign = folder("recoupe-no10ck", false);
  const auto living = SpillFolder::make();
  REQUIRE(living);
  CHECK(!std::filesystem::exists(left));
  CHECK(std::filesystem::exists(foreign));
  const auto next = SpillFolder::make();
  REQUIRE(next);
  CHECK(std::filesystem::exists(living->path()));
  std::filesystem::remove_all(foreign);
}

TEST_CASE("an_answer_larger_than_the_memory_budget_is_an_error_that_names_it") {
  Run run = Run::start(crowd(30'000, false), "FROM mongodb.crowd AS a\n|> JOIN mongodb.crowd AS b ON a.amount = b.amount AND a.n < 200",
                       {}, 128 * 1024 * 1024);
  const auto answer = run.answer();
  REQUIRE(!answer);
  INFO(answer.error().message.en);
  CHECK(answer.error().code == core::Code::budget_reached);
  CHECK(answer.error().message.en.find("The rows of the result take more than the budget memory_mb = 128") != std::string::npos);
}

TEST_CASE("what_does_not_fit_in_memory_is_spilled_and_sorted") {
  auto database = Database::open(100'000'000);
  REQUIRE(database);
  REQUIRE(database->run("CREATE TABLE t AS SELECT i, md5(i::VARCHAR) || repeat('x', 100) AS text FROM range(1000000) r(i)"));
  std::int64_t rows = 0;
  std::string last;
  const auto status = database->stream("SELECT text FROM t ORDER BY text", {}, [&](duckdb_data_chunk chunk) {
    const Reader texts(duckdb_data_chunk_get_vector(chunk, 0));
    const idx_t count = duckdb_data_chunk_get_size(chunk);
    for (idx_t row = 0; row < count; ++row) {
      if (texts.text(row) < last) return core::Status(core::fail(engine_fault("not sorted")));
      last = texts.text(row);
    }
    rows += static_cast<std::int64_t>(count);
    return core::Status();
  });
  INFO((status ? "" : status.error().message.en));
  REQUIRE(status);
  CHECK(rows == 1'000'000);
}

TEST_CASE("the_memory_budget_is_an_error_of_its_own") {
  auto database = Database::open(10'000'000);
  REQUIRE(database);
  const auto status = database->run("CREATE TABLE t AS SELECT list(i::VARCHAR || repeat('x', 100)) AS l FROM range(1000000) r(i)");
  REQUIRE(!status);
  CHECK(status.error().code == core::Code::budget_reached);
}

TEST_CASE("text_that_is_not_utf8_is_refused_not_changed") {
  Company company;
  company.add("mongodb", catalog::SourceKind::mongodb, "users", {field({"name"}, core::Kind::string)}, {});
  Run run = Run::start(company, "FROM mongodb.users");
  rows::Batch batch;
  batch.columns.push_back(rows::make_column("name", core::Kind::string));
  REQUIRE(batch.columns[0].append(text("\xff")));
  const auto status = run.engine->append(0, batch);
  REQUIRE(!status);
  CHECK(status.error().code == core::Code::value_unreadable);
}

TEST_CASE("any_text_survives_as_literal_and_as_value") {
  Company company;
  const std::string odd = std::string("it''s\0 %_\\\"", 11);
  company.add("mongodb", catalog::SourceKind::mongodb, "users", {field({"name"}, core::Kind::string)},
              {{text(odd)}, {text("it's'); DROP TABLE fetch_0; --")}, {text("")}});
  CHECK(answer_of(company, "FROM mongodb.users").batches[0].columns[0].texts ==
        std::vector<std::string>{"", odd, "it's'); DROP TABLE fetch_0; --"});
  CHECK(rows_of(company, "FROM mongodb.users\n|> WHERE name = 'it''s''); DROP TABLE fetch_0; --' OR name = ''") ==
        "[\"\"]\n[\"it's'); DROP TABLE fetch_0; --\"]\n");
}

}  // namespace recoupe::result
