#include <doctest/doctest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <thread>

#include "core/hash.hpp"
#include "evidence/log.hpp"
#include "evidence/record.hpp"
#include "evidence/verify.hpp"

using namespace recoupe;
using namespace recoupe::evidence;
namespace fs = std::filesystem;

namespace {

struct Store {
  Store() {
    std::string name = (fs::temp_directory_path() / "recoupe-evidence-XXXXXX").string();
    root = ::mkdtemp(name.data());
    path = root / ".recoupe";
  }
  ~Store() { fs::remove_all(root); }
  [[nodiscard]] fs::path run(const std::string& id) const { return path / "runs" / id; }
  fs::path root;
  fs::path path;
};

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}
void write(const fs::path& path, const std::string& bytes) { std::ofstream(path, std::ios::binary) << bytes; }

std::vector<std::string> lines_of(const fs::path& path) {
  std::vector<std::string> out;
  const std::string text = read(path);
  for (const auto line : split_lines(text).whole) out.emplace_back(line);
  return out;
}
void write_lines(const fs::path& path, const std::vector<std::string>& lines) {
  std::string text;
  for (const auto& line : lines) text += line + "\n";
  write(path, text);
}

std::unique_ptr<Log> open_run(const Store& store, const std::string& id) {
  auto log = Log::create(store.path, id);
  REQUIRE(log);
  const Payload asked[] = {{"instruction", "Affiche les admins"}};
  const Payload sent[] = {{"statement", "SELECT 1"}, {"parameters", "[]"}};
  REQUIRE((*log)->append("run_started", core::Json::object({{"versions", core::Json::object({{"recoupe", "0.1"}})}})));
  REQUIRE((*log)->append("instruction", {}, asked));
  REQUIRE((*log)->append("call_sent", core::Json::object({{"server", "postgres"}, {"whole", true}}), sent));
  REQUIRE((*log)->append("call_returned", core::Json::object({{"rows", 3}, {"share", 0.25}})));
  return *std::move(log);
}
fs::path sealed_run(const Store& store, const std::string& id = "20261118T090000Z-00000000000000aa") {
  REQUIRE(open_run(store, id)->seal("ok", "result bytes"));
  return store.run(id);
}

// Looks above the test program, which stands in the build folder of the repository; empty where there is no Python.
fs::path independent_verifier() {
  if (std::system("python3 --version >/dev/null 2>&1") != 0) return {};
  for (fs::path folder = fs::read_symlink("/proc/self/exe").parent_path(); folder != folder.parent_path();
       folder = folder.parent_path())
    if (fs::exists(folder / "tests" / "independent_verifier.py")) return folder / "tests" / "independent_verifier.py";
  return {};
}

// Verifies here and with the verifier written from EVIDENCE.md alone; both must agree. Gives the faults' records.
std::string faults(const fs::path& path) {
  const auto verified = verify(path);
  if (!verified) return "error";
  std::string out;
  for (const Fault& fault : verified->faults) out += (out.empty() ? "" : ",") + std::to_string(fault.record);
  static const fs::path script = independent_verifier();
  if (!script.empty()) {
    const int status =
        std::system(("python3 '" + script.string() + "' '" + path.string() + "' >/dev/null 2>&1").c_str());
    CHECK_MESSAGE((WEXITSTATUS(status) == 0) == out.empty(), "the independent verifier disagrees about ", path.string(),
                  " ", out);
  }
  return out;
}

// Makes a chain valid again from record `from` on, as someone who rewrites a log would.
void rehash(std::vector<std::string>& lines, std::size_t from, const std::string& run_id) {
  std::string prev = from == 0 ? first_prev(run_id) : core::Json::parse(lines[from - 1])->text("hash");
  for (std::size_t i = from; i < lines.size(); ++i) {
    core::Json record = core::Json::parse(lines[i]).value();
    record.set("prev", prev).set("seq", static_cast<std::int64_t>(i));
    prev = hash_of(record);
    record.set("hash", prev);
    lines[i] = core::canonical(record);
  }
}

}  // namespace

TEST_CASE("a_sealed_run_verifies_and_is_private") {
  const Store store;
  const fs::path run = sealed_run(store);
  CHECK(faults(run).empty());
  const auto verified = verify(run).value();
  CHECK(verified.records == 5);
  CHECK(verified.payloads_checked == 3);
  CHECK(verified.end == End::sealed);
  CHECK(verified.head_checked);
  const auto mode = [](const fs::path& path) {
    struct stat about {};
    REQUIRE(::stat(path.c_str(), &about) == 0);
    return about.st_mode & 0777;
  };
  for (const auto& folder : {store.path, store.path / "runs", run, run / "payloads"}) CHECK(mode(folder) == 0700);
  for (const auto& file : {run / "log.jsonl", run / "keys.json", store.path / "heads.jsonl"}) CHECK(mode(file) == 0600);
  CHECK(read(run / "log.jsonl").find("Affiche") == std::string::npos);
}

