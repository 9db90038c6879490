#include "planner/shorthand.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>

#include "core/unicode.hpp"
#include "plan/lexer.hpp"
#include "plan/traverse.hpp"

namespace recoupe::planner {

namespace {

using plan::if_is;
using plan::TokenKind;

/// Writes the short form as the plan language: "EXISTS users" as "CHECK EXISTS IN anywhere.users ON KEY".
class Expansion {
 public:
  explicit Expansion(std::string text, std::vector<plan::Token> tokens) : text_(std::move(text)), tokens_(std::move(tokens)) {}

  std::string whole() {
    pipeline();
    while (!at_end()) copy();  // what does not belong there is left for the parser to point at
    return std::move(out_);
  }

 private:
  [[nodiscard]] bool at_end() const { return tokens_[at_].kind == TokenKind::end; }
  [[nodiscard]] bool symbol(std::string_view value, std::size_t ahead = 0) const {
    const auto& token = tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
    return token.kind == TokenKind::symbol && token.value == value;
  }
  [[nodiscard]] bool word(std::string_view value) const { return tokens_[at_].kind == TokenKind::word && core::upper(tokens_[at_].value) == value; }
  [[nodiscard]] bool named() const { return tokens_[at_].kind == TokenKind::word || tokens_[at_].kind == TokenKind::name; }

  void put(std::string_view words) { out_ += words; }
  void copy() {
    const auto& span = tokens_[at_++].span;
    out_ += text_.substr(span.begin, span.end - span.begin) + " ";
  }

  void pipeline() {
    put("FROM ");
    side();
    while (symbol("|>")) {
      copy();
      step();
    }
  }

  /// A table or a pipeline, and its alias.
  void side() {
    if (symbol("(")) {
      copy();
      pipeline();
      if (symbol(")")) copy();
    } else if (named()) {
      if (!symbol(".", 1)) put(std::string(anywhere) + ".");
      copy();
      while (symbol(".")) copy(), copy();
    }
    if (word("AS")) copy(), copy();
  }

  void step() {
    const bool check = std::ranges::any_of(std::array{"EXISTS", "ABSENT", "MATCH", "TOTALS", "UNIQUE", "SEQUENCE", "RULE"}, [&](auto* name) { return word(name); });
    if (check) put("CHECK ");
    if (symbol("=") || symbol("!=")) put("WHERE finding ");
    if (word("LEFT")) copy();
    if (word("EXISTS") || word("ABSENT")) return keyed(" IN ");
    if (word("MATCH")) return keyed(" WITH ");
    if (word("JOIN")) return keyed(" ");
    if (word("TOTALS")) {
      copy();
      put(" WITH ");
      side();
    }
    rest();
  }

  void keyed(std::string_view preposition) {
    copy();
    put(preposition);
    if (!word("UNNEST")) {
      side();
      if (!word("ON")) put(" ON " + std::string(key_word) + " ");
    }
    rest();
  }

  /// The step's other words, up to the next step or the end of the pipeline that it stands in.
  void rest() {
    for (int open = 0; !at_end() && !symbol("|>"); copy()) {
      if (symbol(")") && open-- == 0) return;
      if (symbol("(")) ++open;
    }
  }

