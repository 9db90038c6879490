// The phrases that tell what is wanted, and the small words. A phrase is words in a row; "x*" is any word that begins
// so,
// ".." up to three words between, "^" the beginning of the instruction (after a greeting).
#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "planner/reading.hpp"

namespace recoupe::planner {

namespace {

struct Phrases {
  Cue cue;
  std::string_view lines;  // parted by ";"
};

constexpr Phrases phrases[] = {
    {Cue::write,
     "^ supprime*;^ delete;^ efface*;^ erase;^ mets;^ met;^ mettre;^ mettez;^ set;^ insere*;^ insert;^ drop;"
     "^ update;^ ajoute*;^ add;^ cree;^ creez;^ create;^ modifie*;^ modify;^ change;^ changez;^ remplace*;^ replace;"
     "^ annule;^ annulez;^ cancel;^ ferme;^ fermez;^ close;^ cloture;^ cloturez;^ archive*;^ purge*;^ mark;"
     "^ marque*;^ flag;^ passe;^ passez;^ passer;^ bascule*;^ rename;^ renomme*;^ bloque;^ bloquez;^ block;"
     "^ approve;^ valide;^ validez;^ refund;^ rembourse;^ remboursez;^ envoie*;^ send;^ email;^ assign;^ affecte;"
     "^ affectez;^ reassign;^ reaffecte*;^ corrige*;^ fix;^ augmente*;^ increase;^ raise;^ baisse*;^ lower;^ reset;"
     "^ reinitialise*;^ desactive;^ desactivez;^ disable;^ deactivate;^ active;^ activez;^ enable;^ suspend;"
     "^ suspends;^ suspendez;^ remove;^ retire;^ retirez;^ enleve*;^ vide;^ videz;^ truncate;^ wipe;^ grant;"
     "^ revoke;^ write off;^ merge;^ fusionne*;^ transfer;^ transfere*;^ move;^ deplace*;^ reopen;^ rouvre*;"
     "^ enregistre*;^ record;^ book;^ reserve;^ pay;^ put;^ switch;^ bump;^ clear;^ release;^ libere;^ reject;"
     "^ rejette;^ double;^ apply;^ applique*;^ debloque*;^ deverrouille;^ deverrouillez;^ verrouille;^ verrouillez;"
     "^ unlock;^ unblock;^ lock;^ notifie;^ notifiez;^ notify;^ terminate;^ resilie;^ resiliez;^ ban;^ bannis;"
     "^ credite*;^ credit;^ prolonge*;^ extend;^ attribue*;^ purge;^ push;^ turn;^ upgrade;^ anonymise*;^ restore;"
     "^ restaure*;^ cut;^ regle;^ solde;drop table;et supprime;and delete;supprime les;supprimer les;supprimer tous;"
     "effacer les;delete all;delete every;delete the"},
    {Cue::injection,
     "ignore your;ignore the;ignore all;ignore previous;ignore toute*;ignore tes;ignore les;ignore ton;ignore le;"
     "ignorez;oublie tes;oublie les;oublie ton;oublie tout;forget your;forget the;forget all;forget everything;"
     "disregard;system prompt;prompt systeme;connection string;chaine de connexion;connection password;"
     "mot de passe de connexion;pg_shadow;you are now;tu es maintenant;api key;cle api;your instructions;"
     "tes instructions;vos instructions;previous instructions;consignes precedentes;tes regles;your rules;"
     "agis comme;act as;pretend;fais comme si;credentials;environment variable*;variables d environnement;"
     "sans aucun filtre;execute this;execute ce;execute directement;run the following;select * from;union select;"
     "delete from;truncate table;shell;etc passwd"},
    {Cue::without,
     "sans;without;no;aucun;aucune;not linked;not in;isn t in;aren t in;n ont pas;ont pas;a pas;n a pas;"
     "n ont aucun*;introuvable*;inconnu*;unknown;not found;never;jamais;can t find;cannot find;can t be found;"
     "cannot be found;couldn t find;can t trace;on ne trouve pas;trouve pas;ne trouve;not on file;nowhere;"
     "absent* de;absent* des;absent* du;missing from;pas dans;no longer exist*;n existe*;existe plus;existe pas;"
     "existent pas;existent plus;doesn t exist;don t exist;does not exist;do not exist;orphan*;orphelin*;"
     "who haven t;that haven t;hasn t;haven t;have not;has not;have no;has no;had no;had none;nothing;rien;"
     "personne ne;nobody;no one;don t have;doesn t have;didn t;lack*;lacking;with no;ni;neither;n apparai*;"
     "don t appear;doesn t appear;not appear;not exist;not match*;correspond a aucun*;ne correspond* a aucun*;"
     "unmatched;pas d;pas de;connait pas;don t know;doesn t know;do not know;not known;manquant*;we don t"},
    {Cue::not_,
     "not;non;pas;n est pas;ne sont pas;other than;autre* que;except;sauf;hors;excluding;exclu*;ecarte*;isn t;"
     "aren t;wasn t;weren t;excluded;left out;plus en;no longer;ne sont plus;est plus;sont plus;apart from;hormis;"
     "excepte;but not;mais pas;yet to be;pas encore;not yet;anything but;outside;never"},
    {Cue::anyway,
     "pourtant;anyway;malgre;quand meme;alors que;despite;toutefois;neanmoins;although;even though;bien que;"
     "nonetheless;all the same;tout de meme;though;normalement pas;ne devrai*;shouldn t;should not;whereas;"
     "nevertheless;even so;after all;in spite;should never;n aurai*;should have been"},
    {Cue::still, "still;encore;yet;continue*;continu*;toujours;keep;keeps"},
    {Cue::also,
     "aussi;also;qui ont;that have;who have;which have;with a;with an;avec un;avec une;avec au moins un*;"
     "with at least one;having;ayant;as well;a la fois;both;egalement;bel et bien;bien un;bien une;font l objet;"
     "ont eu;had a;had an;with some;au moins un*;at least one;have a;have an;got a"},
    {Cue::check,
     "verifie*;verification*;verify;verified;verifying;check;checked;checked against;checking;controle moi;"
     "controlez;controle que;controle leur;controle si;confirm;make sure;assure toi;assurez vous;dis moi si;"
     "tell me if;tell me whether;indique si;say whether;say if;dis si;see if;see whether;regarde si;confirme;"
     "confirmez;confirme que;exist*;look up;flag the ones;signale si;signale ceu*;signale cel*;missing or not;"
     "check whether;check that;cross check;recoupe*;croise*"},
    {Cue::with_,
     "avec leur*;with their;avec son;avec sa;avec ses;with its;with his;with her;avec le;avec la;avec les;with the;"
     "along with;ainsi que;together with;et leur*;and their;et son;et sa;and its;show* me the;giving;including;with;"
     "avec;plus the;et le nom;and the name"},
    {Cue::differ,
     "differ*;disagree*;n est pas egal*;pas egal*;not equal;doesn t equal;isn t the same;aren t the same;"
     "not the same;pas le meme;pas la meme;pas les memes;ecart*;mismatch*;ne correspond* pas;correspond* pas;"
     "doesn t match;don t match;does not match;do not match;not match;diverge*;discrepanc*;ne colle* pas;colle* pas;"
     "colle t*;inconsisten*;incoherent*;incoherence*;ne concord* pas;concord*;n est pas celui;n est pas celle;"
     "est pas celui;est pas celle;est pas le;est pas la meme;est pas identique;isn t what;is not what;isn t the;"
     "is not the;unlike;at odds;contradict*;contredi*;doesn t agree;don t agree;agree with;does not agree;"
     "ne cadr* pas;cadr* pas;n est pas au;autre que celui;autre que celle;other than the one;not identical;off by;"
     "not add up;doesn t tally;don t tally;tally;ne tombe* pas;tombe* pas;equal;egal*;match;matches;correspond;"
     "correspondent;correspond*"},
    {Cue::reconcile,
     "rapproche*;rapprochement;reconcile*;reconciliation;reconciling;in full;both sides;des deux cotes;d un cote;"
     "only on one side;complet;completement;line by line;ligne a ligne"},
    {Cue::each_total,
     "total*;totaux;cumul*;somme*;sum;sums;add up;adds up;month by month;mois par mois;site par site;site by site"},
    {Cue::duplicate,
     "doublon*;duplicate*;en double;deux fois;twice;plusieurs fois;more than once;plus d une fois;same .. twice;"
     "sharing the same;share the same;sharing one;share one;meme .. deux;utilise* par plusieurs;used by several;"
     "used for several;several .. same;identique*;memes;repeated;dupe*;dedoubl*;more than one .. with the same;"
     "partag*"},
    {Cue::gap,
     "trou*;gap*;hole*;skipped;skip;jump*;saut* dans;manqu* .. suite;numbering;numerotation;sequence;consecutive;"
     "suite des;suite continue;manqu* .. serie;continu* .. num*;rupture* de"},
    {Cue::rule,
     "regle*;rule*;enfrei*;violat*;viole*;derog*;must;doit;doivent;devrai*;never precede;should;infraction*;"
     "break* the rule;breach*;ne peut pas;ne peuvent pas;cannot be;can t be;respect*;anterieur*;posterieur*;"
     "offender*;before .. was;avant d etre;earlier than;later than;exceptions"},
    {Cue::count,
     "combien;how many;nombre de;nombre d;nb de;nb d;number of;count of;count;nb;nombre;compte;comptage;effectif;"
     "how often;repartition;breakdown;split;volume de;volume of;quantite de dossiers;ventile*;ventilation;counts;"
     "tally of;compter;comptez;distribution"},
    {Cue::sum,
     "total;totaux;totale;totales;cumules;cumulees;totals;montant total;somme;sum;cumul;cumulee;cumules;"
     "combien .. facture;how much;chiffre;montants;turnover;recettes;takings;amounts;combien a t on;"
     "combien avons nous;combien on a;overall;en tout;altogether"},
    {Cue::average, "moyen;moyenne;moyens;moyennes;average;mean;en moyenne;avg"},
    {Cue::minimum,
     "minimum;minimal*;lowest;smallest;plus petit*;plus bas*;earliest;plus ancien*;shortest;min;cheapest"},
    {Cue::maximum,
     "maximum;maximal*;highest;largest;biggest;plus grand*;plus gros*;plus eleve*;plus haut*;plus recent*;longest;"
     "max;plus long*;most expensive;plus cher*;dearest;heaviest"},
    {Cue::per,
     "par;per;by;for each;pour chaque;each;chaque;selon;suivant;grouped by;regroupe* par;split by;broken down by;"
     "ventile* par;according to;every;group* by;across;en fonction"},
    {Cue::top,
     "top;le plus de;le plus d;les plus;the most;most;classe* par;ranked by;ranked;biggest;best;meilleur*;premiers;"
     "premieres;principaux;principales;largest;highest;plus gros;plus grosses;plus grands;plus grandes;plus eleve*;"
     "busiest;classement;podium;cumulent le plus;cher*"},
    {Cue::bottom,
     "le moins de;le moins d;les moins;the fewest;fewest;least;lowest;worst;moins bien;smallest;plus petit*"},
    {Cue::latest, "dernier;derniere;derniers;dernieres;latest;most recent;plus recent*;newest;last"},
    {Cue::distinct, "distinct*;different;differents;differentes;unique*;separate"},
    {Cue::empty,
     "vide*;empty;blank;null;nul;not filled*;non renseigne*;pas renseigne*;pas rempli*;unfilled;not set;not given;"
     "not recorded;not entered;without any;left blank;n est pas renseigne*;est pas renseigne*;non rempli*;"
     "non saisi*;pas saisi*;missing;manque*;no value;pas ete saisi*;not yet;pas encore;nobody .. in;jamais ete;"
     "pas ete"},
    {Cue::absent_field,
     "champ absent;champ .. absent;champ .. n existe meme pas;n existe meme pas;pas dans le document;"
     "not in the document;field .. absent;missing altogether;altogether missing;absent altogether;carrement absent;"
     "champ .. n existe pas;field absent;absent field;n a meme pas;not even have;doesn t even;don t even;"
     "champ manquant;field missing;missing field;no .. field;pas de champ;pas le champ;meme pas le champ;"
     "meme pas de;absent from the document*;absent* du document;isn t there at all;field isn t;field is absent;"
     "sans champ;sans le champ;without .. field;field at all;key absent;at all in the document"},
    {Cue::more,
     "plus de;plus d;more than;above;over;superieur* a;superieur*;depass*;au dessus*;exceed*;greater than;"
     "longer than;higher than;bigger than;au dela;beyond;larger than"},
    {Cue::at_least, "au moins;at least;or more;ou plus;minimum;et plus;and more;and above;a partir de;from"},
    {Cue::less,
     "moins de;moins d;less than;under;below;inferieur* a;inferieur*;fewer than;en dessous*;au dessous*;lower than;"
     "shorter than;sous;short of;smaller than"},
    {Cue::at_most, "au plus;at most;up to;no more than;maximum;ou moins;or less;or fewer;and below"},
    {Cue::overdue,
     "en retard;overdue;past due;expired;expire;expiree;expirees;expires;perime*;echu;echue;echus;echues;lapsed;"
     "depassee;depasse;out of date;late;echeance passee"},
    {Cue::not_null,
     "renseigne*;filled in;filled;rempli*;not null;non vide;non nul;on file;recorded;is set;with a known;connu;"
     "known;saisi"},
};

constexpr std::string_view small_words =
    "a à an the le la les l un une des de du d et ou or and of in on at to for from by with dans sur pour par avec "
    "chez vers en au aux ce cet cette ces this that these those is are was were be been being est sont etait "
    "etaient ete etre as it its il elle ils elles on nous vous je tu me moi te toi lui leur leurs their them they "
    "we our us my your you i he she his her qui que quoi dont ou quel quelle quels quelles which who whom whose "
    "what where when how comment quand show list give display get find want need see tell montre montrez montrer "
    "affiche affichez afficher liste listez lister listing donne donnez donner sors sortez sortir ressors cherche "
    "cherchez trouve trouvez trouver voir vois veux voudrais voudrait faut peux pouvez peut please svp stp merci "
    "pls thanks bonjour hello hi salut can could would like do does did have has had ont a as avait avons avez ai "
    "any some all tous toutes tout toute chaque every there here y ya y-a-t-il il-y-a si whether if then ne n pas "
    "plus s t se sa son ses mes mon ma nos notre vos votre leurs only seulement uniquement just juste same meme "
    "memes also aussi still encore already deja yet so not no non oui yes but mais very tres too trop than such "
    "like more most moins less about environ field fields champ champs column columns colonne colonnes les-quels "
    "lequel laquelle lesquels lesquelles ceux celles celui celle ones one those else autre autres other others "
    "each et-aussi out up off over into onto against between entre parmi among within hors extract extrait "
    "extraction extraire besoin fournis fournir fournissez envoie envoyez sort ressortir pull fetch retrieve "
    "report me-the let know now maintenant aujourd actuellement currently present actuel actuels actuelle "
    "actuelles mongodb mongo postgres postgresql postgre base bases database databases db data donnees table "
    "tables collection collections side cote which-ones ligne-s rows row records record entries enregistrements "
    "because car comme puis ensuite after before apres avant donc alors ainsi via through going passant contre "
    "versus vs both deux sides whatever quelle-que soit sans-tenir compte tenant ignoring ignore case casse "
    "majuscules minuscules cas quelqu quelque quelques quelconque certain certains certaines exactly exactement "
    "precisement really vraiment bien tj toujours ever jamais been-there been there-is having fait fais faire "
    "faites font make made making does done avoir ayant eu est-ce qu c j m lot-of file fichier fiche fiches "
    "système system interest concerned concernes concernees concerne concernant question liste-moi stuff things "
    "thing chose choses truc trucs everything anything rien nothing ca cela ici la-bas la-dedans notre-cote euros "
    "euro eur usd dollars dollar € $ ok hey urgent urgently vite rapidement quickly asap cher chere team "
    "hello-team boss checking";

bool word_fits(std::string_view pattern, const std::string& folded) {
  if (pattern.ends_with('*')) return folded.starts_with(pattern.substr(0, pattern.size() - 1));
  return folded == pattern;
}

std::vector<std::string_view> words_in(std::string_view line, char sign) {
  std::vector<std::string_view> words;
  while (!line.empty()) {
    const auto cut = std::min(line.find(sign), line.size());
    if (cut > 0) words.push_back(line.substr(0, cut));
    line.remove_prefix(std::min(cut + 1, line.size()));
  }
  return words;
}

constexpr std::size_t gap_words_max = 3;

/// Gives the token after the match, or 0.
std::size_t match(const std::vector<std::string_view>& pattern, std::size_t at, const std::vector<Token>& tokens) {
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == "..") {
      if (i + 1 >= pattern.size()) return at;
      const std::vector<std::string_view> rest(pattern.begin() + static_cast<std::ptrdiff_t>(i) + 1, pattern.end());
      for (std::size_t skip = 0; skip <= gap_words_max; ++skip)
        if (const auto end = match(rest, at + skip, tokens)) return end;
      return 0;
    }
    if (at >= tokens.size() || tokens[at].period >= 0 || tokens[at].quote >= 0) return 0;
    if (!word_fits(pattern[i], tokens[at].term.folded)) return 0;
    ++at;
  }
  return at;
}

