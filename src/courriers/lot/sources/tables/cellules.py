"""One cell to a value: a text, an amount, a day; or why it is none, in plain French.

A number of a spreadsheet is a binary float: it becomes the decimal number that the sheet shows for
it, never a float. What was corrected on the way is said.
"""

from __future__ import annotations

import datetime
import functools
import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal

from courriers.erreurs import CourriersError
from courriers.lot.saisie.lecture import lire_jour, lire_somme
from courriers.lot.sources.tables.modele import Valeur
from courriers.monnaie import DEVISES, PLAFOND, arrondi

Dire = Callable[[str], None]
"""Takes a warning: what was read, and as what."""
_ESPACES = " \u00a0\u202f\u2009"
_SANS_LARGEUR = f"{_ESPACES}\t\r\n\u200b\ufeff"
_SIMPLE = re.compile(r"(\d{1,12})(?:[.,](\d{1,2}))?", re.ASCII)
_MILLIERS = re.compile(rf"\d{{1,3}}(?:[{_ESPACES}]\d{{3}})+(?:,\d{{1,2}})?", re.ASCII)
_JOUR = re.compile(r"(\d\d?)/(\d\d?)/(\d{4})", re.ASCII)
SANS_RESULTAT = "#FORMULE"
"""Stands for a formula whose result is not in the file."""
_ERREURS = {"#N/A", "#REF!", "#VALUE!", "#VALEUR!", "#DIV/0!", "#NAME?", "#NOM?", "#NUM!",
            "#NOMBRE!", "#NULL!", "#NUL!", "#ERREUR!", "#SPILL!", "#CALC!", "ERR:502", "ERR:522",
            SANS_RESULTAT}  # fmt: skip
_MAL_LU = re.compile(r"Ã[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
                     r"\u2013-\u203a\u20ac\u2122 ]|â€|Â[\u00a0°«»]|\ufffd"
                     r"|(?<!\S)\?(?=[a-zà-ÿ]{2})|(?<=[a-zà-ÿ])\?(?=[a-zà-ÿ])")  # fmt: skip
_SANS_DETOUR = re.compile(r"[0-9A-DF-Za-z](?:[0-9A-Za-z_,;:.+()/'-]| (?! ))*(?<! )")
"""A text that nothing below would change or refuse."""
_LETTRE = re.compile("[a-z]")
_COMMANDE = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_SERIE = (36_526, 73_050)
"""Day numbers of Excel from 2000 to 2099."""
_LONG = 40
"""A longer text is no amount."""
_ORIGINE = datetime.date(1899, 12, 30)
_CHIFFRES_MAX = 15
"""Digits a spreadsheet keeps of a number."""


class Fautive(ValueError):
    """A cell that cannot be used; ``str()`` says what was found, ``conseil`` what to do."""

    def __init__(self, message: str, conseil: str = "") -> None:
        super().__init__(message)
        self.conseil = conseil


def en_erreur(texte: str) -> Fautive:
    """A cell that shows an error, or a formula with no result."""
    if texte == SANS_RESULTAT:
        return Fautive(
            "cette formule n’a pas de résultat dans le fichier",
            "Ouvrez le classeur dans Excel ou LibreOffice, enregistrez-le, puis recommencez.",
        )
    return Fautive(
        f"la cellule montre l’erreur « {texte} »",
        "Corrigez la formule, ou tapez la valeur.",
    )


def texte(valeur: Valeur) -> str:
    """*valeur* as a text: a number without its decimals, spaces made one.

    Raises:
        Fautive: a date, a truth value or an error where a text is expected; a number that the
            spreadsheet rounded.
    """
    if isinstance(valeur, str):
        if _SANS_DETOUR.fullmatch(valeur):
            return valeur
        propre = " ".join(valeur.split()) if valeur.isascii() else " ".join(
            re.split(r"[\s]+", valeur.strip(f"{_ESPACES}\u200b\ufeff"))
        )  # fmt: skip
        if propre.startswith(("#", "Err:")) and propre.upper() in _ERREURS:
            raise en_erreur(propre)
        if not propre.isprintable() and (commande := _COMMANDE.search(propre)):
            raise Fautive(
                f"le caractère de commande U+{ord(commande[0]):04X} s’est glissé dans cette "
                "cellule",
                "Retapez-la.",
            )
        if ("?" in propre or not propre.isascii()) and _MAL_LU.search(propre):
            raise Fautive(
                f"« {propre[:60]} » est mal encodé",
                "Réexportez la table, en « CSV UTF-8 » ou en XLSX.",
            )
        return propre
    if isinstance(valeur, datetime.date):
        raise Fautive(
            f"le tableur a fait une date de ce texte ({_dit(_jour_seul(valeur))})",
            "Mettez la colonne au format « Texte », puis retapez la valeur.",
        )
    if isinstance(valeur, bool):
        raise Fautive("« VRAI » ou « FAUX » n’est pas un texte")
    return _nombre_en_texte(valeur)


