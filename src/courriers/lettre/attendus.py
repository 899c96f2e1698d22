"""What a finished letter must show in its tables, row by row, made again from the case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from courriers.dossier.creance import Facture
from courriers.dossier.modele import Dossier
from courriers.droit.decompte import Decompte, SoldeFacture
from courriers.droit.echeancier import Suivi, echeancier_suivi
from courriers.langue.typographie import date_longue, montant
from courriers.lettre.libelles import calcul, libelle, postes
from courriers.lettre.pack import Pack
from courriers.lettre.reglements import paiement, reglement


@dataclass(frozen=True)
class Rangee:
    """One row: how it may be named, the amount it ends with, what stands under known headings."""

    noms: tuple[str, ...]
    montant: str
    colonnes: Mapping[str, str] = field(default_factory=dict)
    cellules: tuple[str, ...] = ()
    """All its cells, for a row that spans columns; the others are told by their headings."""


def rangees(pack: Pack, dossier: Dossier, decompte: Decompte, tableau: str) -> list[Rangee]:
    """The rows of a table of that kind, in order; none for « aucun »."""
    if tableau == "factures":
        return rangees_des_factures(pack, dossier, decompte)
    if tableau == "postes":
        return [Rangee((nom,), montant(somme, decompte.devise)) for nom, somme in postes(decompte)]
    lignes = _lignes(dossier, decompte) if tableau.startswith("decompte") else []
    if tableau == "decompte_et_a_echoir":
        lignes += _a_echoir(dossier, decompte)
    suivi = echeancier_suivi(dossier, decompte.au)
    if tableau == "echeancier" and suivi is not None:
        lignes = _echeancier(suivi, decompte.devise)
    elif tableau == "echeances" and suivi is not None:
        lignes = _echeances(suivi, decompte.devise)
    elif tableau == "paiements":
        lignes = _paiements(dossier, decompte)
    elif tableau == "reglees":
        lignes = _reglees(dossier, decompte)
    return lignes


def rangees_des_factures(pack: Pack, dossier: Dossier, decompte: Decompte) -> list[Rangee]:
    """A row by invoice the letter is about."""
    par_numero = {f.numero: f for f in dossier.factures}
    return [
        _facture(par_numero[solde.facture], solde, decompte)
        for solde in soldes(pack, decompte)
        if solde.facture in par_numero
    ]


def soldes(pack: Pack, decompte: Decompte) -> list[SoldeFacture]:
    """The invoices something the letter claims is still due of."""
    match pack.manifeste.reclame:
        case "a_echoir":
            return list(decompte.factures_a_echoir)
        case "principal":
            return [s for s in decompte.factures if s.principal]
        case "principal_et_interets":
            return [s for s in decompte.factures if s.principal or s.interets]
    return [s for s in decompte.factures if not s.est_soldee]


def _lignes(dossier: Dossier, decompte: Decompte) -> list[Rangee]:
    """The statement, line by line."""
    devise, base_jours = decompte.devise, dossier.conditions.base_jours
    return [
        Rangee(
            (libelle(x, decompte),),
            montant(x.montant, devise),
            {"Détail": calcul(x, decompte, base_jours)},
        )
        for x in decompte.lignes_dues
    ]


def _a_echoir(dossier: Dossier, decompte: Decompte) -> list[Rangee]:
    """What was not due yet on the day of a judgment."""
    emises = {f.numero: date_longue(f.date) for f in dossier.factures}
    return [
        Rangee(
            (f"Facture {s.facture} du {emises[s.facture]}, à échoir le {date_longue(s.echeance)}",),
            montant(s.principal, decompte.devise),
        )
        for s in decompte.factures_a_echoir
    ]


def _echeancier(suivi: Suivi, devise: str) -> list[Rangee]:
    """Every instalment, then what they add up to; nothing is left after the last."""
    lignes = [
        Rangee(
            (str(e.rang),),
            montant(e.reste_apres, devise),
            {"Date": date_longue(e.date), "Montant": montant(e.montant, devise)},
        )
        for e in suivi.echeances
    ]
    total = montant(suivi.total, devise)
    return [*lignes, Rangee(("Total",), "", cellules=("Total", total, ""))]


def _echeances(suivi: Suivi, devise: str) -> list[Rangee]:
    """The instalments whose date has passed."""
    return [
        Rangee(
            (str(e.rang),),
            montant(e.reste_du, devise),
            {
                "Date": date_longue(e.date),
                "Montant": montant(e.montant, devise),
                "Reçu": montant(e.recu, devise),
            },
        )
        for e in suivi.echues
    ]


def _paiements(dossier: Dossier, decompte: Decompte) -> list[Rangee]:
    """Where the last payments went."""
    dernier = paiement(dossier, decompte)
    return [
        Rangee(
            (x["date"],),
            x["montant"],
            {
                "Moyen": x["moyen"],
                "Imputation": f"{x['libelle']} ({x['detail']})" if x["detail"] else x["libelle"],
            },
        )
        for x in (dernier["lignes"] if dernier else ())
    ]


def _reglees(dossier: Dossier, decompte: Decompte) -> list[Rangee]:
    """Each invoice paid off."""
    solde = reglement(dossier, decompte)
    return [
        Rangee(
            (x["numero"], f"{x['numero']}, {x['objet']}"),
            x["regle"],
            {"Date": x["date"], "Montant TTC": x["montant_ttc"]},
        )
        for x in (solde["factures"] if solde else ())
    ]


def _facture(facture: Facture, solde: SoldeFacture, decompte: Decompte) -> Rangee:
    devise, numero = decompte.devise, facture.numero
    # A day that nobody but prudence set is no due day to print.
    fixee = facture.echeance is not None or decompte.regime.de_plein_droit
    engagement = f", engagement {facture.numero_engagement}" if facture.numero_engagement else ""
    marche = f", marché {facture.marche}" if facture.marche else ""
    reste = montant(solde.principal, devise)
    return Rangee(
        (
            numero,
            f"{numero}{engagement}{marche}",
            f"{numero}, {facture.objet}",
            f"{numero} du {date_longue(facture.date)}",
            f"{numero} du {date_longue(facture.date)}{engagement}{marche}",
        ),
        reste,
        {
            "Date": date_longue(facture.date),
            "Échéance": date_longue(solde.echeance) if fixee else "",
            "Reçue le": date_longue(facture.recue_le) if facture.recue_le else "",
            "Engagement, marché": ", ".join(
                filter(None, (facture.numero_engagement, facture.marche))
            ),
            "Montant TTC": montant(facture.montant_ttc, devise),
            "Réglé ou déduit": montant(facture.montant_ttc - solde.principal, devise),
            "Reste dû": reste,
            "Reste à payer": reste,
            "À payer": reste,
            "Principal dû": reste,
        },
    )
