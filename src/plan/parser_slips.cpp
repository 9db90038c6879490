#include <utility>

#include "plan/keywords.hpp"
#include "plan/literals.hpp"
#include "plan/ops.hpp"
#include "plan/parser.hpp"
#include "plan/syntax_error.hpp"

namespace recoupe::plan {

using core::Bilingual;
using core::Error;

namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) {
    if (!out.empty()) out += ", ";
    out += word;
  }
  return out;
}

std::vector<std::string> strings(std::span<const std::string_view> words) { return {words.begin(), words.end()}; }

Error refused_write(const Token& word) {
  Error error = syntax_error(word.span,
                             {"“" + shown(word.value) + "” would change data, and the plan language only reads",
                              "« " + shown(word.value) + " » modifierait des données, or le langage des plans ne fait que lire"},
                             {"Ask for the rows concerned (FROM … |> WHERE …); change them with the source's own tools.",
                              "Demandez les lignes concernées (FROM … |> WHERE …) ; modifiez-les avec les outils de la source."});
  error.code = core::Code::write_refused;
  return error;
}

// Adds near words to an error, or else all that are known.
Error suggesting(Error error, std::string_view word, std::span<const std::string_view> known, const Bilingual& kind) {
  error.candidates = nearest(word, known);
  if (error.candidates.empty()) {
    const std::string all = joined(strings(known));
    error.remedy = {kind.en + ": " + all + ".", kind.fr + " : " + all + "."};
  } else {
    const std::string first = error.candidates.front();
    error.remedy = {"Did you mean " + first + "?", "Vouliez-vous dire " + first + " ?"};
  }
  return error;
}

struct Advice {
  std::string_view word;
  std::string_view en;
  std::string_view fr;
};

constexpr Advice step_advice[]{
    {"INNER", "Write |> JOIN side ON ….", "Écrivez |> JOIN côté ON …."},
    {"RIGHT", "Begin with the other side and write LEFT JOIN.", "Commencez par l'autre côté et écrivez LEFT JOIN."},
    {"FULL", "To see what is on either side: |> CHECK MATCH WITH side ON … COMPARE ….",
     "Pour voir ce qui est d'un côté ou de l'autre : |> CHECK MATCH WITH côté ON … COMPARE …."},
    {"CROSS", "Every JOIN needs ON.", "Tout JOIN demande ON."},
    {"HAVING", "Write |> WHERE after AGGREGATE.", "Écrivez |> WHERE après AGGREGATE."},
    {"GROUP", "Write |> AGGREGATE COUNT(*) AS n GROUP BY ….", "Écrivez |> AGGREGATE COUNT(*) AS n GROUP BY …."},
    {"AND", "Conditions continue without |>.", "Les conditions se poursuivent sans |>."},
    {"OR", "Conditions continue without |>.", "Les conditions se poursuivent sans |>."},
    {"OFFSET", "Only LIMIT n [PER …] is there.", "Seul LIMIT n [PER …] existe."},
    {"COUNT", "Write |> AGGREGATE COUNT(*) AS n.", "Écrivez |> AGGREGATE COUNT(*) AS n."},
    {"EXISTS", "Write |> CHECK EXISTS IN side ON ….", "Écrivez |> CHECK EXISTS IN côté ON …."},
    {"FROM", "Only the first step is FROM; bring another table in with JOIN, CHECK or UNION ALL.",
     "Seule la première étape est FROM ; faites venir une autre table par JOIN, CHECK ou UNION ALL."},
    {"SORT", "Write |> ORDER BY ….", "Écrivez |> ORDER BY …."},
    {"FILTER", "Write |> WHERE ….", "Écrivez |> WHERE …."},
};

constexpr Advice function_advice[]{
    {"EXISTS", "Write |> CHECK EXISTS IN side ON ….", "Écrivez |> CHECK EXISTS IN côté ON …."},
    {"NOW", "Write CURRENT_DATE, or x DURING PERIOD 'today'.", "Écrivez CURRENT_DATE, ou x DURING PERIOD 'aujourd''hui'."},
    {"IF", "Write CASE WHEN condition THEN value ELSE value END.", "Écrivez CASE WHEN condition THEN valeur ELSE valeur END."},
    {"IFNULL", "Write COALESCE(a, b).", "Écrivez COALESCE(a, b)."},
    {"NVL", "Write COALESCE(a, b).", "Écrivez COALESCE(a, b)."},
    {"YEAR", "Write EXTRACT(YEAR FROM x).", "Écrivez EXTRACT(YEAR FROM x)."},
    {"MONTH", "Write EXTRACT(MONTH FROM x).", "Écrivez EXTRACT(MONTH FROM x)."},
    {"DAY", "Write EXTRACT(DAY FROM x).", "Écrivez EXTRACT(DAY FROM x)."},
    {"AVERAGE", "Write AVG(x).", "Écrivez AVG(x)."},
    {"MEAN", "Write AVG(x).", "Écrivez AVG(x)."},
    {"STARTS_WITH", "Write x LIKE 'a%'.", "Écrivez x LIKE 'a%'."},
    {"ENDS_WITH", "Write x LIKE '%a'.", "Écrivez x LIKE '%a'."},
    {"CONTAINS", "Write x LIKE '%a%'; for an array, ANY(x) = 'a'.", "Écrivez x LIKE '%a%' ; pour un tableau, ANY(x) = 'a'."},
    {"LEN", "Write LENGTH(x).", "Écrivez LENGTH(x)."},
    {"CHAR_LENGTH", "Write LENGTH(x).", "Écrivez LENGTH(x)."},
    {"DATEDIFF", "Write DATE_DIFF(a, b, DAY).", "Écrivez DATE_DIFF(a, b, DAY)."},
    {"ROW_NUMBER", "For the first of each group: |> ORDER BY … |> LIMIT 1 PER ….",
     "Pour le premier de chaque groupe : |> ORDER BY … |> LIMIT 1 PER …."},
    {"RANK", "For the first of each group: |> ORDER BY … |> LIMIT 1 PER ….",
     "Pour le premier de chaque groupe : |> ORDER BY … |> LIMIT 1 PER …."},
    {"UNNEST", "UNNEST stands in a step: |> JOIN UNNEST(path) AS x.", "UNNEST se met dans une étape : |> JOIN UNNEST(chemin) AS x."},
};

