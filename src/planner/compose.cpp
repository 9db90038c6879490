// From typed decisions to the text of a plan.
#include <algorithm>

#include "plan/keywords.hpp"
#include "planner/joins.hpp"
#include "planner/sketch.hpp"
#include "planner/writer.hpp"

namespace recoupe::planner {

namespace {

std::string plain_name(const Vocabulary& vocabulary, std::size_t field) {
  return plan::written_path({vocabulary.fields[field].field->path.back()});
}

class Composer {
 public:
  Composer(const Sketch& sketch, const Vocabulary& vocabulary)
      : sketch_(sketch), vocabulary_(vocabulary), writer_(vocabulary), rows_(vocabulary, writer_, sketch.subject) {}

  std::string text() {
    if (!reach_all()) return {};
    std::string out = rows();
    for (const auto& check : sketch_.checks) {
      const std::string written = this->check(check);
      if (written.empty()) return {};
      out += written;
      if (!check.keep.empty()) out += " |> WHERE " + std::string(check.keep);
    }
    if (sketch_.alone) out += alone(*sketch_.alone);
    return out + aggregate() + order() + columns();
  }

 private:
  /// Joins what conditions, groups, measures and columns need; false when there is no way.
  bool reach_all() {
    const auto need = [&](std::size_t field) { return rows_.reach(vocabulary_.fields[field].table); };
    const auto need_all = [&](const std::vector<Amount>& amounts) {
      return std::all_of(amounts.begin(), amounts.end(),
                         [&](const Amount& a) { return std::all_of(a.fields.begin(), a.fields.end(), need); });
    };
    for (const std::size_t table : sketch_.joined)
      if (!rows_.reach(table)) return false;
    for (const auto& condition : sketch_.where)
      if (!need(condition.field)) return false;
    if (!need_all(sketch_.groups) || !need_all(sketch_.measures)) return false;
    if (sketch_.alone && !need_all(sketch_.alone->by)) return false;
    for (const auto* amounts : {&sketch_.groups, &sketch_.measures})
      for (const auto& amount : *amounts)
        for (const std::size_t field : amount.fields)
          if (amount.call != "length") rows_.open(field);
    for (const auto& check : sketch_.checks) rows_.open(check.link.left);
    for (const std::size_t field : sketch_.columns)
      if (vocabulary_.fields[field].element && seat_of(vocabulary_.fields[field].table) != nullptr) rows_.open(field);
    return true;
  }

  [[nodiscard]] const Seat* seat_of(std::size_t table) const {
    const auto& seats = rows_.seats();
    const auto found = std::find_if(seats.begin(), seats.end(), [table](const Seat& s) { return s.table == table; });
    return found == seats.end() ? nullptr : &*found;
  }

  std::string rows() {
    std::vector<Condition> early;
    std::vector<Condition> late;
    for (const auto& condition : sketch_.where) {
      const bool own =
          vocabulary_.fields[condition.field].table == sketch_.subject && !rows_.is_opened(condition.field);
      (own ? early : late).push_back(condition);
    }
    std::string out = "FROM " + writer_.table(rows_.seats()[0]);
    if (!early.empty()) out += " |> WHERE " + writer_.conditions(early, {writer_.seat(sketch_.subject, {})});
    out += rows_.text();
    if (!late.empty()) out += " |> WHERE " + writer_.conditions(late, rows_.seats());
    return out;
  }

  std::string amount(const Amount& amount, const std::vector<Seat>& seats) const {
    if (amount.fields.empty()) return "COUNT(*)";
    std::string inner = writer_.name(amount.fields[0], seats);
    for (std::size_t i = 1; i < amount.fields.size(); ++i)
      inner += std::string(" ") + amount.op + " " + writer_.name(amount.fields[i], seats);
    if (amount.cast) inner = "CAST(" + inner + " AS STRING)";
    if (amount.call.empty()) return inner;
    if (amount.call == "COUNT DISTINCT") return "COUNT(DISTINCT " + inner + ")";
    if (amount.call == "COUNT DISTINCT LOWER") return "COUNT(DISTINCT LOWER(" + inner + "))";
    if (amount.call == "length") return "AVG(ARRAY_LENGTH(" + inner + "))";
    if (amount.call == "day") return "DATE(" + inner + ")";
    if (amount.call == "month" || amount.call == "week" || amount.call == "quarter" || amount.call == "year")
      return "DATE_TRUNC('" + amount.call + "', " + inner + ")";
    return amount.call + "(" + inner + ")";
  }

  /// The right side of a check: the table alone, or a pipeline with its joins and conditions.
  std::string side(const Check& check, Seat& seat) const {
    const auto needs_join = [&](const Condition& c) { return vocabulary_.fields[c.field].table != check.side.table; };
    const auto array = array_of(vocabulary_.fields[check.link.right], vocabulary_);
    if (check.side.where.empty() && array.empty()) return writer_.table(seat);
    Joins joins(vocabulary_, writer_, check.side.table);
    if (!array.empty()) joins.open(check.link.right);
    for (const auto& pair : check.compared)
      for (const std::size_t field : pair.second.fields) joins.open(field);
    for (const auto& condition : check.side.where)
      if (!joins.reach(vocabulary_.fields[condition.field].table)) return {};
    std::vector<Condition> early;
    std::vector<Condition> late;
    for (const auto& condition : check.side.where)
      (needs_join(condition) || joins.is_opened(condition.field) ? late : early).push_back(condition);
    std::string out = "(FROM " + writer_.table(joins.seats()[0]);
    if (!early.empty()) out += " |> WHERE " + writer_.conditions(early, {writer_.seat(check.side.table, {})});
    out += joins.text();
    if (!late.empty()) out += " |> WHERE " + writer_.conditions(late, joins.seats());
    seat.opened = joins.seats()[0].opened;
    return out + ") AS " + seat.alias;
  }

