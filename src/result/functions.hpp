// The functions that DuckDB lacks or has with another meaning, registered under names that begin with "rc_".
// Takes a database (and the plan's zone), gives SQL functions over core's arithmetic, Unicode, calendar and casts.
// Included by engine.
#pragma once

#include "core/time_zone.hpp"
#include "result/duckdb_api.hpp"

namespace recoupe::result {

/// rc_lower rc_upper rc_unaccent rc_trim (text), rc_length, rc_substr(text, start, count).
core::Status add_text_functions(const Database& database);
/// On NUMERIC as text: rc_key (BLOB in numeric order), rc_add rc_subtract rc_multiply rc_divide rc_negate rc_abs
/// rc_round(x, digits) rc_average(sum, count) rc_float(x) rc_within(left, right, tolerance, percent); rc_round_float(double, digits).
core::Status add_decimal_functions(const Database& database);
/// On INT64: rc_whole_add rc_whole_subtract rc_whole_multiply(a, b, row words), rc_whole(NUMERIC, row words); what leaves
/// INT64's range raises an error with these words.
core::Status add_whole_functions(const Database& database);
/// rc_day_of rc_local (TIMESTAMP to DATE, to DATETIME in the zone), rc_trunc(unit, day), rc_part(part, local micros),
/// rc_date_diff(unit, a, b) in whole units; rc_day_of_local, rc_instant (DATETIME to DATE, to TIMESTAMP in the zone),
/// rc_add_months(DATETIME, count), rc_add_months_day(DATE, count).
core::Status add_time_functions(const Database& database, const core::TimeZone& zone);
/// rc_cast_<text|float|whole|bool>_<text|float|whole|bool>(x, from kind, to kind): NULL where x has no such value.
/// rc_type(MIXED): the name of its type.
core::Status add_cast_functions(const Database& database, const core::TimeZone& zone);
/// rc_inside_<storage>(document, path as JSON, kind), rc_list_inside_<storage>, rc_inside_missing(document, path),
/// rc_inside_null(document, path): nothing or null stands there;
/// rc_json_<storage>(x, kind): x as extended JSON.
core::Status add_document_functions(const Database& database);
/// Aggregates: rc_sum(NUMERIC), rc_sum_float(FLOAT64), rc_avg_float(FLOAT64), exact and rounded once.
core::Status add_sum_functions(const Database& database);

}  // namespace recoupe::result
