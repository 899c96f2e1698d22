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
from typing import NamedTuple

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
from courriers.lettre.emplacements import donnees
from courriers.lettre.images import images_du
from courriers.lettre.pack import Pack, load_pack, packs
from courriers.lettre.relecture.lecture import est_de_typographie, plat
from courriers.lettre.relecture.mentions import code_du_modele
from courriers.monnaie import calcul

_MONTRES = 3
"""Samples named in a finding."""
_CONSTATS_MAX = 8
"""Faults of the letters told for one pack: one mistake may show in many rows."""
_CONSEIL_D_ECRITURE = "Corrigez ces signes dans la phrase ; une espace insécable : Ctrl+Maj+Espace."
_CONSEIL_DU_TABLEAU = (
    "Vérifiez où la boucle s’ouvre et se ferme, et que les rangées de totaux sont dessous."
)
_CONSEILS = {
    Code.ESSAI_REFUSE: "Imprimez un champ du dossier ; « courriers produire » montre la lettre.",
    Code.MENTION_MANQUANTE: "Rétablissez cette phrase, ou sortez-la du « if » qui l’ôte.",
    Code.MENTION_INTERDITE: "Retirez ces mots, ou dites-les par un « if » aux seuls qu’ils visent.",
}
Ou = tuple[Fragment, tuple[int, int]]


class Texte(NamedTuple):
    """A paragraph of a template, and what of it is no tag."""

    fichier: str
    fragment: Fragment
    reste: str
    """Its text, each sign of a tag masked."""


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
        brut = (repertoire / "dossier.json").read_text(encoding="utf-8")
        # A name that looks like a tag tries the program, not a template.
        if attendu.is_file() and "{{" not in brut:
            au = tomllib.loads(attendu.read_text(encoding="utf-8"))["au"]
            lus.append(Exemple(repertoire.name, load_dossier(repertoire / "dossier.json"), au))
    return tuple(lus)


def essayer_le_pack(pack: Pack, textes: Sequence[Texte], releve: Releve) -> None:
    """Every sample, by every channel: what proof-reading says of the letters.

    Args:
        textes: those of the templates, tags masked, where a fault of a letter is found again.
        releve: what was found by reading, to which is added what the letters show beside.
    """
    trouves: dict[tuple[Code, str, object], list[tuple[str, Constat]]] = {}
    places: dict[tuple[Code, str, object], tuple[Texte, tuple[int, int]] | None] = {}
    ecrites = 0
    for exemple in exemples():
        for canal in pack.manifeste.canaux:
            try:
                lettre = compose(exemple.dossier, pack, exemple.au, canal=canal)
                du_modele = list(_de_typographie(lettre.rapport.constats))
                ecrites += 1
            except (LettreRefusee, GabaritInvalide) as refus:
                du_modele = list(_du_modele(refus))
            except CourriersError:
                continue  # no statement can be made of this sample
            for constat in du_modele:
                ou = _ou(constat, textes)
                cle = (constat.code, _regle(constat.message), ou and (ou[0].fichier, ou[1]))
                places[cle] = ou
                trouves.setdefault(cle, []).append((exemple.nom, constat))
    dits = [(places[cle], fois) for cle, fois in trouves.items()]
    nouveaux = [(ou, fois) for ou, fois in dits if not _deja_dit(ou, releve.constats)]
    for ou, fois in nouveaux[:_CONSTATS_MAX]:
        _dire(fois, ou, pack, releve)
    if len(nouveaux) > _CONSTATS_MAX:
        reste = len(nouveaux) - _CONSTATS_MAX
        releve.dire(
            Code.ESSAI_REFUSE, Gravite.ERREUR,
            f"Les lettres des exemples montrent {reste} autres défauts, souvent de même cause.",
            "Corrigez d’abord les premiers, puis recommencez.",
        )  # fmt: skip
    if not ecrites and not trouves:
        releve.dire(
            Code.ESSAI_REFUSE, Gravite.AVERTISSEMENT,
            "Aucun exemple n’a pu donner cette lettre : la loi ou « pack.toml » les refuse tous.",
            "Essayez-la avec un dossier à vous : courriers produire.",
        )  # fmt: skip


