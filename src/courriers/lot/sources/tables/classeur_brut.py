"""What the values of a workbook do not say: hidden rows, cells in error, formulas not computed.

Read from the parts of the file themselves, as bytes, without building any tree: nothing in them is
ever resolved or expanded. It also holds the file to what it announces: a part that unfolds to more
than it says, or beyond all reason, is refused before anything else opens it.
"""

from __future__ import annotations

import html
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from courriers.lot.sources.tables.modele import illisible

DEPLIE_MAX = 600_000_000
"""Most bytes the parts of a workbook may unfold to."""
CELLULES_MAX = 10_000_000
"""Most cells of the rectangle a sheet takes: two cells far apart make all those between."""
_BLOC = 1 << 22
_FEUILLE = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_RANGEE = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_RANG = re.compile(rb'<row [^>]*?\br="(\d{1,9})"')
_COLONNE = re.compile(rb' r="([A-Z]{2,3})\d')
_AUTREMENT = (b"='", b"= ", b" =", b"\t", b"\n", b"\r", b":row")
"""What XML allows, and no spreadsheet writes: :data:`_RANG` and :data:`_COLONNE` would miss it."""
_RANG_AUTREMENT = re.compile(rb"<(?:\w+:)?row\b[^>]*?\br\s*=\s*[\"'](\d{1,9})[\"']")
_COLONNE_AUTREMENT = re.compile(rb"\br\s*=\s*[\"']([A-Z]{2,3})\d")
_ERREUR = re.compile(
    rb'<(?:\w+:)?c r="([A-Z]{1,3})(\d+)"[^>]*?\bt="e"[^>]*>(?:(?!</(?:\w+:)?c>).){0,9000}?'
    rb"<(?:\w+:)?v>([^<]{0,20})", re.DOTALL,
)  # fmt: skip
_SANS_VALEUR = re.compile(
    rb'<(?:\w+:)?c r="([A-Z]{1,3})(\d+)"[^>]*>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)'
    rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_FEUILLE_ODS = re.compile(
    rb'<table:table\b[^>]*?table:name="([^"]*)"[^>]*>(.*?)</table:table>', re.DOTALL
)
_RANGEE_ODS = re.compile(
    rb"<table:table-row\b((?:[^>]*[^>/])?)(?:/>|>(.*?)</table:table-row>)", re.DOTALL
)
_CELLULE_ODS = re.compile(
    rb"<table:(?:covered-)?table-cell\b((?:[^>]*[^>/])?)"
    rb"(?:/>|>(.*?)</table:(?:covered-)?table-cell>)", re.DOTALL,
)  # fmt: skip


_LOIN = re.compile(rb' r="[A-Z]{1,3}(\d{6,9})')
"""Row of a cell, if it is so far down that 26 columns pass :data:`CELLULES_MAX`."""
_CELLULE_AUTREMENT = re.compile(rb"\br\s*=\s*[\"'][A-Z]{1,3}(\d{1,9})")


@dataclass(frozen=True)
class Brut:
    """Of one sheet."""

    masquees: frozenset[int] = frozenset()
    fautives: Mapping[tuple[int, int], str] = field(default_factory=dict)


def bruts(chemin: Path) -> dict[str, Brut]:
    """What each sheet of *chemin* does not say by its values, by its name; of an ODS, hidden rows.

    Raises:
        DossierInvalide: not a whole archive, or one that unfolds beyond :data:`DEPLIE_MAX`.
        OSError: it cannot be opened.
    """
    try:
        with zipfile.ZipFile(chemin) as archive:
            _tenir_la_taille(chemin, archive)
            noms = set(archive.namelist())
            if "content.xml" in noms:
                return _ods(chemin, archive)
            parties = {n: p for n, p in _parties(archive).items() if p in noms}
            _tenir_les_parties(archive, noms - set(parties.values()))
            return {n: _brut(chemin, n, archive, p) for n, p in parties.items()}
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError,
            UnicodeDecodeError):  # fmt: skip
        raise illisible(
            chemin,
            "le classeur est abîmé.",
            "Ouvrez-le dans Excel ou LibreOffice et enregistrez-le de nouveau.",
        ) from None


def _tenir_la_taille(chemin: Path, archive: zipfile.ZipFile) -> None:
    if sum(partie.file_size for partie in archive.infolist()) > DEPLIE_MAX:
        raise illisible(
            chemin,
            f"le classeur se déplie en plus de {DEPLIE_MAX // 1_000_000} Mo.",
            "Ne gardez que la feuille utile.",
        )


def _tenir_les_parties(archive: zipfile.ZipFile, noms: set[str]) -> None:
    """Read to the end the parts that nothing else here reads: each is held to size and sum."""
    for nom in sorted(noms):
        if nom.endswith((".xml", ".rels", ".bin")):
            for _ in _blocs(archive, nom):
                pass


def _blocs(archive: zipfile.ZipFile, nom: str) -> Iterator[bytes]:
    with archive.open(nom) as partie:
        while bloc := partie.read(_BLOC):
            yield bloc


