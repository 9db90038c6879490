#include "execute/execute.hpp"

#include <utility>

#include "execute/fetch_run.hpp"
#include "execute/refusals.hpp"

namespace recoupe::execute {

namespace {

core::Status record_end(evidence::Log& log, const FetchRecord& record, const FetchRun& run) {
  core::Json body = core::Json::object({{"fetch", record.fetch_id},
                                        {"source", record.source},
                                        {"pages", run.page_count()},
                                        {"rows", record.read},
                                        {"unreadable", record.unreadable},
                                        {"whole", run.whole()},
                                        {"by_keys", record.by_keys},
                                        {"limited", record.limited},
                                        {"snapshot", record.snapshot}});
  if (record.population >= 0) body.set("population", record.population);
  return log.append("fetch_complete", std::move(body));
}

}  // namespace

core::Status run_fetches(const physical::PhysicalPlan& plan, const FindConnection& find, LocalTables& tables,
                         evidence::Log& log, const Budgets& budgets, const core::Cancel& cancel,
                         const Progress& progress, Executed& executed) {
  Sender sender(log, budgets, cancel, executed.calls);
  for (const physical::Fetch& fetch : plan.fetches) {
    const Connection* connection = find(fetch.server);
    if (!connection) return core::fail(not_connected(fetch.server));
    FetchRun run(fetch, *connection, tables, sender, budgets, progress);
    RECOUPE_TRY(record, run.run());
    RECOUPE_CHECK(record_end(log, record, run));
    executed.fetches.push_back(std::move(record));
  }
  return {};
}

}  // namespace recoupe::execute
