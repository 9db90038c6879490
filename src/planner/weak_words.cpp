// Words that say something, but little of what is asked: verbs of linking, names for anybody or anything.
#include <array>
#include <set>

#include "planner/reading.hpp"

namespace recoupe::planner {

double content_weight(const std::string& folded) {
  constexpr double weak = 0.3;
  static const std::set<std::string, std::less<>> words = {
      "attached",  "linked",     "link",          "rattache",      "rattachee",     "rattachees",
      "rattaches", "rattachent", "lie",           "liee",          "lies",          "liees",
      "relie",     "relies",     "portent",       "porte",         "portant",       "porter",
      "carrying",  "carry",      "carries",       "marked",        "marque",        "marquee",
      "marques",   "flagged",    "tagged",        "listed",        "noted",         "entered",
      "recorded",  "logged",     "indique",       "indiquee",      "figure",        "figurent",
      "appear",    "appears",    "appartiennent", "appartient",    "belong",        "belongs",
      "belonging", "concernent", "people",        "personne",      "personnes",     "gens",
      "someone",   "somebody",   "something",     "anyone",        "everyone",      "anybody",
      "monde",     "quelqu",     "behind",        "derriere",      "came",          "come",
      "comes",     "went",       "gone",          "got",           "get",           "gets",
      "retrouve",  "retrouvent", "viennent",      "vient",         "venus",         "passe",
      "passes",    "passees",    "passer",        "moindre",       "whatsoever",    "fois",
      "affaires",  "full",       "fully",         "entier",        "entierement",   "integralement",
      "pourriez",  "pourrais",   "faudrait",      "souhaite",      "souhaiterais",  "merci",
      "actually",  "even",       "itself",        "enfin",         "disons",        "bref",
      "mind",      "pointing",   "point",         "pointent",      "renvoient",     "renvoie",
      "refer",     "refers",     "referring",     "shows",         "showing",       "says",
      "say",       "said",       "written",       "ecrit",         "garde",         "gardez",
      "keep",      "compare",    "comparer",      "comparez",      "comparing",     "break",
      "breaks",    "breaking",   "tenir",         "tient",         "tombe",         "tombent",
      "numbers",   "numeros",    "units",         "unites",        "part",          "cote",
      "far",       "since",      "actuel",        "pendant",       "durant",        "during",
      "over",      "compris",    "include",       "including",     "comprise",      "regarding",
      "via",       "lieu",       "place",         "taken",         "pris",          "prise",
      "prises",    "fait",       "faite",         "faits",         "faites",        "effectue",
      "effectuee", "effectues",  "realise",       "realisee",      "realises",      "realisees",
      "sit",       "sitting",    "sits",          "stands",        "held",          "hold",
      "holds",     "holding",    "kept",          "seen",          "see",           "vu",
      "vue",       "vus",        "turned",        "turns",         "happened",      "happen",
      "arrive",    "arrivent",   "exists",        "existing",      "existant",      "associated",
      "associe",   "associee",   "associes",      "corresponding", "correspondant", "correspondante",
      "related",   "respective", "named",         "called",        "appele",        "nomme",
      "dit",       "dite",       "ones",          "every",         "single",        "seul",
      "seule",     "seuls",      "seules",        "overall",       "actuellement",  "question",
      "besoin",    "need",       "needed",        "needs",         "want",          "interested",
      "interesse", "check",      "doing",         "stays",         "reste",         "restes",
      "restent",   "restee",     "remain",        "remains",       "remaining",     "still",
      "actual",    "real",       "reel",          "reels",         "true",          "really",
      "certain",   "various",    "divers",        "diverses",      "either",        "neither",
      "whoever",   "whichever",  "wherever",      "each",          "chacun",        "chacune",
      "apiece",    "amongst",    "parmi",         "issu",          "issus",         "issue",
      "suivent",   "suivre",     "follow",        "follows",       "parle",         "parlent",
      "speak",     "mention",    "mentioned",     "mentioning",    "cite",          "cites",
      "citees",    "comporte",   "comportent",    "contient",      "contiennent",   "containing",
      "contains",  "includes"};
  return words.contains(folded) ? weak : 1;
}

}  // namespace recoupe::planner
