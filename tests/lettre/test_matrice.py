"""Every letter, by whoever may write it, to every kind of debtor: what it says, word for word.

Read aloud before they were kept. When a sentence changes on purpose, run
``python tests/lettre/test_matrice.py`` from the root, read what changed, and keep it.
"""

import copy
import sys
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from courriers import LettreRefusee, compose, decompte_arrete, load_dossier
from courriers.document.texte import texte
from courriers.lettre.pack import packs
from fabrique import CONSOMMATEUR, HOSTILES, JOUR, brut, dossier, pack_livre

TEXTES = Path(__file__).parent / "matrice"
NANTES = {"lignes": ["3 quai Haut"], "code_postal": "44000", "ville": "Nantes"}
CHAMBERY = {"lignes": ["8 rue de Boigne"], "code_postal": "73000", "ville": "Chambéry"}
ACTEURS = {
    "creancier": None,
    "artisan": None,
    "societe_recouvrement": {
        "type": "societe", "denomination": "Recouvrement du Port", "forme_juridique": "SAS",
        "capital": "50000.00", "siren": "905273181", "rcs": "Nantes",
        "iban": "FR7614508000401234567890168", "reference": "RP-7",
        "titulaire_compte": "Recouvrement du Port – compte affecté",
        "signataire": {"prenom": "Solène", "nom": "Guillou", "qualite": "directrice"},
    },
    "avocat": {
        "type": "particulier", "prenom": "Inès", "nom": "Maury", "reference": "IM/26/9",
        "signataire": {"prenom": "Inès", "nom": "Maury",
                       "qualite": "avocate au barreau de Nantes"},
    },
    "commissaire_de_justice": {
        "type": "societe", "denomination": "Étude du Vercors", "forme_juridique": "SCP",
        "siren": "905273181", "rcs": "Nantes",
        "signataire": {"prenom": "Luc", "nom": "Arnaud", "qualite": "commissaire de justice"},
    },
}  # fmt: skip
"""Who writes; an « artisan » is a creditor who signs for himself."""
DEBITEURS = {
    "societe": {
        "type": "societe", "qualite": "professionnel", "denomination": "Orange Rénovation",
        "forme_juridique": "EURL",
        "contact": {"civilite": "Mme", "prenom": "Odile", "nom": "Castaing", "qualite": "gérante"},
        "representant": {"civilite": "Mme", "prenom": "Odile", "nom": "Castaing",
                         "qualite": "gérante"},
    },
    "consommateur": CONSOMMATEUR,
    "association": {
        "type": "association", "qualite": "non_professionnel", "denomination": "Les Amis du Lac",
        "representant": {"civilite": "M.", "prenom": "Guy", "nom": "Roux", "qualite": "président"},
    },
    "public": {
        "type": "personne_publique", "qualite": "personne_publique", "regime": "ccp",
        "denomination": "Commune de Valmont", "comptable": "Trésorerie de Valmont",
    },
}  # fmt: skip
MEDIATEUR = {"nom": "Médiation Alpes", "site": "www.mediation-alpes.example"}
ARTISAN = {
    "type": "entrepreneur_individuel", "prenom": "Karim", "nom": "Belhadj", "siren": "912057387",
    "commercant": False, "iban": "FR7630003012340005009876627", "mediateur": MEDIATEUR,
}  # fmt: skip
COMMUN = {
    "factures": [
        {"numero": "F1", "date": "2026-05-04", "echeance": "2026-06-03", "montant_ttc": "1000.00",
         "executee_le": "2026-05-02", "objet": "Pose d’un portail"},
        {"numero": "F2", "date": "2026-07-06", "echeance": "2026-08-05", "montant_ttc": "480.50",
         "executee_le": "2026-07-03"},
    ],
    "paiements": [{"date": "2026-09-15", "montant": "250.00", "moyen": "virement"}],
    "conditions": {"fondement": "devis accepté du 2 avril 2026"},
    "envois": [
        {"niveau": "relance-courtoise", "date": "2026-09-28", "canal": "courriel"},
        {"niveau": "seconde-relance", "date": "2026-10-08", "canal": "lrar",
         "numero_suivi": "1A 204 318 2"},
    ],
    "pieces": [{"titre": "Devis accepté du 2 avril 2026"}],
}  # fmt: skip
"""Two invoices, one payment, two earlier letters."""
PROPRES: dict[str, dict[str, object]] = {
    "petites-creances": {
        "commissaire": {"type": "societe", "denomination": "Étude du Vercors",
                        "forme_juridique": "SCP", "adresse": CHAMBERY},
    },
    "petites-creances-suite": {
        "commissaire": {"type": "societe", "denomination": "Étude du Vercors",
                        "forme_juridique": "SCP", "adresse": CHAMBERY},
    },
    "signification-ordonnance": {
        "ordonnance": {"date": "2026-10-06", "numero": "2026 000742"},
        "commissaire": {"type": "societe", "denomination": "Étude du Vercors",
                        "forme_juridique": "SCP", "adresse": CHAMBERY},
    },
    "certificat-non-opposition": {
        "ordonnance": {"date": "2026-08-20", "numero": "2026 000742",
                       "signifiee_le": "2026-09-07"},
    },
    "relance-avant-echeance": {
        "factures": [{"numero": "F3", "date": "2026-11-16", "echeance": "2026-12-16",
                      "montant_ttc": "620.00", "objet": "Entretien du portail"}],
        "paiements": [],
        "envois": [],
    },
    "rappel-echeance-manquee": {
        "premiere_lettre": {"reference": "RP-7-1", "date": "2026-10-14"},
    },
    "mise-en-demeure-caution": {
        "cautions": [{"type": "particulier", "civilite": "M.", "prenom": "Élie", "nom": "Oudin",
                      "adresse": NANTES, "acte_du": "2026-04-02", "montant_max": "5000.00"}],
    },
    "declaration-creance": {
        "procedure_collective": {
            "type": "redressement", "date_jugement": "2026-11-10", "date_bodacc": "2026-11-18",
            "tribunal": "tribunal de commerce de Chambéry",
            "mandataire_judiciaire": {"type": "particulier", "civilite": "Mme", "prenom": "Lise",
                                      "nom": "Carré", "adresse": NANTES},
        },
    },
    "recu-solde": {
        "paiements": [
            {"date": "2026-06-01", "montant": "1000.00", "facture": "F1", "moyen": "chèque"},
            {"date": "2026-08-03", "montant": "480.50", "facture": "F2", "moyen": "virement"},
        ],
        "envois": [],
    },
    "reponse-contestation": {
        "premiere_lettre": {"reference": "RP-7-1", "date": "2026-10-14"},
        "contestation": {
            "date": "2026-11-10", "motif": "Le portail ne ferme pas à clé.",
            "reponse": "La serrure a été réglée le 12 octobre 2026 ; la fiche de cette visite, "
            "que vous avez signée, est jointe.",
        },
        "pieces": [{"titre": "Devis accepté du 2 avril 2026"},
                   {"titre": "Fiche de visite du 12 octobre 2026"}],
    },
}  # fmt: skip
"""What a letter needs in addition."""
ECHEANCIERS = {
    "accord-echeancier": (JOUR, ("2026-12-15", "2027-01-15", "2027-02-15")),
    "rappel-echeance-manquee": (date(2026, 10, 15), ("2026-11-01", "2026-12-01", "2027-01-01")),
}
"""The day of the agreement, and its three instalments."""
MANDATS = {"quittance": "2026-09-07", "recu-solde": "2026-05-11"}
"""An agent gives receipts for what was paid since it was asked to act."""
REPRESENTANT = {"civilite": "Mme", "prenom": "Hélène", "nom": "Vasseur", "qualite": "gérante"}
ETAT_CIVIL = {"profession": "serrurier", "nationalite": "française",
              "date_naissance": "1979-05-12", "lieu_naissance": "Le Puy-en-Velay"}  # fmt: skip
