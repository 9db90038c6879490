#include "planner/writer.hpp"

#include <algorithm>

#include "core/unicode.hpp"
#include "plan/keywords.hpp"

namespace recoupe::planner {

namespace {

using plan::is_plain_name;
using plan::is_reserved;

std::string path_text(const catalog::FieldPath& path, std::size_t from, bool first_is_after_dot) {
  std::string out;
  for (std::size_t i = from; i < path.size(); ++i) {
    if (i > from) out += '.';
    out += i > from || first_is_after_dot ? plan::written_name(path[i]) : plan::written_path({path[i]});
  }
  return out;
}

bool has_column(const TableItem& table, const std::string& first, const Vocabulary& vocabulary) {
  return std::any_of(table.fields.begin(), table.fields.end(),
                     [&](std::size_t f) { return vocabulary.fields[f].field->path[0] == first; });
}

bool begins(const catalog::FieldPath& path, const catalog::FieldPath& prefix) {
  return path.size() >= prefix.size() && std::equal(prefix.begin(), prefix.end(), path.begin());
}

std::string singular_of(const std::string& name) {
  return name.size() > 3 && name.back() == 's' ? name.substr(0, name.size() - 1) : name + "_item";
}

}  // namespace

catalog::FieldPath array_of(const FieldItem& field, const Vocabulary& vocabulary) {
  const auto& path = field.field->path;
  if (field.kind == FieldKind::array && !field.element) return path;
  if (!field.element) return {};
  for (std::size_t size = 1; size < path.size(); ++size) {
    const catalog::FieldPath prefix(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(size));
    const auto* parent = vocabulary.tables[field.table].table->find(prefix);
    if (parent != nullptr && parent->type.kind == core::Kind::array) return prefix;
  }
  return {};
}

Seat Writer::seat(std::size_t table, const std::vector<Seat>& others) const {
  const auto& item = vocabulary_.tables[table];
  const auto taken = [&](const std::string& alias) {
    const auto clash = [&](const Seat& seat) {
      return seat.alias == alias || has_column(vocabulary_.tables[seat.table], alias, vocabulary_);
    };
    return has_column(item, alias, vocabulary_) || std::any_of(others.begin(), others.end(), clash);
  };
  std::string alias = item.table->name;
  if (!is_plain_name(alias) || is_reserved(alias) || taken(alias)) {
    const std::string letter = is_plain_name(alias.substr(0, 1)) ? core::lower(alias.substr(0, 1)) : "t";
    alias = letter;
    for (int n = 2; taken(alias); ++n) alias = letter + std::to_string(n);
  }
  return {table, alias, {}};
}

std::string Writer::table(const Seat& seat) const {
  const auto& item = vocabulary_.tables[seat.table];
  std::string out = plan::written_name(item.source->server) + ".";
  if (!item.table->schema.empty()) out += plan::written_name(item.table->schema) + ".";
  out += plan::written_name(item.table->name);
  if (seat.alias != item.table->name) out += " AS " + seat.alias;
  return out;
}

std::string Writer::name(std::size_t field, const std::vector<Seat>& seats) const {
  const auto& item = vocabulary_.fields[field];
  const auto& path = item.field->path;
  for (const auto& seat : seats) {
    if (seat.table != item.table) continue;
    for (const auto& opened : seat.opened) {
      if (!begins(path, opened.path)) continue;
      const std::string rest = path_text(path, opened.path.size(), true);
      return rest.empty() ? opened.alias : opened.alias + "." + rest;
    }
    const auto same = std::count_if(seats.begin(), seats.end(), [&](const Seat& s) {
      return has_column(vocabulary_.tables[s.table], path[0], vocabulary_);
    });
    const bool an_alias = std::any_of(seats.begin(), seats.end(), [&](const Seat& s) {
      return s.alias == path[0] ||
             std::any_of(s.opened.begin(), s.opened.end(), [&](const auto& o) { return o.alias == path[0]; });
    });
    if (same > 1 || an_alias) return seat.alias + "." + path_text(path, 0, true);
    break;
  }
  return path_text(path, 0, false);
}

std::string Writer::condition(const Condition& condition, const std::vector<Seat>& seats) const {
  const auto& field = vocabulary_.fields[condition.field];
  std::string subject = name(condition.field, seats);
  const bool array = field.kind == FieldKind::array || field.element;
  const bool opened = std::any_of(seats.begin(), seats.end(), [&](const Seat& s) {
    return s.table == field.table && std::any_of(s.opened.begin(), s.opened.end(),
                                                 [&](const auto& o) { return begins(field.field->path, o.path); });
  });
  const bool any = array && !opened;
  const std::string bare = subject;
  if (any) subject = "ANY(" + subject + ")";
  switch (condition.form) {
    case Form::equals: {
      if (any) {
        std::string out;
        for (const auto& value : condition.values) out += (out.empty() ? "" : " OR ") + subject + " = " + value;
        if (condition.values.size() > 1) out = "(" + out + ")";
        return condition.negated ? "NOT " + out : out;
      }
      if (condition.values.size() == 1) return subject + (condition.negated ? " != " : " = ") + condition.values[0];
      std::string out = subject + (condition.negated ? " NOT IN (" : " IN (");
      for (std::size_t i = 0; i < condition.values.size(); ++i) out += (i == 0 ? "" : ", ") + condition.values[i];
      return out + ")";
    }
    case Form::flag: return subject + (condition.negated ? " = FALSE" : " = TRUE");
    case Form::is_null:
      if (field.kind == FieldKind::text) {
        return condition.negated ? bare + " IS NOT NULL" : "(" + bare + " IS NULL OR " + bare + " = '')";
      }
      return bare + (condition.negated ? " IS NOT NULL" : " IS NULL");
    case Form::is_missing: return bare + (condition.negated ? " IS NOT MISSING" : " IS MISSING");
    case Form::present_null: return bare + " IS NULL AND " + bare + " IS NOT MISSING";
    case Form::array_empty:
      if (condition.negated) return "ARRAY_LENGTH(" + bare + ") > 0";
      if (!field.field->nullable && !field.field->may_be_missing) return "ARRAY_LENGTH(" + bare + ") = 0";
      return "COALESCE(ARRAY_LENGTH(" + bare + "), 0) = 0";
    case Form::array_length: return "ARRAY_LENGTH(" + bare + ") " + condition.op + " " + condition.values[0];
    case Form::compare:
      if (condition.other >= 0)
        return subject + " " + condition.op + " " + name(static_cast<std::size_t>(condition.other), seats);
      [[fallthrough]];
    case Form::period: return subject + " " + condition.op + " " + condition.values[0];
  }
  return {};
}

std::string Writer::conditions(const std::vector<Condition>& conditions, const std::vector<Seat>& seats) const {
  std::string out;
  for (const auto& one : conditions) out += (out.empty() ? "" : " AND ") + condition(one, seats);
  return out;
}

std::pair<std::string, std::string> Writer::key(const Link& link, const std::vector<Seat>& left,
                                                const std::vector<Seat>& right) const {
  const auto form = [&](std::size_t field, bool cast, const std::vector<Seat>& seats) {
    std::string out = name(field, seats);
    if (cast) out = "CAST(" + out + " AS STRING)";
    const auto kind = vocabulary_.fields[field].kind;
    const bool text = cast || kind == FieldKind::text || kind == FieldKind::array;
    return link.lower && text ? "LOWER(" + out + ")" : out;
  };
  return {form(link.left, link.cast_left, left), form(link.right, link.cast_right, right)};
}

std::string Writer::open(Seat& seat, const catalog::FieldPath& array, const std::vector<Seat>& seats) const {
  std::string alias = singular_of(array.back());
  const auto clash = [&](const Seat& s) {
    return s.alias == alias || has_column(vocabulary_.tables[s.table], alias, vocabulary_);
  };
  if (!is_plain_name(alias) || is_reserved(alias) || has_column(vocabulary_.tables[seat.table], alias, vocabulary_) ||
      seat.alias == alias || std::any_of(seats.begin(), seats.end(), clash))
    alias = "element_of_" + std::string(is_plain_name(array.back()) ? array.back() : "array");
  std::string path = path_text(array, 0, false);
  if (array[0] == seat.alias) path = seat.alias + "." + path_text(array, 0, true);
  seat.opened.push_back({array, alias});
  return "JOIN UNNEST(" + path + ") AS " + alias;
}

}  // namespace recoupe::planner
