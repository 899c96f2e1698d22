"""Amounts in French words.

num2words writes French integers rightly and French currencies wrongly (40 of 261 reference rows
exact), so it gives the integer and everything about money is composed here. It is imported in
this module only.

Rules: vingt and cent take an s when multiplied and last, or before million and milliard; mille
never varies; « de » after a whole number of millions; one « et », before the subunit; nothing
for a subunit of zero. Spelling ``"1990"`` links every numeral but million, milliard, billion.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from courriers.erreurs import MontantInvalide
from courriers.langue.devises import devise as devise_de
from courriers.monnaie import Devise, arrondi, decimales_de

Orthographe = Literal["traditionnelle", "1990"]

LIMITE = 10**15
"""Bound of what is written in words, in units of the currency, included."""

_GRANDS = r"(millions?|milliards?|billions?|billiards?)"


def en_lettres(
    montant: Decimal | int,
    devise: str = "EUR",
    orthographe: Orthographe = "traditionnelle",
    *,
    arrondir: bool = False,
) -> str:
    """*montant* in French words, with its currency.

    Args:
        montant: exact amount in units of the currency, from −10^15 to 10^15, both included.
        devise: ISO 4217 code among :data:`courriers.monnaie.DEVISES`.
        orthographe: ``"traditionnelle"`` (default) or ``"1990"``.
        arrondir: round to the currency's decimals, half up; refuse otherwise.

    Raises:
        MontantInvalide: a float, a bool, NaN, an infinity, out of bounds, or more decimals than
            the currency has while *arrondir* is false.
        DeviseInconnue: no such currency.

    >>> en_lettres(Decimal("1234.56"))
    'mille deux cent trente-quatre euros et cinquante-six centimes'
    >>> en_lettres(1_000_000)
    'un million d’euros'
    >>> en_lettres(21, "GBP", "1990")
    'vingt-et-une livres sterling'
    >>> en_lettres(1.5)
    Traceback (most recent call last):
    courriers.erreurs.MontantInvalide: 1.5 est un nombre à virgule flottante, donc inexact. ...
    """
    monnaie = devise_de(devise)
    if orthographe not in ("traditionnelle", "1990"):
        raise ValueError(f"orthographe inconnue : {orthographe!r}")
    exact = _exact(montant, monnaie, arrondir)
    signe, chiffres, exposant = exact.as_tuple()
    total = int("".join(map(str, chiffres)))
    unites, sous_unites = divmod(total, 10 ** -int(exposant))
    texte = _compter(unites, monnaie.genre, monnaie.singulier, monnaie.pluriel, orthographe)
    if sous_unites:
        sous = (monnaie.sous_singulier, monnaie.sous_pluriel)
        texte += " et " + _compter(sous_unites, "m", *sous, orthographe)
    return f"moins {texte}" if signe and total else texte


def _exact(montant: object, monnaie: Devise, arrondir: bool) -> Decimal:
    """*montant* with exactly the currency's decimals, or a refusal."""
    if isinstance(montant, float):
        raise MontantInvalide(
            f"{montant!r} est un nombre à virgule flottante, donc inexact.",
            conseil='Donnez un Decimal, par exemple Decimal("1234.56").',
        )
    if isinstance(montant, bool) or not isinstance(montant, int | Decimal):
        raise MontantInvalide(
            f"{montant!r} n’est pas un montant : un Decimal ou un int est attendu."
        )
    valeur = Decimal(montant)
    if not valeur.is_finite():
        raise MontantInvalide(f"{valeur} n’est pas un montant fini.")
    if valeur.copy_abs() > LIMITE:
        raise MontantInvalide("Au-delà de 10^15, un montant ne s’écrit pas en lettres.")
    if decimales_de(valeur) > monnaie.decimales and not arrondir:
        raise MontantInvalide(
            f"{valeur} a plus de {monnaie.decimales} décimales ({monnaie.code}).",
            conseil="Arrondissez-le d’abord, ou demandez l’arrondi (arrondir=True, --arrondir).",
        )
    return arrondi(valeur, monnaie.decimales)


def _compter(
    nombre: int, genre: str, singulier: str, pluriel: str, orthographe: Orthographe
) -> str:
    numeral = _numeral(nombre, genre, orthographe)
    nom = pluriel if nombre >= 2 else singulier
    if nombre and nombre % 1_000_000 == 0:
        liaison = "d’" if nom[0] in "aeiouyéöø" else "de "
        return f"{numeral} {liaison}{nom}"
    return f"{numeral} {nom}"


@lru_cache(maxsize=1024)  # a letter says its sums several times
def _numeral(nombre: int, genre: str, orthographe: Orthographe) -> str:
    from num2words import num2words

    texte: str = num2words(nombre, lang="fr")
    if genre == "f":
        texte = re.sub(r"\bun$", "une", texte)
    if orthographe == "1990":
        texte = texte.replace(" ", "-")
        texte = re.sub(rf"-?\b{_GRANDS}\b-?", r" \1 ", texte).strip()
    return texte
