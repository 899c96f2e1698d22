"""Several years of one creditor: the open items of a year go on into the next.

The opening balance of a year repeats what the year before left open. With both files, the earlier
lines are kept, which have their own dates and numbers, and the opening lines are dropped; what the
new year letters against an opening line letters the earlier lines it stands for.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from courriers.constats import Code, Constat, Lieu, avertissement, erreur
from courriers.erreurs import DossierInvalide
from courriers.langue.typographie import date_courte, montant
from courriers.lot.sources.fec.comptes import Client, Exercice, Ligne
from courriers.lot.sources.fec.lettrage import Groupe, grouper, ouverts
from courriers.lot.sources.fec.valeurs import jour

TROU_MAX = datetime.timedelta(92)
"""Between two years without an opening balance: more, and a year is missing."""
DETAIL = (
    "Demandez une «\u00a0reprise à nouveau détaillée\u00a0» (une ligne par facture ouverte, avec "
    "son numéro "
    "et sa date), ou donnez aussi le FEC de l’exercice précédent."
)


def suivre(exercices: Sequence[Exercice]) -> dict[str, tuple[Client, list[Groupe]]]:
    """By customer, the groups of lines open at the end of *exercices*, which are in order.

    The customer is that of the last year that knows it, with the findings of every year.

    Raises:
        DossierInvalide: two files tell the same days, or a year is missing between two.
    """
    restes: dict[str, tuple[Client, list[Groupe]]] = {}
    for rang, exercice in enumerate(exercices):
        if rang:
            _verifier_la_suite(exercices[rang - 1], exercice)
        for cle, client in exercice.clients.items():
            ancien, reportes = restes.pop(cle, (None, []))
            if ancien is not None:
                client.fautes[:0] = ancien.fautes
                client.constats[:0] = ancien.constats
                client.nom = client.nom or ancien.nom
            groupes = grouper(client.lignes)
            if rang:
                groupes = _reprendre(exercice, client, reportes, groupes)
            restes[cle] = (client, ouverts(groupes, exercice.nature))
            del client.lignes[1:]  # what is closed is most of a year: its memory goes here
        if rang and exercice.a_un_an:
            _absents(exercice, restes)
    return restes


def _verifier_la_suite(avant: Exercice, apres: Exercice) -> None:
    if not (avant.fin and apres.debut):
        return
    if avant.fin >= apres.debut:
        raise _refus(
            apres,
            f"{avant.format.chemin.name} et {apres.format.chemin.name} racontent les mêmes jours "
            f"(du {_dit(max(avant.debut, apres.debut))} au {_dit(min(avant.fin, apres.fin))}).",
            "Donnez un seul fichier par exercice\u00a0: le plus récent.",
        )
    try:
        ecart = jour(apres.debut) - jour(avant.fin)
    except ValueError:
        return
    if ecart > TROU_MAX and not apres.a_un_an:
        raise _refus(
            apres,
            f"rien entre le {_dit(avant.fin)} ({avant.format.chemin.name}) et le "
            f"{_dit(apres.debut)} ({apres.format.chemin.name}), et aucun à-nouveau\u00a0: un "
            "exercice "
            "manque.",
            "Donnez aussi le FEC de cet exercice.",
        )


def _refus(exercice: Exercice, message: str, conseil: str) -> DossierInvalide:
    constat = erreur(
        Code.CHAMP_INVALIDE, message, conseil, Lieu(fichier=str(exercice.format.chemin))
    )
    return DossierInvalide(message, conseil=conseil, constats=[constat])


def _dit(texte: str) -> str:
    try:
        return date_courte(jour(texte))
    except ValueError:
        return texte


def _absents(exercice: Exercice, restes: dict[str, tuple[Client, list[Groupe]]]) -> None:
    """Customers that were open, and of whom the new year's opening balance says nothing."""
    for cle, (client, groupes) in restes.items():
        if cle in exercice.clients or not groupes:
            continue
        solde = sum(g.solde for g in groupes)
        if solde:
            client.fautes.append(_soldes_differents(exercice, client, solde, 0))


