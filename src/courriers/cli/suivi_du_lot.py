"""What is said of a batch while it is written, and after."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from courriers.cli.messages import dire, dire_constats, dire_erreur, en_json
from courriers.cli.progression import Bilan, Progres
from courriers.langue.typographie import compte, montant

if TYPE_CHECKING:
    from courriers.lettre.pack import Pack
    from courriers.lot.resultat import Resultat
    from courriers.lot.synthese import Recueil


_MONTRES = 3
"""Letters of which a finding is told in full; the summary has the others."""


def suivre(
    resultats: Iterable[Resultat], progres: Progres, recueil: Recueil, *, json_: bool, nommer: bool
) -> Bilan:
    """Show each result as it comes, and gather it in *recueil*."""
    from courriers.lot.synthese import ligne_de

    bilan, vus = Bilan(), Counter[str]()
    for resultat in resultats:
        bilan.compter(resultat)
        codes = {str(c.code) for c in resultat.constats}
        vus.update(codes)
        progres.effacer()
        if nommer:
            recueil.ajouter(ligne_de(resultat))
        tus = {code for code in codes if nommer and not json_ and vus[code] > _MONTRES}
        dits = tuple(c for c in resultat.constats if str(c.code) not in tus)
        montrer(replace(resultat, constats=dits), json_=json_, nommer=nommer)
        progres.avancer(bilan)
    autres = {code: n - _MONTRES for code, n in vus.items() if n > _MONTRES}
    if autres and nommer and not json_:
        dites = ", ".join(f"{code} ({compte(n, 'autre')})" for code, n in sorted(autres.items()))
        dire(f"Constats de plus de {_MONTRES} lettres\u00a0: {dites}.")
    return bilan


def montrer(resultat: Resultat, *, json_: bool, nommer: bool) -> None:
    """One result: its files on standard output, its findings on standard error."""
    if json_:
        en_json(resultat.as_dict(), lignes=nommer)
    if resultat.deja:
        if not json_ and not nommer:  # a batch counts them
            dire(f"{resultat.reference} : déjà écrite, laissée telle quelle.", "cyan")
        _dire_les_constats(resultat, nommer=nommer)
        return
    if resultat.erreur is not None or resultat.lettre is None:
        if resultat.erreur is not None:
            # What is refused while it is read already says where.
            dit = str(resultat.erreur).startswith(str(resultat.source.fichier))
            dire_erreur(resultat.erreur, resultat.source if nommer and not dit else None)
        return
    if not json_:
        somme = montant(resultat.lettre.somme, resultat.lettre.decompte.devise)
        if not resultat.fichiers:  # nothing was to be written
            lettre = resultat.lettre
            qui = f"{lettre.reference}  {resultat.debiteur}"
            click.echo(f"{qui}  {lettre.pack}  {lettre.canal}  {somme}")
        _nommer_les_fichiers(resultat, somme if resultat.lettre.somme else "")
    _dire_les_constats(resultat, nommer=nommer)
    for fichier in resultat.remplaces:
        dire(f"  {fichier} existait, avec un autre contenu : il a été remplacé.", "yellow")
    for fichier, garde in resultat.gardes:
        dire(f"  {fichier} existait, retouché ou déjà envoyé : il est gardé, sous le nom "
             f"{garde.name}.", "yellow")  # fmt: skip


def _nommer_les_fichiers(resultat: Resultat, somme: str) -> None:
    """The documents with what they ask for, then the complete file; the exhibits in one line."""
    a_part = Counter[Path]()
    for fichier in resultat.fichiers:
        if not resultat.est_de_la_liasse(fichier):
            click.echo(f"{fichier}  {somme}".rstrip())
        elif fichier.parent.name.endswith("-pieces"):
            a_part[fichier.parent] += 1
        else:
            click.echo(f"{fichier}")
    for repertoire, combien in a_part.items():
        click.echo(f"{repertoire}  {compte(combien, 'pièce')}")


def _dire_les_constats(resultat: Resultat, *, nommer: bool) -> None:
    if nommer and resultat.constats:
        dire(f"{resultat.source} :")
    dire_constats(resultat.constats)


def dire_la_suite(pack: Pack, au: datetime.date, canal: str | None, complet: str = "") -> None:
    """What to do with the letters: send them, keep proof, and the step after.

    *complet* names their complete file, if they have one.
    """
    from courriers.lettre.suite import que_faire

    for nom, phrase in que_faire(pack, au, canal, complet):
        dire(f"{nom:<6} : {phrase}")


def sommes(recueil: Recueil) -> str:
    """What the letters of *recueil* ask for, by currency; nothing when it holds none."""
    from courriers.langue.accords import enumeration

    par_devise = recueil.cumuls.par_devise
    dites = [montant(par_devise[d].somme, d) for d in recueil.cumuls.devises]
    return f", pour {enumeration(dites)} en tout" if dites else ""


def dire_la_synthese(sortie: Path, recueil: Recueil, au: datetime.date) -> None:
    """Write the summary of the batch, and say where it is."""
    from courriers.lot.synthese import ecrire_synthese

    if not recueil.cumuls.lus:
        return
    ecrit = ecrire_synthese(sortie, recueil, au)
    if ecrit.fichiers:
        dire(f"Synthèse : {', '.join(map(str, ecrit.fichiers))}.")
    for erreur in ecrit.erreurs:
        dire_erreur(erreur)
