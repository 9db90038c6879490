#include "sources/sql/gate.hpp"

#include <pg_query.h>

#include <algorithm>
#include <array>
#include <memory>
#include <set>

#include "core/json.hpp"
#include "core/unicode.hpp"
#include "sources/sql/allowed.hpp"
#include "sources/sql/refusals.hpp"

namespace recoupe::sources::sql {
namespace {

using core::Json;
using core::JsonArray;
using Names = std::vector<std::string>;

constexpr std::size_t tree_depth_max = 1'000;
constexpr std::string_view system_schema = "pg_catalog";

/// Says no to one thing by its kind and name: "the function pg_sleep".
core::Error not_allowed(const core::Bilingual& kind, const std::string& name) {
  return statement_refused({"the " + kind.en + " " + name + " is not on the list of what a statement may use",
                            kind.fr + " " + name + " n'est pas sur la liste de ce qu'une instruction peut utiliser"},
                           {"write one SELECT with PostgreSQL's usual functions on the data itself",
                            "écrivez un seul SELECT avec les fonctions habituelles de PostgreSQL sur les données"});
}

std::string joined(const Names& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : ".") + name;
  return out;
}

/// Reads a list of {"String": {"sval": …}} nodes; anything else in it stands as "*".
Names names_in(const Json* list) {
  Names out;
  if (!list || !list->if_array()) return out;
  for (const Json& item : *list->if_array()) {
    const Json* text = item.find("String");
    out.push_back(text ? text->text("sval") : "*");
  }
  return out;
}

/// Gives the name where it is pg_catalog's or unqualified (search_path is pg_catalog alone), else "".
std::string system_name(const Names& names) {
  if (names.size() == 1) return names[0];
  return names.size() == 2 && names[0] == system_schema ? names[1] : std::string();
}

bool is_system_name(std::string_view name) { return name.starts_with("pg_") || name == "information_schema"; }

/// Walks the whole tree; every key must be known, and the nodes that name something are looked into.
class Walk {
 public:
  explicit Walk(Reach reach) : reach_(reach) {}
  core::Status run(const Json& tree) {
    collect_query_names(tree);
    return visit(tree);
  }
  CheckedStatement checked;

 private:
  using Check = core::Status (Walk::*)(const Json&);

  /// Gathers the names that WITH gives, so that FROM may use them without a schema.
  void collect_query_names(const Json& node) {
    if (const auto* array = node.if_array()) {
      for (const Json& item : *array) collect_query_names(item);
    }
    if (const auto* object = node.if_object()) {
      if (const Json* query = node.find("CommonTableExpr")) query_names_.insert(query->text("ctename"));
      for (const auto& [key, value] : *object) collect_query_names(value);
    }
  }

  core::Status visit(const Json& node) {
    if (const auto* array = node.if_array()) {
      for (const Json& item : *array) RECOUPE_CHECK(visit(item));
    }
    if (const auto* object = node.if_object()) {
      for (const auto& [key, value] : *object) {
        RECOUPE_CHECK(check_key(key));
        if (const Check check = check_of(key)) RECOUPE_CHECK((this->*check)(value));
        RECOUPE_CHECK(visit(value));
      }
    }
    return {};
  }

  static Check check_of(std::string_view key) {
    static constexpr std::array<std::pair<std::string_view, Check>, 11> checks = {{
        {"FuncCall", &Walk::function},
        {"A_Expr", &Walk::operation},
        {"SubLink", &Walk::sublink},
        {"SortBy", &Walk::sort},
        {"typeName", &Walk::type},
        {"CollateClause", &Walk::collation},
        {"SQLValueFunction", &Walk::sql_value},
        {"RangeVar", &Walk::relation},
        {"CommonTableExpr", &Walk::with_query},
        {"RangeTableSample", &Walk::table_sample},
        {"ColumnRef", &Walk::column},
    }};
    if (key == "A_Indirection") return &Walk::indirection;
    const auto found = std::ranges::find(checks, key, &std::pair<std::string_view, Check>::first);
    return found == checks.end() ? nullptr : found->second;
  }

