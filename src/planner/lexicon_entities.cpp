// People, things and places of business, in French and English with their usual abbreviations: one idea a line.
#include "planner/lexicon.hpp"

namespace recoupe::planner {

namespace {
constexpr std::string_view entities[] = {
    // people and organisations
    "user utilisateur usr usager compte-utilisateur", "user utilisateur account compte", "account compte acct acc cpt", "login identifiant connexion logon signin",
    "employee employe salarie collaborateur staff emp personnel effectif worker agent-interne matricule rh hr",
    "people personne gens person individu", "customer client clt cust cli acheteur buyer clientele", "member membre adherent mbr member-ship cotisant",
    "subscriber abonne abo subscription abonnement souscripteur", "supplier fournisseur frn fourn vendor vnd prestataire",
    "seller vendeur merchant marchand commercant sales-rep", "partner partenaire associe", "contractor sous-traitant intervenant",
    "patient malade", "doctor medecin praticien physician prescripteur presc prescriber", "vet veterinaire", "nurse infirmier infirmiere",
    "student etudiant eleve pupil apprenant", "teacher enseignant professeur prof instructor formateur coach trainer moniteur",
    "driver chauffeur conducteur", "technician technicien tech tecn mechanic mecanicien operator operateur", "manager responsable gestionnaire chef mgr superieur",
    "recruiter recruteur", "candidate candidat postulant applicant", "application candidature demande-de-pret postulation",
    "resident habitant administre riverain citizen citoyen", "tenant locataire", "owner proprietaire proprio coproprietaire landlord bailleur possesseur holder titulaire detenteur",
    "guest hote voyageur visiteur visitor", "player joueur gamer", "lawyer avocat attorney timekeeper collaborateur-juridique", "judge juge",
    "borrower emprunteur debiteur debtor", "beneficiary beneficiaire ayant-droit recipient destinataire", "insured assure policyholder",
    "animal pet bete patient-animal", "dog chien canine", "cat chat feline chaton", "horse cheval equine", "team equipe squad brigade crew equipage", "group groupe grp",
    "company societe entreprise firm organisation organization org", "department departement service dept dep dpt svc direction unite", "office bureau agence branch agency succursale",
    "site etablissement lieu emplacement location loc implantation", "role fonction function profil profile habilitation", "right droit permission privilege grant autorisation entitlement",
    "author auteur redacteur writer signataire", "sender expediteur emetteur", "contact interlocuteur", "family famille fam", "child enfant kid mineur", "woman femme female f feminin", "man homme male masculin",
    "captain commandant cpt-bord", "importer importateur", "carrier transporteur transport transp carr",
    "expert specialiste specialist specialite speciality", "auditor auditeur controleur inspector inspecteur", "applicant demandeur requester requerant requestor",
    "plaintiff plaignant", "inhabitant occupant", "household foyer menage", "elected elu",
    // things that take several words
    "water-damage degat-des-eaux", "expense-claim expense-report note-de-frais", "text-message sms texto", "two-factor mfa double-facteur double-authentification 2fa",
    "purchase-order bon-de-commande", "waybill bordereau-de-transport lettre-de-transport connaissement awb bill-of-lading", "rabies rage", "cork liege",
    "bank-account compte-bancaire rib iban bank-acct coordonnees-bancaires", "adverse-event evenement-indesirable ei ae", "time-sheet timesheet feuille-d-heures feuille-de-temps",
    "suspicious-activity declaration-de-soupcon sar", "work-order ordre-de-travail bon-de-travail ot wo", "sick-leave arret-maladie", "trial-period periode-d-essai essai",
    "spare-part piece-detachee", "credit-note avoir note-de-credit", "due-date date-d-echeance echeance", "day-off jour-de-repos", "social-security securite-sociale",
    "place-of-birth lieu-de-naissance", "head-office siege siege-social headquarters", "driving-licence permis-de-conduire", "delivery-note bon-de-livraison bl",
    "registration-number plaque immatriculation immat plate", "cost-centre centre-de-cout cost-center", "line-manager n-plus-1 superieur-hierarchique manager",
    // documents and trade
    "invoice facture fact fac inv bill billing facturation factur", "order commande cde cmd ord cdes purchase-order po", "quote devis quotation estimate estimation chiffrage",
    "contract contrat ctr cnt agreement convention police policy", "payment paiement reglement versement pmt pay paye encaissement remittance rglt", "receipt recu ticket-de-caisse quittance justificatif recepisse",
    "refund remboursement rbt rembourse reimbursement repayment", "withdrawal retrait prelevement debit direct-debit", "deposit depot acompte caution arrhes",
    "transfer virement transfert", "transaction operation txn tx trx mouvement movement mvt ecriture", "claim sinistre reclamation complaint plainte litige-client dossier-sinistre", "dispute litige contestation contentieux litigation conflit",
    "chargeback impaye-carte retrofacturation", "credit avoir credit-note", "loan pret emprunt lending credit-pret", "repayment remboursement echeance-payee", "instalment echeance mensualite due-date installment",
    "delivery livraison liv delivered dlv bl", "shipment expedition envoi shipping consignment exp ship", "return retour rtn renvoi", "reception receipt-of-goods arrivage rec recept reception-marchandise",
    "parcel colis package pkg paquet", "pallet palette plt", "container conteneur", "box boite carton caisse", "bag sac", "line ligne lg lgs ln detail row item-line", "item article art produit product prod prd sku goods marchandise reference-produit",
    "catalogue catalog", "stock inventory inventaire inv-stock stk", "warehouse entrepot depot magasin wh ent", "store boutique magasin shop outlet", "batch lot lotno series fabrication-lot", "serial serie sn numero-de-serie",
    "barcode code-barre code-barres ean gtin", "price prix tarif pu rate-price cout-unitaire tariff", "cost cout couts charge charges expense depense frais", "amount montant mnt mt amt somme sum valeur value montants", "quantity quantite qte qty quant nombre-unites",
    "total totaux cumul cumulative tot aggregate", "tax taxe tva vat impot", "net ht hors-taxe excl", "gross ttc brut incl", "discount remise rabais reduction ristourne", "fee frais commission honoraire honoraires redevance", "royalty redevance droits-auteur royalties",
    "balance solde encours outstanding", "debt dette creance impaye unpaid arrieres", "budget enveloppe", "margin marge", "revenue recette recettes chiffre-affaires ca turnover takings income revenu", "salary salaire paie payroll remuneration wage sal pay-slip bulletin", "bonus prime", "premium prime-assurance cotisation",
    "rent loyer rental location", "currency devise monnaie", "bank banque", "card carte", "wallet portefeuille", "iban rib bank-account", "cheque check-paper", "cash especes liquide", "rate taux ratio", "interest interet", "capital principal", "limit plafond ceiling cap limite", "threshold seuil",
    "voucher bon coupon", "subscription formule forfait plan abonnement offre package", "membership adhesion", "coverage couverture garantie guarantee warranty", "guarantor garant caution-personne", "seat siege place licence-seat", "licence license permis licences",
    "document doc piece justificatif fichier file attachment piece-jointe pce", "record fiche enregistrement acte dossier entry", "file dossier fichier case affaire matter", "report rapport compte-rendu signalement reporting rpt", "letter lettre courrier mail-postal", "statement releve decompte declaration etat-compte", "form formulaire form-papier", "certificate certificat attestation",
    "request demande requete req dem", "ticket incident billet issue", "alert alerte alarme alarm avertissement warning", "notice avis notification", "review avis evaluation critique feedback rating", "survey enquete questionnaire sondage", "answer reponse response reply rep", "question interrogation", "comment commentaire remarque note-texte observation",
    "score note notation mark grade", "level niveau niv lvl palier tier grade", "rank rang classement ranking", "badge carte-acces pass", "visit visite consultation vis", "appointment rdv rendez-vous creneau slot booking-slot", "booking reservation resa", "stay sejour", "room chambre salle piece-local", "night nuit nuitee", "event evenement evt ev", "session seance cours class lesson",
    "training formation", "exam examen epreuve", "test essai analyse assay", "trial essai etude study", "sample echantillon prelevement specimen tube", "result resultat res outcome issue-resultat", "analysis analyse ana", "measure mesure measurement releve reading metering", "meter compteur cpt index-compteur", "sensor capteur sonde", "device appareil equipement dispositif terminal poste-informatique", "machine engin equipement equipment asset materiel",
    "vehicle vehicule voiture car auto vh vhl", "truck camion lorry", "bike velo cycle", "scooter trottinette", "trip trajet course ride voyage journey", "flight vol leg etape troncon", "plane avion aircraft ac", "airport aeroport apt escale", "station gare borne", "boat bateau ship navire", "route itineraire tournee circuit", "mileage kilometrage km odometer",
    "repair reparation rep workshop atelier", "maintenance entretien mnt-technique servicing", "intervention job-sheet work-order ot bon-de-travail wo", "breakdown panne failure defaillance outage", "inspection controle visite-technique check-up verification", "defect defaut anomalie flaw non-conformite", "part piece part-piece composant component spare", "tool outil",
    "building batiment immeuble", "apartment appartement logement flat dwelling lot-copro", "project projet chantier worksite construction", "task tache activite activity", "plan planning schedule horaire", "shift poste-horaire quart duty service-vol vacation", "timesheet feuille-de-temps pointage tmsheet temps-passe time-entry", "hour heure hr hrs heures", "minute min minutes", "day jour journee jr", "week semaine wk sem", "month mois mth", "year annee an yr exercice",
    "leave conge absence abs vacances holiday off", "sick maladie malade", "overtime heures-sup heure-supplementaire ot hs", "job poste emploi position opening vacancy intitule", "hire embauche recrutement hiring recruitment", "interview entretien", "skill competence", "diploma diplome degree",
    "prescription ordonnance ordo", "medicine medicament drug remede", "vaccine vaccin vaccination", "treatment traitement soin care", "surgery chirurgie operation-chirurgicale", "disease maladie pathologie", "pharmacy pharmacie officine", "hospital hopital clinique clinic", "act acte procedure", "recall rappel rappels reminder relance",
    "title titre intitule", "show serie programme film", "movie film", "song chanson track morceau piste", "play lecture ecoute visionnage view stream", "game jeu partie match", "music musique", "episode", "artist artiste", "watchlist liste-de-suivi favori",
    "wine vin vino", "vineyard vigne parcelle vignoble plot", "grape cepage raisin", "harvest recolte vendange", "bottle bouteille bottling mise embouteillage", "tank cuve", "water eau", "energy energie power puissance electricite", "panel panneau", "inverter onduleur", "plant centrale usine factory", "gas gaz", "volume vol", "weight poids pds", "temperature temp",
    "territory territoire zone area secteur", "region reg", "country pays nation", "city ville commune town locality localite", "village", "street rue voie", "district quartier neighbourhood arrondissement", "address adresse adr addr", "postcode code-postal cp zip", "phone telephone tel mobile portable gsm", "email mail courriel e-mail mel adresse-mail", "website site-web url",
    "name nom nm nme libelle label designation denomination lib appellation", "firstname prenom given-name", "surname nom-de-famille lastname patronyme", "description desc descriptif", "reference ref", "number numero no num nr nbr", "code cd", "id identifiant ident identifier", "key cle clef", "type typ categorie category cat kind genre nature sorte", "status statut etat state st sts situation", "reason motif cause raison rsn", "mode moyen method methode canal channel means", "source origine origin provenance",
    "flag indicateur drapeau flg", "priority priorite prio urgence urgency severity severite gravite", "language langue", "tag etiquette label-tag", "list liste", "photo image picture cliche", "video", "signature sign", "password mot-de-passe", "version", "brand marque", "model modele", "color couleur colour", "size taille", "shape forme", "species espece", "breed race", "age", "birth naissance naiss birthday born ne", "death deces mort decede dead deceased", "gender sexe genre civilite sex", "marital marie mariage marriage",
    "capacity capacite", "duration duree dur length longueur", "distance", "speed vitesse", "percentage pourcentage pct percent", "average moyenne moy mean avg", "rule regle criterion critere", "risk risque", "fraud fraude", "compliance conformite", "audit", "log journal trace", "history historique", "backup sauvegarde", "server serveur", "computer ordinateur laptop pc portable poste", "software logiciel", "disk disque", "network reseau", "screen ecran", "printer imprimante",
    "asset actif immobilisation bien", "fund fonds", "share action part", "stake mise", "bet pari", "ticket-sale billet", "chain chaine", "hop saut", "block bloc", "hash empreinte", "campaign campagne", "ad annonce listing advert publicite", "message msg", "call appel", "meeting reunion", "vote", "tax-office fisc", "court tribunal", "hearing audience", "penalty penalite amende fine", "grievance grief",
    "household-waste dechet", "food aliment nourriture", "meal repas", "breakfast petit-dejeuner", "drink boisson", "kitchen cuisine", "garden jardin", "field champ parcelle", "animal-farm elevage", "crop culture", "seed semence", "fertilizer engrais",
    "folio note-hotel", "housekeeping menage", "gym salle-de-sport club", "coach entraineur", "lesson lecon", "library bibliotheque", "book livre", "loan-book pret-livre", "museum musee", "theatre", "seat-number place",
    "worker ouvrier", "concrete beton", "steel acier", "wood bois", "labour main-d'oeuvre", "crane grue", "platform nacelle plateforme", "scaffold echafaudage", "site-log journal-chantier", "hourly horaire",
};
}  // namespace

std::span<const std::string_view> lexicon_entities() { return entities; }

}  // namespace recoupe::planner
