// A static fragment for notebooks and pages: no script, and nothing that is lost when a sanitiser drops its <style>.
#include "render/chart.hpp"
#include "render/html_style.hpp"
#include "render/html_table.hpp"
#include "render/html_text.hpp"
#include "render/report.hpp"
#include "render/wording.hpp"

namespace recoupe::render {

namespace {

class Writer {
 public:
  Writer(const Report& report, Reader reader) : report_(report), reader_(reader) {}

  std::string write(std::int64_t rows_max) {
    const std::string language(core::code_of(report_.language));
    out_ = "<div class=\"recoupe\" lang=\"" + language + "\">\n" + std::string(fragment_style);
    understood();
    unexplained();
    if (report_.error && report_.status != Status::clarify) error();
    if (report_.status == Status::clarify) question();
    if (report_.status == Status::ok) {
      findings();
      out_ += html_rows(report_, rows_max, reader_);
    }
    coverage();
    plan();
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

  void details(const std::string& summary, const std::string& content, bool open = false) {
    line(element("details", element("summary", escaped(summary)) + "\n" + content, open ? "open" : ""));
  }

  /// The words before the first colon ("J'ai compris") stand out, the sentence itself is for reading.
  void understood() {
    if (report_.understood.empty()) return;
    const std::size_t colon = report_.understood.find(": ");
    const std::size_t stop = colon == std::string::npos ? 0 : colon + 1;
    const std::string label = stop == 0 ? "" : element("strong", escaped_words(report_.understood.substr(0, stop)));
    line(element("p", label + escaped_words(report_.understood.substr(stop)), "class=\"recoupe-understood\""));
  }

  void unexplained() {
    if (report_.unexplained.empty()) return;
    std::string words;
    for (const std::string& word : report_.unexplained) {
      words += (words.empty() ? "" : ", ") + element("q", escaped(word));
    }
    words.insert(0, text("Not accounted for by the plan: ", "Le plan ne rend pas compte de : "));
    line(element("p", words, strip_unsure));
  }

  void error() {
    const core::Error& at = *report_.error;
    const bool refused = report_.status == Status::refused;
    const std::string label = refused ? text("Refused: ", "Refusé : ") : text("Error: ", "Erreur : ");
    std::string html = element("strong", label) + escaped_words(at.message.in(report_.language));
    if (!at.remedy.in(report_.language).empty()) html += "<br>→ " + escaped_words(at.remedy.in(report_.language));
    line(element("p", html, strip_bad));
  }

  void question() {
    line(element("p", element("strong", escaped_words(report_.question))));
    std::string items;
    for (std::size_t i = 0; i < report_.choices.size(); ++i) {
      const Choice& choice = report_.choices[i];
      std::string words = escaped_words(choice_words(choice, report_.language));
      if (reader_ == Reader::python) words += " " + element("code", ".choose(" + std::to_string(i + 1) + ")");
      items += element("li", words + element("pre", element("code", escaped(choice.plan)))) + "\n";
    }
    line("<ol>\n" + items + "</ol>");
  }

  void findings() {
    for (const result::CheckCounts& check : report_.answer.findings) {
      std::string chips;
      for (const auto& [finding, count] : check.counts) chips += chip(finding, count);
      if (check.counts.empty()) chips = text("nothing to check", "rien à contrôler");
      std::string html = element("strong", escaped(check.name) + text(": ", " : ")) + " " + chips;
      if (check.counts.size() > 1) html += "<br>" + findings_image(check, report_.language);
      line(element("p", html, "class=\"recoupe-findings\""));
    }
  }

  [[nodiscard]] std::string chip(std::string_view finding, std::int64_t count) const {
    const std::string ground = "style=\"background-color: " + ground_of(finding) +
                               "; border-radius: 12px; padding: 2px 10px; margin-right: 6px\"";
    return element("span", escaped(finding_with_code(finding, count, report_.language)),
                   "class=\"recoupe-chip\" " + ground) +
           " ";
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
      items += element("li", escaped_words(coverage_words(source, report_.language))) + "\n";
    }
    for (const auto& [expression, count] : report_.answer.cast_failures) {
      const std::string words = text(": not convertible, ", " : non convertible, ");
      items += element("li", element("code", escaped(expression)) + words + rows_words(count, report_.language)) + "\n";
    }
    details(text("What was read", "Ce qui a été lu"), "<ul>\n" + items + "</ul>\n", true);
  }

  void calls() {
    if (report_.calls.empty()) return;
    std::string items;
    for (const execute::CallRecord& call : report_.calls) {
      items += element("li", escaped_words(call_words(call, report_.language)) +
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
  Reader reader_;
  std::string out_;
};

}  // namespace

std::string to_html(const Report& report, std::int64_t rows_max, Reader reader) {
  return Writer(report, reader).write(rows_max);
}

}  // namespace recoupe::render