  static core::Status check_key(const std::string& key) {
    if (is_allowed_syntax(key)) return {};
    if (key == "intoClause") return core::fail(write_refused({"SELECT INTO makes a table", "SELECT INTO crée une table"}));
    if (key == "lockingClause") {
      return core::fail(write_refused({"FOR UPDATE and FOR SHARE lock rows", "FOR UPDATE et FOR SHARE verrouillent des lignes"}));
    }
    if (key == "InsertStmt" || key == "UpdateStmt" || key == "DeleteStmt") {
      return core::fail(write_refused({"the statement changes rows", "l'instruction modifie des lignes"}));
    }
    return core::fail(not_allowed({"syntax", "la syntaxe"}, key));
  }

  core::Status function(const Json& call) {
    const Names names = names_in(call.find("funcname"));
    if (is_allowed_function(system_name(names), reach_)) return {};
    return core::fail(not_allowed({"function", "la fonction"}, joined(names)));
  }

  static core::Status operator_named(const Names& names) {
    if (names.empty() || is_allowed_operator(system_name(names))) return {};
    return core::fail(not_allowed({"operator", "l'opérateur"}, joined(names)));
  }
  core::Status operation(const Json& node) { return operator_named(names_in(node.find("name"))); }
  core::Status sublink(const Json& node) { return operator_named(names_in(node.find("operName"))); }
  core::Status sort(const Json& node) { return operator_named(names_in(node.find("useOp"))); }

  core::Status type(const Json& node) {
    const Names names = names_in(node.find("names"));
    if (is_allowed_type(system_name(names), reach_)) return {};
    if (names.size() == 2 && !is_system_name(names[0])) return checked.types.push_back({names[0], names[1]}), core::Status();
    return core::fail(not_allowed({"type", "le type"}, joined(names)));
  }

  core::Status collation(const Json& node) {
    const Names names = names_in(node.find("collname"));
    if (!system_name(names).empty()) return {};
    return core::fail(not_allowed({"collation", "la collation"}, joined(names)));
  }

  core::Status sql_value(const Json& node) {
    const std::string name = node.text("op");
    if (is_allowed_sql_value(name)) return {};
    return core::fail(not_allowed({"value", "la valeur"}, name.substr(name.find('_') + 1)));
  }

  core::Status relation(const Json& node) {
    const QualifiedName name{node.text("schemaname"), node.text("relname")};
    const std::string shown = name.schema.empty() ? name.name : name.schema + "." + name.name;
    if (node.find("catalogname")) {
      return core::fail(statement_refused({"a table of another database is named: " + shown,
                                           "une table d'une autre base est nommée : " + shown},
                                          {"write schema.table", "écrivez schéma.table"}));
    }
    if (is_system_name(name.schema) && reach_ == Reach::catalog && is_allowed_system_table(name.name)) return {};
    if (is_system_name(name.schema) || (name.schema.empty() && is_system_name(name.name))) {
      return core::fail(statement_refused({shown + " belongs to the system", shown + " appartient au système"},
                                          {"use the tools list_tables and describe_table",
                                           "utilisez les outils list_tables et describe_table"}));
    }
    if (name.schema.empty()) {
      if (query_names_.contains(name.name)) return {};
      return core::fail(statement_refused({"the table " + shown + " is named without its schema",
                                           "la table " + shown + " est nommée sans son schéma"},
                                          {"write its schema too, as in public." + shown,
                                           "écrivez aussi son schéma, comme dans public." + shown}));
    }
    if (std::ranges::find(checked.relations, name) == checked.relations.end()) checked.relations.push_back(name);
    return {};
  }

  core::Status with_query(const Json& node) {
    const std::string name = node.text("ctename");
    if (!is_system_name(name)) return {};
    return core::fail(not_allowed({"name", "le nom"}, name));
  }

  core::Status table_sample(const Json& node) {
    const std::string method = system_name(names_in(node.find("method")));
    if (method == "system" || method == "bernoulli") return {};
    return core::fail(not_allowed({"sampling method", "la méthode d'échantillonnage"}, joined(names_in(node.find("method")))));
  }

  core::Status attribute(const std::string& name) {
    if (name == "*") return {};
    if (is_system_name(name)) return core::fail(not_allowed({"attribute", "l'attribut"}, name));
    checked.attributes.push_back(name);
    return {};
  }

  core::Status column(const Json& node) {
    const Names names = names_in(node.find("fields"));
    return names.size() < 2 ? core::Status() : attribute(names.back());
  }

  core::Status indirection(const Json& node) {
    for (const std::string& name : names_in(node.find("indirection"))) RECOUPE_CHECK(attribute(name));
    return {};
  }

