"""The facts of a case, told in order for a judge: contract, invoices, payments, letters, silence.

Only what the case holds is said, each fact with the number of the document that proves it where a
title of the list names it. « Le créancier », « le débiteur »: no one speaks for himself here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from courriers.dossier.creance import Facture
from courriers.dossier.modele import Dossier
from courriers.droit.decompte import Decompte, SoldeFacture
from courriers.droit.lignes import LigneAvoir, LignePaiement
from courriers.droit.voies.mandats import issue_des_petites_creances
from courriers.langue.accords import enumeration
from courriers.langue.typographie import INSECABLE, date_longue, montant
from courriers.lettre.antecedents import contestation, mise_en_demeure_anterieure, relances
from courriers.lettre.champs_procedure import bordereau
from courriers.lettre.pieces_numerotees import dit_la_facture

_ENUMEREES = 8
"""Invoices, or payments, told one by one at most; the statement lists them all."""
_SIGNES = 6
"""Letters of a title that make it no accident in a longer one."""
_JOUR = re.compile(r"\d{1,2}(?:er)? [a-zéû]+ \d{4}")
_EXECUTION = re.compile(
    r"\b(?:proc[eè]s-verba(?:l|ux) de (?:réception|livraison)|bons? de (?:livraison|réception)"
    r"|bons? d.intervention|lettres? de voiture|attestations? d.exécution)\b"
)
_ISSUES = {
    "refus": "le débiteur a refusé d’y participer",
    "silence": "le délai d’un mois a expiré sans accord",
    "accord": "les parties se sont accordées",
}
_LIVRAISONS = frozenset({"vente", "transport"})


def expose(dossier: Dossier, decompte: Decompte, soldes: Sequence[SoldeFacture]) -> list[str]:
    """The facts of *dossier* on the day of *decompte*, a paragraph each.

    Args:
        dossier: the case.
        decompte: its statement.
        soldes: the invoices something is claimed of.
    """
    pieces = Pieces(bordereau(dossier, decompte))
    return [
        *_engagement(dossier, pieces),
        *_factures(dossier, decompte, soldes, pieces),
        *_paiements(decompte, soldes),
        *_demarches(dossier, decompte, list(soldes), pieces),
        *_petites_creances(dossier, decompte),
        _reaction(dossier, decompte),
    ]


class Pieces:
    """The numbered documents, found by what their titles say."""

    def __init__(self, bordereau: Sequence[dict[str, str]]) -> None:
        self._titres = {p["numero"]: p["titre"].casefold() for p in bordereau}

    def de_la_facture(self, numero: str) -> str:
        """« (pièce n° 2) » for the documents that are said to be that invoice, or nothing."""
        return self._renvoi(self._de_la_facture(numero))

    @staticmethod
    def _de_la_facture(numero: str) -> Callable[[str], bool]:
        return lambda titre: "facture" in titre and dit_la_facture(titre, numero)

    def des_factures(self, numeros: Sequence[str]) -> str:
        """« (pièces n° 3 à 16) » for those of several invoices, or nothing."""
        siennes = [self._de_la_facture(numero) for numero in numeros]
        return self._renvoi(lambda titre: any(convient(titre) for convient in siennes))

    def du_fondement(self, fondement: str) -> str:
        """The same for the act itself, which one of the two may say in fewer words."""
        dit = fondement.casefold()

        def convient(titre: str) -> bool:
            if min(len(dit), len(titre)) < _SIGNES:
                return dit == titre
            return dit in titre or titre in dit

        return self._renvoi(convient)

    def de_la_mise_en_demeure(self, dite: str) -> str:
        """The same for the formal notice *dite*: one dated of another day is another."""

        def convient(titre: str) -> bool:
            jours = _JOUR.findall(titre)
            return "mise en demeure" in titre and (not jours or any(j in dite for j in jours))

        return self._renvoi(convient)

    def de_l_execution(self) -> str:
        """The same for what proves that the creditor did its part."""
        return self._renvoi(lambda titre: bool(_EXECUTION.search(titre)))

    def _renvoi(self, convient: Callable[[str], bool]) -> str:
        return _renvoi([n for n, titre in self._titres.items() if convient(titre)])


def _renvoi(numeros: list[str]) -> str:
    if not numeros:
        return ""
    nom = "pièce" if len(numeros) == 1 else "pièces"
    return f" ({nom} n°{INSECABLE}{enumeration(_plages(numeros))})"


def _plages(numeros: Sequence[str]) -> list[str]:
    """Numbers that follow each other said as one: « 3 à 16 » from three on.

    >>> _plages(["1", "3", "4", "5", "7", "8"])
    ['1', '3 à 5', '7', '8']
    """
    plages = list[list[str]]()
    for numero in numeros:
        if plages and int(numero) == int(plages[-1][-1]) + 1:
            plages[-1].append(numero)
        else:
            plages.append([numero])
    return [
        dit
        for plage in plages
        for dit in (plage if len(plage) < 3 else [f"{plage[0]} à {plage[-1]}"])
    ]


def _engagement(dossier: Dossier, pieces: Pieces) -> Iterator[str]:
    fondement = (dossier.conditions.fondement or "").rstrip(".")
    if fondement:
        renvoi = pieces.du_fondement(fondement)
        yield f"L’engagement du débiteur repose sur l’acte suivant{INSECABLE}: {fondement}{renvoi}."


def _factures(
    dossier: Dossier, decompte: Decompte, soldes: Sequence[SoldeFacture], pieces: Pieces
) -> Iterator[str]:
    par_numero = {f.numero: f for f in dossier.factures}
    if not soldes:
        return
    if len(soldes) > _ENUMEREES:
        jours = [par_numero[s.facture].date for s in soldes]
        renvoi = pieces.des_factures([s.facture for s in soldes])
        yield (
            f"Le créancier a exécuté ses obligations et émis {len(soldes)} factures, du "
            f"{date_longue(min(jours))} au {date_longue(max(jours))}, restées impayées en tout ou "
            f"partie à leur échéance{renvoi}{INSECABLE}; le décompte les détaille une à une."
        )
        return
    emise = "la facture suivante, restée impayée, en tout ou partie, à son échéance"
    if len(soldes) > 1:
        emise = "les factures suivantes, restées impayées, en tout ou partie, à leur échéance"
    yield f"Le créancier a exécuté ses obligations et émis {emise}{INSECABLE}:"
    for rang, solde in enumerate(soldes, start=1):
        fin = "." if rang == len(soldes) else f"{INSECABLE};"
        dite = _facture(par_numero[solde.facture], solde, decompte)
        yield f"– {dite}{pieces.de_la_facture(solde.facture)}{fin}"


def _facture(facture: Facture, solde: SoldeFacture, decompte: Decompte) -> str:
    objet = f" ({facture.objet})" if facture.objet else ""
    morceaux = [
        f"facture {facture.numero} du {date_longue(facture.date)}{objet}",
        f"d’un montant de {montant(facture.montant_ttc, decompte.devise)} toutes taxes comprises",
    ]
    if facture.executee_le is not None and facture.executee_le <= decompte.au:
        quoi = "livraison" if facture.nature in _LIVRAISONS else "exécution"
        morceaux.append(f"{quoi} du {date_longue(facture.executee_le)}")
    if facture.echeance is not None:
        morceaux.append(f"échéance du {date_longue(facture.echeance)}")
    elif decompte.regime.de_plein_droit:
        morceaux.append(f"échéance légale du {date_longue(solde.echeance)}")
    return ", ".join(morceaux)


def _paiements(decompte: Decompte, soldes: Sequence[SoldeFacture]) -> Iterator[str]:
    listees = {s.facture for s in soldes}
    recus = {
        (x.date, x.recu)
        for x in decompte.lignes
        if isinstance(x, LignePaiement) and x.facture in listees
    }
    avoirs = any(isinstance(x, LigneAvoir) and x.facture in listees for x in decompte.lignes)
    if len(recus) > _ENUMEREES:
        yield "Les paiements reçus, tous inférieurs à la dette, figurent au décompte."
    elif recus:
        dits = [f"{montant(s, decompte.devise)} le {date_longue(j)}" for j, s in sorted(recus)]
        seuls = "Les seuls paiements reçus sont" if len(dits) > 1 else "Le seul paiement reçu est"
        yield f"{seuls} de {enumeration(dits)}."
    elif soldes:
        yield "Aucun paiement n’a été reçu."
    if avoirs:
        yield "Les avoirs émis sont déduits au décompte."


def _demarches(
    dossier: Dossier, decompte: Decompte, soldes: list[SoldeFacture], pieces: Pieces
) -> Iterator[str]:
    au = decompte.au
    rappels, partielles = relances(dossier, soldes, au)
    if rappels:
        partie = ", pour une partie des factures," if partielles else ""
        yield f"Le débiteur a été relancé{partie} par {rappels}."
    demeure, partielle = mise_en_demeure_anterieure(dossier, soldes, au)
    if demeure:
        partie = ", pour une partie des factures," if partielle else ""
        sujet = "Il" if rappels else "Le débiteur"
        renvoi = pieces.de_la_mise_en_demeure(demeure)
        yield f"{sujet} a été mis en demeure de payer{partie} par {demeure}{renvoi}."


def _petites_creances(dossier: Dossier, decompte: Decompte) -> Iterator[str]:
    issue = issue_des_petites_creances(dossier, decompte.au, decompte.regime.bareme)
    if issue is not None:
        jour = "" if issue.nature == "silence" else f" le {date_longue(issue.date)}"
        yield (
            "La procédure simplifiée de recouvrement des petites créances, ouverte par la lettre "
            f"d’un commissaire de justice du {date_longue(issue.lettre_le)}, a pris fin{INSECABLE}"
            f": {_ISSUES[issue.nature]}{jour}."
        )


def _reaction(dossier: Dossier, decompte: Decompte) -> str:
    conteste = contestation(dossier, decompte.au)
    if conteste is None:
        return "À la connaissance du créancier, la créance n’est pas contestée."
    return (
        f"Le {conteste['date']}, le débiteur a contesté la créance au motif suivant{INSECABLE}: "
        f"«{INSECABLE}{conteste['motif']}{INSECABLE}»."
    )
