// Checks in words.
#include <algorithm>
#include <array>

#include "plan/text.hpp"
#include "plan/traverse.hpp"
#include "plan/words.hpp"

namespace recoupe::plan {
namespace {

std::string columns_words(const std::vector<Named>& columns, const Telling& telling) {
  std::vector<std::string> out;
  for (const Named& column : columns) out.push_back(words_of_column(column, telling));
  return words_of_list(out, telling(" and ", " et "));
}

std::string keys_words(const std::vector<Expr>& keys, const Telling& telling) {
  std::vector<std::string> out;
  for (const Expr& key : keys) out.push_back(text_of(key));
  return words_of_list(out, telling(" and ", " et "));
}

std::string tolerance_words(const Tolerance& tolerance, const Telling& telling) {
  if (tolerance.decimal.empty()) return {};
  std::string amount = tolerance.decimal;
  if (telling.language == core::Language::fr) {
    if (const std::size_t point = amount.find('.'); point != std::string::npos) amount[point] = ',';
  }
  if (tolerance.percent) amount += " %";
  return telling(" (within " + amount + ")", " (à " + amount + " près)");
}

std::string compared_words(const std::vector<Pair>& pairs, const std::string& joint, const Telling& telling) {
  std::vector<std::string> out;
  for (const Pair& pair : pairs) {
    out.push_back(words_behind(words_of_value(pair.left, telling) + joint, words_of_value(pair.right, telling), telling) +
                  tolerance_words(pair.tolerance, telling));
  }
  return words_of_list(out, telling(" and ", " et "));
}

/// "dans postgres.public.employees", "parmi (…)".
std::string in_words(const Side& side, const Telling& telling) {
  const std::string words = words_of_side(side, telling);
  return if_is<TableRef>(side) ? telling("in ", "dans ") + words : telling("among ", "parmi ") + words;
}

struct FindingWords {
  std::string_view finding;
  core::Bilingual words;
};
const std::array<FindingWords, 12> finding_words{{
    {"ok", {"as it should be", "conforme"}},
    {"missing", {"without a counterpart", "sans correspondance"}},
    {"no_key", {"the key is null", "clé vide"}},
    {"ambiguous", {"several counterparts that disagree", "plusieurs correspondances qui divergent"}},
    {"present", {"present although it should not be", "présent alors qu'il ne devrait pas l'être"}},
    {"mismatch", {"different values", "valeurs différentes"}},
    {"only_left", {"on the left side only", "du côté gauche seulement"}},
    {"only_right", {"on the right side only", "du côté droit seulement"}},
    {"duplicate", {"found several times", "présent plusieurs fois"}},
    {"gap", {"a gap", "un trou"}},
    {"violation", {"the rule is broken", "règle non respectée"}},
    {"unknown", {"the rule can't be judged", "règle indécidable"}},
}};

struct CheckWords {
  const Telling& telling;

  std::string operator()(const Exists& check) const {
    std::string out = telling("for each, I check that it exists ", "pour chacun, je vérifie qu'il existe ") +
                      in_words(check.side, telling) + telling(" with ", " avec ") + words_of_on(check.on, telling);
    if (!check.select.empty()) {
      out += telling(", taking over ", ", en reprenant ") + columns_words(check.select, telling);
    }
    return out;
  }
  std::string operator()(const Absent& check) const {
    return telling("for each, I check that it does not exist ", "pour chacun, je vérifie qu'il n'existe pas ") +
           in_words(check.side, telling) + telling(" with ", " avec ") + words_of_on(check.on, telling);
  }
  std::string operator()(const Match& check) const {
    const std::string side = words_of_side(check.side, telling);
    return telling("I match them one by one with ", "je les rapproche un à un de ") + side + telling(" on ", " avec ") +
           words_of_on(check.on, telling) + telling(", comparing ", ", en comparant ") +
           compared_words(check.compare, telling(" with ", " à "), telling);
  }
  std::string operator()(const Totals& check) const {
    std::vector<std::string> keys;
    for (const Pair& pair : check.by) {
      const std::string name = pair.name.empty() ? std::string() : " (" + pair.name + ")";
      keys.push_back(text_of(pair.left) + " = " + text_of(pair.right) + name);
    }
    const std::string side = words_of_side(check.side, telling);
    return telling("I compare totals with those of ", "je compare les totaux à ceux de ") + side +
           telling(", for each ", ", pour chaque ") + words_of_list(keys, telling(" and ", " et ")) +
           telling(": ", " : ") + compared_words(check.compare, telling(" against ", " contre "), telling);
  }
  std::string operator()(const Unique& check) const {
    return telling("I check that no two rows have the same ", "je vérifie qu'aucune ligne n'a le même ") +
           keys_words(check.by, telling) + telling("", " qu'une autre");
  }
  std::string operator()(const Sequence& check) const {
    std::string out = telling("I check that ", "je vérifie que ") + text_of(check.by) +
                      telling(" runs without a gap or a repetition", " se suit sans trou ni répétition");
    if (check.partition.empty()) return out;
    return out + telling(", within each ", ", pour chaque ") + keys_words(check.partition, telling);
  }
  std::string operator()(const Rule& check) const {
    return telling("for each, I check that ", "pour chacun, je vérifie que ") +
           words_of_condition(check.condition, telling);
  }
};

}  // namespace

std::string words_of_finding(std::string_view finding, const Telling& telling) {
  const auto found = std::ranges::find(finding_words, finding, &FindingWords::finding);
  return found == finding_words.end() ? std::string() : found->words.in(telling.language);
}

std::string words_of_check(const Check& check, const Telling& telling) {
  std::string out = std::visit(CheckWords{telling}, check.check);
  if (!check.name.empty()) out += telling(" (result in ", " (résultat dans ") + check.name + ")";
  return out;
}

}  // namespace recoupe::plan
