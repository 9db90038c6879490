#include "instruction/period.hpp"

#include <doctest/doctest.h>

using namespace recoupe;
using core::Language;
using instruction::Period;

namespace {
std::string neutral(std::string_view words) {
  const auto period = Period::parse(words);
  return period ? period->neutral().dump() : "refused";
}
std::string days(std::string_view words, std::string_view today) {
  const auto period = Period::parse(words);
  if (!period) return "refused";
  const auto range = resolve(*period, core::parse_date(today).value());
  return range ? core::text_of(range->from) + ".." + core::text_of(range->to) : "empty";
}
std::string found(std::string_view text) {
  std::string out;
  for (const auto& f : instruction::find_periods(text)) {
    if (f.relation != instruction::Relation::during) out += f.relation == instruction::Relation::before ? "<" : ">";
    out += "[" + std::string(text.substr(f.begin, f.end - f.begin)) + "]";
  }
  return out;
}

// Each line: ways to say one period, French and English.
const std::vector<std::vector<const char*>> same{
    {"today", "aujourd'hui", "aujourd’hui", "AUJOURD'HUI", "Today"},
    {"yesterday", "hier"},
    {"tomorrow", "demain"},
    {"the day before yesterday", "avant-hier", "2 days ago", "il y a deux jours"},
    {"this week", "cette semaine", "Cette semaine-ci", "the current week", "in this week", "la semaine en cours",
     "au cours de cette semaine"},
    {"last week", "la semaine dernière", "semaine derniere", "la semaine passée", "the previous week"},
    {"next week", "la semaine prochaine"},
    {"this month", "ce mois-ci", "ce mois", "le mois en cours", "du mois en cours"},
    {"last month", "le mois dernier", "mois dernier", "le mois précédent", "au cours du mois dernier"},
    {"this quarter", "ce trimestre", "le trimestre en cours"},
    {"last quarter", "le trimestre dernier", "le dernier trimestre"},
    {"this half-year", "ce semestre"},
    {"this year", "cette année", "cette annee", "l'année en cours"},
    {"last year", "l'an dernier", "l'année dernière", "l’an passé"},
    {"last 30 days", "les 30 derniers jours", "depuis 30 jours", "the past thirty days", "over the past 30 days",
     "ces trente derniers jours", "au cours des 30 derniers jours", "the last 30 days", "30 derniers jours",
     "since 30 days"},
    {"last 3 months", "les 3 derniers mois", "ces trois derniers mois", "depuis 3 mois", "the last three months"},
    {"last 1 year", "depuis un an", "the past year", "depuis 1 an"},
    {"next 90 days", "les 90 prochains jours", "the coming 90 days", "dans les 90 jours", "d'ici 90 jours",
     "90 jours à venir"},
    {"March 2026", "mars 2026", "en mars 2026", "in March 2026", "au mois de mars 2026", "2026-03", "03/2026",
     "month of March 2026"},
    {"March", "mars", "en mars", "in March", "au mois de mars"},
    {"October", "octobre", "oct.", "en octobre", "au mois d'octobre"},
    {"in May", "mai", "May"},
    {"last March", "mars dernier"},
    {"March of last year", "mars de l'an dernier", "en mars de l'année dernière", "March last year"},
    {"2025", "en 2025", "in 2025", "l'année 2025"},
    {"Q3", "au T3", "au troisième trimestre", "the third quarter", "T3", "3e trimestre"},
    {"Q3 2025", "T3 2025", "2025-Q3", "T3-2025", "the third quarter of 2025", "troisième trimestre 2025"},
    {"first half of 2025", "H1 2025", "premier semestre 2025", "S1 2025", "au 1er semestre 2025"},
    {"5 March 2026", "le 5 mars 2026", "2026-03-05", "05/03/2026", "5/3/2026", "March 5, 2026", "March 5th 2026",
     "jeudi 5 mars 2026", "05.03.2026"},
    {"1 March", "le 1er mars", "March 1st", "1st of March", "le premier mars"},
    {"since Monday", "depuis lundi"},
    {"since yesterday", "depuis hier"},
    {"since August", "depuis août", "depuis aout", "since the beginning of August"},
    {"since 1 September", "depuis le 1er septembre", "à partir du 1er septembre", "since September 1st",
     "from 1 September on"},
    {"since the beginning of the year", "depuis le début de l'année", "year to date", "YTD",
     "depuis le debut de l'annee", "depuis le début de cette année"},
    {"since the start of the month", "depuis le début du mois", "month to date"},
    {"since the beginning of last week", "depuis la semaine dernière", "since last week"},
    {"by the end of the month", "d'ici la fin du mois", "avant la fin du mois", "the rest of the month"},
    {"by 15 December", "d'ici le 15 décembre", "d'ici au 15 décembre"},
    {"between 1 and 15 March", "entre le 1er et le 15 mars", "du 1er au 15 mars", "March 1-15", "from March 1 to 15",
     "between 1 March and 15 March"},
    {"between 1 and 15 March 2026", "du 1er au 15 mars 2026", "entre le 1er mars et le 15 mars 2026",
     "2026-03-01 to 2026-03-15", "du 01/03/2026 au 15/03/2026"},
    {"from January to March 2026", "de janvier à mars 2026", "between January and March 2026"},
    {"from December 2025 to February 2026", "de décembre à février 2026"},
    {"between 2023 and 2025", "entre 2023 et 2025", "from 2023 to 2025", "de 2023 à 2025"},
    {"Monday", "lundi", "on Monday", "ce lundi"},
    {"last Friday", "vendredi dernier"},
    {"next Friday", "vendredi prochain"},
    {"week 42", "semaine 42", "la semaine 42"},
    {"3 weeks ago", "il y a trois semaines"},
    {"last 1 week", "depuis une semaine", "the past week"},
    {"last 2 quarters", "les 2 derniers trimestres"},
    {"next month", "le mois prochain"},
    {"in 3 days", "dans 3 jours"},
    {"by the end of Q4", "d'ici la fin du T4"},
};
}  // namespace

