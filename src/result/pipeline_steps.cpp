// The steps that filter, compute, group, order and join.
#include <algorithm>

#include "plan/traverse.hpp"
#include "result/pipeline.hpp"
#include "result/sql_text.hpp"
#include "result/vectors.hpp"

namespace recoupe::result {

using plan::Step;

core::Result<Relation> PipelineRunner::apply(const plan::From& from, const Step& step, const Relation&) {
  if (const auto* reference = plan::if_is<plan::TableRef>(from.side)) {
    RECOUPE_TRY(relation, table(*reference));
    relation.scope = &step.output;
    return relation;
  }
  RECOUPE_TRY(relation, side(from.side));
  for (int& depth : finding_depths_) depth = std::min(depth, depth_);  // its checks are this pipeline's own
  relation.scope = &step.output;
  return relation;
}

core::Result<Relation> PipelineRunner::apply(const plan::Where& where, const Step& step, const Relation& input) {
  const std::string condition = over(input, "l").as(where.condition, core::Kind::bool_);
  const std::string select = "SELECT * FROM " + input.name + " l WHERE " + condition;
  return may_raise(where.condition) ? store(select, step.output, input) : view(select, step.output, input);
}

core::Result<Relation> PipelineRunner::apply(const plan::Extend& extend, const Step& step, const Relation& input) {
  const SqlExpression expressions = over(input, "l");
  std::vector<Made> made;
  for (const plan::Named& each : extend.columns) made.push_back({expressions.value(each.expr), expressions.missing(each.expr)});
  return view("SELECT " + columns(step.output, expressions, made, input.scope->size()) + marks(input, "l") + " FROM " +
                  input.name + " l",
              step.output, input);
}

core::Result<Relation> PipelineRunner::apply(const plan::Select& select, const Step& step, const Relation& input) {
  const SqlExpression expressions = over(input, "l");
  std::vector<Made> made;
  for (const plan::Named& each : select.columns) made.push_back({expressions.value(each.expr), expressions.missing(each.expr)});
  return view("SELECT " + columns(step.output, expressions, made, 0) + marks(input, "l") + " FROM " + input.name + " l",
              step.output, input);
}

core::Result<Relation> PipelineRunner::apply(const plan::Aggregate& aggregate, const Step& step, const Relation& input) {
  SqlExpression expressions = over(input, "l");
  std::vector<Made> made;
  std::vector<std::string> keys;
  std::string inner = "SELECT *";
  for (const plan::Named& group : aggregate.groups) {
    const core::Type& type = group.expr.type;
    const std::string number = std::to_string(keys.size());
    inner += ", " + expressions.value(group.expr) + " AS k" + number;
    inner += ", " + expressions.key(group.expr) + " AS h" + number;
    keys.push_back("h" + number);
    made.push_back({representative("k" + number, type)});
    if (type.kind != core::Kind::null && rows::storage_of(type) != rows::Storage::list)
      expressions.name_group(group.output_name, try_cast(made.back().value, type, core::Kind::string));
  }
  for (const plan::Named& each : aggregate.aggregates) made.push_back({expressions.value(each.expr)});
  std::string select = "SELECT " + columns(step.output, expressions, made, 0) + " FROM (" + inner + " FROM " + input.name +
                       " l) l";
  if (!keys.empty()) select += " GROUP BY " + joined(keys, ", ");
  return store(select, step.output, {});
}

// Where LIMIT follows, only the first rows are kept at all.
core::Result<Relation> PipelineRunner::apply(const plan::OrderBy& order, const Step& step, const Relation& input) {
  const SqlExpression expressions = over(input, "l");
  std::vector<std::string> keys;
  for (const plan::OrderKey& each : order.keys) {
    if (plan::if_is<plan::Literal>(each.expr)) continue;  // orders nothing, and DuckDB takes it for a column's number
    keys.push_back(expressions.key(each.expr) + (each.descending ? " DESC NULLS LAST" : " ASC NULLS LAST"));
  }
  for (std::size_t i = 0; i < input.scope->size(); ++i) {
    const plan::ScopeColumn& column = (*input.scope)[i];
    if (column.hidden) continue;
    const auto slot = static_cast<int>(i);
    const std::string x = expressions.column(slot);
    keys.push_back(key_of(x, column.type) + " ASC NULLS LAST");
    if (key_is_coarser(column.type)) keys.push_back("CAST(" + x + " AS VARCHAR) ASC NULLS LAST");
    if (column.may_be_missing) keys.push_back(expressions.column_missing(slot) + " ASC");
  }
  Relation like = input;
  like.ordered = true;
  const std::string all = input.ordered ? "* EXCLUDE (ord)" : "*";
  const std::string by = " ORDER BY " + joined(keys, ", ");
  const bool last = running_step_ + 1 >= running_end_;
  const auto* limit = last ? nullptr : std::get_if<plan::Limit>(&running_->steps[running_step_ + 1].step);
  const std::string rows = limit && limit->per.empty() ? "(SELECT * FROM " + input.name + " l" + by + " LIMIT " +
                                                             std::to_string(limit->count) + ")"
                                                       : input.name;
  return store("SELECT " + all + ", row_number() OVER (" + by + ") AS ord FROM " + rows + " l", step.output, like);
}

core::Result<Relation> PipelineRunner::apply(const plan::Limit& limit, const Step& step, const Relation& input) {
  const SqlExpression expressions = over(input, "l");
  const std::string count = std::to_string(limit.count);
  if (limit.per.empty()) {
    return store("SELECT * FROM " + input.name + " l ORDER BY ord LIMIT " + count, step.output, input);
  }
  std::vector<std::string> keys;
  for (const plan::Expr& each : limit.per) keys.push_back(expressions.key(each));
  return store("SELECT * FROM " + input.name + " l QUALIFY row_number() OVER (PARTITION BY " + joined(keys, ", ") +
                   " ORDER BY ord) <= " + count,
               step.output, input);
}

core::Result<Relation> PipelineRunner::apply(const plan::Distinct&, const Step& step, const Relation& input) {
  const SqlExpression expressions = over(input, "l");
  std::vector<Made> made;
  std::vector<std::string> keys;
  for (std::size_t i = 0; i < input.scope->size(); ++i) {
    const plan::ScopeColumn& column = (*input.scope)[i];
    const auto slot = static_cast<int>(i);
    const std::string x = expressions.column(slot);
    if (!column.hidden) keys.push_back(key_of(x, column.type));
    made.push_back({representative(x, column.type), "bool_and(" + expressions.column_missing(slot) + ")"});
  }
  Relation like;
  like.ordered = input.ordered;
  return store("SELECT " + columns(step.output, expressions, made, 0) + (input.ordered ? ", min(ord) AS ord" : "") +
                   " FROM " + input.name + " l GROUP BY " + joined(keys, ", "),
               step.output, like);
}

core::Result<Relation> PipelineRunner::apply(const plan::Join& join, const Step& step, const Relation& input) {
  RECOUPE_TRY(right, other_side(join.side, step, input));
  const SqlExpression both(plan_.bound, {{input.scope, "l"}, {right.scope, "r"}});
  const std::string right_row = right.fetch >= 0 ? ", r.rid AS right_row" : "";
  RECOUPE_TRY(pairs, store("SELECT " + columns(step.output, both, {}, 0) + right_row + " FROM " + input.name + " l " +
                               (join.left ? "LEFT JOIN " : "JOIN ") + right.name + " r ON " +
                               both.condition(join.on),
                           step.output, {}));
  if (right.fetch >= 0) RECOUPE_CHECK(note_matches(right, pairs.name, "right_row"));
  return pairs;
}

PipelineRunner::Made PipelineRunner::inside_document(const std::string& document, const catalog::FieldPath& path,
                                                     const core::Type& type) {
  core::Json parts = core::Json::array();
  for (const std::string& part : path) parts.push(part);
  const std::string at = sql_quoted(parts.dump());
  const bool list = type.kind == core::Kind::array && type.element;
  const core::Type& found = list ? *type.element : type;
  const std::string missing = "coalesce(rc_inside_missing(" + document + ", " + at + "), FALSE)";
  const std::string value = std::string(list ? "rc_list_inside_" : "rc_inside_") + storage_word(found) + "(" + document +
                            ", " + at + ", " + kind_number(found.kind) + ")";
  const std::string words = sql_quoted(std::string(raised_prefix) + "type_mismatch|" + catalog::text_of(path) + " (" +
                                       core::name_of(type) + "): ") + " || " + document;
  const std::string unfit = list ? "len(" + value + ") > list_count(" + value + ") + rc_list_inside_nulls(" + document + ", " + at + ")"
                                 : value + " IS NULL AND NOT rc_inside_null(" + document + ", " + at + ")";
  return {"(CASE WHEN " + unfit + " THEN error(" + words + ") ELSE " + value + " END)", missing};
}

// Of what stands inside the elements, only the paths that are used are looked for.
core::Result<Relation> PipelineRunner::apply(const plan::Unnest& unnest, const Step& step, const Relation& input) {
  const SqlExpression expressions = over(input, "l");
  const plan::Expr& path = unnest.path;
  const std::string array = expressions.value(path);
  const std::string list = sql_type_of(path.type);
  const std::string elements =
      unnest.left ? "(CASE WHEN " + array + " IS NULL OR len(" + array + ") = 0 THEN CAST([NULL] AS " + list + ") ELSE " +
                        array + " END)"
                  : array;
  RECOUPE_TRY(unfolded, store("SELECT l.*, UNNEST(" + elements + ") AS element FROM " + input.name + " l", *input.scope, {}));
  std::vector<Made> made{{"l.element"}};
  for (std::size_t i = input.scope->size() + 1; i < step.output.size(); ++i) {
    const plan::ScopeColumn& column = step.output[i];
    made.push_back(is_used_later(static_cast<int>(i))
                       ? inside_document("l.element", {column.path.begin() + 1, column.path.end()}, column.type)
                       : Made{null_of(column.type), "FALSE"});
  }
  return view("SELECT " + columns(step.output, expressions, made, input.scope->size()) + " FROM " + unfolded.name + " l",
              step.output, {});
}

core::Result<Relation> PipelineRunner::apply(const plan::UnionAll& union_all, const Step& step, const Relation& input) {
  RECOUPE_TRY(right, other_side(union_all.side, step, input));
  const SqlExpression left_side = over(input, "l");
  const SqlExpression right_side = over(right, "r");
  std::vector<Made> made;
  for (std::size_t i = 0; i < right.scope->size(); ++i) {
    if ((*right.scope)[i].hidden) continue;
    const auto slot = static_cast<int>(i);
    const core::Type& type = step.output[made.size()].type;
    made.push_back({converted(right_side.column(slot), (*right.scope)[i].type, type), right_side.column_missing(slot)});
  }
  return store("SELECT " + columns(step.output, left_side, {}, 0) + " FROM " + input.name + " l UNION ALL SELECT " +
                   columns(step.output, right_side, made, 0) + " FROM " + right.name + " r",
               step.output, {});
}

}  // namespace recoupe::result
