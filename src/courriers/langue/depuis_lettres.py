"""French words read back as an amount: the way back from ``en_lettres``, by other means.

Nothing here comes from what wrote the words: a fault of the one is not a fault of the other.
"""

from __future__ import annotations

import re
from decimal import Decimal

from courriers.erreurs import MontantInvalide
from courriers.langue.devises import devise as devise_de

_SIMPLES = {
    mot: valeur
    for valeur, mots in enumerate((
        "zéro", "un une", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix",
        "onze", "douze", "treize", "quatorze", "quinze", "seize",
    ))
    for mot in mots.split()
}  # fmt: skip
_DIZAINES = {"trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60,
             "septante": 70, "huitante": 80, "octante": 80, "nonante": 90}  # fmt: skip
_ECHELLES = {"million": 10**6, "milliard": 10**9, "billion": 10**12, "billiard": 10**15}


def depuis_lettres(texte: str, devise: str = "EUR") -> Decimal:
    """The amount that *texte* says, in units of *devise*.

    Either spelling, and the « septante » and « nonante » of Belgium and Switzerland. What the words
    say is read; their spelling is not judged: « deux cents dix » is 210.

    Args:
        texte: a whole amount, its currency named: « deux cents euros et dix centimes ».
        devise: ISO 4217 code among :data:`courriers.monnaie.DEVISES`.

    Raises:
        MontantInvalide: not an amount in words, or of another currency.
        DeviseInconnue: no such currency.

    >>> depuis_lettres("mille deux cent trente-quatre euros et cinquante-six centimes")
    Decimal('1234.56')
    >>> depuis_lettres("quatre-vingt-un millions d’euros")
    Decimal('81000000.00')
    >>> depuis_lettres("deux euros de trop")
    Traceback (most recent call last):
    courriers.erreurs.MontantInvalide: « deux euros de trop » n’est pas un montant en lettres.
    """
    monnaie = devise_de(devise)
    nu = " ".join(texte.replace("'", "’").lower().split())
    unites = "|".join(map(re.escape, (monnaie.pluriel.lower(), monnaie.singulier.lower())))
    sous = "|".join(map(re.escape, (monnaie.sous_pluriel.lower(), monnaie.sous_singulier.lower())))
    fin = rf"(?: et (?P<sous>.+?) (?:{sous}))?" if monnaie.decimales and sous.strip("|") else ""
    motif = rf"(?P<signe>moins )?(?P<entier>.+?) (?:de |d’)?(?:{unites}){fin}"
    trouve = re.fullmatch(motif, nu)
    if trouve is None:
        raise _refus(texte)
    parts = trouve.groupdict()
    entier, reste = _nombre(parts["entier"], texte), _nombre(parts.get("sous") or "zéro", texte)
    if reste >= 10**monnaie.decimales:
        raise _refus(texte)
    valeur = Decimal(entier) + Decimal(reste).scaleb(-monnaie.decimales)
    exact = valeur.quantize(Decimal(1).scaleb(-monnaie.decimales))
    return -exact if parts["signe"] else exact


def _nombre(mots: str, texte: str) -> int:
    """The whole number *mots* says; *texte* is what they are part of."""
    total, milliers, groupe = 0, 0, 0
    for mot in mots.replace("-", " ").split():
        echelle = _ECHELLES.get(mot.removesuffix("s"))
        if mot == "et":
            continue
        if echelle is not None:
            total += (milliers + groupe) * echelle
            milliers = groupe = 0
        elif mot == "mille":
            milliers, groupe = 1000 * max(1, groupe), 0
        else:
            groupe = _ajouter(groupe, mot, texte)
    return total + milliers + groupe


def _ajouter(groupe: int, mot: str, texte: str) -> int:
    """A number under a thousand, one word further."""
    if mot in ("cent", "cents"):
        return 100 * max(1, groupe)
    if mot in ("vingt", "vingts"):
        return groupe + 76 if groupe % 100 == 4 else groupe + 20  # four twenties
    valeur = _SIMPLES.get(mot, _DIZAINES.get(mot))
    if valeur is None:
        raise _refus(texte)
    return groupe + valeur


def _refus(texte: str) -> MontantInvalide:
    return MontantInvalide(f"« {texte[:120]} » n’est pas un montant en lettres.")