  std::string text_;
  std::vector<plan::Token> tokens_;
  std::size_t at_ = 0;
  std::string out_;
};

core::Result<std::string> written_out(std::string_view text) {
  std::string whole;
  for (const char c : text) whole += c == '\n' ? std::string(" |> ") : std::string(1, c);
  RECOUPE_TRY(tokens, plan::tokens_of(whole));
  return Expansion(std::move(whole), std::move(tokens)).whole();
}

void find_server(plan::TableRef& table, const catalog::Catalog& catalog) {
  if (table.server != anywhere) return;
  for (const auto& source : catalog.sources)
    for (const auto& each : source.tables)
      if (each.name == table.table) {
        table.server = source.server;
        table.schema = each.schema;
        return;
      }
}

void name_measures(plan::Aggregate& aggregate) {
  std::map<std::string, int> used;
  for (auto& measure : aggregate.aggregates) {
    const std::string usual(usual_name(measure.expr));
    if (!measure.name.empty() || usual.empty()) continue;
    const int count = ++used[usual];
    measure.name = count == 1 ? usual : usual + "_" + std::to_string(count);
  }
}

/// A column that a key may use: the field that it is, and how it is named.
struct KeyColumn {
  std::size_t field = 0;
  plan::Name name;
};

std::vector<KeyColumn> key_columns(const plan::Scope& scope, const Vocabulary& vocabulary) {
  std::vector<KeyColumn> columns;
  for (const auto& column : scope) {
    if (!column.origin) continue;
    for (std::size_t f = 0; f < vocabulary.fields.size(); ++f) {
      const auto& table = vocabulary.tables[vocabulary.fields[f].table];
      if (vocabulary.fields[f].field->path != column.origin->path || table.table->name != column.origin->table ||
          table.source->server != column.origin->server)
        continue;
      plan::Name name{column.path};
      if (!column.alias.empty()) name.parts.insert(name.parts.begin(), column.alias);
      columns.push_back({f, std::move(name)});
      break;
    }
  }
  return columns;
}

plan::Expr call_of(plan::Op op, plan::Expr arg, core::Type target = {}) {
  plan::Call call{op, {}, std::move(target), {}};
  call.args.push_back(std::move(arg));
  plan::Expr expr;
  expr.node = std::move(call);
  return expr;
}

plan::Expr side_of_key(const KeyColumn& column, bool cast, bool lower, const Vocabulary& vocabulary) {
  plan::Expr expr;
  expr.node = column.name;
  if (cast) expr = call_of(plan::Op::cast, std::move(expr), core::Type(core::Kind::string));
  const auto kind = vocabulary.fields[column.field].kind;
  const bool text = cast || kind == FieldKind::text || kind == FieldKind::array;
  return lower && text ? call_of(plan::Op::lower, std::move(expr)) : std::move(expr);
}

/// Finds the surest link between what is there and what is brought.
std::optional<plan::Expr> key_between(const plan::Scope& left, const plan::Scope& right, const Vocabulary& vocabulary) {
  const auto lefts = key_columns(left, vocabulary);
  const auto rights = key_columns(right, vocabulary);
  const auto at = [](const std::vector<KeyColumn>& columns, std::size_t field) {
    return std::ranges::find(columns, field, &KeyColumn::field);
  };
  std::optional<plan::Expr> best;
  double most = 0;
  for (const auto& link : vocabulary.links) {
    for (const bool turned : {false, true}) {
      const auto l = at(lefts, turned ? link.right : link.left);
      const auto r = at(rights, turned ? link.left : link.right);
      if (l == lefts.end() || r == rights.end() || link.confidence <= most) continue;
      most = link.confidence;
      plan::Call equal{plan::Op::equal, {}, {}, {}};
      equal.args.push_back(side_of_key(*l, turned ? link.cast_right : link.cast_left, link.lower, vocabulary));
      equal.args.push_back(side_of_key(*r, turned ? link.cast_left : link.cast_right, link.lower, vocabulary));
      best.emplace().node = std::move(equal);
    }
  }
  return best;
}

bool is_key(const plan::Expr& on) {
  const auto* name = if_is<plan::Name>(on);
  return name != nullptr && name->parts.size() == 1 && name->parts[0] == key_word;
}

core::Result<plan::Scope> scope_after(plan::Pipeline pipeline, const catalog::Catalog& catalog) {
  RECOUPE_TRY(valid, plan::validate({std::move(pipeline)}, catalog));
  return valid.pipeline.steps.back().output;
}

void add_first_names(const plan::Pipeline& pipeline, const catalog::Catalog& catalog, std::set<std::string>& names) {
  plan::for_each_table(pipeline, [&](const plan::TableRef& ref) {
    const auto* table = catalog.find_table(ref.server, ref.schema, ref.table);
    if (table == nullptr) return;
    for (const auto& field : table->fields) names.insert(field.path[0]);
  });
}

/// Gives tables that are called like a column of theirs or of another table another alias: their own name would mean both.
void name_apart(plan::Pipeline& pipeline, const std::set<std::string>& columns, std::set<std::string>& taken) {
  plan::for_each_step(pipeline, [&](plan::Step& step) {
    auto* side = plan::side_of(step);
    const auto* table = side == nullptr ? nullptr : if_is<plan::TableRef>(*side);
    if (table == nullptr || !side->alias.empty() || !columns.contains(table->table)) return;
    for (int n = 1; side->alias.empty() || columns.contains(side->alias) || taken.contains(side->alias); ++n)
      side->alias = "t" + std::to_string(n);
    taken.insert(side->alias);
  });
}

core::Status fill_keys(plan::Pipeline& pipeline, const catalog::Catalog& catalog, const Vocabulary& vocabulary) {
  for (std::size_t i = 0; i < pipeline.steps.size(); ++i) {
    auto& step = pipeline.steps[i];
    plan::Side* side = plan::side_of(step);
    if (side == nullptr) continue;
    if (auto* below = if_is<plan::Pipeline>(*side)) {
      RECOUPE_CHECK(fill_keys(*below, catalog, vocabulary));
      const auto* first = if_is<plan::From>(below->steps[0]);
      const auto* table = first != nullptr ? if_is<plan::TableRef>(first->side) : nullptr;
      if (side->alias.empty() && table != nullptr) side->alias = first->side.alias.empty() ? table->table : first->side.alias;
    }
    plan::Expr* on = nullptr;
    plan::for_each_expression(step, [&](plan::Expr& expr) {
      if (is_key(expr)) on = &expr;
    });
    if (on == nullptr) continue;
    RECOUPE_TRY(left, scope_after({{pipeline.steps.begin(), pipeline.steps.begin() + static_cast<std::ptrdiff_t>(i)}}, catalog));
    plan::Pipeline alone;
    alone.steps.emplace_back().step = plan::From{*side};
    RECOUPE_TRY(right, scope_after(std::move(alone), catalog));
    if (auto key = key_between(left, right, vocabulary)) *on = *std::move(key);
  }
  return {};
}

}  // namespace

std::string_view usual_name(const plan::Expr& measure) {
  const auto* call = if_is<plan::Call>(measure);
  if (call == nullptr) return {};
  switch (call->op) {
    case plan::Op::count_all:
    case plan::Op::count:
    case plan::Op::count_distinct: return "n";
    case plan::Op::sum: return "total";
    case plan::Op::avg: return "average";
    case plan::Op::min: return "minimum";
    case plan::Op::max: return "maximum";
    default: return {};
  }
}

core::Result<plan::Plan> plan_of_shorthand(std::string_view text, const catalog::Catalog& catalog, const Vocabulary& vocabulary) {
  RECOUPE_TRY(whole, written_out(text.substr(0, shorthand_bytes_max)));
  RECOUPE_TRY(parsed, plan::parse(whole));
  plan::for_each_table(parsed.pipeline, [&](plan::TableRef& table) { find_server(table, catalog); });
  plan::for_each_step(parsed.pipeline, [](plan::Step& step) {
    if (auto* aggregate = if_is<plan::Aggregate>(step)) name_measures(*aggregate);
  });
  std::set<std::string> columns;
  std::set<std::string> aliases;
  add_first_names(parsed.pipeline, catalog, columns);
  name_apart(parsed.pipeline, columns, aliases);
  RECOUPE_CHECK(fill_keys(parsed.pipeline, catalog, vocabulary));
  return plan::validate(std::move(parsed), catalog);
}

}  // namespace recoupe::planner
