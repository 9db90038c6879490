#include "execute/fetch_run.hpp"

#include <algorithm>
#include <utility>

#include "execute/refusals.hpp"

namespace recoupe::execute {

namespace {

constexpr int empty_pages_max = 100;  // in a row; a server may filter after it cut its pages
constexpr std::size_t snapshots_named_max = 8;

/// Cuts the keys [begin, end) out of a column. Keys have no NULL and are no lists.
rows::Column slice(const rows::Column& keys, std::size_t begin, std::size_t end) {
  rows::Column part = rows::make_column(keys.name, keys.type);
  const auto cut = [&](const auto& from, auto& to) {
    if (from.empty()) return;
    to.assign(from.begin() + static_cast<std::ptrdiff_t>(begin), from.begin() + static_cast<std::ptrdiff_t>(end));
  };
  cut(keys.presence, part.presence);
  cut(keys.ints, part.ints);
  cut(keys.doubles, part.doubles);
  cut(keys.texts, part.texts);
  return part;
}

/// Adds the name of what a page saw to those of the pages before.
void add_snapshot(std::string& names, const std::string& name) {
  if (name.empty() || names.ends_with(name)) return;
  if (static_cast<std::size_t>(std::ranges::count(names, ',')) + 1 >= snapshots_named_max) return;
  names += (names.empty() ? "" : ",") + name;
}

}  // namespace

std::string source_of(const physical::Fetch& fetch) {
  const std::string schema = fetch.table->schema.empty() ? "" : fetch.table->schema + ".";
  return fetch.server + "." + schema + fetch.table->name;
}

FetchRun::FetchRun(const physical::Fetch& fetch, const Connection& connection, LocalTables& tables, Sender& sender,
                   const Budgets& budgets, const Progress& progress)
    : fetch_(fetch), connection_(connection), tables_(tables), sender_(sender), budgets_(budgets), progress_(progress) {
  record_.fetch_id = fetch.id;
  record_.source = source_of(fetch);
}

core::Result<FetchRecord> FetchRun::run() {
  RECOUPE_CHECK(tables_.create(fetch_));
  tell();
  RECOUPE_TRY(keys, keys_that_pay());
  if (keys) {
    RECOUPE_CHECK(by_keys(*keys));
  } else {
    RECOUPE_TRY(compiled, connection_.compiler->compile(fetch_, nullptr));
    RECOUPE_CHECK(read(compiled, -1));
  }
  return record_;
}

/// Gives the left side's keys where they are few enough to be worth asking for.
core::Result<std::optional<rows::Column>> FetchRun::keys_that_pay() {
  if (!fetch_.keys) return std::nullopt;
  RECOUPE_TRY(keys, tables_.keys(fetch_, core::limits::keys_pushed_max, sender_.cancel()));
  const auto count = static_cast<std::int64_t>(keys.size());
  if (count > core::limits::keys_pushed_max || !connection_.compiler->keys_pay(fetch_, count)) return std::nullopt;
  return std::optional<rows::Column>(std::move(keys));
}

core::Status FetchRun::by_keys(const rows::Column& keys) {
  if (keys.size() == 0) {  // no row can meet any: nothing is asked
    whole_ = false;
    record_.by_keys = true;
    return {};
  }
  constexpr auto step = static_cast<std::size_t>(core::limits::keys_per_call_max);
  std::vector<calls::CompiledFetch> parts;
  bool pays = true;
  for (std::size_t begin = 0; pays && begin < keys.size(); begin += step) {
    const rows::Column part = slice(keys, begin, std::min(keys.size(), begin + step));
    RECOUPE_TRY(compiled, connection_.compiler->compile(fetch_, &part));
    pays = compiled.pushed.keys && (compiled.pushed.keys_exact || keys.size() <= step);
    parts.push_back(std::move(compiled));
  }
  if (!pays) {  // found out before anything was sent: rows must not come both by key and whole
    RECOUPE_TRY(all, connection_.compiler->compile(fetch_, nullptr));
    return read(all, -1);
  }
  for (std::size_t i = 0; i < parts.size(); ++i) {
    RECOUPE_CHECK(read(parts[i], static_cast<std::int64_t>(std::min(step, keys.size() - i * step))));
  }
  return {};
}

void FetchRun::note(const calls::Pushed& pushed) {
  record_.by_keys = pushed.keys;
  record_.limited = pushed.limit;
  if (pushed.keys || pushed.limit || std::ranges::find(pushed.filters, true) != pushed.filters.end()) whole_ = false;
}

core::Status FetchRun::read(const calls::CompiledFetch& compiled, std::int64_t key_count) {
  note(compiled.pushed);
  std::optional<calls::ToolCall> call = compiled.call;
  for (int empty_pages = 0; call;) {
    RECOUPE_TRY(page, sender_.send(connection_, fetch_, *call, key_count));
    RECOUPE_CHECK(take(page));
    tell();
    if (page.decoded.complete) return {};
    empty_pages = page.decoded.batch.row_count() == 0 ? empty_pages + 1 : 0;
    if (empty_pages > empty_pages_max) return core::fail(never_ends(fetch_.server, record_.source));
    call = connection_.compiler->next_page(*call, page.reply);
  }
  return core::fail(cut_off(fetch_.server, record_.source));
}

core::Status FetchRun::take(const Page& page) {
  ++page_count_;
  bytes_ += page.bytes;
  record_.read += static_cast<std::int64_t>(page.decoded.batch.row_count());
  record_.unreadable += page.decoded.unreadable;
  if (record_.population < 0) record_.population = page.decoded.population;
  add_snapshot(record_.snapshot, page.decoded.snapshot);
  if (record_.read > budgets_.rows_max) {
    return core::fail(budget_reached(record_.source, "rows", budgets_.rows_max));
  }
  if (bytes_ > budgets_.bytes_max) {
    return core::fail(budget_reached(record_.source, "bytes", budgets_.bytes_max));
  }
  return tables_.append(fetch_.id, page.decoded.batch);
}

void FetchRun::tell() const {
  if (!progress_) return;
  const std::string count = std::to_string(record_.read);
  progress_({record_.source + ": " + count + " rows read", record_.source + " : " + count + " lignes lues"});
}

}  // namespace recoupe::execute