def lignes(valeur: Valeur) -> list[str]:
    """*valeur* as the lines of an address, told apart by line breaks."""
    if not isinstance(valeur, str):
        return [texte(valeur)]
    return [propre for ligne in valeur.splitlines() if (propre := texte(ligne))]


def _nombre_en_texte(valeur: float) -> str:
    if isinstance(valeur, float) and not valeur.is_integer():
        return f"{Decimal(repr(valeur)):f}".replace(".", ",")
    entier = str(int(valeur))
    if len(entier.lstrip("-")) > _CHIFFRES_MAX:
        raise Fautive(
            f"le tableur a arrondi ce numéro ({entier[:_CHIFFRES_MAX]}…) : il ne garde que "
            f"{_CHIFFRES_MAX} chiffres",
            "Mettez la colonne au format « Texte », puis retapez le numéro.",
        )
    return entier


def montant(valeur: Valeur, devise: str, dire: Dire) -> Decimal:
    """*valeur* as an amount, below zero if it is written so.

    A float of a spreadsheet is rounded to the cents; that it had more is said.

    Raises:
        Fautive: not an amount, an ambiguous one (« 1.234 »), one beyond what a case may hold.
    """
    if isinstance(valeur, str):
        return _montant_ecrit(valeur, devise)
    if isinstance(valeur, bool | datetime.date):
        vu = _dit(_jour_seul(valeur)) if isinstance(valeur, datetime.date) else "VRAI ou FAUX"
        raise Fautive(f"un montant est attendu, trouvé : {vu}")
    ecrit = repr(valeur)
    entier, _, centimes = ecrit.partition(".")
    if (
        len(centimes) <= 2 == DEVISES[devise].decimales
        and len(entier) <= 10
        and not _LETTRE.search(ecrit)
    ):
        return Decimal(f"{entier}.{centimes:0<2}")
    exact = Decimal(ecrit)
    if not exact.is_finite() or abs(exact) >= PLAFOND:
        raise Fautive(f"{valeur:g} est hors des montants admis")
    rond = arrondi(exact, DEVISES[devise].decimales)
    # Sums of a spreadsheet drift far behind the cents: 1234.5600000000002 is 1234.56.
    if abs(rond - exact) > Decimal("0.000001"):
        ecrits = [f"{n:f}".replace(".", ",") for n in (exact, rond)]
        dire(f"la cellule vaut {ecrits[0]} : {ecrits[1]} est retenu")
    return rond


@functools.lru_cache(maxsize=8192)
def _montant_ecrit(brut: str, devise: str) -> Decimal:
    ecrit = texte(brut).replace("\u2212", "-")
    if len(ecrit) > _LONG:
        raise Fautive(f"«\u00a0{ecrit[:_LONG]}…\u00a0» n’est pas un montant")
    nombre, signe = ecrit, 1
    sans = re.sub(r"(?i)\s*(€|eur|euros?)\s*", "", ecrit)
    if trouve := re.fullmatch(r"\((.+)\)|-\s*(.+)|(.+?)\s*-|\+\s*(.+)", sans):
        signe = 1 if trouve[4] else -1
        nombre = next(g for g in trouve.groups() if g)
        if devise != "EUR" and sans != ecrit:
            raise Fautive(f"ce montant est en euros ; le dossier est en {devise}")
    if simple := _SIMPLE.fullmatch(nombre):
        valeur = Decimal(f"{simple[1]}.{simple[2] or 0}")
        if DEVISES[devise].decimales >= len((simple[2] or "").rstrip("0")):
            return signe * valeur
    elif _MILLIERS.fullmatch(nombre) and DEVISES[devise].decimales >= 2:
        return signe * Decimal(re.sub(rf"[{_ESPACES}]", "", nombre).replace(",", "."))
    elif re.fullmatch(r"0+([.,]0+)?\s*(€|eur|euros?)?|-", nombre, re.IGNORECASE | re.ASCII):
        return Decimal(0)
    elif trouve := re.fullmatch(r"(?:€|eur)\s*(\d.*)", nombre, re.IGNORECASE | re.ASCII):
        nombre = trouve[1]
    try:
        return signe * lire_somme(nombre, devise)
    except CourriersError as faute:
        raise Fautive(faute.message.rstrip("."), faute.conseil) from None
    except ValueError as faute:
        raise Fautive(str(faute)) from None


