"""File names made from the case: safe on every system, never outside the output folder."""

from __future__ import annotations

import datetime
import re
import sys
import unicodedata
from pathlib import Path, PurePath, PureWindowsPath

LONGUEUR_MAX = 80
PAR_REPERTOIRE = 1000
_MAX_WINDOWS = 259
"""Characters of a path that every Windows opens."""
_RESERVE = 200
"""What follows the folder of the letters, at most: thousands, case, letter or exhibit, name being
written."""
_COURT = 100
_GARDE = re.compile(r"(?s)(.+)\.(?:retouchee|envoyee-\d{4}-\d\d-\d\d)(?:-\d+)?(\.[a-z]+)")
_RESERVES = re.compile(
    r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)|(journal\.jsonl|synthese\.(xlsx|pdf))$"
)
"""Names of Windows’ devices, and of what stands beside the cases."""


def nom_sur(texte: str) -> str:
    """*texte* as a folder name: ASCII letters, digits, dot, dash, underscore; never empty.

    >>> nom_sur("2026-0417"), nom_sur("../../etc/Créance n° 3"), nom_sur("CON"), nom_sur("…")
    ('2026-0417', 'etc-Creance-n-3', '_CON', 'dossier')
    >>> nom_sur("Journal.jsonl"), nom_sur("synthèse.pdf"), nom_sur("synthese.pdf.1")
    ('_Journal.jsonl', '_synthese.pdf', 'synthese.pdf.1')
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


def etendu(sortie: Path) -> Path:
    """*sortie*; on Windows, where its letters would have too long a path, in its extended form."""
    if sys.platform != "win32":
        return sortie
    return Path(etendu_sur_windows(str(sortie.absolute())))


def etendu_sur_windows(absolu: str) -> str:
    r"""*absolu*, an absolute path of Windows, in the form that has no limit, if it needs it.

    >>> etendu_sur_windows("C:\\lettres"), etendu_sur_windows("C:\\" + "a" * 200)[:9]
    ('C:\\lettres', '\\\\?\\C:\\aa')
    >>> etendu_sur_windows("\\\\serveur\\" + "a" * 200)[:15]
    '\\\\?\\UNC\\serveur'
    """
    if len(absolu) + _RESERVE <= _MAX_WINDOWS or absolu.startswith("\\\\?\\"):
        return absolu
    if absolu.startswith("\\\\"):
        return "\\\\?\\UNC\\" + absolu[2:]
    return "\\\\?\\" + absolu


def est_de_la_liasse(nom: str, pack: str) -> bool:
    """Whether *nom*, a path that a journal gives, is of the complete file of a letter of *pack*.

    >>> [est_de_la_liasse(f"A/{n}", "requete") for n in ("requete.pdf", "requete-decompte.pdf")]
    [False, False]
    >>> [est_de_la_liasse(n, "requete") for n in ("requete-complet.pdf", "A/requete-pieces/1.pdf")]
    [True, True]
    """
    debut = rf"{re.escape(pack)}(-\d+)?"
    return bool(re.search(rf"(^|/){debut}(-complet(-\d+)?\.pdf|-pieces/[^/]+\.pdf)$", nom))


def nom_de_garde(nom: str, envoyee: datetime.date | None = None, rang: int = 1) -> str:
    """What the file *nom* is called when another takes its place: it was sent, or is a person's.

    >>> nom_de_garde("requete.docx"), nom_de_garde("requete.docx", rang=2)
    ('requete.retouchee.docx', 'requete.retouchee-2.docx')
    >>> nom_de_garde("requete.docx", datetime.date(2026, 10, 1))
    'requete.envoyee-2026-10-01.docx'
    """
    chemin = PurePath(nom)
    mot = "retouchee" if envoyee is None else f"envoyee-{envoyee.isoformat()}"
    return f"{chemin.stem}.{mot}{f'-{rang}' if rang > 1 else ''}{chemin.suffix}"


def garde_de(nom: str) -> str | None:
    """The file that *nom*, a path, was before it was kept beside; nothing if it is none such.

    >>> garde_de("A/requete.retouchee-2.docx"), garde_de("A/requete.docx")
    ('A/requete.docx', None)
    >>> garde_de("A/requete.envoyee-2026-10-01.pdf")
    'A/requete.pdf'
    """
    trouve = _GARDE.fullmatch(nom)
    return f"{trouve[1]}{trouve[2]}" if trouve else None


def gardes_de(chemin: Path) -> list[Path]:
    """What was kept of the file *chemin*, beside it; no link."""
    try:
        voisins = sorted(chemin.parent.iterdir())
    except OSError:
        return []
    return [
        f for f in voisins if garde_de(f.name) == chemin.name and f.is_file() and not f.is_symlink()
    ]


def est_dedans(nom: str) -> bool:
    """Whether *nom*, a path that a journal gives, stays inside its folder on every system.

    >>> est_dedans("A/lettre.pdf"), est_dedans("../A"), est_dedans("C:/A"), est_dedans("A/../../B")
    (True, False, False, False)
    """
    parties = PureWindowsPath(nom)
    return not parties.anchor and ".." not in parties.parts and nom not in ("", ".")


def montre(texte: str) -> str:
    """*texte* of a journal as a person can read it: on one line, short, no control character.

    >>> montre("A-1\\x1b[2J"), len(montre("x" * 10_000))
    ('A-1?[2J', 100)
    """
    court = texte if len(texte) <= _COURT else f"{texte[: _COURT - 1]}…"
    return "".join(c if c.isprintable() else "?" for c in court)
