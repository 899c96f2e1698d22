"""The template filled with every sample: what reading alone cannot find.

A sample the law refuses this letter is no fault of the template; a sample that proof-reading
refuses is.
"""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from courriers.constats import Code, Constat, Gravite
from courriers.document.gabarit import Gabarit
from courriers.dossier.chargement import load_dossier
from courriers.dossier.modele import Dossier
from courriers.erreurs import CourriersError, GabaritInvalide, LettreRefusee
from courriers.lettre.champs import FILTRES, contexte
from courriers.lettre.composition import compose
from courriers.lettre.controle.contrat import Contrat
from courriers.lettre.controle.releve import Releve
from courriers.lettre.decompte_du_pack import decompte_du
from courriers.lettre.images import images_du
from courriers.lettre.pack import Pack, donnees, load_pack, packs
from courriers.monnaie import calcul

_DU_MODELE = frozenset({Code.RELECTURE, Code.MENTION_MANQUANTE, Code.MENTION_INTERDITE})
"""Refusals that the template answers for."""
_MONTRES = 3
"""Samples named in a finding."""


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


def essayer_le_pack(pack: Pack, releve: Releve) -> None:
    """Every sample, by every channel: what proof-reading says of the letters."""
    trouves: dict[tuple[Code, str, str], list[str]] = {}
    ecrites = 0
    for exemple in exemples():
        for canal in pack.manifeste.canaux:
            try:
                compose(exemple.dossier, pack, exemple.au, canal=canal)
            except (LettreRefusee, GabaritInvalide) as refus:
                for constat in _du_modele(refus):
                    cle = (constat.code, constat.message, constat.conseil)
                    trouves.setdefault(cle, []).append(exemple.nom)
            except CourriersError:
                continue  # no statement can be made of this sample
            else:
                ecrites += 1
    for (code, message, conseil), noms in trouves.items():
        releve.dire(code, Gravite.ERREUR, f"{message.rstrip('.')} ({_sur(noms)}).", conseil)
    if not ecrites and not trouves:
        releve.dire(
            Code.ESSAI_REFUSE, Gravite.AVERTISSEMENT,
            "Aucun exemple n’a pu donner cette lettre : la loi ou « pack.toml » les refuse tous.",
            "Essayez-la avec un dossier à vous : courriers produire.",
        )  # fmt: skip


def _du_modele(refus: CourriersError) -> Iterator[Constat]:
    if isinstance(refus, GabaritInvalide):
        yield Constat(Code.ESSAI_REFUSE, Gravite.ERREUR, refus.message, conseil=refus.conseil)
        return
    for constat in refus.constats:
        if constat.code in _DU_MODELE:
            code = Code.ESSAI_REFUSE if constat.code == Code.RELECTURE else constat.code
            ou = f"lettre remplie, {constat.lieu} : " if constat.lieu.paragraphe else ""
            yield Constat(code, Gravite.ERREUR, f"{ou}{constat.message}", conseil=constat.conseil)


def _sur(noms: list[str]) -> str:
    """« sur 12 exemples, dont a, b et c »."""
    uniques = list(dict.fromkeys(noms))
    dits = ", ".join(uniques[:_MONTRES])
    if len(uniques) == 1:
        return f"exemple « {dits} »"
    return f"{len(uniques)} exemples, dont {dits}" if len(uniques) > _MONTRES else f"exemples {dits}"


def essayer_le_gabarit(source: bytes, releve: Releve) -> None:
    """A file of no pack: each sample that has what it names."""
    gabarit = Gabarit.load(source, filtres=FILTRES)
    pack = _pack_pour(source)
    trouves: dict[str, list[str]] = {}
    for exemple, valeurs in _contextes(pack.nom):
        try:
            gabarit.fill(valeurs)
        except GabaritInvalide as faute:
            trouves.setdefault(str(faute.constats[0] if faute.constats else faute), []).append(
                exemple
            )
    for message, noms in trouves.items():
        dit = f"{message.rstrip('.')} ({_sur(noms)})."
        releve.dire(Code.ESSAI_REFUSE, Gravite.ERREUR, dit, "Testez-le d’abord par « if ».")


def _pack_pour(source: bytes) -> Pack:
    """The built-in pack whose groups the file names; that of the formal notice otherwise."""
    from courriers.document.texte import texte

    reconnus = Contrat(texte=texte(source)).garantis - {"date_limite"}
    for pack in packs():
        if reconnus and reconnus <= Contrat(pack.manifeste).garantis:
            return pack
    return load_pack("mise-en-demeure")


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


def fichier_du_pack(fichier: Path) -> Path | None:
    """The folder of the pack that *fichier* belongs to, if it belongs to one."""
    return fichier.parent if (fichier.parent / "pack.toml").is_file() else None
