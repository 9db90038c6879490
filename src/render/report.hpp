// One run as people and programs see it: the contract's object ("What comes back" in DESIGN.md), still typed.
// Filled by run; each renderer of this folder turns it into one form. Included by run, cli and the Python module.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/language.hpp"
#include "result/engine.hpp"

namespace recoupe::render {

enum class Status { ok, refused, clarify, error, interrupted };
std::string_view name_of(Status status);

/// A reading that a question offers.
struct Choice {
  std::string label;  // the plan in words, only what tells it apart where that is enough
  std::string plan;   // canonical text
};

struct Report {
  std::string run_id;
  Status status = Status::ok;
  core::Language language = core::Language::en;
  std::string instruction;  // empty: a plan was given
  std::string understood;   // "J'ai compris : …"
  std::vector<std::string> unexplained;
  std::string plan_text;  // canonical; empty: there is no plan
  core::Json plan_json;
  std::string plan_digest;
  std::string bound_digest;
  core::Timestamp now;
  std::string time_zone;
  result::Answer answer;
  std::vector<execute::CallRecord> calls;
  std::string question;  // when status is clarify
  std::vector<Choice> choices;
  std::optional<core::Error> error;
  std::string evidence_path;
  std::string evidence_head;
};

/// Gives the contract's JSON object; `rows_max` < 0: all rows.
core::Json to_json(const Report& report, std::int64_t rows_max);
/// Gives an error as the contract shows it, message and remedy in one language.
core::Json to_json(const core::Error& error, core::Language language);

/// Who reads, and so how all rows and columns can be had: by an option of the command line, or a method in Python.
enum class Reader { shell, python };

/// What a terminal can do.
struct Terminal {
  bool colour = false;
  int width = 100;  // columns
  Reader reader = Reader::shell;
};
/// Writes the report for a person at a terminal: understood, findings, a table of at most `rows_max` rows, what was
/// read, the calls, where the evidence is. Control characters in data are shown, never sent.
std::string to_terminal(const Report& report, const Terminal& terminal, std::int64_t rows_max);
/// Writes an error in three lines at most: what, where (with the place in the plan), what would do.
std::string to_terminal(const core::Error& error, core::Language language, const Terminal& terminal,
                        std::string_view text = {});

/// Writes a static HTML fragment that survives JupyterLab's sanitiser (reference/ecosystem.md).
std::string to_html(const Report& report, std::int64_t rows_max, Reader reader = Reader::shell);
/// Writes a whole page around the fragment, light and dark.
std::string to_html_page(const Report& report, std::int64_t rows_max);
/// Writes RFC 4180 CSV of all rows, cells that a spreadsheet would run as formulas made inert.
std::string to_csv(const Report& report);

}  // namespace recoupe::render
