"""One cell of a FEC: an amount in cents, a day, a reference, a lettering."""

from __future__ import annotations

import datetime
import functools
import re
import unicodedata

from courriers.dossier.base import DATE_MAX, DATE_MIN
from courriers.lot.saisie.lecture import lire_jour

_MONTANT = re.compile(r"([+-]?)(\d{1,3}(?: \d{3})+|\d{1,3}(?:\.\d{3})+(?=,)|\d{0,15})"
                      r"(?:[.,](\d{1,8}))?([+-]?)", re.ASCII)  # fmt: skip
NULS = frozenset(("", "0", "0,00", "0.00"))
"""Amounts that are nothing, as nearly every file writes them."""
_SIGNIFIE = re.compile(r"[^\W_0]")
_ESPACES = re.compile(r"[\s\u00a0\u202f]+")
SENS = {"D": 1, "DEBIT": 1, "+1": 1, "1": 1, "+": 1, "C": -1, "CREDIT": -1, "-1": -1, "-": -1}
"""What the column « Sens » may hold; the two first forms are those of art. A47 A-1."""


def centimes(texte: str) -> int:
    """*texte*, an amount of the books, in cents: « 1234,56 », « 1234.5 », « -12 », nothing.

    Raises:
        ValueError: not an amount, more than two decimals, or three that may be thousands.

    >>> [centimes(t) for t in ("1234,56", "1234.5", "-12", "", "1 234,50", "12,00-", "1.234,50")]
    [123456, 123450, -1200, 0, 123450, -1200, 123450]
    """
    if texte in NULS:
        return 0
    if texte[-3:-2] in (",", "."):  # what nearly every cell holds
        chiffres = texte[:-3] + texte[-2:]
        if chiffres.isascii() and chiffres.isdecimal():
            return int(chiffres)
    propre = _ESPACES.sub(" ", texte).strip()
    if not propre:
        return 0
    lu = _MONTANT.fullmatch(propre)
    if lu is None or not (lu[2] or lu[3]) or (lu[1] and lu[4]):
        raise ValueError(f"«\u00a0{propre[:40]}\u00a0» n’est pas un montant")
    entier, decimales = re.sub(r"[ .]", "", lu[2]) or "0", lu[3] or ""
    if len(decimales) == 3 and int(entier) and lu[2].isdecimal() and len(lu[2]) <= 3:
        raise ValueError(f"«\u00a0{propre}\u00a0» est ambigu\u00a0: milliers ou décimales\u00a0?")
    if decimales[2:].strip("0"):
        raise ValueError(f"«\u00a0{propre}\u00a0» a plus de deux décimales")
    valeur = int(entier + decimales[:2].ljust(2, "0"))
    return -valeur if "-" in (lu[1], lu[4]) else valeur


@functools.lru_cache(maxsize=8192)
def jour(texte: str) -> datetime.date:
    """A day as AAAAMMJJ; the forms of a spreadsheet that resaved the file too (12/03/2026).

    Raises:
        ValueError: another form, or a day that does not exist.
    """
    if re.fullmatch(r"\d{8}", texte, re.ASCII):
        try:
            lu = datetime.date(int(texte[:4]), int(texte[4:6]), int(texte[6:]))
        except ValueError:
            raise ValueError(
                f"«\u00a0{texte}\u00a0» n’existe pas au calendrier (AAAAMMJJ)"
            ) from None
        if not DATE_MIN <= lu <= DATE_MAX:
            raise ValueError(f"«\u00a0{texte}\u00a0» est hors du calendrier utile (1900 à 2199)")
        return lu
    return lire_jour(texte)


def date_normale(texte: str) -> str:
    """*texte* as AAAAMMJJ, so that days compare as texts; left as it is when it is no day."""
    if len(texte) == 8 and texte.isdecimal():
        return texte if texte != "00000000" else ""
    propre = texte.strip()
    if propre == texte:
        if not texte:
            return ""
        try:
            return f"{jour(texte):%Y%m%d}"
        except ValueError:
            return texte
    return date_normale(propre)


def nu(texte: str) -> str:
    """The first 200 characters of *texte*, in small letters and figures, one space between words.

    >>> nu("  À-Nouveaux (détail) ")
    'a nouveaux detail'
    """
    return _nu(texte[:200])


@functools.lru_cache(maxsize=8192)
def _nu(texte: str) -> str:
    decompose = unicodedata.normalize("NFKD", texte.casefold())
    sans = "".join(c for c in decompose if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", sans).split())


def vide_si_signe(texte: str) -> str:
    """*texte* stripped; nothing if it holds no letter nor figure but 0: « - », « / », « 0 »."""
    premier, propre = texte[:1], texte.strip()
    if premier.isalnum() and premier != "0":  # what nearly every cell holds
        return propre
    return propre if _SIGNIFIE.search(propre) else ""