TEST_CASE("both_languages_and_their_variants_are_one_period") {
  for (const auto& ways : same)
    for (const char* way : ways) {
      CAPTURE(way);
      CHECK(neutral(way) == neutral(ways[0]));
      CHECK(neutral(way) != "refused");
    }
}

TEST_CASE("words_of_a_period_say_that_period_again") {
  for (const auto& ways : same) {
    const Period period = Period::parse(ways[0]).value();
    for (const auto language : {Language::en, Language::fr}) {
      const std::string words = period.words(language);
      CAPTURE(words);
      REQUIRE(Period::parse(words));
      CHECK(Period::parse(words).value() == period);
    }
    CHECK(Period::from_json(period.neutral()).value() == period);
    CHECK(core::canonical(period.neutral()) == period.neutral().dump());
  }
}

TEST_CASE("words_read_well_in_french") {
  const auto french = [](const char* words) { return Period::parse(words).value().words(Language::fr); };
  CHECK(french("this month") == "ce mois-ci");
  CHECK(french("last year") == "l'année dernière");
  CHECK(french("last 3 weeks") == "les 3 dernières semaines");
  CHECK(french("since 1 September") == "depuis le 1er septembre");
  CHECK(french("year to date") == "depuis le début de cette année");
  CHECK(french("since last quarter") == "depuis le début du trimestre dernier");
  CHECK(french("between 1 and 15 March") == "entre le 1er mars et le 15 mars");
}

TEST_CASE("neutral_form_is_the_published_one") {
  CHECK(neutral("cette semaine") == R"({"offset":0,"unit":"week"})");
  CHECK(neutral("last 30 days") == R"({"last":30,"unit":"day"})");
  CHECK(neutral("between 1 and 15 March") == R"({"between":[{"day":1,"month":3},{"day":15,"month":3}]})");
  CHECK(neutral("since Monday") == R"({"since":{"offset":0,"weekday":1}})");
}

TEST_CASE("what_is_no_period_is_refused") {
  for (const char* words : {"", "n'importe quoi", "30 February", "31/02/2026", "this weekday", "last 0 days",
                            "last 24 hours", "March 32", "before 1 March", "last", "week 54", "between 15 and 1 March",
                            "this fiscal year", "2026-13", "Q5", "last days", "mars; avril", "31 avril 2026"})
    CHECK_MESSAGE(neutral(words) == "refused", words);
  for (const char* json :
       {R"({"unit":"week"})", R"({"unit":"century","offset":0})", R"({"last":-1,"unit":"day"})", R"({"month":13})",
        R"({"since":{"last":1,"unit":"day"}})", R"({"unit":"week","offset":0,"x":1})", R"({"day":5})", R"([])",
        R"({"between":[{"month":1}]})", R"({"month":2,"day":30})"})
    CHECK_MESSAGE(!Period::from_json(core::Json::parse(json).value()), json);
}

