"""Letters sent twice, as a journal tells: one step on two days, or two letters of one day."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from pathlib import Path

from courriers.constats import Code, Constat, Lieu, erreur
from courriers.dossier.envois import SANS_DEMANDE
from courriers.langue.typographie import date_courte
from courriers.lettre.pack import Pack
from courriers.lot import journal
from courriers.lot.inventaire import Inventaire, Lettre
from courriers.lot.noms import montre

_CITES = 4
"""Names or days told at most: a forged journal may have thousands."""


def en_double(lu: Inventaire, repertoire: Path, packs: Mapping[str, Pack]) -> Iterator[Constat]:
    """What was sent twice, withdrawn letters apart.

    Args:
        lu: the letters, once they are read.
        repertoire: their folder.
        packs: by name: who each writes to; the debtor for one that is not there.
    """
    yield from _deux_jours(lu, repertoire)
    yield from _meme_jour(lu, repertoire, packs)


def _deux_jours(lu: Inventaire, repertoire: Path) -> Iterator[Constat]:
    """The same step twice for one case, on two days; one that came back reached nobody."""
    suite = "where not retiree order by pli, pack, exemplaire, au"
    for (_, pack, _), groupe in itertools.groupby(
        lu.lettres(suite), key=lambda lettre: (lettre.pli, lettre.pack, lettre.exemplaire)
    ):
        lettres = list(groupe)
        if pack in SANS_DEMANDE or len(lettres) == 1:
            continue
        for toutes in _par_creancier(lettres):
            siennes = [lettre for lettre in toutes[:-1] if not lettre.revenue] + toutes[-1:]
            jours = list(dict.fromkeys(date_courte(lettre.au) for lettre in siennes[:_CITES]))
            if len(jours) > 1:
                dits = f"{', '.join(jours[:-1])} et {jours[-1]}"
                yield _deux_fois(
                    f"la même étape deux fois pour {montre(siennes[0].reference)}\u00a0: "
                    f"«\u00a0{montre(pack)}\u00a0», les {dits}.", repertoire,
                )  # fmt: skip


def _meme_jour(lu: Inventaire, repertoire: Path, packs: Mapping[str, Pack]) -> Iterator[Constat]:
    """Two letters by one channel, on one day, to the same person."""
    for (_, au, canal), groupe in itertools.groupby(
        lu.lettres("where not retiree order by pli, au, canal, pack"),
        key=lambda lettre: (lettre.pli, lettre.au, lettre.canal),
    ):
        for siennes in _par_creancier(list(groupe)):
            par_personne: dict[tuple[str, str], list[Lettre]] = {}
            for lettre in siennes:
                pack = packs.get(lettre.pack)
                a_qui = pack.manifeste.destinataire if pack is not None else "debiteur"
                par_personne.setdefault((a_qui, lettre.exemplaire), []).append(lettre)
            for lettres in par_personne.values():
                if len(lettres) > 1:
                    noms = ", ".join(montre(lettre.pack) for lettre in lettres[:_CITES])
                    yield _deux_fois(
                        f"{len(lettres)} lettres le même jour, par le même canal, pour "
                        f"{montre(lettres[0].reference)}\u00a0: {noms}, {date_courte(au)}, "
                        f"{montre(canal)}.", repertoire,
                    )  # fmt: skip


def _par_creancier(lettres: list[Lettre]) -> Iterator[list[Lettre]]:
    """*lettres*, of one reference, by creditor; one that names none is of each."""
    marques = {lettre.qui for lettre in lettres} - {""}
    for marque in sorted(marques) or [""]:
        siennes = [lettre for lettre in lettres if lettre.qui in ("", marque)]
        if len(siennes) > 1:
            yield siennes


def _deux_fois(dit: str, repertoire: Path) -> Constat:
    return erreur(
        Code.ENVOI_EN_DOUBLE, dit,
        "Si l’une n’est pas partie, « courriers noter » la dit « non envoyée » ; si la première "
        "est revenue, « NPAI ».",
        Lieu(fichier=str(repertoire / journal.NOM)),
    )  # fmt: skip
