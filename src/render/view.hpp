// A result as people look at it: which columns come first, which rows, how instants are written.
// Takes a report, gives an order and forms; never another value. Included by the terminal and HTML tables.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/time_zone.hpp"
#include "render/cells.hpp"
#include "render/report.hpp"

namespace recoupe::render {

/// How much a column tells: a finding; what the plan names or adds; any other; documents, lists, machine identifiers.
enum class Weight { finding, named, plain, bulky };

struct ShownColumn {
  std::size_t index = 0;  // in the answer
  Weight weight = Weight::plain;
  TimeForm time;  // of TIMESTAMP and DATETIME
};

struct ShownRow {
  std::size_t batch = 0;
  std::size_t row = 0;
};

struct View {
  std::vector<ShownColumn> columns;
  std::vector<ShownRow> rows;
  bool findings_first = false;  // rows whose findings are not all "ok" were moved to the front
  bool has_instants = false;    // written in `zone`
  core::TimeZone zone;
};

/// Chooses the order of columns (as the plan says where it names them all) and at most `rows_max` rows (< 0: all).
View view_of(const Report& report, std::int64_t rows_max);

/// Writes how the table differs from the result's own rows: "times in Europe/Paris · findings first"; may be empty.
std::string view_words(const View& view, core::Language language);

}  // namespace recoupe::render
