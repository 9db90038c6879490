#include "rows/batch.hpp"

#include "core/hash.hpp"
#include "rows/extended_json.hpp"

namespace recoupe::rows {

namespace {

using core::Kind;
using core::Value;

core::Error wrong_type(const Column& column) {
  const std::string type = core::name_of(column.type);
  return {.code = core::Code::internal,
          .origin = core::Origin::internal,
          .stage = "rows",
          .message = {"A value does not fit the column \"" + column.name + "\" of type " + type + ".",
                      "Une valeur ne va pas dans la colonne « " + column.name + " » de type " + type + "."},
          .remedy = {"Report this.", "Signalez-le."}};
}

std::string bytes_of_hex(std::string_view hex) {
  const auto digit = [](char c) { return static_cast<unsigned>(c <= '9' ? c - '0' : c - 'a' + 10); };
  std::string bytes;
  bytes.reserve(hex.size() / 2);
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes += static_cast<char>(digit(hex[i]) << 4 | digit(hex[i + 1]));
  }
  return bytes;
}

/// Gives the whole number that a value is kept as, where its alternative is the kind's.
const std::int64_t* whole_of(const Value& value, Kind kind, std::int64_t& room) {
  const auto keep = [&room](std::int64_t number) {
    room = number;
    return &room;
  };
  if (kind == Kind::bool_) {
    if (const auto* held = std::get_if<bool>(&value)) return keep(*held ? 1 : 0);
  } else if (kind == Kind::int64) {
    return std::get_if<std::int64_t>(&value);
  } else if (kind == Kind::date) {
    if (const auto* held = std::get_if<core::Date>(&value)) return keep(held->days);
  } else if (kind == Kind::timestamp) {
    if (const auto* held = std::get_if<core::Timestamp>(&value)) return keep(held->micros);
  } else if (kind == Kind::datetime) {
    if (const auto* held = std::get_if<core::Datetime>(&value)) return keep(held->micros);
  } else if (kind == Kind::time) {
    if (const auto* held = std::get_if<core::Time>(&value)) return keep(held->micros);
  }
  return nullptr;
}

/// Gives the text that a value is kept as.
core::Result<std::string> text_of_value(const Column& column, const Value& value) {
  switch (column.type.kind) {
    case Kind::string:
      if (const auto* held = std::get_if<std::string>(&value)) return *held;
      break;
    case Kind::numeric:
      if (const auto* held = std::get_if<core::Decimal>(&value)) return held->text;
      break;
    case Kind::bytes:
      if (const auto* held = std::get_if<core::Bytes>(&value)) return core::hex(held->data);
      break;
    case Kind::uuid:
      if (const auto* held = std::get_if<core::Uuid>(&value)) return held->text;
      break;
    case Kind::objectid:
      if (const auto* held = std::get_if<core::ObjectId>(&value)) return held->hex;
      break;
    case Kind::document:
      if (!std::holds_alternative<core::ValueDocument>(value)) break;
      [[fallthrough]];
    case Kind::mixed: {
      RECOUPE_TRY(json, extended_json(value));
      return json.dump();
    }
    default:
      break;
  }
  return core::fail(wrong_type(column));
}

Value whole_value(Kind kind, std::int64_t number) {
  switch (kind) {
    case Kind::bool_: return Value(number != 0);
    case Kind::date: return Value(core::Date{static_cast<std::int32_t>(number)});
    case Kind::timestamp: return Value(core::Timestamp{number});
    case Kind::datetime: return Value(core::Datetime{number});
    case Kind::time: return Value(core::Time{number});
    default: return Value(number);
  }
}

Value text_value(Kind kind, const std::string& text) {
  switch (kind) {
    case Kind::numeric: return Value(core::Decimal{text});
    case Kind::bytes: return Value(core::Bytes{bytes_of_hex(text)});
    case Kind::uuid: return Value(core::Uuid{text});
    case Kind::objectid: return Value(core::ObjectId{text});
    case Kind::document:
    case Kind::mixed: {
      auto json = core::Json::parse(text);
      auto value = json ? value_of_extended_json(*json) : core::Result<Value>(Value(text));
      return value ? *std::move(value) : Value(text);  // a cell that was filled with no JSON is shown as it is
    }
    default: return Value(text);
  }
}

}  // namespace

Storage storage_of(const core::Type& type) {
  switch (type.kind) {
    case Kind::bool_:
    case Kind::int64:
    case Kind::date:
    case Kind::timestamp:
    case Kind::datetime:
    case Kind::time: return Storage::int64;
    case Kind::float64: return Storage::float64;
    case Kind::array: return Storage::list;
    default: return Storage::text;
  }
}

Column make_column(std::string name, const core::Type& type) {
  Column column;
  column.name = std::move(name);
  column.type = type;
  if (storage_of(type) == Storage::list) {
    column.offsets.push_back(0);
    column.items = std::make_shared<Column>(make_column("item", type.element ? *type.element : core::Type()));
  }
  return column;
}

void Column::append_null() {
  switch (storage_of(type)) {
    case Storage::int64: ints.push_back(0); break;
    case Storage::float64: doubles.push_back(0); break;
    case Storage::text: texts.emplace_back(); break;
    case Storage::list: offsets.push_back(offsets.back()); break;
  }
  presence.push_back(Presence::null);
}

void Column::append_missing() {
  append_null();
  presence.back() = Presence::missing;
}

core::Status Column::append(const Value& value) {
  if (value.is_null()) return append_null(), core::Status();
  if (value.is_missing()) return append_missing(), core::Status();
  switch (storage_of(type)) {
    case Storage::int64: {
      std::int64_t room = 0;
      const std::int64_t* number = whole_of(value, type.kind, room);
      if (!number) return core::fail(wrong_type(*this));
      ints.push_back(*number);
      break;
    }
    case Storage::float64: {
      const double* number = std::get_if<double>(&value);
      if (!number) return core::fail(wrong_type(*this));
      doubles.push_back(*number);
      break;
    }
    case Storage::text: {
      RECOUPE_TRY(text, text_of_value(*this, value));
      texts.push_back(std::move(text));
      break;
    }
    case Storage::list: {
      const auto* array = std::get_if<core::ValueArray>(&value);
      if (!array) return core::fail(wrong_type(*this));
      for (const Value& item : *array) RECOUPE_CHECK(items->append(item));
      offsets.push_back(static_cast<std::int64_t>(items->size()));
      break;
    }
  }
  presence.push_back(Presence::value);
  return {};
}

Value Column::value(std::size_t row) const {
  if (presence[row] == Presence::null) return Value();
  if (presence[row] == Presence::missing) return Value(core::Missing{});
  switch (storage_of(type)) {
    case Storage::int64: return whole_value(type.kind, ints[row]);
    case Storage::float64: return Value(doubles[row]);
    case Storage::text: return text_value(type.kind, texts[row]);
    case Storage::list: break;
  }
  core::ValueArray array;
  for (std::int64_t i = offsets[row]; i < offsets[row + 1]; ++i) {
    array.push_back(items->value(static_cast<std::size_t>(i)));
  }
  return Value(std::move(array));
}

}  // namespace recoupe::rows