  std::string check(const Check& check) {
    Seat right = writer_.seat(check.side.table, rows_.seats());
    const std::string side = this->side(check, right);
    if (side.empty()) return {};
    std::vector<Seat> both = rows_.seats();
    both.push_back(right);
    std::string out = " |> CHECK " + std::string(check.verb) +
                      (check.verb == "MATCH" || check.verb == "TOTALS" ? " WITH " : " IN ") + side;
    if (check.verb == "TOTALS") {
      out += " BY " + totals_by(check, right);
    } else {
      const auto [left_key, right_key] = writer_.key(check.link, both, both);
      out += " ON " + left_key + " = " + right_key;
    }
    std::string compared;
    for (const auto& [l, r] : check.compared)
      compared += (compared.empty() ? " COMPARE " : ", ") + amount(l, rows_.seats()) + " = " + amount(r, {right}) +
                  check.tolerance;
    out += compared;
    std::string selected;
    for (const std::size_t column : check.selected)
      selected += (selected.empty() ? " SELECT " : ", ") + writer_.name(column, {right});
    return out + selected;
  }

  std::string totals_by(const Check& check, const Seat& right) const {
    std::string out;
    for (const auto& [l, r] : check.by)
      out += (out.empty() ? "" : ", ") + amount(l, rows_.seats()) + " = " + amount(r, {right}) +
             (l.name.empty() ? "" : " AS " + l.name);
    if (!out.empty()) return out;
    const auto [left_key, right_key] = writer_.key(check.link, rows_.seats(), {right});
    out = left_key + " = " + right_key;
    if (left_key.find('(') != std::string::npos) out += " AS " + plain_name(vocabulary_, check.link.left);
    return out;
  }

  std::string alone(const Alone& alone) const {
    std::string list;
    if (alone.verb == "RULE") {
      const std::string left = amount(alone.by[0], rows_.seats());
      const bool text = vocabulary_.fields[alone.by[0].fields[0]].kind == FieldKind::text;
      if (alone.op.empty())
        list = left + " IS NOT NULL" + (text ? " AND " + left + " != ''" : "");
      else
        list = left + " " + std::string(alone.op) + " " + amount(alone.by[1], rows_.seats());
      return " |> CHECK RULE " + list + " |> WHERE finding = 'violation'";
    }
    for (const auto& one : alone.by) list += (list.empty() ? "" : ", ") + amount(one, rows_.seats());
    std::string partition;
    for (const std::size_t field : alone.partition)
      partition += (partition.empty() ? " PARTITION BY " : ", ") + writer_.name(field, rows_.seats());
    return " |> CHECK " + std::string(alone.verb) + " BY " + list + partition + " |> WHERE finding = '" +
           (alone.verb == "UNIQUE" ? "duplicate" : "gap") + "'";
  }

  std::string aggregate() const {
    if (sketch_.measures.empty()) return {};
    std::string out;
    for (const auto& measure : sketch_.measures)
      out += (out.empty() ? " |> AGGREGATE " : ", ") + amount(measure, rows_.seats()) + " AS " + measure.name;
    std::string by;
    for (const auto& group : sketch_.groups) {
      std::string name = group.name;
      if (name.empty() && !group.call.empty()) name = plain_name(vocabulary_, group.fields[0]);
      by += (by.empty() ? " GROUP BY " : ", ") + amount(group, rows_.seats()) + (name.empty() ? "" : " AS " + name);
    }
    out += by;
    if (!sketch_.having.empty()) out += " |> WHERE " + sketch_.measures[0].name + " " + sketch_.having;
    return out;
  }

  std::string order() const {
    if (sketch_.limit.empty()) return {};
    const std::string by = sketch_.measures.empty() ? amount(*sketch_.order, rows_.seats()) : sketch_.measures[0].name;
    return " |> ORDER BY " + by + (sketch_.rising ? "" : " DESC") + " |> LIMIT " + sketch_.limit;
  }

  std::string columns() const {
    if (sketch_.columns.empty()) return {};
    std::string out;
    for (const std::size_t column : sketch_.columns) {
      const bool of_rows = seat_of(vocabulary_.fields[column].table) != nullptr;
      out += (out.empty() ? " |> SELECT " : ", ") +
             (of_rows ? writer_.name(column, rows_.seats()) : plain_name(vocabulary_, column));
    }
    return out + (sketch_.finding_shown ? ", finding" : "");
  }

  const Sketch& sketch_;
  const Vocabulary& vocabulary_;
  Writer writer_;
  Joins rows_;
};

}  // namespace

std::string text_of(const Sketch& sketch, const Vocabulary& vocabulary) { return Composer(sketch, vocabulary).text(); }

}  // namespace recoupe::planner
