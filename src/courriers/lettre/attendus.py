"""What a finished letter must show in its tables, row by row, made again from the case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from courriers.dossier.creance import Facture
from courriers.dossier.modele import Dossier
from courriers.droit.decompte import Decompte, SoldeFacture
from courriers.langue.typographie import date_longue, montant
from courriers.lettre.libelles import calcul, libelle
from courriers.lettre.pack import Pack


@dataclass(frozen=True)
class Rangee:
    """One row: how it may be named, the amount it ends with, what stands under known headings."""

    noms: tuple[str, ...]
    montant: str
    colonnes: Mapping[str, str] = field(default_factory=dict)


def rangees(pack: Pack, dossier: Dossier, decompte: Decompte) -> list[Rangee]:
    """The rows of the main table, in order; none for a letter without a table."""
    match pack.manifeste.tableau:
        case "aucun":
            return []
        case "factures":
            return rangees_des_factures(pack, dossier, decompte)
    devise, base_jours = decompte.devise, dossier.conditions.base_jours
    return [
        Rangee(
            (libelle(x, decompte),),
            montant(x.montant, devise),
            {"Détail": calcul(x, decompte, base_jours)},
        )
        for x in decompte.lignes_dues
    ]


def rangees_des_factures(pack: Pack, dossier: Dossier, decompte: Decompte) -> list[Rangee]:
    """A row by invoice the letter is about."""
    par_numero = {f.numero: f for f in dossier.factures}
    return [
        _rangee(par_numero[solde.facture], solde, decompte)
        for solde in soldes(pack, decompte)
        if solde.facture in par_numero
    ]


def soldes(pack: Pack, decompte: Decompte) -> list[SoldeFacture]:
    """The invoices something the letter claims is still due of."""
    reclame = pack.manifeste.reclame
    avec_interets = reclame != "principal"
    avec_indemnites = reclame in ("total", "rien")
    return [
        s
        for s in decompte.factures
        if s.principal or (avec_interets and s.interets) or (avec_indemnites and s.indemnites)
    ]


def _rangee(facture: Facture, solde: SoldeFacture, decompte: Decompte) -> Rangee:
    devise, numero = decompte.devise, facture.numero
    # A day that nobody but prudence set is no due day to print.
    fixee = facture.echeance is not None or decompte.regime.de_plein_droit
    engagement = f", engagement {facture.numero_engagement}" if facture.numero_engagement else ""
    marche = f", marché {facture.marche}" if facture.marche else ""
    reste = montant(solde.principal, devise)
    return Rangee(
        (numero, f"{numero}{engagement}{marche}", f"{numero}, {facture.objet}"),
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
            "Principal dû": reste,
        },
    )
