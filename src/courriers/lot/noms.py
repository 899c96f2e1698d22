"""File names made from the case: safe on every system, never outside the output folder."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PureWindowsPath

LONGUEUR_MAX = 80
PAR_REPERTOIRE = 1000
_RESERVES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


def nom_sur(texte: str) -> str:
    """*texte* as a folder name: ASCII letters, digits, dot, dash, underscore; never empty.

    >>> nom_sur("2026-0417"), nom_sur("../../etc/Créance n° 3"), nom_sur("CON"), nom_sur("…")
    ('2026-0417', 'etc-Creance-n-3', '_CON', 'dossier')
    """
    ascii_seul = unicodedata.normalize("NFKD", texte).encode("ascii", "ignore").decode()
    propre = re.sub(r"[^A-Za-z0-9._-]+", "-", ascii_seul)
    propre = re.sub(r"\.{2,}", ".", propre).strip(".-_ ")[:LONGUEUR_MAX].rstrip(".-_ ")
    if _RESERVES.match(propre):
        propre = f"_{propre}"
    return propre or "dossier"


def sous_repertoire(rang: int) -> str:
    """Folder of the case number *rang* (from 0): the first thousand flat, then by thousands.

    >>> sous_repertoire(999), sous_repertoire(1000)
    ('', '1001-2000')
    """
    tranche = rang // PAR_REPERTOIRE
    if not tranche:
        return ""
    return f"{tranche * PAR_REPERTOIRE + 1}-{(tranche + 1) * PAR_REPERTOIRE}"


def est_dedans(nom: str) -> bool:
    """Whether *nom*, a path that a journal gives, stays inside its folder on every system.

    >>> est_dedans("A/lettre.pdf"), est_dedans("../A"), est_dedans("C:/A"), est_dedans("A/../../B")
    (True, False, False, False)
    """
    parties = PureWindowsPath(nom)
    return not parties.anchor and ".." not in parties.parts and nom not in ("", ".")
