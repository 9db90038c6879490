#include "instruction/instruction.hpp"

#include <doctest/doctest.h>

using namespace recoupe;
using core::Language;

namespace {
std::string numbers(std::string_view text, Language language) {
  std::string out;
  for (const auto& number : instruction::find_numbers(text, language))
    out += number.decimal + "[" + std::string(text.substr(number.begin, number.end - number.begin)) + "]";
  return out;
}
std::string quotes(std::string_view text) {
  std::string out;
  for (const auto& quote : instruction::find_quotes(text)) out += "[" + quote.text + "]";
  return out;
}
std::string folded(std::string_view text) {
  std::string out;
  for (const auto& word : instruction::words_of(text)) out += "[" + word.folded + "]";
  return out;
}
}  // namespace

TEST_CASE("digits_are_read_as_people_write_them") {
  CHECK(numbers("plus de 1 500,50 €", Language::fr) == "1500.50[1 500,50]");
  CHECK(numbers("plus de 10\xc2\xa0"
                "000 et 12\xe2\x80\xaf"
                "345,6",
                Language::fr) ==
        "10000[10\xc2\xa0"
        "000]12345.6[12\xe2\x80\xaf"
        "345,6]");
  CHECK(numbers("above 1,500.50 or 2,000 or 1.500,25", Language::en) ==
        "1500.50[1,500.50]2000[2,000]1500.25[1.500,25]");
  CHECK(numbers("1,500 kg", Language::fr) == "1.500[1,500]");
  CHECK(numbers("10k, 5 k€, 1,5M€ et 3 millions", Language::fr) ==
        "10000[10k]5000[5 k]1500000[1,5M]3000000[3 millions]");
  CHECK(numbers("-5 and (7), 30-day, 20%", Language::en) == "-5[-5]7[7]30[30]20[20]");
  CHECK(numbers("top 10.", Language::en) == "10[10]");
}

TEST_CASE("codes_dates_and_addresses_are_no_numbers") {
  CHECK(
      numbers("FAC-2025-001, P12, T3, 03/05/2026, 2026-03-05, 14:30, 10.0.0.1, x_12, 1er, 5th", Language::fr).empty());
}

TEST_CASE("numbers_in_words_are_read_in_both_languages") {
  CHECK(numbers("dix mille euros", Language::fr) == "10000[dix mille]");
  CHECK(numbers("quatre-vingt-dix-sept ou soixante et onze", Language::fr) ==
        "97[quatre-vingt-dix-sept]71[soixante et onze]");
  CHECK(numbers("deux cent trente-quatre mille cinq cents", Language::fr) ==
        "234500[deux cent trente-quatre mille cinq cents]");
  CHECK(numbers("un million deux cent mille, mille, cent", Language::fr) ==
        "1200000[un million deux cent mille]1000[mille]100[cent]");
  CHECK(numbers("two hundred and five or twenty-one thousand", Language::en) ==
        "205[two hundred and five]21000[twenty-one thousand]");
  CHECK(numbers("a hundred users, a million, one user, an order", Language::en) == "100[a hundred]1000000[a million]");
  CHECK(numbers("deux trois quatre", Language::fr) == "2[deux]3[trois]4[quatre]");
  CHECK(numbers("un véhicule neuf, neuf jours", Language::fr) == "9[neuf]");
  CHECK(numbers("dix-huit, dix-neuf, vingt et un", Language::fr) == "18[dix-huit]19[dix-neuf]21[vingt et un]");
}

TEST_CASE("quotes_of_any_kind_are_found") {
  CHECK(quotes("statut « payé » ou “open” ou \"x y\" ou 'it''s'") == "[payé][open][x y][it][s]");
  CHECK(quotes("l'admin n'a pas d'accès").empty());
  CHECK(quotes("le rôle 'chef d'équipe' et ‘l’autre’") == "[chef d'équipe][l’autre]");
  CHECK(quotes("rien \"\" et « »").empty());
}

TEST_CASE("words_are_cut_at_elisions_and_kept_in_codes") {
  CHECK(folded("L’utilisateur Jean-Luc, œuvre d'ÉTÉ") == "[l][utilisateur][jean][luc][oeuvre][d][ete]");
  CHECK(folded("jean.dupont@x.fr FAC-2025-001 created_at 03/05/2026") ==
        "[jean.dupont@x.fr][fac-2025-001][created_at][03/05/2026]");
  const auto words = instruction::words_of("« Été »");
  REQUIRE(words.size() == 1);
  CHECK(words[0].begin == 3);
  CHECK(words[0].text == "Été");
}

TEST_CASE("the_language_is_told_by_words_accents_and_elisions") {
  CHECK(instruction::detect_language("Affiche les utilisateurs admins", Language::en) == Language::fr);
  CHECK(instruction::detect_language("show admin users created this week", Language::fr) == Language::en);
  CHECK(instruction::detect_language("employés doublons", Language::en) == Language::fr);
  CHECK(instruction::detect_language("factures d'octobre", Language::en) == Language::fr);
  CHECK(instruction::detect_language("john's badges", Language::fr) == Language::en);
  CHECK(instruction::detect_language("employees 42", Language::fr) == Language::fr);
}
