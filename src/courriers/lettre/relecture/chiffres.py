"""Sums, rates and their words: each one printed is one the case, the day or the law justifies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from courriers.constats import Constat
from courriers.erreurs import MontantInvalide
from courriers.langue.depuis_lettres import depuis_lettres
from courriers.langue.devises import devise
from courriers.langue.en_lettres import en_lettres
from courriers.langue.typographie import montant, taux
from courriers.lettre.relecture.lecture import Lecture, Ligne, faute, normaliser
from courriers.lettre.relecture.recalcul import Recalcul

_CHIFFRES = r"(?<![\d,.])((?:\d{1,3}(?: \d{3})+|\d+)(?:,\d+)?)"
_MOTS = (
    r"(?:(?:zéro|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze"
    r"|quinze|seize|vingts?|trente|quarante|cinquante|soixante|cents?|mille|millions?|milliards?"
    r"|et|de)[- ])+"
)
_TAUX = re.compile(rf"{_CHIFFRES} %")
_SEMESTRE = re.compile(r"\b(?:1er|2e) semestre \d{4}")


@lru_cache(maxsize=8)
def _motifs(code: str) -> dict[str, re.Pattern[str]]:
    """How sums of this currency are looked for in a letter."""
    monnaie = devise(code)
    nom = rf"(?:{monnaie.singulier}|{monnaie.pluriel})"
    symbole = rf"(?:{re.escape(normaliser(monnaie.symbole))}|{code}\b|{nom}\b)"
    sous = rf"(?: et {_MOTS}(?:{monnaie.sous_singulier}|{monnaie.sous_pluriel}))?"
    return {
        "montants": re.compile(rf"{_CHIFFRES} {symbole}"),
        "paires": re.compile(rf"{_CHIFFRES} {symbole} \(([^()\d]*\b{nom}\b[^()\d]*)\)"),
        "mots": re.compile(rf"\b{_MOTS}{nom}\b{sous}", re.IGNORECASE),
        "par_jour": re.compile(rf"{_CHIFFRES} {symbole} par jour"),
    }


def sommes(lu: Lecture, calcul: Recalcul) -> Iterator[Constat]:
    """The sum claimed, in figures and in words; in the subject too, where it names one."""
    if not calcul.reclame:
        return
    somme, code = calcul.somme, calcul.decompte.devise
    for nom, attendu in (("chiffres", montant(somme, code)), ("lettres", en_lettres(somme, code))):
        if normaliser(attendu) not in lu.plat:
            yield faute(f"la somme en {nom} (« {attendu} ») ne figure pas dans la lettre")
    motifs = _motifs(code)
    paires = [_decimal(p[1]) for p in motifs["paires"].finditer(lu.plat)]
    if paires and somme not in paires:
        yield faute(
            f"la somme demandée (« {montant(somme, code)} ») n’est pas celle écrite en chiffres, "
            "suivie de ses lettres"
        )
    for ligne in lu.du_corps("Objet"):
        for trouve in motifs["montants"].finditer(lu.plat, ligne.debut, _fin(ligne)):
            if _decimal(trouve[1]) != somme and not calcul.donnees.dit(lu, *trouve.span()):
                message = f"l’objet annonce « {trouve[0]} » au lieu de « {montant(somme, code)} »"
                yield lu.faute(message, *trouve.span())


def paires(lu: Lecture, calcul: Recalcul) -> Iterator[Constat]:
    """Every « 5 310,24 € (cinq mille…) » says one sum twice."""
    code = calcul.decompte.devise
    for trouve in _motifs(code)["paires"].finditer(lu.plat):
        chiffres, lettres = trouve.groups()
        # Read back by other means than they were written by, then held to the letter.
        lue = _depuis_lettres(lettres, code)
        if lue != _decimal(chiffres):
            dit = "" if lue is None else f" : les mots disent {montant(lue, code)}"
            message = f"« {chiffres} » et « {lettres} » ne disent pas la même somme{dit}"
            yield lu.faute(message, *trouve.span(), autour=False)
        elif normaliser(en_lettres(lue, code)) != lettres:
            message = f"« {lettres} » n’est pas l’orthographe de {chiffres}"
            yield lu.faute(message, *trouve.span(), autour=False)


def montants(lu: Lecture, calcul: Recalcul) -> Iterator[Constat]:
    """No sum, in figures or in words, but those that can be made again."""
    code = calcul.decompte.devise
    motifs, decimales = _motifs(code), devise(code).decimales
    for trouve in motifs["montants"].finditer(lu.plat):
        valeur = _decimal(trouve[1])
        longueur = len(trouve[1].partition(",")[2])
        if not _admis(valeur, calcul) and not calcul.donnees.dit(lu, *trouve.span()):
            message = f"« {trouve[0]} » ne vient pas du décompte, du dossier ou de la loi"
            yield lu.faute(message, *trouve.span())
        elif longueur not in (0, decimales) and not calcul.donnees.dit(lu, *trouve.span()):
            yield lu.faute(f"« {trouve[0]} » est mal écrit", *trouve.span())
    for trouve in motifs["mots"].finditer(lu.plat):
        lue = _depuis_lettres(trouve[0], code)
        hors = lue is None or not _admis(lue, calcul)
        if hors and not calcul.donnees.dit(lu, *trouve.span()):
            message = f"« {trouve[0]} » ne vient pas du décompte, du dossier ou de la loi"
            yield lu.faute(message, *trouve.span())


def taux_et_jours(lu: Lecture, calcul: Recalcul) -> Iterator[Constat]:
    """Rates, half-years, and the interest of one more day."""
    donnees, code = calcul.donnees, calcul.decompte.devise
    for trouve in _TAUX.finditer(lu.plat):
        valeur = _decimal(trouve[1])
        jour = lu.plat.startswith(" l’an", trouve.end())
        admis = calcul.taux_du_jour if jour else calcul.taux | donnees.taux
        if valeur not in admis and not donnees.dit(lu, *trouve.span()):
            justes = ", ".join(taux(t) for t in sorted(calcul.taux_du_jour if jour else ()))
            attendu = f", où l’on attend {justes}" if justes else ""
            message = f"le taux « {trouve[0]} » n’est pas celui du décompte{attendu}"
            yield lu.faute(message, *trouve.span())
    for trouve in _SEMESTRE.finditer(lu.plat):
        if trouve[0] not in calcul.semestres and not donnees.dit(lu, *trouve.span()):
            message = f"« {trouve[0]} » n’est pas un semestre du décompte"
            yield lu.faute(message, *trouve.span())
    for trouve in _motifs(code)["par_jour"].finditer(lu.plat):
        if _decimal(trouve[1]) != calcul.decompte.interets_par_jour:
            yield lu.faute(f"« {trouve[0]} » n’est pas l’intérêt d’un jour", *trouve.span())


def _admis(valeur: Decimal, calcul: Recalcul) -> bool:
    return valeur in calcul.montants or valeur in calcul.donnees.montants


def _fin(ligne: Ligne) -> int:
    return ligne.debut + len(ligne.texte)


def _depuis_lettres(lettres: str, code: str) -> Decimal | None:
    try:
        return depuis_lettres(lettres, code)
    except MontantInvalide:
        return None


def _decimal(chiffres: str) -> Decimal:
    """Figures that a letter of ours prints: spaces between thousands, a decimal comma."""
    return Decimal(chiffres.replace(" ", "").replace(",", "."))
