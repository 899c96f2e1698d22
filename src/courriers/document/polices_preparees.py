"""Fonts prepared for the page maker, once each, in the user's cache.

One weight, no pair kerning nor ligature, since Word applies none by default (and since WeasyPrint
leaks memory when CSS turns them off); lines as tall as Word's.
"""

from __future__ import annotations

import functools
import hashlib
import os
import secrets
import sys
import tempfile
from pathlib import Path
from typing import Any

VARIABLE = "COURRIERS_CACHE"
"""Environment variable: where prepared fonts are kept."""
_RECETTE = "3"
"""Changes whenever the preparation does: older faces are then made again."""


def cache() -> Path:
    """Folder of the prepared fonts: ``COURRIERS_CACHE``, else the user's own cache."""
    if os.environ.get(VARIABLE):
        return Path(os.environ[VARIABLE])
    if sys.platform == "win32":
        racine = Path(os.environ.get("LOCALAPPDATA") or Path.home())
    elif sys.platform == "darwin":
        racine = Path.home() / "Library" / "Caches"
    else:
        racine = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return racine / "courriers"


def preparee(source: Path, rang: int, graisse: int | None) -> Path:
    """The prepared copy of *source*, made on first use."""
    empreinte = hashlib.sha256(source.read_bytes())
    empreinte.update(f"{_RECETTE} {rang} {graisse}".encode())
    nom = f"{empreinte.hexdigest()[:24]}.ttf"
    for durable in (True, False):
        repertoire = cache() / "polices" if durable else Path(_cache_provisoire().name)
        fichier = repertoire / nom
        if fichier.is_file():
            return fichier
        try:
            repertoire.mkdir(parents=True, exist_ok=True)
            provisoire = fichier.with_suffix(f".{os.getpid()}-{secrets.token_hex(4)}")
            provisoire.write_bytes(_preparer(source, rang, graisse))
            provisoire.replace(fichier)
        except OSError:  # a cache that cannot be written, or a file another process holds open
            if fichier.is_file():
                return fichier
        else:
            return fichier
    raise OSError(f"{source} : aucun répertoire où préparer cette police")


@functools.cache
def _cache_provisoire() -> tempfile.TemporaryDirectory[str]:
    """A folder of this process alone: one that others can write to could be poisoned."""
    return tempfile.TemporaryDirectory(prefix="courriers-")


def _preparer(source: Path, rang: int, graisse: int | None) -> bytes:
    """One weight of *source*, every character, without kerning nor ligatures."""
    import io

    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    brut = io.BytesIO(_dates_saines(source.read_bytes()))
    police = TTFont(brut, fontNumber=rang, recalcTimestamp=False)
    if "fvar" in police:
        axes = {a.axisTag: a.defaultValue for a in police["fvar"].axes}
        if graisse is not None and "wght" in axes:
            axes["wght"] = graisse
        police = instancer.instantiateVariableFont(police, axes, inplace=True)
    options = Options(
        layout_features=["mark", "mkmk", "ccmp", "locl", "rlig", "init", "medi", "fina", "isol"],
        legacy_kern=False,
        name_IDs=["*"],
        notdef_outline=True,
        glyph_names=False,
        hinting=False,
        drop_tables=[
            "kern",
            "DSIG",
            "FFTM",
            "STAT",
            "HVAR",
            "MVAR",
            "avar",
            "fvar",
            "gvar",
            "PCLT",
            "LTSH",
            "VDMX",
            "hdmx",
        ],
    )
    trieur = Subsetter(options)
    trieur.populate(unicodes=police.getBestCmap().keys())
    trieur.subset(police)
    _mesurer_comme_word(police)
    sortie = io.BytesIO()
    police.save(sortie)
    return sortie.getvalue()


_METRIQUES_TYPO = 1 << 7
"""Of ``fsSelection``: the typographic metrics are those of a line."""


def _mesurer_comme_word(police: Any) -> None:
    """The line of *police* as ascent and descent only: the page maker would split the gap."""
    lignes, os2 = police["hhea"], police.get("OS/2")
    monte, descend, vide = lignes.ascent, -lignes.descent, lignes.lineGap
    if os2 is not None and os2.fsSelection & _METRIQUES_TYPO and os2.sTypoAscender:
        monte, descend, vide = os2.sTypoAscender, -os2.sTypoDescender, os2.sTypoLineGap
    elif os2 is not None and not (monte or descend):
        monte, descend, vide = os2.usWinAscent, os2.usWinDescent, 0
    lignes.ascent, lignes.descent, lignes.lineGap = monte + max(0, vide), -descend, 0
    if os2 is not None:
        os2.fsSelection &= ~_METRIQUES_TYPO


def _dates_saines(octets: bytes) -> bytes:
    """The font, dated after 1970: fontTools complains aloud of older ones, which are mistakes."""
    rangs = int.from_bytes(octets[4:6], "big") if octets[:4] != b"ttcf" else 0
    for debut in range(12, 12 + 16 * rangs, 16):
        if octets[debut : debut + 4] == b"head":
            place = int.from_bytes(octets[debut + 8 : debut + 12], "big") + 20
            depuis_1904 = (2_082_844_800 + 86_400).to_bytes(8, "big")
            return octets[:place] + depuis_1904 * 2 + octets[place + 16 :]
    return octets
