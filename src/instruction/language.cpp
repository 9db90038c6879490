#include <algorithm>
#include <array>

#include "core/unicode.hpp"
#include "instruction/fold.hpp"
#include "instruction/instruction.hpp"

namespace recoupe::instruction {
namespace {

// Words that only one of the two languages has and that people use when they ask; sorted.
constexpr std::array<std::string_view, 135> french{
    "affiche", "afficher", "annee", "apres", "au", "aucun", "aucune", "aujourd", "aussi", "aux", "avec", "avez",
    "avoir", "ca", "ce", "cela", "celles", "ces", "cet", "cette", "ceux", "chaque", "chez", "ci", "combien", "comptes",
    "controle", "cree", "crees", "d", "dans", "de", "depuis", "derniere", "derniers", "des", "deux", "dis", "doit",
    "donc", "donne", "donnees", "dont", "du", "elle", "elles", "en", "encore", "entre", "est", "et", "etait", "ete",
    "etre", "eu", "factures", "fait", "faut", "hier", "hors", "il", "ils", "indique", "je", "jour", "jours", "jusqu",
    "l", "la", "le", "les", "leur", "leurs", "liste", "lister", "lui", "mais", "meme", "memes", "mes", "moi", "moins",
    "mois", "mon", "montre", "n", "ne", "nom", "nos", "notre", "nous", "ont", "ou", "par", "pas", "peux", "plus",
    "pour", "pourtant", "qu", "que", "quel", "quelle", "quelles", "quels", "qui", "quoi", "recherche", "sa", "sans",
    "se", "semaine", "ses", "si", "son", "sont", "sors", "sous", "sur", "ta", "tous", "tout", "toutes", "trimestre",
    "trop", "trouve", "tu", "un", "une", "utilisateurs", "verifie", "verifier", "vers", "veux", "voir"};
constexpr std::array<std::string_view, 122> english{
    "about", "across", "after", "all", "also", "and", "any", "are", "as", "at", "be", "been", "before", "both", "but",
    "by", "can", "check", "count", "created", "day", "days", "did", "do", "does", "don", "during", "each", "every",
    "find", "for", "from", "get", "give", "had", "has", "have", "having", "how", "if", "in", "into", "is", "isn", "it",
    "its", "last", "list", "many", "matching", "missing", "month", "more", "most", "much", "must", "my", "need",
    "never", "no", "not", "of", "off", "older", "only", "or", "our", "out", "over", "per", "please", "quarter", "same",
    "should", "show", "since", "some", "still", "sum", "tell", "than", "that", "the", "their", "them", "there",
    "these", "they", "this", "those", "to", "today", "total", "twice", "two", "under", "up", "us", "users", "verify",
    "was", "we", "week", "were", "what", "when", "where", "whether", "which", "who", "whom", "whose", "why", "with",
    "within", "without", "would", "year", "yesterday", "yet", "you", "your"};

template <std::size_t Size>
bool knows(const std::array<std::string_view, Size>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

core::Language detect_language(std::string_view text, core::Language fallback) {
  int score = 0;  // above zero: French
  for (const Word& word : words_of(text)) {
    const bool accented = !core::is_ascii(word.text);
    const bool in_french = knows(french, word.folded);
    const bool in_english = knows(english, word.folded);
    if (accented) score += 2;
    if (in_french && !in_english) score += 2;
    if (in_english && !in_french) score -= 2;
    // "d'", "l'", "qu'" before a letter are French; "'s" and "'t" are English.
    const std::string_view behind = text.substr(word.end);
    const bool apostrophe = behind.starts_with('\'') || behind.starts_with("’");
    if (apostrophe && word.folded.size() == 1 && letter_bytes(text, word.end + (behind[0] == '\'' ? 1 : 3)) > 0)
      score += 2;
    if ((word.folded == "s" || word.folded == "t") && word.begin > 0 && !apostrophe) score -= 4;
  }
  if (score == 0) return fallback;
  return score > 0 ? core::Language::fr : core::Language::en;
}

}  // namespace recoupe::instruction
