#include "sources/postgres/server/admission.hpp"

#include <algorithm>

#include "sources/sql/gate.hpp"
#include "sources/sql/refusals.hpp"
#include "sources/sql/value_form.hpp"

namespace recoupe::sources::postgres {
namespace {

constexpr const char* relations_query =
    "SELECT c.relkind::text, CASE WHEN c.relkind = 'v' THEN pg_get_viewdef(c.oid) END"
    " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = $2";

constexpr const char* enums_query =
    "SELECT t.typtype::text FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace"
    " WHERE n.nspname = $1 AND t.typname = $2";

// Functions that take one row, of whatever schema.
constexpr const char* row_functions_query =
    "SELECT p.proname FROM pg_proc p JOIN pg_type t ON t.oid = p.proargtypes[0]"
    " WHERE p.proname = ANY($1::text[]) AND p.pronargs >= 1 AND p.pronargs - p.pronargdefaults <= 1"
    " AND t.typtype = 'c' LIMIT 1";

// Casts that run a function which neither PostgreSQL nor an extension brought.
constexpr const char* casts_query =
    "SELECT f.proname FROM pg_cast k JOIN pg_proc f ON f.oid = k.castfunc"
    " JOIN pg_attribute a ON a.atttypid = k.castsource AND a.attnum > 0 AND NOT a.attisdropped"
    " JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE f.pronamespace <> 'pg_catalog'::regnamespace AND n.nspname = $1 AND c.relname = $2"
    " AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_cast'::regclass AND d.objid = k.oid AND d.deptype = 'e')"
    " LIMIT 1";

std::string shown(const sql::QualifiedName& name) { return name.schema + "." + name.name; }

/// Walks from a statement into the views it reads.
class Admission {
 public:
  Admission(Session& session, const core::Cancel& cancel) : session_(session), cancel_(cancel) {}

  core::Status statement(std::string_view sql) {
    RECOUPE_TRY(checked, sql::check_statement(sql));
    RECOUPE_CHECK(attributes(checked.attributes));
    return names(checked, 0);
  }

 private:
  core::Status names(const sql::CheckedStatement& checked, int depth) {
    for (const sql::QualifiedName& type : checked.types) RECOUPE_CHECK(enum_type(type));
    for (const sql::QualifiedName& relation : checked.relations) RECOUPE_CHECK(table_or_view(relation, depth));
    return {};
  }

  core::Result<TextRows> ask(const char* sql, const sql::QualifiedName& name) {
    const TextRow parameters = {name.schema, name.name};
    return session_.rows(sql, parameters, cancel_);
  }

  core::Status table_or_view(const sql::QualifiedName& name, int depth) {
    if (std::ranges::find(seen_, name) != seen_.end()) return {};
    seen_.push_back(name);
    RECOUPE_TRY(found, ask(relations_query, name));
    if (found.rows.empty()) {
      core::Error error = sql::statement_refused({"there is no table " + shown(name), "il n'y a pas de table " + shown(name)},
                                            {"look at the tool list_tables", "consultez l'outil list_tables"});
      error.code = core::Code::unknown_name;
      return core::fail(std::move(error));
    }
    RECOUPE_CHECK(casts(name));
    const Text& definition = found.rows[0][1];
    if (!definition) return {};
    return view(name, *definition, depth + 1);
  }

  core::Status view(const sql::QualifiedName& name, const std::string& definition, int depth) {
    const core::Bilingual remedy = {"ask for the tables under the view", "interrogez les tables sous la vue"};
    if (depth > view_depth_max) {
      return core::fail(sql::statement_refused({"the view " + shown(name) + " stands on too many others",
                                           "la vue " + shown(name) + " repose sur trop d'autres"}, remedy));
    }
    auto checked = sql::check_statement(definition);
    if (!checked) {
      return core::fail(sql::statement_refused({"the view " + shown(name) + " may not be read: " + checked.error().message.en,
                                           "la vue " + shown(name) + " ne peut être lue : " + checked.error().message.fr},
                                          remedy));
    }
    return names(*checked, depth);
  }

  core::Status enum_type(const sql::QualifiedName& name) {
    RECOUPE_TRY(found, ask(enums_query, name));
    if (!found.rows.empty() && found.rows[0][0] == "e") return {};
    return core::fail(sql::statement_refused({"a cast to the type " + shown(name) + " may run code",
                                         "une conversion vers le type " + shown(name) + " peut exécuter du code"},
                                        {"cast to a type of PostgreSQL itself", "convertissez vers un type de PostgreSQL"}));
  }

  core::Status attributes(const std::vector<std::string>& names) {
    if (names.empty()) return {};
    core::Json list = core::Json::array();
    for (const std::string& name : names) list.push(name);
    const TextRow parameters = {sql::text_of_array(list)};
    RECOUPE_TRY(found, session_.rows(row_functions_query, parameters, cancel_));
    if (found.rows.empty()) return {};
    const std::string name = found.rows[0][0].value_or("");
    return core::fail(sql::statement_refused({"." + name + " is also a function of rows", "." + name + " est aussi une fonction de lignes"},
                                        {"name the column without its table", "nommez la colonne sans sa table"}));
  }

  core::Status casts(const sql::QualifiedName& name) {
    RECOUPE_TRY(found, ask(casts_query, name));
    if (found.rows.empty()) return {};
    const std::string function = found.rows[0][0].value_or("");
    return core::fail(sql::statement_refused({"reading " + shown(name) + " could run " + function + ", a cast's function",
                                         "lire " + shown(name) + " pourrait exécuter " + function + ", la fonction d'une conversion"},
                                        {"ask the administrator", "adressez-vous à l'administrateur"}));
  }

  Session& session_;
  const core::Cancel& cancel_;
  std::vector<sql::QualifiedName> seen_;
};

}  // namespace

core::Status admit(Session& session, std::string_view sql, const core::Cancel& cancel) {
  return Admission(session, cancel).statement(sql);
}

}  // namespace recoupe::sources::postgres
