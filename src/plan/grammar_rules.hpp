// Writes GBNF: rules in the order in which they are added, texts in quotes, lists, choices.
// Takes parts of rules as text. Included by grammar*.cpp.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace recoupe::plan {

class Rules {
 public:
  void add(std::string_view name, std::string_view body) {
    text_.append(name).append(" ::= ").append(body).append("\n");
  }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
};

/// Writes a text that must stand as it is.
inline std::string quoted_rule(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '\n') {
      out += "\\n";
    } else {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
  }
  return out += '"';
}

/// One or more, with commas between.
inline std::string list_rule(const std::string& item) { return item + " (\", \" " + item + ")*"; }

/// One of several.
inline std::string any_of(const std::vector<std::string>& choices) {
  std::string out;
  for (const std::string& choice : choices) {
    if (!out.empty()) out += " | ";
    out += choice;
  }
  return out;
}

}  // namespace recoupe::plan