def jour(valeur: Valeur, dire: Dire) -> datetime.date:
    """*valeur* as a day; the day number of a spreadsheet is read, and said.

    Raises:
        Fautive: not a day, or one out of 1900 to 2199.
    """
    if isinstance(valeur, datetime.date):
        lu = _jour_seul(valeur)
        if not 1900 <= lu.year <= 2199:
            raise Fautive(f"l’année {lu.year} est hors du calendrier utile (1900 à 2199)")
        return lu
    if isinstance(valeur, str) and not re.fullmatch(r"\d{5}(,0+|\.0+)?", valeur.strip(), re.ASCII):
        return _jour_ecrit(valeur)
    if isinstance(valeur, bool):
        raise Fautive("une date est attendue, trouvé : VRAI ou FAUX")
    numero = float(str(valeur).replace(",", "."))
    if not _SERIE[0] <= numero <= _SERIE[1]:
        raise Fautive(
            f"« {_nombre_en_texte(numero)} » n’est pas une date",
            "Écrivez-la 23/11/2026.",
        )
    lu = _ORIGINE + datetime.timedelta(days=int(numero))
    dire(f"le nombre {int(numero)} est lu comme le jour du tableur, le {_dit(lu)}")
    return lu


@functools.lru_cache(maxsize=8192)
def _jour_ecrit(brut: str) -> datetime.date:
    if simple := _JOUR.fullmatch(brut):
        try:
            lu = datetime.date(int(simple[3]), int(simple[2]), int(simple[1]))
        except ValueError:
            lu = datetime.date.min
        if 1900 <= lu.year <= 2199:
            return lu
    ecrit = texte(brut)
    ecrit = re.sub(r"(?<=\d{4})[T ]\d\d?[:h]\d\d(:\d\d(\.\d+)?)?Z?$", "", ecrit)
    ecrit = re.sub(r"(?<=^\d{4}-\d\d-\d\d)[T ]\d\d?[:h]\d\d(:\d\d(\.\d+)?)?Z?$", "", ecrit)
    ecrit = re.sub(r"^(\d{4})[/.](\d\d)[/.](\d\d)$", r"\1-\2-\3", ecrit)
    try:
        return lire_jour(ecrit)
    except ValueError as faute:
        conseil = "Vérifiez le jour et le mois." if "calendrier" in str(faute) else ""
        raise Fautive(str(faute), conseil) from None


def _jour_seul(valeur: datetime.date) -> datetime.date:
    return valeur.date() if isinstance(valeur, datetime.datetime) else valeur


def _dit(valeur: datetime.date) -> str:
    return f"{valeur.day:02}/{valeur.month:02}/{valeur.year:04}"


def est_vide(valeur: object) -> bool:
    """Whether a cell says nothing: blank, or spaces."""
    if not isinstance(valeur, str):
        return valeur is None
    return (
        not valeur
        or valeur.isspace()
        or (valeur[0] in _SANS_LARGEUR and not valeur.strip(_SANS_LARGEUR))
    )


@functools.lru_cache(maxsize=8192)
def sans_accent(ecrit: str) -> str:
    """*ecrit* in small letters, without accents, its spaces made one."""
    decompose = unicodedata.normalize("NFKD", ecrit.casefold())
    return " ".join("".join(c for c in decompose if not unicodedata.combining(c)).split())


@functools.lru_cache(maxsize=8192)
def nom_nu(ecrit: str) -> str:
    """A name by which two rows are one debtor: letters and figures alone.

    >>> nom_nu("S.A.R.L. L’Étape") == nom_nu("SARL L'ETAPE")
    True
    """
    return re.sub(r"[\W_]", "", sans_accent(ecrit))