TEST_CASE("the_first_record_follows_the_run_id") {
  const Store store;
  const auto first = core::Json::parse(lines_of(sealed_run(store) / "log.jsonl")[0]).value();
  CHECK(first.text("prev") == core::hex(core::sha256("recoupe evidence 1\n20261118T090000Z-00000000000000aa\n")));
  CHECK(first.integer("seq", -1) == 0);
}

TEST_CASE("any_flipped_bit_of_a_log_is_found") {
  const Store store;
  const fs::path run = sealed_run(store);
  const std::string log = read(run / "log.jsonl");
  std::int64_t record = 0;
  for (std::size_t at = 0; at < log.size(); ++at) {
    std::string flipped = log;
    flipped[at] = static_cast<char>(flipped[at] ^ (1 << (at % 7)));
    write(run / "log.jsonl", flipped);
    const auto verified = verify(run);
    REQUIRE(verified);
    REQUIRE_FALSE(verified->faults.empty());
    // A broken line end joins two records; every other fault is placed in its record.
    if (log[at] != '\n' && flipped[at] != '\n') REQUIRE(verified->faults[0].record == record);
    if (log[at] == '\n') ++record;
  }
  write(run / "log.jsonl", log);
  CHECK(faults(run).empty());
}

TEST_CASE("removed_moved_and_added_records_are_found") {
  const Store store;
  const fs::path run = sealed_run(store);
  const auto lines = lines_of(run / "log.jsonl");
  auto changed = lines;
  changed.erase(changed.begin() + 2);
  write_lines(run / "log.jsonl", changed);
  CHECK(faults(run).starts_with("2"));
  changed = lines;
  std::swap(changed[1], changed[2]);
  write_lines(run / "log.jsonl", changed);
  CHECK(faults(run).starts_with("1"));
  changed = lines;
  changed.insert(changed.begin() + 1, changed[1]);
  write_lines(run / "log.jsonl", changed);
  CHECK(faults(run).starts_with("2"));
  changed = lines;
  changed.push_back(changed.back());
  write_lines(run / "log.jsonl", changed);
  CHECK(faults(run).starts_with("5"));
}

TEST_CASE("a_cut_tail_is_found_by_the_head") {
  const Store store;
  const fs::path run = sealed_run(store);
  auto lines = lines_of(run / "log.jsonl");
  lines.pop_back();
  write_lines(run / "log.jsonl", lines);
  CHECK(faults(run) == "3");
}

TEST_CASE("a_tail_that_was_cut_and_written_anew_is_found_by_the_head") {
  const Store store;
  const fs::path run = sealed_run(store);
  auto lines = lines_of(run / "log.jsonl");
  lines.erase(lines.begin() + 3);
  rehash(lines, 3, run.filename());
  write_lines(run / "log.jsonl", lines);
  CHECK(faults(run) == "3");
}

TEST_CASE("a_log_that_was_rewritten_whole_is_found_by_the_head") {
  const Store store;
  const fs::path run = sealed_run(store);
  const fs::path zip = store.root / "bundle.zip";
  auto lines = lines_of(run / "log.jsonl");
  lines[0].replace(lines[0].find("0.1"), 3, "0.2");
  rehash(lines, 0, run.filename());
  write_lines(run / "log.jsonl", lines);
  CHECK(faults(run) == "4");
  REQUIRE(write_bundle(run, zip, true));
  CHECK(faults(zip) == "4");
}

TEST_CASE("altered_payloads_and_keys_are_found_at_their_record") {
  const Store store;
  const fs::path run = sealed_run(store);
  const auto statement = read_records(run).value()[2].payloads.find("statement")->text("id");
  const fs::path payload = run / "payloads" / statement;
  write(payload, "SELECT 2");
  CHECK(faults(run) == "2");
  CHECK_FALSE(read_payload(run, read_records(run).value()[2], "statement"));
  write(payload, "SELECT 1");
  CHECK(read_payload(run, read_records(run).value()[2], "statement") == "SELECT 1");
  const std::string keys = read(run / "keys.json");
  std::string other = keys;
  char& digit = other[other.find(statement) + statement.size() + 5];
  digit = digit == '0' ? '1' : '0';
  write(run / "keys.json", other);
  CHECK(faults(run) == "2");
  write(run / "keys.json", "{}\n");
  CHECK(faults(run) == "1,2,2");
  write(run / "keys.json", "{");
  CHECK(faults(run).starts_with("-1"));
  write(run / "keys.json", keys);
  write(run / "payloads" / "stray", "x");
  CHECK(faults(run) == "-1");
}

