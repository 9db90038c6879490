// What the other folders call: parse, validate, bind, and the plan's three forms.
// Takes text or JSON and a catalog, gives a bound plan or an error that points. Included by planner, physical, run.
#pragma once

#include "core/time_zone.hpp"
#include "plan/nodes.hpp"

namespace recoupe::plan {

/// Reads the text form, or the JSON form written as text; an error says line, column, what was expected and what would do.
core::Result<Plan> parse(std::string_view text);
/// Reads a text that holds one or several plans separated by ";", or one in the JSON form.
core::Result<std::vector<Plan>> plans_of(std::string_view text);
/// Tells whether a text is the JSON form: it begins with a brace.
bool is_json_form(std::string_view text);
/// Reads the JSON form.
core::Result<Plan> from_json(const core::Json& json);
/// Writes the canonical text (one step a line). parse(text_of(p)) gives p again.
std::string text_of(const Plan& plan);
/// Writes the canonical JSON, periods in neutral form.
core::Json to_json(const Plan& plan);
/// Gives "sha256:…" of the canonical JSON: what "cette semaine" and "this week" have in common.
std::string digest_of(const Plan& plan);

/// Resolves names, infers types, checks scope: fills slots, types and outputs. The catalog must outlive the plan.
core::Result<Plan> validate(Plan plan, const catalog::Catalog& catalog);
/// Gives the paths that validate's `unknown_name` may be about in tables known by a sample: a source that has them
/// (LANGUAGE.md: looked for before refused) is read into the catalog, and the plan validated again.
std::vector<catalog::FieldRef> paths_to_look_for(const Plan& plan, const core::Error& error,
                                                 const catalog::Catalog& catalog);

/// A validated plan bound to an instant, a zone and a catalog.
struct BoundPlan {
  Plan plan;  // validated; every PeriodLiteral worked out
  core::Timestamp now;
  core::TimeZone zone;
  std::string catalog_digest;
  std::string digest;        // "sha256:…" of the plan before binding
  std::string bound_digest;  // "sha256:…" after binding
};
core::Result<BoundPlan> bind(const Plan& validated, core::Timestamp now, const core::TimeZone& zone,
                             std::string catalog_digest);
/// The bound plan as evidence keeps it (plan, now, zone, catalog digest, instants of each period).
core::Json to_json(const BoundPlan& bound);
/// Reads what to_json(BoundPlan) wrote, with the instants that it recorded, and validates the plan against a catalog; an
/// error where the recorded digests are not those of what was read. The catalog must outlive the plan.
core::Result<BoundPlan> bound_plan_from_json(const core::Json& json, const catalog::Catalog& catalog);

/// Tells a bound plan in words ("J'ai compris : …"): every filter, join, check, and period with its dates.
std::string words_of(const BoundPlan& bound, core::Language language);

/// Gives the columns that a validated plan shows: the last step's output without hidden ones, with the names shown.
struct OutputColumn {
  std::string name;
  core::Type type;
  bool may_be_missing = false;
  int slot = 0;  // into the last step's output
};
std::vector<OutputColumn> outputs_of(const Plan& validated);

}  // namespace recoupe::plan
