#include "result/cast.hpp"
#include "result/functions.hpp"
#include "result/scalar.hpp"

namespace recoupe::result {

namespace {

using core::Kind;
using core::Value;

/// Holds one cell of a kind, to read it as a value or to keep a value as a cell.
struct OneCell {
  rows::Column column;
  explicit OneCell(Kind kind) : column(rows::make_column({}, kind)) {}
  void put(std::string_view text) { column.texts.emplace_back(text), filled(); }
  void put(double number) { column.doubles.push_back(number), filled(); }
  void put(std::int64_t number) { column.ints.push_back(number), filled(); }
  void put(bool truth) { column.ints.push_back(truth ? 1 : 0), filled(); }
  void take(std::string& out) const { out = column.texts[0]; }
  void take(double& out) const { out = column.doubles[0]; }
  void take(std::int64_t& out) const { out = column.ints[0]; }
  void take(bool& out) const { out = column.ints[0] != 0; }

 private:
  void filled() { column.presence.push_back(rows::Presence::value); }
};

template <class Out, class In>
core::Status add_cast(const Database& database, const char* name, const core::TimeZone& zone) {
  return add_scalar<Out, In, std::int64_t, std::int64_t>(
      database, name, [zone](In x, std::int64_t from, std::int64_t to) -> std::optional<Out> {
        OneCell source(static_cast<Kind>(from));
        source.put(x);
        const auto value = cast(source.column.value(0), static_cast<Kind>(to), zone);
        if (!value || value->is_null()) return std::nullopt;
        OneCell target(static_cast<Kind>(to));
        if (!target.column.append(*value)) return std::nullopt;
        Out out{};
        target.take(out);
        return out;
      });
}

template <class In>
core::Status add_casts(const Database& database, const std::string& from, const core::TimeZone& zone) {
  RECOUPE_CHECK((add_cast<std::string, In>(database, ("rc_cast_" + from + "_text").c_str(), zone)));
  RECOUPE_CHECK((add_cast<double, In>(database, ("rc_cast_" + from + "_float").c_str(), zone)));
  RECOUPE_CHECK((add_cast<std::int64_t, In>(database, ("rc_cast_" + from + "_whole").c_str(), zone)));
  return add_cast<bool, In>(database, ("rc_cast_" + from + "_bool").c_str(), zone);
}

}  // namespace

core::Status add_cast_functions(const Database& database, const core::TimeZone& zone) {
  RECOUPE_CHECK((add_casts<std::string_view>(database, "text", zone)));
  RECOUPE_CHECK((add_casts<double>(database, "float", zone)));
  RECOUPE_CHECK((add_casts<std::int64_t>(database, "whole", zone)));
  RECOUPE_CHECK((add_casts<bool>(database, "bool", zone)));
  return add_scalar<std::string, std::string_view>(
      database, "rc_type", [](std::string_view extended) -> std::optional<std::string> {
        const auto json = core::Json::parse(extended);
        return std::string(json ? type_word(*json) : "string");
      });
}

}  // namespace recoupe::result
