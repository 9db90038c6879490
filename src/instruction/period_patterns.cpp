#include "instruction/period_patterns.hpp"

#include <array>

namespace recoupe::instruction {
namespace {

constexpr std::array table{
    // Days.
    Row{"today|aujourd_hui|ce_jour|this_day", Make::day, 0},
    Row{"yesterday|hier", Make::day, -1},
    Row{"tomorrow|demain", Make::day, 1},
    Row{"day_before_yesterday|avant-hier", Make::day, -2},
    Row{"avant_hier", Make::day, -2, Where::expected},
    Row{"day_after_tomorrow|apres_demain", Make::day, 2},
    // This, last and next week, month, quarter, half-year, year.
    Row{"this|current|cette|ce|cet [current|present] {unit1} [ci]", Make::unit, 0},
    Row{"{unit1} en_cours|courant|courante|actuel|actuelle|ci", Make::unit, 0},
    Row{"last|previous|prior|preceding {unit1}", Make::unit, -1},
    Row{"{unit1} dernier|derniere|passe|passee|precedent|precedente|ecoule|ecoulee|d_avant", Make::unit, -1},
    Row{"dernier|derniere {unit1}", Make::unit, -1},
    Row{"next|coming|upcoming|following {unit1}", Make::unit, 1},
    Row{"{unit1} prochain|prochaine|suivant|suivante|a_venir|qui_vient", Make::unit, 1},
    Row{"prochain|prochaine {unit1}", Make::unit, 1},
    Row{"of_the|de_l|de_la|du {unit1}", Make::unit, 0},
    // So many days, weeks, months back or ahead.
    Row{"last|past|previous|prior|preceding|trailing|latest [rolling|full] {n} [calendar|rolling] {unit}", Make::last},
    Row{"{n} last|past|previous|dernier|derniere|derniers|dernieres|precedents|precedentes {unit}", Make::last},
    Row{"derniers|dernieres {n} {unit}", Make::last},
    Row{"{n} {unit} derniers|dernieres|passes|passees|precedents|precedentes|ecoules|ecoulees", Make::last},
    Row{"depuis|since [les|the] [last|past|derniers|dernieres] {n} [derniers|dernieres] {unit}", Make::last},
    Row{"past {unit1}", Make::last_one},
    Row{"next|coming|upcoming|following {n} [calendar] {unit}", Make::next},
    Row{"{n} next|coming|upcoming|prochain|prochaine|prochains|prochaines {unit}", Make::next},
    Row{"prochains|prochaines {n} {unit}", Make::next},
    Row{"{n} {unit} a_venir|prochains|prochaines|suivants|suivantes|qui_viennent|qui_vient", Make::next},
    Row{"d_ici [a] {n} {unit}", Make::next},
    Row{"dans_les {n} {unit}", Make::next},
    Row{"within|sous [the] {n} {unit}", Make::next, 0, Where::expected},
    Row{"il_y_a|voici|voila {n} {unit}", Make::shifted, -1},
    Row{"{n} {unit} ago|auparavant", Make::shifted, -1},
    Row{"dans|in {n} {unit}", Make::shifted, 1, Where::expected},
    Row{"{n} {unit} from_now|from_today", Make::shifted, 1},
    Row{"il_y_a|depuis|for|since plus_de|plus_d|more_than|over {n} {unit}", Make::older, 0, Where::running},
    Row{"more_than|over {n} {unit} ago|old", Make::older, 0, Where::running},
    Row{"older_than|plus_vieux_que|plus_vieille_que|plus_vieilles_que|plus_anciens_que|plus_anciennes_que {n} {unit}", Make::older, 0,
        Where::running},
    Row{"il_y_a|depuis moins_de|moins_d {n} {unit}", Make::last},
    Row{"less_than {n} {unit} ago", Make::last},
    // Months, quarters, half-years, years, weeks.
    Row{"{month} {y?}", Make::calendar},
    Row{"{anymonth} {y}", Make::calendar},
    Row{"in|en|during {anymonth} {y?}", Make::calendar},
    Row{"{anymonth}", Make::calendar, 0, Where::expected},
    Row{"last|previous {month}", Make::calendar, -1},
    Row{"{month} dernier|passe", Make::calendar, -1},
    Row{"next|coming {month}", Make::calendar, 1},
    Row{"{month} prochain", Make::calendar, 1},
    Row{"{q} {y?}", Make::calendar},
    Row{"{year} {q}", Make::calendar},
    Row{"{ord} quarter|trimestre {y?}", Make::calendar},
    Row{"quarter|trimestre {fourth} {y?}", Make::calendar},
    Row{"{h} {y}", Make::calendar},
    Row{"{year} {h}", Make::calendar},
    Row{"{h}", Make::calendar, 0, Where::expected},
    Row{"{oneortwo} semestre|half_year|semester {y?}", Make::calendar},
    Row{"{oneortwo} half {y}", Make::calendar},
    Row{"{oneortwo} half", Make::calendar, 0, Where::expected},
    Row{"{year}", Make::calendar},
    Row{"semaine|week [no|n|number|numero] {week} {y?}", Make::calendar},
    Row{"{ym}", Make::calendar},
    // Days of the calendar and of the week.
    Row{"{date}", Make::calendar},
    Row{"[{weekday}] [le|the] {day} [of|de] {anymonth} {y?}", Make::calendar},
    Row{"[{weekday}] {anymonth} [the] {day} {y?}", Make::calendar},
    Row{"{weekday}", Make::weekday, 0},
    Row{"this|ce {weekday}", Make::weekday, 0},
    Row{"last|previous {weekday}", Make::weekday, -1},
    Row{"{weekday} dernier|passe|precedent|last", Make::weekday, -1},
    Row{"next|coming {weekday}", Make::weekday, 1},
    Row{"{weekday} prochain|next", Make::weekday, 1},
    // Since.
    Row{"since|depuis {p}", Make::since},
    Row{"since|depuis|from [the|le] beginning|start|debut of|de|du|d {p0}", Make::since},
    Row{"a_partir_de|a_partir_du|a_partir_d|a_compter_de|a_compter_du|a_compter_d {p}", Make::since},
    Row{"starting|beginning [from|in|on|with] {p}", Make::since},
    Row{"from {p} on|onward|onwards|until_now|to_date", Make::since},
    Row{"{unit1} to_date", Make::since, 0},
    Row{"ytd", Make::since, static_cast<int>('y')},
    Row{"qtd", Make::since, static_cast<int>('q')},
    Row{"mtd", Make::since, static_cast<int>('m')},
    // Until.
    Row{"d_ici [a|au|le|la|l] {p}", Make::until},
    Row{"d_ici|avant|by|before|until|till|through|jusqu_a [a|the|la] end|fin of|de|du|d {p0}", Make::until},
    Row{"rest|remainder|reste of|de|du|d {p0}", Make::until},
    Row{"by {p}", Make::until, 0, Where::expected},
    // From … to ….
    Row{"between {p} and {p}", Make::between},
    Row{"entre {p} et {p}", Make::between},
    Row{"from {p} to|until|till|through|up_to {p}", Make::between},
    Row{"de|du|d {p} a|au|jusqu_a|jusqu_au {p}", Make::between},
    Row{"{p} to|through|au|jusqu_au {p}", Make::between},
    Row{"between|from [the] {day} and|to|until|through [the] {day} [of] {anymonth} {y?}", Make::days},
    Row{"entre|du|de [le] {day} et|au|a|jusqu_au [le] {day} {anymonth} {y?}", Make::days},
    Row{"between|from {anymonth} [the] {day} and|to|until|through [the] {day} {y?}", Make::days},
    Row{"{day} to|au {day} [of] {anymonth} {y?}", Make::days},
    Row{"{span} {anymonth} {y?}", Make::days},
    Row{"{anymonth} {span} {y?}", Make::days},
    Row{"{month} to|through|a {anymonth} {y?}", Make::months},
};

constexpr std::array<std::string_view, 62> before{
    "in",          "in the",       "during",       "during the",   "over",         "over the",     "within",       "within the",   "throughout",
    "on",          "on the",       "for",          "for the",      "of",           "of the",       "from",         "from the",     "the",
    "these",       "across",       "in the course of", "in the month of", "month of", "the month of", "the year",  "year",         "en",
    "en l an",     "au",           "aux",          "du",           "de",           "de la",        "de l",         "des",          "d",
    "dans",        "dans les",     "dans la",      "le",           "la",           "les",          "l",            "ces",          "pendant",
    "durant",      "sur",          "sur les",      "pour",         "au cours de",  "au cours du",  "au cours des", "lors de",      "lors du",
    "courant",     "au mois de",   "au mois d",    "du mois de",   "du mois d",    "le mois de",   "l annee",      "annee"};

}  // namespace

std::span<const Row> rows() { return table; }
std::span<const std::string_view> openings() { return before; }

}  // namespace recoupe::instruction
