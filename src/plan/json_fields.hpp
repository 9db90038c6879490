// The members of each step's JSON object, once for writing, reading and the schema.
// Takes a visitor and a struct, gives it each member: v(key, value) for those that must be there, v.optional(key, value) for
// those left out where empty. Included by json_write, json_read and json_schema.
#pragma once

#include <string_view>

#include "plan/traverse.hpp"

namespace recoupe::plan {

/// The word in "step" or "check" of each struct.
template <class T>
inline constexpr std::string_view word_of = {};
template <> inline constexpr std::string_view word_of<From> = "from";
template <> inline constexpr std::string_view word_of<Where> = "where";
template <> inline constexpr std::string_view word_of<Extend> = "extend";
template <> inline constexpr std::string_view word_of<Select> = "select";
template <> inline constexpr std::string_view word_of<Aggregate> = "aggregate";
template <> inline constexpr std::string_view word_of<OrderBy> = "order_by";
template <> inline constexpr std::string_view word_of<Limit> = "limit";
template <> inline constexpr std::string_view word_of<Distinct> = "distinct";
template <> inline constexpr std::string_view word_of<Join> = "join";
template <> inline constexpr std::string_view word_of<Unnest> = "unnest";
template <> inline constexpr std::string_view word_of<UnionAll> = "union_all";
template <> inline constexpr std::string_view word_of<Check> = "check";
template <> inline constexpr std::string_view word_of<Exists> = "exists";
template <> inline constexpr std::string_view word_of<Absent> = "absent";
template <> inline constexpr std::string_view word_of<Match> = "match";
template <> inline constexpr std::string_view word_of<Totals> = "totals";
template <> inline constexpr std::string_view word_of<Unique> = "unique";
template <> inline constexpr std::string_view word_of<Sequence> = "sequence";
template <> inline constexpr std::string_view word_of<Rule> = "rule";

/// Which members a pair has: a name in BY, a tolerance in COMPARE.
enum class PairRole { key, compare };

template <class V, class P>
void pair_fields(V& v, P& pair, PairRole role) {
  v("left", pair.left);
  v("right", pair.right);
  if (role == PairRole::key) {
    v.optional("as", pair.name);
  } else {
    v.optional("tolerance", pair.tolerance.decimal);
    v.optional("percent", pair.tolerance.percent);
  }
}

template <class V, class N>
void named_fields(V& v, N& column) {
  v("e", column.expr);
  v.optional("as", column.name);
}

template <class V, class K>
void order_key_fields(V& v, K& key) {
  v("e", key.expr);
  v.optional("descending", key.descending);
}

/// Visits the members of a step or a check; those of `Check` are its check's, and "as".
template <class V, class S>
void fields(V& v, S& s) {
  using parts::is;
  if constexpr (requires { s.left; }) v.optional("left", s.left);
  if constexpr (requires { s.side; }) v("side", s.side);
  if constexpr (requires { s.on; }) v("on", s.on);
  if constexpr (requires { s.condition; }) v("e", s.condition);
  if constexpr (requires { s.columns; }) v("columns", s.columns);
  if constexpr (is<S, Aggregate>) {
    v("aggregates", s.aggregates);
    v.optional("groups", s.groups);
  } else if constexpr (is<S, OrderBy>) {
    v("keys", s.keys);
  } else if constexpr (is<S, Limit>) {
    v("count", s.count);
    v.optional("per", s.per);
  } else if constexpr (is<S, Unnest>) {
    v("path", s.path);
    v("as", s.alias);
  } else if constexpr (is<S, Exists>) {
    v.optional("select", s.select);
  } else if constexpr (is<S, Match>) {
    v.pairs("compare", s.compare, PairRole::compare);
  } else if constexpr (is<S, Totals>) {
    v.pairs("by", s.by, PairRole::key);
    v.pairs("compare", s.compare, PairRole::compare);
  } else if constexpr (is<S, Unique>) {
    v("by", s.by);
  } else if constexpr (is<S, Sequence>) {
    v("by", s.by);
    v.optional("partition", s.partition);
  }
}

}  // namespace recoupe::plan
