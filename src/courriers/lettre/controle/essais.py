"""The template filled with every sample: what reading alone cannot find.

A sample the law refuses this letter is no fault of the template; a sample that proof-reading
refuses is.
"""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

from courriers.constats import Code, Constat, Gravite
from courriers.document.controle.releve import Releve
from courriers.document.fragments import TEXTE, Fragment
from courriers.document.gabarit import Gabarit
from courriers.document.texte import texte
from courriers.dossier.chargement import load_dossier
from courriers.dossier.modele import Dossier
from courriers.erreurs import CourriersError, GabaritInvalide, LettreRefusee
from courriers.lettre.champs import contexte
from courriers.lettre.composition import compose
from courriers.lettre.controle.contrat import Contrat
from courriers.lettre.decompte_du_pack import decompte_du
from courriers.lettre.images import images_du
from courriers.lettre.pack import Pack, donnees, load_pack, packs
from courriers.lettre.relecture.lecture import plat
from courriers.lettre.relecture.mentions import code_du_modele
from courriers.monnaie import calcul

_MONTRES = 3
"""Samples named in a finding."""
_CONSEILS = {
    Code.ESSAI_REFUSE: "Imprimez un champ du dossier ; « courriers produire » montre la lettre.",
    Code.MENTION_MANQUANTE: "Rétablissez cette phrase, et gardez-la hors de tout « if » qui l’ôte.",
    Code.MENTION_INTERDITE: "Retirez ces mots, ou dites-les par un « if » aux seuls qu’ils visent.",
}
Texte = tuple[Fragment, str]
""" A paragraph of a template, and its text with the tags masked."""


@dataclass(frozen=True, slots=True)
class Exemple:
    """A sample case and its day."""

    nom: str
    dossier: Dossier
    au: datetime.date


@cache
def exemples() -> tuple[Exemple, ...]:
    """The sample cases of this version."""
    lus = []
    for repertoire in sorted(donnees("samples").iterdir()):
        attendu = repertoire / "attendu.toml"
        if attendu.is_file():
            au = tomllib.loads(attendu.read_text(encoding="utf-8"))["au"]
            lus.append(Exemple(repertoire.name, load_dossier(repertoire / "dossier.json"), au))
    return tuple(lus)


def essayer_le_pack(pack: Pack, textes: Sequence[Texte], releve: Releve) -> None:
    """Every sample, by every channel: what proof-reading says of the letters.

    Args:
        textes: those of the templates, tags masked, where a fault of a letter is found again.
    """
    trouves: dict[tuple[Code, str], list[tuple[str, Constat]]] = {}
    ecrites = 0
    for exemple in exemples():
        for canal in pack.manifeste.canaux:
            try:
                compose(exemple.dossier, pack, exemple.au, canal=canal)
            except (LettreRefusee, GabaritInvalide) as refus:
                for constat in _du_modele(refus):
                    cle = (constat.code, _cite(constat.message))
                    trouves.setdefault(cle, []).append((exemple.nom, constat))
            except CourriersError:
                continue  # no statement can be made of this sample
            else:
                ecrites += 1
    for (_, cite), fois in trouves.items():
        _dire(fois, _ou(cite, fois[0][1].message, textes), releve)
    if not ecrites and not trouves:
        releve.dire(
            Code.ESSAI_REFUSE, Gravite.AVERTISSEMENT,
            "Aucun exemple n’a pu donner cette lettre : la loi ou « pack.toml » les refuse tous.",
            "Essayez-la avec un dossier à vous : courriers produire.",
        )  # fmt: skip


def _dire(
    fois: Sequence[tuple[str, Constat]], ou: tuple[Fragment, tuple[int, int]] | None, releve: Releve
) -> None:
    constat, noms = fois[0][1], [nom for nom, _ in fois]
    conseil = constat.conseil or _CONSEILS[constat.code]
    message = f"{constat.message.rstrip('.')} ({_sur(noms)})"
    if ou is None:
        releve.dire(constat.code, Gravite.ERREUR, f"{message}.", conseil)
    else:
        releve.dire(constat.code, Gravite.ERREUR, message, conseil, *ou)


