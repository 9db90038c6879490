#include "sources/mql/description.hpp"

#include <utility>

#include "core/limits.hpp"

namespace recoupe::sources::mql {
namespace {

using core::Json;

/// Sets the comment that a JSON Schema gives a path.
void set_comment(Json& field, const Json* schema) {
  for (const Json& part : *field.find("path")->if_array()) {
    if (schema != nullptr && schema->find("items") != nullptr) schema = schema->find("items");
    const Json* properties = schema == nullptr ? nullptr : schema->find("properties");
    schema = properties == nullptr ? nullptr : properties->find(*part.if_string());
  }
  const Json* comment = schema == nullptr ? nullptr : schema->find("description");
  field.set("comment", comment != nullptr && comment->if_string() ? *comment->if_string() : std::string());
}

}  // namespace

Json description_of(const Described& described, const catalog::FieldStats& stats) {
  Json fields = stats.fields();
  for (Json& field : *fields.if_array()) set_comment(field, &described.schema);
  return Json::object({{"name", described.name},
                       {"comment", described.schema.text("description")},
                       {"row_count", described.row_count},
                       {"sampled", described.row_count > core::limits::sample_documents_max},
                       {"documents_read", stats.document_count()},
                       {"cut", stats.cut()},
                       {"fields", std::move(fields)},
                       {"keys", described.keys}});
}

Json schema_in(const Json& collection) {
  const Json* found = &collection;
  for (const char* name : {"options", "validator", "$jsonSchema"}) found = found == nullptr ? nullptr : found->find(name);
  return found == nullptr ? Json() : *found;
}

}  // namespace recoupe::sources::mql
