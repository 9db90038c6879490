// A plan in words: where it begins, then each step, one phrase a step.
#include "plan/words.hpp"

#include "plan/text.hpp"
#include "plan/traverse.hpp"

namespace recoupe::plan {
namespace {

std::string schema_of(const TableRef& table) { return table.resolved ? table.resolved->schema : table.schema; }

/// "server.schema", or the server alone.
std::string place_of(const TableRef& table) {
  catalog::FieldPath parts{table.server};
  if (const std::string schema = schema_of(table); !schema.empty()) parts.push_back(schema);
  return catalog::text_of(parts);
}

std::string alias_words(const Side& side, const Telling& telling) {
  const TableRef* table = if_is<TableRef>(side);
  if (side.alias.empty() || (table && table->table == side.alias)) return {};
  return telling(" (called ", " (noté ") + catalog::text_of({side.alias}) + ")";
}

/// "les users de mongodb"; a pipeline inside FROM stands in parentheses.
std::string begin_words(const Side& side, const Telling& telling) {
  const TableRef* table = if_is<TableRef>(side);
  if (!table) return words_of_side(side, telling);
  const std::string name = catalog::text_of({table->table});
  return telling("the " + name + " of ", "les " + name + " de ") + place_of(*table) + alias_words(side, telling);
}

std::string columns_words(const std::vector<Named>& columns, const Telling& telling) {
  std::vector<std::string> out;
  for (const Named& column : columns) out.push_back(words_of_column(column, telling));
  return words_of_list(out, ", ");
}

std::string order_words(const OrderBy& order, const Telling& telling) {
  std::vector<std::string> keys;
  for (const OrderKey& key : order.keys) {
    keys.push_back(words_of_value(key.expr, telling) +
                   (key.descending ? telling(" descending", " décroissant") : telling(" ascending", " croissant")));
  }
  return telling("sorted by ", "tri par ") + words_of_list(keys, telling(", then ", ", puis "));
}

std::string limit_words(const Limit& limit, const Telling& telling) {
  const std::string count = std::to_string(limit.count);
  std::string out = limit.count == 1 ? telling("the first row", "la première ligne")
                                     : telling("the first " + count + " rows", "les " + count + " premières lignes");
  if (limit.per.empty()) return out;
  std::vector<std::string> keys;
  for (const Expr& key : limit.per) keys.push_back(text_of(key));
  return out + telling(" for each ", " pour chaque ") + words_of_list(keys, telling(" and ", " et "));
}

std::string aggregate_words(const Aggregate& aggregate, const Telling& telling) {
  std::vector<std::string> values;
  for (const Named& column : aggregate.aggregates) values.push_back(words_of_column(column, telling));
  std::string out = telling("I compute ", "je calcule ") + words_of_list(values, telling(" and ", " et "));
  if (aggregate.groups.empty()) return out;
  std::vector<std::string> keys;
  for (const Named& key : aggregate.groups) keys.push_back(words_of_column(key, telling));
  return out + telling(" for each ", " pour chaque ") + words_of_list(keys, telling(" and ", " et "));
}

struct StepWords {
  const Telling& telling;

  std::string operator()(const From& from) const { return begin_words(from.side, telling); }
  std::string operator()(const Where& where) const {
    return telling("I keep the rows where ", "je garde les lignes où ") + words_of_condition(where.condition, telling);
  }
  std::string operator()(const Extend& extend) const {
    return telling("I add ", "j'ajoute ") + columns_words(extend.columns, telling);
  }
  std::string operator()(const Select& select) const {
    return telling("columns: ", "colonnes : ") + columns_words(select.columns, telling);
  }
  std::string operator()(const Aggregate& aggregate) const { return aggregate_words(aggregate, telling); }
  std::string operator()(const OrderBy& order) const { return order_words(order, telling); }
  std::string operator()(const Limit& limit) const { return limit_words(limit, telling); }
  std::string operator()(const Distinct&) const { return telling("without repeated rows", "sans lignes répétées"); }
  std::string operator()(const Join& join) const {
    std::string out = telling("I join them with ", "je les joins à ") + words_of_side(join.side, telling) +
                      telling(" on ", " avec ") + words_of_on(join.on, telling);
    if (join.left) out += telling(", keeping those without a counterpart", ", en gardant ceux sans correspondance");
    return out;
  }
  std::string operator()(const Unnest& unnest) const {
    std::string out = telling("I take each element of ", "je prends chaque élément de ") + text_of(unnest.path) +
                      telling(" as ", " sous le nom ") + catalog::text_of({unnest.alias});
    return unnest.left ? out + telling(", keeping those without any", ", en gardant ceux qui n'en ont pas") : out;
  }
  std::string operator()(const UnionAll& side) const {
    return telling("I add the rows of ", "j'ajoute les lignes de ") + words_of_side(side.side, telling);
  }
  std::string operator()(const Check& check) const { return words_of_check(check, telling); }
};

}  // namespace

std::string words_of_side(const Side& side, const Telling& telling) {
  if (const TableRef* table = if_is<TableRef>(side)) {
    return place_of(*table) + "." + catalog::text_of({table->table}) + alias_words(side, telling);
  }
  return "(" + words_of_pipeline(*if_is<Pipeline>(side), telling) + ")" + alias_words(side, telling);
}

std::string words_of_pipeline(const Pipeline& pipeline, const Telling& outer) {
  if (pipeline.steps.empty()) return {};
  Telling telling = outer;
  telling.scope = &pipeline.steps.front().output;
  std::string out = std::visit(StepWords{telling}, pipeline.steps.front().step);
  std::size_t next = 1;
  std::vector<const Expr*> filters;
  for (; next < pipeline.steps.size(); ++next) {
    const Where* where = if_is<Where>(pipeline.steps[next]);
    if (!where) break;
    filters.push_back(&where->condition);
  }
  if (!filters.empty()) out += telling(" where ", " dont ") + words_of_conditions(filters, telling);
  for (; next < pipeline.steps.size(); ++next) {
    telling.scope = &pipeline.steps[next - 1].output;
    out += telling("; ", " ; ") + std::visit(StepWords{telling}, pipeline.steps[next].step);
  }
  return out;
}

std::string words_of(const BoundPlan& bound, core::Language language) {
  const Telling telling{language, bound.zone.day_of(bound.now), bound.zone.name(), nullptr};
  return telling("I understood: ", "J'ai compris : ") + words_of_pipeline(bound.plan.pipeline, telling) + ".";
}

}  // namespace recoupe::plan
