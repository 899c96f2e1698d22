"""Fonts installed on this machine: which file holds which face, and what stands in for a name."""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_LISIBLES = (".ttf", ".otf", ".ttc")
Faces = dict[tuple[bool, bool], tuple[Path, int]]
"""By (bold, italic), the file and the rank of the face in it."""


@functools.cache
def du_systeme() -> dict[str, Faces]:
    """The fonts of this machine: family, then (bold, italic), then file and rank in it."""
    trouvees: dict[str, Faces] = {}
    for fichier in _fichiers():
        for rang, police in _polices(fichier):
            famille, style = _noms(police)
            gras, italique = "bold" in style, "italic" in style or "oblique" in style
            if famille and not {"light", "thin", "black", "condensed"} & set(style.split()):
                trouvees.setdefault(famille, {}).setdefault((gras, italique), (fichier, rang))
    return trouvees


def a_la_place(famille: str, *, gras: bool, italique: bool) -> tuple[Path, int] | None:
    """What fontconfig puts in the place of *famille*, where there is one that we can read."""
    commande = shutil.which("fc-match")
    if commande is None:
        return None
    nom = re.sub(r"([\\\-:,])", r"\\\1", famille)[:80]
    motif = nom + (":bold" if gras else "") + (":italic" if italique else "")
    try:
        fini = subprocess.run(  # noqa: S603 – one argument, after « -- »
            [commande, "--sort", "--format", "%{file}|%{index}\n", "--", motif],
            capture_output=True, text=True, timeout=20, check=True,
        )  # fmt: skip
        rangs = (ligne.rsplit("|", 1) for ligne in fini.stdout.splitlines())
        fichier, rang = next(r for r in rangs if r[0].lower().endswith(_LISIBLES))
        return Path(fichier), int(rang) & 0xFFFF
    except (OSError, subprocess.SubprocessError, ValueError, StopIteration):
        return None


def _fichiers() -> Iterator[Path]:
    if sys.platform == "win32":
        racines = [Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"]
        if os.environ.get("LOCALAPPDATA"):
            racines.append(Path(os.environ["LOCALAPPDATA"]) / "Microsoft" / "Windows" / "Fonts")
    elif sys.platform == "darwin":
        racines = [Path("/Library/Fonts"), Path("/System/Library/Fonts"),
                   Path.home() / "Library" / "Fonts"]  # fmt: skip
    else:
        racines = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"),
                   Path.home() / ".fonts", Path.home() / ".local" / "share" / "fonts"]  # fmt: skip
    for racine in racines:
        if racine.is_dir():
            yield from sorted(f for f in racine.rglob("*") if f.suffix.lower() in _LISIBLES)


def _polices(fichier: Path) -> Iterator[tuple[int, Any]]:
    from fontTools.ttLib import TTCollection, TTFont, TTLibError

    try:
        if fichier.suffix.lower() == ".ttc":
            with TTCollection(fichier, lazy=True) as collection:
                yield from enumerate(collection.fonts)
        else:
            with TTFont(fichier, lazy=True) as police:
                yield 0, police
    except (TTLibError, OSError, AssertionError):
        return  # a damaged font is not ours to mend


def _noms(police: Any) -> tuple[str, str]:
    try:
        noms = police["name"]
        famille = noms.getDebugName(16) or noms.getDebugName(1) or ""
        style = noms.getDebugName(17) or noms.getDebugName(2) or ""
    except Exception:  # noqa: BLE001 – whatever a damaged table raises
        return "", ""
    return famille.casefold(), style.casefold()
