"""Fonts: which file renders a name, how wide and how tall it is.

Arial is rendered by Arimo, its metric twin, which comes with pip; any other name is looked up on
the system — the font itself, then its metric twin — and otherwise replaced, with a finding, by the
font that the system itself puts in its place (fontconfig, as LibreOffice does), else by Arimo.
Each face is prepared once in the user's cache: one weight, no pair kerning nor ligature, since
Word applies none by default (and since WeasyPrint leaks memory when CSS turns them off). fontTools
is imported in this module only.
"""

from __future__ import annotations

import functools
import hashlib
import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

VARIABLE = "COURRIERS_CACHE"
"""Environment variable: where prepared fonts are kept."""
_LISIBLES = (".ttf", ".otf", ".ttc")
_RECETTE = "3"
"""Changes whenever the preparation does: older faces are then made again."""
_EN_ARIMO = frozenset({"arial", "arimo", "liberation sans", "helvetica"})
JUMELLES = {
    "times new roman": ("liberation serif", "tinos"),
    "times": ("liberation serif", "tinos"),
    "courier new": ("liberation mono", "cousine"),
    "calibri": ("carlito",),
    "cambria": ("caladea",),
    "arial narrow": ("liberation sans narrow",),
    "georgia": ("gelasio",),
}
"""Fonts of the same widths, under a free licence."""


@dataclass(frozen=True)
class Face:
    """One prepared font file. Ratios are to the font size."""

    fichier: Path
    nom: str
    """Its family, as the file says."""
    avances: dict[int, float]
    """Width of each character, by code point."""
    hauteur: float
    """A line: ascent, gap included, and descent."""
    monte: float
    """From the top of a line to its baseline: the ascent, and the gap, which Word puts above."""
    remplace: str = ""
    """Name asked for, when another font stands in for it with other widths."""

    @cached_property
    def _dessines(self) -> frozenset[str]:
        """The characters it has a drawing for, combining ones apart: they may join another."""
        return frozenset(
            c for c in map(chr, self.avances) if c != "\u2060" and not unicodedata.combining(c)
        )

    def dessinable(self, texte: str) -> str:
        """*texte*, with what it cannot draw written as it can: « é » for « e´ »."""
        if self._dessines.issuperset(texte):
            return texte
        return "".join(map(self._equivalent, unicodedata.normalize("NFC", texte)))

    def _equivalent(self, signe: str) -> str:
        if ord(signe) in self.avances or not signe.isprintable():
            return signe  # a narrow no-break space would become one to break at
        if signe == "\u2011":  # a hyphen held by its neighbours on the line
            return "\u2060-\u2060"
        autre = unicodedata.normalize("NFKC", signe)
        return autre if all(ord(c) in self.avances for c in autre) else signe

    def largeur(self, texte: str, taille: float) -> float:
        """Width of *texte* in points, on one line."""
        avances = self.avances
        if self._dessines.issuperset(texte):
            return taille * sum([avances[ord(c)] for c in texte])
        moyenne = avances.get(0x6E, 0.5)
        signes = (c for c in self.dessinable(texte) if c != "\u2060")
        return taille * sum(avances.get(ord(c), moyenne) for c in signes)

    def manquants(self, texte: str) -> str:
        """The characters of *texte* it cannot draw, once each."""
        if self._dessines.issuperset(texte):
            return ""
        return "".join(
            dict.fromkeys(c for c in texte if ord(c) not in self.avances and c.isprintable())
        )


@functools.lru_cache(maxsize=256)
def face(famille: str, *, gras: bool, italique: bool) -> Face:
    """The face that renders *famille*."""
    cherchee = famille.casefold().strip()
    if cherchee not in _EN_ARIMO:
        for nom in (cherchee, *JUMELLES.get(cherchee, ())):
            trouve = _du_systeme().get(nom)
            if trouve:
                # A family without its bold is used as it is; the engine slants or thickens it.
                fichier = trouve.get((gras, italique)) or trouve.get((False, False))
                if fichier:
                    return _lire(_preparee(fichier[0], fichier[1], None))
        place = _a_la_place(cherchee, gras=gras, italique=italique)
        if place is not None:
            return replace(place, remplace=famille)
    import fontpkg

    fichier_arimo = fontpkg.path("Arimo", style="italic" if italique else "normal")
    lue = _lire(_preparee(fichier_arimo, 0, 700 if gras else 400))
    if cherchee in _EN_ARIMO:
        return lue
    return replace(lue, remplace=famille)


def _a_la_place(famille: str, *, gras: bool, italique: bool) -> Face | None:
    """What fontconfig puts in the place of *famille*, where there is one and it can be read."""
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
        return _lire(_preparee(Path(fichier), int(rang) & 0xFFFF, None))
    except Exception:  # noqa: BLE001 – whatever an odd or damaged font raises: Arimo is at hand
        return None


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


def _preparee(source: Path, rang: int, graisse: int | None) -> Path:
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


def _lire(fichier: Path) -> Face:
    from fontTools.ttLib import TTFont

    with TTFont(fichier, lazy=True) as police:
        em = police["head"].unitsPerEm
        lignes, largeurs = police["hhea"], police["hmtx"]
        avances = {code: largeurs[nom][0] / em for code, nom in police.getBestCmap().items()}
        hauteur = (lignes.ascent - lignes.descent) / em
        nom = police["name"].getBestFamilyName() or "police"
        return Face(fichier, nom, avances, hauteur, lignes.ascent / em)


Faces = dict[tuple[bool, bool], tuple[Path, int]]


@functools.cache
def _du_systeme() -> dict[str, Faces]:
    """The fonts of this machine: family, then (bold, italic), then file and rank in it."""
    trouvees: dict[str, Faces] = {}
    for fichier in _fichiers():
        for rang, police in _polices(fichier):
            famille, style = _noms(police)
            gras, italique = "bold" in style, "italic" in style or "oblique" in style
            if famille and not {"light", "thin", "black", "condensed"} & set(style.split()):
                trouvees.setdefault(famille, {}).setdefault((gras, italique), (fichier, rang))
    return trouvees


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
