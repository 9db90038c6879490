#include "sources/postgres/server/tool_arguments.hpp"

#include <utility>

#include "sources/sql/value_form.hpp"
#include "sources/sql/table_name.hpp"

namespace recoupe::sources::postgres {
namespace {

using core::Json;

constexpr std::size_t parameters_max = 1'000;

core::Error wrong(std::string_view key, const core::Bilingual& wanted) {
  core::Error error;
  error.code = core::Code::usage;
  error.origin = core::Origin::user;
  error.stage = "sources/postgres";
  const std::string name(key);
  error.message = {"the argument " + name + " must be " + wanted.en, "l'argument " + name + " doit être " + wanted.fr};
  error.remedy = {"look at the tool's input schema", "consultez le schéma d'entrée de l'outil"};
  return error;
}

/// Gives the parameter as PostgreSQL reads it, or nothing where it can't be one. PostgreSQL's text holds no NUL.
std::optional<Text> parameter_of(const Json& json) {
  std::string text;
  if (json.is_null()) return Text();
  if (const auto* string = json.if_string()) text = *string;
  else if (const auto* number = json.if_number()) text = number->text;
  else if (const auto* boolean = json.if_bool()) text = *boolean ? "true" : "false";
  else if (auto array = sql::text_of_array(json)) text = *std::move(array);
  else return std::nullopt;
  if (text.find('\0') != std::string::npos) return std::nullopt;
  return Text(std::move(text));
}

}  // namespace

bool ToolArguments::has(std::string_view key) const {
  const Json* found = arguments_.find(key);
  return found && !found->is_null();
}

core::Result<std::string> ToolArguments::text(std::string_view key) const {
  const Json* found = arguments_.find(key);
  if (found && found->if_string()) return *found->if_string();
  return core::fail(wrong(key, {"a text", "un texte"}));
}

core::Result<std::int64_t> ToolArguments::count(std::string_view key, std::int64_t max) const {
  if (!has(key)) return max;
  const auto value = arguments_.find(key)->as_int64();
  if (value && *value >= 1 && *value <= max) return *value;
  const std::string to = std::to_string(max);
  return core::fail(wrong(key, {"a whole number from 1 to " + to, "un entier de 1 à " + to}));
}

core::Result<sql::QualifiedName> ToolArguments::table(std::string_view key) const {
  RECOUPE_TRY(written, text(key));
  if (auto name = sql::qualified_name(written)) return *std::move(name);
  return core::fail(wrong(key, {"schema.table, as in public.employees", "schéma.table, comme public.employees"}));
}

core::Result<std::vector<sql::QualifiedName>> ToolArguments::tables(std::string_view key) const {
  RECOUPE_TRY(written, texts(key));
  std::vector<sql::QualifiedName> out;
  for (const std::string& text : written) {
    auto name = sql::qualified_name(text);
    if (!name) return core::fail(wrong(key, {"a list of schema.table", "une liste de schéma.table"}));
    out.push_back(*std::move(name));
  }
  return out;
}

core::Result<std::vector<std::string>> ToolArguments::texts(std::string_view key) const {
  const core::Bilingual wanted = {"a list of texts", "une liste de textes"};
  const Json* found = arguments_.find(key);
  const auto* items = found ? found->if_array() : nullptr;
  if (!items) return core::fail(wrong(key, wanted));
  std::vector<std::string> out;
  for (const Json& item : *items) {
    if (!item.if_string()) return core::fail(wrong(key, wanted));
    out.push_back(*item.if_string());
  }
  return out;
}

core::Result<std::vector<Text>> ToolArguments::parameters(std::string_view key) const {
  std::vector<Text> out;
  if (!has(key)) return out;
  const core::Bilingual wanted = {"a list of texts, numbers, booleans, nulls and lists of texts, none with a NUL",
                                  "une liste de textes, nombres, booléens, nuls et listes de textes, sans caractère NUL"};
  const auto* items = arguments_.find(key)->if_array();
  if (!items || items->size() > parameters_max) return core::fail(wrong(key, wanted));
  for (const Json& item : *items) {
    auto parameter = parameter_of(item);
    if (!parameter) return core::fail(wrong(key, wanted));
    out.push_back(*std::move(parameter));
  }
  return out;
}

}  // namespace recoupe::sources::postgres