  Reach reach_;
  std::set<std::string> query_names_;
};

/// Tells whether a statement that is no SELECT leaves the data as it is.
bool only_speaks_to_the_session(std::string_view kind) {
  static constexpr std::array<std::string_view, 16> kinds = {
      "TransactionStmt", "VariableSetStmt", "VariableShowStmt", "ExplainStmt", "DeclareCursorStmt", "FetchStmt",
      "ClosePortalStmt", "PrepareStmt", "ExecuteStmt", "DeallocateStmt", "DiscardStmt", "ListenStmt", "UnlistenStmt",
      "NotifyStmt", "LoadStmt", "CheckPointStmt"};
  return std::ranges::find(kinds, kind) != kinds.end();
}

core::Status check_kind(const Json& tree) {
  const core::Bilingual remedy = {"send one SELECT", "envoyez un seul SELECT"};
  const Json* statements = tree.find("stmts");
  const JsonArray* list = statements ? statements->if_array() : nullptr;
  if (!list || list->empty()) {
    return core::fail(statement_refused({"there is no statement", "il n'y a pas d'instruction"}, remedy));
  }
  for (const Json& raw : *list) {
    const Json* statement = raw.find("stmt");
    if (!statement || !statement->if_object() || statement->if_object()->size() != 1) {
      return core::fail(statement_refused({"an empty statement", "une instruction vide"}, remedy));
    }
    const std::string& kind = (*statement->if_object())[0].first;
    if (kind == "SelectStmt") continue;
    const std::string name = kind.ends_with("Stmt") ? kind.substr(0, kind.size() - 4) : kind;
    const core::Bilingual message = {"a statement that is no SELECT: " + name,
                                     "une instruction qui n'est pas un SELECT : " + name};
    return core::fail(only_speaks_to_the_session(kind) ? statement_refused(message, remedy) : write_refused(message));
  }
  if (list->size() == 1) return {};
  return core::fail(statement_refused({"several statements in one text", "plusieurs instructions dans un seul texte"}, remedy));
}

core::Status check_text(std::string_view sql, Reach reach) {
  const core::Bilingual remedy = {"correct the statement", "corrigez l'instruction"};
  const std::size_t bytes_max = reach == Reach::data ? statement_bytes_max : carried_bytes_max;
  if (sql.size() > bytes_max) {
    const std::string size = std::to_string(bytes_max / 1024);
    return core::fail(statement_refused({"the statement is longer than " + size + " KiB", "l'instruction dépasse " + size + " Kio"},
                                        {"pass long lists as parameters", "passez les longues listes en paramètres"}));
  }
  if (sql.find('\0') != std::string_view::npos || !core::is_valid_utf8(sql)) {
    return core::fail(statement_refused({"the statement is no valid text", "l'instruction n'est pas un texte valide"}, remedy));
  }
  return {};
}

}  // namespace

core::Result<Json> parse_tree(const std::string& text) {
  const core::Bilingual remedy = {"correct the statement", "corrigez l'instruction"};
  const auto release = [](PgQueryParseResult* result) {
    pg_query_free_parse_result(*result);
    delete result;
  };
  const std::unique_ptr<PgQueryParseResult, decltype(release)> parsed(new PgQueryParseResult(pg_query_parse(text.c_str())), release);
  if (parsed->error) {
    const std::string why = parsed->error->message ? parsed->error->message : "";
    return core::fail(statement_refused({"the statement can't be parsed: " + why,
                                         "l'instruction ne s'analyse pas : " + why}, remedy));
  }
  auto tree = Json::parse(parsed->parse_tree, tree_depth_max);
  if (!tree) {
    return core::fail(statement_refused({"the statement is nested too deeply", "l'instruction est trop imbriquée"},
                                        {"write it with fewer levels", "écrivez-la avec moins de niveaux"}));
  }
  return tree;
}

core::Result<CheckedStatement> check_statement(std::string_view sql, Reach reach) {
  RECOUPE_CHECK(check_text(sql, reach));
  RECOUPE_TRY(tree, parse_tree(std::string(sql)));
  RECOUPE_CHECK(check_kind(tree));
  Walk walk(reach);
  RECOUPE_CHECK(walk.run(tree));
  return std::move(walk.checked);
}

}  // namespace recoupe::sources::sql
