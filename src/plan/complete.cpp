#include "plan/complete.hpp"

#include <algorithm>
#include <array>

#include "instruction/period.hpp"
#include "plan/complete_place.hpp"
#include "plan/keywords.hpp"
#include "plan/literals.hpp"
#include "plan/ops.hpp"
#include "plan/plan.hpp"
#include "plan/scope.hpp"
#include "plan/traverse.hpp"
#include "plan/validate_steps.hpp"

namespace recoupe::plan {
namespace {

constexpr std::array typical_counts{7, 30, 90};

std::string folded(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

bool is_word(const Token& token, std::string_view keyword) {
  return token.kind == TokenKind::word && same_keyword(token.value, keyword);
}

std::string written(const catalog::Source& source, const catalog::Table& table, bool with_schema) {
  std::string out = written_name(source.server) + ".";
  if (with_schema && !table.schema.empty()) out += written_name(table.schema) + ".";
  return out + written_name(table.name);
}

/// A plan's steps that can be read, however much of the last ones can't: what they put out.
Scope scope_after(std::string text, const catalog::Catalog& catalog) {
  while (!text.empty()) {
    auto plan = parse(text);
    if (plan) {
      if (auto valid = validate(*std::move(plan), catalog)) return valid->pipeline.steps.back().output;
    }
    const std::size_t cut = text.rfind("|>");
    if (cut == std::string::npos) break;
    text.erase(cut);
  }
  return {};
}

/// The side that the step being written reads, where it is whole already: "JOIN a.b AS c ON".
std::string side_text(std::string_view text, const std::vector<Token>& step) {
  std::size_t begin = 0;
  std::size_t depth = 0;
  for (std::size_t i = 0; i < step.size(); ++i) {
    if (step[i].kind == TokenKind::symbol && step[i].value == "(") ++depth;
    if (step[i].kind == TokenKind::symbol && step[i].value == ")" && depth > 0) --depth;
    if (depth > 0) continue;
    if (begin == 0 && i + 1 < step.size() && (is_word(step[i], "JOIN") || is_word(step[i], "IN") || is_word(step[i], "WITH"))) {
      begin = step[i].span.end;
    } else if (begin > 0 && (is_word(step[i], "ON") || is_word(step[i], "BY"))) {
      return std::string(text.substr(begin, step[i].span.begin - begin));
    }
  }
  return {};
}

class Completer {
 public:
  Completer(std::string_view text, std::size_t place, const catalog::Catalog& catalog, core::Language language)
      : text_(text.substr(0, place)), place_(writing_place(text, place)), step_(step_tokens(place_)), catalog_(catalog),
        language_(language), prefix_(folded(place_.word)) {}

  Completions run() {
    if (!place_.nothing_stands) find();
    Completions out{place_.begin, std::move(found_)};
    if (out.candidates.size() > completions_max) out.candidates.resize(completions_max);
    return out;
  }

 private:
  void find() {
    const Token* last = step_.empty() ? nullptr : &step_.back();
    if (place_.in_text) return text_candidates(last);
    if (!last) return step_candidates();
    if (wants_side(*last)) return table_candidates(is_word(*last, "JOIN"));
    if (is_word(*last, "CHECK")) return words(check_words());
    for (const Op op : {Op::during, Op::before, Op::after}) {
      if (is_word(*last, name_of(op))) return period_candidates("PERIOD '", "'");
    }
    if (is_word(*last, "PERIOD")) return period_candidates("'", "'");
    if (is_word(*last, "AS") || is_word(*last, "LIMIT")) return;
    if (second_words(*last)) return;
    expression_candidates(*last);
  }

  void add(std::string text, CandidateKind kind, std::string detail = {}) {
    const bool known = std::ranges::any_of(found_, [&](const Completion& one) { return one.text == text; });
    if (!known && folded(text).starts_with(prefix_)) found_.push_back({std::move(text), kind, std::move(detail)});
  }

  void words(std::span<const std::string_view> all) {
    for (const std::string_view word : all) add(std::string(word), CandidateKind::keyword);
  }

  /// Offers what goes on a step's or a check's words: ORDER → BY, EXISTS → IN.
  bool second_words(const Token& last) {
    const bool check = step_.size() == 2 && is_word(step_.front(), "CHECK");
    if (step_.size() > 1 && !check) return false;
    bool any = false;
    for (const std::string_view phrase : check ? check_words() : step_words()) {
      const std::size_t space = phrase.find(' ');
      if (space == std::string_view::npos || !is_word(last, phrase.substr(0, space))) continue;
      add(std::string(phrase.substr(space + 1)), CandidateKind::keyword);
      any = true;
    }
    return any;
  }

  void step_candidates() {
    const bool first = place_.before.empty();
    for (const std::string_view word : step_words()) {
      if ((word == step_words().front()) == first) add(std::string(word), CandidateKind::keyword);
    }
  }

  /// Tells whether a table or a pipeline stands behind this word of the step.
  [[nodiscard]] bool wants_side(const Token& last) const {
    const bool check = is_word(step_.front(), "CHECK");
    if (is_word(last, "FROM") || is_word(last, "JOIN")) return true;
    if (is_word(last, "ALL")) return is_word(step_.front(), "UNION");
    return check && step_.size() == 3 && (is_word(last, "IN") || is_word(last, "WITH"));
  }

  void table_candidates(bool join) {
    for (const catalog::Source& source : catalog_.sources) {
      for (const catalog::Table& table : source.tables) {
        const bool alone = catalog_.find_table(source.server, "", table.name) != nullptr;
        std::string detail = table.comment;
        if (detail.empty() && table.row_count >= 0) {
          detail = std::to_string(table.row_count) + (language_ == core::Language::fr ? " lignes" : " rows");
        }
        if (alone) add(written(source, table, false), CandidateKind::table, detail);
        const bool further = prefix_.size() > source.server.size() + 1;  // the schema is perhaps being written
        if (!table.schema.empty() && (!alone || further)) add(written(source, table, true), CandidateKind::table, detail);
      }
    }
    add("(FROM ", CandidateKind::keyword);
    if (join) add("UNNEST(", CandidateKind::keyword);
  }

  void period_candidates(const std::string& open, const std::string& close) {
    const auto offer = [&](const core::Json& neutral) {
      const auto period = instruction::Period::from_json(neutral);
      if (!period) return;
      const std::string words = quoted_text(period->words(language_));
      add(open + words.substr(1, words.size() - 2) + close, CandidateKind::period);
    };
    for (const char* unit : {"day", "week", "month", "quarter", "year"}) {
      for (const int offset : {0, -1, 1}) offer(core::Json::object({{"unit", unit}, {"offset", offset}}));
    }
    for (const int count : typical_counts) offer(core::Json::object({{"last", count}, {"unit", "day"}}));
  }

  // Behind PERIOD a phrase; behind a comparison with a field what it is known to hold.
  void text_candidates(const Token* last) {
    if (!last) return;
    if (is_word(*last, "PERIOD")) return period_candidates("", "'");
    const catalog::Field* field = compared_field();
    if (!field) return;
    for (const std::string& value : field->known_values) {
      const std::string quoted = quoted_text(value);
      add(quoted.substr(1), CandidateKind::value);
    }
  }

  /// The field before the operator behind which a text is being written: role = '…, role IN ('a', '….
  [[nodiscard]] const catalog::Field* compared_field() const {
    std::size_t at = step_.size();
    const auto is_between = [](const Token& token) {
      return token.kind == TokenKind::text ||
             (token.kind == TokenKind::symbol && (token.value == "," || token.value == "(" || token.value == "=" || token.value == "!=")) ||
             is_word(token, "IN") || is_word(token, "NOT") || is_word(token, "LIKE");
    };
    while (at > 0 && is_between(step_[at - 1])) --at;
    if (at == step_.size() || at == 0) return nullptr;
    Name name;
    for (std::size_t i = at; i-- > 0;) {
      if (step_[i].kind != TokenKind::word && step_[i].kind != TokenKind::name) break;
      name.parts.insert(name.parts.begin(), step_[i].value);
      if (i == 0 || step_[i - 1].kind != TokenKind::symbol || step_[i - 1].value != ".") break;
      --i;
    }
    const Scope scope = scope_here();
    const auto slot = name.parts.empty() ? core::Result<int>(-1) : find_column(name, {}, scope);
    if (!slot || *slot < 0) return nullptr;
    const auto& origin = scope[static_cast<std::size_t>(*slot)].origin;
    if (!origin) return nullptr;
    const catalog::Table* table = catalog_.find_table(origin->server, origin->schema, origin->table);
    return table ? table->find(origin->path) : nullptr;
  }

  /// The columns that an expression of this step sees.
  [[nodiscard]] Scope scope_here() const {
    Scope scope = scope_after(steps_before(text_, place_), catalog_);
    const std::string side = side_text(text_, step_);
    return side.empty() ? scope : joined(std::move(scope), scope_after("FROM " + side, catalog_));
  }

  void expression_candidates(const Token& last) {
    const bool operand_ends = last.kind == TokenKind::name || last.kind == TokenKind::text || last.kind == TokenKind::number ||
                              (last.kind == TokenKind::symbol && last.value == ")") ||
                              (last.kind == TokenKind::word && !is_operator(last));
    if (operand_ends) return words_behind_operand();
    const Scope scope = scope_here();
    for (const ScopeColumn& column : scope) {
      if (column.path.empty()) continue;
      add(text_of(column, scope), CandidateKind::field, core::name_of(column.type));
      if (column.alias.empty()) continue;
      std::vector<std::string> full{column.alias};
      full.insert(full.end(), column.path.begin(), column.path.end());
      if (!prefix_.empty()) add(written_path(full), CandidateKind::field, core::name_of(column.type));
    }
    for (const std::string_view word : function_words()) {
      const bool aggregate = is_aggregate(*function_named(word));
      const bool here = is_word(step_.front(), "AGGREGATE") || is_word(step_.front(), "CHECK");
      const bool no_arguments = arity_of(*function_named(word)).max == 0;
      if (!aggregate || here) add(std::string(word) + (no_arguments ? "" : "("), CandidateKind::function);
    }
    for (const std::string_view word : {"NOT", "CASE WHEN ", "TRUE", "FALSE", "NULL"}) add(std::string(word), CandidateKind::keyword);
  }

  /// Tells whether an expression goes on behind this word: WHERE, AND, BY, ….
  [[nodiscard]] bool is_operator(const Token& word) const {
    constexpr std::array before_operand{"WHERE", "EXTEND", "SELECT", "AGGREGATE", "BY",   "ON",   "PER",  "COMPARE", "RULE",    "AND",
                                        "OR",    "NOT",    "LIKE",   "BETWEEN",   "WHEN", "THEN", "ELSE", "DISTINCT"};
    return std::ranges::any_of(before_operand, [&](const char* keyword) { return is_word(word, keyword); });
  }

  void words_behind_operand() {
    for (const std::string_view word : {"AND", "OR", "IN (", "NOT IN (", "BETWEEN", "LIKE", "IS NULL", "IS NOT NULL", "IS MISSING", "AS"})
      add(std::string(word), CandidateKind::keyword);
    for (const Op op : {Op::during, Op::before, Op::after}) add(std::string(name_of(op)) + " PERIOD '", CandidateKind::keyword);
    const auto behind = [&](std::string_view step, std::initializer_list<std::string_view> clauses) {
      const bool check = is_word(step_.front(), "CHECK") && step_.size() > 1 && is_word(step_[1], step);
      if (!check && !is_word(step_.front(), step)) return;
      for (const std::string_view word : clauses) add(std::string(word), CandidateKind::keyword);
    };
    behind("AGGREGATE", {"GROUP BY"});
    behind("ORDER", {"DESC"});
    behind("LIMIT", {"PER"});
    for (const char* step : {"JOIN", "LEFT", "ABSENT"}) behind(step, {"ON"});
    behind("EXISTS", {"ON", "SELECT"});
    behind("MATCH", {"ON", "COMPARE", "TOLERANCE"});
    behind("TOTALS", {"BY", "COMPARE", "TOLERANCE"});
    behind("SEQUENCE", {"PARTITION BY"});
    add("|>", CandidateKind::keyword);
  }

  std::string_view text_;
  WritingPlace place_;
  std::vector<Token> step_;
  const catalog::Catalog& catalog_;
  core::Language language_;
  std::string prefix_;
  std::vector<Completion> found_;
};

}  // namespace

std::string_view name_of(CandidateKind kind) {
  constexpr std::array<std::string_view, 6> names{"keyword", "function", "table", "field", "value", "period"};
  return names[static_cast<std::size_t>(kind)];
}

Completions complete(std::string_view text, std::size_t place, const catalog::Catalog& catalog, core::Language language) {
  return Completer(text, std::min(place, text.size()), catalog, language).run();
}

core::Json to_json(const Completions& completions) {
  core::Json candidates = core::Json::array();
  for (const Completion& one : completions.candidates) {
    candidates.push(core::Json::object({{"text", one.text}, {"kind", name_of(one.kind)}, {"detail", one.detail}}));
  }
  return core::Json::object({{"begin", static_cast<std::int64_t>(completions.begin)}, {"candidates", std::move(candidates)}});
}

std::size_t byte_at(std::string_view text, std::size_t line, std::size_t column) {
  std::size_t at = 0;
  for (; line > 1; --line) {
    const std::size_t end = text.find('\n', at);
    if (end == std::string_view::npos) return text.size();
    at = end + 1;
  }
  for (; column > 1 && at < text.size() && text[at] != '\n'; --column) {
    ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) ++at;
  }
  return at;
}

}  // namespace recoupe::plan