TEST_CASE("an_erased_payload_leaves_a_log_that_verifies") {
  const Store store;
  const fs::path run = sealed_run(store);
  const Record asked = read_records(run).value()[1];
  const std::string id = asked.payloads.find("instruction")->text("id");
  fs::remove(run / "payloads" / id);
  auto keys = core::Json::parse(read(run / "keys.json")).value();
  std::erase_if(*keys.if_object(), [&](const core::JsonMember& member) { return member.first == id; });
  write(run / "keys.json", keys.dump());
  CHECK(faults(run).empty());
  CHECK(verify(run)->payloads_absent == 1);
  const auto gone = read_payload(run, asked, "instruction");
  REQUIRE_FALSE(gone);
  CHECK(gone.error().code == core::Code::evidence_invalid);
}

TEST_CASE("heads_are_a_chain_of_their_own") {
  const Store store;
  const fs::path first = sealed_run(store, "20261118T090000Z-00000000000000a1");
  const fs::path second = sealed_run(store, "20261118T090000Z-00000000000000a2");
  const fs::path third = sealed_run(store, "20261118T090000Z-00000000000000a3");
  const fs::path heads = store.path / "heads.jsonl";
  const auto lines = lines_of(heads);
  REQUIRE(lines.size() == 3);
  CHECK(faults(first).empty());
  auto changed = lines;
  changed[0].replace(changed[0].find("\"ok\""), 4, "\"no\"");
  write_lines(heads, changed);
  CHECK(faults(third) == "-1");
  CHECK_FALSE(faults(first).empty());
  changed = lines;
  changed.erase(changed.begin() + 1);
  write_lines(heads, changed);
  CHECK_FALSE(faults(third).empty());
  CHECK_FALSE(faults(second).empty());
  changed = lines;
  std::swap(changed[0], changed[1]);
  write_lines(heads, changed);
  CHECK_FALSE(faults(third).empty());
  write_lines(heads, lines);
  CHECK(faults(second).empty());
  CHECK(list_runs(store.path) == std::vector<std::string>{third.filename(), second.filename(), first.filename()});
}

TEST_CASE("a_log_without_an_end_verifies_as_open_and_is_marked_aborted") {
  const Store store;
  const std::string id = "20261118T090000Z-00000000000000bb";
  {
    const auto log = open_run(store, id);
    CHECK(mark_aborted(store.path)->empty());  // it lives
    CHECK(verify(store.run(id))->end == End::open);
  }
  CHECK(faults(store.run(id)).empty());
  CHECK(mark_aborted(store.path).value() == std::vector<std::string>{id});
  CHECK(verify(store.run(id))->end == End::aborted);
  CHECK(verify(store.run(id))->head_checked);
  CHECK(faults(store.run(id)).empty());
  CHECK(mark_aborted(store.path)->empty());
}

TEST_CASE("a_record_cut_off_by_a_kill_does_not_count") {
  const Store store;
  const std::string id = "20261118T090000Z-00000000000000bc";
  open_run(store, id).reset();
  const fs::path log = store.run(id) / "log.jsonl";
  const std::string whole = read(log);
  const std::string last = lines_of(log).back();
  for (const std::size_t kept : {std::size_t{1}, std::size_t{9}, last.size() / 2, last.size() - 1}) {
    write(log, whole + last.substr(0, kept));
    CHECK(faults(store.run(id)).empty());
    CHECK(verify(store.run(id))->records == 4);
  }
  write(log, whole + "rubbish");
  CHECK(faults(store.run(id)) == "4");
  write(log, whole + last.substr(0, 20));
  CHECK(mark_aborted(store.path)->size() == 1);
  CHECK(faults(store.run(id)).empty());
  CHECK(verify(store.run(id))->records == 5);
}