def _deja_dit(ou: tuple[Texte, tuple[int, int]] | None, constats: Sequence[Constat]) -> bool:
    """Whether reading found these very words: a warning told there is no error here."""
    if ou is None:
        return False
    lu, (debut, fin) = ou
    mots = lu.fragment.texte[debut:fin]
    return any(
        c.lieu.fichier == lu.fichier
        and (c.lieu.partie, c.lieu.paragraphe) == (lu.fragment.partie, lu.fragment.paragraphe)
        and c.lieu.mots is not None
        and (mots in c.lieu.mots or c.lieu.mots in mots)
        for c in constats
    )


def _dire(
    fois: Sequence[tuple[str, Constat]], ou: tuple[Texte, tuple[int, int]] | None, pack: Pack,
    releve: Releve,
) -> None:  # fmt: skip
    constat, noms = fois[0][1], [nom for nom, _ in fois]
    conseil = constat.conseil or _conseil(constat)
    message = f"{constat.message.rstrip('.')} ({_sur(noms)})"
    fichier = str(pack.dossier / pack.manifeste.documents[0].fichier)
    dit = Releve(ou[0].fichier if ou else fichier)
    if ou is None:
        dit.dire(constat.code, constat.gravite, f"{message}.", conseil)
    else:
        dit.dire(constat.code, constat.gravite, message, conseil, ou[0].fragment, ou[1])
    releve.constats += dit.constats


def _conseil(constat: Constat) -> str:
    if constat.code != Code.ESSAI_REFUSE:
        return _CONSEILS[constat.code]
    if "typographie" in constat.message or "phrase" in constat.message:
        return _CONSEIL_D_ECRITURE
    return _CONSEIL_DU_TABLEAU if "tableau" in constat.message else _CONSEILS[constat.code]


def _de_typographie(constats: Sequence[Constat]) -> Iterator[Constat]:
    """What an author may choose, and proof-reading tells."""
    for constat in constats:
        if constat.code == Code.RELECTURE and est_de_typographie(constat):
            yield Constat(Code.ESSAI_REFUSE, Gravite.AVERTISSEMENT, constat.message)


def _du_modele(refus: CourriersError) -> Iterator[Constat]:
    if isinstance(refus, GabaritInvalide):
        yield Constat(Code.ESSAI_REFUSE, Gravite.ERREUR, refus.message, conseil=refus.conseil)
        return
    for constat in refus.constats:
        if constat.code == Code.RELECTURE:
            code, message = code_du_modele(constat), constat.message
            if code == Code.MENTION_MANQUANTE:
                message = _lisible(message)
            yield Constat(code, constat.gravite, message, conseil=constat.conseil)


def _lisible(motif: str) -> str:
    """The expression of a mention, as a person reads it.

    >>> _lisible("la mention « (vous mettons|vous mets) en demeure .*[.] » manque.")
    'la mention « vous mettons ou vous mets en demeure …. » manque.'
    """
    dit = re.sub(r"\\b|\(\?:|[()^$?\[\]]", "", motif.replace("|", " ou "))
    return re.sub(r"\\(.)", r"\1", re.sub(r"\.[*+]", "…", dit))


def _regle(message: str) -> str:
    """What is wrong, whatever the words and the figures of the sample."""
    return re.sub(r"« .*? »|\(.*|\d+", "", message)


def _cite(message: str) -> list[str]:
    """What a fault quotes: the words, then the passage around."""
    return [cite.strip("… ") for cite in re.findall(r"« (.+?) »", message)]


def _ou(constat: Constat, textes: Sequence[Texte]) -> tuple[Texte, tuple[int, int]] | None:
    """Where the words quoted were typed, the passage most like that of the letter first."""
    if constat.code == Code.MENTION_MANQUANTE:
        return None  # what it quotes is not there
    cites = _cite(constat.message)
    autour = cites[-1] if cites else ""
    possibles = []
    for lu in textes:
        if lu.fragment.genre != TEXTE:
            continue
        lisse = plat(lu.reste)
        cite = next((c for c in cites if len(c) > 1 and c in lisse), None)
        if cite is not None:
            commun = SequenceMatcher(None, lisse, autour, autojunk=False).find_longest_match()
            debut = lisse.find(cite)
            possibles.append((commun.size, lu, (debut, debut + len(cite))))
    if not possibles:
        return None
    _, trouve, place = max(possibles, key=lambda p: p[0])
    return trouve, place


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
