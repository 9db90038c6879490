// What all checks share, and those that look at one side: UNIQUE, SEQUENCE, RULE.
#include <algorithm>

#include "plan/checks/keys.hpp"
#include "plan/traverse.hpp"
#include "result/pipeline.hpp"
#include "result/sql_text.hpp"

namespace recoupe::result {

using plan::Step;

core::Result<Relation> PipelineRunner::apply(const plan::Check& check_, const Step& step, const Relation& input) {
  RECOUPE_TRY(left, stored(input));
  RECOUPE_TRY(output, std::visit([&](const auto& each) { return check(each, step, left); }, check_.check));
  RECOUPE_CHECK(note_findings(step, input, output));
  return output;
}

std::size_t PipelineRunner::counts_called(const std::string& name) const {
  return static_cast<std::size_t>(std::ranges::find(findings_, name, &CheckCounts::name) - findings_.begin());
}

std::string PipelineRunner::free_counts_name(const std::string& name) const {
  for (int i = 1;; ++i) {
    std::string other = name + "_" + std::to_string(i);
    if (counts_called(other) == findings_.size()) return other;
  }
}

void PipelineRunner::rename_counts(const std::string& before, const std::string& after) {
  const std::size_t at = counts_called(before);
  if (before == after || at == findings_.size() || finding_depths_[at] != depth_) return;
  if (const std::size_t taken = counts_called(after); taken < findings_.size()) findings_[taken].name = free_counts_name(before);
  findings_[at].name = after;
}

// No check's counts are lost: of two with one name, the one inside a side's pipeline gets another.
void PipelineRunner::add_counts(CheckCounts counts) {
  if (const std::size_t taken = counts_called(counts.name); taken < findings_.size()) {
    std::string& inner = finding_depths_[taken] < depth_ ? counts.name : findings_[taken].name;
    inner = free_counts_name(inner);
  }
  findings_.push_back(std::move(counts));
  finding_depths_.push_back(depth_);
}

core::Status PipelineRunner::note_findings(const Step& step, const Relation& input, const Relation& output) {
  for (const plan::ScopeColumn& column : step.output) {
    if (!column.is_finding || column.from < 0 || static_cast<std::size_t>(column.from) >= input.scope->size()) continue;
    rename_counts((*input.scope)[static_cast<std::size_t>(column.from)].path.back(), column.path.back());
  }
  const std::string finding = "c" + std::to_string(step.output.size() - 1);
  CheckCounts counts{step.output.back().path.back(), {}};
  for (const char* word : {"ok", "missing", "present", "mismatch", "only_left", "only_right", "duplicate", "gap",
                           "violation", "unknown", "ambiguous", "no_key"}) {
    RECOUPE_TRY(count, database_.count("SELECT count(*) FROM " + output.name + " WHERE " + finding + " = " + sql_quoted(word),
                                       cancel_));
    if (count > 0) counts.counts.emplace_back(word, count);
  }
  add_counts(std::move(counts));
  return {};
}

std::string PipelineRunner::key_is_null(const plan::Expr& on, const SqlExpression& both, std::size_t left_count,
                                        bool right) const {
  std::vector<std::string> tests;
  for (const plan::KeyPair& pair : plan::key_pairs_of(on, left_count)) {
    tests.push_back(both.value(right ? *pair.right : *pair.left) + " IS NULL");
  }
  return tests.empty() ? "FALSE" : "(" + joined(tests, " OR ") + ")";
}

core::Result<Relation> PipelineRunner::pairs(const Relation& left, const Relation& right, const plan::Expr& on,
                                             const std::string& more) {
  const SqlExpression both(plan_.bound, {{left.scope, "l"}, {right.scope, "r"}});
  const std::string right_row = right.fetch >= 0 && !right.stored ? "r.rid" : "r.rowid";
  return store("SELECT l.rowid AS l, " + right_row + " AS r" + more + " FROM " + left.name + " l JOIN " + right.name +
                   " r ON " + both.condition(on),
               *left.scope, {});
}

core::Result<Relation> PipelineRunner::check(const plan::Unique& check, const Step& step, const Relation& left) {
  const SqlExpression expressions = over(left, "l");
  std::vector<std::string> keys;
  std::vector<std::string> nulls;
  for (const plan::Expr& each : check.by) {
    keys.push_back(expressions.key(each));
    nulls.push_back(expressions.value(each) + " IS NULL");
  }
  const Made finding{"(CASE WHEN " + joined(nulls, " OR ") + " THEN 'no_key' WHEN count(*) OVER (PARTITION BY " +
                     joined(keys, ", ") + ") > 1 THEN 'duplicate' ELSE 'ok' END)"};
  return store("SELECT " + columns(step.output, expressions, {finding}, left.scope->size()) + marks(left, "l") + " FROM " +
                   left.name + " l",
               step.output, left);
}

core::Result<Relation> PipelineRunner::check(const plan::Rule& check, const Step& step, const Relation& left) {
  const SqlExpression expressions = over(left, "l");
  const std::string rule = expressions.as(check.condition, core::Kind::bool_);
  const Made finding{"(CASE " + rule + " WHEN TRUE THEN 'ok' WHEN FALSE THEN 'violation' ELSE 'unknown' END)"};
  return store("SELECT " + columns(step.output, expressions, {finding}, left.scope->size()) + marks(left, "l") + " FROM " +
                   left.name + " l",
               step.output, left);
}

// A gap's row has the partition's columns (where they are bare paths) and the first and last value that lack.
core::Result<Relation> PipelineRunner::check(const plan::Sequence& check, const Step& step, const Relation& left) {
  const SqlExpression expressions = over(left, "l");
  const std::size_t count = left.scope->size();
  const std::string by = expressions.value(check.by);
  std::vector<std::string> keys;
  for (const plan::Expr& each : check.partition) keys.push_back(expressions.key(each));
  const std::string partition = keys.empty() ? "" : "PARTITION BY " + joined(keys, ", ");
  const std::string also = keys.empty() ? "" : joined(keys, ", ") + ", ";
  const std::string none = null_of(check.by.type);
  const std::vector<Made> in_sequence{
      {none}, {none},
      {"(CASE WHEN " + by + " IS NOT NULL AND count(*) OVER (PARTITION BY " + also + by +
       ") > 1 THEN 'duplicate' ELSE 'ok' END)"}};
  std::vector<Made> of_gap;
  std::string also_of_gap;  // the partition's columns: of equal values, the same one whatever the rows' order
  for (std::size_t i = 0; i < count; ++i) {
    const bool kept = std::ranges::any_of(check.partition, [&](const plan::Expr& each) {
      const auto* name = plan::if_is<plan::Name>(each);
      return name && static_cast<std::size_t>(name->slot) == i;
    });
    const auto slot = static_cast<int>(i);
    const core::Type& type = (*left.scope)[i].type;
    const std::string alias = "of_" + std::to_string(i);
    if (kept) also_of_gap += ", " + representative(expressions.column(slot), type, " OVER (" + partition + ")") + " AS " + alias;
    of_gap.push_back({kept ? "l." + alias : null_of(type), "FALSE"});
  }
  of_gap.push_back({"l.gap_after + 1"});
  of_gap.push_back({"l.gap_before - 1"});
  of_gap.push_back({"'gap'"});
  const std::string gaps = "(SELECT *, " + by + " AS gap_after, lead(" + by + ") OVER (" + partition + " ORDER BY " + by +
                           ") AS gap_before" + also_of_gap + " FROM " + left.name + " l WHERE " + by + " IS NOT NULL)";
  return store("SELECT " + columns(step.output, expressions, in_sequence, count) + " FROM " + left.name +
                   " l UNION ALL SELECT " + columns(step.output, expressions, of_gap, 0) + " FROM " + gaps +
                   " l WHERE CAST(l.gap_before AS HUGEINT) - l.gap_after > 1",
               step.output, {});
}

}  // namespace recoupe::result