/// The first word that is no greeting and no asking: there an order stands.
std::size_t first_word(const std::vector<Token>& tokens) {
  static const std::set<std::string, std::less<>> openings = {
      "please", "peux", "tu", "pouvez", "vous", "can", "could", "you", "merci", "de", "il", "faut", "bonjour", "hello", "hi", "svp", "stp", "ok",
      "et", "and", "now", "then", "just", "go", "ahead", "veuillez", "je", "veux", "que", "i", "want", "to", "d", "also", "salut", "hey", "me", "let", "s", "pls",
      "quickly", "maintenant"};
  std::size_t at = 0;
  while (at < tokens.size() && openings.contains(tokens[at].term.folded)) ++at;
  return at;
}

}  // namespace

std::string_view name_of(Cue cue) {
  static constexpr std::array<std::string_view, cue_count> names = {
      "write", "injection", "without", "not", "anyway", "also", "check", "with", "differ", "reconcile", "each_total", "duplicate", "gap",
      "rule",
      "count", "sum", "average", "minimum", "maximum", "per", "top", "bottom", "latest", "distinct", "empty",
      "absent_field", "more", "at_least",
      "less", "at_most", "overdue", "not_null", "still"};
  return names[static_cast<std::size_t>(cue)];
}

bool is_small_word(const std::string& folded, core::Language language) {
  if (language == core::Language::en && folded == "comment") return false;  // French: how
  static const std::set<std::string, std::less<>> small = [] {
    std::set<std::string, std::less<>> words;
    for (const auto word : words_in(small_words, ' ')) words.emplace(word);
    return words;
  }();
  return small.contains(folded);
}

std::vector<FoundCue> find_cues(const std::vector<Token>& tokens) {
  std::vector<FoundCue> found;
  const std::size_t opening = first_word(tokens);
  for (const auto& group : phrases) {
    for (const auto line : words_in(group.lines, ';')) {
      auto pattern = words_in(line, ' ');
      const bool at_opening = pattern.front() == "^";
      if (at_opening) pattern.erase(pattern.begin());
      for (std::size_t at = at_opening ? opening : 0; at < tokens.size(); ++at) {
        if (const auto end = match(pattern, at, tokens)) found.push_back({group.cue, at, end - 1});
        if (at_opening) break;
      }
    }
  }
  // Of one kind, the longest phrase at a place is enough.
  std::stable_sort(found.begin(), found.end(), [](const FoundCue& l, const FoundCue& r) {
    return l.first != r.first ? l.first < r.first : l.last > r.last;
  });
  std::vector<FoundCue> kept;
  for (const auto& cue : found) {
    const bool inside = std::any_of(kept.begin(), kept.end(), [&cue](const FoundCue& k) {
      return k.cue == cue.cue && k.first <= cue.first && k.last >= cue.last;
    });
    if (!inside) kept.push_back(cue);
  }
  return kept;
}

}  // namespace recoupe::planner