TEST_CASE("periods_are_worked_out_against_today") {
  // 2026-11-18 is a Wednesday.
  CHECK(days("today", "2026-11-18") == "2026-11-18..2026-11-19");
  CHECK(days("this week", "2026-11-18") == "2026-11-16..2026-11-23");
  CHECK(days("this week", "2026-11-22") == "2026-11-16..2026-11-23");
  CHECK(days("last week", "2026-11-16") == "2026-11-09..2026-11-16");
  CHECK(days("this month", "2026-11-18") == "2026-11-01..2026-12-01");
  CHECK(days("next month", "2026-11-30") == "2026-12-01..2027-01-01");
  CHECK(days("last quarter", "2026-02-10") == "2025-10-01..2026-01-01");
  CHECK(days("ce semestre", "2026-11-18") == "2026-07-01..2027-01-01");
  CHECK(days("last year", "2026-11-18") == "2025-01-01..2026-01-01");
  CHECK(days("last 30 days", "2026-11-18") == "2026-10-19..2026-11-19");
  CHECK(days("last 1 month", "2026-03-31") == "2026-02-28..2026-04-01");
  CHECK(days("next 30 days", "2026-11-18") == "2026-11-18..2026-12-19");
  CHECK(days("since Monday", "2026-11-18") == "2026-11-16..2026-11-19");
  CHECK(days("since Monday", "2026-11-16") == "2026-11-16..2026-11-17");
  CHECK(days("last Wednesday", "2026-11-18") == "2026-11-11..2026-11-12");
  CHECK(days("next Wednesday", "2026-11-18") == "2026-11-25..2026-11-26");
  CHECK(days("since August", "2026-11-18") == "2026-08-01..2026-11-19");
  CHECK(days("depuis décembre", "2026-11-18") == "2025-12-01..2026-11-19");
  CHECK(days("since 1 September", "2026-08-31") == "2025-09-01..2026-09-01");
  CHECK(days("since 2024", "2026-11-18") == "2024-01-01..2026-11-19");
}

TEST_CASE("calendar_periods_without_a_year_are_the_latest_that_began") {
  CHECK(days("March", "2026-03-01") == "2026-03-01..2026-04-01");
  CHECK(days("March", "2026-02-28") == "2025-03-01..2025-04-01");
  CHECK(days("last March", "2026-03-15") == "2025-03-01..2025-04-01");
  CHECK(days("next March", "2026-03-15") == "2027-03-01..2027-04-01");
  CHECK(days("Q3", "2026-06-30") == "2025-07-01..2025-10-01");
  CHECK(days("T4", "2026-11-18") == "2026-10-01..2027-01-01");
  CHECK(days("March of last year", "2026-11-18") == "2025-03-01..2025-04-01");
  CHECK(days("29 February", "2027-03-01") == "2024-02-29..2024-03-01");
  CHECK(days("29 February 2026", "2027-03-01") == "refused");
  CHECK(days("week 1 2026", "2026-11-18") == "2025-12-29..2026-01-05");
  CHECK(days("week 53 2026", "2026-11-18") == "2026-12-28..2027-01-04");
  CHECK(days("week 53 2025", "2026-11-18") == "empty");
}

TEST_CASE("spans_between_two_points_end_after_they_begin") {
  CHECK(days("between 1 and 15 March", "2026-11-18") == "2026-03-01..2026-03-16");
  CHECK(days("entre novembre et février", "2026-11-18") == "2026-11-01..2027-03-01");
  CHECK(days("between Monday and Friday", "2026-11-18") == "2026-11-16..2026-11-21");
  CHECK(days("de décembre à février 2026", "2026-11-18") == "2025-12-01..2026-03-01");
  CHECK(days("between March 2026 and January 2026", "2026-11-18") == "empty");
  CHECK(days("by the end of the month", "2026-11-18") == "2026-11-18..2026-12-01");
  CHECK(days("d'ici le 15 janvier", "2026-11-18") == "2026-11-18..2027-01-16");
  CHECK(days("since 1 January 2030", "2026-11-18") == "empty");
}

TEST_CASE("periods_are_found_in_running_text") {
  CHECK(found("Affiche les admins créés cette semaine et vérifie") == "[cette semaine]");
  CHECK(found("ventes du 1er au 15 mars 2026, hors TVA") == "[du 1er au 15 mars 2026]");
  CHECK(found("factures émises avant le 1er mars") == "<[le 1er mars]");
  CHECK(found("orders placed after March 5, 2026") == ">[March 5, 2026]");
  CHECK(found("contrats échus avant hier") == "<[hier]");
  CHECK(found("contrats échus avant-hier") == "[avant-hier]");
  CHECK(found("inactifs depuis plus de 90 jours") == "<[depuis plus de 90 jours]");
  CHECK(found("accounts unused for more than 6 months") == "<[for more than 6 months]");
  CHECK(found("invoices older than 60 days") == "<[older than 60 days]");
  CHECK(found("amount over 2000 in 2025") == "[in 2025]");
  CHECK(found("plus de 2000 euros en 2025") == "[en 2025]");
  CHECK(found("from 1000 to 2000 euros").empty());
  CHECK(found("you may march on; INV-2025-001") == "[march]");
  CHECK(found("tickets in May") == "[in May]");
  CHECK(found("au cours des 12 derniers mois, et le mois dernier") ==
        "[au cours des 12 derniers mois][le mois dernier]");
  CHECK(found("rien de tel ici").empty());
}