"""What a claim to a judge says of a company, and of a person."""
JURIDICTIONS = {
    "societe": {"nature": "tribunal_commerce", "siege": "Chambéry", "adresse": CHAMBERY},
    "consommateur": {"nature": "tribunal_judiciaire", "siege": "Chambéry", "adresse": CHAMBERY},
    "association": {"nature": "tribunal_judiciaire", "siege": "Le Mans",
                    "renvoi": {"nature": "tribunal_judiciaire", "siege": "Les Sables-d’Olonne"}},
    "public": {"nature": "tribunal_judiciaire", "siege": "Chambéry"},
}  # fmt: skip
"""By debtor; the last two without the address."""
AU_JUGE = (
    "injonction-de-payer", "signification-ordonnance", "certificat-non-opposition",
    "refere-provision", "assignation-au-fond",
)  # fmt: skip
SUITES = {
    "societe": {"nature": "accord", "date": "2026-11-09"},
    "consommateur": {"nature": "refus", "date": "2026-11-09"},
    "association": None,
    "public": {"nature": "refus", "date": "2026-11-09"},
}
"""What each debtor answered to the commissaire de justice; nothing for one who did not."""
TRIBUNAUX = {"association": "tribunal judiciaire de Chambéry"}
"""Where the proceedings of who does not trade are opened."""


def _echeancier(contenu, jour, echeances):
    """Three instalments that add up to the statement of the day of the agreement."""
    total = decompte_arrete(dossier(**contenu), jour).total
    tiers = (total / 3).quantize(Decimal("0.01"))
    montants = (tiers, tiers, total - 2 * tiers)
    return {
        "date": str(jour),
        "echeances": [
            {"date": due, "montant": str(x)} for due, x in zip(echeances, montants, strict=True)
        ],
    }


