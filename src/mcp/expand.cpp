#include "mcp/config.hpp"
#include "mcp/config_errors.hpp"
#include "mcp/config_inputs.hpp"

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

bool is_spelled_out(std::string_view text) { return text.starts_with("env:") || text.starts_with("input:"); }

core::Error unset(std::string_view name, const std::string& place) {
  if (name.starts_with("input:")) {
    const std::string input(name.substr(6));
    const std::string variable = input_variable(input);
    return invalid_config({"the input " + input + ", used in " + place + ", can't be asked for here",
                           "l'entrée " + input + ", utilisée dans " + place + ", ne peut pas être demandée ici"},
                          {"set " + variable + " in the environment or in .env",
                           "définissez " + variable + " dans l'environnement ou dans .env"});
  }
  const std::string variable(name.starts_with("env:") ? name.substr(4) : name);
  return invalid_config({"the variable " + variable + ", used in " + place + ", is not set",
                         "la variable " + variable + ", utilisée dans " + place + ", n'est pas définie"},
                        {"set it in the environment or in .env, or write ${" + variable + ":-default}",
                         "définissez-la dans l'environnement ou dans .env, ou écrivez ${" + variable + ":-défaut}"});
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
    if (!is_name(name) && !is_spelled_out(name)) {
      out.append(text.substr(begin, end + 1 - begin));  // ${1}, ${command:…} and the like are not ours
    } else if (const auto value = lookup(name); value && !(value->empty() && mark != std::string_view::npos)) {
      out.append(*value);
    } else if (mark != std::string_view::npos) {
      out.append(inside.substr(mark + 2));
    } else {
      return core::fail(unset(name, place));
    }
    text.remove_prefix(end + 1);
  }
}

}  // namespace recoupe::mcp
