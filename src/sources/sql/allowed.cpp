// What is not here is refused. A function belongs here when all its overloads are free of effects, look at nothing but
// their arguments, and can't make a value much larger than these (so no repeat, no lpad).
#include "sources/sql/allowed.hpp"

#include <algorithm>
#include <array>

namespace recoupe::sources::sql {
namespace {

template <std::size_t n>
consteval std::array<std::string_view, n> sorted(std::array<std::string_view, n> names) {
  std::ranges::sort(names);
  return names;
}

constexpr auto functions = sorted(std::to_array<std::string_view>({
    // numbers
    "abs", "cbrt", "ceil", "ceiling", "degrees", "div", "exp", "floor", "gcd", "lcm", "ln", "log", "log10", "mod", "pi",
    "power", "radians", "round", "scale", "sign", "sqrt", "trim_scale", "trunc", "width_bucket",
    "acos", "asin", "atan", "atan2", "cos", "cot", "sin", "tan",
    // text
    "ascii", "bit_length", "btrim", "char_length", "character_length", "chr", "concat", "concat_ws", "initcap",
    "is_normalized", "left", "length", "lower", "ltrim", "md5", "normalize", "octet_length", "overlay", "position",
    "replace", "reverse", "right", "rtrim", "split_part", "starts_with", "string_to_array", "strpos", "substr",
    "substring", "translate", "upper", "like_escape", "similar_to_escape", "regexp_count", "regexp_like",
    "regexp_match", "regexp_replace", "regexp_substr", "decode", "encode", "sha224", "sha256", "sha384", "sha512",
    // dates and times
    "age", "date", "date_bin", "date_part", "date_trunc", "extract", "isfinite", "justify_days", "justify_hours",
    "justify_interval", "make_date", "make_interval", "make_time", "make_timestamp", "make_timestamptz", "overlaps",
    "timezone", "to_char", "to_date", "to_number", "to_timestamp", "now", "statement_timestamp",
    "transaction_timestamp",
    // arrays and sets
    "array_dims", "array_length", "array_lower", "array_ndims", "array_position", "array_positions", "array_remove",
    "array_replace", "array_to_string", "array_upper", "cardinality", "generate_series", "generate_subscripts",
    "unnest",
    // JSON
    "array_to_json", "json_array_elements", "json_array_elements_text", "json_array_length", "json_build_array",
    "json_build_object", "json_each", "json_each_text", "json_extract_path", "json_extract_path_text",
    "json_object_keys", "json_strip_nulls", "json_typeof", "jsonb_array_elements", "jsonb_array_elements_text",
    "jsonb_array_length", "jsonb_build_array", "jsonb_build_object", "jsonb_each", "jsonb_each_text",
    "jsonb_extract_path", "jsonb_extract_path_text", "jsonb_object_keys", "jsonb_strip_nulls", "jsonb_typeof",
    "row_to_json", "to_json", "to_jsonb",
    // aggregates and windows
    "array_agg", "avg", "bit_and", "bit_or", "bool_and", "bool_or", "corr", "count", "covar_pop", "covar_samp",
    "cume_dist", "dense_rank", "every", "first_value", "json_agg", "json_object_agg", "jsonb_agg", "jsonb_object_agg",
    "lag", "last_value", "lead", "max", "min", "mode", "nth_value", "ntile", "percent_rank", "percentile_cont",
    "percentile_disc", "rank", "regr_avgx", "regr_avgy", "regr_count", "regr_intercept", "regr_r2", "regr_slope",
    "row_number", "stddev", "stddev_pop", "stddev_samp", "string_agg", "sum", "var_pop", "var_samp", "variance",
}));

// What a carried reply tells of the session, so that it can be believed.
constexpr auto session_functions = sorted(std::to_array<std::string_view>({
    "convert_to", "current_setting", "pg_current_snapshot",
}));

constexpr auto catalog_functions = sorted(std::to_array<std::string_view>({
    "current_database", "format_type", "has_any_column_privilege", "has_column_privilege", "has_schema_privilege",
    "pg_relation_size",
}));

constexpr auto catalog_types = sorted(std::to_array<std::string_view>({"regclass", "regproc"}));

constexpr auto system_tables = sorted(std::to_array<std::string_view>({
    "pg_attribute", "pg_class", "pg_constraint", "pg_description", "pg_index", "pg_inherits", "pg_namespace", "pg_type",
}));

constexpr auto operators = sorted(std::to_array<std::string_view>({
    "=", "<>", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "%", "^", "|/", "||/", "@", "&", "|", "#", "~", "<<",
    ">>", "||", "^@", "~~", "!~~", "~~*", "!~~*", "~*", "!~", "!~*", "@>", "<@", "&&", "->", "->>", "#>", "#>>", "?",
    "?|", "?&", "#-", "-|-", "&<", "&>",
    // what BETWEEN is called in the tree
    "BETWEEN", "NOT BETWEEN", "BETWEEN SYMMETRIC", "NOT BETWEEN SYMMETRIC",
}));

constexpr auto types = sorted(std::to_array<std::string_view>({
    "bool", "bpchar", "bytea", "char", "date", "float4", "float8", "int2", "int4", "int8", "interval", "json", "jsonb",
    "name", "numeric", "text", "time", "timestamp", "timestamptz", "timetz", "uuid", "varchar", "bit", "varbit",
}));

constexpr auto sql_values = sorted(std::to_array<std::string_view>({
    "SVFOP_CURRENT_DATE", "SVFOP_CURRENT_TIME", "SVFOP_CURRENT_TIME_N", "SVFOP_CURRENT_TIMESTAMP",
    "SVFOP_CURRENT_TIMESTAMP_N", "SVFOP_LOCALTIME", "SVFOP_LOCALTIME_N", "SVFOP_LOCALTIMESTAMP",
    "SVFOP_LOCALTIMESTAMP_N",
}));

// Not here, so refused wherever they stand: intoClause, lockingClause, RangeTableFunc, XmlExpr, ColumnDef, setof,
// pct_type, typeOid, and every statement but SelectStmt.
constexpr auto syntax = sorted(std::to_array<std::string_view>({
    "version", "stmts", "stmt", "stmt_len", "stmt_location", "location", "SelectStmt", "distinctClause", "targetList",
    "fromClause", "whereClause", "groupClause", "groupDistinct", "havingClause", "windowClause", "valuesLists",
    "sortClause", "limitOffset", "limitCount", "limitOption", "withClause", "op", "all", "larg", "rarg",
    "ResTarget", "name", "val", "ColumnRef", "fields", "A_Star", "String", "sval", "Integer", "ival", "Float", "fval",
    "Boolean", "boolval", "BitString", "bsval", "A_Const", "isnull", "ParamRef", "number", "List", "items",
    "A_Expr", "kind", "lexpr", "rexpr", "BoolExpr", "boolop", "args", "NullTest", "arg", "nulltesttype", "BooleanTest",
    "booltesttype", "SubLink", "subLinkType", "testexpr", "operName", "subselect", "CaseExpr", "defresult", "CaseWhen",
    "expr", "result", "CoalesceExpr", "MinMaxExpr", "RowExpr", "row_format", "colnames", "SQLValueFunction", "typmod",
    "FuncCall", "funcname", "agg_order", "agg_filter", "over", "agg_within_group", "agg_star", "agg_distinct",
    "func_variadic", "funcformat", "NamedArgExpr", "argnumber", "WindowDef", "refname", "partitionClause",
    "orderClause", "frameOptions", "startOffset", "endOffset", "GroupingSet", "content", "GroupingFunc",
    "A_Indirection", "indirection", "A_Indices", "is_slice", "lidx", "uidx", "A_ArrayExpr", "elements",
    "TypeCast", "typeName", "names", "typmods", "typemod", "arrayBounds", "CollateClause", "collname",
    "SortBy", "node", "sortby_dir", "sortby_nulls", "useOp",
    "RangeVar", "catalogname", "schemaname", "relname", "inh", "relpersistence", "alias", "aliasname",
    "RangeSubselect", "lateral", "subquery", "RangeFunction", "ordinality", "is_rowsfrom", "functions",
    "RangeTableSample", "relation", "method", "repeatable", "JoinExpr", "jointype", "isNatural", "usingClause",
    "join_using_alias", "quals", "rtindex", "ctes", "recursive", "CommonTableExpr", "ctename", "aliascolnames",
    "ctematerialized", "ctequery",
}));

template <class Names>
bool contains(const Names& names, std::string_view name) {
  return std::ranges::binary_search(names, name);
}

}  // namespace

bool is_allowed_function(std::string_view name, Reach reach) {
  return contains(functions, name) || (reach != Reach::data && contains(session_functions, name)) ||
         (reach == Reach::catalog && contains(catalog_functions, name));
}
bool is_allowed_operator(std::string_view name) { return contains(operators, name); }
bool is_allowed_type(std::string_view name, Reach reach) {
  return contains(types, name) || (reach == Reach::catalog && contains(catalog_types, name));
}
bool is_allowed_system_table(std::string_view name) { return contains(system_tables, name); }
bool is_allowed_syntax(std::string_view key) { return contains(syntax, key); }
bool is_allowed_sql_value(std::string_view name) { return contains(sql_values, name); }

}  // namespace recoupe::sources::sql
