// A static fragment for notebooks and pages: no script, no style, nothing that a sanitiser must drop to be safe.
#include "render/cells.hpp"
#include "render/chart.hpp"
#include "render/html_text.hpp"
#include "render/report.hpp"
#include "render/wording.hpp"

namespace recoupe::render {

namespace {

std::string element(std::string_view tag, std::string_view content, std::string_view attributes = {}) {
  std::string out = "<" + std::string(tag);
  if (!attributes.empty()) out += " " + std::string(attributes);
  return out + ">" + std::string(content) + "</" + std::string(tag) + ">";
}

class Writer {
 public:
  explicit Writer(const Report& report) : report_(report) {}

  std::string write(std::int64_t rows_max) {
    const std::string language(core::code_of(report_.language));
    out_ = "<div class=\"recoupe\" lang=\"" + language + "\">\n";
    if (!report_.understood.empty()) {
      line(element("p", element("strong", escaped(report_.understood)), "class=\"recoupe-understood\""));
    }
    unexplained();
    if (report_.error) error();
    if (report_.status == Status::clarify) question();
    if (report_.status == Status::ok) {
      findings();
      table(rows_max);
    }
    plan();
    coverage();
    calls();
    evidence();
    out_ += "</div>\n";
    return std::move(out_);
  }

 private:
  [[nodiscard]] std::string text(std::string_view en, std::string_view fr) const {
    return std::string(say(report_.language, en, fr));
  }
  void line(const std::string& html) { out_ += html + "\n"; }

  void details(const std::string& summary, const std::string& content) {
    line("<details>" + element("summary", escaped(summary)) + "\n" + content + "</details>");
  }

  void unexplained() {
    if (report_.unexplained.empty()) return;
    std::string words;
    for (const std::string& word : report_.unexplained) {
      words += (words.empty() ? "" : ", ") + element("q", escaped(word));
    }
    line(element("p", text("Not accounted for by the plan: ", "Le plan ne rend pas compte de : ") + words));
  }

  void error() {
    const core::Error& at = *report_.error;
    const bool refused = report_.status == Status::refused;
    const std::string label = refused ? text("Refused: ", "Refusé : ") : text("Error: ", "Erreur : ");
    std::string html = element("strong", label) + escaped(at.message.in(report_.language));
    if (!at.remedy.in(report_.language).empty()) html += "<br>→ " + escaped(at.remedy.in(report_.language));
    line(element("p", html, "class=\"recoupe-error\""));
  }

  void question() {
    line(element("p", element("strong", escaped(report_.question))));
    std::string items;
    for (const Choice& choice : report_.choices) {
      items += element("li", escaped(choice.label) + element("pre", element("code", escaped(choice.plan)))) + "\n";
    }
    line("<ol>\n" + items + "</ol>");
  }

  void findings() {
    for (const result::CheckCounts& check : report_.answer.findings) {
      std::string rows;
      for (const auto& [finding, count] : check.counts) {
        rows += element("tr", element("th", escaped(finding_word(finding, count, report_.language)), "scope=\"row\"") +
                                  element("td", number(count, report_.language), "style=\"text-align: right\"")) +
                "\n";
      }
      line("<table class=\"recoupe-findings\">" + element("caption", escaped(check.name)) + "\n<tbody>\n" + rows +
           "</tbody></table>");
      line(element("p", findings_image(check, report_.language)));
    }
  }

  void table(std::int64_t rows_max) {
    const result::Answer& answer = report_.answer;
    std::string heads;
    for (const auto& column : answer.columns) {
      const std::string type = escaped(core::name_of(column.type));
      heads += element("th", escaped(column.name), "scope=\"col\" title=\"" + type + "\"");
    }
    out_ += "<table class=\"dataframe\">\n<thead>" + element("tr", heads) + "</thead>\n<tbody>\n";
    for_each_row(answer, rows_max, [&](const rows::Batch& batch, std::size_t row) {
      std::string cells;
      for (const rows::Column& column : batch.columns) {
        const Cell cell = cell_of(column.value(row), report_.language);
        const std::string shown = cell.look == Look::absent ? element("em", escaped(cell.text)) : escaped(cell.text);
        cells += element("td", shown, cell.look == Look::number ? "style=\"text-align: right\"" : "");
      }
      line(element("tr", cells));
    });
    out_ += "</tbody>\n</table>\n";
    std::string count = rows_words(answer.row_count, report_.language);
    if (const std::int64_t shown = shown_count(answer, rows_max); shown < answer.row_count) {
      count += text(", the first ", ", dont ") + number(shown, report_.language) + text(" shown", " affichées");
    }
    line(element("p", count));
  }

  void plan() {
    if (report_.plan_text.empty()) return;
    std::string html = element("pre", element("code", escaped(report_.plan_text))) + "\n";
    html += element("p", text("Plan digest ", "Empreinte du plan ") + element("code", escaped(report_.plan_digest)) +
                             text("<br>bound to now ", "<br>lié à maintenant ") +
                             element("code", escaped(core::text_of(report_.now))) + " " + escaped(report_.time_zone) +
                             " " + element("code", escaped(report_.bound_digest)));
    details(text("Plan", "Plan"), html + "\n");
  }

  void coverage() {
    if (report_.answer.coverage.empty()) return;
    std::string items;
    for (const result::Coverage& source : report_.answer.coverage) {
      items += element("li", escaped(coverage_words(source, report_.language))) + "\n";
    }
    for (const auto& [expression, count] : report_.answer.cast_failures) {
      const std::string words = text(": not convertible, ", " : non convertible, ");
      items += element("li", element("code", escaped(expression)) + words + rows_words(count, report_.language)) + "\n";
    }
    details(text("What was read", "Ce qui a été lu"), "<ul>\n" + items + "</ul>\n");
  }

  void calls() {
    if (report_.calls.empty()) return;
    std::string items;
    for (const execute::CallRecord& call : report_.calls) {
      items += element("li", escaped(call_words(call, report_.language)) +
                                 element("pre", element("code", escaped(call.statement)))) +
               "\n";
    }
    const auto count = static_cast<std::int64_t>(report_.calls.size());
    details(text("Calls", "Appels") + " (" + number(count, report_.language) + ")", "<ul>\n" + items + "</ul>\n");
  }

  void evidence() {
    if (report_.evidence_path.empty()) return;
    line(element("p", text("Evidence: ", "Preuve : ") + element("code", escaped(report_.evidence_path)) + " " +
                          element("code", escaped(report_.evidence_head))));
  }

  const Report& report_;
  std::string out_;
};

}  // namespace

std::string to_html(const Report& report, std::int64_t rows_max) { return Writer(report).write(rows_max); }

}  // namespace recoupe::render
