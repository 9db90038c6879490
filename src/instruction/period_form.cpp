#include "instruction/period_form.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace recoupe::instruction {
namespace {

constexpr std::array<std::string_view, 6> unit_names{"day", "week", "month", "quarter", "half", "year"};

std::optional<Unit> unit_of(std::string_view name) {
  const auto found = std::find(unit_names.begin(), unit_names.end(), name);
  if (found == unit_names.end()) return std::nullopt;
  return static_cast<Unit>(found - unit_names.begin());
}

bool within(std::int64_t value, std::int64_t least, std::int64_t most) { return value >= least && value <= most; }

std::int64_t days_in_month(std::optional<std::int64_t> year, std::int64_t month) {
  constexpr std::array<std::int64_t, 12> days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = !year || (*year % 4 == 0 && (*year % 100 != 0 || *year % 400 == 0));
  return month == 2 && leap ? 29 : days[static_cast<std::size_t>(month - 1)];
}

bool is_valid_calendar(const Form& form) {
  const int named =
      (form.quarter != 0 ? 1 : 0) + (form.half != 0 ? 1 : 0) + (form.month != 0 ? 1 : 0) + (form.week != 0 ? 1 : 0);
  if (named > 1 || (form.year && form.year_offset)) return false;
  if (form.year && !within(*form.year, period_year_min, period_year_max)) return false;
  if (form.year_offset && (named == 0 || !within(*form.year_offset, -99, 99))) return false;
  if (named == 0) return form.year && form.day == 0 && form.offset == 0;
  if (form.offset != 0 &&
      (form.month == 0 || form.day != 0 || form.year || form.year_offset || !within(form.offset, -1, 1)))
    return false;
  if (form.quarter != 0) return form.day == 0 && within(form.quarter, 1, 4);
  if (form.half != 0) return form.day == 0 && within(form.half, 1, 2);
  if (form.week != 0) return form.day == 0 && within(form.week, 1, 53);
  return within(form.month, 1, 12) && (form.day == 0 || within(form.day, 1, days_in_month(form.year, form.month)));
}

bool is_point(const Form& form) {
  return form.shape == Shape::unit || form.shape == Shape::calendar || form.shape == Shape::weekday;
}

// Members that a shape does not have stay out of its JSON and must not be in it.
std::vector<std::pair<std::string_view, std::int64_t Form::*>> calendar_members() {
  return {{"day", &Form::day},
          {"half", &Form::half},
          {"month", &Form::month},
          {"quarter", &Form::quarter},
          {"week", &Form::week}};
}

std::optional<Form> calendar_of(const core::JsonObject& members) {
  Form form;
  form.shape = Shape::calendar;
  for (const auto& [key, value] : members) {
    const auto number = value.as_int64();
    if (!number) return std::nullopt;
    const auto known = calendar_members();
    const auto member =
        std::find_if(known.begin(), known.end(), [&name = key](const auto& m) { return m.first == name; });
    if (key == "year") form.year = *number;
    else if (key == "year_offset") form.year_offset = *number;
    else if (key == "offset") form.offset = *number;
    else if (member == known.end() || *number == 0) return std::nullopt;
    else form.*(member->second) = *number;
  }
  return form;
}

std::optional<Form> parts_of(Shape shape, const core::Json& value) {
  Form form;
  form.shape = shape;
  const auto add = [&form](const core::Json& json) {
    auto part = form_of(json);
    if (!part || !is_point(*part)) return false;
    form.parts.push_back(*std::move(part));
    return true;
  };
  if (shape != Shape::between) return add(value) ? std::optional(form) : std::nullopt;
  const core::JsonArray* both = value.if_array();
  if (both == nullptr || both->size() != 2 || !add((*both)[0]) || !add((*both)[1])) return std::nullopt;
  return form;
}

std::optional<Form> read(const core::JsonObject& members, const core::Json& json) {
  const auto number = [&json](std::string_view key) {
    const core::Json* member = json.find(key);
    return member != nullptr ? member->as_int64() : std::nullopt;
  };
  Form form;
  for (const auto& [key, shape] :
       {std::pair("since", Shape::since), std::pair("until", Shape::until), std::pair("between", Shape::between)})
    if (const core::Json* part = json.find(key); part != nullptr)
      return members.size() == 1 ? parts_of(shape, *part) : std::nullopt;
  if (json.find("weekday") != nullptr) {
    if (members.size() != 2 || !number("weekday") || !number("offset")) return std::nullopt;
    form.shape = Shape::weekday;
    form.weekday = *number("weekday");
    form.offset = *number("offset");
    return form;
  }
  const core::Json* unit = json.find("unit");
  if (unit == nullptr) return calendar_of(members);
  const auto named = unit->if_string() != nullptr ? unit_of(*unit->if_string()) : std::nullopt;
  if (!named || members.size() != 2) return std::nullopt;
  form.unit = *named;
  const bool back = json.find("last") != nullptr;
  if (const auto count = number(back ? "last" : "next")) {
    form.shape = back ? Shape::last : Shape::next;
    form.count = *count;
    return form;
  }
  if (!number("offset")) return std::nullopt;
  form.offset = *number("offset");
  return form;
}

}  // namespace

bool is_valid(const Form& form) {
  switch (form.shape) {
    case Shape::unit:
      return within(form.offset, -period_count_max, period_count_max);
    case Shape::last:
    case Shape::next:
      return within(form.count, 1, period_count_max);
    case Shape::calendar:
      return is_valid_calendar(form);
    case Shape::weekday:
      return within(form.weekday, 1, 7) && within(form.offset, -1, 1);
    case Shape::since:
    case Shape::until:
    case Shape::between:
      return std::all_of(form.parts.begin(), form.parts.end(),
                         [](const Form& part) { return is_point(part) && is_valid(part); });
  }
  return false;
}

core::Json to_json(const Form& form) {
  core::Json json = core::Json::object();
  const core::Json unit(unit_names[static_cast<std::size_t>(form.unit)]);
  switch (form.shape) {
    case Shape::unit:
      return json.set("offset", form.offset).set("unit", unit);
    case Shape::last:
      return json.set("last", form.count).set("unit", unit);
    case Shape::next:
      return json.set("next", form.count).set("unit", unit);
    case Shape::weekday:
      return json.set("offset", form.offset).set("weekday", form.weekday);
    case Shape::since:
      return json.set("since", to_json(form.parts[0]));
    case Shape::until:
      return json.set("until", to_json(form.parts[0]));
    case Shape::between:
      return json.set("between", core::Json::array({to_json(form.parts[0]), to_json(form.parts[1])}));
    case Shape::calendar:
      break;
  }
  for (const auto& [name, member] : calendar_members()) {
    if (form.*member != 0) json.set(name, form.*member);
    if (name == "month" && form.offset != 0) json.set("offset", form.offset);
  }
  if (form.year) json.set("year", *form.year);
  if (form.year_offset) json.set("year_offset", *form.year_offset);
  return json;
}

std::optional<Form> form_of(const core::Json& json) {
  const core::JsonObject* members = json.if_object();
  if (members == nullptr) return std::nullopt;
  auto form = read(*members, json);
  if (!form || !is_valid(*form)) return std::nullopt;
  return form;
}

}  // namespace recoupe::instruction
