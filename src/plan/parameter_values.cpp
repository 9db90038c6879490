#include "plan/parameter_values.hpp"

#include <optional>

#include "core/decimal.hpp"
#include "plan/keywords.hpp"
#include "plan/lexer.hpp"
#include "plan/literals.hpp"
#include "plan/syntax_error.hpp"
#include "plan/validate_refusal.hpp"

namespace recoupe::plan {
namespace {

using core::Kind;
using core::Result;

constexpr std::size_t minutes_bytes = 16;  // "2026-03-01T09:30"

/// A literal that a value is written as: 'text', DATE '…', INTERVAL '…'; nothing where it is bare.
std::optional<Literal> written_literal(std::string_view value) {
  const auto tokens = tokens_of(value);
  if (!tokens || tokens->size() > 3) return std::nullopt;  // the last is the end
  const Token& first = tokens->front();
  if (tokens->size() == 2 && first.kind == TokenKind::text) return text_literal(first.value);
  if (tokens->size() != 3 || first.kind != TokenKind::word || (*tokens)[1].kind != TokenKind::text) return std::nullopt;
  const std::string& text = (*tokens)[1].value;
  const auto kind = literal_kind(first.value);
  if (!kind && !same_keyword(first.value, "INTERVAL")) return std::nullopt;
  auto read = kind ? typed_literal(*kind, text) : interval_literal(text);
  if (!read) return std::nullopt;
  return *std::move(read);
}

std::optional<std::string_view> word_literal(std::string_view value) {
  for (const std::string_view word : {"TRUE", "FALSE", "NULL"}) {
    if (same_keyword(value, word)) return word;
  }
  return std::nullopt;
}

/// An instant that a value means: RFC 3339, or a day or a local time of the zone.
std::optional<core::Timestamp> instant_of(std::string value, const core::TimeZone& zone) {
  if (const auto instant = core::parse_timestamp(value)) return *instant;
  if (const auto day = core::parse_date(value)) return zone.midnight(*day);
  if (value.size() > 10 && value[10] == ' ') value[10] = 'T';
  if (value.size() == minutes_bytes) value += ":00";
  const auto local = typed_literal(Kind::datetime, value);
  if (!local) return std::nullopt;
  return zone.instant_of(std::get<core::Datetime>(local->value));
}

/// The value where the type is its own: a number, TRUE, DATE '…', else text.
std::string by_form(std::string_view value) {
  if (const auto literal = written_literal(value)) return text_of(*literal);
  if (is_number_form(value)) return std::string(value);
  if (const auto word = word_literal(value)) return std::string(*word);
  return quoted_text(value);
}

/// The value as a literal of a kind; nothing where it is none.
std::optional<std::string> of_kind(std::string_view value, Kind kind, const core::TimeZone& zone) {
  if (const auto literal = written_literal(value)) {
    const bool fits = literal->type.kind == kind && literal->interval.empty();
    return fits ? std::optional(text_of(*literal)) : std::nullopt;
  }
  if (kind == Kind::string) return quoted_text(value);
  if (const auto word = word_literal(value); word && (kind == Kind::bool_ || *word == "NULL")) return std::string(*word);
  if (core::Type(kind).is_number()) return is_number_form(value) ? std::optional(std::string(value)) : std::nullopt;
  if (kind == Kind::timestamp) {
    const auto instant = instant_of(std::string(value), zone);
    return instant ? std::optional("TIMESTAMP " + quoted_text(core::text_of(*instant))) : std::nullopt;
  }
  if (!literal_kind(core::name_of(core::Type(kind)))) return std::nullopt;
  const auto typed = typed_literal(kind, value);
  return typed ? std::optional(text_of(*typed)) : std::nullopt;
}

std::string example_of(const WantedType& wanted) {
  switch (wanted.type.kind) {
    case Kind::bool_: return "TRUE";
    case Kind::int64: return "12";
    case Kind::numeric:
    case Kind::float64: return "12.50";
    case Kind::date: return "2026-03-01";
    case Kind::timestamp: return "2026-03-01T09:30:00Z";
    case Kind::datetime: return "2026-03-01T09:30:00";
    case Kind::time: return "09:30:00";
    case Kind::objectid: return "507f1f77bcf86cd799439011";
    case Kind::uuid: return "123e4567-e89b-12d3-a456-426614174000";
    case Kind::bytes: return "00ff";
    default: return "…";
  }
}

core::Error ill_typed(const Parameter& given, const WantedType& wanted, const core::Span& span) {
  const std::string type = core::name_of(wanted.type);
  const std::string value = shown(given.value);
  const std::string example = "--param " + given.name + "=" + example_of(wanted);
  core::Error error =
      refusal(core::Code::type_mismatch, span,
              {"the value of @" + given.name + ", “" + value + "”, is no " + type + ", as " + wanted.beside + " asks for",
               "la valeur de @" + given.name + ", « " + value + " », n'est pas de type " + type + ", que demande " + wanted.beside},
              {"write for example " + example, "écrivez par exemple " + example});
  return with_sentence(std::move(error));
}

}  // namespace

std::string interval_words(std::string_view value) {
  if (const auto literal = written_literal(value)) return literal->interval;
  const auto interval = interval_literal(value);
  return interval ? interval->interval : "";
}

bool is_number_form(std::string_view value) {
  if (value.starts_with('-')) value.remove_prefix(1);
  const auto tokens = tokens_of(value);
  return tokens && tokens->size() == 2 && tokens->front().kind == TokenKind::number && tokens->front().value == value;
}

Result<std::string> literal_text(const Parameter& given, const WantedType& wanted, const core::TimeZone& zone,
                                 const core::Span& span) {
  switch (wanted.type.kind) {
    case Kind::null:
    case Kind::array:
    case Kind::document:
    case Kind::mixed: return by_form(given.value);
    default: break;
  }
  auto out = of_kind(given.value, wanted.type.kind, zone);
  if (!out) return core::fail(ill_typed(given, wanted, span));
  return *std::move(out);
}

}  // namespace recoupe::plan