def _attribut(balise: bytes, nom: bytes) -> str:
    trouve = re.search(rb"(?<![\w:])" + nom + rb'="([^"]*)"', balise)
    return html.unescape(trouve[1].decode("utf-8")) if trouve else ""


def _parties(archive: zipfile.ZipFile) -> dict[str, str]:
    """Name of the part of each sheet."""
    noms = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= noms:
        return {}
    cibles = {
        _attribut(b, b"Id"): _attribut(b, b"Target")
        for b in _RELATION.findall(archive.read("xl/_rels/workbook.xml.rels"))
    }
    rendues = {}
    for balise in _FEUILLE.findall(archive.read("xl/workbook.xml")):
        cible = cibles.get(_attribut(balise, rb"\w+:id"), "")
        partie = cible.lstrip("/") if cible.startswith("/") else f"xl/{cible}"
        rendues[_attribut(balise, b"name")] = partie
    return rendues


def _brut(chemin: Path, nom: str, archive: zipfile.ZipFile, partie: str) -> Brut:
    masquees: set[int] = set()
    fautives: dict[tuple[int, int], str] = {}
    hauteur, largeur = 0, 26
    for morceau in _par_rangees(archive, partie):
        autrement = any(marque in morceau for marque in _AUTREMENT)
        rangs = (_RANG_AUTREMENT if autrement else _RANG).findall(morceau)
        colonnes = (_COLONNE_AUTREMENT if autrement else _COLONNE).findall(morceau)
        # A cell may stand elsewhere than its row says: the library believes the cell.
        rangs += (_CELLULE_AUTREMENT if autrement or colonnes else _LOIN).findall(morceau)
        hauteur = max(hauteur, *map(int, rangs), 0)
        largeur = max(largeur, *(_rang(c) + 1 for c in set(colonnes)), 0)
        if hauteur * largeur > CELLULES_MAX:
            raise _trop_grande(chemin, nom, hauteur, largeur)
        if b"hidden=" in morceau:
            for attributs in _RANGEE.findall(morceau):
                if _attribut(attributs, b"hidden") in ("1", "true"):
                    masquees.add(int(_attribut(attributs, b"r") or 0))
        if b't="e"' in morceau:
            for colonne, ligne, texte in _ERREUR.findall(morceau):
                fautives[int(ligne), _rang(colonne)] = texte.decode("utf-8", "replace")
        if b"<f" in morceau or b":f" in morceau:
            for colonne, ligne in _SANS_VALEUR.findall(morceau):
                fautives[int(ligne), _rang(colonne)] = ""
    return Brut(frozenset(masquees), fautives)


def _par_rangees(archive: zipfile.ZipFile, partie: str) -> Iterator[bytes]:
    """The part in pieces that never cut a row."""
    reste = b""
    for bloc in _blocs(archive, partie):
        morceau = reste + bloc
        marque = max(morceau.rfind(b"<row "), morceau.rfind(b":row "))
        coupe = morceau.rfind(b"<", 0, marque + 1)
        if coupe <= 0:
            reste = morceau[-_BLOC:]
            continue
        yield morceau[:coupe]
        reste = morceau[coupe:]
    yield reste


def _rang(lettres: bytes) -> int:
    """Rank of a column, from 0.

    >>> _rang(b"A"), _rang(b"AB")
    (0, 27)
    """
    rang = 0
    for lettre in lettres:
        rang = rang * 26 + lettre - 64
    return rang - 1


def _ods(chemin: Path, archive: zipfile.ZipFile) -> dict[str, Brut]:
    rendus = {}
    for feuille in _FEUILLE_ODS.finditer(archive.read("content.xml")):
        nom = html.unescape(feuille[1].decode("utf-8"))
        masquees: set[int] = set()
        ligne = hauteur = largeur = 0
        for attributs, cellules in _RANGEE_ODS.findall(feuille[2]):
            # Most sheets end in a million blank rows told as one.
            fois = min(int(_attribut(attributs, b"table:number-rows-repeated") or 1), 1 << 20)
            if (colonnes := _largeur_ods(cellules)) > 0:
                hauteur, largeur = ligne + fois, max(largeur, colonnes)
                if _attribut(attributs, b"table:visibility") in ("collapse", "filter"):
                    masquees.update(range(ligne + 1, ligne + fois + 1))
            if hauteur * largeur > CELLULES_MAX:
                raise _trop_grande(chemin, nom, hauteur, largeur)
            ligne += fois
        rendus[nom] = Brut(frozenset(masquees))
    return rendus


def _largeur_ods(cellules: bytes) -> int:
    """Columns of a row, up to the last that is not blank."""
    rang = largeur = 0
    for attributs, suite in _CELLULE_ODS.findall(cellules):
        rang += min(int(_attribut(attributs, b"table:number-columns-repeated") or 1), 1 << 20)
        if suite.strip() or b"office:value" in attributs:
            largeur = rang
    return largeur


def _trop_grande(chemin: Path, nom: str, hauteur: int, largeur: int) -> Exception:
    return illisible(
        chemin, f"la feuille va jusqu’à la ligne {hauteur} et la colonne {largeur}.",
        "Supprimez ce qui se trouve loin de la table.", feuille=nom,
    )  # fmt: skip
