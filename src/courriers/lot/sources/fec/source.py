"""From files to cases: one case a customer who owes something."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from courriers.constats import Code, Constat, Lieu, avertissement, erreur
from courriers.dossier.roles import Creancier
from courriers.erreurs import DossierInvalide, motif_systeme
from courriers.lot.configuration import Configuration
from courriers.lot.sources.cas import Cas, Place, refuse
from courriers.lot.sources.chargeur import Chargeur
from courriers.lot.sources.fec.annees import suivre
from courriers.lot.sources.fec.comptes import Client, Exercice
from courriers.lot.sources.fec.debiteur import Adresses, joindre
from courriers.lot.sources.fec.fichier import Format, ouvrir
from courriers.lot.sources.fec.lecture import lire_exercice, sans_menage
from courriers.lot.sources.fec.lettrage import Groupe
from courriers.lot.sources.fec.manques import manques
from courriers.lot.sources.fec.pieces import Pieces, pieces_de
from courriers.lot.sources.fec.redites import redire
from courriers.lot.sources.references import marque
from courriers.lot.sources.refus import refus


def lire(
    chemins: Iterable[Path],
    reglages: Configuration,
    *,
    adresses: Mapping[str, Mapping[str, Any]] | None = None,
    base: Path | None = None,
) -> Iterator[Cas]:
    """One case for every customer who owes something, the refused ones included.

    Files of one SIREN are the years of one creditor, whatever their order here. What is to be
    checked in a file as a whole stands in the findings of its first case.

    Args:
        chemins: the files.
        reglages: creditor, quality of the debtors, terms.
        adresses: by customer code (CompAuxNum, or the account), fields of ``debiteur``.
        base: folder that the creditor's logo and signature are relative to; that of the file by
            default.
    """
    titre = reglages.colonnes.get("echeance", "")
    formats = []
    for chemin in chemins:
        try:
            formats.append(ouvrir(chemin, titre))
        except DossierInvalide as faute:
            yield Cas(Place(chemin), erreur=faute)
        except OSError as faute:
            yield _refus(chemin, [_illisible(chemin, faute)])
    for les in _par_creancier(formats):
        en_tete: list[Constat] = []
        premier = True
        for cas in _cas_du_creancier(les, reglages, Adresses(adresses), base, en_tete):
            if premier and en_tete:
                yield dataclasses.replace(cas, constats=(*en_tete, *cas.constats))
            else:
                yield cas
            premier = False


def _par_creancier(formats: Sequence[Format]) -> list[list[Format]]:
    """The files by the SIREN of their names; one that has none goes with the only other."""
    groupes: dict[str, list[Format]] = {}
    for format_ in formats:
        groupes.setdefault(format_.siren, []).append(format_)
    if len(groupes) == 2 and "" in groupes:
        sans = groupes.pop("")
        next(iter(groupes.values())).extend(sans)
    return list(groupes.values())


def _cas_du_creancier(
    formats: Sequence[Format],
    reglages: Configuration,
    adresses: Adresses,
    base: Path | None,
    en_tete: list[Constat],
) -> Iterator[Cas]:
    chemin = formats[0].chemin
    creancier, constats = _creancier(formats, reglages)
    en_tete += constats
    if creancier is None:
        yield _refus(
            chemin,
            [
                erreur(
                    Code.CHAMP_MANQUANT,
                    "un FEC ne dit pas qui écrit\u00a0: le créancier manque.",
                    "Décrivez-le sous [creancier] dans courriers.toml, comme dans un dossier.",
                    Lieu(fichier=str(chemin)),
                )
            ],
        )
        return
    exercices, refuses = _exercices(formats)
    yield from refuses
    if any(c.code is Code.FICHIER_ILLISIBLE for cas in refuses for c in _fautes(cas)):
        return  # a year is missing from the chain
    for exercice in exercices:
        en_tete += exercice.constats
    try:
        with sans_menage():
            clients = suivre(exercices)
    except DossierInvalide as faute:
        yield Cas(Place(chemin), erreur=faute)
        return
    if not exercices or not clients:
        return
    communs: dict[str, Any] = {"creancier": creancier}
    if reglages.conditions is not None:
        communs["conditions"] = reglages.conditions
    ici = base or exercices[-1].format.chemin.parent
    sienne, chargeur = marque(reglages, creancier), Chargeur()
    for lu in _clients(clients, exercices[-1], adresses, reglages, dire_rien=not refuses):
        if isinstance(lu, Cas):
            yield lu
        else:
            code = lu[0].client.auxiliaire or lu[0].client.compte
            yield _cas(
                lu[0], {**communs, "reference": f"{code}{sienne}", "debiteur": lu[1]}, ici, chargeur
            )


def _clients(
    clients: Mapping[str, tuple[Client, list[Groupe]]],
    exercice: Exercice,
    adresses: Adresses,
    reglages: Configuration,
    *,
    dire_rien: bool,
) -> Iterator[tuple[Pieces, dict[str, Any]] | Cas]:
    """Refusals, then what each customer owes with its debtor, ready to be a case."""
    prets = []
    refuses = 0
    for client, groupes in clients.values():
        if not (groupes or client.fautes):
            continue
        pieces = pieces_de(client, groupes, exercice, reglages.delai or "")
        if client.collectif and groupes:
            refuses += 1
            yield _refus(exercice.format.chemin, [_collectif(client, pieces)])
        elif client.fautes:
            refuses += 1
            yield _refus_du_client(pieces)
        elif pieces.du > 0:
            prets.append((pieces, joindre(client, adresses, reglages.debiteur)))
    if dire_rien and not (prets or refuses):
        yield _rien(exercice)
    manquants = manques(exercice.format.chemin, prets)
    if manquants.erreur is not None:
        yield Cas(Place(exercice.format.chemin), erreur=manquants.erreur)
    yield from manquants.prets


def _exercices(formats: Sequence[Format]) -> tuple[list[Exercice], list[Cas]]:
    """The files read, in the order of their days; and what is refused of them."""
    exercices, refuses = [], []
    for format_ in formats:
        try:
            exercice = lire_exercice(format_)
        except OSError as faute:
            refuses.append(_refus(format_.chemin, [_illisible(format_.chemin, faute)]))
            continue
        if exercice.fautes:
            refuses.append(_refus(format_.chemin, exercice.fautes))
        if exercice.clients:
            exercices.append(exercice)
        elif not exercice.fautes:
            refuses.append(
                _refus(
                    format_.chemin,
                    [
                        erreur(
                            Code.CHAMP_MANQUANT,
                            "aucune ligne n’est d’un compte de client (411 ou 416).",
                            "Vérifiez que le fichier est celui de l’exercice entier, tous "
                            "journaux.",
                            Lieu(fichier=str(format_.chemin)),
                        )
                    ],
                )
            )
    return sorted(exercices, key=lambda e: (e.debut, e.fin)), refuses


def _creancier(
    formats: Sequence[Format], reglages: Configuration
) -> tuple[Creancier | None, list[Constat]]:
    """Who the files are of: the creditor of their SIREN, else ``[creancier]``, which is told."""
    siren = next((f.siren for f in formats if f.siren), "")
    seul = [reglages.creancier] if reglages.creancier is not None else []
    for creancier in (*seul, *reglages.creanciers.values()):
        if siren and creancier.siren == siren:
            return creancier, []
    if reglages.creancier is None:
        return None, []
    if not siren or reglages.creancier.siren is None:
        return reglages.creancier, []
    return reglages.creancier, [
        avertissement(
            Code.SOURCE_A_VERIFIER,
            f"le nom du fichier porte le SIREN {siren}\u00a0; celui du créancier de "
            "courriers.toml est "
            f"{reglages.creancier.siren}.",
            "Vérifiez que ces écritures sont bien les siennes.",
            Lieu(fichier=str(formats[0].chemin)),
        )
    ]


def _cas(pieces: Pieces, communs: Mapping[str, Any], base: Path, chargeur: Chargeur) -> Cas:
    client = pieces.client
    place = Place(pieces.exercice.format.chemin, lignes=_lignes(pieces))
    brut = {
        "factures": pieces.factures,
        "paiements": pieces.paiements,
        **communs,
    }
    try:
        dossier = chargeur.charger(brut, base)
    except DossierInvalide as faute:
        fautes = redire(faute.constats, pieces)
        erreur_du_client = refus(place.fichier, fautes, client.dit)
        return refuse(place, erreur_du_client, brut, tuple(client.constats))
    return Cas(place, dossier, tuple(client.constats))


def _lignes(pieces: Pieces) -> tuple[int, ...]:
    chemin = pieces.exercice.format.chemin
    toutes = (*pieces.lignes_des_factures, *pieces.lignes_des_paiements)
    return tuple(sorted({x.numero for x in toutes if x.format.chemin == chemin}))


def _collectif(client: Client, pieces: Pieces) -> Constat:
    return erreur(
        Code.CHAMP_MANQUANT,
        f"le compte {client.dit} réunit tous les clients\u00a0: ses lignes ouvertes n’ont pas de "
        "CompAuxNum qui les distingue.",
        "Demandez un FEC avec les comptes auxiliaires des clients.",
        pieces.exercice.format.lieu(client.lignes[0].numero, "CompAuxNum")
        if client.lignes
        else Lieu(fichier=str(pieces.exercice.format.chemin)),
    )


def _refus_du_client(pieces: Pieces) -> Cas:
    fautes = pieces.client.fautes
    chemin = pieces.exercice.format.chemin
    lignes = {c.lieu.ligne for c in fautes if c.lieu.ligne and c.lieu.fichier == str(chemin)}
    place = Place(chemin, lignes=tuple(sorted(lignes)))
    brut = {"debiteur": {"denomination": pieces.client.nom}}
    return refuse(place, refus(chemin, fautes, pieces.client.dit), brut)


def _rien(exercice: Exercice) -> Cas:
    return _refus(
        exercice.format.chemin,
        [
            erreur(
                Code.RIEN_A_RECLAMER,
                "aucun client ne doit rien\u00a0: toutes les factures sont lettrées ou payées.",
                "",
                Lieu(fichier=str(exercice.format.chemin)),
            )
        ],
    )


def _fautes(cas: Cas) -> tuple[Constat, ...]:
    return cas.erreur.constats if cas.erreur is not None else ()


def _illisible(chemin: Path, faute: OSError) -> Constat:
    motif = f"le fichier ne peut pas être lu\u00a0: {motif_systeme(faute)}."
    return erreur(Code.FICHIER_ILLISIBLE, motif, "", Lieu(fichier=str(chemin)))


def _refus(chemin: Path, constats: Sequence[Constat], sujet: str = "") -> Cas:
    return Cas(Place(chemin), erreur=refus(chemin, constats, sujet))
