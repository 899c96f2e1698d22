"""Figures that belong to a statute or a judgment cited, told by the words around them.

« La loi du 6 juillet 1989 », « Cass. com., 24 avril 2024, n° 22-24.275 »: the date is the text's.
"""

from __future__ import annotations

import re

_NOMS = (
    r"loi|décret|ordonnance|arrêté(?= (?:du|n°|inter|min|roy))|règlement(?= (?:\(|UE|CE|n°|géné))"
    r"|directive|arrêt|circulaire|CJUE|JO(?:RF)?"
)
_AVANT = re.compile(
    rf"(?:\b(?:{_NOMS})\b[^.;\n]{{0,70}}|\bCass\.[^;\n]{{0,60}}|\bciv\.[^;\n]{{0,40}})$",
    re.IGNORECASE,
)
_NUMERO = re.compile(r"n[°º]\W?[\d*][\w./-]*\W{1,3}(?:du )?$")
_PORTEE = 95
"""Signs looked at on the left."""


def est_d_un_texte(phrase: str, debut: int, fin: int) -> bool:
    """Whether the date from *debut* to *fin* is that of a statute or a judgment *phrase* cites.

    >>> dit = "au sens de la loi n° 91-650 du 9 juillet 1991 ; payez le 3 mars 2027"
    >>> est_d_un_texte(dit, dit.index("9 juil"), dit.index(" ;"))
    True
    >>> est_d_un_texte(dit, dit.index("3 mars"), len(dit))
    False
    """
    avant = re.sub(r"[\u00a0\u202f\u2009]", " ", phrase[max(0, debut - _PORTEE) : debut])
    suite = phrase[fin : fin + 6]
    return bool(_AVANT.search(avant) or _NUMERO.search(avant)) or "n°" in suite
