#include "plan/plan.hpp"

#include <doctest/doctest.h>

#include "plan/test_catalog.hpp"

namespace recoupe::plan {
namespace {

constexpr std::string_view fr_begin = "J'ai compris : ";
constexpr std::string_view en_begin = "I understood: ";

std::string words(const std::string& text, core::Language language) {
  static const catalog::Catalog catalog = test_catalog();
  auto parsed = parse(text);
  REQUIRE_MESSAGE(parsed.has_value(), text, " ", parsed.error().message.en);
  const auto validated = validate(*std::move(parsed), catalog);
  REQUIRE_MESSAGE(validated.has_value(), text, " ", validated.error().message.en);
  const auto zone = core::TimeZone::find("Europe/Paris");
  const auto now = core::parse_timestamp("2026-11-25T08:00:00Z");
  const auto bound = bind(*validated, *now, *zone, catalog::digest_of(catalog));
  REQUIRE(bound);
  return words_of(*bound, language);
}

/// The words behind "J'ai compris : les users de mongodb", without the stop.
std::string fr(const std::string& steps) {
  const std::string all = words("FROM mongodb.users |> " + steps, core::Language::fr);
  REQUIRE(all.starts_with(fr_begin));
  REQUIRE(all.ends_with("."));
  const std::size_t begin = fr_begin.size() + std::string("les users de mongodb").size();
  return all.substr(begin, all.size() - begin - 1);
}
std::string en(const std::string& steps) {
  const std::string all = words("FROM mongodb.users |> " + steps, core::Language::en);
  REQUIRE(all.starts_with(en_begin));
  const std::size_t begin = en_begin.size() + std::string("the users of mongodb").size();
  return all.substr(begin, all.size() - begin - 1);
}

}  // namespace

TEST_CASE("the_contracts_plan_is_told_whole_with_its_dates") {
  const std::string plan =
      "FROM mongodb.users |> WHERE role = 'admin' AND created_at DURING PERIOD 'this week' "
      "|> CHECK EXISTS IN postgres.public.employees ON LOWER(users.email) = LOWER(work_email) SELECT department "
      "|> SELECT email, created_at, department, finding";
  CHECK(words(plan, core::Language::fr) ==
        "J'ai compris : les users de mongodb dont role vaut « admin » et created_at est dans la période « cette "
        "semaine » "
        "(du lundi 23 novembre 2026 au dimanche 29 novembre 2026, Europe/Paris) ; pour chacun, je vérifie qu'il "
        "existe dans "
        "postgres.public.employees avec LOWER(users.email) = LOWER(work_email), en reprenant department ; colonnes "
        ": email, "
        "created_at, department, finding.");
  CHECK(words(plan, core::Language::en) ==
        "I understood: the users of mongodb where role is “admin” and created_at is in the period “this week” "
        "(from Monday 23 November 2026 to Sunday 29 November 2026, Europe/Paris); for each, I check that it exists in "
        "postgres.public.employees with LOWER(users.email) = LOWER(work_email), taking over department; columns: "
        "email, "
        "created_at, department, finding.");
}

TEST_CASE("conditions_are_told_in_words") {
  CHECK(fr("WHERE email IS NULL OR email = ''") == " dont email est vide ou absent ou email vaut le texte vide");
  CHECK(fr("WHERE email IS NULL AND email IS NOT MISSING") == " dont email est présent mais vide");
  CHECK(fr("WHERE contact.city IN ('Lyon', 'Paris') AND balance >= 1.5") ==
        " dont contact.city vaut « Lyon » ou « Paris » et balance est au moins 1,5");
  CHECK(fr("WHERE NOT ANY(tags) = 'vip' AND ANY(lines.quantity) > 3") ==
        " dont aucun élément de tags ne vaut « vip » et un élément de lines.quantity est supérieur à 3");
  CHECK(fr("WHERE email NOT LIKE '%@example.com' AND NOT (active OR role = 'x')") ==
        " dont email ne finit pas par « @example.com » et il n'est pas vrai que (active est vrai ou role vaut « x »)");
  CHECK(fr("WHERE created_at BEFORE PERIOD 'today'") ==
        " dont created_at est avant la période « aujourd'hui » (le mercredi 25 novembre 2026, Europe/Paris)");
  CHECK(fr("WHERE DATE(created_at) < CURRENT_DATE AND active = FALSE") ==
        " dont le jour de created_at est avant aujourd'hui (mercredi 25 novembre 2026) et active vaut faux");
  CHECK(en("WHERE (role = 'a' OR role != 'b') AND email IS NOT NULL AND score + 1 > balance") ==
        " where (role is “a” or role is other than “b”) and email is neither null nor missing and score + 1 > balance");
  CHECK(en("WHERE NOT ANY(tags) LIKE 'v%' AND balance NOT BETWEEN 1 AND 2 AND role NOT IN ('a', 'b')") ==
        " where no element of tags starts with “v” and balance is not between 1 and 2 (both included) and role is "
        "none of “a” or “b”");
}

TEST_CASE("periods_inside_expressions_have_their_days_too") {
  CHECK(fr("EXTEND CASE WHEN created_at DURING PERIOD 'hier' THEN 1 ELSE 0 END AS new") ==
        " ; j'ajoute CASE WHEN created_at DURING PERIOD 'hier' THEN 1 ELSE 0 END (« hier » : le mardi 24 novembre 2026, "
        "Europe/Paris) (new)");
}

TEST_CASE("each_step_is_told") {
  CHECK(fr("AGGREGATE COUNT(*) AS n, SUM(balance) AS total GROUP BY role |> WHERE n > 2 |> ORDER BY n DESC, role |> "
           "LIMIT 10") ==
        " ; je calcule le nombre de lignes (n) et la somme de balance (total) pour chaque role ; je garde les "
        "lignes où n est "
        "supérieur à 2 ; tri par n décroissant, puis role croissant ; les 10 premières lignes");
  CHECK(fr("ORDER BY created_at DESC |> LIMIT 1 PER role |> DISTINCT") ==
        " ; tri par created_at décroissant ; la première ligne pour chaque role ; sans lignes répétées");
  CHECK(fr("LEFT JOIN (FROM postgres.employees |> WHERE department = 'x') AS e ON email = e.work_email") ==
        " ; je les joins à (les employees de postgres.public dont department vaut « x ») (noté e) avec email = "
        "e.work_email, en "
        "gardant ceux sans correspondance");
  CHECK(en("JOIN UNNEST(lines) AS line |> EXTEND LOWER(line.sku) AS code |> SELECT email, contact.city AS town") ==
        "; I take each element of lines as line; I add LOWER(line.sku) (code); columns: email, contact.city as town");
}

TEST_CASE("findings_are_explained_where_rows_are_kept_by_them") {
  CHECK(fr("CHECK EXISTS IN postgres.employees ON email = work_email |> WHERE finding = 'missing' |> SELECT email") ==
        " ; pour chacun, je vérifie qu'il existe dans postgres.public.employees avec email = work_email ; je garde "
        "les lignes où "
        "finding vaut « missing » (sans correspondance) ; colonnes : email");
  CHECK(en("CHECK UNIQUE BY email |> WHERE finding != 'ok' AND role = 'ok'") ==
        "; I check that no two rows have the same email; I keep the rows where finding is other than “ok” (as it "
        "should be) and "
        "role is “ok”");
}

TEST_CASE("each_check_is_told") {
  CHECK(fr("CHECK ABSENT IN postgres.employees ON email = work_email AS leavers") ==
        " ; pour chacun, je vérifie qu'il n'existe pas dans postgres.public.employees avec email = work_email "
        "(résultat dans leavers)");
  CHECK(fr("CHECK MATCH WITH postgres.employees AS e ON email = work_email COMPARE users.balance = e.balance "
           "TOLERANCE 0.5, role = "
           "department") ==
        " ; je les rapproche un à un de postgres.public.employees (noté e) avec email = work_email, en comparant "
        "users.balance à "
        "e.balance (à 0,5 près) et role à department");
  CHECK(fr("CHECK TOTALS WITH postgres.employees BY role = department AS team COMPARE SUM(balance) = SUM(balance) "
           "TOLERANCE 2 %") ==
        " ; je compare les totaux à ceux de postgres.public.employees, pour chaque role = department (team) : la "
        "somme de balance contre "
        "la somme de balance (à 2 % près)");
  CHECK(fr("CHECK UNIQUE BY email, role") == " ; je vérifie qu'aucune ligne n'a le même email et role qu'une autre");
  CHECK(fr("CHECK RULE balance >= 0") == " ; pour chacun, je vérifie que balance est au moins 0");
  CHECK(words("FROM postgres.public.invoices |> CHECK SEQUENCE BY number PARTITION BY month", core::Language::en) ==
        "I understood: the invoices of postgres.public; I check that number runs without a gap or a repetition, "
        "within each month.");
}

}  // namespace recoupe::plan
