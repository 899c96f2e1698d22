"""What was typed in full where the case changes it: sums, days, rates, names, accounts.

A statute keeps its own figures: its number, its date, the sums it sets. Only the words around tell:
a date after « loi », a round sum in a sentence that cites an article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from courriers.constats import Code
from courriers.droit.bareme import Bareme
from courriers.langue.textes_cites import est_d_un_texte

_ESPACE = r"[ \u00a0\u202f\u2009]"
_MOIS = (
    r"(?:janvier|février|fevrier|mars|avril|mai|juin|juillet|août|aout|septembre|octobre"
    r"|novembre|décembre|decembre)"
)
_DATE = re.compile(
    rf"(?<![\d/.-])(?:\d{{1,2}}(?:er)?{_ESPACE}{_MOIS}{_ESPACE}\d{{4}}|\d{{1,2}}[/.]\d{{1,2}}[/.]"
    rf"(?:\d{{4}}|\d{{2}})|\d{{4}}-\d\d-\d\d|\d{{1,2}}-\d{{1,2}}-\d{{4}}"
    rf"|\d{{1,2}}(?:er)?{_ESPACE}(?:janv|févr?|avr|juil|sept?|oct|nov|déc)\.{_ESPACE}\d{{4}}"
    rf"|\d{{1,2}}(?:er)?{_ESPACE}{_MOIS})(?![\d/-])",
    re.IGNORECASE,
)
_MONTANT = re.compile(
    rf"(?<![\d,.])(\d{{1,3}}(?:(?:{_ESPACE}|\.)\d{{3}})+|\d+)(?:[,.](\d{{1,2}}))?{_ESPACE}?"
    rf"(?:€|euros?\b|EUR\b|F\.?{_ESPACE}?CFP\b|francs?{_ESPACE}CFP\b|CHF\b|USD\b|£|\$)",
    re.IGNORECASE,
)
_AUTRE_MONTANT = re.compile(
    rf"€{_ESPACE}?\d[\d {_ESPACE[1:-1]}.,]*\d|\d[\d,.]*{_ESPACE}?k€|\d+,-{_ESPACE}?€"
    rf"|\b(?:(?:deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|quinze|vingts?|trente"
    rf"|quarante|cinquante|soixante|cents?|mille|et|un|une)[- ]){{1,12}}(?:euros?)\b",
    re.IGNORECASE,
)
_TAUX = re.compile(
    rf"(?<![\d,.])(\d{{1,3}}(?:[,.]\d+)?){_ESPACE}?(?:%|pour{_ESPACE}cent\b|pourcents?\b)"
)
_IBAN = re.compile(
    rf"\b(?:[A-Z]{{2}}\d{{2}}(?:(?:{_ESPACE}|-)?[A-Z0-9]){{11,30}}"
    rf"|fr\d{{2}}(?:{_ESPACE}?\d){{20,23}}|\d{{5}}{_ESPACE}\d{{5}}{_ESPACE}\w{{11}}{_ESPACE}\d{{2}})\b"
)
_LOI = re.compile(
    r"\b(?:article|articles|art\.|loi|décret|decret|ordonnance|arrêté|arrete|règlement|directive"
    r"|code|jurisprudence|arrêt|Cass\.|Conseil|[LRD]\.?[ \u00a0]?\*?\d{3}|n°|JO)",
    re.IGNORECASE,
)
_CIVILITE = r"(?:Monsieur|Madame|Mademoiselle|M\.|Mme|Mlle|Me|Maître|MM\.|Mmes|Mr|Docteur|Dr)"
_PRENOM_NOM = r"[A-ZÀ-Ý][\w’'-]+(?:[ \u00a0][A-ZÀ-Ý][\w’'-]+){0,6}"
_PERSONNE = re.compile(rf"(?<!\w){_CIVILITE}[ \u00a0]({_PRENOM_NOM})")
_FORMES = (
    r"(?:SARL|S\.A\.R\.L\.|SAS|SASU|S\.A\.S\.|EURL|SA|S\.A\.|SCI|SNC|GIE|SELARL|SCP|SELAS"
    r"|EI|Société|société|Entreprise|entreprise|Ets|Établissements|Cabinet|cabinet|Étude|étude"
    r"|Association|association)"
)
_AVANT_LA_FORME = re.compile(
    r"(?<!\w)([A-ZÀ-Ý][\w’'-]+(?:[ \u00a0](?:[A-ZÀ-Ý][\w’'-]+|&)){0,6})[ \u00a0]"
    r"(?:SARL|SASU?|EURL|SCI|SNC|SELARL|SCP)\b"
)
_IMMATRICULATION = re.compile(
    rf"\b(?:SIREN|SIRET|RCS(?:{_ESPACE}[A-ZÀ-Ý][\w-]+){{0,3}})\W{{0,4}}\d{{3}}{_ESPACE}?\d{{3}}"
    rf"{_ESPACE}?\d{{3}}(?:{_ESPACE}?\d{{5}})?\b"
)
_SOCIETE = re.compile(
    rf"(?<!\w){_FORMES}[ \u00a0]([A-ZÀ-Ý][\w’'-]+"
    r"(?:[ \u00a0](?:[A-ZÀ-Ý][\w’'-]+|&|et Fils)){0,6})"
)
_COMMUNS = frozenset({
    "La", "Le", "Les", "Une", "Un", "Cette", "Notre", "Votre", "Toute", "Chaque", "Nos", "Vos",
    "Madame", "Monsieur", "Président", "Présidente", "Maire", "Directeur", "Directrice", "Juge",
    "Greffier", "Procureur", "Préfet", "Ministre", "Maître", "Civile", "Anonyme", "Générale",
    "Commissaire", "Bâtonnier", "Gérant", "Gérante", "Comptable", "Trésorier", "Mesdames",
    "Messieurs", "SARL", "SAS", "SASU", "EURL", "SA", "SCI", "SNC", "GIE",
})  # fmt: skip
_CONSEILS = {
    Code.MONTANT_TAPE: "Imprimez-le par un champ, comme {{ somme.en_chiffres }}.",
    Code.DATE_TAPEE: "Imprimez-la par un champ, comme {{ date }} ou {{ date_limite }}.",
    Code.TAUX_TAPE: "Imprimez-le par un champ, comme {{ regime.taux }}.",
    Code.IBAN_TAPE: "Imprimez-le par {{ expediteur.iban }}.",
    Code.NOM_TAPE: "Imprimez-le par un champ, comme {{ debiteur.denomination }}.",
}
_QUOI = {
    Code.MONTANT_TAPE: "un montant est tapé",
    Code.DATE_TAPEE: "une date est tapée",
    Code.TAUX_TAPE: "un taux est tapé",
    Code.IBAN_TAPE: "un compte bancaire est tapé",
    Code.NOM_TAPE: "un nom est tapé",
}


class Litteral(NamedTuple):
    """A value typed in full."""

    code: Code
    debut: int
    fin: int
    texte: str

    @property
    def message(self) -> str:
        """What it is."""
        return f"{_QUOI[self.code]} : « {self.texte} » resterait le même pour tous les dossiers"

    @property
    def conseil(self) -> str:
        """What to write instead."""
        return f"{_CONSEILS[self.code]} S’il ne dépend pas du dossier, laissez-le."


def litteraux(texte: str) -> Iterator[Litteral]:
    """The values typed in *texte*, whose tags are masked."""
    if len(texte) < 4:
        return
    prises: list[tuple[int, int]] = []
    chiffres = any(signe.isdigit() for signe in texte)
    for trouve in _IBAN.finditer(texte) if chiffres else ():
        prises.append(trouve.span())
        yield Litteral(Code.IBAN_TAPE, *trouve.span(), trouve[0])
    for code, motif, est_a_loi in (
        (Code.DATE_TAPEE, _DATE, _date_de_loi),
        (Code.MONTANT_TAPE, _MONTANT, _montant_de_loi),
        (Code.MONTANT_TAPE, _AUTRE_MONTANT, _autre_de_loi),
        (Code.TAUX_TAPE, _TAUX, _taux_de_loi),
    ):
        for trouve in motif.finditer(texte) if chiffres or motif is _AUTRE_MONTANT else ():
            pris = any(a < trouve.end() and trouve.start() < b for a, b in prises)
            if not pris and not est_a_loi(trouve, texte):
                prises.append(trouve.span())
                yield Litteral(code, *trouve.span(), trouve[0])
    yield from _noms(texte)


def _noms(texte: str) -> Iterator[Litteral]:
    for trouve in _IMMATRICULATION.finditer(texte):
        yield Litteral(Code.NOM_TAPE, *trouve.span(), trouve[0])
    for motif in (_PERSONNE, _SOCIETE, _AVANT_LA_FORME):
        for trouve in motif.finditer(texte):
            mots = [m for m in re.split(r"[ \u00a0]", trouve[1]) if m not in _COMMUNS]
            if mots and trouve[1].split()[0] not in _COMMUNS:
                yield Litteral(Code.NOM_TAPE, *trouve.span(), trouve[0])


def _phrase(trouve: re.Match[str], texte: str) -> str:
    """The sentence around, parentheses included."""
    debut = max(texte.rfind(signe, 0, trouve.start()) for signe in (". ", ".\u00a0", "\n", "\t"))
    fins = [f for s in (". ", "\n", "\t") if (f := texte.find(s, trouve.end())) >= 0]
    return texte[debut + 1 : min(fins, default=len(texte))]


def _date_de_loi(trouve: re.Match[str], texte: str) -> bool:
    # A published rate changes on those two days.
    du_taux = re.fullmatch(rf"1er{_ESPACE}(?:janvier|juillet)", trouve[0]) is not None
    return du_taux or est_d_un_texte(texte, *trouve.span())


def _montant_de_loi(trouve: re.Match[str], texte: str) -> bool:
    entier = int(re.sub(r"\D", "", trouve[1]))
    if int(trouve[2] or 0):
        return False
    if Decimal(entier) in _sommes_de_la_loi():
        return True
    return entier % 10 == 0 and bool(_LOI.search(_phrase(trouve, texte)))


def _autre_de_loi(trouve: re.Match[str], texte: str) -> bool:
    return bool(_LOI.search(_phrase(trouve, texte)))


def _taux_de_loi(trouve: re.Match[str], texte: str) -> bool:
    if int(float(trouve[1].replace(",", "."))) == 100 or "TVA" in _phrase(trouve, texte):
        return True
    rond = re.fullmatch(r"\d+", trouve[1]) is not None
    return rond and bool(_LOI.search(_phrase(trouve, texte)))


@cache
def _sommes_de_la_loi() -> frozenset[Decimal]:
    """The amounts a text sets: 40 €, ceilings of competence."""
    constantes = Bareme.integre().constantes
    return frozenset(
        valeur.valeur for valeurs in constantes.values() for valeur in valeurs
        if valeur.unite == "€"
    )  # fmt: skip