constexpr Advice after_operand_advice[]{
    {"BY", "Write GROUP BY.", "Écrivez GROUP BY."},
    {"ILIKE", "Write LOWER(x) LIKE '…'.", "Écrivez LOWER(x) LIKE '…'."},
    {"CONTAINS", "Write x LIKE '%…%'.", "Écrivez x LIKE '%…%'."},
    {"HAVING", "Write |> WHERE after AGGREGATE.", "Écrivez |> WHERE après AGGREGATE."},
    {"GROUP", "GROUP BY belongs to AGGREGATE: |> AGGREGATE COUNT(*) AS n GROUP BY ….",
     "GROUP BY va avec AGGREGATE : |> AGGREGATE COUNT(*) AS n GROUP BY …."},
    {"OFFSET", "Only LIMIT n [PER …] is there.", "Seul LIMIT n [PER …] existe."},
    {"WHEN", "Write CASE WHEN x = 'a' THEN … END: a condition after each WHEN.",
     "Écrivez CASE WHEN x = 'a' THEN … END : une condition après chaque WHEN."},
    {"TOLERANCE", "TOLERANCE stands after a pair of COMPARE.", "TOLERANCE se met après une paire de COMPARE."},
    {"NULLS", "NULLs come last both ways.", "Les NULL viennent toujours en dernier."},
};

template <std::size_t N>
Bilingual advice_for(const Advice (&all)[N], const Token& word) {
  if (word.kind == TokenKind::word) {
    for (const Advice& advice : all) {
      if (same_keyword(word.value, advice.word)) return {std::string(advice.en), std::string(advice.fr)};
    }
  }
  return {};
}

}  // namespace

Error Parser::not_a_step(bool first) const {
  const Token& word = peek();
  if (word.kind == TokenKind::word && begins_write(word.value)) return refused_write(word);
  if (first) {
    Bilingual remedy{"Write FROM server.table |> WHERE … |> SELECT ….", "Écrivez FROM serveur.table |> WHERE … |> SELECT …."};
    if (at_keyword("SELECT") || at_keyword("WITH")) {
      remedy = {"This is SQL's order. Begin with the table: FROM server.table |> WHERE … |> SELECT ….",
                "C'est l'ordre de SQL. Commencez par la table : FROM serveur.table |> WHERE … |> SELECT …."};
    }
    return expected({"FROM", "FROM"}, std::move(remedy));
  }
  if (word.kind != TokenKind::word) return expected({"a step after |>", "une étape après |>"});
  Error error = expected({"a step after |>", "une étape après |>"});
  if (Bilingual remedy = advice_for(step_advice, word); !remedy.empty()) {
    error.remedy = std::move(remedy);
    return error;
  }
  return suggesting(std::move(error), word.value, step_words(), {"The steps are", "Les étapes sont"});
}

Error Parser::not_a_check() const {
  Error error = expected({"a check", "un contrôle"});
  return suggesting(std::move(error), peek().kind == TokenKind::word ? peek().value : "", check_words(),
                    {"The checks are", "Les contrôles sont"});
}

Error Parser::not_a_function() const {
  const std::string name = shown(peek().value);
  Error error = syntax_error(peek().span, {"there is no function “" + name + "”", "il n'y a pas de fonction « " + name + " »"}, {});
  if (Bilingual remedy = advice_for(function_advice, peek()); !remedy.empty()) {
    error.remedy = std::move(remedy);
    return error;
  }
  return suggesting(std::move(error), peek().value, function_words(), {"The functions are", "Les fonctions sont"});
}