TEST_CASE("a_process_killed_while_it_appends_leaves_a_log_that_verifies") {
  const Store store;
  const std::string id = "20261118T090000Z-00000000000000bd";
  const pid_t child = ::fork();
  if (child == 0) {
    auto log = Log::create(store.path, id);
    const Payload payload{"rows", std::string(5'000, 'x')};
    while (log && (*log)->append("call_sent", core::Json::object({{"server", "é"}}), std::span(&payload, 1))) {
    }
    ::_exit(1);
  }
  while (read(store.run(id) / "log.jsonl").size() < 20'000) ::usleep(1'000);
  CHECK(mark_aborted(store.path)->empty());  // it runs
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  CHECK(faults(store.run(id)).empty());
  CHECK(verify(store.run(id))->end == End::open);
  CHECK(mark_aborted(store.path)->size() == 1);
  CHECK(faults(store.run(id)).empty());
}

TEST_CASE("a_run_killed_between_its_end_and_its_head_verifies_and_gets_its_head") {
  const Store store;
  const fs::path run = sealed_run(store);
  fs::remove(store.path / "heads.jsonl");
  CHECK(faults(run).empty());
  CHECK(mark_aborted(store.path)->empty());
  CHECK(verify(run)->head_checked);
  CHECK(faults(run).empty());
}

TEST_CASE("a_bundle_verifies_with_and_without_payloads") {
  const Store store;
  const fs::path run = sealed_run(store);
  const fs::path zip = store.root / "bundle.zip";
  REQUIRE(write_bundle(run, zip, true));
  CHECK(faults(zip).empty());
  CHECK(verify(zip)->payloads_checked == 3);
  CHECK(verify(zip)->head == verify(run)->head);
  CHECK(read_payload(zip, read_records(zip).value()[1], "instruction") == "Affiche les admins");
  REQUIRE(write_bundle(run, zip, false));
  CHECK(faults(zip).empty());
  CHECK(verify(zip)->payloads_absent == 3);
  write(store.root / "no.zip", "PK no zip");
  CHECK_FALSE(verify(store.root / "no.zip"));
  CHECK_FALSE(verify(store.root / "nowhere"));
  CHECK_FALSE(verify(store.root));
}

TEST_CASE("after_a_failure_to_write_nothing_is_appended") {
  const Store store;
  const std::string id = "20261118T090000Z-00000000000000be";
  const auto log = open_run(store, id);
  fs::remove_all(store.run(id) / "payloads");
  const Payload payload{"statement", "x"};
  const auto failed = log->append("call_sent", {}, std::span(&payload, 1));
  REQUIRE_FALSE(failed);
  CHECK(failed.error().code == core::Code::evidence_unwritable);
  CHECK_FALSE(log->append("call_sent", {}));
  CHECK_FALSE(log->seal("ok", ""));
}

TEST_CASE("a_full_disk_stops_the_run_and_leaves_whole_records") {
  const Store store;
  const std::string id = "20261118T090000Z-00000000000000bf";
  const pid_t child = ::fork();
  if (child == 0) {
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{3'000, 3'000};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    auto log = Log::create(store.path, id);
    for (int i = 0; log && i < 100; ++i)
      if (auto appended = (*log)->append("call_sent", core::Json::object({{"text", std::string(100, 'a')}})); !appended)
        ::_exit(appended.error().code == core::Code::evidence_unwritable && !(*log)->append("call_sent", {}) ? 7 : 2);
    ::_exit(3);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  CHECK(WEXITSTATUS(status) == 7);
  CHECK(verify(store.run(id))->records > 3);
  CHECK(faults(store.run(id)).empty());
  const std::string log = read(store.run(id) / "log.jsonl");
  CHECK(log.ends_with('\n'));
}

TEST_CASE("threads_append_whole_records") {
  const Store store;
  const std::string id = "20261118T090000Z-00000000000000c0";
  {
    const auto log = Log::create(store.path, id).value();
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
      threads.emplace_back([&log] {
        for (int i = 0; i < 50; ++i) {
          const Payload payload{"rows", std::to_string(i)};
          if (!log->append("call_returned", core::Json::object({{"rows", i}}), std::span(&payload, 1))) std::abort();
        }
      });
    for (auto& thread : threads) thread.join();
    CHECK(log->seal("ok", ""));
    CHECK_FALSE(log->append("late", {}));
  }
  CHECK(faults(store.run(id)).empty());
  CHECK(verify(store.run(id))->payloads_checked == 200);
}

TEST_CASE("the_result_digest_is_checked_against_its_lines") {
  const Store store;
  const std::string id = "20261118T090000Z-00000000000000c1";
  const std::string wrong = "20261118T090000Z-00000000000000c2";
  const Payload lines{"digest_lines", "[{\"name\":\"a\",\"type\":\"INT64\"}]\n[\"1\"]\n"};
  for (const auto& run : {id, wrong}) {
    const auto log = Log::create(store.path, run).value();
    const std::string digest = run == id ? core::named(core::sha256(lines.bytes)) : core::named(core::sha256("other"));
    REQUIRE(log->append("result", core::Json::object({{"digest", digest}}), std::span(&lines, 1)));
    REQUIRE(log->seal("ok", "r"));
  }
  CHECK(faults(store.run(id)).empty());
  CHECK(faults(store.run(wrong)) == "0");
}

TEST_CASE("a_store_is_found_in_the_folder_or_above") {
  const Store store;
  fs::create_directories(store.root / "a" / "b");
  CHECK(find_store(store.root / "a" / "b") == store.root / "a" / "b" / ".recoupe");
  fs::create_directory(store.path);
  CHECK(find_store(store.root / "a" / "b") == store.path);
  CHECK(find_store(store.root) == store.path);
  CHECK(new_run_id(core::parse_timestamp("2026-11-18T09:00:00Z").value()).starts_with("20261118T090000Z-"));
  CHECK(new_run_id({}).size() == 33);
}