def _publique(facture):
    """An invoice as a public body has it: received two days later, with its commitment."""
    recue = date.fromisoformat(facture["date"]) + timedelta(2)
    return {
        **facture, "recue_le": str(recue), "numero_engagement": f"EJ-26-{facture['numero']}",
    }  # fmt: skip


def _demande(suite):
    """The small claims procedure, and what the debtor answered."""
    faite = {"niveau": "petites-creances", "date": "2026-10-12", "canal": "lettre",
             "lettre_du_commissaire_le": "2026-10-14"}  # fmt: skip
    return {**faite, "suite": suite} if suite else faite


def _brut(pack, acteur, debiteur):
    contenu = {**COMMUN, **PROPRES.get(pack, {}), "debiteur": DEBITEURS[debiteur]}
    contenu["creancier"] = ARTISAN if acteur == "artisan" else {"mediateur": MEDIATEUR}
    if pack in AU_JUGE:
        propre = ETAT_CIVIL if acteur == "artisan" else {"representant": REPRESENTANT}
        contenu["creancier"] = {**contenu["creancier"], **propre}
        contenu["juridiction"] = JURIDICTIONS[debiteur]
    if pack == "petites-creances-suite":
        contenu["envois"] = [*contenu["envois"], _demande(SUITES[debiteur])]
    premiere = contenu.pop("premiere_lettre", None)
    if ACTEURS[acteur]:
        contenu["mandataire"] = {
            "role": acteur, "adresse": NANTES, "mandat_du": MANDATS.get(pack, "2026-10-12"),
            **ACTEURS[acteur],
        }  # fmt: skip
        if premiere and acteur == "societe_recouvrement":
            contenu["mandataire"]["premiere_lettre"] = premiere
    if debiteur == "public":
        contenu["factures"] = [_publique(facture) for facture in contenu["factures"]]
    if pack in ECHEANCIERS:
        contenu["echeancier"] = _echeancier(contenu, *ECHEANCIERS[pack])
    cas = brut(**contenu)
    if pack == "declaration-creance" and debiteur in TRIBUNAUX:
        cas["procedure_collective"]["tribunal"] = TRIBUNAUX[debiteur]
    return cas


def _dite(pack, acteur, debiteur):
    """The letter's text, or the codes of its refusal."""
    try:
        lettre = compose(load_dossier(_brut(pack, acteur, debiteur)), pack_livre(pack), JOUR)
    except LettreRefusee as refus:
        return "refusée : " + ", ".join(sorted({str(c.code) for c in refus.constats}))
    return texte(lettre.docx())


def _cases():
    for pack in packs():
        acteurs = ["creancier", "artisan", *pack.manifeste.acteurs[1:]]
        yield from ((pack.nom, a, d) for a in acteurs for d in DEBITEURS)


def _fichier(pack, acteur, debiteur):
    return TEXTES / pack / f"{acteur}-{debiteur}.txt"


CASES = list(_cases())


@pytest.mark.parametrize("case", CASES, ids="/".join)
def test_la_lettre_dit_ce_qui_a_ete_relu(case):
    assert _dite(*case) == _fichier(*case).read_text(encoding="utf-8").rstrip("\n")


def _renomme(cas, nom):
    """The same case, where every name and title is *nom*."""
    for partie in (cas["creancier"], cas["debiteur"], *cas.get("cautions", ())):
        partie["denomination" if "denomination" in partie else "nom"] = nom
        partie["adresse"] = {"lignes": [nom], "code_postal": "38000", "ville": nom}
    cas["reference"] = cas["conditions"]["fondement"] = nom
    cas["pieces"] = [{"titre": nom}]
    cas["factures"] = [{**facture, "objet": nom} for facture in cas["factures"]]
    return load_dossier(cas)


@pytest.mark.parametrize("nom", HOSTILES)
@pytest.mark.parametrize("pack", [p.nom for p in packs()])
def test_un_nom_etrange_mais_licite_donne_chaque_lettre(pack, nom):
    # Only a trader owes an uncontested trade claim.
    contre = "societe" if pack == "creances-commerciales" else "association"
    cas = copy.deepcopy(_brut(pack, "creancier", contre))
    lu = texte(compose(_renomme(cas, nom), pack_livre(pack), JOUR).docx())
    assert lu.count(nom) >= 4


def test_aucun_texte_n_est_de_trop():
    assert {_fichier(*c) for c in CASES} == set(TEXTES.glob("*/*.txt"))


if __name__ == "__main__":
    for case in CASES:
        fichier = _fichier(*case)
        fichier.parent.mkdir(parents=True, exist_ok=True)
        fichier.write_text(_dite(*case) + "\n", encoding="utf-8")
        sys.stdout.write(f"{'/'.join(case)}\n")
