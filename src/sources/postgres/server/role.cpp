#include "sources/postgres/server/role.hpp"

#include <array>
#include <utility>

#include "sources/sql/table_name.hpp"

namespace recoupe::sources::postgres {
namespace {

using core::Json;

/// One privilege that a reader should not have; the query gives what it reaches, one text a row.
struct Privilege {
  const char* name;
  const char* en;
  const char* fr;
  const char* query;
};

constexpr const char* user_schemas = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'";

const std::string writable_tables =
    std::string("SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                " WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND ") + user_schemas +
    " AND (has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE') OR has_any_column_privilege(c.oid, 'INSERT, UPDATE'))"
    " ORDER BY 1";

const std::string definer_functions =
    std::string("SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
                " WHERE p.prosecdef AND ") + user_schemas + " AND has_function_privilege(p.oid, 'EXECUTE') ORDER BY 1";

const std::string creatable_schemas =
    std::string("SELECT format('%I', n.nspname) FROM pg_namespace n WHERE ") + user_schemas +
    " AND has_schema_privilege(n.oid, 'CREATE') ORDER BY 1";

const std::array privileges = {
    Privilege{"superuser", "is a superuser", "est superutilisateur",
              "SELECT rolname::text FROM pg_roles WHERE rolname = current_user AND rolsuper"},
    Privilege{"attributes", "may create roles or databases, replicate, or bypass row security",
              "peut créer des rôles ou des bases, répliquer, ou contourner la sécurité des lignes",
              "SELECT rolname::text FROM pg_roles WHERE rolname = current_user"
              " AND (rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls)"},
    Privilege{"server_access", "may read or write the server's files, run its programs, or write all data",
              "peut lire ou écrire les fichiers du serveur, lancer ses programmes, ou tout modifier",
              "SELECT rolname::text FROM pg_roles WHERE rolname IN ('pg_read_server_files', 'pg_write_server_files',"
              " 'pg_execute_server_program', 'pg_write_all_data') AND pg_has_role(oid, 'USAGE') ORDER BY 1"},
    Privilege{"write_tables", "may write tables", "peut modifier des tables", writable_tables.c_str()},
    Privilege{"create_in_schemas", "may create objects in schemas", "peut créer des objets dans des schémas",
              creatable_schemas.c_str()},
    Privilege{"security_definer", "may run functions with another role's rights (SECURITY DEFINER)",
              "peut exécuter des fonctions avec les droits d'un autre rôle (SECURITY DEFINER)", definer_functions.c_str()},
};

// Whole schemas where all of their tables are read already, else the tables one by one: never more than this role reads.
const std::string readable_tables =
    std::string("SELECT 'GRANT USAGE ON SCHEMA ' || quote_ident(n.nspname) || E' TO recoupe_reader;\\n' ||"
                " CASE WHEN bool_and(has_table_privilege(c.oid, 'SELECT'))"
                " THEN 'GRANT SELECT ON ALL TABLES IN SCHEMA ' || quote_ident(n.nspname)"
                " ELSE 'GRANT SELECT ON ' || string_agg(format('%I.%I', n.nspname, c.relname), ', ' ORDER BY c.relname)"
                " FILTER (WHERE has_table_privilege(c.oid, 'SELECT')) END || E' TO recoupe_reader;\\n'"
                " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                " WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND ") + user_schemas +
    " GROUP BY n.nspname HAVING bool_or(has_table_privilege(c.oid, 'SELECT')) ORDER BY n.nspname";

core::Result<std::vector<std::string>> texts(Session& session, const std::string& sql, const core::Cancel& cancel) {
  RECOUPE_TRY(found, session.rows(sql, {}, cancel));
  std::vector<std::string> out;
  for (const TextRow& row : found.rows) out.push_back(row[0].value_or(""));
  return out;
}

/// Writes the statements that make a role which may only read what this one reads.
std::string grants_for(const std::string& database, const std::vector<std::string>& tables) {
  std::string sql = "CREATE ROLE recoupe_reader LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD '…';\n"
                    "ALTER ROLE recoupe_reader SET default_transaction_read_only = on;\n"
                    "GRANT CONNECT ON DATABASE " + sql::quoted_identifier(database) + " TO recoupe_reader;\n";
  for (const std::string& grants : tables) sql += grants;
  return sql;
}

}  // namespace

core::Result<core::Json> check_role(Session& session, const core::Cancel& cancel) {
  RECOUPE_TRY(names, session.rows("SELECT current_user::text, current_database()::text", {}, cancel));
  Json found = Json::array();
  for (const Privilege& privilege : privileges) {
    RECOUPE_TRY(objects, texts(session, privilege.query, cancel));
    if (objects.empty()) continue;
    Json shown = Json::array();
    for (std::size_t i = 0; i < objects.size() && i < role_objects_shown_max; ++i) shown.push(objects[i]);
    found.push(Json::object({{"name", privilege.name},
                             {"message", Json::object({{"en", privilege.en}, {"fr", privilege.fr}})},
                             {"objects", std::move(shown)},
                             {"object_count", static_cast<std::int64_t>(objects.size())}}));
  }
  RECOUPE_TRY(tables, texts(session, readable_tables, cancel));
  const bool safe = found.if_array()->empty();
  const TextRow& name = names.rows.at(0);
  return Json::object({{"role", name[0].value_or("")},
                       {"safe", safe},
                       {"privileges", std::move(found)},
                       {"grants", grants_for(name[1].value_or(""), tables)}});
}

}  // namespace recoupe::sources::postgres
