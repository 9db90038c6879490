#include "run/time_budget.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <string>

namespace recoupe::run {

TimeBudget::TimeBudget(std::int64_t seconds_max, const core::Cancel& outer)
    : seconds_max_(seconds_max), watch_([this, outer](const std::stop_token& stop) {
        using Clock = std::chrono::steady_clock;
        const Clock::time_point begin = Clock::now();
        std::mutex mutex;
        std::condition_variable_any wake;
        std::unique_lock lock(mutex);
        while (!stop.stop_requested() && !inner_.requested()) {
          wake.wait_for(lock, stop, std::chrono::milliseconds(core::Cancel::poll_ms), [] { return false; });
          const auto passed = std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - begin).count();
          if (passed >= seconds_max_ && !outer.requested()) is_up_ = true;
          if (is_up_ || outer.requested()) inner_.request();
        }
      }) {}

core::Error TimeBudget::explained(core::Error error) const {
  if (error.code != core::Code::interrupted || !is_up_) return error;
  const std::string limit = "time_s = " + std::to_string(seconds_max_);
  return {.code = core::Code::budget_reached,
          .origin = core::Origin::user,
          .stage = error.stage,
          .message = {"The run takes longer than the budget " + limit + ".", "L'exécution dépasse le budget " + limit + "."},
          .remedy = {"Ask for less (a filter, a shorter period), or raise time_s under [budgets] in recoupe.toml.",
                     "Demandez moins (un filtre, une période plus courte), ou relevez time_s sous [budgets] dans "
                     "recoupe.toml."}};
}

}  // namespace recoupe::run