def _du_modele(refus: CourriersError) -> Iterator[Constat]:
    if isinstance(refus, GabaritInvalide):
        yield Constat(Code.ESSAI_REFUSE, Gravite.ERREUR, refus.message, conseil=refus.conseil)
        return
    for constat in refus.constats:
        if constat.code == Code.RELECTURE:
            code = code_du_modele(constat)
            yield Constat(code, Gravite.ERREUR, constat.message, conseil=constat.conseil)


def _cite(message: str) -> str:
    """What a fault quotes first: the same words are the same fault, wherever they stand."""
    cite = re.search(r"« (.+?) »", message)
    return cite[1] if cite else message


def _ou(
    cite: str, message: str, textes: Sequence[Texte]
) -> tuple[Fragment, tuple[int, int]] | None:
    """Where the words quoted were typed, the passage most like that of the letter first."""
    possibles = []
    for fragment, reste in textes:
        lisse = plat(reste)
        debut = lisse.find(cite)
        if debut >= 0 and fragment.genre == TEXTE:
            commun = SequenceMatcher(None, lisse, message, autojunk=False).find_longest_match()
            possibles.append((commun.size, fragment, (debut, debut + len(cite))))
    if not possibles:
        return None
    _, fragment, place = max(possibles, key=lambda p: p[0])
    return fragment, place


def _sur(noms: list[str]) -> str:
    """« sur 12 exemples, dont a, b et c »."""
    uniques = list(dict.fromkeys(noms))
    dits = ", ".join(uniques[:_MONTRES])
    if len(uniques) == 1:
        return f"exemple « {dits} »"
    return (
        f"{len(uniques)} exemples, dont {dits}" if len(uniques) > _MONTRES else f"exemples {dits}"
    )


def essayer_le_gabarit(gabarit: Gabarit, source: bytes, releve: Releve) -> None:
    """A file of no pack: each sample that has what it names, as one pack or another sees it."""
    premier: dict[str, list[str]] = {}
    for pack in _packs_pour(source):
        trouves = _fautes(gabarit, pack)
        if trouves is not None and not trouves:
            return
        premier = premier or trouves or {}
    for message, noms in premier.items():
        dit = f"{message.rstrip('.')} ({_sur(noms)})."
        releve.dire(Code.ESSAI_REFUSE, Gravite.ERREUR, dit, "Testez-le d’abord par « if ».")


def _fautes(gabarit: Gabarit, pack: Pack) -> dict[str, list[str]] | None:
    """What filling it says, and of which samples; nothing where none can be tried."""
    valeurs = _contextes(pack.nom)
    trouves: dict[str, list[str]] = {}
    for exemple, contexte_ in valeurs:
        try:
            gabarit.fill(contexte_)
        except GabaritInvalide as faute:
            dit = faute.constats[0].message if faute.constats else faute.message
            trouves.setdefault(dit, []).append(exemple)
    return trouves if valeurs else None


def _packs_pour(source: bytes) -> list[Pack]:
    """The built-in packs, those whose groups the file names first."""
    reconnus = Contrat(texte=texte(source)).garantis - {"date_limite"}
    return sorted(
        _integres(),
        key=lambda p: (not reconnus <= Contrat(p.manifeste).garantis, p.nom != "mise-en-demeure"),
    )


@cache
def _integres() -> tuple[Pack, ...]:
    return tuple(packs())


@cache
def _contextes(nom: str) -> tuple[tuple[str, dict[str, object]], ...]:
    """What the templates of the pack *nom* see of each sample that has what they need."""
    pack = load_pack(nom)
    garantis = [n for n in Contrat(pack.manifeste).garantis if "." not in n]
    lus = []
    for exemple in exemples():
        try:
            with calcul():
                decompte = decompte_du(exemple.dossier, pack, exemple.au)
                images, _ = images_du(exemple.dossier)
                valeurs = contexte(exemple.dossier, pack, decompte, exemple.au, images=images)
        except (CourriersError, IndexError):
            continue
        if all(valeurs.get(n) for n in garantis):
            lus.append((exemple.nom, valeurs))
    return tuple(lus)
