"""Sums, rates and their words: each one printed is one the case, the day or the law justifies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from courriers.constats import Constat
from courriers.erreurs import MontantInvalide
from courriers.langue.depuis_lettres import depuis_lettres
from courriers.langue.devises import devise
from courriers.langue.en_lettres import en_lettres
from courriers.langue.typographie import FINE, INSECABLE, lire_montant, montant, taux
from courriers.lettre.relecture.lecture import Lecture, faute, normaliser
from courriers.lettre.relecture.recalcul import Recalcul
from courriers.lettre.relecture.regles import Nature

_MOTS = (
    r"(?:(?:zéro|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze"
    r"|quinze|seize|vingts?|trente|quarante|cinquante|soixante|cents?|mille|millions?|milliards?"
    r"|et|de)[- ])+"
)
_SEMESTRE = re.compile(r"\d\w* semestre \d{4}")
_INCONNU = "ne vient pas du décompte, du dossier ou de la loi"
_CHIFFRES = re.compile(r"\d(?<![\d,.]\d)(?:\d{0,2}(?: \d{3})+|\d*)(?:,\d+)?$")
_AVANT = re.compile(r"\d[\d,.]* $")
_MAL_ECRITS = re.compile(r"\d[\d,.’ ]*[kKM]? ?$")
_CHIFFRES_MAX = 30
"""Signs looked at before a symbol, for a number."""
_LONGUEUR = 150
"""Signs looked at before the name of a currency, for a number in words."""


class Nombre(NamedTuple):
    """A sum or a rate, as it was read."""

    debut: int
    fin: int
    valeur: Decimal | None
    """Nothing when these figures make no number."""
    chiffres: str
    lettres: str | None
    """The words between brackets that follow, if they name the currency."""
    est_un_taux: bool

    @property
    def place(self) -> tuple[int, int]:
        """Its first sign, and the place after its last."""
        return self.debut, self.fin


class _Motifs(NamedTuple):
    """How sums of a currency are looked for in a letter."""

    symboles: re.Pattern[str]
    """Its sign or « % », after a figure, and the words between brackets that follow."""
    noms: re.Pattern[str]
    """Its name or its code, after a figure."""
    lettres: re.Pattern[str]
    """A sum in words."""


@lru_cache(maxsize=8)
def _motifs(code: str) -> _Motifs:
    monnaie = devise(code)
    symbole = re.escape(normaliser(monnaie.symbole))
    nom = rf"(?:{monnaie.pluriel}|{monnaie.singulier})"
    sous = rf"(?: et {_MOTS}(?:{monnaie.sous_pluriel}|{monnaie.sous_singulier}))?"
    mots = rf"(?: \(([^()\d]*\b{nom}\b[^()\d]*)\))?"
    return _Motifs(
        re.compile(rf"({symbole}|%){mots}"),
        re.compile(rf"({monnaie.pluriel}|{monnaie.singulier}|{code})\b{mots}"),
        re.compile(rf"(?<!\w){_MOTS}{nom}\b{sous}", re.IGNORECASE),
    )


@lru_cache(maxsize=8)
def _bien_ecrit(code: str) -> re.Pattern[str]:
    """A sum as French printing writes it: all its decimals or none, or its currency in letters."""
    monnaie = devise(code)
    symbole = re.escape(monnaie.symbole.replace(" ", INSECABLE))
    fin = rf"(?:{INSECABLE}{symbole}|[ {INSECABLE}](?:{monnaie.pluriel}|{monnaie.singulier}))"
    decimales = rf"(?:,\d{{{monnaie.decimales}}})?" if monnaie.decimales else ""
    return re.compile(rf"\d{{1,3}}(?:{FINE}\d{{3}})*{decimales}{fin}")


def nombres(lu: Lecture, calcul: Recalcul) -> list[Nombre]:
    """Every sum of the currency of the case, and every rate, in figures."""
    code = calcul.decompte.devise
    motifs = _motifs(code)
    suites = list(motifs.symboles.finditer(lu.plat))
    if any(nom in lu.plat for nom in (devise(code).singulier, code)):
        suites += motifs.noms.finditer(lu.plat)
    return [lue for suite in suites if (lue := _avant(lu, suite)) is not None]


def _avant(lu: Lecture, suite: re.Match[str]) -> Nombre | None:
    """The number that stands before the name of a currency, or « % »."""
    place = suite.start() - 1
    avant = lu.plat[max(0, place - _CHIFFRES_MAX) : place]
    bien_ecrits = _CHIFFRES.search(avant) if lu.plat[place] == " " else None
    if bien_ecrits is None:
        # « 5310,24€ », « 5310.24 € », « 5 k€ » are sums all the same.
        ecrits = _MAL_ECRITS.search(lu.plat[max(0, place - _CHIFFRES_MAX) : suite.start()])
        if ecrits is None:
            return None
        dits, debut = ecrits[0].strip(), suite.start() - len(ecrits[0])
        return Nombre(debut, suite.end(1), _valeur(dits), dits, suite[2], suite[1] == "%")
    dits = bien_ecrits[0]
    if (colles := _AVANT.search(avant[: bien_ecrits.start()])) is not None:
        dits = avant[colles.start() :]  # « 5 1 058,01 » : no number
        return Nombre(place - len(dits), suite.end(1), None, dits, None, est_un_taux=False)
    valeur = Decimal(dits.replace(" ", "").replace(",", "."))
    return Nombre(place - len(dits), suite.end(1), valeur, dits, suite[2], suite[1] == "%")


def _valeur(dits: str) -> Decimal | None:
    """The number a hand may have meant."""
    try:
        return lire_montant(dits)
    except MontantInvalide:
        return None


def chiffres(lu: Lecture, calcul: Recalcul) -> Iterator[Constat]:
    """All that is to be said of sums and rates, which are looked for once."""
    lus = nombres(lu, calcul)
    sommes_lues = [n for n in lus if not n.est_un_taux]
    yield from _paires(lu, calcul, sommes_lues)
    yield from _montants(lu, calcul, sommes_lues)
    yield from _en_lettres(lu, calcul, sommes_lues)
    yield from _taux(lu, calcul, [n for n in lus if n.est_un_taux])
    if calcul.document.role != "annexe" and calcul.reclame:
        yield from _sommes(lu, calcul, sommes_lues)


def _sommes(lu: Lecture, calcul: Recalcul, lues: list[Nombre]) -> Iterator[Constat]:
    """The sum claimed, in figures and in words; in the subject too, where it names one."""
    somme, code = calcul.somme, calcul.decompte.devise
    # Figures and words of a pair agree: _paires sees to it.
    if calcul.document.role != "lettre":  # in figures alone
        if not any(n.valeur == somme for n in lues):
            yield faute(f"la somme en chiffres (« {montant(somme, code)} ») n’y figure pas")
    elif not any(n.valeur == somme and n.lettres for n in lues):
        for nom, attendu in (
            ("chiffres", montant(somme, code)), ("lettres", en_lettres(somme, code)),
        ):  # fmt: skip
            if normaliser(attendu) not in lu.plat:
                yield faute(f"la somme en {nom} (« {attendu} ») ne figure pas dans la lettre")
        if any(n.lettres for n in lues):
            message = f"la somme demandée (« {montant(somme, code)} ») n’est pas celle écrite"
            yield faute(f"{message} en chiffres et en lettres")
    for ligne in lu.du_corps("Objet"):
        for lue in (n for n in lues if ligne.debut <= n.debut < ligne.fin):
            if lue.valeur != somme and not calcul.donnees.dit(lu, *lue.place):
                message = f"l’objet annonce {lue.chiffres} au lieu de « {montant(somme, code)} »"
                yield lu.faute(message, *lue.place)


def _paires(lu: Lecture, calcul: Recalcul, lues: list[Nombre]) -> Iterator[Constat]:
    """Every « 5 310,24 € (cinq mille…) » says one sum twice."""
    code = calcul.decompte.devise
    for lue in lues:
        if lue.lettres is None:
            continue
        # Read back by other means than they were written by, then held to the letter.
        relue = _depuis_lettres(lue.lettres, code)
        if relue is None or relue != lue.valeur:
            dit = "" if relue is None else f" : les mots disent {montant(relue, code)}"
            message = f"« {lue.chiffres} » et « {lue.lettres} » ne disent pas la même somme"
            yield lu.faute(f"{message}{dit}", *lue.place, autour=False)
        elif normaliser(en_lettres(relue, code)) != lue.lettres:
            message = f"« {lue.lettres} » n’est pas l’orthographe de {lue.chiffres}"
            yield lu.faute(message, *lue.place, autour=False)


def _montants(lu: Lecture, calcul: Recalcul, lues: list[Nombre]) -> Iterator[Constat]:
    """No sum but those that can be made again, each written as it should."""
    code = calcul.decompte.devise
    bien_ecrit, bons = _bien_ecrit(code), set()
    for lue in lues:
        if lu.plat.startswith(" par jour", lue.fin):
            if lue.valeur != calcul.decompte.interets_par_jour:
                message = f"« {lue.chiffres} par jour » n’est pas l’intérêt d’un jour"
                yield lu.faute(message, *lue.place)
            continue
        brut = lu.brut[slice(*lue.place)]
        if brut in bons:
            continue
        if not _admis(lue.valeur, calcul):
            if not calcul.donnees.dit(lu, *lue.place):
                yield lu.faute(f"« {lu.plat[slice(*lue.place)]} » {_INCONNU}", *lue.place)
        elif not bien_ecrit.fullmatch(brut):
            if not calcul.donnees.touche(lu, *lue.place):
                message = f"typographie : « {brut} » est mal écrit"
                yield lu.faute(message, *lue.place, nature=Nature.TYPOGRAPHIE)
        else:
            bons.add(brut)


def _en_lettres(lu: Lecture, calcul: Recalcul, lues: list[Nombre]) -> Iterator[Constat]:
    """No sum in words either, those of the pairs apart: « douze euros de frais »."""
    apparies = [(n.fin, n.fin + len(n.lettres) + 3) for n in lues if n.lettres]
    code = calcul.decompte.devise
    motif, nom = _motifs(code).lettres, f" {devise(code).singulier}"
    place = lu.plat.find(nom)
    while place >= 0:
        trouve = None
        if not any(debut <= place < fin for debut, fin in apparies):
            trouve = motif.search(lu.plat, max(lu.ligne_de(place).debut, place - _LONGUEUR))
        if trouve is not None:
            relue = _depuis_lettres(trouve[0].removeprefix("de "), code)
            hors = relue is None or not _admis(relue, calcul)
            if hors and not calcul.donnees.dit(lu, *trouve.span()):
                yield lu.faute(f"« {trouve[0]} » {_INCONNU}", *trouve.span())
        place = lu.plat.find(nom, max(place + 1, trouve.end() if trouve else 0))


def _taux(lu: Lecture, calcul: Recalcul, lus: list[Nombre]) -> Iterator[Constat]:
    """Rates, and half-years."""
    donnees = calcul.donnees
    for lu_ in lus:
        du_jour = lu.plat.startswith(" l’an", lu_.fin)
        admis = calcul.taux_du_jour if du_jour else calcul.taux | donnees.taux
        if lu_.valeur not in admis and not donnees.dit(lu, *lu_.place):
            justes = ", ".join(taux(t) for t in sorted(calcul.taux_du_jour))
            message = f"le taux « {lu_.chiffres} % » n’est pas celui du décompte"
            yield lu.faute(f"{message} (ce jour : {justes})", *lu_.place)
    for trouve in _SEMESTRE.finditer(lu.plat):
        if trouve[0] not in calcul.semestres and not donnees.dit(lu, *trouve.span()):
            message = f"« {trouve[0]} » n’est pas un semestre du décompte"
            yield lu.faute(message, *trouve.span())


def _admis(valeur: Decimal | None, calcul: Recalcul) -> bool:
    return valeur in calcul.montants or valeur in calcul.donnees.montants


def _depuis_lettres(lettres: str, code: str) -> Decimal | None:
    try:
        return depuis_lettres(lettres, code)
    except MontantInvalide:
        return None
