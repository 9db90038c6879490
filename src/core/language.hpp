// The two languages people are answered in, and text that exists in both.
// Included by everything that speaks to a person.
#pragma once

#include <string>
#include <string_view>

namespace recoupe::core {

enum class Language { en, fr };

/// The same sentence in English and in French; which one is shown is decided at the edge.
struct Bilingual {
  std::string en;
  std::string fr;

  [[nodiscard]] const std::string& in(Language language) const {
    return language == Language::fr ? fr : en;
  }
  [[nodiscard]] bool empty() const { return en.empty() && fr.empty(); }
};

/// Gives the ISO 639-1 code: "en" or "fr".
constexpr std::string_view code_of(Language language) {
  return language == Language::fr ? "fr" : "en";
}

}  // namespace recoupe::core
