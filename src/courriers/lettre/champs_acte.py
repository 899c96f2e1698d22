"""A claim to a judge, an order, the end of the small claims, as a template sees them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from courriers.dossier.modele import Dossier
from courriers.dossier.personnes import Association, Particulier, Personne
from courriers.dossier.procedures import Juridiction
from courriers.droit.decompte import Decompte, SoldeFacture
from courriers.droit.delais import terme_de_signification
from courriers.droit.ordonnance import SANS_CERTIFICAT_DES_LE, terme_d_opposition
from courriers.droit.voies.competence import juge_de
from courriers.droit.voies.mandats import issue_des_petites_creances
from courriers.langue.accords import a, de, nom_complet, nom_postal
from courriers.langue.adresse import lignes_de
from courriers.langue.typographie import INSECABLE, date_longue, montant
from courriers.lettre.champs_procedure import nom_de_la_juridiction
from courriers.lettre.demandes import (
    Cours,
    capitalisation_convenue,
    cours_des_interets,
    taux_des_interets,
)
from courriers.lettre.expose import expose
from courriers.lettre.libelles import postes
from courriers.lettre.parties import enveloppe, mentions_legales

_NES = {"M.": "né le", "Mme": "née le"}
_MOIS = {3: "trois mois", 6: "six mois"}


def acte(
    dossier: Dossier,
    decompte: Decompte,
    soldes: Sequence[SoldeFacture],
    regime: Mapping[str, Any],
) -> dict[str, Any]:
    """What a claim says beyond a letter."""
    devise = decompte.devise
    representant = getattr(dossier.creancier, "representant", None)
    qui = dossier.mandataire or dossier.creancier
    return {
        "demandeur": etat_civil(dossier.creancier),
        "representant": f"{nom_complet(representant)}, {representant.qualite}"
        if representant
        else "",
        "notification": ", ".join([nom_postal(qui), *lignes_de(qui.adresse)]),
        "cause": _cause(dossier, soldes),
        "faits": expose(dossier, decompte, soldes),
        "postes": [
            {"libelle": nom, "montant": montant(somme, devise)} for nom, somme in postes(decompte)
        ],
        "interets": [
            {
                "base": _base(cours, devise),
                "taux": taux_des_interets(regime, decompte.regime.penalites.multiple),
                "depuis": date_longue(cours.depuis) if cours.depuis else "",
            }
            for cours in cours_des_interets(decompte)
        ],
        "capitalisation": capitalisation_convenue(dossier),
        "juridiction": juridiction(dossier.juridiction),
        "ordonnance": ordonnance(dossier, decompte),
        "petites_creances": petites_creances(dossier, decompte),
    }


def _cause(dossier: Dossier, soldes: Sequence[SoldeFacture]) -> str:
    """What the claim is born of (CPC, art. 1405, 1°), at the end of a sentence.

    Condominium charges are owed under the rules of the condominium; what an association claims may
    be a price or a subscription, which the case does not tell.
    """
    reclamees = {s.facture for s in soldes}
    natures = {f.nature for f in dossier.factures if f.numero in reclamees}
    statutaire = "résulte d’une obligation de caractère statutaire"
    if natures == {"charges_copropriete"}:
        return statutaire
    contractuelle = "a une cause contractuelle"
    double = "charges_copropriete" in natures or isinstance(dossier.creancier, Association)
    return f"{contractuelle} ou {statutaire}" if double else contractuelle


def _base(cours: Cours, devise: str) -> str:
    dont = f", dont {montant(cours.capitalises, devise)} d’intérêts capitalisés"
    return montant(cours.base, devise) + (dont if cours.capitalises else "")


def etat_civil(partie: Personne) -> str:
    """Who claims, as CPC, art. 54, 3°, wants it said: a natural person's birth and nationality."""
    if isinstance(partie, Association):  # its form is no part of its name
        siege = f"association, siège{INSECABLE}: {', '.join(lignes_de(partie.adresse))}"
        suite = mentions_legales(partie).split(f" –{INSECABLE}")[2:]
        return f" –{INSECABLE}".join([f"{nom_postal(partie)}, {siege}", *suite])
    if not partie.est_personne_physique:
        return mentions_legales(partie)
    naissance = getattr(partie, "date_naissance", None)
    lieu = getattr(partie, "lieu_naissance", None)
    nationalite = getattr(partie, "nationalite", None)
    ne = _NES.get(getattr(partie, "civilite", None) or "", "naissance le")
    morceaux = [
        nom_postal(partie),
        getattr(partie, "profession", None) or "",
        f"de nationalité {nationalite}" if nationalite else "",
        f"{ne} {date_longue(naissance)}{f' {a(lieu)}' if lieu else ''}" if naissance else "",
        f"demeurant {', '.join(lignes_de(partie.adresse))}",
    ]
    dits = ", ".join(m for m in morceaux if m)
    legales = "" if isinstance(partie, Particulier) else mentions_legales(partie)
    immatricule = legales.partition(f" –{INSECABLE}SIREN")[2]
    return f"{dits} –{INSECABLE}SIREN{immatricule}" if immatricule else dits


