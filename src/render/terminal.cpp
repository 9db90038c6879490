// A report for a person at a terminal. Everything that came from outside goes through visible().
#include <algorithm>

#include "render/report.hpp"
#include "render/terminal_table.hpp"
#include "render/visible_text.hpp"
#include "render/wording.hpp"

namespace recoupe::render {

namespace {

constexpr int width_min = 40;
constexpr int statement_width_min = 10;  // less of a statement says nothing
constexpr int separator_width = 3;       // " · "
constexpr std::string_view indent = "  ";

class Writer {
 public:
  Writer(const Report& report, Terminal terminal) : report_(report), terminal_(terminal), paint_(terminal.colour) {
    terminal_.width = std::max(terminal_.width, width_min);
  }

  std::string write(std::int64_t rows_max) {
    if (!report_.understood.empty()) bold_lines(report_.understood);
    unexplained();
    if (report_.status == Status::clarify) {
      question();
    } else if (report_.error) {
      out_ += to_terminal(*report_.error, report_.language, terminal_, report_.plan_text) + "\n";
    }
    if (report_.status == Status::ok) answer(rows_max);
    calls();
    evidence();
    while (out_.ends_with("\n\n")) out_.pop_back();
    return std::move(out_);
  }

 private:
  [[nodiscard]] std::string text(std::string_view en, std::string_view fr) const {
    return std::string(say(report_.language, en, fr));
  }

  void bold_lines(const std::string& words) {
    std::string lines = wrapped(words, terminal_.width);
    if (lines.ends_with('\n')) lines.pop_back();
    out_ += paint_.bold(lines) + "\n\n";
  }

  void unexplained() {
    if (report_.unexplained.empty()) return;
    std::string words;
    for (const std::string& word : report_.unexplained) words += (words.empty() ? "" : ", ") + word;
    words.insert(0, text("Not accounted for by the plan: ", "Le plan ne rend pas compte de : "));
    out_ += wrapped(words, terminal_.width) + "\n";
  }

  void question() {
    bold_lines(report_.question);
    for (std::size_t i = 0; i < report_.choices.size(); ++i) {
      const std::string label = std::to_string(i + 1) + ". " + choice_words(report_.choices[i], report_.language);
      out_ += wrapped(label, terminal_.width, indent);
    }
    out_ += "\n";
  }

  void answer(std::int64_t rows_max) {
    findings();
    out_ += table_lines(report_, terminal_, rows_max);
    out_ += "\n";
    if (report_.answer.coverage.empty() && report_.answer.cast_failures.empty()) return;
    heading("Read", "Ce qui a été lu");
    for (const result::Coverage& source : report_.answer.coverage) {
      out_ += wrapped(coverage_words(source, report_.language), terminal_.width, indent);
    }
    for (const auto& [expression, count] : report_.answer.cast_failures) {
      out_ += wrapped(expression + text(": not convertible, ", " : non convertible, ") +
                          rows_words(count, report_.language),
                      terminal_.width, indent);
    }
    out_ += "\n";
  }

  void findings() {
    for (const result::CheckCounts& check : report_.answer.findings) {
      std::string line = visible(check.name) + text(": ", " : ");
      int width = width_of(line);
      line = paint_.bold(line);
      if (check.counts.empty()) line += text("nothing to check", "rien à contrôler");
      for (std::size_t i = 0; i < check.counts.size(); ++i) {
        const auto& [finding, count] = check.counts[i];
        const std::string words = visible(finding_with_code(finding, count, report_.language));
        const bool fits = width + separator_width + width_of(words) <= terminal_.width;
        if (i > 0) line += fits ? " · " : " ·\n  ";
        width = fits ? width + separator_width + width_of(words) : width_of(indent) + width_of(words);
        line += paint_.finding(finding, words);
      }
      out_ += line + "\n";
    }
    if (!report_.answer.findings.empty()) out_ += "\n";
  }

  void calls() {
    if (report_.calls.empty()) return;
    heading("Calls", "Appels");
    for (const execute::CallRecord& call : report_.calls) {
      const std::string words = visible(call_words(call, report_.language)) + "  ";
      const int room = terminal_.width - width_of(words) - width_of(indent);
      std::string statement = call.statement;
      std::ranges::replace(statement, '\n', ' ');
      statement = room > statement_width_min ? cut_to(visible(statement), room) : "";
      out_ += std::string(indent) + words + paint_.dim(statement) + "\n";
    }
    out_ += "\n";
  }

  void evidence() {
    if (report_.evidence_path.empty()) return;
    heading("Evidence", "Preuve");
    out_ += std::string(indent) + visible(report_.evidence_path) + "\n";
    out_ += std::string(indent) + paint_.dim(visible(report_.evidence_head)) + "\n";
  }

  void heading(std::string_view en, std::string_view fr) { out_ += paint_.bold(text(en, fr)) + "\n"; }

  const Report& report_;
  Terminal terminal_;
  Paint paint_;
  std::string out_;
};

}  // namespace

std::string to_terminal(const Report& report, const Terminal& terminal, std::int64_t rows_max) {
  return Writer(report, terminal).write(rows_max);
}

}  // namespace recoupe::render
