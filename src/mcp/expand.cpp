#include "mcp/config.hpp"
#include "mcp/config_errors.hpp"

namespace recoupe::mcp {

namespace {

bool is_name(std::string_view text) {
  if (text.empty() || (text[0] >= '0' && text[0] <= '9')) return false;
  for (const char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    if (!letter) return false;
  }
  return true;
}

}  // namespace

core::Result<std::string> expand(std::string_view text, const wire::Lookup& lookup, const std::string& place) {
  std::string out;
  while (true) {
    const std::size_t begin = text.find("${");
    const std::size_t end = begin == std::string_view::npos ? begin : text.find('}', begin);
    if (end == std::string_view::npos) return out.append(text);
    const std::string_view inside = text.substr(begin + 2, end - begin - 2);
    const std::size_t mark = inside.find(":-");
    const std::string_view name = inside.substr(0, mark);
    out.append(text.substr(0, begin));
    if (!is_name(name)) {
      out.append(text.substr(begin, end + 1 - begin));  // ${input:id} and the like are not ours
    } else if (const auto value = lookup(name); value && !(value->empty() && mark != std::string_view::npos)) {
      out.append(*value);
    } else if (mark != std::string_view::npos) {
      out.append(inside.substr(mark + 2));
    } else {
      const std::string variable(name);
      return core::fail(invalid_config(
          {"the variable " + variable + ", used in " + place + ", is not set",
           "la variable " + variable + ", utilisée dans " + place + ", n'est pas définie"},
          {"set it in the environment or in .env, or write ${" + variable + ":-default}",
           "définissez-la dans l'environnement ou dans .env, ou écrivez ${" + variable + ":-défaut}"}));
    }
    text.remove_prefix(end + 1);
  }
}

}  // namespace recoupe::mcp