def juridiction(saisie: Juridiction | None) -> dict[str, Any] | None:
    """The court, and how one writes to its president, its judge or its registry."""
    if saisie is None:
        return None
    nom = nom_de_la_juridiction(saisie)
    juge = juge_de(saisie)
    if juge == "protection":
        qui = "Monsieur ou Madame le juge"
        lignes = [qui, "des contentieux de la protection"]
        destinataire = f"{qui} des contentieux de la protection {de(saisie.siege)}"
        dit = nom
    else:
        qui = "Monsieur ou Madame le président"
        lignes = [qui, de(nom)]
        destinataire = f"{qui} {de(nom)}"
        dit = f"le président {de(nom)}"
    lieu = list(lignes_de(saisie.adresse, postale=True)) if saisie.adresse else []
    if saisie.adresse is None:
        lignes.append(saisie.siege.upper())
    greffe = ["Monsieur ou Madame le directeur du greffe", *lignes[1:]]
    return {
        "nom": nom,
        "de": de(nom),
        "juge": dit,
        "destinataire": destinataire,
        "president": enveloppe((*lignes, *lieu)),
        "greffe": enveloppe((*greffe, *lieu)),
        "chambre": saisie.chambre or "",
        "audience": date_longue(saisie.audience_le) if saisie.audience_le else "",
        "renvoi": nom_de_la_juridiction(saisie.renvoi) if saisie.renvoi else "",
        "est_commerciale": juge == "commerce",
        "est_protection": juge == "protection",
    }


def ordonnance(dossier: Dossier, decompte: Decompte) -> dict[str, Any] | None:
    """The order to pay made by the closing day, and its deadlines."""
    rendue = dossier.ordonnance
    if rendue is None or rendue.date > decompte.au:
        return None
    bareme, au = decompte.regime.bareme, decompte.au
    mois = int(bareme.en_vigueur("delai_signification_injonction", rendue.date).valeur)
    signifiee = rendue.signifiee_le if rendue.signifiee_le and rendue.signifiee_le <= au else None
    opposition = terme_d_opposition(dossier) if signifiee else None
    principal = rendue.principal
    return {
        "date": date_longue(rendue.date),
        "numero": rendue.numero or "",
        "principal": "" if principal is None else montant(principal, decompte.devise),
        "delai": _MOIS[mois],
        "terme": date_longue(terme_de_signification(rendue, bareme)),
        "signifiee_le": date_longue(signifiee) if signifiee else "",
        "sans_certificat": rendue.date >= SANS_CERTIFICAT_DES_LE,
        "fin_d_opposition": date_longue(opposition) if opposition else "",
    }


def petites_creances(dossier: Dossier, decompte: Decompte) -> dict[str, Any] | None:
    """How the small claims procedure ended, once it has."""
    issue = issue_des_petites_creances(dossier, decompte.au, decompte.regime.bareme)
    if issue is None:
        return None
    return {
        "lettre_le": date_longue(issue.lettre_le),
        "issue_le": date_longue(issue.date),
        "est_accord": issue.nature == "accord",
        "est_refus": issue.nature == "refus",
        "est_silence": issue.nature == "silence",
    }


def jours_de_l_acte(dossier: Dossier, decompte: Decompte) -> set[datetime.date]:
    """The days such a document may say that are neither in the case nor in the statement."""
    jours = {cours.depuis for cours in cours_des_interets(decompte) if cours.depuis}
    rendue = dossier.ordonnance
    if rendue is not None:
        jours.add(terme_de_signification(rendue, decompte.regime.bareme))
        jours |= {jour for jour in (terme_d_opposition(dossier),) if jour}
    issue = issue_des_petites_creances(dossier, decompte.au, decompte.regime.bareme)
    return jours | ({issue.date} if issue else set())
