"""Each figure of a statement, unfolded: how it is made, by what text, from what source and when."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import Any

from courriers.dossier.modele import Dossier
from courriers.droit.decompte import Decompte
from courriers.droit.interets import exacts
from courriers.droit.lignes import (
    Ligne,
    LigneAvoir,
    LigneFacture,
    LigneIndemnite,
    LigneInteret,
    LignePaiement,
    LigneTitre,
)
from courriers.droit.penalites import Terme
from courriers.droit.semestre import semestres
from courriers.droit.titre import executoire_le, titre_en_vigueur
from courriers.langue.typographie import INSECABLE, date_longue, montant, nombre, taux
from courriers.lettre.libelles import calcul, libelle
from courriers.monnaie import ZERO, decimales_de

_ORDRES = {
    "accessoires_d_abord": "intérêts, puis indemnités, puis principal (C. civ., art. 1343-1 ; "
    "Cass. 1re civ., 7 février 1995, n° 92-14.216)",
    "interets_d_abord": "intérêts, puis principal, puis indemnités (choix du dossier)",
    "capital_d_abord": "principal, puis intérêts, puis indemnités (choix du dossier)",
}


@dataclass(frozen=True, slots=True)
class Explication:
    """One printed figure, and the lines that make it again by hand."""

    libelle: str
    montant: Decimal
    details: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {
            "libelle": self.libelle,
            "montant": str(self.montant),
            "details": list(self.details),
        }


def expliquer(dossier: Dossier, decompte: Decompte) -> list[Explication]:
    """Every line of *decompte* in order, then its sums."""
    lignes = [
        Explication(
            libelle(ligne, decompte), ligne.montant, tuple(_ligne(ligne, dossier, decompte))
        )
        for ligne in decompte.lignes
    ]
    return [*lignes, *_sommes(decompte)]


def _ligne(ligne: Ligne, dossier: Dossier, decompte: Decompte) -> Iterator[str]:
    devise = decompte.devise
    match ligne:
        case LigneFacture():
            yield from _facture(ligne, decompte)
        case LigneTitre():
            yield "principal du titre ; le décompte suit le titre, non les factures"
        case LigneAvoir():
            yield (
                f"réduit le principal au {date_longue(ligne.date)}"
                if ligne.motif == "geste"
                else "le prix n’était pas dû : réduit le principal depuis l’origine"
            )
        case LigneInteret():
            yield from _interet(ligne, dossier, decompte)
        case LigneIndemnite():
            yield from _indemnite(ligne, decompte)
        case LignePaiement():
            yield calcul(ligne, decompte)
            if ligne.date > _echeance(ligne, decompte):
                yield f"ordre d’imputation : {_ORDRES[dossier.conditions.imputation]}"
            else:
                yield "reçu au plus tard à l’échéance : imputé sur le principal"
            if -ligne.montant != ligne.recu:
                reste = montant(ligne.recu + ligne.montant, devise)
                yield f"le reste du paiement, {reste}, est imputé ailleurs ou en trop"


def _echeance(ligne: LignePaiement, decompte: Decompte) -> datetime.date:
    """Due day of the invoice; a title has none, and is late from the start."""
    jours = {s.facture: s.echeance for s in decompte.factures}
    return jours.get(ligne.facture, datetime.date.min)


def _facture(ligne: LigneFacture, decompte: Decompte) -> Iterator[str]:
    devise = decompte.devise
    if ligne.retenue_garantie:
        yield (
            f"{montant(ligne.montant_ttc, devise)} TTC − {montant(ligne.retenue_garantie, devise)} "
            f"de retenue de garantie, qui n’est pas encore due = {montant(ligne.montant, devise)}"
        )
    origine = "calculée" if ligne.echeance_calculee else "de la facture"
    yield f"échéance {origine} : {date_longue(ligne.echeance)}"
    depart = next(s.interets_depuis for s in decompte.factures if s.facture == ligne.facture)
    if depart is None:
        yield "aucun intérêt ne court"
    elif decompte.regime.de_plein_droit:
        yield f"les intérêts courent de plein droit du lendemain ({decompte.regime.fondement})"
    else:
        yield (
            f"les intérêts courent du lendemain du {date_longue(depart)}, jour où la mise en "
            f"demeure a été reçue ({decompte.regime.fondement})"
        )


def _interet(ligne: LigneInteret, dossier: Dossier, decompte: Decompte) -> Iterator[str]:
    devise, base_jours = decompte.devise, dossier.conditions.base_jours
    exact = exacts(ligne.base, ligne.taux, ligne.debut, ligne.fin, base_jours)
    tronque = exact.quantize(Decimal("0.000001"), ROUND_DOWN)
    points = "" if tronque == exact else "…"
    if not points:  # an exact figure is shown as it is
        tronque = exact.quantize(Decimal(1).scaleb(-max(decimales_de(exact), 2)))
    yield (
        f"{calcul(ligne, decompte, base_jours)} = {nombre(tronque)}{points}, arrondi à "
        f"{montant(ligne.montant, devise)}"
    )
    if ligne.capitalises:
        yield (
            f"dont {montant(ligne.capitalises, devise)} d’intérêts d’années entières, qui portent "
            f"intérêt à leur tour (C. civ., art. 1343-2)"
        )
    yield from _taux(ligne, dossier, decompte)
    yield f"texte : {ligne.fondement}"
    yield (
        f"jours : du {date_longue(ligne.debut)} exclu au {date_longue(ligne.fin)} compris ; "
        f"diviseur : {'la longueur de chaque année' if base_jours == 'act_act' else '365'}"
    )


def _taux(ligne: LigneInteret, dossier: Dossier, decompte: Decompte) -> Iterator[str]:
    """Where the rate comes from, once for each half-year the line runs through."""
    regime = decompte.regime
    echeance = next(
        (s.echeance for s in decompte.factures if s.facture == ligne.facture), ligne.debut
    )
    vues: set[str] = set()
    for semestre in semestres(ligne.debut, ligne.fin):
        termes = list(regime.termes(semestre, echeance))
        if sum((t.taux for t in termes), ZERO) != ligne.taux:  # the raise of a title
            termes.append(_majoration(dossier, decompte))
        texte = " + ".join(_terme(t) for t in termes)
        if texte not in vues:
            yield f"taux : {taux(ligne.taux)} = {texte}"
        vues.add(texte)


def _majoration(dossier: Dossier, decompte: Decompte) -> Terme:
    """The five points of an enforceable title."""
    titre = titre_en_vigueur(dossier, decompte.au)
    bareme = decompte.regime.bareme
    valeur = bareme.constante_publiee("majoration_titre", decompte.au)
    quoi = "majoration"
    executoire = executoire_le(titre, bareme) if titre is not None else None
    if executoire is not None:
        quoi = f"majoration, deux mois après le {date_longue(executoire)}"
    return Terme(valeur.valeur, quoi, valeur.source, valeur.verifie_le)


def _terme(terme: Terme) -> str:
    lu = f", lu le {terme.verifie_le:%d/%m/%Y}" if terme.verifie_le else ""
    return f"{nombre(terme.taux)}{INSECABLE}% ({terme.quoi} ; {terme.source}{lu})"


def _indemnite(ligne: LigneIndemnite, decompte: Decompte) -> Iterator[str]:
    if decompte.regime.nature == "titre":
        yield f"somme du titre ; texte : {ligne.fondement}"
        return
    solde = next(s for s in decompte.factures if s.facture == ligne.facture)
    valeur = decompte.regime.bareme.constante_publiee("indemnite_forfaitaire", solde.echeance)
    yield (
        f"{montant(valeur.valeur)} par facture payée en retard, une fois "
        f"({valeur.source}, lu le {valeur.verifie_le:%d/%m/%Y})"
    )
    yield f"texte : {ligne.fondement}"


def _sommes(decompte: Decompte) -> Iterator[Explication]:
    """What is left of each kind: what the lines bring, less what the payments took of it."""
    devise = decompte.devise
    paiements = [x for x in decompte.lignes if isinstance(x, LignePaiement)]

    def lignes(*genres: str) -> Decimal:
        return sum((x.montant for x in decompte.lignes if x.type in genres), ZERO)

    indemnites = "Indemnités restant dues"
    if decompte.regime.nature == "titre":
        indemnites = "Article 700 et dépens restant dus"
    parts = (
        ("Principal restant dû", decompte.principal, lignes("facture", "titre", "avoir"),
         sum((p.sur_principal for p in paiements), ZERO)),
        ("Intérêts restant dus", decompte.interets, lignes("interet"),
         sum((p.sur_interets for p in paiements), ZERO)),
        (indemnites, decompte.indemnites, lignes("indemnite"),
         sum((p.sur_indemnites for p in paiements), ZERO)),
    )  # fmt: skip
    for nom, reste, porte, paye in parts:
        if porte or reste:
            detail = f"{montant(porte, devise)} − {montant(paye, devise)} payés"
            yield Explication(nom, reste, (detail,))
    somme = " + ".join(montant(reste, devise) for _, reste, porte, _ in parts if porte or reste)
    total = (f"{somme}, aussi la somme de toutes les lignes",)
    yield Explication(f"Total dû au {date_longue(decompte.au)}", decompte.total, total)
