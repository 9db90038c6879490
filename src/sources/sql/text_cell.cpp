#include "sources/sql/text_cell.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace recoupe::sources::sql {
namespace {

constexpr NeededSetting float_digits = {"extra_float_digits", "1"};
constexpr NeededSetting hex_bytes = {"bytea_output", "hex"};
constexpr NeededSetting iso_intervals = {"IntervalStyle", "iso_8601"};
constexpr NeededSetting iso_dates = {"DateStyle", "ISO"};
constexpr NeededSetting utc = {"TimeZone", "UTC"};
constexpr NeededSetting plain_money = {"lc_monetary", "C"};

/// Types that are read as text and whose text hangs on no setting, or on those named.
struct OtherType {
  std::string_view name;
  std::array<std::optional<NeededSetting>, 2> needs;
};

constexpr auto others = std::to_array<OtherType>({
    {"time without time zone", {}}, {"time with time zone", {}}, {"json", {}}, {"xml", {}}, {"inet", {}}, {"cidr", {}},
    {"macaddr", {}}, {"macaddr8", {}}, {"bit", {}}, {"bit varying", {}}, {"tsvector", {}}, {"tsquery", {}},
    {"int4range", {}}, {"int8range", {}}, {"numrange", {}}, {"pg_lsn", {}}, {"hstore", {}}, {"ltree", {}},
    {"geometry", {}}, {"geography", {}}, {"\"char\"", {}},
    {"point", {float_digits, {}}}, {"line", {float_digits, {}}}, {"lseg", {float_digits, {}}}, {"box", {float_digits, {}}},
    {"path", {float_digits, {}}}, {"polygon", {float_digits, {}}}, {"circle", {float_digits, {}}},
    {"vector", {float_digits, {}}},
    {"tsrange", {iso_dates, {}}}, {"daterange", {iso_dates, {}}}, {"tstzrange", {iso_dates, utc}},
    {"money", {plain_money, {}}}, {"interval", {iso_intervals, {}}},
});

/// An interval as IntervalStyle iso_8601 writes it, of its parts; `c` is the column.
std::string iso_interval(const std::string& c) {
  const auto part = [&](const char* field) { return "extract(" + std::string(field) + " FROM " + c + ")::int8"; };
  const auto shown = [&](const char* field, const char* unit) {
    return "CASE WHEN " + part(field) + " <> 0 THEN " + part(field) + "::text || '" + unit + "' END";
  };
  const std::string micros = part("microseconds");
  const std::string days_are_zero = part("year") + " = 0 AND " + part("month") + " = 0 AND " + part("day") + " = 0";
  const std::string time_is_zero = part("hour") + " = 0 AND " + part("minute") + " = 0 AND " + micros + " = 0";
  const std::string fraction = "(abs(" + micros + ") % 1000000)";
  return "CASE WHEN " + c + " IS NULL THEN NULL WHEN NOT isfinite(" + c + ") THEN " + c + "::text ELSE concat('P', " +
         shown("year", "Y") + ", " + shown("month", "M") + ", " + shown("day", "D") + ", CASE WHEN NOT (" + time_is_zero +
         ") OR (" + days_are_zero + ") THEN 'T' END, " + shown("hour", "H") + ", " + shown("minute", "M") +
         ", CASE WHEN " + micros + " <> 0 THEN concat(CASE WHEN " + micros + " < 0 THEN '-' END, (abs(" + micros +
         ") / 1000000)::text, CASE WHEN " + fraction + " <> 0 THEN '.' || rtrim(\"right\"((1000000 + " + fraction +
         ")::text, 6), '0') END, 'S') WHEN " + days_are_zero + " AND " + time_is_zero + " THEN '0S' END) END";
}

void add_needs_of_other(std::string_view base, std::vector<NeededSetting>& needs) {
  const auto found = std::ranges::find(others, base, &OtherType::name);
  if (found == others.end()) {  // a composite type, or one that an extension brought: its text may hang on any of them
    needs.insert(needs.end(), {float_digits, hex_bytes, iso_intervals, iso_dates, utc, plain_money});
    return;
  }
  for (const auto& need : found->needs) {
    if (need) needs.push_back(*need);
  }
}

/// Types that to_json writes as we need them: dates and times in ISO 8601 whatever DateStyle says, addresses without the
/// mask that a cast to text adds.
bool is_json_text(NativeKind kind, std::string_view base) {
  return kind == NativeKind::date || kind == NativeKind::timestamptz || kind == NativeKind::timestamp || base == "inet" ||
         base == "cidr";
}

}  // namespace

TextCell text_cell(const SqlColumn& column) {
  TextCell cell;
  const std::string& c = column.quoted;
  const std::string base = base_name(column.native_type);
  if (column.kind == NativeKind::other) add_needs_of_other(base, cell.needs);
  if (column.kind == NativeKind::real || column.kind == NativeKind::double_) cell.needs.push_back(float_digits);
  const bool is_real = column.kind == NativeKind::real;  // its exact value is read as float8
  if (column.is_array()) {
    if (column.kind == NativeKind::bytea) cell.needs.push_back(hex_bytes);
    cell.expression = "to_json(" + c + (is_json_text(column.kind, base) ? ")::text" : is_real ? "::float8[]::text[])::text" : "::text[])::text");
    return cell;
  }
  if (is_json_text(column.kind, base)) cell.expression = "(to_json(" + c + ") #>> '{}')";
  else if (column.kind == NativeKind::bytea) cell.expression = "(chr(92) || 'x' || encode(" + c + ", 'hex'))";
  else if (is_real) cell.expression = c + "::float8::text";
  else if (base == "interval") cell = {iso_interval(c), {}};
  else cell.expression = c + "::text";
  return cell;
}

bool serves(const NeededSetting& setting, std::string_view value) {
  if (setting.name == float_digits.name) {
    int digits = 0;
    std::from_chars(value.data(), value.data() + value.size(), digits);
    return digits >= 1;
  }
  if (setting.name == iso_dates.name) return value.starts_with("ISO");
  if (setting.name == plain_money.name) return value == "C" || value == "POSIX" || value.starts_with("C.");
  if (setting.name == utc.name) return value == "UTC" || value == "Etc/UTC" || value == "GMT" || value == "Etc/GMT";
  return value == setting.wanted;
}

}  // namespace recoupe::sources::sql
