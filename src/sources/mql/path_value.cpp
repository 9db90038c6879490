#include "sources/mql/path_value.hpp"

#include <span>

#include "sources/mql/ejson.hpp"

namespace recoupe::sources::mql {
namespace {

using core::Json;

void follow(const Json& value, std::span<const std::string> path, Found& found) {
  if (path.empty()) {
    if (found.many) {
      found.many->push_back(value);
    } else {
      found.value = &value;
    }
    return;
  }
  if (const auto* items = value.if_array()) {
    if (!found.many) found.many.emplace();
    for (const Json& item : *items)
      if (item.if_object() != nullptr) follow(item, path, found);
    return;
  }
  if (ejson::wrapper_of(value)) return;
  if (const Json* inner = value.find(path.front())) follow(*inner, path.subspan(1), found);
}

}  // namespace

Found find_path(const Json& document, const catalog::FieldPath& path) {
  Found found;
  if (path.empty()) return found;
  if (const Json* first = document.find(path.front())) follow(*first, std::span(path).subspan(1), found);
  return found;
}

}  // namespace recoupe::sources::mql
