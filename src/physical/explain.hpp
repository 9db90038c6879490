// What each fetch of a plan reads and what stays to be done here, for `plan --explain`.
// Takes a PhysicalPlan, gives typed parts that run completes with what each server is sent. Included by run and render.
#pragma once

#include <string>
#include <vector>

#include "core/json.hpp"
#include "physical/physical_plan.hpp"

namespace recoupe::physical {

/// One filter of a fetch, as text.
struct ExplainedFilter {
  std::string text;
  bool pushed = false;  // filled by run: the server sees it, perhaps weakened
};

/// Where the keys come from that a fetch may be asked for.
struct ExplainedKeys {
  std::string of;       // this fetch's expression
  std::string from;     // the left side's
  std::int64_t asked = -1;  // how many are expected; -1: not known
  bool pushed = false;  // filled by run: so many would be asked for
};

struct ExplainedFetch {
  int id = 0;
  std::string server;
  std::string source;              // server.schema.table
  std::int64_t population = -1;    // rows of the table when the catalog was read; -1: not known
  std::int64_t estimated_rows = -1;
  std::vector<std::string> columns;
  std::vector<ExplainedFilter> filters;
  std::optional<ExplainedKeys> keys;
  std::vector<std::string> order;
  std::optional<std::int64_t> limit;
  bool limit_pushed = false;       // filled by run
  std::string tool;                // filled by run: what is called
  std::string statement;           // filled by run: what is sent when no keys are asked for
  std::vector<core::Bilingual> reasons;  // why not more; run adds the server's
};

struct Explanation {
  std::vector<ExplainedFetch> fetches;
  std::vector<std::string> local;  // the steps that are done here, each as text; pushed filters are applied here again
};

/// Explains every fetch, in the order in which they are made.
Explanation explain(const PhysicalPlan& plan);

/// Writes the fetches as the array `fetches` of `plan --explain --format json`; parts that are not there are left out.
core::Json to_json(const Explanation& explanation, core::Language language);

}  // namespace recoupe::physical