Error Parser::not_an_operand() const {
  Bilingual remedy;
  if (at_keyword("DISTINCT")) {
    remedy = {"DISTINCT is a step of its own: |> SELECT … |> DISTINCT.", "DISTINCT est une étape à part : |> SELECT … |> DISTINCT."};
  } else if (at_symbol("*")) {
    remedy = {"“*” stands in COUNT(*) alone.", "« * » ne se met que dans COUNT(*)."};
  } else if (peek().kind == TokenKind::word && is_reserved(peek().value)) {
    const std::string quoted = "`" + peek().value + "`";
    remedy = {"A value is lacking before it; if it is a column's name, write " + quoted + ".",
              "Il manque une valeur devant ; si c'est un nom de colonne, écrivez " + quoted + "."};
  }
  return expected({"a column or a value", "une colonne ou une valeur"}, std::move(remedy));
}

Error Parser::after_step() const {
  const Token& found = peek();
  const Token before = next_ > 0 ? tokens_[next_ - 1] : found;
  const bool is_word = found.kind == TokenKind::word;
  if (is_word && begins_write(found.value)) return refused_write(found);
  if (is_word && begins_step(found.value)) {
    return expected({"|>", "|>"}, {"Steps are separated by |>: write |> " + found.value + ".",
                                   "Les étapes sont séparées par |> : écrivez |> " + found.value + "."});
  }
  Bilingual remedy = advice_for(after_operand_advice, before.kind == TokenKind::word && same_keyword(before.value, "CASE")
                                                          ? Token{TokenKind::word, "WHEN", {}}
                                                          : found);
  if (remedy.empty() && found.kind == TokenKind::text && before.kind == TokenKind::word) {
    remedy = {"If “" + shown(before.value) + "” is a column, an operator is lacking: " + shown(before.value) + " = " +
                  shown(quoted_text(found.value)) + ".",
              "Si « " + shown(before.value) + " » est une colonne, il manque un opérateur : " + shown(before.value) + " = " +
                  shown(quoted_text(found.value)) + "."};
  } else if (remedy.empty() && found.kind == TokenKind::word && before.kind == TokenKind::text) {
    remedy = {"A quote inside a text is written twice ('aujourd''hui'); steps are separated by |>.",
              "Une apostrophe dans un texte s'écrit deux fois ('aujourd''hui') ; les étapes sont séparées par |>."};
  } else if (remedy.empty() && found.kind == TokenKind::word && !is_reserved(found.value)) {
    remedy = {"An output name needs AS: AS " + shown(found.value) + ".", "Un nom de sortie demande AS : AS " + shown(found.value) + "."};
  } else if (remedy.empty() && at_symbol(")")) {
    remedy = {"Remove it, or open it before.", "Retirez-la, ou ouvrez-la avant."};
  } else if (remedy.empty()) {
    remedy = {"Continue with an operator, or separate steps by |>.", "Continuez par un opérateur, ou séparez les étapes par |>."};
  }
  if (pipelines_ > 0) return expected({"|> or “)”", "|> ou « ) »"}, std::move(remedy));
  return expected({"|> or the end of the plan", "|> ou la fin du plan"}, std::move(remedy));
}

Error Parser::after_side() const {
  if (at_keyword("USING")) {
    return expected({"ON", "ON"}, {"Write ON a.x = b.x.", "Écrivez ON a.x = b.x."});
  }
  if (at_keyword("COMPARE")) {
    return expected({"BY and the keys of both sides", "BY et les clés des deux côtés"},
                    {"Write CHECK TOTALS WITH side BY left = right COMPARE SUM(a) = SUM(b).",
                     "Écrivez CHECK TOTALS WITH côté BY gauche = droite COMPARE SUM(a) = SUM(b)."});
  }
  if (peek().kind == TokenKind::word && begins_write(peek().value)) return refused_write(peek());
  const std::string name = shown(written_name(peek().value));
  return expected({"AS, ON or |>", "AS, ON ou |>"},
                  {"An alias needs AS: AS " + name + ".", "Un alias demande AS : AS " + name + "."});
}

Error Parser::not_a_table(std::size_t parts, const core::Span& span) const {
  const bool alone = parts == 1;
  return syntax_error(span,
                      alone ? Bilingual{"the table's server is lacking", "il manque le serveur de la table"}
                            : Bilingual{"a table has at most three parts", "une table a au plus trois parties"},
                      {"Write server.table or server.schema.table, with the server's name from .mcp.json; a name that holds dots "
                       "or hyphens stands in backquotes.",
                       "Écrivez serveur.table ou serveur.schéma.table, avec le nom du serveur dans .mcp.json ; un nom qui contient "
                       "des points ou des tirets se met entre accents graves."});
}

Error Parser::any_with_not(const core::Span& span) const {
  return syntax_error(span,
                      {"NOT after ANY(…) can be read in two ways", "NOT après ANY(…) se lit de deux façons"},
                      {"For “no element is”: NOT ANY(a) IN (…). For “some element is not”: ANY(a) != x.",
                       "Pour « aucun élément n'est » : NOT ANY(a) IN (…). Pour « un élément n'est pas » : ANY(a) != x."});
}

}  // namespace recoupe::plan
