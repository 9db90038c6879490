#include "sources/mql/page_errors.hpp"

#include "sources/mql/source_error.hpp"

namespace recoupe::sources::mql {
namespace {

using core::Code;
using core::fail;
using core::Origin;

core::Error not_unique(const std::string& server, const std::string& collection) {
  return source_error(Code::not_answerable, Origin::user,
                      {"\"" + server + "\" can give " + collection + " only in pages by `_id`, and two of its documents have the same `_id`.",
                       "« " + server + " » ne peut donner " + collection + " que par pages selon « _id », et deux de ses documents ont le même « _id »."},
                      {"Read it through `recoupe mcp mongodb`.", "Lisez-la par « recoupe mcp mongodb »."});
}

core::Error no_place(const std::string& server, const std::string& collection) {
  return source_error(Code::not_answerable, Origin::user,
                      {"\"" + server + "\" can give " + collection + " only in pages by `_id`, and its `_id` is of a type that this server cannot be told.",
                       "« " + server + " » ne peut donner " + collection + " que par pages selon « _id », et son « _id » est d'un type que ce serveur ne sait pas recevoir."},
                      {"Read it through `recoupe mcp mongodb`, or ask for fewer documents.",
                       "Lisez-la par « recoupe mcp mongodb », ou demandez moins de documents."});
}

core::Error nothing_passes(const std::string& server, const std::string& collection) {
  return source_error(Code::server_protocol, Origin::source,
                      {"The limits of \"" + server + "\" let no further document of " + collection + " pass.",
                       "Les limites de « " + server + " » ne laissent plus passer de document de " + collection + "."},
                      {"Raise them where that server is configured.", "Relevez-les dans la configuration de ce serveur."});
}

}  // namespace

core::Status check_page(const Page& page, const ToolForms& forms, const std::string& server, const std::string& collection) {
  if (repeated_rows_of(page) > 1) return fail(not_unique(server, collection));
  if (!may_go_on(page)) return {};
  if (new_rows_of(page) == 0) return fail(nothing_passes(server, collection));
  const auto last = last_id_of(page);
  if (!last || !forms.constant(*last)) return fail(no_place(server, collection));
  return {};
}

core::Error not_a_page(const std::string& server) {
  return source_error(Code::server_protocol, Origin::source,
                      {"The server \"" + server + "\" did not answer with documents.",
                       "Le serveur « " + server + " » n'a pas répondu par des documents."},
                      {"Check its version.", "Vérifiez sa version."});
}

core::Error untold_column(const std::string& server, const std::string& column, const std::string& type) {
  return source_error(Code::not_answerable, Origin::user,
                      {"\"" + server + "\" cannot tell the values of type " + type + " in the column `" + column + "`.",
                       "« " + server + " » ne sait pas dire les valeurs de type " + type + " de la colonne « " + column + " »."},
                      {"Leave the column out, or read it through `recoupe mcp mongodb`.",
                       "Laissez la colonne de côté, ou lisez-la par « recoupe mcp mongodb »."});
}

}  // namespace recoupe::sources::mql
