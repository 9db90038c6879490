// The formatter of plan files: canonical text of each step, with comments and parameters where they were.
#include <algorithm>
#include <optional>

#include "plan/parser.hpp"
#include "plan/plan_file.hpp"
#include "plan/text.hpp"

namespace recoupe::plan {
namespace {

using core::Result;

constexpr std::size_t stand_in_first = 100'000'000;
constexpr std::size_t stand_ins_max = 100'000;  // more than parameters fit into plan_bytes_max
constexpr std::size_t period_spaces_min = 40;

/// What stands for parameters while a plan is parsed and written: a name, a number or a period that the file does not
/// hold, so that it can be found again in what was written.
class StandIns {
 public:
  explicit StandIns(std::string_view text) {
    first_ = stand_in_first;
    while (text.find(std::to_string(first_ / stand_ins_max)) != std::string_view::npos) first_ += stand_ins_max;
    while (text.find(period_words(0)) != std::string_view::npos) ++spaces_;
  }

  void put(std::vector<Token>& tokens) {
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      Token& token = tokens[i];
      if (token.kind != TokenKind::parameter) continue;
      const std::string number = std::to_string(first_ + names_.size());
      names_.push_back(token.value);
      const std::string before = i > 0 && tokens[i - 1].kind == TokenKind::word ? upper(tokens[i - 1].value) : "";
      token.kind = TokenKind::word;
      token.value = "p" + number;
      if (before == "LIMIT" || before == "TOLERANCE") {
        token.kind = TokenKind::number;
        token.value = number;
      } else if (before == "PERIOD") {
        token.kind = TokenKind::text;
        token.value = period_words(names_.size() - 1);
      }
    }
  }

  /// Puts the parameters back into text that was written from the tokens.
  [[nodiscard]] std::string restored(std::string text) const {
    for (std::size_t i = names_.size(); i-- > 0;) {
      const std::string number = std::to_string(first_ + i);
      for (const std::string& form : {"'" + period_words(i) + "'", "p" + number, number}) {
        for (std::size_t at = text.find(form); at != std::string::npos; at = text.find(form, at + 1)) {
          text.replace(at, form.size(), "@" + names_[i]);
        }
      }
    }
    return text;
  }

 private:
  static std::string upper(std::string word) {
    for (char& c : word) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return word;
  }

  [[nodiscard]] std::string period_words(std::size_t index) const { return "today" + std::string(spaces_ + index, ' '); }

  std::size_t spaces_ = period_spaces_min;
  std::size_t first_ = 0;
  std::vector<std::string> names_;
};

/// A comment and the lines that it covers.
struct Remark {
  std::string text;
  std::size_t begin = 0;
  std::uint32_t line = 0;
  std::uint32_t last_line = 0;
};

Remark remark_of(const Token& comment) {
  std::string text = comment.value;
  text.erase(text.find_last_not_of(" \t\r") + 1);
  const auto breaks = static_cast<std::uint32_t>(std::ranges::count(comment.value, '\n'));
  return {std::move(text), comment.span.begin, comment.span.line, comment.span.line + breaks};
}

/// Writes plans, each step on a line: a comment at the end of a step's line stays there, any other stands above its step.
class Writer {
 public:
  Writer(std::string_view text, const std::vector<Token>& all) : text_(text) {
    for (const Token& token : all) {
      if (token.kind == TokenKind::comment) remarks_.push_back(remark_of(token));
      if (token.kind == TokenKind::symbol && token.value == ";") semicolons_.push_back(token.span.begin);
    }
  }

  std::string write(const std::vector<Plan>& plans, const StandIns& stand_ins) {
    std::vector<const Step*> steps;
    std::vector<const Step*> firsts;
    for (const Plan& plan : plans) {
      firsts.push_back(&plan.pipeline.steps.front());
      for (const Step& step : plan.pipeline.steps) steps.push_back(&step);
    }
    for (std::size_t i = 0; i < steps.size(); ++i) {
      const Step& step = *steps[i];
      const bool first = std::ranges::find(firsts, &step) != firsts.end();
      const bool last = i + 1 == steps.size() || std::ranges::find(firsts, steps[i + 1]) != firsts.end();
      if (first && i > 0) out_ += "\n";
      put_above(step, first);
      out_ += (first ? "" : "|> ") + stand_ins.restored(text_of(step));
      if (last && plans.size() > 1) out_ += ";";
      put_behind(step.span.end, i + 1 < steps.size() ? steps[i + 1]->span.begin : text_.size(), last);
      out_ += "\n";
    }
    if (next_ < remarks_.size()) out_ += "\n";
    put_lines(text_.size(), true);
    return std::move(out_);
  }

 private:
  [[nodiscard]] std::uint32_t line_at(std::size_t byte) const {
    return 1 + static_cast<std::uint32_t>(std::ranges::count(text_.substr(0, byte), '\n'));
  }

  // An empty line that people put between comments before a plan stays.
  void put_lines(std::size_t until, bool with_empty_lines) {
    std::optional<std::uint32_t> before;
    for (; next_ < remarks_.size() && remarks_[next_].begin < until; ++next_) {
      const Remark& remark = remarks_[next_];
      if (with_empty_lines && before && remark.line > *before + 1) out_ += "\n";
      out_ += remark.text + "\n";
      before = remark.last_line;
    }
    above_ = before;
  }

  void put_above(const Step& step, bool first) {
    put_lines(step.span.end, first);
    if (first && above_ && step.span.line > *above_ + 1) out_ += "\n";
  }

  void put_behind(std::size_t end, std::size_t next_step, bool last) {
    std::uint32_t line = line_at(end);
    const auto semicolon = std::ranges::find_if(semicolons_, [&](std::size_t at) { return at >= end; });
    for (; next_ < remarks_.size() && remarks_[next_].begin < next_step; ++next_) {
      const Remark& remark = remarks_[next_];
      const bool behind_end = last && semicolon != semicolons_.end() && *semicolon < remark.begin &&
                              line_at(*semicolon) == remark.line;
      if (remark.line != line && !behind_end) return;
      out_ += " " + remark.text;
      line = remark.last_line;
    }
  }

  std::string_view text_;
  std::vector<Remark> remarks_;
  std::vector<std::size_t> semicolons_;
  std::size_t next_ = 0;
  std::optional<std::uint32_t> above_;  // the line on which the last comment put above ends
  std::string out_;
};

}  // namespace

Result<std::string> formatted(std::string_view text) {
  RECOUPE_TRY(all, tokens_and_comments_of(text));
  std::vector<Token> tokens = all;
  std::erase_if(tokens, [](const Token& token) { return token.kind == TokenKind::comment; });
  StandIns stand_ins(text);
  stand_ins.put(tokens);
  auto plans = Parser(std::move(tokens)).plans();
  if (!plans) {
    core::Error error = std::move(plans).error();
    for (std::string* words : {&error.message.en, &error.message.fr, &error.remedy.en, &error.remedy.fr}) {
      *words = stand_ins.restored(std::move(*words));
    }
    return core::fail(std::move(error));
  }
  return Writer(text, all).write(*plans, stand_ins);
}

}  // namespace recoupe::plan