def _reprendre(
    exercice: Exercice, client: Client, reportes: list[Groupe], groupes: list[Groupe]
) -> list[Groupe]:
    """The groups of a year, its opening lines replaced by the earlier lines they stand for."""
    an = [ligne for groupe in groupes for ligne in groupe.lignes if ligne.an]
    avant, repris = sum(g.solde for g in reportes), sum(ligne.centimes for ligne in an)
    if not exercice.a_un_an:
        return [*reportes, *groupes]
    if avant == repris:
        remplaces = _remplacer(reportes, groupes, an)
        if remplaces is not None:
            return remplaces
    if an and all(ligne.ref for ligne in an if ligne.centimes > 0):
        if avant != repris:
            client.constats.append(
                avertissement(
                    Code.SOURCE_A_VERIFIER,
                    _dit_l_ecart(client, avant, repris) + "\u00a0: l’à-nouveau a été suivi.",
                    "Vérifiez que les deux fichiers ont été exportés le même jour.",
                    an[0].format.lieu(an[0].numero),
                )
            )
        _enrichir(reportes, an)
        return groupes
    client.fautes.append(
        erreur(
            Code.A_NOUVEAU_GLOBAL,
            _dit_l_ecart(client, avant, repris) + "."
            if avant != repris
            else f"{client.dit}\u00a0: plusieurs lignes d’à-nouveau sans numéro de facture sont "
            "lettrées différemment\u00a0; on ne sait pas quelles factures sont réglées.",
            "Exportez de nouveau les deux exercices le même jour, ou demandez une «\u00a0reprise à "
            "nouveau détaillée\u00a0».",
            an[0].format.lieu(an[0].numero) if an else Lieu(fichier=str(exercice.format.chemin)),
        )
    )
    return [*reportes, *groupes]


def _dit_l_ecart(client: Client, avant: int, repris: int) -> str:
    dits = [montant(Decimal(c).scaleb(-2)) for c in (avant, repris)]
    return (
        f"{client.dit}\u00a0: ce qui restait ouvert à la clôture ({dits[0]}) n’est pas ce que "
        "reprend "
        f"l’à-nouveau ({dits[1]})"
    )


def _soldes_differents(exercice: Exercice, client: Client, avant: int, repris: int) -> Constat:
    return erreur(
        Code.A_NOUVEAU_GLOBAL,
        _dit_l_ecart(client, avant, repris) + ".",
        "Exportez de nouveau les deux exercices le même jour.",
        Lieu(fichier=str(exercice.format.chemin)),
    )


def _remplacer(
    reportes: list[Groupe], groupes: list[Groupe], an: list[Ligne]
) -> list[Groupe] | None:
    """Earlier groups in the place of opening lines; nothing if it cannot be told which is which."""
    ids = {id(ligne) for ligne in an}
    lettres = [g for g in groupes if g.code and any(id(x) in ids for x in g.lignes)]
    autres = [g for g in groupes if not any(id(x) in ids for x in g.lignes)]
    autres += [
        Groupe(rest, g.code)
        for g in groupes
        if not g.code and (rest := [x for x in g.lignes if id(x) not in ids])
    ]
    if not lettres:
        return [*reportes, *autres]
    toutes = [x for g in reportes for x in g.lignes]
    if len(lettres) == 1 and {id(x) for x in lettres[0].lignes} >= ids:
        nouvelles = [x for x in lettres[0].lignes if id(x) not in ids]
        return [Groupe([*toutes, *nouvelles], lettres[0].code), *autres]
    return _par_reference(reportes, lettres, autres, ids)


def _par_reference(
    reportes: list[Groupe], lettres: list[Groupe], autres: list[Groupe], ids: set[int]
) -> list[Groupe] | None:
    par_ref: dict[str, list[Groupe]] = defaultdict(list)
    for groupe in reportes:
        for ref in {x.ref for x in groupe.lignes if x.ref}:
            par_ref[ref].append(groupe)
    pris: set[int] = set()
    faits = []
    for groupe in lettres:
        lignes = [x for x in groupe.lignes if id(x) not in ids]
        for ligne in (x for x in groupe.lignes if id(x) in ids):
            trouves = par_ref.get(ligne.ref, []) if ligne.ref else []
            if len(trouves) != 1 or trouves[0].solde != ligne.centimes or id(trouves[0]) in pris:
                return None
            pris.add(id(trouves[0]))
            lignes += trouves[0].lignes
        faits.append(Groupe(lignes, groupe.code))
    return [*(g for g in reportes if id(g) not in pris), *faits, *autres]


def _enrichir(reportes: list[Groupe], an: list[Ligne]) -> None:
    """The opening lines, with the dates that the earlier year gives for the same reference."""
    connues = {x.ref: x for g in reportes for x in g.lignes if x.ref and x.centimes > 0}
    for ligne in an:
        if ligne.centimes > 0 and (origine := connues.get(ligne.ref)) is not None:
            ligne.piece_date = origine.piece_date
            ligne.echeance = ligne.echeance or origine.echeance
